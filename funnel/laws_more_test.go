package funnel_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/leadline-go/leadline/funnel"
	"github.com/leadline-go/leadline/lead"
)

// tale is a lead of the report by brute force: its rows as they count, in order.
type tale struct {
	rows, visits []lead.Transition
	came, won    *lead.Transition // won: nil if it is not
	deepest      int
}

func (v *tale) stage(i int) int { return strings.Index("abc", string(v.visits[i].To)) }

func tales(rows []lead.Transition, o funnel.Options) []tale {
	byLead := map[string][]lead.Transition{}
	for _, r := range rows {
		if r.At.IsZero() || r.At.After(o.AsOf) {
			continue
		}
		r.To = lead.Status(strings.TrimPrefix(string(r.To), "old "))
		byLead[r.LeadID] = append(byLead[r.LeadID], r)
	}
	inWindow := func(at time.Time) bool { return !at.Before(o.From) && (o.To.IsZero() || at.Before(o.To)) }
	var list []tale
	for _, rows := range byLead {
		slices.SortFunc(rows, func(a, b lead.Transition) int {
			if c := a.At.Compare(b.At); c != 0 {
				return c
			}
			return int(a.Version - b.Version)
		})
		v := tale{rows: slices.CompactFunc(rows, func(a, b lead.Transition) bool { return a.Version == b.Version }), deepest: -1}
		v.visits = slices.CompactFunc(slices.Clone(v.rows), func(a, b lead.Transition) bool { return a.To == b.To })
		in := o.Basis == funnel.Activity && slices.ContainsFunc(v.rows, func(r lead.Transition) bool { return inWindow(r.At) })
		for i := range v.visits {
			s := v.stage(i)
			if s >= 0 && v.came == nil {
				v.came = &v.visits[i]
				in = in || o.Basis == funnel.Cohort && inWindow(v.came.At)
			}
			if s == 2 && v.won == nil {
				v.won = &v.visits[i]
			}
			v.deepest = max(v.deepest, s)
		}
		if in && v.came != nil && v.rows[len(v.rows)-1].To != "void" {
			list = append(list, v)
		}
	}
	return list
}

// atRiskIn are those whom the window sees: on the activity basis also leads that did
// nothing in it.
func atRiskIn(rows []lead.Transition, o funnel.Options) []tale {
	if o.Basis == funnel.Activity {
		o.From, o.To = time.Time{}, time.Time{}
	}
	return tales(rows, o)
}

// atRisk is a spell by its moments; it is at risk of ending at a moment that lies in
// the window, and not before it began.
type atRisk struct {
	from, to time.Time
	way      string // "": not over
}

// shares is what Aalen and Johansen make of spells, hour by hour: the share that has
// not ended, and by way the share that has. With one way it is Kaplan and Meier.
func shares(spells []atRisk, o funnel.Options, see func(hour, risk int, still float64, gone map[string]float64)) {
	still, gone := 1.0, map[string]float64{}
	for hour := range 300 {
		risk, ended, all := 0, map[string]int{}, 0
		for _, s := range spells {
			now := s.from.Add(time.Duration(hour) * time.Hour)
			if now.After(s.to) || o.Basis == funnel.Activity && (now.Before(o.From) || !o.To.IsZero() && !now.Before(o.To)) {
				continue
			}
			risk++
			if s.way != "" && now.Equal(s.to) {
				ended[s.way]++
				all++
			}
		}
		if all == 0 {
			continue
		}
		for way, n := range ended {
			gone[way] += still * float64(n) / float64(risk)
		}
		still *= 1 - float64(all)/float64(risk)
		see(hour, risk, still, gone)
	}
}

