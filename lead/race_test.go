package lead

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// rivals is how many users want to move one lead at the same time.
const rivals = 32

// contestants is how many leads they do that to.
func contestants() int {
	if os.Getenv("LEADLINE_FULL") == "1" {
		return 10_000
	}
	if testing.Short() {
		return 100
	}
	return 500
}

// rivalry is what each of them wants. One in eight wants what is not theirs.
func rivalry(r int) (event Event, reason string, side Side) {
	if r%8 == 7 {
		return "accept", "", Marketing
	}
	switch r % 3 {
	case 0:
		return "accept", "", Sales
	case 1:
		return "reject", "bad_timing", Sales
	}
	return "recycle", "", Sales
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

// distant is a store one round trip away, and counts the rows that came too late.
type distant struct {
	Store
	late atomic.Int64
}

func (d *distant) Load(ctx context.Context, id, key string) (State, *Transition, error) {
	defer roundTrip()
	return d.Store.Load(ctx, id, key)
}

func (d *distant) Append(ctx context.Context, trs ...Transition) error {
	roundTrip()
	err := d.Store.Append(ctx, trs...)
	if errors.Is(err, ErrConflict) {
		d.late.Add(1)
	}
	return err
}

func TestOneOf32WinsAndTheOthersLearnWho(t *testing.T) {
	spec := Standard()
	spec.Transitions = append(spec.Transitions, TransitionSpec{Event: "recycle", From: []string{"mql"}, To: "recycled", By: []Side{Sales}})
	m, err := Compile(spec, Bindings[string]{})
	if err != nil {
		t.Fatal(err)
	}
	o := newOffice(t, Config{})
	store := &distant{Store: o.store}
	o.Tracker = NewTracker(m, Store(store), o.config)
	leads := contestants()
	conflicts, refusals := 0, 0
	for n := range leads {
		id := fmt.Sprint("L", n)
		o.open(t, id, Command[string]{Event: "qualify", Actor: job})
		errs := make([]error, rivals)
		atOnce(rivals, func(r int) {
			event, reason, side := rivalry(r)
			_, errs[r] = o.Apply(t.Context(), Command[string]{
				ID: id, Event: event, Reason: reason, IfVersion: 2,
				Actor: Actor{ID: fmt.Sprint("u", r), Side: side},
			})
		})
		rows := o.rows(t, id)
		if len(rows) != 3 {
			t.Fatalf("%s has %d rows, want 3", id, len(rows))
		}
		winner, wins := rows[2].Actor.ID, 0
		for r, err := range errs {
			who := fmt.Sprint("u", r)
			conflict, late := errors.AsType[*ConflictError](err)
			refusal, refused := errors.AsType[*RefusedError](err)
			switch {
			case err == nil:
				if wins++; who != winner {
					t.Errorf("%s was told that it moved %s, but that was %s", who, id, winner)
				}
			case late:
				conflicts++
				if conflict.State.Last.ID != winner || conflict.Seen != 2 || conflict.State.Version != 3 || !strings.Contains(err.Error(), winner+" put it into") {
					t.Errorf("%s on %s: %v, want a conflict that names %s", who, id, err, winner)
				}
			case refused:
				refusals++
				if _, _, side := rivalry(r); side == Sales || refusal.State.Version != 2 || refusal.State.Last.ID != job.ID {
					t.Errorf("%s on %s: %v, decided on version %d by %s", who, id, err, refusal.State.Version, refusal.State.Last.ID)
				}
			default:
				t.Errorf("%s on %s: %v", who, id, err)
			}
		}
		if wins != 1 {
			t.Fatalf("%d users were told that they moved %s", wins, id)
		}
	}
	t.Logf("%d leads, %d wins, %d conflicts, %d of them found by Append, %d refusals", leads, leads, conflicts, store.late.Load(), refusals)
	if conflicts+refusals != leads*(rivals-1) {
		t.Errorf("%d conflicts and %d refusals of %d leads", conflicts, refusals, leads)
	}
	if store.late.Load() < int64(leads) || refusals == 0 {
		t.Error("they hardly met: this shows nothing")
	}
}
