package lead_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/leadline-go/leadline/lead"
)

// Contact is an integrator's own lead type.
type Contact struct {
	Company   string
	Employees int
}

var (
	ann = lead.Actor{ID: "ann", Side: lead.Sales}
	mia = lead.Actor{ID: "mia", Side: lead.Marketing}
	job = lead.Actor{ID: "scoring", Kind: lead.System}
)

// clock stands still, so that the examples print the same every day.
func clock() time.Time { return time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC) }

func newTracker() *lead.Tracker[Contact] {
	machine, err := lead.Compile(lead.Standard(), lead.Bindings[Contact]{})
	if err != nil {
		panic(err)
	}
	return lead.NewTracker(machine, lead.NewMemStore(), lead.Config{Now: clock})
}

func ExampleTracker() {
	ctx := context.Background()
	tracker := newTracker()
	cmds := []lead.Command[Contact]{
		{Event: "qualify", Actor: job},
		{Event: "accept", Actor: ann},
		{Event: "touch", Actor: ann},
	}
	if _, err := tracker.Open(ctx, lead.Command[Contact]{ID: "L-1", Actor: mia}); err != nil {
		fmt.Println(err)
		return
	}
	for _, cmd := range cmds {
		cmd.ID = "L-1"
		tr, err := tracker.Apply(ctx, cmd)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%d %s: %s -> %s, owner %q\n", tr.Version, tr.Event, tr.From, tr.To, tr.Labels["owner"])
	}
	// Output:
	// 2 qualify: inquiry -> mql, owner ""
	// 3 accept: mql -> sal, owner "ann"
	// 4 touch: sal -> sal, owner "ann"
}

