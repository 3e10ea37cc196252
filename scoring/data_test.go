package scoring

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// dataDir is the folder of real data, which is not part of the repository.
func dataDir(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("LEADLINE_DATA")
	if dir == "" {
		if slices.Contains(strings.Split(os.Getenv("LEADLINE_REQUIRE"), ","), "data") {
			t.Fatal("LEADLINE_DATA is not set, and LEADLINE_REQUIRE wants the data")
		}
		t.Skip("LEADLINE_DATA, the folder of real data, is not set")
	}
	return dir
}

// readTable reads a CSV file as one map per row.
func readTable(t *testing.T, path string) []map[string]string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, row := range rows[1:] {
		m := map[string]string{}
		for i, name := range rows[0] {
			m[name] = row[i]
		}
		out = append(out, m)
	}
	return out
}

// The expected scores were computed by SQLite from the same rules written as SQL.
func TestXEducationLeads(t *testing.T) {
	dir := filepath.Join(dataDir(t), "x-education-leads")
	m, err := compileFile("testdata/x_education.yaml", Bindings[Record]{})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]map[string]string{}
	for _, row := range readTable(t, filepath.Join(dir, "expected_scores.csv")) {
		want[row["lead_number"]] = row
	}
	asOf := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	var sum Points
	qualified := 0
	bands := map[string]int{}
	leads := readTable(t, filepath.Join(dir, "Leads.csv"))
	for _, row := range leads {
		r := score(t, m, Record{Fields: row}, asOf)
		sum += r.Total
		bands[r.Band]++
		if r.Qualified(false) {
			qualified++
		}
		w := want[row["Lead Number"]]
		if r.Total.String() != w["score"] || r.Qualified(false) != (w["is_mql"] == "1") {
			t.Errorf("lead %s: %v, qualified %t; want %s, %s", row["Lead Number"], r.Total, r.Qualified(false), w["score"], w["is_mql"])
		}
		for _, u := range r.Unknowns {
			if u.Reason == ReasonUnreadable {
				t.Errorf("lead %s: %s cannot be read", row["Lead Number"], u.Field)
			}
		}
	}
	if len(leads) != 9240 || sum != 198_465*Point || qualified != 2872 {
		t.Errorf("%d leads with %v points, %d qualified; want 9240, 198465, 2872", len(leads), sum, qualified)
	}
	if bands["hot"] != 765 || bands["warm"] != 2107 || bands["cold"] != 6368 {
		t.Errorf("bands %v, want 765 hot, 2107 warm, 6368 cold", bands)
	}
}
