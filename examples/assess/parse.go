package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/leadline-go/leadline/examples/internal/cli"
	"github.com/leadline-go/leadline/maturity"
)

// parseTarget reads a cell: "3,4".
func parseTarget(s string) (maturity.Cell, error) {
	r, m, _ := strings.Cut(s, ",")
	c := maturity.Cell{R: parseStage(r), M: parseStage(m)}
	if c.R == 0 || c.M == 0 {
		return c, fmt.Errorf("expected two stages from 1 to %d, such as 3,3, found %s", maturity.Stages, cli.Quote(s))
	}
	return c, nil
}

// parseStage reads a stage, 0 if it is none.
func parseStage(s string) int {
	n, err := strconv.Atoi(strings.TrimSpace(s))
	if err != nil || n < 1 || n > maturity.Stages {
		return 0
	}
	return n
}

// assumption is a value of -assume. What it is about, the model says.
type assumption struct {
	id       string
	num, den int64
	share    bool // den was given
}

// parseAssumption reads "rel.rules.2=4" or "ev.rel.decision_share=190/200".
func parseAssumption(s string) (assumption, error) {
	bad := fmt.Errorf("expected a statement or an indicator, = and its value, such as rel.rules.2=4 or ev.rel.decision_share=190/200, found %s", cli.Quote(s))
	id, value, ok := strings.Cut(s, "=")
	if id = strings.TrimSpace(id); !ok || id == "" {
		return assumption{}, bad
	}
	a := assumption{id: id, den: 1}
	num, den, share := strings.Cut(value, "/")
	var err error
	if a.num, err = strconv.ParseInt(strings.TrimSpace(num), 10, 64); err != nil {
		return a, bad
	}
	if a.share = share; share {
		if a.den, err = strconv.ParseInt(strings.TrimSpace(den), 10, 64); err != nil {
			return a, bad
		}
	}
	return a, nil
}

// assumptions are those of the flags, as the model understands them.
func assumptions(list []assumption, spec maturity.Spec) (maturity.Assumptions, error) {
	var out maturity.Assumptions
	for _, a := range list {
		if err := a.add(&out, spec); err != nil {
			return out, cli.Invalidf("assess: -assume: %w", err)
		}
	}
	return out, nil
}

func (a assumption) add(to *maturity.Assumptions, spec maturity.Spec) error {
	known := make([]string, 0, len(spec.Statements)+len(spec.Indicators))
	for _, s := range spec.Statements {
		if s.ID != a.id {
			known = append(known, s.ID)
			continue
		}
		if a.share || a.num < 1 || a.num > 5 {
			return fmt.Errorf("expected an answer from 1 to 5 for the statement %s, found %s", a.id, a.value())
		}
		if to.Answers == nil {
			to.Answers = map[string]maturity.Value{}
		}
		to.Answers[a.id] = maturity.Value(a.num)
		return nil
	}
	for _, i := range spec.Indicators {
		if i.ID != a.id {
			known = append(known, i.ID)
			continue
		}
		switch {
		case i.Unit == maturity.Share && (!a.share || a.den < 1 || a.num < 0 || a.num > a.den):
			return fmt.Errorf("expected a share such as 190/200 for the indicator %s, found %s", a.id, a.value())
		case i.Unit != maturity.Share && (a.share || a.num < 0):
			return fmt.Errorf("expected a number of 0 or more for the indicator %s, found %s", a.id, a.value())
		}
		to.Measures = append(to.Measures, maturity.Measure{ID: a.id, Num: a.num, Den: a.den})
		return nil
	}
	return fmt.Errorf("expected a statement or an indicator of the model, found %s%s", cli.Quote(a.id), cli.DidYouMean(a.id, known))
}

func (a assumption) value() string {
	if a.share {
		return fmt.Sprintf("%d/%d", a.num, a.den)
	}
	return strconv.FormatInt(a.num, 10)
}
