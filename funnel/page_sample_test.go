package funnel_test

import (
	"math"
	"slices"
	"strings"
	"time"

	"github.com/leadline-go/leadline/funnel"
	"github.com/leadline-go/leadline/lead"
)

func rate(num, den int64) funnel.Rate { return funnel.Rate{Num: num, Den: den} }

// sampleOffers are offers that sum up.
func sampleOffers(accepted, rejected, returned, withdrawn, open, overdue int64) funnel.Offers {
	n := accepted + rejected + returned + withdrawn + open
	late, touched := rejected/3, accepted*4/5
	return funnel.Offers{
		Offered: n, Accepted: accepted, Rejected: rejected, Returned: returned, Withdrawn: withdrawn, Open: open, Overdue: overdue,
		OfDecided: rate(accepted, accepted+rejected+returned), OfOffered: rate(accepted, n),
		Decision: funnel.Clock{
			Met: accepted + rejected + returned - late, Missed: late + overdue, NotYetDue: open - overdue, Unmeasured: withdrawn,
			Kept: rate(accepted+rejected+returned-late, accepted+rejected+returned+overdue),
			Time: funnel.Durations{N: accepted + rejected + returned, Open: open, P50: new(3.2 * 3600), P90: new(11.0 * 3600), Mean: new(4.7 * 3600), KMP50: new(3.9 * 3600)},
		},
		FirstTouch: funnel.Clock{
			Met: touched, Missed: accepted - touched, Kept: rate(touched, accepted),
			Time: funnel.Durations{N: accepted, P50: new(20.0 * 3600), P90: new(50.0 * 3600), Mean: new(25.0 * 3600), KMP50: new(21.0 * 3600)},
		},
		Untouched: accepted / 9,
		Stages:    []funnel.StageCount{{Stage: "sal", Reached: accepted, Rate: rate(accepted, accepted)}, {Stage: "sql", Reached: accepted / 2, Rate: rate(accepted/2, accepted)}, {Stage: "won", Reached: accepted / 6, Rate: rate(accepted/6, accepted)}},
	}
}

