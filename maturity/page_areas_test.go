package maturity

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
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
	refuted := 0
	for _, s := range m.spec.Statements {
		proof, reached, missing := proofs(r)[s.ID], 0, 0
		for _, id := range s.Indicators {
			if v := r.measure(id); v == nil {
				missing++
			} else if th, _ := v.find(func(th Threshold) bool { return th.Stage == s.Stage }); th.Verdict == Supported {
				reached++
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
		if missing > 0 {
			want += fmt.Sprintf(", not measured: %d", missing)
		}
		if !strings.Contains(said, want+".") {
			t.Errorf("%q is not said in %s", want, said)
		}
	}
	if refuted == 0 {
		t.Error("nothing is refuted")
	}
}
