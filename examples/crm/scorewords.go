package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/scoring"
)

// qualify is the guard of the lifecycle: a lead becomes an MQL by its score. Its
// refusal is in the words of this CRM, which knows where an answer is entered.
func (c *crm) qualify(ctx context.Context, l *Lead, at time.Time) (any, error) {
	evidence, err := c.model.Qualify(ctx, l, at)
	no, ok := errors.AsType[*scoring.NotQualifiedError](err)
	if !ok {
		return evidence, err
	}
	code, _, params := no.Blocker()
	return nil, lead.Blocker{Code: code, Message: strings.Join(c.lacks(no.Result), "; "), Params: params}
}

// lacks says all that keeps a lead from being an MQL.
func (c *crm) lacks(r scoring.Result) []string {
	list := heldBy(r)
	short := r.Short()
	if short.Points > 0 {
		shown, needed := r.Shown(), r.Total+short.Points
		list = append(list, fmt.Sprintf("%s points are missing (%s of %s)", needed-shown, shown, needed))
	}
	if len(short.Grades) > 0 {
		list = append(list, fmt.Sprintf("the grade is %s; it takes %s", r.Grade, listed(short.Grades, "or")))
	}
	return list
}

// heldBy says what keeps a lead from being an MQL whatever its score.
func heldBy(r scoring.Result) []string {
	list := make([]string, len(r.Gates))
	for i, g := range r.Gates {
		list[i] = gateText(g, r.Unknowns)
	}
	return list
}

// gateText says that a gate of the criteria holds. A gate that was added to them since
// is told by its name.
func gateText(g scoring.GateHit, unknowns []scoring.Unknown) string {
	switch {
	case g.Reason == scoring.ReasonUnknown:
		var fields []string
		for _, u := range unknowns {
			if u.Gate == g.Gate {
				fields = append(fields, factName(u.Field))
			}
		}
		if g.Gate == "no_consent" {
			return "nobody knows whether the contact agrees to be contacted: ask, and enter the answer under Facts"
		}
		return fmt.Sprintf("it takes facts that are not known: %s. Ask, and enter them under Facts", strings.Join(fields, ", "))
	case g.Gate == "no_consent":
		return "the contact does not agree to be contacted"
	case g.Gate == "competitor":
		return "the company is a competitor"
	}
	return fmt.Sprintf("the criteria rule it out: %s", strings.ReplaceAll(g.Gate, "_", " "))
}

// gateName is gateText on a card.
func gateName(g scoring.GateHit) string {
	if g.Gate == "no_consent" && g.Reason == scoring.ReasonUnknown {
		return "consent not known"
	}
	return strings.ReplaceAll(g.Gate, "_", " ")
}

// factName is what a lead page calls a field of the criteria.
func factName(field string) string {
	switch field {
	case "consent":
		return "may be contacted"
	case "asset":
		return "what an activity was about"
	}
	return strings.ReplaceAll(field, "_", " ")
}

// explain puts a score into words, those of the library but for what this CRM calls
// otherwise.
func explain(r scoring.Result) scoring.Explanation {
	e := r.Explain(scoring.English)
	for i, text := range heldBy(r) {
		e.Gates[i] = sentence(text)
	}
	e.Unknown = unknownFacts(r)
	return e
}

// unknownFacts are the facts that the score would have needed, each once.
func unknownFacts(r scoring.Result) []string {
	var list []string
	seen := map[string]bool{}
	for _, u := range r.Unknowns {
		if !seen[u.Field] {
			seen[u.Field] = true
			list = append(list, capital(factName(u.Field)))
		}
	}
	return list
}

// listed is "A1, A2 or B1".
func listed(list []string, last string) string {
	if len(list) < 2 {
		return strings.Join(list, "")
	}
	return strings.Join(list[:len(list)-1], ", ") + " " + last + " " + list[len(list)-1]
}
