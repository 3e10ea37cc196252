package leadcsv_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/lead/leadcsv"
)

func TestAMapIsReadFromYAMLAndJSON(t *testing.T) {
	want := leadcsv.Map{
		Lead: "id", Status: []string{"stage", "sub"},
		At: leadcsv.Time{Column: "ts", Format: "unix_ms"}, Order: "seq",
		Labels: []string{"product"}, Zone: "Europe/Vienna", Comma: "\t",
		Where: []leadcsv.Condition{
			{Column: "stage", NotIn: []string{"", "test"}},
			{Column: "product", Eq: "007", In: []string{"true"}, Prefix: "0"},
		},
	}
	for name, text := range map[string]string{
		"yaml": `
lead: id
status: [stage, sub]
at: {column: ts, format: unix_ms}
order: seq
labels: product
zone: Europe/Vienna
comma: "\t"
where:
  - {column: stage, not_in: ["", test]}
  - {column: product, eq: 007, in: true, prefix: "0"}
`,
		"json": `{"lead":"id","status":["stage","sub"],"at":{"column":"ts","format":"unix_ms"},"order":"seq",
"labels":["product"],"zone":"Europe/Vienna","comma":"\t","where":[{"column":"stage","not_in":["","test"]},
{"column":"product","eq":"007","in":["true"],"prefix":"0"}]}`,
	} {
		t.Run(name, func(t *testing.T) {
			got, err := leadcsv.ReadMap(strings.NewReader(text), "m."+name)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			if _, err := leadcsv.Compile(got); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestCompileReportsEveryProblemWithItsPlace(t *testing.T) {
	tests := []struct {
		name, text string
		want       string
	}{
		{
			"nothing that says how", "lead: id\n",
			`m.yaml:1:1: expected status and at (one row per change) or milestones (one row per lead), found neither
   1 | lead: id
       ^`,
		},
		{
			"both shapes", "lead: id\nstatus: s\nmilestones: [{status: x, at: {column: y, format: unix}}]\n",
			`m.yaml:3:13: milestones: expected either status and at (one row per change) or milestones (one row per lead), found both
   3 | milestones: [{status: x, at: {column: y, format: unix}}]
                   ^`,
		},
		{
			"half a change file", "lead: id\nstatus: s\n",
			`m.yaml:1:1: at.column: expected a column of times, found nothing
   1 | lead: id
       ^
m.yaml:1:1: at.format: expected unix, unix_ms, rfc3339 or a Go layout such as "2006-01-02 15:04:05", found nothing
   1 | lead: id
       ^`,
		},
		{
			"the other half", "lead: id\nat: {column: t, format: unix}\n",
			`m.yaml:1:1: status: expected the column of the status, found nothing
   1 | lead: id
       ^`,
		},
		{
			"much at once", `lead: ""
status: [a, ""]
at: {column: t, format: YYYY-MM-DD}
labels: [x, y, x]
zone: Local
comma: ";;"
where:
  - {column: "", prefix: a}
  - {column: c}
  - {column: c, in: []}
`,
			`m.yaml:1:7: lead: expected the column of the lead's id, found nothing
   1 | lead: ""
             ^
m.yaml:2:13: status[1]: expected the column of the status, found nothing
   2 | status: [a, ""]
                   ^
m.yaml:3:25: at.format: expected unix, unix_ms, rfc3339 or a Go layout of the moment 2006-01-02 15:04:05, such as "02.01.2006 15:04", found "YYYY-MM-DD"
   3 | at: {column: t, format: YYYY-MM-DD}
                               ^
m.yaml:4:16: labels[2]: label "x" is listed twice
   4 | labels: [x, y, x]
                      ^
m.yaml:5:7: zone: expected a time zone such as "Europe/Vienna", found "Local"
   5 | zone: Local
             ^
m.yaml:6:8: comma: expected one character such as ";", found ";;"
   6 | comma: ";;"
              ^
m.yaml:8:14: where[0].column: expected a column, found nothing
   8 |   - {column: "", prefix: a}
                    ^
m.yaml:9:5: where[1]: expected eq, in, not_in or prefix; for empty values in: [""] or not_in: [""]
   9 |   - {column: c}
           ^
m.yaml:10:21: where[2].in: expected at least one value, found none: no row would be read
  10 |   - {column: c, in: []}
                           ^`,
		},
		{
			"milestones", `lead: id
order: seq
milestones:
  - {status: a, at: {column: x, format: unix}}
  - {status: b, at: {column: x, format: unix}}
  - {status: "", at: {column: y, format: "2006-01-02 15:04:05 MST"}}
`,
			`m.yaml:2:8: order: order goes with status and at; milestones are in the order of the map
   2 | order: seq
              ^
m.yaml:5:30: milestones[1].at.column: column "x" dates a already
   5 |   - {status: b, at: {column: x, format: unix}}
                                    ^
m.yaml:6:14: milestones[2].status: expected a status, found nothing
   6 |   - {status: "", at: {column: y, format: "2006-01-02 15:04:05 MST"}}
                    ^
m.yaml:6:42: milestones[2].at.format: a zone's short name, MST, stands for no certain offset; expected -0700 or Z07:00, or a layout without a zone and the map's zone, found "2006-01-02 15:04:05 MST"
   6 |   - {status: "", at: {column: y, format: "2006-01-02 15:04:05 MST"}}
                                                ^`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m, err := leadcsv.ReadMap(strings.NewReader(tt.text), "m.yaml")
			if err != nil {
				t.Fatal(err)
			}
			c, err := leadcsv.Compile(m)
			if c != nil || !errors.Is(err, lead.ErrInvalidSpec) {
				t.Fatalf("got %v, %v", c, err)
			}
			if diff := cmp.Diff(tt.want, err.Error()); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestReadMapRefusesUnknownKeys(t *testing.T) {
	_, err := leadcsv.ReadMap(strings.NewReader("lead: id\nstatsu: s\n"), "m.yaml")
	if !errors.Is(err, lead.ErrInvalidSpec) || !strings.Contains(err.Error(), `did you mean "status"?`) {
		t.Errorf("got %v", err)
	}
}

func TestLayouts(t *testing.T) {
	for layout, want := range map[string]bool{
		"2006-01-02":                          true,
		"2006-01-02 15:04:05":                 true,
		"2006-01-02T15:04:05.999999999Z07:00": true,
		"2006-01-02 15:04:05 UTC":             true,
		"2006-01-02 15:04:05 -0700":           true,
		"02.01.06 15h04":                      true,
		"Jan 2, 2006, 3:04 PM":                true,
		"Monday, 2 January 2006":              true,
		"2006 002":                            true, // day of the year
		"dd.mm.yyyy":                          false,
		"%Y-%m-%d":                            false,
		"2006-01":                             false, // no day
		"01-02 15:04":                         false, // no year
		"15:04:05":                            false,
		"2006-01-02 03:04":                    false, // morning or evening?
		"2006-01-02 15:05":                    false, // seconds for minutes
		"2006-02-01 15:04 MST":                false,
		"2026-03-31":                          false,
	} {
		m := changes
		m.At.Format = layout
		if _, err := leadcsv.Compile(m); (err == nil) != want {
			t.Errorf("%q: got %v", layout, err)
		}
	}
}

func TestAMappingKeepsNothingOfTheMap(t *testing.T) {
	m := wide
	m.Labels = []string{"origin"}
	m.Where = []leadcsv.Condition{{Column: "origin", In: []string{"x"}}}
	c := compile(t, m)
	m.Labels[0], m.Where[0].In[0], m.Where[0].Column = "gone", "y", "gone"
	f := leadcsv.File{Name: "f", Mapping: c, Reader: strings.NewReader("id,contacted,closed,origin\na,2026-01-01,,x\n")}
	if h := read(t, f); h.Rows() != 1 {
		t.Errorf("got %d rows, want 1", h.Rows())
	}
}
