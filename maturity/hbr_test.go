package maturity

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// sheet makes a sheet whose answers add up to a total.
func sheet(department string, total int) HBRSheet {
	s := HBRSheet{Department: department, Items: slices.Repeat([]int{total / HBRItems}, HBRItems)}
	for i := range total % HBRItems {
		s.Items[i]++
	}
	return s
}

func hbr(t tester, sheets ...HBRSheet) HBRResult {
	t.Helper()
	r, err := HBR(sheets)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestTotalsFallIntoThePublishedClasses(t *testing.T) {
	for _, tt := range []struct {
		total int
		class HBRClass
		stage int
	}{
		{20, HBRUndefined, 1},
		{39, HBRUndefined, 1},
		{40, HBRDefined, 2},
		{59, HBRDefined, 2},
		{60, HBRAligned, 3},
		{79, HBRAligned, 3},
		{80, HBRIntegrated, 4},
		{100, HBRIntegrated, 4},
	} {
		for _, s := range []HBRSheet{sheet("sales", tt.total), {Department: "sales", Total: tt.total}} {
			r := hbr(t, s, s, s)
			if r.Class != tt.class || r.Stage != tt.stage || *r.Mean != Decimal(1000*tt.total) || len(r.Findings) > 0 {
				t.Errorf("%d: %+v, want %s", tt.total, r, tt.class)
			}
		}
	}
}

func TestDepartmentsCountAlikeHoweverLargeTheyAre(t *testing.T) {
	want := HBRResult{
		Departments: []HBRDepartment{{Department: "marketing", People: 3, Mean: new(Decimal(72_000))}, {Department: "sales", People: 3, Mean: new(Decimal(46_000))}},
		Mean:        new(Decimal(59_000)), Class: HBRDefined, Stage: 2,
		Findings: []Finding{{
			HBRGapFound,
			map[string]string{"higher": "marketing", "lower": "sales", "gap": "26.00"},
			Text{
				En: "The relationship is rated higher by marketing than by sales (26 points).",
				De: "marketing bewertet die Beziehung höher als sales (26 Punkte).",
			},
		}},
	}
	three := []HBRSheet{
		sheet("sales", 40), sheet("marketing", 72), sheet("sales", 50), sheet("marketing", 70), sheet("sales", 48), sheet("marketing", 74),
	}
	if diff := cmp.Diff(want, hbr(t, three...)); diff != "" {
		t.Errorf("three a side (-want +got):\n%s", diff)
	}
	want.Departments[0].People = 9
	nine := append(slices.Repeat([]HBRSheet{sheet("marketing", 72)}, 6), three...)
	if diff := cmp.Diff(want, hbr(t, nine...)); diff != "" {
		t.Errorf("nine of marketing (-want +got):\n%s", diff)
	}
}

// A model names the departments that it knows; another one, which has sheets only, stays
// as it is in them.
func TestAReportNamesTheDepartmentsOfItsModel(t *testing.T) {
	m := compile(t, Default())
	sheets := slices.Concat(slices.Repeat([]HBRSheet{sheet("sales", 45)}, 3), slices.Repeat([]HBRSheet{sheet("marketing", 70)}, 3))
	r, err := m.Evaluate(Input{HBR: sheets})
	if err != nil {
		t.Fatal(err)
	}
	want := Finding{
		HBRGapFound,
		map[string]string{"higher": "marketing", "lower": "sales", "gap": "25.00"},
		Text{
			En: "The relationship is rated higher by Marketing than by Sales (25 points).",
			De: "Marketing bewertet die Beziehung höher als Vertrieb (25 Punkte).",
		},
	}
	if diff := cmp.Diff([]Finding{want}, r.HBR.Findings); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := r.HBR.Departments[1]; got.Department != "sales" || got.Name != (Text{En: "Sales", De: "Vertrieb"}) {
		t.Errorf("got %+v", got)
	}
	for i := range sheets {
		if sheets[i].Department == "sales" {
			sheets[i].Department = "inside sales"
		}
	}
	if r, err = m.Evaluate(Input{HBR: sheets}); err != nil {
		t.Fatal(err)
	}
	if got, want := r.HBR.Findings[0].Text.De, "Marketing bewertet die Beziehung höher als inside sales (25 Punkte)."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := r.HBR.Departments[0]; got.Department != "inside sales" || got.Name != (Text{}) {
		t.Errorf("got %+v", got)
	}
}

func TestBetweenTwoClassesIsTheLower(t *testing.T) {
	for _, tt := range []struct {
		totals []int
		mean   string
		class  HBRClass
	}{
		{[]int{39, 40, 39, 40}, "39.5", HBRUndefined},
		{append(slices.Repeat([]int{40}, 299), 39), "39.99", HBRUndefined}, // 39.9967 is not rounded into the next class
		{[]int{60, 60, 59}, "59.67", HBRDefined},
		{[]int{80, 79, 80}, "79.67", HBRAligned},
		{[]int{80, 80, 80}, "80", HBRIntegrated},
	} {
		var sheets []HBRSheet
		for _, v := range tt.totals {
			sheets = append(sheets, sheet("sales", v))
		}
		if r := hbr(t, sheets...); r.Class != tt.class || r.Mean.String() != tt.mean {
			t.Errorf("%v: %s at %v, want %s at %s", tt.totals[:3], r.Class, r.Mean, tt.class, tt.mean)
		}
	}
}

func TestGapIsAFindingFromTwentyPoints(t *testing.T) {
	for _, tt := range []struct {
		marketing, sales int
		want             string
	}{{60, 41, ""}, {60, 40, "marketing sales 20.00"}, {41, 61, "sales marketing 20.00"}, {50, 50, ""}} {
		r := hbr(t, slices.Concat(slices.Repeat([]HBRSheet{sheet("marketing", tt.marketing)}, 3), slices.Repeat([]HBRSheet{sheet("sales", tt.sales)}, 3))...)
		var got string
		if len(r.Findings) > 0 {
			p := r.Findings[0].Params
			got = p["higher"] + " " + p["lower"] + " " + p["gap"]
		}
		if len(r.Findings) > 1 || got != tt.want {
			t.Errorf("%d and %d: %q, want %q", tt.marketing, tt.sales, got, tt.want)
		}
	}
}

// With two people of sales there is no figure, of whatever department, and what is
// there is the same for all totals of theirs that have the class and the direction.
func TestTotalsOfTwoCannotBeReadBack(t *testing.T) {
	same := map[string]string{}
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.IntRange(20, 100).Draw(t, "total")
		r := hbr(t, append(slices.Repeat([]HBRSheet{sheet("marketing", 70)}, 3), sheet("sales", v), sheet("sales", v))...)
		raw, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		if r.Mean != nil || r.Departments[0].Mean != nil || r.Departments[1].Mean != nil {
			t.Fatalf("a figure in %s", raw)
		}
		key := fmt.Sprint(r.Class, v <= 50, v >= 90)
		if was, ok := same[key]; ok && was != string(raw) {
			t.Fatalf("%s: %s and %s", key, was, raw)
		}
		same[key] = string(raw)
	})
	gap := hbr(t, append(slices.Repeat([]HBRSheet{sheet("marketing", 70)}, 3), sheet("sales", 40))...)
	want := []Finding{{HBRGapFound, map[string]string{"higher": "marketing", "lower": "sales"}, Text{
		En: "The relationship is rated higher by marketing than by sales.",
		De: "marketing bewertet die Beziehung höher als sales.",
	}}}
	if diff := cmp.Diff(want, gap.Findings); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestTheOrderOfSheetsMeansNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var sheets []HBRSheet
		for range rapid.IntRange(1, 9).Draw(t, "people") {
			d := rapid.SampledFrom([]string{"marketing", "sales", "service"}).Draw(t, "department")
			sheets = append(sheets, sheet(d, rapid.IntRange(20, 100).Draw(t, "total")))
		}
		if diff := cmp.Diff(hbr(t, sheets...), hbr(t, rapid.Permutation(sheets).Draw(t, "order")...)); diff != "" {
			t.Fatal(diff)
		}
	})
}

