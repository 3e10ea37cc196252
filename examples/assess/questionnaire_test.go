package main

import (
	"encoding/csv"
	"fmt"
	"html"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/examples/internal/clitest"
	"github.com/leadline-go/leadline/maturity"
)

// fill fills in a sheet as three people of each department would, who say 5 to the
// statements up to a cell's stages and 1 to those above.
func fill(t *testing.T, sheet string, r, m int) string {
	t.Helper()
	sheet = strings.TrimPrefix(sheet, "\ufeff")
	in := csv.NewReader(strings.NewReader(sheet))
	in.Comma = rune(sheet[len("respondent")])
	rows, err := in.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	head := rows[0]
	column := func(name string) int { return slices.Index(head, name) }
	stage := map[string]int{}
	for _, s := range maturity.Default().Statements {
		stage[s.ID] = s.Stage
	}
	var b strings.Builder
	w := csv.NewWriter(&b)
	w.Comma = in.Comma
	if err := w.Write(head); err != nil {
		t.Fatal(err)
	}
	for person := range 3 {
		for _, row := range rows[1:] {
			row = slices.Clone(row)
			id, reached := row[column("statement")], m
			if strings.HasPrefix(id, "rel.") {
				reached = r
			}
			row[column("value")] = "1"
			if stage[id] <= reached {
				row[column("value")] = "5"
			}
			row[column("respondent")] = fmt.Sprintf("%s %d", row[column("department")], person+1)
			if err := w.Write(row); err != nil {
				t.Fatal(err)
			}
		}
	}
	w.Flush()
	return b.String()
}

func TestASheetThatIsFilledInIsRead(t *testing.T) {
	inEmpty(t)
	for _, lang := range []string{"en", "de"} {
		program.Succeed(t, "-questionnaire", "csv", "-lang", lang, "-o", "sheet.csv")
		filled := fill(t, clitest.Read(t, "sheet.csv"), 3, 2)
		clitest.Write(t, "filled.csv", filled)
		if diff := cmp.Diff([][]int{{3, 2}}, reported(t, "-answers", "filled.csv").Cells); diff != "" {
			t.Errorf("%s: cells (-want +got)\n%s", lang, diff)
		}
		clitest.Write(t, "filled", strings.ReplaceAll(filled, "\n", "\r\n")) // a name that tells nothing
		fromFile, _ := program.Succeed(t, "-answers", "filled")
		fromStdin, stderr := fed("\ufeff"+filled).Succeed(t, "-answers", "-")
		if fromFile != fromStdin || stderr != "stdin: 9 people\n" {
			t.Errorf("%s: from stdin it is another report, and %q", lang, stderr)
		}
	}
	program.Refuse(t, "sheet.csv: expected the answers of at least one person, found none", "-answers", "sheet.csv")
}

func TestASheetOfOneDepartment(t *testing.T) {
	for lang, comma := range map[string]string{"en": ",", "de": ";"} {
		all, _ := program.Succeed(t, "-questionnaire", "csv", "-lang", lang)
		rows := 0
		for _, d := range []string{"marketing", "sales", "lead_management"} {
			of, _ := program.Succeed(t, "-questionnaire", "csv", "-lang", lang, "-department", d)
			for line := range strings.Lines(of) {
				if !strings.Contains(all, line) || !strings.HasPrefix(line, comma+d+comma) && !strings.HasPrefix(line, "\ufeffrespondent"+comma) {
					t.Errorf("%s: %s: %s", lang, d, line)
				}
			}
			rows += strings.Count(of, "\n") - 1
		}
		if want := strings.Count(all, "\n") - 1; rows != want {
			t.Errorf("%s: the departments have %d rows, all together %d", lang, rows, want)
		}
	}
}

// The page asks what the sheet asks, and takes the answers that the sheet takes.
func TestThePageAsksEverythingOnce(t *testing.T) {
	spec := maturity.Default()
	for _, lang := range []maturity.Lang{maturity.En, maturity.De} {
		page, _ := program.Succeed(t, "-questionnaire", "html", "-lang", string(lang))
		text := html.UnescapeString(page)
		values := map[string][]string{}
		for _, m := range regexp.MustCompile(`<input type="radio" name="([^"]+)" value="([^"]+)">`).FindAllStringSubmatch(page, -1) {
			values[m[1]] = append(values[m[1]], m[2])
		}
		want := map[string][]string{}
		for _, d := range spec.Departments {
			want["department"] = append(want["department"], d.ID)
		}
		for _, s := range spec.Statements {
			want[s.ID] = []string{"1", "2", "3", "4", "5", "dont_know"}
			if s.NA {
				want[s.ID] = append(want[s.ID], "not_applicable")
			}
			if n := strings.Count(text, s.Text.In(lang)); n != 1 {
				t.Errorf("%s: %s is there %d times", lang, s.ID, n)
			}
		}
		if diff := cmp.Diff(want, values); diff != "" {
			t.Errorf("%s: answers (-want +got)\n%s", lang, diff)
		}
		for _, foreign := range []string{"<script", "http:", "https:", "url(", "src="} {
			if strings.Contains(page, foreign) {
				t.Errorf("%s: %s is in the page", lang, foreign)
			}
		}
		if !strings.Contains(page, `<html lang="`+string(lang)+`">`) {
			t.Errorf("the page does not say that it is in %s", lang)
		}
	}
	page, _ := program.Succeed(t, "-questionnaire", "html", "-department", "lead_management")
	if strings.Contains(page, "rel.rules.2") || !strings.Contains(page, "lm.terms.2a") {
		t.Error("lead management is not asked what it should be asked")
	}
}

// A text of one's own model is text in the page, whatever is in it.
func TestATextOfTheModelIsNoMarkup(t *testing.T) {
	inDemo(t)
	spec := clitest.Read(t, "small.yaml")
	const from = "r2 is so"
	if strings.Count(spec, from) != 1 {
		t.Fatalf("small.yaml lacks %q", from)
	}
	clitest.Write(t, "small.yaml", strings.Replace(spec, from, `</legend><script>alert(1)</script>`, 1))
	page, _ := program.Succeed(t, "-questionnaire", "html", "-model", "small.yaml")
	if strings.Contains(page, "<script>") || !strings.Contains(page, "&lt;script&gt;") {
		t.Error("a statement became markup")
	}
}
