package maturity

import (
	"fmt"
	"math/big"
	"strconv"
)

// findGap adds a finding if two departments see a statement differently: those with
// the highest and the lowest mean. If one of them is of one or two people, whether
// the statement holds and who rates it higher narrow down what they said: a
// statement that holds then has no finding, and another one has no figure.
func (m *Model) findGap(r *Report, i int, axis *AxisSpec, sheet []ballot, state State) {
	confidential := m.confidential(axis, sheet)
	if confidential && state == Held {
		return
	}
	var higher, lower string
	var top, bottom ballot
	for _, id := range axis.Ask {
		b := sheet[m.departments[id]]
		if b.voice() != Answered {
			continue
		}
		if higher == "" || b.mean().Cmp(top.mean()) > 0 {
			higher, top = id, b
		}
		if lower == "" || b.mean().Cmp(bottom.mean()) < 0 {
			lower, bottom = id, b
		}
	}
	if higher == lower {
		return
	}
	gap := new(big.Rat).Sub(top.mean(), bottom.mean())
	if gap.Cmp(m.spec.Rules.Gap.rat()) < 0 {
		return
	}
	s := &m.spec.Statements[i]
	params := map[string]string{"statement": s.ID, "higher": higher, "lower": lower}
	en, de := "", ""
	if !confidential {
		d := shown(gap, m.spec.Rules.Gap)
		params["gap"] = d.fixed(2)
		en, de = " ("+inLang(d.fixed(2), En)+" points)", " ("+inLang(d.fixed(2), De)+" Punkte)"
	}
	h, l := m.spec.department(higher), m.spec.department(lower)
	r.Findings = append(r.Findings, Finding{PerceptionGap, params, Text{
		En: fmt.Sprintf("Rated higher by %s than by %s%s: %s", h.En, l.En, en, s.Text.En),
		De: fmt.Sprintf("%s bewertet höher als %s%s: %s", h.De, l.De, de, s.Text.De),
	}})
}

func (m *Model) findAside(r *Report, a Axis) {
	name := m.spec.axis(a).Name
	r.Findings = append(r.Findings, Finding{TooMuchSetAside, map[string]string{"axis": string(a)}, Text{
		En: fmt.Sprintf("%s: a department declares more than 20 %% of the required statements not applicable. The stage cannot be told.", name.En),
		De: fmt.Sprintf("%s: Eine Abteilung erklärt mehr als 20 %% der erforderlichen Aussagen für nicht zutreffend. Die Stufe lässt sich nicht bestimmen.", name.De),
	}})
}

func (m *Model) findTarget(r *Report) {
	if r.Target.Class() != OnPath {
		r.Findings = append(r.Findings, Finding{TargetOffPath, map[string]string{"target": r.Target.String()}, Text{
			En: "The target itself lies off the ideal line.",
			De: "Das Ziel selbst liegt neben der Ideallinie.",
		}})
	}
	for _, a := range axes() {
		x := r.Axis(a)
		if x.Low <= x.Target {
			continue
		}
		name := m.spec.axis(a).Name
		params := map[string]string{"axis": string(a), "stage": strconv.Itoa(x.Low), "target": strconv.Itoa(x.Target)}
		r.Findings = append(r.Findings, Finding{TargetPassed, params, Text{
			En: fmt.Sprintf("%s: already beyond the target.", name.En),
			De: fmt.Sprintf("%s: bereits über das Ziel hinaus.", name.De),
		}})
	}
}

// department returns the name of a department.
func (s *Spec) department(id string) Text {
	for _, d := range s.Departments {
		if d.ID == id {
			return d.Name
		}
	}
	return Text{id, id}
}
