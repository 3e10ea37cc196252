package maturity

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/internal/svg"
)

// An answer and the measure that refutes it stand in one place: the area and the stage
// of the statement, whatever area the indicator is of.
func TestWhatIsMeasuredStandsBesideWhatIsAsked(t *testing.T) {
	m := compile(t, Default())
	r := evaluate(t, m, claim(m, Cell{3, 3}, share("ev.rel.decision_share", 60, 200), share("ev.rel.stale_share", 150, 200)))
	p, err := r.phrases(En)
	if err != nil {
		t.Fatal(err)
	}
	refuted := 0
	for k := range m.spec.Areas {
		area := &m.spec.Areas[k]
		for i, got := range p.area(area) {
			var want areaCell
			named := map[string]bool{}
			for _, s := range m.spec.Statements { // by the model and the verdicts, not by the report's order
				if s.Area != area.ID || s.Stage != i+2 || s.Optional {
					continue
				}
				proof := proofs(r)[s.ID]
				switch {
				case proof.State == Held && proof.Refuted:
					want.asked = append(want.asked, deniedBox)
					refuted++
				case proof.State == Held:
					want.asked = append(want.asked, goodBox)
				default:
					want.asked = append(want.asked, badBox)
				}
				for _, id := range s.Indicators {
					if named[id] {
						continue
					}
					named[id] = true
					b := noneBox
					if v := r.measure(id); v != nil {
						th, _ := v.find(func(th Threshold) bool { return th.Stage == s.Stage })
						b = map[Verdict]box{Supported: goodBox, Refuted: badBox, Inconclusive: openBox}[th.Verdict]
					}
					want.measured = append(want.measured, b)
				}
			}
			if diff := cmp.Diff(want, got, cmp.AllowUnexported(areaCell{})); diff != "" {
				t.Errorf("%s, stage %d (-want +got):\n%s", area.ID, i+2, diff)
			}
			if slices.Contains(got.asked, deniedBox) != slices.Contains(got.measured, badBox) {
				t.Errorf("%s, stage %d: asked %v beside measured %v", area.ID, i+2, got.asked, got.measured)
			}
		}
	}
	if refuted == 0 {
		t.Error("nothing is refuted")
	}
}

// A threshold that counts for statements of two areas stands in both, once in each.
func TestAThresholdStandsInEachAreaThatItCountsFor(t *testing.T) {
	spec := Default()
	const id = "ev.rel.decision_share"
	want := map[string]bool{}
	for i := range spec.Statements {
		s := &spec.Statements[i]
		if s.Stage == 2 && !s.Optional && strings.HasPrefix(s.ID, "rel.") {
			s.Indicators = []string{id}
			want[s.Area] = true
		}
	}
	if len(want) < 2 {
		t.Fatalf("only in %v", want)
	}
	m := compile(t, spec)
	r := evaluate(t, m, claim(m, Cell{3, 3}, share(id, 60, 200)))
	p, err := r.phrases(En)
	if err != nil {
		t.Fatal(err)
	}
	for k := range m.spec.Areas {
		area := &m.spec.Areas[k]
		boxes := p.area(area)[0].measured
		if want[area.ID] && !slices.Equal(boxes, []box{badBox}) || !want[area.ID] && slices.Contains(boxes, badBox) {
			t.Errorf("%s: measured %v, of %v", area.ID, boxes, want)
		}
	}
}

// The count beside a bar is of all its pieces, and there is none where all of them say
// nothing.
func TestCountsAreOfAllPieces(t *testing.T) {
	for _, tt := range []struct {
		boxes []box
		good  int
		all   int
	}{
		{nil, 0, 0},
		{[]box{noneBox, noneBox}, 0, 0},
		{[]box{goodBox, noneBox}, 1, 2},
		{[]box{goodBox, deniedBox, openBox, badBox}, 1, 4},
		{[]box{openBox}, 0, 1},
	} {
		if good, all := counts(tt.boxes); good != tt.good || all != tt.all {
			t.Errorf("%v: %d of %d, want %d of %d", tt.boxes, good, all, tt.good, tt.all)
		}
	}
}

