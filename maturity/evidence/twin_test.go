package evidence_test

import (
	"cmp"
	"fmt"
	"slices"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/leadline-go/leadline/funnel"
	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/maturity/evidence"
)

// drawHistory draws rows of a few leads with all that can be odd about them, in any
// order. Times are whole days, so that they often meet a limit exactly.
func drawHistory(t *rapid.T) []lead.Transition {
	pick := func(what string, from ...string) string { return rapid.SampledFrom(from).Draw(t, what) }
	who := slices.Sorted(func(yield func(string) bool) {
		for name := range actors {
			if !yield(name) {
				return
			}
		}
	})
	var all []lead.Transition
	for l := range rapid.IntRange(0, 5).Draw(t, "leads") {
		days := rapid.SliceOfN(rapid.IntRange(0, 100), 0, 12).Draw(t, "days")
		if rapid.IntRange(0, 3).Draw(t, "in order") > 0 {
			slices.Sort(days)
		}
		for v, day := range days {
			r := lead.Transition{
				LeadID: fmt.Sprint("lead ", l), Version: int64(v + 1), At: at(float64(day)),
				To: lead.Status(pick("to", "inquiry", "engaged", "mql", "mql", "mql", "sal", "sql", "converted",
					"won", "lost", "recycled", "nurture", "disqualified", "void", "parked")),
				Event: lead.Event(pick("event", "reject", "reject", "accept", "return", "qualify", "recycle",
					"disqualify", "reopen", "touch", "other")),
				Actor:    actors[rapid.SampledFrom(who).Draw(t, "actor")],
				Reason:   pick("reason", "", "not_icp", "missing_data", "no_budget", "hm"),
				Criteria: pick("print", "", "a1"),
			}
			if due := rapid.IntRange(-10, 60).Draw(t, "due"); due > 0 {
				r.Due = r.At.AddDate(0, 0, due)
			}
			if label := pick("label", "", "manual", "signed"); label != "" {
				r.Labels = map[string]string{"criteria": label, "other": "x"}
			}
			if rapid.Bool().Draw(t, "set") {
				r.Set = []string{"criteria"}
			}
			if rapid.IntRange(0, 19).Draw(t, "timeless") == 0 {
				r.At = time.Time{}
			}
			all = append(all, r)
			if rapid.IntRange(0, 9).Draw(t, "twice") == 0 {
				all = append(all, r)
			}
		}
	}
	return rapid.Permutation(all).Draw(t, "order")
}

func drawOptions(t *rapid.T) evidence.Options {
	o := evidence.Options{Lifecycle: lifecycle(), AsOf: at(float64(rapid.IntRange(60, 100).Draw(t, "as of")))}
	if from := rapid.IntRange(-1, 50).Draw(t, "from"); from >= 0 {
		o.From = at(float64(from))
	}
	if to := rapid.IntRange(40, 120).Draw(t, "to"); to < 110 && !o.From.After(at(float64(to-1))) {
		o.To = at(float64(to))
	}
	o.StaleAfter = time.Duration(rapid.IntRange(0, 40).Draw(t, "stale")) * 24 * time.Hour
	o.QuietAfter = time.Duration(rapid.IntRange(0, 40).Draw(t, "quiet")) * 24 * time.Hour
	o.Team = rapid.SampledFrom([]lead.Side{"", lead.Marketing}).Draw(t, "team")
	return o
}

// twin counts in the words of the table in doc.go, straight from the rows.
type twin struct {
	evidence.Options
	figures map[string][2]int64
}

func (w *twin) add(name string, yes bool) {
	f := w.figures[name]
	f[1]++
	if yes {
		f[0]++
	}
	w.figures[name] = f
}

func (w *twin) in(t time.Time) bool {
	return !t.Before(w.From) && (w.To.IsZero() || t.Before(w.To))
}

func (w *twin) status(s lead.Status) lead.StatusSpec {
	for _, st := range w.Lifecycle.Statuses {
		if st.Name == s {
			return st
		}
	}
	return lead.StatusSpec{}
}

