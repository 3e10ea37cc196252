package maturity

import (
	"fmt"
	"math"
	"strings"
)

// goal words a threshold: "at least 80 %".
func goal(b Bound, threshold Decimal, u Unit, l Lang) string {
	words := wordsIn(l)
	side := words.atLeast
	if b == AtMost {
		side = words.atMost
	}
	return side + " " + quantity(threshold, u, l, words.days)
}

// quantity writes a threshold with its unit; days is what to call these.
func quantity(threshold Decimal, u Unit, l Lang, days string) string {
	switch u {
	case Share:
		return number(threshold*100, l) + " %"
	case Days:
		return number(threshold, l) + " " + days
	}
	return number(threshold, l)
}

// cleared words what a measure must show to no longer refute a stage: "no longer clearly
// below 50 %". Only a sample can miss a threshold less than clearly.
func (i *IndicatorSpec) cleared(stage int, l Lang) string {
	bar, ok := i.threshold(stage)
	if !ok {
		return ""
	}
	words := wordsIn(l)
	how := words.notBelow
	switch {
	case i.bound() == AtMost && i.sampled():
		how = words.notClearlyAbove
	case i.bound() == AtMost:
		how = words.notAbove
	case i.sampled():
		how = words.notClearlyBelow
	}
	return fmt.Sprintf(how, quantity(bar, i.Unit, l, words.ofDays))
}

// sentence words a measure: its name, value, cases, interval and window.
func (v *MeasureReport) sentence(l Lang) string {
	var about []string
	for _, s := range []string{v.cases(l), v.interval(l), v.Figure.window(l)} {
		if s != "" {
			about = append(about, s)
		}
	}
	s := v.Name.In(l) + ": " + v.value(l)
	if len(about) > 0 {
		s += " (" + strings.Join(about, "; ") + ")"
	}
	return s
}

func (v *MeasureReport) value(l Lang) string {
	switch v.Unit {
	case Share:
		return v.percent(v.Figure.Value, l)
	case Days:
		return fmt.Sprintf("%d %s", v.Figure.Num, wordsIn(l).days)
	}
	return fmt.Sprint(v.Figure.Num)
}

// cases says out of how many a share is; nothing else has cases.
func (v *MeasureReport) cases(l Lang) string {
	if v.Unit != Share {
		return ""
	}
	return fmt.Sprintf(wordsIn(l).cases, v.Figure.Num, v.Figure.Den)
}

// interval words the interval of a sample.
func (v *MeasureReport) interval(l Lang) string {
	if v.Figure.Low == nil {
		return ""
	}
	return fmt.Sprintf(wordsIn(l).interval, v.percent(*v.Figure.Low, l), v.percent(*v.Figure.High, l))
}

// percent rounds a share to a tenth of a percent, but never on or over a threshold,
// nor to none or all, where it is not.
func (v *MeasureReport) percent(share float64, l Lang) string {
	thousandths := Decimal(math.Floor(share*1000 + 0.5))
	bars := []Decimal{0, 1000}
	for _, t := range v.Thresholds {
		bars = append(bars, t.Value)
	}
	for _, bar := range bars {
		switch at := float64(bar) / 1000; {
		case share < at && thousandths >= bar:
			thousandths = bar - 1
		case share > at && thousandths <= bar:
			thousandths = bar + 1
		}
	}
	return number(thousandths*100, l) + " %"
}

// window words when it was measured, in days of UTC, both of them in.
func (f *Figure) window(l Lang) string {
	words := wordsIn(l)
	first, last := dayOf(f.From, l), dayOf(f.To.Add(-1), l)
	switch {
	case f.From.IsZero() && f.To.IsZero():
		return ""
	case f.To.IsZero():
		return fmt.Sprintf(words.since, first)
	case f.From.IsZero():
		return fmt.Sprintf(words.until, last)
	case first == last:
		return first
	}
	return first + " " + words.to + " " + last
}
