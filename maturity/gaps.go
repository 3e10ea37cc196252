package maturity

import (
	"fmt"
	"math/big"
	"strconv"
)

// Two departments can also see an area, or a stage of an axis, differently. These
// findings say nothing that those of the statements and their means do not.
const (
	// PerceptionGapInArea: two departments see the statements of an area
	// differently. area, higher, lower, and gap and statements.
	//
	// The gap is that of the means over the statements that both rated, at least
	// two, whose number is statements. Where opinions on a statement of the area
	// are withheld, there is a finding if the gaps that are found in its
	// statements, at least two, all have the same direction; it is without gap
	// and statements.
	PerceptionGapInArea FindingCode = "perception.gap_in_area"

	// PerceptionGapInStage: the same for the statements of a stage. axis, stage,
	// higher, lower, and gap and statements.
	PerceptionGapInStage FindingCode = "perception.gap_in_stage"
)

// fewestToCompare is how many statements make more of a gap than the statement.
const fewestToCompare = 2

// findWiderGaps adds the findings about the areas and the stages of an axis. Those
// about its statements must be there already.
func (m *Model) findWiderGaps(r *Report, a Axis, sheets [][]ballot) {
	for _, area := range m.spec.Areas {
		if area.Axis != a {
			continue
		}
		m.findWiderGap(r, a, sheets, wider{
			code: PerceptionGapInArea, params: map[string]string{"area": area.ID},
			name: area.Name, has: func(s *StatementSpec) bool { return s.Area == area.ID },
		})
	}
	axis := m.spec.axis(a)
	for stage := 2; stage <= Stages; stage++ {
		name := axis.Stages[stage-1].Name
		m.findWiderGap(r, a, sheets, wider{
			code: PerceptionGapInStage, params: map[string]string{"axis": string(a), "stage": strconv.Itoa(stage)},
			name: Text{
				En: fmt.Sprintf("%s, stage %d, %s", axis.Name.En, stage, name.En),
				De: fmt.Sprintf("%s, Stufe %d, %s", axis.Name.De, stage, name.De),
			},
			has: func(s *StatementSpec) bool { return s.Stage == stage },
		})
	}
}

// wider is more than a statement: an area or a stage.
type wider struct {
	code   FindingCode
	params map[string]string
	name   Text
	has    func(*StatementSpec) bool // of the axis's statements
}

func (m *Model) findWiderGap(r *Report, a Axis, sheets [][]ballot, w wider) {
	axis := m.spec.axis(a)
	var inside [][]ballot
	ids := map[string]bool{}
	withheld := false
	for i := range m.spec.Statements {
		if s := &m.spec.Statements[i]; m.axes[i] == a && w.has(s) {
			inside = append(inside, sheets[i])
			ids[s.ID] = true
			withheld = withheld || m.confidential(axis, sheets[i])
		}
	}
	var higher, lower string
	en, de := "", ""
	if withheld {
		higher, lower = direction(r.Findings, ids)
	} else {
		g := m.widest(axis, inside)
		if g.size == nil || g.size.Cmp(m.spec.Rules.Gap.rat()) < 0 {
			return
		}
		higher, lower = g.higher, g.lower
		points := shown(g.size, m.spec.Rules.Gap).fixed(2)
		w.params["gap"], w.params["statements"] = points, strconv.Itoa(g.statements)
		en = fmt.Sprintf(" (%s points on average, %d statements)", inLang(points, En), g.statements)
		de = fmt.Sprintf(" (im Mittel %s Punkte, %d Aussagen)", inLang(points, De), g.statements)
	}
	if higher == "" {
		return
	}
	w.params["higher"], w.params["lower"] = higher, lower
	h, l := m.spec.department(higher), m.spec.department(lower)
	r.Findings = append(r.Findings, Finding{w.code, w.params, Text{
		En: fmt.Sprintf("Rated higher overall by %s than by %s%s: %s.", h.En, l.En, en, w.name.En),
		De: fmt.Sprintf("%s bewertet insgesamt höher als %s%s: %s.", h.De, l.De, de, w.name.De),
	}})
}

// direction returns who rates some statements higher than whom, if the findings
// about them agree.
func direction(findings []Finding, ids map[string]bool) (higher, lower string) {
	found := 0
	for _, f := range findings {
		if f.Code != PerceptionGap || !ids[f.Params["statement"]] {
			continue
		}
		if found > 0 && (f.Params["higher"] != higher || f.Params["lower"] != lower) {
			return "", ""
		}
		higher, lower = f.Params["higher"], f.Params["lower"]
		found++
	}
	if found < fewestToCompare {
		return "", ""
	}
	return higher, lower
}

// gapOf is how far two departments are apart; there is none if size is nil.
type gapOf struct {
	higher, lower string
	size          *big.Rat
	statements    int
}

// widest returns the largest gap of two departments, of several the first in the
// order of the axis. Each pair is compared on the statements that both rated.
func (m *Model) widest(axis *AxisSpec, sheets [][]ballot) gapOf {
	var most gapOf
	for i, first := range axis.Ask {
		for _, second := range axis.Ask[i+1:] {
			sum, n := new(big.Rat), 0
			for _, sheet := range sheets {
				b, c := sheet[m.departments[first]], sheet[m.departments[second]]
				if b.voice() == Answered && c.voice() == Answered {
					sum.Add(sum, b.mean()).Sub(sum, c.mean())
					n++
				}
			}
			if n < fewestToCompare {
				continue
			}
			g := gapOf{first, second, sum.Quo(sum, big.NewRat(int64(n), 1)), n}
			if g.size.Sign() < 0 {
				g.higher, g.lower = second, first
				g.size.Neg(g.size)
			}
			if most.size == nil || g.size.Cmp(most.size) > 0 {
				most = g
			}
		}
	}
	return most
}
