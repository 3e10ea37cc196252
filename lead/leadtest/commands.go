package leadtest

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/leadline-go/leadline/lead"
)

// opened opens a lead of the suite.
func opened(t *testing.T, tracker *tracker, id string) lead.Transition {
	t.Helper()
	tr, err := tracker.Open(t.Context(), command{ID: id})
	if err != nil {
		t.Fatalf("Open(%q): %v", id, err)
	}
	return tr
}

func user(i int) lead.Actor {
	return lead.Actor{ID: fmt.Sprintf("u-%d", i), Side: lead.Sales, Kind: lead.Human}
}

func checkAllGetThrough(t *testing.T, s lead.Store) {
	const each = 5
	tracker := track(t, s, nil)
	want := []lead.Transition{opened(t, tracker, "L-1")}
	trs, errs := make([][]lead.Transition, writers), make([]error, writers)
	together(writers, func(i int) {
		for range each {
			tr, err := tracker.Apply(t.Context(), command{ID: "L-1", Event: remark, Actor: user(i)})
			trs[i], errs[i] = append(trs[i], tr), errors.Join(errs[i], err)
		}
	})
	if err := errors.Join(errs...); err != nil {
		t.Fatalf("commands without IfVersion: %v", err)
	}
	want = append(want, slices.Concat(trs...)...)
	holds(t, s, want)
	for i, tr := range slices.SortedFunc(slices.Values(want), byLead) {
		if tr.Version != int64(i+1) {
			t.Fatalf("row %d has version %d", i+1, tr.Version)
		}
	}
}

func checkKeyRace(t *testing.T, s lead.Store) {
	tracker := track(t, s, nil)
	for round := range 10 {
		id := fmt.Sprintf("L-%d", round)
		want := []lead.Transition{opened(t, tracker, id), {}}
		cmd := command{ID: id, Event: remark, Actor: user(1), Key: "k"}
		if round%2 == 1 {
			cmd.IfVersion = 1
		}
		trs, errs := make([]lead.Transition, writers), make([]error, writers)
		together(writers, func(i int) { trs[i], errs[i] = tracker.Apply(t.Context(), cmd) })
		if err := errors.Join(errs...); err != nil {
			t.Fatalf("one command %d times with key and IfVersion %d: %v", writers, cmd.IfVersion, err)
		}
		want[1] = trs[0]
		for i := range trs {
			if d := diffRow(&trs[0], &trs[i]); d != "" {
				t.Fatalf("one key gave two rows:\n%s", d)
			}
		}
		gives(t, s, lead.Query{LeadID: id}, want)

		cmd.Note = "something else"
		if _, err := tracker.Apply(t.Context(), cmd); !errors.Is(err, lead.ErrKeyReused) {
			t.Errorf("another command with the key: error %v, want one that Is ErrKeyReused", err)
		}
		gives(t, s, lead.Query{LeadID: id}, want)
	}
}

func checkIfVersionRace(t *testing.T, s lead.Store) {
	tracker := track(t, s, nil)
	for round := range 10 {
		id := fmt.Sprintf("L-%d", round)
		want := []lead.Transition{opened(t, tracker, id)}
		trs, errs := make([]lead.Transition, writers), make([]error, writers)
		together(writers, func(i int) {
			trs[i], errs[i] = tracker.Apply(t.Context(), command{ID: id, Event: remark, Actor: user(i), IfVersion: 1})
		})
		winner := soleWinner(t, errs)
		want = append(want, trs[winner])
		gives(t, s, lead.Query{LeadID: id}, want)
		for i, err := range errs {
			if i == winner {
				continue
			}
			conflict, ok := errors.AsType[*lead.ConflictError](err)
			if !ok {
				t.Fatalf("a command that came too late: error %v, want a *ConflictError", err)
			}
			if d := diffState(trs[winner].State(), conflict.State); d != "" || conflict.Seen != 1 {
				t.Fatalf("ConflictError.Seen = %d, want 1; its State is not the winner's (-want +got):\n%s", conflict.Seen, d)
			}
		}
	}
}

func checkOpenRace(t *testing.T, s lead.Store) {
	tracker := track(t, s, nil)
	for round := range 10 {
		id := fmt.Sprintf("L-%d", round)
		trs, errs := make([]lead.Transition, writers), make([]error, writers)
		together(writers, func(i int) {
			trs[i], errs[i] = tracker.Open(t.Context(), command{ID: id, Actor: user(i)})
		})
		var won []lead.Transition
		for i, err := range errs {
			if err == nil {
				won = append(won, trs[i])
			} else if _, ok := errors.AsType[*lead.ExistsError](err); !ok {
				t.Fatalf("Open of a lead that exists: error %v, want an *ExistsError", err)
			}
		}
		if len(won) != 1 {
			t.Fatalf("%d of %d Opens succeeded, want one", len(won), writers)
		}
		gives(t, s, lead.Query{LeadID: id}, won)
	}
}