// Who does not see the picture of the areas learns of measures and refutations too.
func TestAreasSayWhatWasMeasuredAndRefuted(t *testing.T) {
	m := compile(t, Default())
	r := evaluate(t, m, claim(m, Cell{3, 3}, storyMeasures()...))
	said := saidOfAreas(t, r)
	refuted, unclear := 0, 0
	for _, s := range m.spec.Statements {
		proof, reached, undecided, missing := proofs(r)[s.ID], 0, 0, 0
		for _, id := range s.Indicators {
			if v := r.measure(id); v == nil {
				missing++
			} else if th, _ := v.find(func(th Threshold) bool { return th.Stage == s.Stage }); th.Verdict == Supported {
				reached++
			} else if th.Verdict == Inconclusive {
				undecided++
			}
		}
		alone := !slices.ContainsFunc(m.spec.Statements, func(o StatementSpec) bool {
			return o.ID != s.ID && o.Area == s.Area && o.Stage == s.Stage && !o.Optional
		})
		if s.Optional || !alone || missing == len(s.Indicators) || proof.State != Held {
			continue
		}
		want := fmt.Sprintf("%s, Stage %d: ", m.areas[s.Area].Name.En, s.Stage)
		if proof.Refuted {
			want += "0 of 1 statements hold, refuted: 1"
			refuted++
		} else {
			want += "1 of 1 statements hold"
		}
		want += fmt.Sprintf(", %d of %d thresholds reached", reached, len(s.Indicators))
		if unclear += undecided; undecided > 0 {
			want += fmt.Sprintf(", undecided: %d", undecided)
		}
		if missing > 0 {
			want += fmt.Sprintf(", not measured: %d", missing)
		}
		if !strings.Contains(said, want+".") {
			t.Errorf("%q is not said in %s", want, said)
		}
	}
	if refuted == 0 || unclear == 0 {
		t.Errorf("%d refuted and %d undecided: this shows nothing", refuted, unclear)
	}
}

// What is undecided is no failure: beside the count of what is reached stands how many
// there are of it, behind its own mark.
func TestUndecidedThresholdsAreCountedApart(t *testing.T) {
	m := compile(t, Default())
	r := evaluate(t, m, claim(m, Cell{3, 3}, share("ev.rel.decision_share", 165, 200), share("ev.rel.reason_share", 70, 90), share("ev.rel.recycled_share", 20, 40)))
	if said := saidOfAreas(t, r); !strings.Contains(said, "Trust and feedback, Stage 3: 1 of 1 statements hold, 0 of 3 thresholds reached, undecided: 3.") {
		t.Errorf("not said in %s", said)
	}
	list := readElements(t, written(t, func(b *bytes.Buffer) error { return r.WriteAreasSVG(b, En) }), false)
	at := slices.IndexFunc(list, func(e pageElement) bool { return e.attr("class") == "count" && e.text == "0/3" })
	if at < 0 || at+2 >= len(list) {
		t.Fatal("no count of three thresholds")
	}
	mark, count := list[at+1], list[at+2]
	if mark.name != "rect" || mark.attr("class") != "open tiny" || count.text != "3" || coordinate(t, &count, "y") != coordinate(t, &list[at], "y") {
		t.Errorf("behind 0/3 stand %s %q and %q", mark.name, mark.attr("class"), count.text)
	}
	if x := coordinate(t, &count, "x") + svg.Width("3", 11.5); x > columnsFrom+2*columnStep {
		t.Errorf("the count ends at %g, in the next column", x)
	}
}

// What is not decided has one name, whether answers or cases are missing.
func TestUndecidedHasOneName(t *testing.T) {
	m := compile(t, Default())
	in := claim(m, Cell{2, 2}, share("ev.rel.decision_share", 165, 200))
	for i := range in.Answers.Respondents {
		in.Answers.Respondents[i].Answers = map[string]Answer{}
	}
	r := evaluate(t, m, in)
	for l, words := range map[Lang]struct{ name, other string }{En: {"undecided", "open"}, De: {"unentschieden", "offen"}} {
		p, err := r.phrases(l)
		if err != nil {
			t.Fatal(err)
		}
		for what, got := range map[string]string{"a statement": p.holds(Open, false), "a measure": p.w.verdicts[Inconclusive], "the legend": p.w.open} {
			if got != words.name {
				t.Errorf("%s: %s is called %q", l, what, got)
			}
		}
		if md := markdownOf(t, r, l); strings.Contains(md, "| "+words.other+" |") || strings.Count(md, "| "+words.name+" |") < 10 || !strings.Contains(md, ": "+words.name) {
			t.Errorf("%s: not so in\n%s", l, md)
		}
	}
}