// A lead page: what may this person do with this lead, and what must be asked?
func ExampleTracker_Explain() {
	ctx := context.Background()
	tracker := newTracker()
	if _, err := tracker.Open(ctx, lead.Command[Contact]{ID: "L-1", Into: "mql"}); err != nil {
		fmt.Println(err)
		return
	}
	state, choices, err := tracker.Explain(ctx, "L-1", mia, Contact{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%s, version %d\n", state.Status, state.Version)
	for _, c := range choices {
		switch {
		case len(c.Blockers) > 0:
			fmt.Printf("  %s: no, %s\n", c.Event, c.Blockers[0].Message)
		case len(c.Needs) > 0:
			fmt.Printf("  %s: yes, with a %s\n", c.Event, c.Needs[0].Kind)
		default:
			fmt.Printf("  %s: yes\n", c.Event)
		}
	}
	// Output:
	// mql, version 1
	//   accept: no, accept is for sales, not for marketing
	//   reject: no, reject is for sales, not for marketing
	//   return: no, return is for sales, not for marketing
	//   disqualify: yes, with a reason
	//   discard: yes, with a reason
}

// A refusal carries every reason, for programs and for people.
func ExampleRefusedError() {
	ctx := context.Background()
	tracker := newTracker()
	if _, err := tracker.Open(ctx, lead.Command[Contact]{ID: "L-1", Into: "mql"}); err != nil {
		fmt.Println(err)
		return
	}
	_, err := tracker.Apply(ctx, lead.Command[Contact]{ID: "L-1", Event: "reject", Actor: mia})
	if refused, ok := errors.AsType[*lead.RefusedError](err); ok {
		for _, b := range refused.Blockers {
			fmt.Println(b.Code, b.Params)
		}
	}
	// Output:
	// side map[by:sales side:marketing]
	// reason_required map[options:not_icp, no_interest, not_reached, bad_timing, other]
}

// A guard lets a lead pass, with evidence, or says no with a Blocker.
func ExampleGuards() {
	spec := lead.Standard()
	spec.Guard("qualify", "size")
	machine, err := lead.Compile(spec, lead.Bindings[Contact]{Guards: lead.Guards[Contact]{
		"size": lead.OnSubject(func(_ context.Context, c Contact, _ time.Time) (any, error) {
			if c.Employees < 50 {
				return nil, lead.Blocker{Code: "too_small", Message: c.Company + " has fewer than 50 employees"}
			}
			return map[string]int{"employees": c.Employees}, nil
		}),
	}})
	if err != nil {
		fmt.Println(err)
		return
	}
	inquiry := lead.State{LeadID: "L-1", Status: "inquiry", Version: 1}
	for _, c := range []Contact{{"Acme", 12}, {"Globex", 400}} {
		tr, err := machine.Next(context.Background(), inquiry, lead.Command[Contact]{
			ID: "L-1", Event: "qualify", Actor: job, Subject: c, At: clock(),
		})
		fmt.Printf("%s %s %v\n", tr.To, tr.Evidence, err)
	}
	// Output:
	//   qualify refused for lead "L-1" in status inquiry: Acme has fewer than 50 employees
	// mql {"size":{"employees":400}} <nil>
}

// A lifecycle of one's own, as a file. Everything that is wrong with it is said at
// once, with its place.
func ExampleReadSpec() {
	spec, err := lead.ReadSpec(strings.NewReader(`name: tiny
revision: 1
initial: new
statuses:
  - {name: new, category: open}
  - {name: won, category: won}
  - {name: lost, category: lost}
transitions:
  - {event: win, from: new, to: wno}
  - {event: lose, from: new, to: lost, by: [boss]}
`), "tiny.yaml")
	if err == nil {
		_, err = lead.Compile(spec, lead.Bindings[Contact]{})
	}
	fmt.Println(err)
	// Output:
	// tiny.yaml:9:33: transitions[0].to: unknown status "wno" (did you mean "won"?)
	//    9 |   - {event: win, from: new, to: wno}
	//                                        ^
	// tiny.yaml:10:45: transitions[1].by[0]: unknown side "boss" (known: lead_management, marketing, sales, system)
	//   10 |   - {event: lose, from: new, to: lost, by: [boss]}
	//                                                    ^
}

// A lifecycle written in Go, drawn for the documentation.
func ExampleMachine_WriteMermaid() {
	machine, err := lead.Compile(lead.Spec{
		Name: "tiny", Revision: 1, Initial: "new",
		Statuses: []lead.StatusSpec{
			{Name: "new", Category: lead.Open, Side: lead.Sales, SLA: &lead.SLA{Within: "8h"}},
			{Name: "won", Category: lead.Won},
		},
		Transitions: []lead.TransitionSpec{
			{Event: "win", From: []string{"new"}, To: "won", By: []lead.Side{lead.Sales}},
		},
	}, lead.Bindings[Contact]{})
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := machine.WriteMermaid(os.Stdout); err != nil {
		fmt.Println(err)
	}
	// Output:
	// stateDiagram-v2
	//     state "new" as s0
	//     s0 : sales, within 8h
	//     state "won" as s1
	//     [*] --> s0
	//     s0 --> s1 : win (sales)
	//     s1 --> [*]
}

// A work list: the MQLs whose time runs out first.
func ExampleQuery() {
	ctx := context.Background()
	machine, err := lead.Compile(lead.Standard(), lead.Bindings[Contact]{})
	if err != nil {
		fmt.Println(err)
		return
	}
	store := lead.NewMemStore()
	now := clock()
	tracker := lead.NewTracker(machine, store, lead.Config{Now: func() time.Time { return now }})
	for _, id := range []string{"L-1", "L-2", "L-3"} {
		if _, err := tracker.Open(ctx, lead.Command[Contact]{ID: id, Into: "mql"}); err != nil {
			fmt.Println(err)
			return
		}
		now = now.Add(time.Hour)
	}
	tomorrow := now.Add(24 * time.Hour)
	queue := lead.Query{Current: true, Statuses: []lead.Status{"mql"}, DueBefore: tomorrow, Limit: 2}
	for tr, err := range store.History(ctx, queue) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(tr.LeadID, tr.Due.Sub(now))
	}
	// Output:
	// L-1 5h0m0s
	// L-2 22h0m0s
}
