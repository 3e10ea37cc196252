package leadtest

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/leadline-go/leadline/lead"
)

// writeSample fills a store with the sample, in calls of one row and of many.
func writeSample(t *testing.T, s lead.Store) []lead.Transition {
	t.Helper()
	all := sample()
	for _, tr := range all[:20] {
		write(t, s, tr)
	}
	for part := range slices.Chunk(all[20:], 70) {
		write(t, s, part...)
	}
	return all
}

// gives checks the rows of one query.
func gives(t *testing.T, s lead.Store, q lead.Query, want []lead.Transition) {
	t.Helper()
	got, err := read(t.Context(), s, q)
	if err != nil {
		t.Fatalf("History(%+v): %v", q, err)
	}
	if d := diffRows(want, got); d != "" {
		t.Fatalf("History(%+v): %s", q, d)
	}
}

func checkOrder(t *testing.T, s lead.Store) {
	gives(t, s, lead.Query{}, nil)
	holds(t, s, writeSample(t, s))
}

func checkConditions(t *testing.T, s lead.Store) {
	all := writeSample(t, s)
	day := 24 * time.Hour
	label := func(pairs ...string) map[string]string {
		m := map[string]string{}
		for pair := range slices.Chunk(pairs, 2) {
			m[pair[0]] = pair[1]
		}
		return m
	}
	mid := all[len(all)/2].At
	// Their microseconds since 1970 do not fit into 64 bits.
	longAgo, farthest := time.Unix(-9_300_000_000_000, 0), time.Unix(1<<63-62135596801, 999999999)
	for _, tt := range []struct {
		name string
		q    lead.Query
	}{
		{"LeadID keeps one lead", lead.Query{LeadID: "ß"}},
		{"LeadID of a lead without rows keeps nothing", lead.Query{LeadID: "L-"}},
		{"Current keeps last rows", lead.Query{Current: true}},
		{"Current of one lead", lead.Query{Current: true, LeadID: "z"}},
		{"one status", lead.Query{Statuses: []lead.Status{"mql"}}},
		{"two statuses, one of them twice", lead.Query{Statuses: []lead.Status{"sal", "inquiry", "sal"}}},
		{"a status that does not occur", lead.Query{Statuses: []lead.Status{"won"}}},
		{"an empty list of statuses is no condition", lead.Query{Statuses: []lead.Status{}}},
		{"a status of last rows", lead.Query{Current: true, Statuses: []lead.Status{"mql"}}},
		{"a label", lead.Query{Label: label("product", "x")}},
		{"two labels", lead.Query{Label: label("product", "x", "owner", "y")}},
		{"a label's absence", lead.Query{Label: label("product", "")}},
		{"the absence of a label that nobody has", lead.Query{Label: label("region", "")}},
		{"one label and another's absence", lead.Query{Label: label("product", "y", "owner", "")}},
		{"a label's value that does not occur", lead.Query{Label: label("product", "z")}},
		{"an empty map of labels is no condition", lead.Query{Label: label()}},
		{"a label of last rows", lead.Query{Current: true, Label: label("owner", "x")}},
		{"Since is in", lead.Query{Since: mid}},
		{"Until is out", lead.Query{Until: mid}},
		{"Since and Until", lead.Query{Since: mid, Until: mid.Add(3 * time.Hour)}},
		{"Since and Until alike keep nothing", lead.Query{Since: mid, Until: mid}},
		{"Since a microsecond later", lead.Query{Since: mid.Add(time.Microsecond)}},
		{"Until a microsecond later", lead.Query{Until: mid.Add(time.Microsecond)}},
		{"Until the largest time there is", lead.Query{Until: farthest}},
		{"Since the largest time there is", lead.Query{Since: farthest}},
		{"Since long before all rows", lead.Query{Since: longAgo}},
		{"Until long before all rows", lead.Query{Until: longAgo}},
		{"Since of last rows", lead.Query{Current: true, Since: mid}},
		{"DueBefore gives a work list and leaves out what has no due date", lead.Query{Current: true, DueBefore: begin.Add(100 * day)}},
		{"DueBefore the largest time there is", lead.Query{Current: true, DueBefore: farthest}},
		{"DueBefore is out", lead.Query{Current: true, DueBefore: begin.Add(2 * day)}},
		{"DueBefore a microsecond later", lead.Query{Current: true, DueBefore: begin.Add(2*day + time.Microsecond)}},
		{"DueBefore everything", lead.Query{Current: true, DueBefore: begin}},
		{"DueBefore of one lead", lead.Query{Current: true, LeadID: "ab", DueBefore: begin.Add(100 * day)}},
		{"Limit", lead.Query{Limit: 7}},
		{"Limit of last rows", lead.Query{Current: true, Limit: 7}},
		{"Limit of a work list", lead.Query{Current: true, DueBefore: begin.Add(100 * day), Limit: 7}},
		{"Limit of all rows", lead.Query{Limit: len(all)}},
		{"Limit beyond all rows", lead.Query{Limit: len(all) + 1}},
	} {
		t.Run(tt.name, func(t *testing.T) { gives(t, s, tt.q, selects(all, tt.q)) })
	}
}

func checkCombinations(t *testing.T, s lead.Store) {
	all := writeSample(t, s)
	for _, q := range queries(150) {
		gives(t, s, q, selects(all, q))
	}
}

func checkInvalidQuery(t *testing.T, s lead.Store) {
	write(t, s, rows("L-1", 3)...)
	for _, tt := range []struct {
		name string
		q    lead.Query
	}{
		{"DueBefore without Current", lead.Query{DueBefore: begin.AddDate(1, 0, 0)}},
		{"a negative Limit", lead.Query{Limit: -1}},
		{"Until before Since", lead.Query{Since: begin.Add(time.Microsecond), Until: begin}},
		{"a cursor that is none", lead.Query{After: "L-1"}},
		{"a damaged cursor", lead.Query{Current: true, After: lead.CursorOf(row("L-1", 1))[1:]}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := read(t.Context(), s, tt.q)
			if !errors.Is(err, lead.ErrInvalidQuery) || len(got) > 0 {
				t.Errorf("History(%+v) gave %d rows and error %v; want none and ErrInvalidQuery", tt.q, len(got), err)
			}
		})
	}
}

func checkAgain(t *testing.T, s lead.Store) {
	all := writeSample(t, s)
	for _, q := range []lead.Query{{}, {Current: true, Limit: 5}, {Current: true, DueBefore: begin.AddDate(1, 0, 0)}} {
		seq := s.History(t.Context(), q)
		want := selects(all, q)
		for range seq {
			break
		}
		for range 2 {
			var got []lead.Transition
			for tr, err := range seq {
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, tr)
			}
			if d := diffRows(want, got); d != "" {
				t.Errorf("History(%+v), ranged over once more: %s", q, d)
			}
		}
	}
}