func TestCurveAgreesWithBruteForce(t *testing.T) {
	f := oddities(t)
	rapid.Check(t, func(rt *rapid.T) {
		rows, o := drawHistory(rt), drawOptions(rt)
		var spells []atRisk
		for _, v := range atRiskIn(rows, o) {
			switch {
			case v.came.Inferred || v.won != nil && v.won.Inferred:
			case v.won == nil:
				spells = append(spells, atRisk{v.came.At, o.AsOf, ""})
			default:
				spells = append(spells, atRisk{v.came.At, v.won.At, "won"})
			}
		}
		want := []string{}
		shares(spells, o, func(hour, risk int, still float64, _ map[string]float64) {
			want = append(want, fmt.Sprintf("%d h: %d at risk, %.9f", hour, risk, 1-still+1e-12))
		})
		got := []string{}
		for _, p := range report(t, f, rows, o).Curve.Points {
			got = append(got, fmt.Sprintf("%.0f h: %d at risk, %.9f", p.Time/3600, p.AtRisk, p.Done+1e-12))
			if p.Low != nil && (*p.Low > p.Done || p.Done > *p.High || *p.Low < 0 || *p.High > 1) {
				rt.Errorf("%v to %v is no interval around %v", *p.Low, *p.High, p.Done)
			}
		}
		if diff := gocmp.Diff(want, got); diff != "" {
			rt.Fatalf("(-twin +report):\n%s", diff)
		}
	})
}

func TestExitsAgreeWithBruteForce(t *testing.T) {
	f := oddities(t)
	rapid.Check(t, func(rt *rapid.T) {
		rows, o := drawHistory(rt), drawOptions(rt)
		spells := map[string][]atRisk{}
		for _, v := range atRiskIn(rows, o) {
			for i, visit := range v.visits {
				s := atRisk{visit.At, o.AsOf, ""}
				if i+1 < len(v.visits) {
					next := v.visits[i+1]
					if next.Inferred {
						continue
					}
					s.to, s.way = next.At, string(next.To)
				}
				if k := v.stage(i); !visit.Inferred && k >= 0 && k < 2 {
					spells[string(visit.To)] = append(spells[string(visit.To)], s)
				}
			}
		}
		want, got := []string{}, []string{}
		line := func(status string, hour int, still float64, gone map[string]float64) string {
			list := map[string]string{}
			for way, share := range gone {
				if share > 0 { // late ones find nothing left to share if those before them have all gone
					list[way] = fmt.Sprintf("%.9f", share)
				}
			}
			return fmt.Sprintf("%s, %d h: %.9f still, %v", status, hour, still, list)
		}
		for _, status := range []string{"a", "b"} {
			shares(spells[status], o, func(hour, _ int, still float64, gone map[string]float64) {
				want = append(want, line(status, hour, still, gone))
			})
		}
		for _, x := range report(t, f, rows, o).Exits {
			n := x.Open
			for _, w := range x.Ways {
				n += w.N
			}
			if n != x.Visits {
				rt.Errorf("%s: %d visits went somewhere, of %d", x.Status, n, x.Visits)
			}
			for i, at := range x.Times {
				gone, all := map[string]float64{}, x.Still[i]
				for _, w := range x.Ways {
					gone[string(w.To)] = w.Share[i]
					all += w.Share[i]
				}
				if math.Abs(all-1) > 1e-12 {
					rt.Errorf("%s: shares and still sum to %v", x.Status, all)
				}
				got = append(got, line(string(x.Status), int(math.Round(at/3600)), x.Still[i], gone))
			}
		}
		if diff := gocmp.Diff(want, got); diff != "" {
			rt.Fatalf("(-twin +report):\n%s", diff)
		}
	})
}

func TestCohortsAgreeWithBruteForce(t *testing.T) {
	f := oddities(t)
	rapid.Check(t, func(rt *rapid.T) {
		rows, o := drawHistory(rt), drawOptions(rt)
		o.Basis, o.Per, o.Within = funnel.Cohort, funnel.Week, []int{1, 4}
		// All times lie in March: a week is known by its monday's day.
		week := func(t time.Time) int { return int(t.Sub(monday).Hours()) / (7 * 24) }
		want, got := map[string]int64{}, map[string]int64{}
		add := func(into map[string]int64, n int64, name string, args ...any) {
			if n != 0 {
				into[fmt.Sprintf(name, args...)] += n
			}
		}
		for _, v := range tales(rows, o) {
			if v.came.Inferred || v.won != nil && v.won.Inferred {
				add(want, 1, "untimed")
				continue
			}
			n := week(v.came.At)
			add(want, 1, "week %d: leads", n)
			if v.won != nil {
				add(want, 1, "week %d: won", n)
				add(want, 1, "week %d: won in week %d", n, week(v.won.At))
			}
			for _, most := range o.Within {
				add(want, 1, "week %d: known, %d", n, most)
				if v.won != nil && v.won.At.YearDay()-v.came.At.YearDay() <= most {
					add(want, 1, "week %d: within %d", n, most)
				}
			}
		}
		c := report(t, f, rows, o).Cohorts
		add(got, c.Untimed, "untimed")
		for i, row := range c.Rows {
			n := week(row.From)
			if i > 0 && !row.From.Equal(c.Rows[i-1].To) {
				rt.Errorf("a gap before %v", row.From)
			}
			add(got, row.Leads, "week %d: leads", n)
			add(got, row.Rate.Num, "week %d: won", n)
			if last := row.Cells[len(row.Cells)-1]; last.Total != row.Rate || last.Complete {
				rt.Errorf("week %d: %+v at last, but %+v by now", n, last, row.Rate)
			}
			for k, cell := range row.Cells {
				add(got, cell.N, "week %d: won in week %d", n, n+k)
				if want := !row.To.AddDate(0, 0, 7*k).After(o.AsOf); cell.Complete != want {
					rt.Errorf("week %d, after %d: complete is %v", n, k, cell.Complete)
				}
			}
			for _, w := range row.Within {
				add(got, w.Rate.Den, "week %d: known, %d", n, w.Days)
				add(got, w.Rate.Num, "week %d: within %d", n, w.Days)
			}
		}
		if diff := gocmp.Diff(want, got); diff != "" {
			rt.Fatalf("(-twin +report):\n%s", diff)
		}
	})
}

