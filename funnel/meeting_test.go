package funnel_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/funnel"
	"github.com/leadline-go/leadline/lead"
)

func agendaOf(r *funnel.Report) (out []string) {
	for _, i := range r.HandOff.Agenda {
		out = append(out, string(i.Topic)+": "+i.Text)
	}
	return out
}

// offersOf makes so many leads that are offered on a day and answered a day later.
func offersOf(n int, prefix string, at float64, end lead.Event, to lead.Status) (rows []lead.Transition) {
	for i := range n {
		rows = append(rows, story(fmt.Sprint(prefix, i), step{"open", "inquiry", at, 0, "", "", nil},
			step{"qualify", "mql", at, 0, "", "", nil}, step{end, to, at + 1, 0, lead.Sales, "", nil})...)
	}
	return rows
}

// From three in four to none.
func TestNoAcceptanceAtAllIsOnTheAgenda(t *testing.T) {
	rows := join(offersOf(30, "a", 35, "accept", "sal"), offersOf(10, "b", 35, "reject", "recycled"), offersOf(40, "c", 65, "reject", "recycled"))
	got := strings.Join(agendaOf(report(t, sales(t), rows, funnel.Options{AsOf: day(95)})), "\n")
	if want := "acceptance: Acceptance of what was decided: 0.0 % (0.0–8.8 %), before that 75.0 % (59.8–85.8 %)."; !strings.Contains(got, want) {
		t.Errorf("want %s in\n%s", want, got)
	}
}

// An export without kinds of actors knows humans only, as package lead has it.
func TestAnActorWithoutAKindIsHuman(t *testing.T) {
	rows := story("1", step{"qualify", "mql", 1, 0, "", "", nil}, step{"accept", "sal", 2, 3, lead.Sales, "", nil}, step{"touch", "sal", 2.5, 0, lead.Sales, "", nil})
	for i := range rows {
		rows[i].Actor.Kind = ""
	}
	if c := report(t, sales(t), rows, funnel.Options{AsOf: day(10)}).HandOff.Total.FirstTouch; c.Met != 1 {
		t.Errorf("%+v, want one first touch in time", c)
	}
}

// Who leaves unanswered after the due time has missed it, but is no late answer.
func TestAWithdrawalIsNoAnswer(t *testing.T) {
	var rows []lead.Transition
	for i := range 3 {
		rows = append(rows, story(fmt.Sprint(i), step{"qualify", "mql", 1, 2, "", "", nil}, step{"disqualify", "disqualified", 5, 0, lead.Marketing, "", nil})...)
	}
	r := report(t, sales(t), rows, funnel.Options{AsOf: day(10)})
	if c := r.HandOff.Total.Decision; c.Missed != 3 || c.Time.N != 0 {
		t.Errorf("missed %d, answered %d; want 3 and 0", c.Missed, c.Time.N)
	}
	if got := agendaOf(r); got != nil {
		t.Errorf("agenda: %q", got)
	}
}

// What is known since an import says where leads stand, and not since when.
func TestAdoptedLeadsHaveNoTimes(t *testing.T) {
	adopted := func(id string, at float64, to lead.Status) []lead.Transition {
		return with(story(id, step{"open", to, at, at + 1, "", "", nil}), func(r *lead.Transition) { r.Inferred = true })
	}
	s := salesSpec()
	s.Goals = []funnel.GoalSpec{{Stage: "sql", Per: funnel.Month, AtLeast: 2}}
	rows := join(adopted("1", 40, "sql"), adopted("2", 40, "sql"), adopted("3", 40, "mql"),
		story("4", step{"qualify", "mql", 1, 3, "", "", nil}, step{"accept", "sal", 30, 31, lead.Sales, "", nil}))
	rows[len(rows)-1].Inferred = true
	r := report(t, compile(t, s), rows, funnel.Options{AsOf: day(65)})
	h := r.HandOff
	if h.Total.Offered != 2 || h.Total.Accepted != 1 || h.Total.Overdue != 1 { // it waits all the same
		t.Errorf("offered %d, accepted %d, overdue %d; want 2, 1 and 1", h.Total.Offered, h.Total.Accepted, h.Total.Overdue)
	}
	for name, c := range map[string]funnel.Clock{"decision": h.Total.Decision, "first touch": h.Total.FirstTouch} {
		if c.Met+c.Missed+c.NotYetDue != 0 || c.Time.N+c.Time.Open != 0 {
			t.Errorf("%s: %+v, want nothing measured", name, c)
		}
	}
	var offered int64
	for _, p := range h.Periods {
		offered += p.Offers.Offered
	}
	if offered != 1 {
		t.Errorf("%d offers have a date, want 1", offered)
	}
	for _, p := range r.Goals[0].Periods {
		if p.Actual != 0 {
			t.Errorf("goal of %v: %d leads, want none", p.From, p.Actual)
		}
	}
	if r.Cohorts.Untimed != 3 {
		t.Errorf("%d leads are in no cohort, want 3", r.Cohorts.Untimed)
	}
}

