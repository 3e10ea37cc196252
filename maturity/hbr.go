package maturity

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"math/big"
	"slices"

	"github.com/leadline-go/leadline/internal/specfile"
)

// HBRItems is how many statements the instrument has that [HBR] adds up.
const HBRItems = 20

// The bounds of a total.
const (
	minHBR = HBRItems
	maxHBR = HBRItems * maxValue
)

// hbrGap is how many points two departments must be apart for a finding: the width
// of a class.
const hbrGap Decimal = 20_000

// HBRSheet is what a person answered to the twenty statements of Kotler, Rackham and
// Krishnaswamy (Ending the War Between Sales and Marketing, HBR, July 2006). Their
// wording is protected and not part of this package: whoever has it brings it along.
type HBRSheet struct {
	Department string `json:"department"` // any name, the same for all of it

	// Items are the twenty answers, 1 to 5, in any order. One without answer is
	// refused, for the sum would tell nothing.
	Items []int `json:"items,omitempty"`

	// Total stands for Items where only their sum is known: 20 to 100.
	Total int `json:"total,omitzero"`
}

func (s HBRSheet) total() int64 {
	sum := s.Total
	for _, v := range s.Items {
		sum += v
	}
	return int64(sum)
}

// HBRClass is the type of relationship between marketing and sales.
type HBRClass string

// The classes, by the mean of the departments' means.
const (
	HBRUndefined  HBRClass = "undefined"  // from 20, below 40
	HBRDefined    HBRClass = "defined"    // from 40, below 60
	HBRAligned    HBRClass = "aligned"    // from 60, below 80
	HBRIntegrated HBRClass = "integrated" // from 80, up to 100
)

// HBRGapFound is the finding that two departments are 20 points or more apart: a
// class. higher, lower, and gap, which is left out where means are withheld.
const HBRGapFound FindingCode = "hbr.gap"

// HBRResult is what the sheets come to.
type HBRResult struct {
	Departments []HBRDepartment `json:"departments"` // by name

	// Mean is the mean of the departments' means, from 20 to 100, to two
	// decimals. Nil if fewer than three people of a department answered.
	Mean *Decimal `json:"mean"`

	Class HBRClass `json:"class"` // of the exact mean, not of the shown one
	Stage int      `json:"stage"` // the class as a stage of the relationship, 1 to 4

	Findings []Finding `json:"findings"` // at most one
}

// HBRDepartment is the result of a department.
type HBRDepartment struct {
	Department string   `json:"department"`    // as in the sheets
	Name       Text     `json:"name,omitzero"` // the model's name for it; empty if it has none, and of HBR
	People     int      `json:"people"`        // how many sheets it has
	Mean       *Decimal `json:"mean"`          // of their totals; nil as in HBRResult
}

// name is what people read.
func (d *HBRDepartment) name() Text {
	return nameOf(d.Department, map[string]Text{d.Department: d.Name})
}

// HBR adds up the sheets of the instrument: a person's total is the sum of the twenty
// answers, a department's the mean of its people's, and the result the mean of the
// departments' means, so that the larger department does not drown the smaller one.
//
// The published classes are 20-39, 40-59, 60-79 and 80-100. A mean can lie between
// two of them; a class is reached with its first number and not before, so that 39.5
// is undefined. This is computed exactly, and a shown mean is never rounded up into
// the next class.
//
// No figure is shown if fewer than three people of any department answered; the class
// and the direction of a gap are, and narrow down what they said.
//
// It is what people think of the relationship, and stands beside the stage that
// [Model.Evaluate] finds; neither replaces the other. Sheets that are not complete
// are a [*SpecError] with every problem at once, and so is it if there are none.
func HBR(sheets []HBRSheet) (HBRResult, error) { return sumHBR(sheets, nil) }

