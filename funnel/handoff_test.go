package funnel_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/leadline-go/leadline/funnel"
	"github.com/leadline-go/leadline/lead"
)

// sales is a funnel with a hand-over, as lead.Standard has it.
func sales(t testing.TB) *funnel.Funnel { return compile(t, salesSpec()) }

func salesSpec() funnel.Spec {
	return funnel.Spec{
		Name:   "sales",
		Stages: []funnel.StageSpec{stage("inquiry"), stage("mql"), stage("sal"), stage("sql"), stage("won")},
		Void:   []lead.Status{"void"},
		HandOff: &funnel.HandOffSpec{
			Status:   "mql",
			Accepted: funnel.EndSpec{Events: []lead.Event{"accept"}, Statuses: []lead.Status{"sql", "won"}},
			Rejected: funnel.EndSpec{Events: []lead.Event{"reject"}},
			Returned: funnel.EndSpec{Events: []lead.Event{"return"}},
			Faults:   map[string]lead.Side{"not_icp": lead.Marketing, "not_reached": lead.Sales},
		},
	}
}

// step is a row of a story.
type step struct {
	event  lead.Event
	to     lead.Status
	at     float64 // days from monday
	due    float64 // 0: none
	side   lead.Side
	reason string
	labels map[string]string
}

// story makes a lead's rows. What has a side was done by a human.
func story(id string, steps ...step) []lead.Transition {
	var rows []lead.Transition
	var from lead.Status
	for i, s := range steps {
		r := lead.Transition{
			LeadID: id, Version: int64(i + 1), Event: s.event, From: from, To: s.to,
			At: day(s.at), Recorded: day(s.at), Reason: s.reason, Labels: s.labels,
			Actor: lead.Actor{ID: "x", Kind: lead.System},
		}
		if s.due > 0 {
			r.Due = day(s.due)
		}
		if s.side != "" {
			r.Actor = lead.Actor{ID: "x", Kind: lead.Human, Side: s.side}
		}
		from = s.to
		rows = append(rows, r)
	}
	return rows
}

func labels(pairs ...string) map[string]string {
	m := map[string]string{}
	for i := 0; i < len(pairs); i += 2 {
		m[pairs[i]] = pairs[i+1]
	}
	return m
}

// fates is a hand-over of eight offers, each with another fate, at day 10.
func fates() []lead.Transition {
	hot := labels("source", "fair", "score_band", "hot", "criteria", "signed")
	cold := labels("source", "web", "score_band", "cold", "criteria", "unsigned")
	return join(
		story("accepted in time, touched in time, won",
			step{"open", "inquiry", 0, 0, "", "", nil}, step{"qualify", "mql", 1, 2, "", "", hot},
			step{"accept", "sal", 2, 3, lead.Sales, "", hot}, step{"touch", "sal", 3, 0, lead.Sales, "", hot},
			step{"sales_qualify", "sql", 4, 0, lead.Sales, "", hot}, step{"win", "won", 6, 0, lead.Sales, "", hot}),
		story("accepted late, touched late",
			step{"open", "inquiry", 0, 0, "", "", nil}, step{"qualify", "mql", 1, 2, "", "", cold},
			step{"accept", "sal", 2.5, 3, lead.Sales, "", cold}, step{"note", "sal", 2.75, 3, lead.Marketing, "", cold},
			step{"touch", "sal", 3.5, 0, lead.Sales, "", cold}),
		story("accepted, untouched and overdue",
			step{"open", "inquiry", 0, 0, "", "", nil}, step{"qualify", "mql", 1, 0, "", "", hot},
			step{"accept", "sal", 2, 3, lead.Sales, "", hot}),
		story("rejected, offered again, open and overdue",
			step{"open", "inquiry", 0, 0, "", "", nil}, step{"qualify", "mql", 1, 2, "", "", cold},
			step{"reject", "recycled", 1.5, 0, lead.Sales, "not_icp", cold}, step{"qualify", "mql", 5, 6, "", "", cold}),
		story("returned",
			step{"open", "inquiry", 0, 0, "", "", nil}, step{"nominate", "mql", 1, 2, lead.Marketing, "", labels("criteria", "manual")},
			step{"return", "recycled", 2.25, 0, lead.Sales, "missing_data", nil}),
		story("withdrawn in time",
			step{"open", "inquiry", 0, 0, "", "", nil}, step{"qualify", "mql", 1, 2, "", "", nil},
			step{"disqualify", "disqualified", 1.5, 0, lead.Marketing, "", nil}),
		story("open and in time",
			step{"open", "inquiry", 0, 0, "", "", nil}, step{"qualify", "mql", 9, 10, "", "", hot}),
		story("void counts nowhere",
			step{"open", "inquiry", 0, 0, "", "", nil}, step{"qualify", "mql", 1, 2, "", "", hot}, step{"discard", "void", 2, 0, "", "", hot}),
	)
}

