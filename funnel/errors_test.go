package funnel_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/leadline-go/leadline/funnel"
	"github.com/leadline-go/leadline/lead"
)

func TestBadOptionsAreRefused(t *testing.T) {
	for _, tt := range []struct {
		name    string
		options funnel.Options
		want    string
	}{
		{"no as-of", funnel.Options{}, "AsOf: must be given"},
		{"an unknown basis", funnel.Options{AsOf: day(1), Basis: "cohorts"}, `Basis: expected "cohort" or "activity", found "cohorts"`},
		{
			"an empty window",
			funnel.Options{AsOf: day(1), From: day(1), To: day(1)},
			"To: expected a time after From, 2026-03-03T00:00:00Z, found 2026-03-03T00:00:00Z",
		},
		{"a window behind as-of", funnel.Options{AsOf: day(1), From: day(2)}, "From: expected a time up to AsOf, 2026-03-03T00:00:00Z, found 2026-03-04T00:00:00Z"},
		{"a year that JSON cannot write", funnel.Options{AsOf: day(1).AddDate(8000, 0, 0)}, "AsOf: expected a year from 1 to 9998, found 10026"},
		{"ByLast without By", funnel.Options{AsOf: day(1), ByLast: true}, "ByLast: goes with By only"},
		{"fewer than no segments", funnel.Options{AsOf: day(1), By: "x", MaxSegments: -1}, "MaxSegments: expected 0 or more, found -1"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r, err := abc(t).Report(seq(path("x", "a@0")), tt.options)
			if !errors.Is(err, funnel.ErrInvalidOptions) || !strings.HasSuffix(err.Error(), tt.want) {
				t.Errorf("got %v, want ErrInvalidOptions: %s", err, tt.want)
			}
			if r != nil {
				t.Error("there is a report beside the error")
			}
		})
	}
}

func TestZeroTimeInAnyZoneIsNoAsOf(t *testing.T) {
	zone := time.FixedZone("somewhere", 3600)
	_, err := abc(t).Report(seq(nil), funnel.Options{AsOf: time.Time{}.In(zone)})
	if !errors.Is(err, funnel.ErrInvalidOptions) {
		t.Errorf("got %v, want ErrInvalidOptions", err)
	}
}

func TestRowsThatLackWhatEveryRowHasAreRefused(t *testing.T) {
	for _, tt := range []struct {
		name  string
		spoil func(*lead.Transition)
	}{
		{"no lead", func(r *lead.Transition) { r.LeadID = "" }},
		{"no version", func(r *lead.Transition) { r.Version = 0 }},
		{"no status", func(r *lead.Transition) { r.To = "" }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			rows := path("x", "a@0", "b@1")
			tt.spoil(&rows[1])
			_, err := abc(t).Report(seq(rows), funnel.Options{AsOf: day(10)})
			if !errors.Is(err, funnel.ErrInvalidRow) || !strings.Contains(err.Error(), "row 2 of the history") {
				t.Errorf("got %v, want ErrInvalidRow that names row 2", err)
			}
		})
	}
}

func TestErrorOfTheHistoryEndsTheReport(t *testing.T) {
	broken := errors.New("connection lost")
	history := func(yield func(lead.Transition, error) bool) {
		if yield(path("x", "a@0")[0], nil) && yield(lead.Transition{}, broken) {
			t.Error("the report reads on behind an error")
		}
	}
	r, err := abc(t).Report(history, funnel.Options{AsOf: day(10)})
	if !errors.Is(err, broken) || !strings.Contains(err.Error(), "after 1 rows") || r != nil {
		t.Errorf("got %v and report %v, want the error of the history, after 1 rows", err, r)
	}
}

func TestEqualRowsCountOnce(t *testing.T) {
	rows := path("x", "a@0", "b@1")
	rows[0].Labels = map[string]string{"origin": "web", "owner": "u1"}
	rows[0].Actor = lead.Actor{ID: "u1", Side: lead.Sales}
	rows[0].Note, rows[0].Key, rows[0].Evidence = "call after five", "k1", []byte(`{"g":1}`)
	again := rows[0]
	again.Note, again.Key, again.Evidence, again.Actor.ID = "", "", nil, "" // erased meanwhile
	again.At = again.At.In(time.FixedZone("CET", 3600)).Add(time.Nanosecond)
	again.Labels = map[string]string{"owner": "u1", "origin": "web"}
	r := report(t, abc(t), append(rows, again), funnel.Options{AsOf: day(10)})
	if r.Counts.Rows != 2 || r.Counts.Duplicates != 1 {
		t.Errorf("got %d rows and %d duplicates, want 2 and 1", r.Counts.Rows, r.Counts.Duplicates)
	}
}

