package maturity

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
)

const goodCSV = `respondent,department,statement,value,reason
p1,marketing,r2,4,
p2,sales,r2,3,
p1,marketing,r3,dont_know,
p1,marketing,r3n,not_applicable,"no ""key"" accounts, none"
p1,marketing,m2,5,since May
p1,marketing,m3,,
p2,sales,m2,1,
p3,sales,m2,,
,sales,m3,,
`

func readCSV(t tester, text string) Answers {
	t.Helper()
	a, err := ReadAnswersCSV(strings.NewReader(text), "a.csv")
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestAnswersAreReadFromCSV(t *testing.T) {
	want := []Respondent{
		{"p1", "marketing", map[string]Answer{
			"r2": {Value: 4}, "r3": {Value: DontKnow}, "r3n": {NotApplicable, `no "key" accounts, none`}, "m2": {5, "since May"},
		}},
		{"p2", "sales", map[string]Answer{"r2": {Value: 3}, "m2": {Value: 1}}},
		{"p3", "sales", map[string]Answer{}},
	}
	shuffled := `value , text,statement,reason, respondent,choices,department
4,=1+1,r2,, p1,,marketing
3,,r2,,p2,"a;b",sales
dont_know,,r3,,p1,,marketing
not_applicable,,r3n,"no ""key"" accounts, none",p1,,marketing
5,"two
lines",m2,since May,p1,, marketing
1,,m2,,p2,,sales
,,m2,,p3,,sales
`
	for name, text := range map[string]string{
		"commas":           goodCSV,
		"byte order mark":  "\ufeff" + goodCSV,
		"CRLF":             strings.ReplaceAll(goodCSV, "\n", "\r\n"),
		"semicolons":       strings.Replace(strings.ReplaceAll(goodCSV, ",", ";"), "accounts;", "accounts,", 1),
		"columns shuffled": shuffled,
		"blank rows":       strings.ReplaceAll(goodCSV, "\n", "\n\n,,,,\n"),
	} {
		if diff := cmp.Diff(want, readCSV(t, text).Respondents); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestAnswersInCSVAndYAMLEvaluateAlike(t *testing.T) {
	m := small(t)
	fromYAML, err := ReadAnswers(strings.NewReader(strings.Replace(goodAnswers, `{r2: "3", m2: 1}`, "{r2: 3, m2: 1}", 1)), "a.yaml")
	if err != nil {
		t.Fatal(err)
	}
	a := renderings(t, evaluate(t, m, Input{Answers: fromYAML}))
	b := renderings(t, evaluate(t, m, Input{Answers: readCSV(t, goodCSV)}))
	if diff := cmp.Diff(a, b); diff != "" {
		t.Errorf("(-YAML +CSV):\n%s", diff)
	}
}

func TestEachDefectOfATableIsLocated(t *testing.T) {
	m := small(t)
	var all strings.Builder
	for _, d := range []struct{ name, old, new string }{
		{"unknown column", ",value,", ",valeu,"},
		{"column with capitals", "respondent,", "Respondent,"},
		{"column missing", ",reason\n", ",text\n"},
		{"column twice", ",reason\n", ",reason,value\n"},
		{"value 0", "p1,marketing,r2,4", "p1,marketing,r2,0"},
		{"value 6", "p1,marketing,r2,4", "p1,marketing,r2,6"},
		{"value 4.0", "p1,marketing,r2,4", "p1,marketing,r2,4.0"},
		{"a word", "dont_know", "no idea"},
		{"too few cells", "p1,marketing,m2,5,since May", "p1,marketing,m2,5"},
		{"too many cells", "p1,marketing,m2,5,since May", "p1,marketing,m2,5,since, May"},
		{"a long cell", "since May", strings.Repeat("x", 2001)},
		{"quote left open", "since May", `"since May`},
		{"bare quote", "since May", `since "May"`},
		{"nobody", "p2,sales,r2,3,", ",sales,r2,3,"},
		{"no department", "p2,sales,m2,1,", "p2,,m2,1,"},
		{"no statement", "p2,sales,m2,1,", "p2,sales,,1,"},
		{"two departments", "p2,sales,m2,1,", "p2,marketing,m2,1,"},
		{"statement twice", "p1,marketing,m3,,", "p1,marketing,m2,,"},
		{"unknown statement", "p1,marketing,r3,", "p1,marketing,r33,"},
		{"unknown department", "p3,sales", "p3,sails"},
		{"not applicable without reason", "p1,marketing,r3n,not_applicable,\"no \"\"key\"\" accounts, none\"", "p1,marketing,r3n,not_applicable,"},
		{"not applicable where that cannot be", "p2,sales,m2,1,", "p2,sales,m2,not_applicable,why"},
		{"all at once", "p2,sales,r2,3,\n", "p2,sales,r2,7,\np2,sales,r2,3,\np1,sales,r4,dunno,\n,sales,,1,\nx\n"},
	} {
		t.Run(d.name, func(t *testing.T) {
			if n := strings.Count(goodCSV, d.old); n != 1 {
				t.Fatalf("%q is there %d times", d.old, n)
			}
			a, err := ReadAnswersCSV(strings.NewReader(strings.Replace(goodCSV, d.old, d.new, 1)), "a.csv")
			if err == nil {
				_, err = m.Evaluate(Input{Answers: a})
			}
			bad, ok := errors.AsType[*SpecError](err)
			if !ok {
				t.Fatalf("got %v, want a *SpecError", err)
			}
			for _, p := range bad.Problems {
				if p.Line == 0 || p.File != "a.csv" {
					t.Errorf("no place: %+v", p)
				}
			}
			fmt.Fprintf(&all, "== %s\n%v\n", d.name, err)
		})
	}
	golden(t, "answers_csv.txt", all.String())
}

func TestWhatIsNoTableOfAnswersIsRefused(t *testing.T) {
	header := "respondent,department,statement,value,reason\n"
	for _, tt := range []struct{ name, text, want string }{
		{"empty", "", "a.csv: the table is empty: expected a header, respondent,department,statement,value,reason"},
		{"UTF-16", "\xff\xfer\x00", "a.csv: the table is UTF-16: save it as CSV in UTF-8"},
		{"a workbook", "PK\x03\x04xl/workbook.xml", "a.csv: this is a workbook or an archive: save the table as CSV in UTF-8"},
		{"Latin-1", header + "p1,m\xfcller,r2,4,\n", "a.csv:2:5: this is not UTF-8"},
		{"large", header + strings.Repeat("x", 4<<20), "a.csv: the table is larger than 4 MiB"},
		{"long", header + strings.Repeat(",,,,\n", 50_001), "a.csv:50002:1: expected at most 50000 rows below the header"},
		{"wide", strings.Repeat(",", 1<<16) + "\n", "a.csv:1:33: header: expected at most 32 columns, found 65537"},
		{"wide behind good columns", strings.TrimSpace(header) + strings.Repeat(",", 1<<16) + "\n", "a.csv:1:73: header: expected at most 32 columns, found 65541"},
	} {
		_, err := ReadAnswersCSV(strings.NewReader(tt.text), "a.csv")
		if !errors.Is(err, ErrInvalidSpec) || !strings.HasPrefix(err.Error(), tt.want) {
			t.Errorf("%s: %.300v, want %s", tt.name, err, tt.want)
		}
	}
	if a := readCSV(t, header+strings.Repeat(",,,,\n", 50_000)); len(a.Respondents) != 0 {
		t.Errorf("%d people in rows that were left open", len(a.Respondents))
	}
	if _, err := ReadAnswersCSV(iotest.ErrReader(io.ErrClosedPipe), "a.csv"); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("%v, want the error of the reader", err)
	}
}

// Whatever the bytes, there are answers that can be evaluated, or located problems.
func FuzzAnswersCSV(f *testing.F) {
	for _, s := range []string{
		goodCSV, "\ufeff" + goodCSV, strings.ReplaceAll(goodCSV, ",", ";"), strings.ReplaceAll(goodCSV, "\n", "\r\n"),
		"respondent,department,statement,value,reason\np,sales,r2,6,\np,sales,\u2028r2,4,\n\"p\np\",x,y,z,\"",
		"respondent;department;statement;value;reason\n\"a\"b;;;;\n", "respondent,department,statement,value,reason\np,sales,r22,4,\xff",
	} {
		f.Add(s)
	}
	m := small(f)
	f.Fuzz(func(t *testing.T, text string) {
		a, err := ReadAnswersCSV(strings.NewReader(text), "f.csv")
		if err == nil {
			people := map[string]bool{}
			for _, p := range a.Respondents {
				if p.ID == "" || p.Department == "" || p.Answers == nil || people[p.ID] {
					t.Fatalf("%+v", p)
				}
				people[p.ID] = true
			}
			_, err = m.Evaluate(Input{Answers: a})
		}
		if err == nil {
			return
		}
		checkProblems(t, err)
		bad, _ := errors.AsType[*SpecError](err)
		lines := strings.Count(text, "\n") + strings.Count(text, "\r") + strings.Count(text, "\u0085") + strings.Count(text, "\u2028") + strings.Count(text, "\u2029") + 1
		for _, p := range bad.Problems {
			if p.Line < 0 || p.Line > lines || p.Line > 0 && (p.Column < 1 || p.Excerpt == "") {
				t.Fatalf("%d lines, and a problem at %+v", lines, p)
			}
		}
	})
}
