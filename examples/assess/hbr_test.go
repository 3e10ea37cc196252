package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/leadline-go/leadline/examples/internal/clitest"
)

// sheets are those of three people of either side with these totals.
func sheets(marketing, sales int) string {
	return "respondents:\n" + strings.Repeat(fmt.Sprintf("  - {department: marketing, total: %d}\n  - {department: sales, total: %d}\n", marketing, sales), 3)
}

func TestTheInstrumentStandsBesideTheResult(t *testing.T) {
	inEmpty(t)
	for _, tt := range []struct {
		total, stage      int
		class, en, german string
	}{
		{20, 1, "undefined", "Undefined", "Undefiniert"},
		{39, 1, "undefined", "Undefined", "Undefiniert"},
		{40, 2, "defined", "Defined", "Definiert"},
		{59, 2, "defined", "Defined", "Definiert"},
		{60, 3, "aligned", "Aligned", "Abgestimmt"},
		{79, 3, "aligned", "Aligned", "Abgestimmt"},
		{80, 4, "integrated", "Integrated", "Integriert"},
		{100, 4, "integrated", "Integrated", "Integriert"},
	} {
		clitest.Write(t, "hbr.yaml", sheets(tt.total, tt.total))
		r := assessed(t, three(upTo(2, 2)), "-hbr", "hbr.yaml")
		if r.HBR == nil || r.HBR.Class != tt.class || r.HBR.Stage != tt.stage || *r.HBR.Mean != float64(tt.total) || len(r.HBR.Findings) > 0 {
			t.Errorf("%d: got %+v, want %s", tt.total, r.HBR, tt.class)
		}
		if r.Relationship.Low != 2 {
			t.Errorf("%d: the relationship is at %d, which the sheets have nothing to do with", tt.total, r.Relationship.Low)
		}
		en, _ := program.Succeed(t, "-answers", "answers.csv", "-hbr", "hbr.yaml")
		if want := fmt.Sprintf("\n  Result     %d · %s\n  Points     %d\n  Marketing  %[3]d\n  Sales      %[3]d\n", tt.stage, tt.en, tt.total); !strings.Contains(en, want) {
			t.Errorf("%d: %q is not in\n%s", tt.total, want, en)
		}
		de, _ := program.Succeed(t, "-answers", "answers.csv", "-hbr", "hbr.yaml", "-lang", "de")
		if want := fmt.Sprintf("\n  Ergebnis   %d · %s\n  Punkte     %d\n  Marketing  %[3]d\n  Vertrieb   %[3]d\n", tt.stage, tt.german, tt.total); !strings.Contains(de, want) {
			t.Errorf("%d: %q is not in\n%s", tt.total, want, de)
		}
	}
}

func TestDepartmentsThatAreFarApartAreAFinding(t *testing.T) {
	inEmpty(t)
	clitest.Write(t, "hbr.yaml", sheets(72, 46))
	r := assessed(t, three(upTo(2, 2)), "-hbr", "hbr.yaml")
	if r.HBR.Class != "defined" || *r.HBR.Mean != 59 || len(r.HBR.Findings) != 1 || r.HBR.Findings[0].Params["gap"] != "26.00" {
		t.Errorf("got %+v, want 59, defined, and a gap of 26 points", r.HBR)
	}
	for lang, want := range map[string]string{
		"en": "\n  Points     59\n  Marketing  72\n  Sales      46\n  - The relationship is rated higher by Marketing than by Sales (26 points).\n",
		"de": "\n  Punkte     59\n  Marketing  72\n  Vertrieb   46\n  - Marketing bewertet die Beziehung höher als Vertrieb (26 Punkte).\n",
	} {
		text, _ := program.Succeed(t, "-answers", "answers.csv", "-hbr", "hbr.yaml", "-lang", lang)
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
	// Of few people there are no figures, and a department that the model does not have is
	// called as in the sheets.
	clitest.Write(t, "hbr.yaml", "respondents:\n  - {department: partners, total: 72}\n  - {department: lead_management, total: 46}\n")
	text, _ := program.Succeed(t, "-answers", "answers.csv", "-hbr", "hbr.yaml", "-lang", "de")
	if want := "\n  - partners bewertet die Beziehung höher als Lead-Management.\n"; !strings.Contains(text, want) {
		t.Errorf("%q is not in\n%s", want, text)
	}
}

// A mean that is not quite one of the next class is not shown as if it were.
func TestAMeanIsNotRoundedIntoTheNextClass(t *testing.T) {
	inEmpty(t)
	clitest.Write(t, "answers.csv", table(three(upTo(2, 2))...))
	clitest.Write(t, "hbr.yaml", "respondents:\n"+strings.Repeat("  - {department: sales, total: 40}\n", 999)+"  - {department: sales, total: 39}\n")
	text, _ := program.Succeed(t, "-answers", "answers.csv", "-hbr", "hbr.yaml")
	if want := "\n  Result  1 · Undefined\n  Points  39.99\n  Sales   39.99\n"; !strings.Contains(text, want) {
		t.Errorf("%q is not in\n%s", want, text)
	}
}

func TestSheetsThatAreNotCompleteAreRefused(t *testing.T) {
	items := func(n int, first string) string {
		return "respondents:\n  - {department: sales, items: [" + first + strings.Repeat(", 4", n-1) + "]}\n"
	}
	for _, tt := range []struct{ name, text, want string }{
		{"19", "respondents:\n  - {department: sales, total: 19}\n", "hbr.yaml:2:32: respondents[0].total: expected 20 to 100, found 19\n   2 |   - {department: sales, total: 19}\n                                      ^"},
		{"101", "respondents:\n  - {department: sales, total: 101}\n", "hbr.yaml:2:32: respondents[0].total: expected 20 to 100, found 101\n   2 |   - {department: sales, total: 101}\n                                      ^"},
		{"an item 0", items(20, "0"), "hbr.yaml:2:33: respondents[0].items[0]: expected 1 to 5, found 0\n   2 |   - {department: sales, items: [0" + strings.Repeat(", 4", 19) + "]}\n                                       ^"},
		{"an item 6", items(20, "6"), "hbr.yaml:2:33: respondents[0].items[0]: expected 1 to 5, found 6\n   2 |   - {department: sales, items: [6" + strings.Repeat(", 4", 19) + "]}\n                                       ^"},
		{"17 of 20", items(17, "4"), "hbr.yaml:2:32: respondents[0].items: expected 20 answers, found 17\n   2 |   - {department: sales, items: [4" + strings.Repeat(", 4", 16) + "]}\n                                      ^"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			inDemo(t)
			clitest.Write(t, "hbr.yaml", tt.text)
			program.Refuse(t, tt.want, with(demo, "-hbr", "hbr.yaml")...)
		})
	}
}
