package main

import (
	"encoding/csv"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/examples/internal/clitest"
	"github.com/leadline-go/leadline/scoring"
)

// The expected scores were computed by SQLite from the same rules written as SQL.
func TestXEducationLeads(t *testing.T) {
	dir := filepath.Join(clitest.DataDir(t), "x-education-leads")
	args := []string{"-leads", filepath.Join(dir, "Leads.csv"), "-id", "Lead Number", "-rules", "testdata/x-education.yaml", "-asof", "2026-03-02"}

	asCSV, stderr := program.Succeed(t, with(args, "-format", "csv")...)
	if want := filepath.Join(dir, "Leads.csv") + ": 9240 leads\n"; stderr != want {
		t.Errorf("stderr: %s, want %s", stderr, want)
	}
	want, got := map[string]string{}, map[string]string{}
	for _, row := range records(t, clitest.Read(t, filepath.Join(dir, "expected_scores.csv"))) {
		want[row[0]] = row[1] + map[string]string{"0": " false", "1": " true"}[row[2]]
	}
	for _, row := range records(t, asCSV) {
		got[row[0]] = row[1] + " " + row[3]
	}
	if len(want) != 9240 {
		t.Errorf("%d scores are expected, want 9240", len(want))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("scores (-want +got)\n%s", diff)
	}

	asJSON, _ := program.Succeed(t, with(args, "-format", "json")...)
	var sum scoring.Points
	bands := map[string]int{}
	for l := range strings.Lines(asJSON) {
		var lead line
		if err := json.Unmarshal([]byte(l), &lead); err != nil {
			t.Fatal(err)
		}
		sum += lead.Result.Total
		bands[lead.Result.Band]++
	}
	if sum != 198_465*scoring.Point {
		t.Errorf("%v points in all, want 198465", sum)
	}
	if diff := cmp.Diff(map[string]int{"hot": 765, "warm": 2107, "cold": 6368}, bands); diff != "" {
		t.Errorf("bands (-want +got)\n%s", diff)
	}

	text, _ := program.Succeed(t, args...)
	if want := "\n9240 leads: 2872 qualify, 0 held back by a gate, "; !strings.Contains(text, want) {
		t.Errorf("the text lacks %s", want)
	}
}

// records reads a CSV file without its header.
func records(t *testing.T, content string) [][]string {
	t.Helper()
	all, err := csv.NewReader(strings.NewReader(content)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return all[1:]
}
