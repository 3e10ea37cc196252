package funnel_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/funnel"
	"github.com/leadline-go/leadline/lead"
)

// The hand-over of the standard lifecycle is what its events mean.
func TestTheHandOverOfTheStandardLifecycle(t *testing.T) {
	want := &funnel.HandOffSpec{
		Status:   "mql",
		Accepted: funnel.EndSpec{Events: []lead.Event{"accept"}, Statuses: []lead.Status{"sal", "sql", "converted", "won"}},
		Rejected: funnel.EndSpec{Events: []lead.Event{"reject"}},
		Returned: funnel.EndSpec{Events: []lead.Event{"return"}},
		Faults:   map[string]lead.Side{"not_icp": lead.Marketing, "no_interest": lead.Marketing, "not_reached": lead.Sales, "missing_data": lead.Marketing},
		Reasons: map[string]lead.Text{
			"bad_timing":   {En: "Wrong time", De: "Falscher Zeitpunkt"},
			"competitor":   {En: "Competitor", De: "Mitbewerb"},
			"duplicate":    {En: "Duplicate", De: "Dublette"},
			"missing_data": {En: "Data missing", De: "Daten fehlen"},
			"no_budget":    {En: "No budget", De: "Kein Budget"},
			"no_consent":   {En: "No consent", De: "Keine Einwilligung"},
			"no_decision":  {En: "No decision", De: "Keine Entscheidung"},
			"no_interest":  {En: "No interest", De: "Kein Interesse"},
			"not_icp":      {En: "Not our kind of customer", De: "Passt nicht zu unserem Kundenprofil"},
			"not_reached":  {En: "Not reached", De: "Nicht erreicht"},
			"other":        {En: "Other", De: "Sonstiges"},
			"price":        {En: "Price", De: "Preis"},
			"spam":         {En: "Spam", De: "Spam"},
			"test":         {En: "Test", De: "Test"},
		},
	}
	spec := funnel.FromLifecycle(lead.Standard())
	if diff := cmp.Diff(want, spec.HandOff); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	compile(t, spec)
	spec.Goals = []funnel.GoalSpec{{Stage: "mql", Per: funnel.Month, AtLeast: 40}}
	compile(t, spec)
}

const meeting = `name: sales
stages:
  - {name: inquiry, statuses: [inquiry]}
  - {name: mql, statuses: [mql]}
  - {name: sal, statuses: [sal]}
handoff:
  status: mql
  side: sales
  accepted: {events: [accept], statuses: [sal]}
  rejected: {events: [reject]}
  returned: {events: [return]}
  faults: {not_icp: marketing}
  source: origin
goals:
  - {stage: sal, per: month, at_least: 40}
known: [inquiry, mql, sal, recycled]
`

func TestHandOverAndGoalsInAFile(t *testing.T) {
	s, err := funnel.ReadSpec(strings.NewReader(meeting), "f.yaml")
	if err != nil {
		t.Fatal(err)
	}
	compile(t, s)
	if got := s.HandOff.Source; got != "origin" {
		t.Errorf("source: %q", got)
	}
	if diff := cmp.Diff([]funnel.GoalSpec{{Stage: "sal", Per: funnel.Month, AtLeast: 40}}, s.Goals); diff != "" {
		t.Errorf("goals (-want +got):\n%s", diff)
	}
}

func TestWhatIsWrongWithHandOverAndGoals(t *testing.T) {
	for name, c := range map[string]struct{ old, now, want string }{
		"no such status":         {"status: mql", "status: mqll", `f.yaml:7:11: handoff.status: unknown status "mqll" (did you mean "mql"?)`},
		"no such side":           {"side: sales", "side: sale", `f.yaml:8:9: handoff.side: unknown side "sale" (did you mean "sales"?)`},
		"no such side at fault":  {"not_icp: marketing", "not_icp: marketin", `f.yaml:12:21: handoff.faults.not_icp: unknown side "marketin" (did you mean "marketing"?)`},
		"nothing accepts":        {"accepted: {events: [accept], statuses: [sal]}", "accepted: {}", `f.yaml:9:13: handoff.accepted: a hand-over needs events or statuses by which it is accepted`},
		"an event that does two": {"rejected: {events: [reject]}", "rejected: {events: [accept]}", `f.yaml:10:23: handoff.rejected.events[0]: event "accept" stands in accepted already; an offer ends in one way`},
		"a status that does two": {"returned: {events: [return]}", "returned: {statuses: [sal]}", `f.yaml:11:25: handoff.returned.statuses[0]: status "sal" stands in accepted already; an offer ends in one way`},
		"the offer itself":       {"[accept], statuses: [sal]", "[accept], statuses: [mql]", `handoff.accepted.statuses[0]: status "mql" is that of the offer itself`},
		"no such stage":          {"stage: sal", "stage: sall", `f.yaml:15:13: goals[0].stage: unknown stage "sall" (did you mean "sal"?)`},
		"no such period":         {"per: month", "per: day", `f.yaml:15:23: goals[0].per: unknown period "day"`},
		"a goal of nothing":      {"at_least: 40", "at_least: 0", `goals[0].at_least: expected 1 or more, found 0`},
		"two goals of one stage": {"goals:\n", "goals:\n  - {stage: sal, per: month, at_least: 4}\n", `goals[1]: stage "sal" has a goal per month already`},
	} {
		t.Run(name, func(t *testing.T) {
			text := strings.Replace(meeting, c.old, c.now, 1)
			if text == meeting {
				t.Fatal("nothing replaced")
			}
			s, err := funnel.ReadSpec(strings.NewReader(text), "f.yaml")
			if err == nil {
				_, err = funnel.Compile(s)
			}
			if !errors.Is(err, funnel.ErrInvalidSpec) {
				t.Fatalf("expected an invalid Spec, found %v", err)
			}
			if !strings.Contains(err.Error(), c.want) {
				t.Errorf("\nwant %s\ngot  %s", c.want, err)
			}
		})
	}
}

func TestOptionsThatAskForNothingSensible(t *testing.T) {
	f := abc(t)
	for want, o := range map[string]funnel.Options{
		`Per: expected "week" or "month", found "day"`:            {AsOf: day(1), Per: "day"},
		`Within: expected at most 12, found 13`:                   {AsOf: day(1), Within: make([]int, 13)},
		`Within: expected days from 1 to 3650, each more`:         {AsOf: day(1), Within: []int{30, 30}},
		`Horizon: expected 0 or more`:                             {AsOf: day(1), Horizon: -1},
		`Wins: expected 0 to 1000000000, found -1`:                {AsOf: day(1), Wins: -1},
		`Inputs[0]: expected a name, a finite value and From bef`: {AsOf: day(1), Inputs: []funnel.Input{{}}},
		`Inputs: expected at most 100, found 101`:                 {AsOf: day(1), Inputs: make([]funnel.Input, 101)},
	} {
		_, err := f.Report(seq(nil), o)
		if !errors.Is(err, funnel.ErrInvalidOptions) || !strings.Contains(err.Error(), want) {
			t.Errorf("want %q, found %v", want, err)
		}
	}
}