func TestAgesAndLeaksAgreeWithBruteForce(t *testing.T) {
	f := oddities(t)
	rapid.Check(t, func(rt *rapid.T) {
		rows, o := drawHistory(rt), drawOptions(rt)
		due := map[string]time.Time{} // of all rows of a lead, which may come twice
		for i := range rows {
			r := &rows[i]
			key := fmt.Sprint(r.LeadID, r.Version)
			if _, ok := due[key]; !ok {
				due[key] = time.Time{}
				if n := rapid.IntRange(-4, 12).Draw(rt, "due"); n > 0 {
					due[key] = day(float64(n))
				}
			}
			r.Due = due[key]
		}
		want, got := map[string]int64{}, map[string]int64{}
		standing := o
		if o.Basis == funnel.Activity { // whoever stands somewhere stands there
			standing.From, standing.To = time.Time{}, time.Time{}
		}
		for _, v := range tales(rows, standing) {
			now, last := v.visits[len(v.visits)-1], v.rows[len(v.rows)-1]
			k := v.stage(len(v.visits) - 1)
			if k >= 0 && k < 2 {
				want[fmt.Sprintf("%s: leads", now.To)]++
				if !last.Due.IsZero() && last.Due.Before(o.AsOf) {
					want[fmt.Sprintf("%s: overdue", now.To)]++
				}
				if age := int(o.AsOf.Sub(now.At).Hours() / 24); now.Inferred {
					want[fmt.Sprintf("%s: untimed", now.To)]++
				} else {
					from := 0
					for _, bound := range []int{1, 3, 7, 14} {
						if age >= bound {
							from = bound
						}
					}
					want[fmt.Sprintf("%s: from %d", now.To, from)]++
				}
			}
			if v.deepest < 2 {
				want[fmt.Sprintf("no further than %c", "abc"[v.deepest])]++
				if k == v.deepest {
					want[fmt.Sprintf("still in %c", "abc"[k])]++
				} else {
					want[fmt.Sprintf("from %c gone to %s", "abc"[v.deepest], now.To)]++
				}
			}
		}
		r := report(t, f, rows, o)
		for _, a := range r.Ages {
			got[fmt.Sprintf("%s: leads", a.Status)] += a.Leads
			got[fmt.Sprintf("%s: overdue", a.Status)] += a.Overdue
			got[fmt.Sprintf("%s: untimed", a.Status)] += a.Untimed
			for _, b := range a.Buckets {
				got[fmt.Sprintf("%s: from %d", a.Status, b.From)] += b.N
			}
		}
		for _, l := range r.Leaks {
			got["no further than "+l.Stage] += l.Leads
			got["still in "+l.Stage] += l.Still
			for _, g := range l.Gone {
				got[fmt.Sprintf("from %s gone to %s", l.Stage, g.Status)] += g.N
			}
		}
		for name, n := range got {
			if n == 0 {
				delete(got, name)
			}
		}
		if diff := gocmp.Diff(want, got); diff != "" {
			rt.Fatalf("(-twin +report):\n%s", diff)
		}
	})
}