func TestDifferentRowsWithOneVersionAreRefused(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change func(*lead.Transition)
		want   string
	}{
		{
			"another status",
			func(r *lead.Transition) { r.Event, r.To = "to_c", "c" },
			`lead "x": two different rows with version 2: "to_b" to "b", at 2026-03-03T00:00:00Z; and "to_c" to "c", at 2026-03-03T00:00:00Z`,
		},
		{
			"another time",
			func(r *lead.Transition) { r.At = day(2) },
			`lead "x": two different rows with version 2: "to_b" to "b", at 2026-03-03T00:00:00Z; and "to_b" to "b", at 2026-03-04T00:00:00Z`,
		},
		{
			"no time",
			func(r *lead.Transition) { r.At = time.Time{} },
			`lead "x": two different rows with version 2: "to_b" to "b", at 2026-03-03T00:00:00Z; and "to_b" to "b", without a time`,
		},
		{
			"another label",
			func(r *lead.Transition) { r.Labels = map[string]string{"origin": "fair"} },
			`lead "x": two different rows with version 2: both "to_b" to "b", at 2026-03-03T00:00:00Z, but they differ in another field`,
		},
	} {
		for _, swap := range []bool{false, true} {
			rows := path("x", "a@0", "b@1", "b@3")
			rows[2].Version = 2
			rows[2].At, rows[2].From, rows[2].Since, rows[2].Recorded = rows[1].At, rows[1].From, rows[1].Since, rows[1].Recorded
			tt.change(&rows[2])
			if swap {
				rows[1], rows[2] = rows[2], rows[1]
			}
			_, err := abc(t).Report(seq(rows), funnel.Options{AsOf: day(10)})
			d, ok := errors.AsType[*funnel.DuplicateError](err)
			if !ok || !errors.Is(err, funnel.ErrDuplicate) || d.LeadID != "x" || d.Version != 2 {
				t.Errorf("%s: got %v, want a DuplicateError of lead x, version 2", tt.name, err)
			} else if err.Error() != tt.want {
				t.Errorf("%s, swapped %t:\ngot  %v\nwant %s", tt.name, swap, err, tt.want)
			}
		}
	}
}

// Every field that does not hold personal data tells two rows apart.
func TestEachFieldTellsTwoRowsApart(t *testing.T) {
	changes := map[string]func(*lead.Transition){
		"Event":      func(r *lead.Transition) { r.Event = "z" },
		"From":       func(r *lead.Transition) { r.From = "z" },
		"To":         func(r *lead.Transition) { r.To = "z" },
		"Prior":      func(r *lead.Transition) { r.Prior = "z" },
		"At":         func(r *lead.Transition) { r.At = r.At.Add(time.Microsecond) },
		"Since":      func(r *lead.Transition) { r.Since = r.Since.Add(time.Microsecond) },
		"Due":        func(r *lead.Transition) { r.Due = r.At },
		"Recorded":   func(r *lead.Transition) { r.Recorded = r.Recorded.Add(time.Microsecond) },
		"Actor.Side": func(r *lead.Transition) { r.Actor.Side = "z" },
		"Actor.Kind": func(r *lead.Transition) { r.Actor.Kind = "z" },
		"Reason":     func(r *lead.Transition) { r.Reason = "z" },
		"Criteria":   func(r *lead.Transition) { r.Criteria = "z" },
		"Labels":     func(r *lead.Transition) { r.Labels = map[string]string{"l": "w"} },
		"Set":        func(r *lead.Transition) { r.Set = []string{"z"} },
		"Inferred":   func(r *lead.Transition) { r.Inferred = true },
	}
	for field, change := range changes {
		row := path("x", "a@1")[0]
		row.Labels = map[string]string{"l": "v"}
		other := row
		change(&other)
		if _, err := abc(t).Report(seq([]lead.Transition{row, other}), funnel.Options{AsOf: day(10)}); !errors.Is(err, funnel.ErrDuplicate) {
			t.Errorf("%s: got %v, want ErrDuplicate", field, err)
		}
	}
}

func TestTextsOfOneRowCannotPassForThoseOfAnother(t *testing.T) {
	row := path("x", "a@1")[0]
	row.Reason, row.Criteria = "ab", "c"
	row.Labels = map[string]string{"l": "vm", "": "w"}
	other := row
	other.Reason, other.Criteria = "a", "bc"
	if _, err := abc(t).Report(seq([]lead.Transition{row, other}), funnel.Options{AsOf: day(10)}); !errors.Is(err, funnel.ErrDuplicate) {
		t.Errorf("got %v, want ErrDuplicate", err)
	}
}

// What two fields or labels say cannot change places.
func TestValuesThatChangePlacesAreAnotherRow(t *testing.T) {
	row := path("x", "a@1")[0]
	row.Reason, row.Criteria = "r", "c"
	row.Labels = map[string]string{"l": "v", "m": "w"}
	row.Since, row.Due = day(1), day(2)
	for name, change := range map[string]func(*lead.Transition){
		"fields":          func(r *lead.Transition) { r.Reason, r.Criteria = r.Criteria, r.Reason },
		"times":           func(r *lead.Transition) { r.Since, r.Due = r.Due, r.Since },
		"labels":          func(r *lead.Transition) { r.Labels = map[string]string{"l": "w", "m": "v"} },
		"label and value": func(r *lead.Transition) { r.Labels = map[string]string{"v": "l", "m": "w"} },
	} {
		other := row
		change(&other)
		if _, err := abc(t).Report(seq([]lead.Transition{row, other}), funnel.Options{AsOf: day(10)}); !errors.Is(err, funnel.ErrDuplicate) {
			t.Errorf("%s: got %v, want ErrDuplicate", name, err)
		}
	}
}

func TestOfSeveralDuplicatesTheSmallestLeadIsNamed(t *testing.T) {
	var rows []lead.Transition
	for _, id := range []string{"m", "c", "x"} {
		rows = append(rows, path(id, "a@0", "b@1")...)
		rows = append(rows, path(id, "b@0", "c@1")...)
	}
	_, err := abc(t).Report(seq(rows), funnel.Options{AsOf: day(10)})
	if d, ok := errors.AsType[*funnel.DuplicateError](err); !ok || d.LeadID != "c" || d.Version != 1 {
		t.Errorf("got %v, want the duplicate of lead c, version 1", err)
	}
}

func TestDuplicatesBehindAsOfDoNotExist(t *testing.T) {
	rows := append(path("x", "a@0", "b@11"), path("x", "a@0", "c@12")...)
	r := report(t, abc(t), rows, funnel.Options{AsOf: day(10)})
	if r.Counts.Duplicates != 1 || r.Counts.Rows != 1 {
		t.Errorf("got %+v, want 1 row and 1 duplicate", r.Counts)
	}
}