// sample is a report of a B2B company, with every part that a report can have.
func sample() *funnel.Report {
	asOf := time.Date(2026, 9, 17, 8, 0, 0, 0, time.UTC)
	r := &funnel.Report{
		Funnel: "b2b-standard", Revision: 3, Basis: funnel.Cohort, AsOf: asOf, By: "industry",
		Window:      funnel.Window{From: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), To: time.Date(2026, 9, 17, 0, 0, 0, 0, time.UTC)},
		Counts:      funnel.Counts{Leads: 1842, Void: 61, NoStage: 7, Outside: 412, Rows: 9120},
		Definitions: []funnel.Definition{{Term: "reached", Text: "Leads that entered the stage or a later one."}, {Term: "offers", Text: "Visits to the hand-off status."}},
	}
	names := []string{"inquiry", "engaged", "mql", "sal", "sql", "won"}
	titles := []string{"Inquiry", "Engaged", "Marketing qualified", "Sales accepted", "Sales qualified", "Won"}
	reached := []int64{1842, 1377, 684, 402, 190, 61}
	for k, n := range reached {
		s := funnel.Stage{Name: names[k], Title: lead.Text{En: titles[k]}, Entered: n - n/20, Reached: n, Skipped: n / 20, Joined: 3, Cumulative: rate(n, reached[0])}
		if k > 0 {
			s.Conversion = new(rate(n, reached[k-1]))
		}
		if k+1 < len(reached) {
			s.TimeToNext = &funnel.Durations{N: reached[k+1], Open: n - reached[k+1], P50: new(86400.0 * 6), P90: new(86400.0 * 30), Mean: new(86400.0 * 11), KMP50: new(86400.0 * 40)}
		}
		r.Stages = append(r.Stages, s)
	}
	for _, v := range []string{"machinery", "automotive", "chemistry"} {
		r.Segments = append(r.Segments, funnel.Segment{Label: "industry", Value: v, Kind: funnel.ValueSegment, Leads: 614, Stages: slices.Clone(r.Stages)})
	}
	for i, s := range append(names, "recycled", "disqualified", "lost") {
		one := funnel.StatusReport{Status: lead.Status(s), Visits: int64(2000 / (i + 1)), Leads: int64(1800 / (i + 1)), Reentered: funnel.Reentered{Leads: 20, Times: 25}}
		if i < len(names) {
			one.Stage = s
		} else {
			one.Title.En = strings.ToUpper(s[:1]) + s[1:]
		}
		one.Time.Visits = funnel.Durations{N: 1000, Open: 100, P50: new(86400.0 * 2), P90: new(86400.0 * 9), Mean: new(86400.0 * 3), KMP50: new(86400.0 * 2.2)}
		one.Time.Cumulative, one.Time.Latest = one.Time.Visits, one.Time.Visits
		r.Statuses = append(r.Statuses, one)
	}
	r.Transitions = []funnel.Flow{
		{From: funnel.Start, To: "inquiry", N: 1761},
		{From: "inquiry", To: "engaged", N: 1250},
		{From: "engaged", To: "mql", N: 610},
		{From: "mql", To: "sal", N: 402},
		{From: "engaged", To: funnel.End, N: 380},
		{From: "sal", To: "sal", N: 350},
		{From: "inquiry", To: "disqualified", N: 310},
		{From: "mql", To: "recycled", N: 207},
		{From: "sal", To: "sql", N: 190},
		{From: "engaged", To: "disqualified", N: 160},
		{From: "disqualified", To: funnel.End, N: 502},
		{From: "recycled", To: "mql", N: 88},
		{From: "sal", To: "recycled", N: 70},
		{From: "sql", To: "won", N: 61},
		{From: "sql", To: "lost", N: 58},
		{From: "lost", To: "recycled", N: 9},
		{From: "inquiry", To: "mql", N: 42},
		{From: "recycled", To: "engaged", N: 31},
		{From: "sql", To: "sal", N: 12},
		{From: "mql", To: funnel.End, N: 75},
		{From: "won", To: funnel.End, N: 61},
		{From: "lost", To: "sql", N: 4},
		{From: "recycled", To: funnel.End, N: 158},
	}
	sampleHandOff(r)
	sampleTimes(r)
	r.Goals = []funnel.Goal{
		{Stage: "mql", Per: funnel.Month, AtLeast: 80, Periods: sampleGoal(80, 91, 84, 77, 80, 102, 68, 83, 79, 41)},
		{Stage: "sal", Per: funnel.Month, AtLeast: 40, Periods: sampleGoal(40, 44, 51, 38, 47, 52, 31, 45, 41, 19)},
	}
	r.Plan = &funnel.Plan{Wins: 20}
	for k, n := range reached {
		s := funnel.PlanStage{Stage: names[k], Rate: rate(61, n)}
		need := func(v float64) *int64 { return new(int64(math.Ceil(20 / v))) }
		v, _ := s.Rate.Value()
		lo, hi, _ := s.Rate.Wilson()
		s.Needed, s.Low, s.High = need(v), need(hi), need(lo)
		r.Plan.Stages = append(r.Plan.Stages, s)
	}
	r.Inputs = []funnel.Input{
		{Name: "clicks", From: r.Window.From, To: r.Window.To, Value: 48210},
		{Name: "media spend", From: r.Window.From, To: r.Window.To, Value: 36500.5, Unit: "EUR"},
	}
	for i, s := range names[:5] {
		a := funnel.Age{Status: lead.Status(s), Leads: 300 - int64(i)*50, Overdue: int64(i) * 7, Untimed: int64(i % 2)}
		for k, from := range []int{0, 1, 7, 14, 30, 60, 90} {
			to := []int{1, 7, 14, 30, 60, 90, 0}[k]
			a.Buckets = append(a.Buckets, funnel.AgeBucket{From: from, To: to, N: a.Leads * int64(3*(7-k)) / 100})
		}
		r.Ages = append(r.Ages, a)
		r.Leaks = append(r.Leaks, funnel.Leak{
			Stage: s, Leads: 465 - int64(i)*80, Still: 300 - int64(i)*50,
			Gone: []funnel.LeakCount{{Status: "disqualified", N: 90 - int64(i)*15}, {Status: "recycled", N: 60 - int64(i)*10}, {Status: "lost", N: 10}, {Status: "other", N: 5 - int64(i)}},
		})
	}
	r.Velocity = &funnel.Velocity{Leads: 1842, Won: rate(61, 1842), Amounts: 58, Unread: 3, Mean: new(18400.0), Sum: new(1067200.0), Cycle: new(62 * 86400.0), PerDay: new(18103.4)}
	r.Findings = []funnel.Finding{
		{Code: funnel.FindingOpenShare, Where: "sal → sql", Value: rate(212, 402), Text: "More than half of these times are not over: the plain median is that of the fast ones."},
		{Code: funnel.FindingShortWindow, Value: rate(5, 9), Text: "Five of nine cohorts are younger than the cycle."},
	}
	r.Anomalies = []funnel.Anomaly{{Kind: funnel.EndsBeforeStart, N: 3, Leads: []string{"4711", "4712"}}}
	return r
}

