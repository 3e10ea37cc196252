package funnel_test

import (
	"encoding/xml"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/funnel"
	"github.com/leadline-go/leadline/internal/svg"
	"github.com/leadline-go/leadline/lead"
)

func onTheWay(r *funnel.Report) []string {
	var list []string
	for _, at := range r.Curve.OnTheWay {
		list = append(list, fmt.Sprintf("%g d: %d", at.Time/86400, at.N))
	}
	return list
}

// All steps of this curve lie at its end, but those who are watched get fewer before.
func TestLeadsOnTheWayAreCountedBetweenTheSteps(t *testing.T) {
	var rows []lead.Transition
	for i := range 3 {
		rows = append(rows, path(fmt.Sprint("won", i), "a@0", "c@30")...)
	}
	for _, watched := range []float64{2, 12, 22} {
		rows = append(rows, path(fmt.Sprint("open", watched), fmt.Sprintf("a@%g", 40-watched))...)
	}
	r := report(t, abc(t), rows, funnel.Options{AsOf: day(40)})
	if diff := cmp.Diff([]string{"0 d: 6", "10 d: 5", "20 d: 4", "30 d: 3"}, onTheWay(r)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	const want = "Still on the way: 6 at first, 5 after 10.0 d, 4 after 20.0 d, 3 after 30.0 d."
	if text := strings.Join(strings.Fields(rendered(t, r.WriteText)), " "); !strings.Contains(text, want) {
		t.Errorf("expected %q in\n%s", want, text)
	}
	r = report(t, abc(t), path("open", "a@1"), funnel.Options{AsOf: day(40)})
	if r.Curve == nil || len(r.Curve.OnTheWay) > 0 || strings.Contains(rendered(t, r.WriteText), "Still on the way") {
		t.Errorf("nobody arrived: %+v", r.Curve)
	}
}

// At an age counts who reaches it within what is watched, and has not arrived before.
func TestLeadsOnTheWayAreThoseOfACount(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		const asOf, from, to = 60, 20, 40
		type one struct{ came, there int }
		var leads []one
		var rows []lead.Transition
		for i := range 1 + random.IntN(30) {
			l := one{random.IntN(asOf), asOf + 1}
			steps := []string{fmt.Sprintf("a@%d", l.came)}
			if there := l.came + 1 + random.IntN(30); there <= asOf && random.IntN(3) > 0 {
				l.there = there
				steps = append(steps, fmt.Sprintf("c@%d", there))
			}
			leads, rows = append(leads, l), append(rows, path(fmt.Sprint(i), steps...)...)
		}
		for basis, o := range map[funnel.Basis]funnel.Options{
			funnel.Cohort:   {AsOf: day(asOf)},
			funnel.Activity: {AsOf: day(asOf), Basis: funnel.Activity, From: day(from), To: day(to)},
		} {
			c := report(t, abc(t), rows, o).Curve
			if c == nil {
				continue
			}
			for _, at := range c.OnTheWay {
				n, age := int64(0), at.Time/86400
				for _, l := range leads {
					when := float64(l.came) + age
					if when <= float64(min(l.there, asOf)) && (basis == funnel.Cohort || from <= when && when < to) {
						n++
					}
				}
				if at.N != n {
					t.Fatalf("%s: %d on the way after %g d, want %d; came and were there: %v", basis, at.N, age, n, leads)
				}
			}
			for _, p := range c.Points {
				for _, at := range c.OnTheWay {
					if at.Time == p.Time && at.N != p.AtRisk {
						t.Fatalf("%s: %d on the way after %g s, and %d at this step", basis, at.N, at.Time, p.AtRisk)
					}
				}
			}
		}
	}
}

// A rate of 100 % with its range is the widest there is.
func TestARateStandsApartFromItsRange(t *testing.T) {
	r := sample()
	for i := range r.HandOff.Periods {
		r.HandOff.Periods[i].Offers = sampleOffers(int64(i%9+1), 0, 0, 0, 0, 0)
	}
	const boldIsWider = 1 / 0.93
	seen := 0
	for _, row := range shapes(elements(t, xml.NewDecoder(strings.NewReader(drawnText(t, r, funnel.HandOffPicture)))), "row") {
		bars := 0.0
		var rateEnd float64
		for _, e := range row {
			switch {
			case e.name == "rect":
				bars = max(bars, e.number(t, "x")+e.number(t, "width"))
			case e.attr("class") == "rateof":
				rateEnd = e.number(t, "x")
				if begins := rateEnd - boldIsWider*svg.Width(e.text, 12.5); begins < bars+3 {
					t.Errorf("%q begins at %.1f, the bar ends at %.1f", e.text, begins, bars)
				}
			case e.attr("class") == "tick end" && rateEnd > 0:
				seen++
				if begins := e.number(t, "x") - svg.Width(e.text, 11.5); begins < rateEnd+5 {
					t.Errorf("%q begins at %.1f, the rate ends at %.1f", e.text, begins, rateEnd)
				}
			}
		}
	}
	if seen < 9 {
		t.Errorf("only %d rates were looked at", seen)
	}
}