// sumHBR is HBR with names for departments that have one.
func sumHBR(sheets []HBRSheet, known map[string]Text) (HBRResult, error) {
	if err := checkHBR(specfile.Source{}.Check(), sheets); err != nil {
		return HBRResult{}, err
	}
	people, sums := map[string]int{}, map[string]int64{}
	for _, s := range sheets {
		people[s.Department]++
		sums[s.Department] += s.total()
	}
	r := HBRResult{Findings: []Finding{}}
	names := slices.Sorted(maps.Keys(people))
	means, sum := map[string]*big.Rat{}, new(big.Rat)
	few := false
	for _, d := range names {
		means[d] = big.NewRat(sums[d], int64(people[d]))
		sum.Add(sum, means[d])
		few = few || people[d] < fewestToShow
	}
	mean := sum.Quo(sum, big.NewRat(int64(len(names)), 1))
	for _, d := range names {
		out := HBRDepartment{Department: d, Name: known[d], People: people[d]}
		if !few {
			out.Mean = new(shownHBR(means[d]))
		}
		r.Departments = append(r.Departments, out)
	}
	if !few {
		r.Mean = new(shownHBR(mean))
	}
	r.Class, r.Stage = classHBR(mean)
	byMean := func(a, b string) int { return means[a].Cmp(means[b]) }
	r.findGap(slices.MaxFunc(names, byMean), slices.MinFunc(names, byMean), means, few, known)
	return r, nil
}

func shownHBR(mean *big.Rat) Decimal { return shown(mean, 40_000, 60_000, 80_000) }

func classHBR(mean *big.Rat) (HBRClass, int) {
	class, stage := HBRUndefined, 1
	for i, c := range []HBRClass{HBRDefined, HBRAligned, HBRIntegrated} {
		if mean.Cmp(big.NewRat(int64(40+20*i), 1)) >= 0 {
			class, stage = c, i+2
		}
	}
	return class, stage
}

func (r *HBRResult) findGap(higher, lower string, means map[string]*big.Rat, few bool, known map[string]Text) {
	gap := new(big.Rat).Sub(means[higher], means[lower])
	if gap.Cmp(hbrGap.rat()) < 0 {
		return
	}
	params := map[string]string{"higher": higher, "lower": lower}
	en, de := "", ""
	if !few {
		points := shown(gap, hbrGap)
		params["gap"] = points.fixed(2)
		en, de = " ("+points.String()+" points)", " ("+number(points, De)+" Punkte)"
	}
	h, l := nameOf(higher, known), nameOf(lower, known)
	r.Findings = append(r.Findings, Finding{HBRGapFound, params, Text{
		En: fmt.Sprintf("The relationship is rated higher by %s than by %s%s.", h.En, l.En, en),
		De: fmt.Sprintf("%s bewertet die Beziehung höher als %s%s.", h.De, l.De, de),
	}})
}

// nameOf is how a text calls a department: as the model does, else as the sheets do.
func nameOf(department string, known map[string]Text) Text {
	return cmp.Or(known[department], Text{En: department, De: department})
}

// ReadHBR reads the sheets in YAML or JSON; name is what messages call the file.
//
//	respondents:
//	  - {department: marketing, items: [4, 3, 5, 4, 4, 2, 3, 4, 5, 4, 3, 3, 4, 4, 2, 5, 4, 3, 4, 4]}
//	  - {department: sales, total: 59}
//
// It reports all that is wrong at once, with its place, as a [*SpecError]; what it
// returns is good for [HBR]. Input is bounded: 256 KiB, 64 levels, no aliases.
func ReadHBR(r io.Reader, name string) ([]HBRSheet, error) {
	var file struct {
		Respondents []HBRSheet `json:"respondents"`
	}
	src, err := specfile.Read(r, name, &file)
	if err != nil {
		return nil, err
	}
	if err := checkHBR(src.Check(), file.Respondents); err != nil {
		return nil, err
	}
	return file.Respondents, nil
}

func checkHBR(c *specfile.Checker, sheets []HBRSheet) error {
	if len(sheets) == 0 {
		c.Addf("respondents", "expected at least one person")
	}
	for i, s := range sheets {
		path := specfile.Index("respondents", i)
		c.CheckName(specfile.Key(path, "department"), "a department", s.Department)
		items, total := specfile.Key(path, "items"), specfile.Key(path, "total")
		switch {
		case len(s.Items) > 0 && s.Total != 0:
			c.Addf(total, "expected items or their total, not both")
		case len(s.Items) > 0 && len(s.Items) != HBRItems:
			c.Addf(items, "expected %d answers, found %d", HBRItems, len(s.Items))
		case len(s.Items) == 0 && s.Total == 0:
			c.Addf(path, "expected items, %d answers, or their total", HBRItems)
		case len(s.Items) == 0 && (s.Total < minHBR || s.Total > maxHBR):
			c.Addf(total, "expected %d to %d, found %d", minHBR, maxHBR, s.Total)
		}
		for j, v := range s.Items {
			if v < 1 || v > maxValue {
				c.Addf(specfile.Index(items, j), "expected 1 to %d, found %d", maxValue, v)
			}
		}
	}
	return c.Err()
}