func sampleGoal(goal int64, actual ...int64) []funnel.GoalPeriod {
	var list []funnel.GoalPeriod
	for i, n := range actual {
		p := funnel.GoalPeriod{From: time.Date(2026, time.Month(1+i), 1, 0, 0, 0, 0, time.UTC), To: time.Date(2026, time.Month(2+i), 1, 0, 0, 0, 0, time.UTC), Actual: n, State: funnel.GoalMet}
		if n < goal {
			p.State = funnel.GoalMissed
		}
		if i == len(actual)-1 {
			p.State, p.Still = funnel.GoalOpen, &funnel.GoalStill{Needed: goal - n, Waiting: 210, Low: new(12.3), High: new(24.8)}
		}
		list = append(list, p)
	}
	return list
}

func sampleHandOff(r *funnel.Report) {
	h := &funnel.HandOff{Status: "mql", Total: sampleOffers(402, 171, 63, 12, 75, 28), Criteria: funnel.CriteriaCount{Signed: 610, Unsigned: 71, Other: 42}}
	for i := range int64(9) {
		o := sampleOffers(40+i*3%11, 15+i%5, 5+i%3, i%3, 0, 0)
		if i == 8 {
			o = sampleOffers(19, 7, 2, 1, 34, 12)
		}
		h.Periods = append(h.Periods, funnel.OfferPeriod{From: time.Date(2026, time.Month(1+i), 1, 0, 0, 0, 0, time.UTC), To: time.Date(2026, time.Month(2+i), 1, 0, 0, 0, 0, time.UTC), Offers: o})
	}
	for i, v := range []string{"web", "fair", "partner", "(none)"} {
		g := funnel.OfferGroup{Value: v, Kind: funnel.ValueSegment, Offers: sampleOffers(180-int64(i)*40, 60, 20, 3, 20, 8)}
		if v == "(none)" {
			g.Kind = funnel.NoneSegment
		}
		h.Sources = append(h.Sources, g)
		h.Bands = append(h.Bands, funnel.OfferGroup{Value: []string{"hot", "warm", "cold", "(none)"}[i], Kind: g.Kind, Offers: sampleOffers(180-int64(i)*40, 60, 20, 3, 20, 8)})
	}
	values := []funnel.ValueCount{{Value: "web", Kind: funnel.ValueSegment, N: 20}, {Value: "fair", Kind: funnel.ValueSegment, N: 9}}
	for _, c := range []struct {
		end    funnel.OfferEnd
		reason string
		fault  lead.Side
		n      int64
	}{
		{funnel.OfferRejected, "not_icp", lead.Marketing, 88},
		{funnel.OfferReturned, "missing_data", lead.Marketing, 63},
		{funnel.OfferRejected, "not_reached", lead.Sales, 41},
		{funnel.OfferRejected, "no_budget", "", 22},
		{funnel.OfferRejected, "competitor", lead.LeadManagement, 15},
		{funnel.OfferRejected, "other", "", 5},
	} {
		h.Reasons = append(h.Reasons, funnel.ReasonCount{End: c.end, Reason: c.reason, Kind: funnel.ValueSegment, Fault: c.fault, N: c.n, Share: rate(c.n, 234), Sources: slices.Clone(values), Bands: slices.Clone(values)})
	}
	h.Faults = []funnel.FaultCount{{Side: lead.Marketing, Share: rate(151, 234)}, {Side: lead.Sales, Share: rate(41, 234)}, {Share: rate(27, 234)}, {Side: lead.LeadManagement, Share: rate(15, 234)}}
	h.Agenda = []funnel.AgendaItem{
		{Topic: funnel.TopicUnanswered, Side: lead.Sales, Value: rate(28, 723), Text: "28 offers are waiting for an answer past the due time."},
		{Topic: funnel.TopicUntouched, Side: lead.Sales, Value: rate(44, 402), Text: "44 leads have not been touched yet, of 402 accepted."},
		{Topic: funnel.TopicReason, Side: lead.Marketing, About: "not_icp", Value: rate(88, 234), Text: "88 of 234 refusals were for not_icp, 20 of them from web."},
		{Topic: funnel.TopicGoal, About: "mql", Value: rate(41, 80), Text: "Goal mql: 41 of 80 by now; of the 210 leads that stand before it, at most 25 can be expected."},
	}
	r.HandOff = h
}