// moves asks the transition table of the Spec, as its documentation has it: a row that
// names the status beats one that names a group, and that beats any_open, both without
// the row's own target.
func (w *twin) moves(from, to, prior lead.Status, event lead.Event) bool {
	events := map[lead.Event]bool{}
	for _, t := range w.Lifecycle.Transitions {
		events[t.Event] = true
	}
	if w.status(from).Name == "" || w.status(to).Name == "" {
		return false
	}
	for e := range events {
		if events[event] && e != event {
			continue
		}
		best, target := 0, lead.Status("")
		for _, t := range w.Lifecycle.Transitions {
			rank := 0
			for _, f := range t.From {
				c := w.status(from).Category
				switch {
				case f == string(from):
					rank = max(rank, 3)
				case slices.Contains(w.Lifecycle.Groups[f], from) && t.To != from:
					rank = max(rank, 2)
				case f == lead.AnyOpen && (c == lead.Open || c == lead.Waiting) && t.To != from:
					rank = max(rank, 1)
				}
			}
			if t.Event == e && rank > best {
				best, target = rank, t.To
			}
		}
		if target == lead.Previous {
			target = prior
		}
		if best > 0 && target == to && target != from {
			return true
		}
	}
	return false
}

func (w *twin) lead(all []lead.Transition) {
	var rows []lead.Transition
	for _, r := range all {
		if r.To == "nurture" {
			r.To = "recycled"
		}
		if !r.At.IsZero() && !r.At.After(w.AsOf) && !slices.ContainsFunc(rows, func(o lead.Transition) bool { return o.Version == r.Version }) {
			rows = append(rows, r)
		}
	}
	slices.SortFunc(rows, func(a, b lead.Transition) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Version, b.Version)) })
	if len(rows) == 0 || rows[len(rows)-1].To == "void" {
		return
	}
	team := cmp.Or(w.Team, lead.LeadManagement)
	stale, quiet := cmp.Or(w.StaleAfter, 30*24*time.Hour), cmp.Or(w.QuietAfter, 180*24*time.Hour)
	goesOn := func(s lead.Status) bool {
		return slices.Contains([]lead.Category{lead.Open, lead.Waiting}, w.status(s).Category)
	}
	prior, sides, converted := lead.Status(""), "", false
	var offers []int
	for i, r := range rows {
		switch w.status(r.To).Side {
		case lead.Sales:
			sides += "s"
		case "":
		default:
			sides += "m"
		}
		if i == 0 || rows[i-1].To != r.To {
			if r.To == "mql" && w.in(r.At) {
				offers = append(offers, i)
			}
			if r.To == "converted" && !converted {
				converted = true
				last := rows[len(rows)-1]
				ended := slices.ContainsFunc(rows[i:], func(r lead.Transition) bool {
					return slices.Contains([]lead.Status{"won", "lost", "disqualified"}, r.To)
				})
				if w.in(r.At) {
					w.add("ev.lm.outcome_linked", ended || w.status(last.To).Category == lead.Open && w.AsOf.Sub(last.At) <= quiet)
				}
			}
		}
		if i == 0 {
			continue
		}
		from := rows[i-1].To
		named := r.Actor.Side != ""
		if w.in(r.At) && named && slices.Contains([]lead.Status{"inquiry", "engaged", "recycled"}, from) {
			w.add("ev.lm.team_share", r.Actor.Side == team)
		}
		if r.To == from {
			continue
		}
		if w.in(r.At) {
			w.add("ev.lm.conforming_changes", w.moves(from, r.To, prior, r.Event))
		}
		if goesOn(from) {
			prior = from
		}
	}
	if len(offers) == 0 {
		return
	}
	changes := len(slices.Compact([]byte(sides))) - 1
	w.add("ev.rel.bounce_share", changes > 2)
	first := rows[offers[0]]
	label := first.Labels["criteria"]
	w.add("ev.lm.scored_share", label == "signed" || first.Criteria != "" && (label == "" || first.Set == nil))
	recycled := ""
	for _, i := range offers {
		next := i
		for next < len(rows) && rows[next].To == "mql" {
			next++
		}
		over, answer := w.AsOf, ""
		if next < len(rows) {
			end := rows[next]
			over = end.At
			switch e := end.Event; {
			case e == "accept", e == "reject", e == "return":
				answer = string(e)
			case slices.Contains([]lead.Status{"sal", "sql", "converted", "won"}, end.To):
				answer = "accept"
			}
			if answer == "reject" {
				list := []string{"not_icp", "no_interest", "not_reached", "bad_timing", "other"}
				w.add("ev.rel.reason_share", slices.Contains(list, end.Reason))
				recycled = "no"
				if at := slices.IndexFunc(rows[next:], func(r lead.Transition) bool {
					return slices.Contains([]lead.Status{"mql", "recycled", "won", "lost", "disqualified", "void"}, r.To)
				}); at >= 0 {
					switch rows[next+at].To {
					case "recycled":
						recycled = "yes"
					case "lost", "disqualified", "void":
						recycled = ""
					}
				}
			}
		}
		if answer != "" {
			w.add("ev.rel.acceptance_rate", answer == "accept")
		}
		reaction := time.Time{}
		for _, r := range slices.Backward(rows[i+1 : min(next+1, len(rows))]) {
			if r.Actor.Side == lead.Sales && r.Actor.Kind != lead.System || answer != "" && r.Version == rows[next].Version {
				reaction = r.At
			}
		}
		within := func(limit time.Time) bool { return !reaction.IsZero() && !reaction.After(limit) }
		gone := func(limit time.Time) bool { return next < len(rows) && !over.After(limit) } // by then
		if due := rows[i].Due; !due.IsZero() {
			if due.Before(w.AsOf) && (answer != "" || !gone(due)) {
				w.add("ev.rel.decision_share", answer != "")
			}
			if within(due) || due.Before(w.AsOf) && !gone(due) {
				w.add("ev.rel.response_in_time", within(due))
			}
		}
		if limit := rows[i].At.Add(stale); limit.Before(w.AsOf) && (within(limit) || !gone(limit)) {
			w.add("ev.rel.stale_share", !within(limit))
		}
	}
	if recycled != "" {
		w.add("ev.rel.recycled_share", recycled == "yes")
	}
}

func TestTheTwinCountsTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all, o := drawHistory(t), drawOptions(t)
		w := twin{o, map[string][2]int64{}}
		byLead := map[string][]lead.Transition{}
		for _, r := range all {
			byLead[r.LeadID] = append(byLead[r.LeadID], r)
		}
		for _, rows := range byLead {
			w.lead(rows)
		}
		want := map[string]string{}
		for id, f := range w.figures {
			want[id] = fraction(f[0], f[1])
		}
		if diff := gocmp.Diff(want, brief(measure(t, all, o))); diff != "" {
			t.Fatalf("(-want +got):\n%s", diff)
		}
	})
}

// Acceptance is that of the hand-off report on any history.
func TestAcceptanceIsThatOfTheHandOffReport(t *testing.T) {
	f, err := funnel.Compile(funnel.FromLifecycle(lifecycle()))
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		all, o := drawHistory(t), drawOptions(t)
		r, err := f.Report(seq(all), funnel.Options{Basis: funnel.Activity, From: o.From, To: o.To, AsOf: o.AsOf})
		if err != nil {
			t.Fatal(err)
		}
		total, got := r.HandOff.Total, map[string][2]int64{}
		for _, m := range measure(t, all, o) {
			got[m.ID] = [2]int64{m.Num, m.Den}
		}
		if got := got["ev.rel.acceptance_rate"]; got != [2]int64{total.OfDecided.Num, total.OfDecided.Den} {
			t.Errorf("accepted of decided: %v, the report has %v", got, total.OfDecided)
		}
		if got := got["ev.rel.reason_share"]; got[1] != total.Rejected {
			t.Errorf("rejections: %d, the report has %d", got[1], total.Rejected)
		}
		// A reaction that is no answer can only help.
		if got, kept := got["ev.rel.response_in_time"], total.Decision.Kept; got[0] < kept.Num {
			t.Errorf("in time: %d, the report has %d", got[0], kept.Num)
		}
	})
}
