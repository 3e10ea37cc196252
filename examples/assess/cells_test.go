package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/examples/internal/clitest"
	"github.com/leadline-go/leadline/maturity"
)

// The names are those of the published model.
func TestAllSixteenCells(t *testing.T) {
	inEmpty(t)
	type names struct {
		relationship, leadManagement [4]string
		above, below                 [4]string // by the number of stages
		onLine                       string
	}
	for lang, n := range map[string]names{
		"en": {
			relationship:   [4]string{"Undefined", "Defined", "Aligned", "Integrated"},
			leadManagement: [4]string{"No lead management", "Defined terms", "Defined process", "Dedicated department"},
			above:          [4]string{1: "1 stage above the ideal line", 2: "2 stages above the ideal line", 3: "3 stages above the ideal line"},
			below:          [4]string{1: "1 stage below the ideal line", 2: "2 stages below the ideal line", 3: "3 stages below the ideal line"},
			onLine:         "On the ideal line",
		},
		"de": {
			relationship:   [4]string{"Undefiniert", "Definiert", "Abgestimmt", "Integriert"},
			leadManagement: [4]string{"Kein Lead-Management", "Definierte Begriffe", "Definierter Prozess", "Eigene Abteilung"},
			above:          [4]string{1: "1 Stufe über der Ideallinie", 2: "2 Stufen über der Ideallinie", 3: "3 Stufen über der Ideallinie"},
			below:          [4]string{1: "1 Stufe unter der Ideallinie", 2: "2 Stufen unter der Ideallinie", 3: "3 Stufen unter der Ideallinie"},
			onLine:         "Auf der Ideallinie",
		},
	} {
		diagnoses := map[string]bool{}
		for r := 1; r <= 4; r++ {
			for m := 1; m <= 4; m++ {
				name := fmt.Sprintf("%d · %s / %d · %s", r, n.relationship[r-1], m, n.leadManagement[m-1])
				class, line := "on_path", n.onLine
				switch {
				case m > r:
					class, line = "above", n.above[m-r]
				case m < r:
					class, line = "below", n.below[r-m]
				}
				got := assessed(t, three(upTo(r, m)))
				if diff := cmp.Diff([][]int{{r, m}}, got.Cells); diff != "" || *got.Class != class || *got.Offset != m-r {
					t.Errorf("(%d, %d): class %s, offset %d, cells (-want +got)\n%s", r, m, *got.Class, *got.Offset, diff)
				}
				if len(got.Recommendations) == 0 {
					t.Errorf("(%d, %d): nothing to do", r, m)
				}
				text, _ := program.Succeed(t, "-answers", "answers.csv", "-lang", lang)
				lines := strings.Split(text, "\n")
				if lines[2] != name || !strings.HasPrefix(lines[3], line) || lines[5] == "" {
					t.Errorf("(%d, %d) in %s: want %s, %s and a diagnosis in\n%s", r, m, lang, name, line, text)
				}
				diagnoses[lines[5]] = true
				for format, want := range map[string]string{"markdown": fmt.Sprintf("%d · %s**", r, n.relationship[r-1]), "svg": "<svg", "html": "<html"} {
					if out, _ := program.Succeed(t, "-answers", "answers.csv", "-lang", lang, "-format", format); !strings.Contains(out, want) {
						t.Errorf("(%d, %d) as %s in %s lacks %s", r, m, format, lang, want)
					}
				}
			}
		}
		if len(diagnoses) != 16 {
			t.Errorf("%s: %d different diagnoses, want 16", lang, len(diagnoses))
		}
	}
}

func TestATargetSetsTheWay(t *testing.T) {
	inEmpty(t)
	r := assessed(t, three(upTo(1, 3)), "-target", "3,3")
	if diff := cmp.Diff([][]int{{2, 3}, {3, 3}}, r.Path); diff != "" {
		t.Errorf("path (-want +got)\n%s", diff)
	}
	text, _ := program.Succeed(t, "-answers", "answers.csv", "-target", "1, 3")
	if !strings.Contains(text, "\nNEXT STEPS\n  The target is reached.\n") {
		t.Errorf("not reached in\n%s", text)
	}
}

func TestMissingAnswersLeaveCellsOpen(t *testing.T) {
	inEmpty(t)
	groups := three(func(axis maturity.Axis, stage int, id string) string {
		if id == "rel.rules.2" {
			return "dont_know"
		}
		return upTo(2, 2)(axis, stage, id)
	})
	r := assessed(t, groups)
	if diff := cmp.Diff([][]int{{1, 2}, {2, 2}}, r.Cells); diff != "" || r.Class != nil {
		t.Errorf("class %v, cells (-want +got)\n%s", r.Class, diff)
	}
	for lang, want := range map[string][]string{
		"en": {"Answers are missing: 2 cells are possible\n", "\nQUESTIONS THAT DECIDE\n", "no answer from: Marketing, Sales)", "1 · Undefined to 2 · Defined"},
		"de": {"Es fehlen Antworten: 2 Felder sind möglich\n", "\nFRAGEN, DIE ENTSCHEIDEN\n", "keine Antwort von: Marketing, Vertrieb)", "1 · Undefiniert bis 2 · Definiert"},
	} {
		text, _ := program.Succeed(t, "-answers", "answers.csv", "-lang", lang)
		text = strings.Join(strings.Fields(text), " ")
		for _, w := range want {
			if !strings.Contains(text, strings.TrimSpace(w)) {
				t.Errorf("%s: %q is not in\n%s", lang, w, text)
			}
		}
	}
}

func TestTheDemoReadsWell(t *testing.T) {
	inFolder := with(demo, "-earlier", "demo-earlier.json", "-hbr", "demo-hbr.yaml")
	for _, lang := range []string{"en", "de"} {
		text, _ := program.Succeed(t, with(inFolder, "-lang", lang)...)
		clitest.Golden(t, "demo."+lang+".txt", text)
		for line := range strings.Lines(text) {
			if n := len([]rune(strings.TrimSuffix(line, "\n"))); n > 100 {
				t.Errorf("%s: %d characters: %s", lang, n, line)
			}
		}
	}
	yaml := reported(t, "-answers", "demo-answers.yaml")
	if len(yaml.Cells) != 1 {
		t.Errorf("demo-answers.yaml leaves open %v", yaml.Cells)
	}
}

func TestTheOrderOfPeopleMeansNothing(t *testing.T) {
	inDemo(t)
	lines := strings.SplitAfter(strings.TrimSuffix(clitest.Read(t, "demo-answers.csv"), "\n"), "\n")
	lines[len(lines)-1] += "\n"
	slices.Reverse(lines[1:])
	clitest.Write(t, "reversed.csv", strings.Join(lines, ""))
	for _, format := range []string{"text", "md", "json", "svg", "html"} {
		args := with(demo[2:], "-earlier", "demo-earlier.json", "-format", format)
		first, _ := program.Succeed(t, with(args, "-answers", "demo-answers.csv")...)
		again, _ := program.Succeed(t, with(args, "-answers", "demo-answers.csv")...)
		other, _ := program.Succeed(t, with(args, "-answers", "reversed.csv")...)
		if first != again || first != other {
			t.Errorf("%s: not the same bytes", format)
		}
	}
}