func counts(r funnel.Rate) string { return fmt.Sprintf("%d/%d", r.Num, r.Den) }

func stagesOf(o funnel.Offers) (out []string) {
	for _, s := range o.Stages {
		out = append(out, s.Stage+" "+counts(s.Rate))
	}
	return out
}

func TestEveryOfferEndsOnce(t *testing.T) {
	h := report(t, sales(t), fates(), funnel.Options{AsOf: day(10)}).HandOff
	o := h.Total
	got := map[string]any{
		"ends":        []int64{o.Offered, o.Accepted, o.Rejected, o.Returned, o.Withdrawn, o.Open, o.Overdue, o.Untouched},
		"of decided":  o.OfDecided,
		"of offered":  o.OfOffered,
		"decision":    []int64{o.Decision.Met, o.Decision.Missed, o.Decision.NotYetDue, o.Decision.Unmeasured},
		"first touch": []int64{o.FirstTouch.Met, o.FirstTouch.Missed, o.FirstTouch.NotYetDue, o.FirstTouch.Unmeasured},
		"decided in":  days(&o.Decision.Time),
		"touched in":  days(&o.FirstTouch.Time),
		"stages":      stagesOf(o),
		"criteria":    h.Criteria,
	}
	want := map[string]any{
		"ends":       []int64{8, 3, 1, 1, 1, 2, 1, 1},
		"of decided": funnel.Rate{Num: 3, Den: 5},
		"of offered": funnel.Rate{Num: 3, Den: 8},
		// In time: won, rejected. Late: 2.5, 2.25, and the open one of day 6. The
		// untouched lead was offered without a due time, the withdrawn one left before.
		"decision":    []int64{2, 3, 1, 2},
		"first touch": []int64{1, 2, 0, 0},
		// 1, 1.5, 1, 0.5, 1.25 days; open for 5 and 1.
		"decided in": "n=5 open=2 mean=1.05 p50=1 p90=1.4 km=1.25",
		// 1 and 1 days; open for 8.
		"touched in": "n=2 open=1 mean=1 p50=1 p90=1 km=1",
		"stages":     []string{"sal 3/3", "sql 1/3", "won 1/3"},
		"criteria":   funnel.CriteriaCount{Signed: 3, Unsigned: 3, Other: 1, None: 1},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestReasonsByFaultSourceAndBand(t *testing.T) {
	h := report(t, sales(t), fates(), funnel.Options{AsOf: day(10)}).HandOff
	var got []string
	for _, r := range h.Reasons {
		got = append(got, fmt.Sprint(r.End, " ", r.Reason, " ", r.Fault, " ", counts(r.Share), " ", r.Sources, " ", r.Bands))
	}
	want := []string{
		"rejected not_icp marketing 1/2 [{web value 1}] [{cold value 1}]",
		"returned missing_data  1/2 [{(none) none 1}] [{(none) none 1}]",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("reasons (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]funnel.FaultCount{{"", funnel.Rate{Num: 1, Den: 2}}, {lead.Marketing, funnel.Rate{Num: 1, Den: 2}}}, h.Faults); diff != "" {
		t.Errorf("faults (-want +got):\n%s", diff)
	}
}

func TestOffersByGroupAndPeriod(t *testing.T) {
	h := report(t, sales(t), fates(), funnel.Options{AsOf: day(10), By: "source", Per: funnel.Week}).HandOff
	groups := func(list []funnel.OfferGroup) (out []string) {
		for _, g := range list {
			out = append(out, fmt.Sprintf("%s %d/%d", g.Value, g.Offers.Accepted, g.Offers.Offered))
		}
		return out
	}
	if diff := cmp.Diff([]string{"fair 2/3", "web 1/3", "(none) 0/2"}, groups(h.Sources)); diff != "" {
		t.Errorf("sources (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(groups(h.Sources), groups(h.Segments)); diff != "" {
		t.Errorf("segments by the same label (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"cold 1/3", "hot 2/3", "(none) 0/2"}, groups(h.Bands)); diff != "" {
		t.Errorf("bands (-want +got):\n%s", diff)
	}
	var periods []string
	for _, p := range h.Periods {
		periods = append(periods, fmt.Sprintf("%s %d", p.From.Format("01-02"), p.Offers.Offered))
	}
	if diff := cmp.Diff([]string{"03-02 7", "03-09 1"}, periods); diff != "" {
		t.Errorf("weeks (-want +got):\n%s", diff)
	}
}

func TestTheAgendaSaysWhatToTalkAbout(t *testing.T) {
	h := report(t, sales(t), fates(), funnel.Options{AsOf: day(10)}).HandOff
	var got []string
	for _, i := range h.Agenda {
		got = append(got, fmt.Sprintf("%s %s %s: %s", i.Topic, i.Side, counts(i.Value), i.Text))
	}
	want := []string{
		"unanswered sales 1/8: 1 offer is waiting for an answer past the due time.",
		"late_decision sales 2/5: 2 answers of 5 that were given or due by now came late; 1 more is overdue.",
		"untouched sales 1/3: 1 lead has not been touched yet, of 3 accepted.",
		"late_touch sales 2/3: 2 first contacts are late or overdue, of 3 that were made or due by now.",
		"reason marketing 1/2: 1 of 2 refusals was for not_icp, from web.",
		"reason  1/2: 1 of 2 refusals was for missing_data.",
		"unsigned  3/8: 3 offers were made under criteria that the two sides have not signed.",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// From 100 offers, half of them accepted, to 40 of which ten are.
func TestTheAgendaTellsWhatChanged(t *testing.T) {
	var rows []lead.Transition
	offer := func(i int, at float64, end lead.Event, to lead.Status) {
		rows = append(rows, story(fmt.Sprint(i), step{"open", "inquiry", at, 0, "", "", nil}, step{"qualify", "mql", at, 0, "", "", nil},
			step{end, to, at + 1, 0, lead.Sales, "", nil})...)
	}
	for i := range 140 {
		switch {
		case i < 50:
			offer(i, 35, "accept", "sal")
		case i < 100:
			offer(i, 35, "reject", "recycled")
		case i < 110:
			offer(i, 65, "accept", "sal")
		default:
			offer(i, 65, "reject", "recycled")
		}
	}
	for name, c := range map[string]struct {
		o    funnel.Options
		want []funnel.AgendaTopic
	}{
		"two months that are over":  {funnel.Options{AsOf: day(95)}, []funnel.AgendaTopic{"untouched", "reason", "acceptance", "number"}},
		"the second is not over":    {funnel.Options{AsOf: day(75)}, []funnel.AgendaTopic{"untouched", "reason"}},
		"a cohort dies out":         {funnel.Options{AsOf: day(95), From: day(30)}, []funnel.AgendaTopic{"untouched", "reason"}},
		"the window cuts the first": {funnel.Options{AsOf: day(95), From: day(32), Basis: funnel.Activity}, []funnel.AgendaTopic{"untouched", "reason"}},
	} {
		t.Run(name, func(t *testing.T) {
			var got []funnel.AgendaTopic
			for _, i := range report(t, sales(t), rows, c.o).HandOff.Agenda {
				got = append(got, i.Topic)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// Wilson's intervals of 60 and 45 of 100 meet at 55 %, and yet the two differ by more
// than chance: by 1.2 to 28 points (Newcombe).
func TestTheAgendaTellsADifferenceThatIntervalsHide(t *testing.T) {
	for _, tt := range []struct {
		before, now int
		told        bool
	}{{60, 45, true}, {45, 60, true}, {60, 47, false}} {
		var rows []lead.Transition
		for i := range 200 {
			at, accepted := 35.0, i < tt.before
			if i >= 100 {
				at, accepted = 65, i-100 < tt.now
			}
			last := step{"reject", "recycled", at + 1, 0, lead.Sales, "", nil}
			if accepted {
				last = step{"accept", "sal", at + 1, 0, lead.Sales, "", nil}
			}
			rows = append(rows, story(fmt.Sprint(i), step{"open", "inquiry", at, 0, "", "", nil}, step{"qualify", "mql", at, 0, "", "", nil}, last)...)
		}
		agenda := report(t, sales(t), rows, funnel.Options{AsOf: day(95)}).HandOff.Agenda
		told := slices.ContainsFunc(agenda, func(i funnel.AgendaItem) bool { return i.Topic == funnel.TopicAcceptance })
		if told != tt.told {
			t.Errorf("%d, then %d of 100: told %v, want %v", tt.before, tt.now, told, tt.told)
		}
	}
}

// The twin tells the fate of each offer by itself, from the rows alone.
func TestOffersAgreeWithATwin(t *testing.T) {
	f := sales(t)
	rapid.Check(t, func(rt *rapid.T) {
		var rows []lead.Transition
		twin := map[string]int64{}
		for l := range rapid.IntRange(0, 6).Draw(rt, "leads") {
			own := drawStory(rt, fmt.Sprint("lead ", l))
			rows = append(rows, own...)
			tellOffers(own, day(20), twin)
		}
		h := report(t, f, rapid.Permutation(rows).Draw(rt, "order"), funnel.Options{AsOf: day(20)}).HandOff
		o := h.Total
		got := map[string]int64{
			"accepted": o.Accepted, "rejected": o.Rejected, "returned": o.Returned, "withdrawn": o.Withdrawn, "open": o.Open,
			"overdue": o.Overdue, "untouched": o.Untouched,
			"answer met": o.Decision.Met, "answer missed": o.Decision.Missed, "answer waits": o.Decision.NotYetDue,
			"touch met": o.FirstTouch.Met, "touch missed": o.FirstTouch.Missed, "touch waits": o.FirstTouch.NotYetDue,
			"sql": o.Stages[1].Reached, "won": o.Stages[2].Reached,
		}
		for k, v := range got {
			if twin[k] != v {
				rt.Fatalf("%s: %d, by the twin %d", k, v, twin[k])
			}
		}
		if sum := o.Accepted + o.Rejected + o.Returned + o.Withdrawn + o.Open; sum != o.Offered {
			rt.Fatalf("ends sum to %d, offered %d", sum, o.Offered)
		}
		for name, c := range map[string]struct {
			funnel.Clock
			of int64
		}{"decision": {o.Decision, o.Offered}, "first touch": {o.FirstTouch, o.Accepted}} {
			if sum := c.Met + c.Missed + c.NotYetDue + c.Unmeasured; sum != c.of {
				rt.Fatalf("the clock %s sums to %d, want %d", name, sum, c.of)
			}
		}
		var periods, bands int64
		for _, p := range h.Periods {
			periods += p.Offers.Offered
		}
		for _, g := range h.Bands {
			bands += g.Offers.Offered
		}
		if periods != o.Offered || bands != o.Offered {
			rt.Fatalf("periods sum to %d and bands to %d, offered %d", periods, bands, o.Offered)
		}
	})
}

func drawStory(t *rapid.T, id string) []lead.Transition {
	hours := rapid.SliceOfN(rapid.IntRange(0, 20*24), 1, 9).Draw(t, "hours")
	slices.Sort(hours)
	var steps []step
	for _, h := range hours {
		s := step{
			event: rapid.SampledFrom([]lead.Event{"accept", "reject", "return", "other"}).Draw(t, "event"),
			to:    rapid.SampledFrom([]lead.Status{"mql", "mql", "sal", "sql", "won", "recycled"}).Draw(t, "to"),
			side:  rapid.SampledFrom([]lead.Side{"", lead.Sales, lead.Marketing}).Draw(t, "side"),
			at:    float64(h) / 24, labels: labels("score_band", rapid.SampledFrom([]string{"", "hot"}).Draw(t, "band")),
		}
		if due := rapid.IntRange(0, 3).Draw(t, "due"); due > 0 {
			s.due = s.at + float64(due)
		}
		steps = append(steps, s)
	}
	return story(id, steps...)
}

// tellOffers adds up the offers of one lead, whose rows are in order.
func tellOffers(rows []lead.Transition, asOf time.Time, n map[string]int64) {
	clock := func(what string, due, at time.Time, done, open bool) {
		switch {
		case due.IsZero():
		case at.After(due):
			n[what+" missed"]++
		case done:
			n[what+" met"]++
		case open:
			n[what+" waits"]++
		}
	}
	leaves := func(i int) int { // the row that ends the visit begun with row i
		for k := i + 1; k < len(rows); k++ {
			if rows[k].To != rows[i].To {
				return k
			}
		}
		return len(rows)
	}
	when := func(i int) time.Time {
		if i < len(rows) {
			return rows[i].At
		}
		return asOf
	}
	for i := range rows {
		if rows[i].To != "mql" || i > 0 && rows[i-1].To == "mql" {
			continue
		}
		end := leaves(i)
		if end == len(rows) {
			n["open"]++
			clock("answer", rows[i].Due, asOf, false, true)
			if !rows[i].Due.IsZero() && asOf.After(rows[i].Due) {
				n["overdue"]++
			}
			continue
		}
		fate := map[lead.Event]string{"accept": "accepted", "reject": "rejected", "return": "returned"}[rows[end].Event]
		if fate == "" && (rows[end].To == "sql" || rows[end].To == "won") {
			fate = "accepted"
		}
		if fate == "" {
			fate = "withdrawn"
		}
		n[fate]++
		clock("answer", rows[i].Due, rows[end].At, fate != "withdrawn", false)
		if fate != "accepted" {
			continue
		}
		out := leaves(end)
		touch := slices.IndexFunc(rows[end+1:min(out+1, len(rows))], func(r lead.Transition) bool {
			return r.Actor.Kind == lead.Human && r.Actor.Side == lead.Sales
		})
		if touch >= 0 {
			clock("touch", rows[end].Due, rows[end+1+touch].At, true, false)
		} else {
			clock("touch", rows[end].Due, when(out), false, out == len(rows))
			if out == len(rows) {
				n["untouched"]++
			}
		}
		var far strings.Builder
		for k := end; k < len(rows) && rows[k].To != "mql"; k++ {
			far.WriteString("," + string(rows[k].To))
		}
		if strings.Contains(far.String(), "sql") || strings.Contains(far.String(), "won") {
			n["sql"]++
		}
		if strings.Contains(far.String(), "won") {
			n["won"]++
		}
	}
}
