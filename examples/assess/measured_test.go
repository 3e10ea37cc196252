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

func decisions(num, den int) string {
	return fmt.Sprintf(`[{"id": "ev.rel.decision_share", "num": %d, "den": %d}]`, num, den)
}

func TestMeasuresCapWhatPeopleClaim(t *testing.T) {
	inEmpty(t)
	for _, tt := range []struct {
		num, den int
		cell     []int
		refuted  string // the stage; empty: no finding
	}{
		{60, 200, []int{1, 3}, "2"},
		{4, 12, []int{3, 3}, ""},  // too few to say anything
		{24, 30, []int{3, 3}, ""}, // 80 %, whose interval reaches from 63 to 90
		{120, 200, []int{2, 3}, "3"},
		{190, 200, []int{3, 3}, ""},
	} {
		clitest.Write(t, "measures.json", decisions(tt.num, tt.den))
		r := assessed(t, three(upTo(3, 3)), "-measures", "measures.json")
		if diff := cmp.Diff([][]int{tt.cell}, r.Cells); diff != "" || r.Relationship.Asked.Low != 3 {
			t.Errorf("%d of %d: asked %+v, cells (-want +got)\n%s", tt.num, tt.den, r.Relationship.Asked, diff)
		}
		exceeds := slices.ContainsFunc(r.Findings, func(f finding) bool { return f.Code == "claim.exceeds_evidence" })
		if exceeds != (tt.refuted != "") {
			t.Errorf("%d of %d: findings %+v", tt.num, tt.den, r.Findings)
			continue
		}
		if !exceeds {
			continue
		}
		f := r.find(t, "claim.exceeds_evidence")
		for name, want := range map[string]string{"stage": tt.refuted, "asked": "3", "indicator": "ev.rel.decision_share", "num": fmt.Sprint(tt.num), "den": fmt.Sprint(tt.den)} {
			if f.Params[name] != want {
				t.Errorf("%d of %d: %s is %s, want %s", tt.num, tt.den, name, f.Params[name], want)
			}
		}
	}
	clitest.Write(t, "measures.json", decisions(60, 200))
	r := assessed(t, three(upTo(3, 3)), "-measures", "measures.json")
	f := r.find(t, "claim.exceeds_evidence")
	if *r.Class != "above" || *r.Offset != 2 || f.Params["value"] != "0.3" || f.Params["threshold"] != "0.5" {
		t.Errorf("got %s by %d, and %+v", *r.Class, *r.Offset, f)
	}
	text, _ := program.Succeed(t, "-answers", "answers.csv", "-measures", "measures.json")
	flat := strings.Join(strings.Fields(text), " ")
	for _, want := range []string{
		"1 · Undefined / 3 · Defined process", "2 stages above the ideal line: Defined, not lived",
		"By the answers 3 · Aligned By the measures 1 · Undefined Result 1 · Undefined", "30 % (60 of 200;", "needed for stage 2: at least 50 %",
	} {
		if !strings.Contains(flat, want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
	ignored := reported(t, "-answers", "answers.csv", "-measures", "measures.json", "-evidence", "ignore")
	if diff := cmp.Diff([][]int{{3, 3}}, ignored.Cells); diff != "" {
		t.Errorf("ignored, cells (-want +got)\n%s", diff)
	}
}

func TestWhatWouldBeIf(t *testing.T) {
	inEmpty(t)
	clitest.Write(t, "measures.json", decisions(60, 200))
	args := []string{"-measures", "measures.json", "-assume", "ev.rel.decision_share=190/200"}
	r := assessed(t, three(upTo(2, 3)), args...)
	if diff := cmp.Diff([][]int{{2, 3}}, r.Cells); diff != "" || r.Effect == nil || len(r.Effect.Measures) != 1 {
		t.Errorf("effect %+v, cells (-want +got)\n%s", r.Effect, diff)
	}
	text, _ := program.Succeed(t, with(args, "-answers", "answers.csv")...)
	for _, want := range []string{
		"This is what would be, not what is", "\nWHAT IF\n  - Due MQLs with an explicit decision by sales: 95 % (190 of 200)\n",
		"\nWITHOUT THE ASSUMPTIONS → WITH THE ASSUMPTIONS\n", "1 · Undefined (Index 1.", " → 2 · Defined (Index 2.",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
	statements := []string{}
	for _, s := range assessed(t, three(upTo(2, 2))).Relationship.Stages[1].Statements {
		statements = append(statements, "-assume", s.ID+"=4")
	}
	if r := reported(t, with(statements, "-answers", "answers.csv")...); len(r.Cells) != 1 || r.Cells[0][0] != 3 {
		t.Errorf("with all statements of stage 3 assumed, it is %v", r.Cells)
	}
	age := reported(t, "-answers", "answers.csv", "-assume", "ev.lm.review_age=90")
	if len(age.Measures) != 1 || age.Measures[0].Figure.Num != 90 || age.Measures[0].Figure.Den != 1 {
		t.Errorf("90 days became %+v", age.Measures)
	}
}

func TestAnAssessmentThatIsKeptTellsWhatHasChanged(t *testing.T) {
	inEmpty(t)
	clitest.Write(t, "march.json", decisions(60, 200))
	assessed(t, three(upTo(3, 2)), "-measures", "march.json", "-at", "2026-03-01", "-keep", "kept.json")
	kept := clitest.Read(t, "kept.json")
	if strings.Contains(kept, "marketing-1") {
		t.Errorf("who answered is in %s", kept)
	}
	clitest.Write(t, "june.json", decisions(190, 200))
	args := []string{"-measures", "june.json", "-at", "2026-06-01", "-earlier", "kept.json"}
	r := assessed(t, three(upTo(3, 3)), args...)
	if len(r.Earlier) != 1 || r.Earlier[0].At != "2026-03-01T00:00:00Z" || r.Earlier[0].Reevaluated {
		t.Errorf("earlier: %+v", r.Earlier)
	}
	if r.Since == nil || r.Since.From != "2026-03-01T00:00:00Z" || len(r.Since.Measures) != 1 || len(r.Since.Statements) == 0 {
		t.Errorf("since: %+v", r.Since)
	}
	for lang, want := range map[string][]string{
		"en": {"\nEARLIER ASSESSMENTS\n  2026-03-01  1 · Undefined / 2 · Defined terms\n", "\nSINCE THE ASSESSMENT OF 2026-03-01\n", "30 % (60 of 200) → 95 % (190 of 200), better\n"},
		"de": {"\nFRÜHERE BEWERTUNGEN\n  01.03.2026  1 · Undefiniert / 2 · Definierte Begriffe\n", "\nSEIT DER BEWERTUNG VOM 01.03.2026\n", "30 % (60 von 200) → 95 % (190 von 200), besser"},
	} {
		text, _ := program.Succeed(t, with(args, "-answers", "answers.csv", "-lang", lang)...)
		for _, w := range want {
			if !strings.Contains(strings.ReplaceAll(text, "\n    ", " "), w) && !strings.Contains(text, w) {
				t.Errorf("%s: %q is not in\n%s", lang, w, text)
			}
		}
	}
	program.Succeed(t, "-answers", "answers.csv", "-measures", "june.json", "-at", "2026-06-01", "-keep", "june-kept.json")
	both := reported(t, with(args, "-answers", "answers.csv", "-at", "2026-09-01", "-earlier", "june-kept.json")...)
	if len(both.Earlier) != 2 || both.Since.From != "2026-06-01T00:00:00Z" {
		t.Errorf("two of before: %+v, since %s", both.Earlier, both.Since.From)
	}
}

func TestTheTimeIsTheLastOfTheMeasures(t *testing.T) {
	inDemo(t)
	if r := reported(t, "-answers", "demo-answers.csv", "-measures", "demo-measures.json"); r.At != "2026-09-01T00:00:00Z" {
		t.Errorf("got %s", r.At)
	}
	if r := reported(t, "-answers", "demo-answers.csv"); r.At != "" {
		t.Errorf("without any time it is %s", r.At)
	}
	const want = "assess: -earlier and -keep: expected -at, for no measure says when the assessment is made"
	program.Refuse(t, want, "-answers", "demo-answers.csv", "-keep", "kept.json")
	program.Refuse(t, want, "-answers", "demo-answers.csv", "-earlier", "demo-earlier.json")
}

func TestAnAssessmentOfAnotherModelIsEvaluatedAnew(t *testing.T) {
	inDemo(t)
	program.Succeed(t, with(demo, "-at", "2026-03-01", "-keep", "kept.json")...)
	kept := clitest.Read(t, "kept.json")
	spec := maturity.Default()
	m, err := maturity.Compile(spec)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(kept, m.ID()) {
		t.Fatalf("%s is not in %s", m.ID(), kept)
	}
	kept = strings.ReplaceAll(strings.Replace(kept, m.ID(), "ours@7+0000aaaa", 1), `"rel.goals.2"`, `"rel.goals.9"`)
	clitest.Write(t, "kept.json", kept)
	_, stderr := program.Succeed(t, with(demo, "-earlier", "kept.json")...)
	for _, want := range []string{
		"note: the assessment of 2026-03-01 was made by ours@7+0000aaaa; it has been evaluated anew\n",
		"note: not used of the assessment of 2026-03-01, for the model has no place for it: rel.goals.9\n",
	} {
		if !strings.Contains(stderr, want) {
			t.Errorf("%q is not in %s", want, stderr)
		}
	}
	ignored := reported(t, with(demo, "-evidence", "ignore", "-earlier", "demo-earlier.json")...)
	if !ignored.Earlier[0].Reevaluated {
		t.Error("with measures ignored, the one before is as it was")
	}
}
