package stat

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// lateEntries are the intervals of the second test data in T. M. Therneau and
// P. M. Grambsch, Modeling Survival Data, Springer (2000), appendix E.2; many
// entries and events tie.
func lateEntries() []Spell {
	return []Spell{
		{Entry: 1, Time: 2, Event: true},
		{Entry: 2, Time: 3, Event: true},
		{Entry: 5, Time: 6, Event: true},
		{Entry: 2, Time: 7, Event: true},
		{Entry: 1, Time: 8, Event: true},
		{Entry: 7, Time: 9, Event: true},
		{Entry: 3, Time: 9, Event: true},
		{Entry: 4, Time: 9},
		{Entry: 8, Time: 14},
		{Entry: 8, Time: 17},
	}
}

// By hand. At 2, 3, 7 and 8 others come in, who are at risk from the next time.
func TestKaplanMeierHonoursLateEntries(t *testing.T) {
	want := []Row{
		{2, 2, 1, 0, 1.0 / 2, 1.0 / 2},
		{3, 3, 1, 0, 1.0 / 3, 2.0 / 3},
		{6, 5, 1, 0, 4.0 / 15, 43.0 / 60},
		{7, 4, 1, 0, 1.0 / 5, 4.0 / 5},
		{8, 4, 1, 0, 3.0 / 20, 53.0 / 60},
		{9, 5, 2, 1, 9.0 / 100, 61.0 / 60},
		{14, 2, 0, 1, 9.0 / 100, 61.0 / 60},
		{17, 1, 0, 1, 9.0 / 100, 61.0 / 60},
	}
	if diff := cmp.Diff(want, KaplanMeier(lateEntries()).Rows, within(1e-15)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestKaplanMeierOfTheLateAndTheNeverWatched(t *testing.T) {
	inf := math.Inf(1)
	tests := []struct {
		name   string
		spells []Spell
		want   []Row
	}{
		{"an entry at its own end", []Spell{{Entry: 3, Time: 3, Event: true}}, nil},
		{"an entry after its end", []Spell{{Entry: 4, Time: 3}, {Entry: -1, Time: -1}}, nil},
		{"one beside it that counts", []Spell{{Entry: 4, Time: 3, Event: true}, {Time: 3}}, []Row{{3, 1, 0, 1, 1, 0}}},
		{"an end at the beginning", []Spell{{Time: 0, Event: true}, {Time: 0}}, []Row{{0, 2, 1, 1, 0.5, 0.5}}},
		{"times below zero", []Spell{{Entry: -5, Time: -2, Event: true}, {Entry: -3, Time: 1}}, []Row{{-2, 2, 1, 0, 0.5, 0.5}, {1, 1, 0, 1, 0.5, 0.5}}},
		{
			"a gap in which nobody is watched",
			[]Spell{{Time: 2, Event: true}, {Time: 3}, {Entry: 5, Time: 7, Event: true}, {Entry: 6, Time: 9}},
			[]Row{{2, 2, 1, 0, 0.5, 0.5}, {3, 1, 0, 1, 0.5, 0.5}, {7, 2, 1, 0, 0.25, 1}, {9, 1, 0, 1, 0.25, 1}},
		},
		{
			"a curve that is down before others come in",
			[]Spell{{Time: 2, Event: true}, {Entry: 2, Time: 4, Event: true}, {Entry: 3, Time: 5}},
			[]Row{{2, 1, 1, 0, 0, inf}, {4, 2, 1, 0, 0, inf}, {5, 1, 0, 1, 0, inf}},
		},
		{"a single event", []Spell{{Time: 4, Event: true}}, []Row{{4, 1, 1, 0, 0, inf}}},
		{"a single censoring", []Spell{{Time: 4}}, []Row{{4, 1, 0, 1, 1, 0}}},
		{"nothing but censorings", []Spell{{Time: 4}, {Entry: 4, Time: 6}, {Time: 5}}, []Row{{4, 2, 0, 1, 1, 0}, {5, 2, 0, 1, 1, 0}, {6, 1, 0, 1, 1, 0}}},
		{"none", nil, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(Curve{tt.want}, KaplanMeier(tt.spells)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// That all are watched from before the first time is the same as from the
// beginning.
func TestAnEntryBeforeAllTimesChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		spells := anySpells(t)
		for i := range spells {
			spells[i].Entry = 0
			spells[i].Time = max(spells[i].Time, 0)
		}
		want := KaplanMeier(spells)
		for i := range spells {
			spells[i].Entry = -1
		}
		if diff := cmp.Diff(want, KaplanMeier(spells)); diff != "" {
			t.Fatalf("(-want +got):\n%s", diff)
		}
	})
}

// Watching a spell in two parts, the second of which comes in where the first
// is cut off, loses nothing.
func TestASpellInTwoPartsCountsAsOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		whole := anySpells(t)
		var parts []Spell
		for _, s := range whole {
			if at := rapid.Int64Range(1, 8).Draw(t, "at"); at < s.Time && (s.Entry == 0 || s.Entry < at) {
				parts = append(parts, Spell{Entry: s.Entry, Time: at})
				s.Entry = at
			}
			parts = append(parts, s)
		}
		got := KaplanMeier(parts)
		for _, want := range KaplanMeier(whole).Rows {
			surv, ok := got.At(want.Time)
			if !ok || math.Abs(surv-want.Surv) > 1e-14 {
				t.Fatalf("at %d: got %v, %v, want %v", want.Time, surv, ok, want.Surv)
			}
		}
	})
}
