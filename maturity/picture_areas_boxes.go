package maturity

import "slices"

// box is what is told of a statement or measured of an indicator.
type box string

// The boxes, with the states and verdicts that they stand for.
const (
	goodBox   box = "good"   // Held, Supported
	badBox    box = "bad"    // NotHeld, Refuted
	openBox   box = "open"   // Open, Inconclusive
	noneBox   box = "none"   // SetAside, Unmeasured
	deniedBox box = "denied" // Held, but refuted by a measure
)

// areaCell is what is known of an area at a stage.
type areaCell struct{ asked, measured []box }

// area collects what the report tells of an area, by stage from 2. A threshold stands
// with the statements that name it, so that it is seen beside what it refutes.
func (p phrases) area(s *AreaSpec) [Stages - 1]areaCell {
	of := map[State]box{Held: goodBox, NotHeld: badBox, Open: openBox, SetAside: noneBox}
	by := map[Verdict]box{Supported: goodBox, Refuted: badBox, Inconclusive: openBox, Unmeasured: noneBox}
	var cells [Stages - 1]areaCell
	for i, stage := range p.Axis(s.Axis).Stages {
		seen := map[string]bool{}
		for _, proof := range stage.Statements {
			if proof.Optional || p.areaOf(proof.ID) != s.ID {
				continue
			}
			asked := of[proof.State]
			if asked == goodBox && proof.Refuted {
				asked = deniedBox
			}
			cells[i].asked = append(cells[i].asked, asked)
			for _, c := range proof.Indicators {
				if !seen[c.Indicator] {
					seen[c.Indicator] = true
					cells[i].measured = append(cells[i].measured, by[c.Verdict])
				}
			}
		}
	}
	return cells
}

// areaOf returns the ID of the area that a statement belongs to.
func (p phrases) areaOf(statement string) string {
	i := slices.IndexFunc(p.spec.Statements, func(s StatementSpec) bool { return s.ID == statement })
	return p.spec.Statements[i].Area
}

func (p phrases) indicator(id string) *IndicatorSpec {
	return &p.spec.Indicators[slices.IndexFunc(p.spec.Indicators, func(s IndicatorSpec) bool { return s.ID == id })]
}

// counts returns how many boxes are good, of all of them; none at all if no box says
// anything.
func counts(boxes []box) (good, all int) {
	if !slices.ContainsFunc(boxes, func(b box) bool { return b != noneBox }) {
		return 0, 0
	}
	return count(boxes, goodBox), len(boxes)
}

func count(boxes []box, of box) (n int) {
	for _, b := range boxes {
		if b == of {
			n++
		}
	}
	return n
}
