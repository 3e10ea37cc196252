package maturity

import (
	"cmp"
	"errors"
	"fmt"
	"strings"
	"time"
)

// phrases are the sentences that the renderings of a report share.
type phrases struct {
	*Report
	l Lang
	w labels
}

func (r *Report) phrases(l Lang) (phrases, error) {
	if l != En && l != De {
		return phrases{}, fmt.Errorf("%w %.40q: expected %q or %q", ErrUnknownLang, l, En, De)
	}
	if r.spec == nil {
		return phrases{}, errors.New("maturity: only a report that Model.Evaluate returned can be written as text or picture")
	}
	return phrases{r, l, wordsIn(l)}, nil
}

// verdict says in a line where the organisation stands with respect to the line:
// "2 stages above the ideal line: Defined, not lived".
func (p phrases) verdict() string {
	at, ok := p.Position()
	if !ok {
		return fmt.Sprintf(cmp.Or(p.onlyAside(p.w.tooMuch), p.w.missing), len(p.Positions))
	}
	return p.offset(at.Offset)
}

// onlyAside is s if several cells are possible and no answer would change that: too much
// is set aside. Else it is empty.
func (p phrases) onlyAside(s string) string {
	if len(p.Positions) > 1 && len(p.Deciding) == 0 {
		return s
	}
	return ""
}

// noSteps says why there is nothing to recommend before the target.
func (p phrases) noSteps() string { return cmp.Or(p.onlyAside(p.w.askOtherwise), p.w.askFirst) }

func (p phrases) offset(offset int) string {
	unit := p.w.units
	if offset == 1 || offset == -1 {
		unit = p.w.unit
	}
	switch {
	case offset > 0:
		return fmt.Sprintf(p.w.above, offset, unit) + ": " + p.spec.Classes.Above.Name.In(p.l)
	case offset < 0:
		return fmt.Sprintf(p.w.below, -offset, unit) + ": " + p.spec.Classes.Below.Name.In(p.l)
	}
	return p.w.onLine
}

// standing says how far an axis is: "Lead management: 2 · Defined terms".
func (p phrases) standing(a Axis) string {
	x := p.Axis(a)
	return p.axisName(a) + ": " + p.stages(a, x.Low, x.High)
}

// stages names one stage, or the ends of several: "2 · Defined to 3 · Aligned".
func (p phrases) stages(a Axis, low, high int) string {
	if low == high {
		return p.stage(a, low)
	}
	return p.stage(a, low) + " " + p.w.to + " " + p.stage(a, high)
}

// stage names a stage: "2 · Defined terms".
func (p phrases) stage(a Axis, n int) string {
	return fmt.Sprintf("%d · %s", n, p.stageName(a, n))
}

func (p phrases) axisName(a Axis) string         { return p.spec.axis(a).Name.In(p.l) }
func (p phrases) stageName(a Axis, n int) string { return p.spec.axis(a).Stages[n-1].Name.In(p.l) }
func (p phrases) department(id string) string    { return p.spec.department(id).In(p.l) }
func (p phrases) departments(ids []string) string {
	all := make([]string, len(ids))
	for i, id := range ids {
		all[i] = p.department(id)
	}
	return strings.Join(all, ", ")
}

func (p phrases) statementText(id string) string {
	for _, s := range p.spec.Statements {
		if s.ID == id {
			return s.Text.In(p.l)
		}
	}
	return id
}

// cell names a cell: "1 · Undefined / 3 · Defined process".
func (p phrases) cell(c Cell) string {
	return p.stage(Relationship, c.R) + " / " + p.stage(LeadManagement, c.M)
}

// number writes a number in a language.
func number(d Decimal, l Lang) string { return inLang(d.String(), l) }

// mean writes a mean with two decimals.
func (p phrases) mean(d Decimal) string { return inLang(d.fixed(2), p.l) }

// bar writes a number of the rules with at least one decimal.
func (p phrases) bar(d Decimal) string { return strings.TrimSuffix(p.mean(d), "0") }

func inLang(number string, l Lang) string {
	if l == De {
		return strings.Replace(number, ".", ",", 1)
	}
	return number
}

// dayOf writes the day of a time in UTC: "2026-03-01", "01.03.2026".
func dayOf(t time.Time, l Lang) string {
	if l == De {
		return t.UTC().Format("02.01.2006")
	}
	return t.UTC().Format(time.DateOnly)
}

// monthOf writes the month of a time in UTC: "2026-03", "03.2026".
func monthOf(t time.Time, l Lang) string {
	if l == De {
		return t.UTC().Format("01.2006")
	}
	return t.UTC().Format("2006-01")
}

func (p phrases) asOf() string { return fmt.Sprintf(p.w.asOf, dayOf(p.At, p.l)) }
