package sqltest

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/lead/leadsql"
)

// rivals is how many people decide on one MQL at the same time.
const rivals = 32

// rivalry is what each of them wants. One in eight wants what is not theirs.
func rivalry(r int) (event lead.Event, reason string, side lead.Side) {
	switch {
	case r%8 == 7:
		return "accept", "", lead.Marketing
	case r%2 == 0:
		return "accept", "", lead.Sales
	}
	return "reject", "bad_timing", lead.Sales
}

func TestOneOf32DecisionsWinsAndTheOthersLearnWho(t *testing.T) {
	onEach(t, func(t *testing.T, d *database) {
		leads := sized(100, 10_000)
		tracker, ids := d.opened(t, "m", leads)
		cmds := make([]lead.Command[string], leads)
		for i, id := range ids {
			cmds[i] = lead.Command[string]{ID: id, Event: "qualify", Actor: mia}
		}
		must(t, tracker.ApplyAll(t.Context(), cmds))
		// Two instances of the application, each with connections of its own.
		m := standardMachine(t)
		var offices [2]*lead.Tracker[string]
		for i := range offices {
			offices[i] = lead.NewTracker(m, open(t, d.dialect, d.driver, d.dsn).store(), lead.Config{})
		}
		begin := time.Now()
		var c contest
		for _, id := range ids {
			c.hold(t, d, offices, id)
		}
		t.Logf("%d leads in %v: %d conflicts, %d refusals, %d accepted", leads, time.Since(begin).Round(time.Millisecond), c.conflicts, c.refusals, c.accepted)
		if c.conflicts+c.refusals != leads*(rivals-1) {
			t.Errorf("%d conflicts and %d refusals of %d leads", c.conflicts, c.refusals, leads)
		}
		if c.refusals == 0 || c.accepted == 0 || c.accepted == leads {
			t.Errorf("they hardly met: %d refusals, %d accepted of %d", c.refusals, c.accepted, leads)
		}
		d.sound(t)
	})
}

type contest struct{ conflicts, refusals, accepted int }

// hold has all rivals decide on one lead at once.
func (c *contest) hold(t *testing.T, d *database, offices [2]*lead.Tracker[string], id string) {
	t.Helper()
	errs, rows := make([]error, rivals), make([]lead.Transition, rivals)
	atOnce(rivals, func(r int) {
		event, reason, side := rivalry(r)
		for {
			rows[r], errs[r] = offices[r%2].Apply(t.Context(), lead.Command[string]{
				ID: id, Event: event, Reason: reason, IfVersion: 2, Actor: lead.Actor{ID: fmt.Sprint("u", r), Side: side},
			})
			if !errors.Is(errs[r], leadsql.ErrBusy) {
				return
			}
		}
	})
	var stands []lead.Transition
	for row, err := range d.store().History(t.Context(), lead.Query{LeadID: id}) {
		if err != nil {
			t.Fatal(err)
		}
		stands = append(stands, row)
	}
	if len(stands) != 3 {
		t.Fatalf("%s has %d rows, want 3", id, len(stands))
	}
	winner, wins := stands[2].Actor.ID, 0
	if stands[2].To == "sal" {
		c.accepted++
	}
	for r, err := range errs {
		who := fmt.Sprint("u", r)
		conflict, late := errors.AsType[*lead.ConflictError](err)
		refusal, refused := errors.AsType[*lead.RefusedError](err)
		switch {
		case err == nil:
			if wins++; who != winner || rows[r].Version != 3 || rows[r].To != stands[2].To {
				t.Errorf("%s was told that it moved %s to %s, version %d, but %s moved it to %s", who, id, rows[r].To, rows[r].Version, winner, stands[2].To)
			}
		case late:
			c.conflicts++
			if conflict.State.Last.ID != winner || conflict.Seen != 2 || conflict.State.Version != 3 || !strings.Contains(err.Error(), winner+" put it into") {
				t.Errorf("%s on %s: %v, want a conflict that names %s", who, id, err, winner)
			}
		case refused:
			c.refusals++
			if _, _, side := rivalry(r); side == lead.Sales || refusal.State.Version != 2 || refusal.State.Last.ID != mia.ID {
				t.Errorf("%s on %s: %v, decided on version %d by %s", who, id, err, refusal.State.Version, refusal.State.Last.ID)
			}
		default:
			t.Errorf("%s on %s: %v", who, id, err)
		}
	}
	if wins != 1 {
		t.Fatalf("%d people were told that they moved %s", wins, id)
	}
}

// atOnce runs f n times, each in a goroutine of its own, none before all are there.
func atOnce(n int, f func(i int)) {
	var there, done sync.WaitGroup
	start := make(chan struct{})
	there.Add(n)
	for i := range n {
		done.Go(func() {
			there.Done()
			<-start
			f(i)
		})
	}
	there.Wait()
	close(start)
	done.Wait()
}