const goodHBR = `respondents:
  - department: marketing
    items: [4, 3, 5, 4, 4, 2, 3, 4, 5, 4, 3, 3, 4, 4, 2, 5, 4, 3, 4, 4]
  - {department: sales, total: 59}
`

func TestSheetsAreReadFromYAMLAndJSON(t *testing.T) {
	want := []HBRSheet{
		{Department: "marketing", Items: []int{4, 3, 5, 4, 4, 2, 3, 4, 5, 4, 3, 3, 4, 4, 2, 5, 4, 3, 4, 4}},
		{Department: "sales", Total: 59},
	}
	raw, err := json.Marshal(map[string]any{"respondents": want})
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"a.yaml": goodHBR, "a.json": string(raw)} {
		got, err := ReadHBR(strings.NewReader(text), name)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestEachDefectOfASheetIsLocated(t *testing.T) {
	var all strings.Builder
	for _, d := range []struct{ name, old, new string }{
		{"an item 0", "[4, 3, 5,", "[4, 0, 5,"},
		{"an item 6", "[4, 3, 5,", "[4, 3, 6,"},
		{"17 of 20 answered", "[4, 3, 5, 4,", "[4,"},
		{"three of twenty left at 0", "[4, 3, 5, 4,", "[4, 0, 0, 0,"},
		{"an item left empty", "[4, 3, 5,", "[4, , 5,"},
		{"total 19", "59", "19"},
		{"total 101", "59", "101"},
		{"items and total", "{department: sales, total: 59}", "{department: sales, total: 20, items: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]}"},
		{"neither items nor total", ", total: 59", ""},
		{"no department", "department: sales, ", ""},
		{"unknown key", "total:", "totall:"},
		{"nobody", goodHBR, "respondents: []\n"},
		{"all at once", "[4, 3, 5, 4, 4,", "[4, 7, -1,"},
	} {
		t.Run(d.name, func(t *testing.T) {
			if n := strings.Count(goodHBR, d.old); n != 1 {
				t.Fatalf("%q is there %d times", d.old, n)
			}
			_, err := ReadHBR(strings.NewReader(strings.Replace(goodHBR, d.old, d.new, 1)), "a.yaml")
			bad, ok := errors.AsType[*SpecError](err)
			if !ok {
				t.Fatalf("got %v, want a *SpecError", err)
			}
			for _, p := range bad.Problems {
				if p.Line == 0 {
					t.Errorf("no place: %+v", p)
				}
			}
			fmt.Fprintf(&all, "== %s\n%v\n", d.name, err)
		})
	}
	golden(t, "hbr.txt", all.String())
}

func TestSheetsWrittenInGoAreCheckedToo(t *testing.T) {
	ones := slices.Repeat([]int{1}, HBRItems)
	for _, tt := range []struct {
		sheets []HBRSheet
		want   string
	}{
		{nil, "respondents: expected at least one person"},
		{[]HBRSheet{{Department: "sales", Total: 19}}, "respondents[0].total: expected 20 to 100, found 19"},
		{[]HBRSheet{{Department: "sales", Total: 101}}, "respondents[0].total: expected 20 to 100, found 101"},
		{[]HBRSheet{{Department: "sales", Items: append([]int{0}, ones[1:]...)}}, "respondents[0].items[0]: expected 1 to 5, found 0"},
		{[]HBRSheet{{Department: "sales", Items: append([]int{6}, ones[1:]...)}}, "respondents[0].items[0]: expected 1 to 5, found 6"},
		{[]HBRSheet{{Department: "sales", Items: ones[:17]}}, "respondents[0].items: expected 20 answers, found 17"},
	} {
		if _, err := HBR(tt.sheets); !errors.Is(err, ErrInvalidSpec) || err.Error() != tt.want {
			t.Errorf("%v, want %s", err, tt.want)
		}
	}
}
