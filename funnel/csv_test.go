package funnel_test

import (
	"encoding/csv"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/funnel"
)

func csvRows(t testing.TB, r *funnel.Report) [][]string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(rendered(t, r.WriteCSV))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestNoCSVCellStartsAFormulaWhateverStandsInTheReport(t *testing.T) {
	for _, payload := range harm {
		r := full(func(string) string { return payload })
		leaves(reflect.ValueOf(r).Elem(), "", func(_ string, v reflect.Value) { // kinds too
			if v.Kind() == reflect.String {
				v.SetString(payload)
			}
		})
		rows := csvRows(t, r)
		number := slices.Index(rows[0], "number")
		for i, row := range rows {
			for k, cell := range row {
				if k == number && i > 0 {
					if _, err := strconv.ParseFloat(cell, 64); err != nil && cell != "" {
						t.Errorf("%q: line %d: number %q is none", payload, i+1, cell)
					}
					continue
				}
				seen := strings.TrimLeftFunc(cell, func(r rune) bool { return unicode.IsSpace(r) || !unicode.IsPrint(r) })
				if strings.IndexAny(seen, "=+-@＝＋－＠") == 0 || strings.IndexAny(cell, "\t\r\n") == 0 {
					t.Errorf("%q: line %d: cell %q starts a formula", payload, i+1, cell)
				}
			}
		}
	}
}

// A figure is found by its section, group, item and metric: no two lines have the same.
func TestCSVLinesAreTheirOwn(t *testing.T) {
	seen := map[string]bool{}
	for _, row := range csvRows(t, demoReport(t)) {
		if row[0] == "finding" || row[0] == "agenda" || row[0] == "anomaly" {
			continue // lists
		}
		key := strings.Join(row[:6], "\x00")
		if seen[key] {
			t.Errorf("two lines for %q", row[:6])
		}
		seen[key] = true
	}
}

func TestCSVHasTheHandOffOfTheReport(t *testing.T) {
	r := demoReport(t)
	rows := csvRows(t, r)
	value := func(key ...string) string {
		for _, row := range rows {
			if cmp.Equal(row[:6], key) {
				return row[6]
			}
		}
		return "no line"
	}
	h := r.HandOff
	for _, tt := range []struct {
		want int64
		key  []string
	}{
		{h.Total.Offered, []string{"handoff", "", "", "", "", "offered"}},
		{h.Total.OfDecided.Num, []string{"handoff", "", "", "", "", "of_decided.num"}},
		{h.Total.Stages[1].Reached, []string{"handoff", "", "", h.Total.Stages[1].Stage, "", "reached"}},
		{h.Sources[0].Offers.Accepted, []string{"handoff_source", h.Sources[0].Value, "value", "", "", "accepted"}},
		{h.Periods[1].Offers.Offered, []string{"handoff_period", "2026-02-01T00:00:00Z", "period", "", "", "offered"}},
		{h.Reasons[0].N, []string{"reason", "", "value", h.Reasons[0].Reason, "rejected", "n"}},
		{h.Reasons[0].Sources[0].N, []string{"reason_source", h.Reasons[0].Sources[0].Value, "value", h.Reasons[0].Reason, "rejected", "n"}},
		{r.Goals[1].Periods[0].Actual, []string{"goal", "2026-01-01T00:00:00Z", "period", "sal", "", "actual"}},
		{r.Cohorts.Rows[2].Cells[1].Total.Num, []string{"cohort_cell", "2026-03-01T00:00:00Z", "period", "1", "", "total.num"}},
		{r.Ages[2].Buckets[3].N, []string{"age_bucket", strconv.Itoa(r.Ages[2].Buckets[3].From), "days", "mql", "", "n"}},
		{r.Exits[2].Ways[0].N, []string{"exit", "", "", "mql", string(r.Exits[2].Ways[0].To), "n"}},
		{*r.Plan.Stages[0].Needed, []string{"plan", "", "", "inquiry", "", "needed"}},
	} {
		if got := value(tt.key...); got != strconv.FormatInt(tt.want, 10) {
			t.Errorf("%q: got %s, want %d", tt.key, got, tt.want)
		}
	}
}
