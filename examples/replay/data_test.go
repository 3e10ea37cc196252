package main

import (
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/examples/internal/clitest"
)

// reference reads a figure that SQLite computed of the same files.
func reference[T any](t *testing.T, dir, query string) []T {
	t.Helper()
	var file struct {
		Queries []struct {
			ID     string          `json:"id"`
			Name   string          `json:"name"`
			Result json.RawMessage `json:"result"`
			Rows   json.RawMessage `json:"rows"`
		} `json:"queries"`
	}
	if err := json.Unmarshal([]byte(clitest.Read(t, filepath.Join(dir, "reference.json"))), &file); err != nil {
		t.Fatal(err)
	}
	for _, q := range file.Queries {
		if q.ID != query && q.Name != query {
			continue
		}
		raw := q.Result
		if raw == nil {
			raw = q.Rows
		}
		var out []T
		if err := json.Unmarshal(raw, &out); err != nil {
			t.Fatalf("%s: %v", query, err)
		}
		return out
	}
	t.Fatalf("reference.json has no query %q", query)
	return nil
}

func TestOlist(t *testing.T) {
	dir := filepath.Join(clitest.DataDir(t), "olist-marketing-funnel")
	args := []string{
		"-history", filepath.Join(dir, "olist_marketing_qualified_leads_dataset.csv"), "-map", "maps/olist-mql.yaml",
		"-history", filepath.Join(dir, "olist_closed_deals_dataset.csv"), "-map", "maps/olist-closed.yaml",
		"-by", "origin",
	}
	r, stderr := reported(t, args...)
	if !strings.HasSuffix(stderr, "history: 8000 leads, 8842 rows, 2017-06-14T00:00:00Z to 2018-11-14T18:04:19Z\n") {
		t.Errorf("stderr: %s", stderr)
	}
	mql, won := r.Stages[0], r.Stages[1]
	if mql.Name != "mql" || won.Name != "won" || mql.Reached != 8000 || won.Reached != 842 || won.Entered != 842 {
		t.Errorf("got %+v and %+v, want 8000 and 842", mql, won)
	}
	if c := won.Conversion; c.Num != 842 || c.Den != 8000 || c.Value != 0.10525 {
		t.Errorf("got conversion %+v, want 842/8000 = 0.10525", c)
	}
	if d := mql.TimeToNext; d.N != 841 || d.P50 != 1271995 || d.P90 != 14054846 {
		t.Errorf("got time to won %+v, want 841 with 1271995 and 14054846", d)
	}

	// Won before the first contact: counted, reported, without a step time.
	early := []anomaly{{"ends_before_start", 1, []string{"b91cf8812365f50ff4bda4bcd6206b05"}}}
	if diff := cmp.Diff(early, r.Anomalies); diff != "" {
		t.Errorf("anomalies (-want +got)\n%s", diff)
	}

	type origin struct {
		Origin string `json:"origin"`
		MQLs   int    `json:"mqls"`
		Won    int    `json:"won"`
	}
	want := reference[origin](t, dir, "by_origin")
	var got []origin
	for _, s := range r.Segments {
		n := reach(s.Stages)
		got = append(got, origin{strings.Replace(s.Value, "(none)", "(null)", 1), n["mql"], n["won"]})
	}
	for _, os := range [][]origin{want, got} {
		slices.SortFunc(os, func(a, b origin) int { return strings.Compare(a.Origin, b.Origin) })
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("by origin (-want +got)\n%s", diff)
	}
	for _, o := range []origin{{"paid_search", 1586, 195}, {"organic_search", 2296, 271}, {"social", 1350, 75}, {"email", 493, 15}} {
		if !slices.Contains(got, o) {
			t.Errorf("by origin lacks %+v", o)
		}
	}
}

// TestOlistCohorts follows each month's leads to the end.
func TestOlistCohorts(t *testing.T) {
	dir := filepath.Join(clitest.DataDir(t), "olist-marketing-funnel")
	type month struct {
		Cohort string `json:"cohort"`
		MQLs   int    `json:"mqls"`
		Won    int    `json:"won"`
	}
	want := reference[month](t, dir, "monthly_cohorts")
	if len(want) == 0 {
		t.Fatal("no cohorts")
	}
	var got []month
	for i, m := range want {
		args := []string{
			"-history", filepath.Join(dir, "olist_marketing_qualified_leads_dataset.csv"), "-map", "maps/olist-mql.yaml",
			"-history", filepath.Join(dir, "olist_closed_deals_dataset.csv"), "-map", "maps/olist-closed.yaml",
			"-from", m.Cohort + "-01",
		}
		if i+1 < len(want) {
			args = append(args, "-to", want[i+1].Cohort+"-01")
		}
		r, _ := reported(t, args...)
		n := reach(r.Stages)
		got = append(got, month{m.Cohort, n["mql"], n["won"]})
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestVolvoIncidents(t *testing.T) {
	dir := filepath.Join(clitest.DataDir(t), "bpic2013-volvo-incidents")
	args := []string{"-history", filepath.Join(dir, "incidents_events.csv.gz"), "-map", "maps/volvo-incidents.yaml"}
	r, stderr := reported(t, args...)
	if !strings.HasSuffix(stderr, "history: 7554 leads, 65533 rows, 2010-03-31T14:59:42Z to 2012-05-22T23:22:25Z\n") {
		t.Errorf("stderr: %s", stderr)
	}
	if got := r.reentered("Completed"); got != (reentered{514, 580}) {
		t.Errorf("Completed was re-entered %+v, want by 514 leads 580 times", got)
	}

	type flow struct {
		Log  string `json:"log"`
		From string `json:"from_status"`
		To   string `json:"to_status"`
		N    int    `json:"n"`
	}
	var want []transition
	for _, f := range reference[flow](t, dir, "transitions_status") {
		if f.Log == "i" {
			want = append(want, transition{f.From, f.To, f.N})
		}
	}
	if diff := cmp.Diff(sorted(want), sorted(r.Transitions)); diff != "" {
		t.Errorf("transitions (-want +got)\n%s", diff)
	}
	rows, diagonal, leads := 0, 0, 0
	for _, f := range r.Transitions {
		if f.To == "(end)" {
			leads += f.N
			continue
		}
		rows += f.N
		if f.From == f.To {
			diagonal += f.N
		}
	}
	if rows != 65533 || diagonal != 29045 || leads != 7554 {
		t.Errorf("got %d rows, %d on the diagonal, of %d leads, want 65533, 29045 and 7554", rows, diagonal, leads)
	}
	if len(r.Anomalies) > 0 {
		t.Errorf("got anomalies %+v, want none", r.Anomalies)
	}
}

// TestVolvoByProduct breaks down without losing a lead.
func TestVolvoByProduct(t *testing.T) {
	dir := filepath.Join(clitest.DataDir(t), "bpic2013-volvo-incidents")
	r, _ := reported(t, "-history", filepath.Join(dir, "incidents_events.csv.gz"), "-map", "maps/volvo-incidents.yaml", "-by", "product")
	total := 0
	for _, s := range r.Segments {
		total += s.Stages[0].Reached
	}
	if total != r.Stages[0].Reached || len(r.Segments) < 2 {
		t.Errorf("got %d leads in %d segments, want %d", total, len(r.Segments), r.Stages[0].Reached)
	}
}