func sampleTimes(r *funnel.Report) {
	const day = 86400.0
	co := &funnel.Cohorts{Per: funnel.Month, Stage: "won", Maturity: new(118 * day)}
	for i := range 9 {
		row := funnel.CohortRow{From: time.Date(2026, time.Month(1+i), 1, 0, 0, 0, 0, time.UTC), To: time.Date(2026, time.Month(2+i), 1, 0, 0, 0, 0, time.UTC), Leads: 205 - int64(i)*3, Mature: i < 4}
		total := int64(0)
		for k := range 9 - i {
			n := int64(10 / (k + 1))
			total += n
			row.Cells = append(row.Cells, funnel.CohortCell{N: n, Total: rate(total, row.Leads), Complete: k < 8-i})
		}
		row.Rate = rate(total, row.Leads)
		for _, days := range []int{30, 60, 90} {
			row.Within = append(row.Within, funnel.WithinCell{Days: days, Rate: rate(total*int64(days)/100, row.Leads), Complete: i < 9-days/30})
		}
		co.Rows = append(co.Rows, row)
	}
	r.Cohorts = co
	k := &funnel.Curve{Stage: "won", Leads: 1842, Events: 61, P25: &funnel.CurveQuantile{Value: 31.4 * day, Low: new(28 * day), High: new(35.8 * day)}, P50: &funnel.CurveQuantile{Value: 98.4 * day, Low: new(84 * day)}}
	for i := range 120 {
		t := 3*day + float64(i)*1.6*day
		done := 0.62 * (1 - math.Exp(-t/(60*day)))
		p := funnel.CurvePoint{Time: t, AtRisk: int64(1842 * math.Exp(-t/(50*day))), Done: done}
		if i > 3 {
			w := 0.01 + 0.0006*float64(i)
			p.Low, p.High = new(done-w), new(done+w)
		}
		k.Points = append(k.Points, p)
	}
	for i, t := range []float64{0, 60, 120, 180} {
		k.OnTheWay = append(k.OnTheWay, funnel.CurveCount{Time: t * day, N: []int64{1842, 554, 167, 50}[i]})
	}
	r.Curve = k
	for _, s := range []struct {
		status string
		ways   []string
		end    []float64
	}{
		{"inquiry", []string{"engaged", "disqualified", "mql"}, []float64{0.68, 0.17, 0.023}},
		{"mql", []string{"sal", "recycled", "disqualified"}, []float64{0.6, 0.31, 0.02}},
		{"sql", []string{"won", "lost", "sal", "recycled", "disqualified", "void", "(other)"}, []float64{0.32, 0.3, 0.06, 0.02, 0.015, 0.01, 0.01}},
	} {
		x := funnel.Exits{Status: lead.Status(s.status), Visits: 640, Open: 75}
		for i := range 60 {
			x.Times = append(x.Times, float64(i+1)*0.8*day)
			x.Still = append(x.Still, 1)
		}
		for w, to := range s.ways {
			way := funnel.ExitWay{To: lead.Status(to), N: int64(600 * s.end[w])}
			for i, t := range x.Times {
				share := s.end[w] * (1 - math.Exp(-t/(float64(4+5*w)*day)))
				way.Share = append(way.Share, share)
				x.Still[i] -= share
			}
			x.Ways = append(x.Ways, way)
		}
		r.Exits = append(r.Exits, x)
	}
}
