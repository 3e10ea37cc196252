package leadtest

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/leadline-go/leadline/lead"
)

// pagesAdd checks that the pages of a query are what it gives in one go.
func pagesAdd(t *testing.T, s lead.Store, q lead.Query, size int, want []lead.Transition) {
	t.Helper()
	got, err := pages(t.Context(), s, q, size, len(want), nil)
	if err != nil {
		t.Fatalf("History(%+v) in pages of %d: %v", q, size, err)
	}
	if d := diffRows(want, got); d != "" {
		t.Fatalf("History(%+v) in pages of %d: %s", q, size, d)
	}
}

func checkPages(t *testing.T, s lead.Store) {
	all := writeSample(t, s)
	for _, tt := range []struct {
		name string
		q    lead.Query
	}{
		{"of one lead", lead.Query{LeadID: "L-26"}},
		{"of last rows", lead.Query{Current: true}},
		{"of last rows in a status", lead.Query{Current: true, Statuses: []lead.Status{"mql"}}},
		{"of a work list", lead.Query{Current: true, DueBefore: begin.AddDate(1, 0, 0)}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			want := selects(all, tt.q)
			for size := range len(want) + 1 {
				pagesAdd(t, s, tt.q, size+1, want)
			}
		})
	}
	t.Run("of everything", func(t *testing.T) {
		for _, size := range []int{1, 2, 3, 50, len(all) - 1, len(all), len(all) + 1} {
			pagesAdd(t, s, lead.Query{}, size, selects(all, lead.Query{}))
		}
	})
	t.Run("of random queries", func(t *testing.T) {
		for i, q := range queries(60) {
			q.Limit = 0
			pagesAdd(t, s, q, 2+i%5, selects(all, q))
		}
	})
}

// checkLong reads more rows, and more leads, than any page of a store may hold.
func checkLong(t *testing.T, s lead.Store) {
	all := long(many, 1000)
	write(t, s, all...) // more than a database takes in one statement
	all = selects(all, lead.Query{})
	list := lead.Query{Current: true, DueBefore: begin.AddDate(1, 0, 0)}
	for _, tt := range []struct {
		name string
		q    lead.Query
	}{
		{"of everything", lead.Query{}},
		{"of one lead", lead.Query{LeadID: "L-0700"}},
		{"of last rows", lead.Query{Current: true}},
		{"of last rows of which most drop out", lead.Query{Current: true, Statuses: []lead.Status{"sal"}}},
		{"of a work list", list},
	} {
		t.Run(tt.name, func(t *testing.T) {
			want := selects(all, tt.q)
			gives(t, s, tt.q, want)
			for _, size := range []int{256, 1000} { // what stores like to read at once
				pagesAdd(t, s, tt.q, size, want)
				for _, limit := range []int{size, size + 1} {
					q := tt.q
					q.Limit = limit
					gives(t, s, q, want[:min(limit, len(want))])
				}
			}
		})
	}
}

// long is a history of many leads with one row each, of which "L-0700" goes on to
// have versions rows. All have a due date, ten of them each the same one.
func long(leads int, versions int64) []lead.Transition {
	var trs []lead.Transition
	for i := range leads {
		tr := row(fmt.Sprintf("L-%04d", i), 1)
		tr.To = "mql"
		if i%100 == 99 {
			tr.To = "sal"
		}
		tr.Due = begin.Add(time.Duration(i/10) * time.Minute)
		trs = append(trs, tr)
	}
	slices.Reverse(trs)
	for v := range max(versions-1, 0) {
		tr := row("L-0700", v+2)
		tr.Due = begin
		trs = append(trs, tr)
	}
	return trs
}
