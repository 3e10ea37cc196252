package maturity

import (
	"errors"
	"slices"

	"github.com/leadline-go/leadline/internal/specfile"
)

// maxMeasure keeps the arithmetic of measures far from its limits.
const maxMeasure = 1_000_000_000_000

// checkMeasure checks what no model is needed for.
func checkMeasure(c *specfile.Checker, path string, m *Measure) {
	if m.ID == "" {
		c.Addf(specfile.Key(path, "id"), "missing: the indicator that was measured")
	}
	if m.Num < 0 || m.Num > maxMeasure {
		c.Addf(specfile.Key(path, "num"), "expected 0 to %d, found %d", int64(maxMeasure), m.Num)
	}
	if m.Den < 1 || m.Den > maxMeasure {
		c.Addf(specfile.Key(path, "den"), "expected 1 to %d, found %d: what was not found in any case is left out", int64(maxMeasure), m.Den)
	}
	from, to := specfile.Key(path, "from"), specfile.Key(path, "to")
	if !m.From.IsZero() && !m.To.IsZero() && !m.From.Before(m.To) {
		c.Addf(to, "expected a time after from")
	}
	if y := m.From.UTC().Year(); y < 1 || y > 9999 {
		c.Addf(from, "expected a year from 1 to 9999, found %d", y)
	}
	if y := m.To.UTC().Year(); y < 1 || y > 9999 {
		c.Addf(to, "expected a year from 1 to 9999, found %d", y)
	}
}

// checkOnce refuses an indicator that is measured twice. report says whether a
// problem with measure i is for c; nil: all are.
func checkOnce(c *specfile.Checker, all []Measure, report func(i int) bool) {
	first := map[string]int{}
	for i := range all {
		of := &all[i]
		j, twice := first[of.ID]
		switch {
		case !twice:
			first[of.ID] = i
		case of.ID == "" || report != nil && !report(i):
		case all[j].Source.file == of.Source.file:
			c.Addf(specfile.Key(of.path(i), "id"), "%.80q is measured a second time, after %s", of.ID, all[j].path(j))
		default:
			c.Addf(specfile.Key(of.path(i), "id"), "%.80q is measured in another file too", of.ID)
		}
	}
}

// path is where a measure stands in its file or else in the list.
func (m *Measure) path(i int) string {
	if m.Source != (MeasureSource{}) {
		i = m.Source.index
	}
	return specfile.Index(measuresKey, i)
}

// checkMeasures refuses measures that do not fit the model. They may come from
// several files: each has a checker of its own.
func (m *Model) checkMeasures(all []Measure) []Problem {
	var problems []Problem
	var done []MeasureSource
	for _, of := range all {
		src := MeasureSource{file: of.Source.file, bare: of.Source.bare}
		if slices.Contains(done, src) {
			continue
		}
		done = append(done, src)
		from := func(i int) bool { return all[i].Source.file == src.file && all[i].Source.bare == src.bare }
		c := src.file.Check()
		for i := range all {
			if from(i) {
				m.checkFit(c, all[i].path(i), &all[i])
			}
		}
		checkOnce(c, all, from)
		problems = append(problems, problemsOf(moved(c.Err(), src.bare))...)
	}
	return problems
}

// checkFit checks a measure beside its indicator.
func (m *Model) checkFit(c *specfile.Checker, path string, in *Measure) {
	checkMeasure(c, path, in)
	i, ok := m.indicators[in.ID]
	den := specfile.Key(path, "den")
	switch {
	case !ok && in.ID != "":
		known := make([]string, len(m.spec.Indicators))
		for j := range known {
			known[j] = m.spec.Indicators[j].ID
		}
		c.Unknown(specfile.Key(path, "id"), "indicator", in.ID, known)
	case !ok:
	case m.spec.Indicators[i].Unit == Share && in.Num > in.Den && in.Den > 0:
		c.Addf(specfile.Key(path, "num"), "expected at most the %d of den, for %q is a share; found %d", in.Den, in.ID, in.Num)
	case m.spec.Indicators[i].Unit != Share && in.Den > 1:
		c.Addf(den, "expected 1, for %q is no share; found %d", in.ID, in.Den)
	}
}

// problemsOf returns the problems of an error of a checker, none of nil.
func problemsOf(err error) []Problem {
	if bad, ok := errors.AsType[*SpecError](err); ok {
		return bad.Problems
	}
	return nil
}
