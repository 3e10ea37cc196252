package scoring_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/scoring"
)

type contact struct {
	Size    int   `score:"size"`
	Consent *bool `score:"consent"`
}

const rules = `
name: small
revision: 3
groups:
  - {name: fit, rules: [{name: size, when: {field: size, ge: 250}, points: 40}]}
gates: [{name: no_consent, when: {field: consent, eq: false}, action: suppress}]
grades: [{group: fit, bands: {A: 40, B: min}}]
bands: {warm: 40, cold: min}
qualify: {score: 40}
`

func compile[T any](t testing.TB, text string, b scoring.Bindings[T]) *scoring.Model[T] {
	t.Helper()
	spec, err := scoring.ReadSpec(strings.NewReader(text), "rules.yaml")
	if err != nil {
		t.Fatal(err)
	}
	m, err := scoring.Compile(spec, b)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// A model guards an event of a lifecycle: its Result is evidence with a
// fingerprint and labels, its refusal a blocker, its failure undecided.
func TestQualifyFitsALifecycle(t *testing.T) {
	model := compile(t, rules, scoring.Bindings[contact]{})
	spec := lead.Standard()
	spec.Guard("qualify", "criteria")
	machine, err := lead.Compile(spec, lead.Bindings[contact]{Guards: lead.Guards[contact]{"criteria": lead.OnSubject(model.Qualify)}})
	if err != nil {
		t.Fatal(err)
	}
	inquiry := lead.State{LeadID: "L-1", Status: "inquiry", Version: 1}
	qualify := func(c contact) (lead.Transition, error) {
		return machine.Next(context.Background(), inquiry, lead.Command[contact]{
			ID: "L-1", Event: "qualify", Actor: lead.Actor{Kind: lead.System}, Subject: c, At: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC),
		})
	}

	tr, err := qualify(contact{400, new(true)})
	if err != nil {
		t.Fatal(err)
	}
	if tr.To != "mql" || tr.Criteria != model.ID() {
		t.Errorf("to %s by criteria %q, want mql by %q", tr.To, tr.Criteria, model.ID())
	}
	want := map[string]string{"grade": "A", "score_band": "warm"}
	for k, v := range want {
		if tr.Labels[k] != v {
			t.Errorf("labels %v, want %v among them", tr.Labels, want)
		}
	}
	var evidence map[string]scoring.Result
	if err := json.Unmarshal(tr.Evidence, &evidence); err != nil {
		t.Fatal(err)
	}
	if got := evidence["criteria"]; got.Total != 40*scoring.Point || got.Model != model.ID() || len(got.Lines()) != 1 || got.Qualified(true) {
		t.Errorf("evidence %s", tr.Evidence)
	}

	_, err = qualify(contact{12, nil})
	refused, ok := errors.AsType[*lead.RefusedError](err)
	if !ok {
		t.Fatalf("got %v, want a refusal", err)
	}
	blockers := []lead.Blocker{{
		Code:    scoring.CodeGate,
		Message: "gate no_consent holds (suppress): consent not known; 40 points are missing (0 of 40)",
		Params:  map[string]string{"gate": "no_consent", "action": "suppress", "reason": "unknown"},
	}}
	if diff := cmp.Diff(blockers, refused.Blockers); diff != "" {
		t.Errorf("blockers (-want +got):\n%s", diff)
	}
	_, err = qualify(contact{12, new(true)})
	if refused, ok = errors.AsType[*lead.RefusedError](err); !ok || refused.Blockers[0].Params["missing"] != "40" || refused.Blockers[0].Code != scoring.CodeScore {
		t.Errorf("got %v, want a refusal with the missing points", err)
	}
}

func TestAFailingCustomRuleIsUndecidedToALifecycle(t *testing.T) {
	model := compile(t, `
name: custom
revision: 1
groups: [{name: fit, rules: [{name: r, use: broken, points: 1}]}]
qualify: {score: 0}
`, scoring.Bindings[contact]{Custom: scoring.Custom[contact]{"broken": func(_ contact, _ time.Time) (bool, error) { panic("no list") }}})
	guard := lead.OnSubject(model.Qualify)
	_, err := guard(t.Context(), lead.Attempt[contact]{At: time.Unix(0, 0)})
	if ruleErr, ok := errors.AsType[*scoring.RuleError](err); !ok || ruleErr.Custom != "broken" {
		t.Errorf("got %v, want a *RuleError", err)
	}
	if refusal, ok := errors.AsType[interface {
		error
		Blocker() (string, string, map[string]string)
	}](err); ok {
		t.Errorf("%v would be taken for a refusal", refusal)
	}
}

// The label that says whether the criteria were signed is on the row of the MQL.
func TestAnMQLSaysWhetherItsCriteriaWereSigned(t *testing.T) {
	model := compile(t, rules, scoring.Bindings[contact]{})
	day := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	agreement := scoring.Agreement{Criteria: model.FullID(), From: day, Signatures: []scoring.Signature{
		{Name: "Mia", Side: scoring.Marketing, At: day}, {Name: "Sam", Side: scoring.Sales, At: day},
	}}
	for want, terms := range map[string]scoring.Terms{
		scoring.Signed:   {Agreement: agreement},
		scoring.Unsigned: {AllowUnsigned: true},
		"":               {},
	} {
		spec := lead.Standard()
		spec.Guard("qualify", "criteria")
		machine, err := lead.Compile(spec, lead.Bindings[contact]{Guards: lead.Guards[contact]{"criteria": lead.OnSubject(model.QualifyUnder(terms))}})
		if err != nil {
			t.Fatal(err)
		}
		tr, err := machine.Next(t.Context(), lead.State{LeadID: "L-1", Status: "inquiry", Version: 1}, lead.Command[contact]{
			ID: "L-1", Event: "qualify", Actor: lead.Actor{Kind: lead.System}, Subject: contact{400, new(true)}, At: day,
		})
		if want == "" {
			refused, ok := errors.AsType[*lead.RefusedError](err)
			if !ok || refused.Blockers[0].Code != scoring.CodeUnsigned {
				t.Errorf("unsigned criteria: got %v, want a refusal", err)
			}
			continue
		}
		if err != nil || tr.Labels[scoring.LabelCriteria] != want || tr.Labels["grade"] != "A" {
			t.Errorf("%s: labels %v, %v", want, tr.Labels, err)
		}
	}
}