func TestOffersOfVoidLeadsAreCountedApart(t *testing.T) {
	rows := join(
		story("spam", step{"qualify", "mql", 1, 0, "", "", nil}, step{"discard", "void", 2, 0, "", "", nil}),
		story("twice", step{"qualify", "mql", 1, 0, "", "", nil}, step{"reject", "recycled", 2, 0, "", "", nil}, step{"qualify", "mql", 3, 0, "", "", nil}, step{"discard", "void", 4, 0, "", "", nil}),
	)
	h := report(t, sales(t), rows, funnel.Options{AsOf: day(10)}).HandOff
	if h.Void != 3 || h.Total.Offered != 0 {
		t.Errorf("void %d, offered %d; want 3 and 0", h.Void, h.Total.Offered)
	}
	if h = report(t, sales(t), rows, funnel.Options{AsOf: day(10), Basis: funnel.Activity, From: day(2), To: day(9)}).HandOff; h.Void != 1 {
		t.Errorf("in the window: void %d, want 1", h.Void)
	}
}

// The last to come in are not yet there at the beginning of a month; nobody calls that
// a risk, nor that of the first stage, where leads come from nowhere.
func TestAGoalIsAtRiskInTheSecondHalf(t *testing.T) {
	s := salesSpec()
	for name, c := range map[string]struct {
		stage string
		at    float64
		want  []string
	}{
		"early":           {"sal", 33, nil},
		"late":            {"sal", 52, []string{"goal: Goal sal: 0 of 5 by now; fewer than 1 can be expected of the 1 lead before it, beside new ones."}},
		"the first stage": {"inquiry", 52, nil},
	} {
		s.Goals = []funnel.GoalSpec{{Stage: c.stage, Per: funnel.Month, AtLeast: 5}}
		rows := join(story("1", step{"qualify", "mql", 31, 0, "", "", nil}))
		var got []string
		for _, i := range agendaOf(report(t, compile(t, s), rows, funnel.Options{AsOf: day(c.at)})) {
			if strings.HasPrefix(i, "goal") && !strings.Contains(i, "2026-03") {
				got = append(got, i)
			}
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// In Auckland a month begins when it is still the one before in London.
func TestAPeriodIsCalledAsWhereItBegins(t *testing.T) {
	zone, err := time.LoadLocation("Pacific/Auckland")
	if err != nil {
		t.Fatal(err)
	}
	rows := offersOf(3, "a", 0, "reject", "recycled") // 2 March
	r := report(t, sales(t), rows, funnel.Options{AsOf: day(20), Zone: zone})
	if got := r.HandOff.Periods[0].From.Format(time.RFC3339); got != "2026-03-01T00:00:00+13:00" {
		t.Errorf("the period begins at %s", got)
	}
	if text := rendered(t, r.WriteText); !strings.Contains(text, "  2026-03  ") || strings.Contains(text, "  2026-02  ") {
		t.Errorf("the period is called otherwise in\n%s", text)
	}
}

// On the activity basis, too, who stands somewhere stands there.
func TestAgesAreOfAllWhoStand(t *testing.T) {
	rows := join(story("old", step{"qualify", "mql", 1, 2, "", "", nil}), story("new", step{"qualify", "mql", 35, 90, "", "", nil}))
	r := report(t, sales(t), rows, funnel.Options{AsOf: day(40), Basis: funnel.Activity, From: day(30), To: day(40)})
	for _, a := range r.Ages {
		if a.Status == "mql" && (a.Leads != 2 || a.Overdue != 1) {
			t.Errorf("%d leads, %d overdue; want 2 and 1", a.Leads, a.Overdue)
		}
	}
}

// Of leads whose attempt is over nobody can come any more.
func TestAGoalDoesNotWaitForWhoIsTooLate(t *testing.T) {
	s := funnel.Spec{
		Name: "abc", Stages: []funnel.StageSpec{stage("a"), stage("b")},
		Match: &funnel.MatchSpec{Order: funnel.Ordered, Within: "2d"}, Goals: []funnel.GoalSpec{{Stage: "b", Per: funnel.Month, AtLeast: 5}},
	}
	r := report(t, compile(t, s), join(path("1", "a@1"), path("2", "a@19")), funnel.Options{AsOf: day(20)})
	if got := r.Goals[0].Periods[0].Still.Waiting; got != 1 {
		t.Errorf("%d leads are waited for, want 1", got)
	}
}

func TestOtherRulesAreNamedInFull(t *testing.T) {
	s := funnel.Spec{
		Name: "abc", Stages: []funnel.StageSpec{stage("a"), stage("b"), {Name: "c", Events: []lead.Event{"paid"}}},
		Match: &funnel.MatchSpec{
			Order: funnel.Ordered, Entry: funnel.Best, Within: "14d",
			Exclude: []funnel.ExcludeSpec{{Events: []lead.Event{"x"}, After: "a", Before: "b", Discard: true}},
		},
	}
	text := strings.Join(strings.Fields(rendered(t, report(t, compile(t, s), path("1", "a@1"), funnel.Options{AsOf: day(2)}).WriteText)), " ")
	want := "each entered after the one before, whatever lies between (ordered); of a lead's attempts that which gets furthest; within 14d of its beginning; ended by x after a before b, as if it had not been made; c is entered by the events paid too."
	if !strings.Contains(text, want) {
		t.Errorf("want %q in\n%s", want, text)
	}
}

func TestAnyOrderKeepsAmounts(t *testing.T) {
	s := funnel.Spec{Name: "abc", Amount: "amount", Stages: []funnel.StageSpec{stage("a"), stage("b")}, Match: &funnel.MatchSpec{Order: funnel.AnyOrder}}
	rows := labelled("amount", "100", join(path("1", "a@0", "b@1"), path("2", "b@0", "a@1")))
	if v := report(t, compile(t, s), rows, funnel.Options{AsOf: day(7)}).Velocity; v.Amounts != 2 || *v.Sum != 200 {
		t.Errorf("%d amounts, sum %v; want 2 and 200", v.Amounts, *v.Sum)
	}
}

// Whatever the options accept can be written.
func TestTheLastYearCanBeWritten(t *testing.T) {
	end := time.Date(9998, 12, 31, 0, 0, 0, 0, time.UTC)
	rows := offersOf(1, "a", 0, "reject", "recycled")
	for i := range rows {
		rows[i].At = end
	}
	rendered(t, report(t, sales(t), rows, funnel.Options{AsOf: end, Inputs: []funnel.Input{{Name: "clicks", From: day(0), To: end}}}).WriteJSON)
}

// A part alone has no empty chapters of the others.
func TestAPartAloneIsAllOfThePage(t *testing.T) {
	r := demoReport(t)
	for part, lacks := range map[funnel.Part][]string{
		funnel.HandOffPart: {"How far leads get", "What follows what", "No stages", "How long leads stay"},
		funnel.FunnelPart:  {"The hand-off", "What follows what", "How long leads stay"},
		funnel.StatusPart:  {"The hand-off", "How far leads get", "No stages"},
	} {
		page := rendered(t, r.Only(part).WriteHTML)
		for _, text := range lacks {
			if strings.Contains(page, text) {
				t.Errorf("%s: the page has %q", part, text)
			}
		}
	}
	if got := r.Only().Pictures(); got != nil {
		t.Errorf("nothing has pictures: %v", got)
	}
}

func TestCriteriaThatNobodyIsKnownToHaveSignedAreNotNone(t *testing.T) {
	f, err := funnel.Compile(funnel.FromLifecycle(lead.Standard()))
	if err != nil {
		t.Fatal(err)
	}
	monday := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	var rows []lead.Transition
	offer := func(id, print string, labels map[string]string) {
		rows = append(rows,
			lead.Transition{LeadID: id, Version: 1, Event: "open", To: "inquiry", At: monday},
			lead.Transition{LeadID: id, Version: 2, Event: "qualify", From: "inquiry", To: "mql", At: monday.Add(time.Hour), Criteria: print, Labels: labels})
	}
	offer("a", "mql@1+00000000", nil)
	offer("b", "mql@1+00000000", map[string]string{"criteria": "signed"})
	offer("c", "", map[string]string{"criteria": "manual"})
	offer("d", "", nil)
	r, err := f.Report(func(yield func(lead.Transition, error) bool) {
		for _, row := range rows {
			if !yield(row, nil) {
				return
			}
		}
	}, funnel.Options{AsOf: monday.AddDate(0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := r.HandOff.Criteria, (funnel.CriteriaCount{Signed: 1, Unsigned: 1, Other: 1, None: 1}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}
