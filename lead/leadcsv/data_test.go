package leadcsv_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/leadline-go/leadline/lead/leadcsv"
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

// TestRealExports reads exports of real systems with maps as one would write them.
// The counts are those that SQLite gives for the same files.
func TestRealExports(t *testing.T) {
	dir := dataDir(t)
	type source struct{ file, m string }
	tests := []struct {
		name           string
		sources        []source
		rows, leads    int
		excluded       int
		statuses       int
		first, last    string // of all rows
		labelled       int    // rows that have the label
		label, labelIs string
	}{
		{
			name: "an incident log, compressed",
			sources: []source{{
				"bpic2013-volvo-incidents/incidents_events.csv.gz",
				"lead: case_id\nstatus: [concept_name, lifecycle_transition]\nat: {column: ts_ms, format: unix_ms}\norder: seq\nlabels: [product]\n",
			}},
			rows: 65533, leads: 7554, statuses: 13,
			first: "2010-03-31T14:59:42Z", last: "2012-05-22T23:22:25Z",
		},
		{
			name: "the same log by its other column of times",
			sources: []source{{
				"bpic2013-volvo-incidents/incidents_events.csv.gz",
				"lead: case_id\nstatus: concept_name\nat: {column: timestamp, format: rfc3339}\n",
			}},
			rows: 65533, leads: 7554, statuses: 4,
			first: "2010-03-31T14:59:42Z", last: "2012-05-22T23:22:25Z",
		},
		{
			name: "two wide files of one shop, joined",
			sources: []source{
				{
					"olist-marketing-funnel/olist_marketing_qualified_leads_dataset.csv",
					"lead: mql_id\nmilestones:\n  - {status: mql, at: {column: first_contact_date, format: \"2006-01-02\"}}\nlabels: [origin]\n",
				},
				{
					"olist-marketing-funnel/olist_closed_deals_dataset.csv",
					"lead: mql_id\nmilestones:\n  - {status: won, at: {column: won_date, format: \"2006-01-02 15:04:05\"}}\n",
				},
			},
			rows: 8842, leads: 8000, statuses: 2,
			first: "2017-06-14T00:00:00Z", last: "2018-11-14T18:04:19Z",
			label: "origin", labelIs: "social", labelled: 1350 + 75,
		},
		{
			name: "field changes of a marketing automation, of which one field is read",
			sources: []source{{
				"fivetran-crm-seeds/marketo/marketo_activity_change_data_value_data.csv",
				"lead: lead_id\nstatus: new_value\nat: {column: activity_date, format: \"2006-01-02 15:04:05\"}\norder: id\n" +
					"where: [{column: primary_attribute_value, eq: Contact Type}]\n",
			}},
			rows: 4, leads: 4, excluded: 96, statuses: 1,
			first: "2020-05-06T00:14:31Z", last: "2020-05-06T00:14:31Z",
		},
		{
			name: "stage history of a CRM",
			sources: []source{{
				"fivetran-crm-seeds/hubspot/deal_stage_data.csv",
				"lead: deal_id\nstatus: value\nat: {column: date_entered, format: \"2006-01-02 15:04:05\"}\n",
			}},
			rows: 14, leads: 14, statuses: 3,
			first: "2021-01-07T06:49:18Z", last: "2021-01-12T06:47:26Z",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var files []leadcsv.File
			for _, s := range tt.sources {
				m, err := leadcsv.ReadMap(strings.NewReader(s.m), "map.yaml")
				if err != nil {
					t.Fatal(err)
				}
				f, err := os.Open(filepath.Join(dir, s.file))
				if err != nil {
					t.Fatal(err)
				}
				defer f.Close()
				files = append(files, leadcsv.File{Name: s.file, Reader: f, Mapping: compile(t, m)})
			}
			h := read(t, files...)
			if h.Rows() != tt.rows || h.Leads() != tt.leads || len(h.Statuses()) != tt.statuses {
				t.Errorf("got %d rows of %d leads in %d statuses, want %d of %d in %d",
					h.Rows(), h.Leads(), len(h.Statuses()), tt.rows, tt.leads, tt.statuses)
			}
			first, last := h.Span()
			if f, l := first.Format(time.RFC3339), last.Format(time.RFC3339); f != tt.first || l != tt.last {
				t.Errorf("got the span %s to %s, want %s to %s", f, l, tt.first, tt.last)
			}
			excluded, labelled := 0, 0
			for _, f := range h.Files() {
				excluded += f.Excluded
			}
			for _, tr := range rows(t, h) {
				if tt.label != "" && tr.Labels[tt.label] == tt.labelIs {
					labelled++
				}
			}
			if excluded != tt.excluded || labelled != tt.labelled {
				t.Errorf("left out %d records and labelled %d rows, want %d and %d", excluded, labelled, tt.excluded, tt.labelled)
			}
		})
	}
}
