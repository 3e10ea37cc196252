package leadtest

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/leadline-go/leadline/lead"
)

func checkAppendNothing(t *testing.T, s lead.Store) {
	write(t, s)
	write(t, s, []lead.Transition{}...)
	holds(t, s, nil)
	write(t, s, row("L-1", 1))
	write(t, s)
	holds(t, s, rows("L-1", 1))
}

// refuses checks that a call is a conflict and changes nothing.
func refuses(t *testing.T, s lead.Store, before []lead.Transition, trs ...lead.Transition) {
	t.Helper()
	if err := s.Append(t.Context(), trs...); !errors.Is(err, lead.ErrConflict) {
		t.Errorf("Append = error %v, want one that Is ErrConflict", err)
	}
	holds(t, s, before)
}

func checkNextVersion(t *testing.T, s lead.Store) {
	before := slices.Concat(rows("L-1", 3), rows("L-2", 1))
	write(t, s, before...)
	for _, tt := range []struct {
		name    string
		id      string
		version int64
	}{
		{"the last version again", "L-1", 3},
		{"a stale version", "L-1", 2},
		{"the first version again", "L-1", 1},
		{"version 0", "L-1", 0},
		{"a negative version", "L-1", -1},
		{"a gap of one", "L-1", 5},
		{"a large gap", "L-1", 1 << 40},
		{"another lead's next version", "L-2", 4},
		{"version 0 of a new lead", "L-3", 0},
		{"version 2 of a new lead", "L-3", 2},
		{"another lead's next version for a new lead", "L-3", 4},
	} {
		t.Run(tt.name, func(t *testing.T) {
			again := row(tt.id, tt.version)
			again.Note = "not to be seen"
			refuses(t, s, before, again)
		})
	}
	t.Run("the next version after all these", func(t *testing.T) {
		after := []lead.Transition{row("L-1", 4), row("L-2", 2), row("L-3", 1)}
		for _, tr := range after {
			write(t, s, tr)
		}
		holds(t, s, slices.Concat(before, after))
	})
}

func checkKeyOnce(t *testing.T, s lead.Store) {
	before := []lead.Transition{keyed("L-1", 1, "k1"), keyed("L-1", 2, "k2"), row("L-1", 3), keyed("L-2", 1, "other")}
	write(t, s, before...)
	for _, tt := range []struct {
		name string
		trs  []lead.Transition
	}{
		{"the key of an earlier row", []lead.Transition{keyed("L-1", 4, "k1")}},
		{"the key of the row before", []lead.Transition{keyed("L-1", 4, "k2")}},
		{"a key twice in one call", []lead.Transition{keyed("L-1", 4, "new"), keyed("L-1", 5, "new")}},
		{"a key twice in one call for a new lead", []lead.Transition{keyed("L-3", 1, "new"), row("L-3", 2), keyed("L-3", 3, "new")}},
		{"a used key behind a good row", []lead.Transition{keyed("L-1", 4, "new"), keyed("L-1", 5, "k1")}},
	} {
		t.Run(tt.name, func(t *testing.T) { refuses(t, s, before, tt.trs...) })
	}
	t.Run("a key of another lead, no key, and a key that was refused with its batch, all pass", func(t *testing.T) {
		after := []lead.Transition{
			keyed("L-1", 4, "other"), keyed("L-2", 2, "k1"), row("L-1", 5), row("L-1", 6),
			keyed("L-1", 7, "new"), keyed("L-3", 1, "new"), keyed("L-4", 1, "new"),
		}
		write(t, s, after...)
		holds(t, s, slices.Concat(before, after))
	})
}

func checkBatch(t *testing.T, s lead.Store) {
	var want []lead.Transition
	for v := range int64(4) { // interleaved, ids in descending order
		for i := range 30 {
			tr := row(fmt.Sprintf("L-%02d", 30-i), v+1)
			if v%2 == 0 {
				tr = full(tr.LeadID, v+1)
				tr.Key = fmt.Sprintf("k%d", v)
			}
			want = append(want, tr)
		}
	}
	write(t, s, want[:1]...)
	write(t, s, want[1:30]...)
	write(t, s, want[30:70]...)
	write(t, s, want[70:]...)
	holds(t, s, want)
}

func checkAllOrNothing(t *testing.T, s lead.Store) {
	before := slices.Concat(rows("L-1", 2), []lead.Transition{keyed("L-2", 1, "used")})
	write(t, s, before...)
	good := []lead.Transition{row("L-1", 3), row("L-1", 4), keyed("L-2", 2, "k"), row("L-3", 1), row("L-3", 2)}
	for _, bad := range []struct {
		name string
		row  lead.Transition
	}{
		{"a stale row", row("L-1", 1)},
		{"a row after a gap", row("L-1", 9)},
		{"a used key", keyed("L-2", 2, "used")},
		{"a new lead from version 2", row("L-4", 2)},
	} {
		for _, at := range []struct {
			name  string
			place int
		}{{"first", 0}, {"in the middle", 2}, {"last", len(good)}} {
			t.Run(bad.name+" "+at.name, func(t *testing.T) {
				refuses(t, s, before, slices.Insert(slices.Clone(good), at.place, bad.row)...)
			})
		}
	}
	t.Run("rows of a lead in the wrong order", func(t *testing.T) {
		refuses(t, s, before, row("L-3", 1), row("L-1", 4), row("L-1", 3))
	})
	t.Run("a version twice", func(t *testing.T) {
		refuses(t, s, before, row("L-3", 1), row("L-1", 3), row("L-1", 3))
	})
	t.Run("a bad row behind 2,000 good ones", func(t *testing.T) {
		refuses(t, s, before, append(rows("L-3", 2000), row("L-1", 1))...)
	})
	t.Run("the good rows alone", func(t *testing.T) {
		write(t, s, good...)
		holds(t, s, slices.Concat(before, good))
	})
}
