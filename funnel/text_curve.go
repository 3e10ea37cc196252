package funnel

import (
	"fmt"
	"slices"

	"github.com/leadline-go/leadline/internal/terminal"
)

const curvePoints = 6

func (r *Report) curveChapter(l *layout) chapter {
	k := r.Curve
	if k == nil || k.Leads == 0 {
		return chapter{}
	}
	stage := inSentence(terminal.Plain(k.Stage, 40))
	c := chapter{name: "Time to the last stage", rest: fmt.Sprintf(": from coming in to %s, of all leads (Kaplan-Meier)", stage)}
	c.parts = append(c.parts, note(fmt.Sprintf("%s, of whom %s got there; the others are counted for as long as they have lasted.",
		plural(k.Leads, "lead"), humanCount(k.Events))))
	quartiles := newTable("l:of all leads", "r:are there by", "l:95 % range")
	for _, q := range k.quartiles() {
		if q.CurveQuantile == nil {
			quartiles.row(q.name, "–", "so many never were")
			continue
		}
		quartiles.row(q.name, humanDuration(&q.Value), q.interval())
	}
	c.parts = append(c.parts, quartiles)
	if tells := k.tellsOnTheWay(); tells != "" {
		c.parts = append(c.parts, note(tells))
	}
	if len(k.Points) == 0 {
		return c
	}
	points := newTable("r:after", "r:are there", "l:95 % range", "r:on the way\ntill then")
	for _, i := range k.told(l.points()) {
		p := &k.Points[i]
		interval := ""
		if p.Low != nil && p.High != nil {
			interval = bounds(percent(*p.Low), percent(*p.High))
		}
		points.row(humanDuration(&p.Time), percent(p.Done)+" %", interval, humanCount(p.AtRisk))
	}
	c.parts = append(c.parts, subtitle("Some points of the curve"), points)
	return c
}

func (l *layout) points() int {
	if l.wide {
		return 3 * curvePoints
	}
	return curvePoints
}

// told are at most so many points of the curve, no two of which are told as of one time.
func (k *Curve) told(most int) []int {
	return told(most, len(k.Points), func(i int) *float64 { return &k.Points[i].Time })
}

// told are at most so many of n places in the order of their times, evenly spread and
// with the last. Of those whose times read alike it is the last one, which is what it has
// come to by then: two shares at one time could not be read.
func told(most, n int, at func(i int) *float64) []int {
	var last, list []int
	for i := range n {
		if i+1 == n || humanDuration(at(i)) != humanDuration(at(i+1)) {
			last = append(last, i)
		}
	}
	for _, i := range picked(n, most) {
		k, _ := slices.BinarySearch(last, i)
		list = append(list, last[k])
	}
	if list = slices.Compact(list); len(list) == min(most, len(last)) {
		return list
	}
	list = list[:0] // many have one time, and others would be missing
	for _, k := range picked(len(last), most) {
		list = append(list, last[k])
	}
	return list
}

// picked are so many of n places, evenly spread and with the last. Where spread has
// the first, where nothing has happened yet, these go on.
func picked(n, most int) []int {
	var list []int
	for i := range min(n, most) {
		list = append(list, (i+1)*n/min(n, most)-1)
	}
	return list
}
