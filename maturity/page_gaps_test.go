package maturity

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/leadline-go/leadline/internal/svg"
)

// three asks three people of each department: sales says 1 where marketing says 5, and
// lead management something between.
func three(m *Model, between Value) Input {
	people := slices.Concat(group(m, "marketing", 3, always(5)), group(m, "sales", 3, always(1)), group(m, "lead_management", 3, always(between)))
	return Input{Answers: Answers{Respondents: people}}
}

// gapMark is a mark of a picture of gaps: whose it is, by its look, and how large.
type gapMark struct {
	look string
	size float64
}

// gapMarks returns the marks of a picture in their order, and its texts.
func gapMarks(t *testing.T, picture string) (marks []gapMark, texts []string) {
	t.Helper()
	for _, e := range readElements(t, picture, false) {
		switch class := e.attr("class"); {
		case e.name == "text":
			texts = append(texts, strings.TrimSpace(e.text))
		case !strings.HasPrefix(class, "who"):
		case e.name == "circle":
			marks = append(marks, gapMark{e.name + " " + class, 2 * coordinate(t, &e, "r")})
		case e.name == "rect":
			marks = append(marks, gapMark{e.name + " " + class, coordinate(t, &e, "width")})
		case e.name == "polygon":
			var low, high float64 = matrixWidth, 0
			corners := strings.Fields(e.attr("points"))
			for _, corner := range corners {
				x, _, _ := strings.Cut(corner, ",")
				v, err := strconv.ParseFloat(x, 64)
				if err != nil {
					t.Fatal(err)
				}
				low, high = min(low, v), max(high, v)
			}
			marks = append(marks, gapMark{fmt.Sprintf("%s of %d %s", e.name, len(corners), class), high - low})
		}
	}
	return marks, texts
}

// Every department whose mean the report shows is in the picture of the gaps, those
// between the two as well and where they say the same as one of these. In all pictures
// a department has one look, which a legend tells once, and which differs from that of
// the others in shape. The two that are furthest apart are the largest.
func TestGapsShowEveryDepartmentInItsOwnLook(t *testing.T) {
	m := compile(t, Default())
	looks := map[string]string{} // by department
	for _, between := range []Value{3, 5} {
		r := evaluate(t, m, three(m, between))
		for _, a := range axes() {
			p, err := r.phrases(En)
			if err != nil {
				t.Fatal(err)
			}
			drawn, _ := p.perceived(a)
			departments := m.spec.axis(a).Ask
			if len(drawn) == 0 || len(departments) != map[Axis]int{Relationship: 2, LeadManagement: 3}[a] {
				t.Fatalf("%s: %d gaps of %v", a, len(drawn), departments)
			}
			marks, texts := gapMarks(t, p.gapsPicture(a, drawn))
			for i, d := range departments { // the legend, under the name of the axis
				if was := looks[d]; was != "" && was != marks[i].look {
					t.Errorf("%s is a %s, and was a %s", d, marks[i].look, was)
				}
				looks[d] = marks[i].look
				if n := countOf(texts[1:], p.department(d)); n != 1 {
					t.Errorf("%s stands there %d times", d, n)
				}
			}
			marks = marks[len(departments):]
			for i := range drawn {
				g := &drawn[i]
				onScale, inLine := marks[:len(departments)], marks[len(departments):2*len(departments)]
				marks = marks[2*len(departments):]
				for _, v := range slices.Concat([]voice{{g.higher, g.high}, {g.lower, g.low}}, g.others) {
					far := v.department == g.higher || v.department == g.lower
					look := func(of gapMark) bool { return of.look == looks[v.department] }
					at := slices.IndexFunc(onScale, look)
					if at < 0 || !slices.ContainsFunc(inLine, look) {
						t.Fatalf("%s, %s: no mark of %s", a, g.proof.ID, v.department)
					}
					if size := onScale[at].size; far != (size > 10.5) {
						t.Errorf("%s, %s: %s is %g wide, furthest apart: %t", a, g.proof.ID, v.department, size, far)
					}
					if !slices.Contains(texts, p.mean(v.mean)) || !strings.Contains(p.gapsPicture(a, drawn), p.department(v.department)+" "+p.mean(v.mean)) {
						t.Errorf("%s, %s: what %s says is not told", a, g.proof.ID, v.department)
					}
				}
			}
			if len(marks) > 0 {
				t.Errorf("%s: %d marks too many", a, len(marks))
			}
		}
		if page := pageOf(t, r, De); !strings.Contains(page, german().othersBetween) {
			t.Error("the page does not say what the small marks are")
		}
	}
	shapes := map[string]bool{}
	for _, look := range looks {
		shape, _, _ := strings.Cut(look, " who")
		shapes[shape] = true
	}
	if len(shapes) != 3 {
		t.Errorf("the departments look like %v", looks)
	}
	if page := pageOf(t, evaluate(t, m, halfway(m)), De); strings.Contains(page, german().othersBetween) {
		t.Error("small marks are explained where there are none")
	}
}

// Of more departments than there are shapes, no two look alike.
func TestEightDepartmentsDifferInTheirLook(t *testing.T) {
	d := gapPicture{drawing: drawing{Picture: svg.New(svg.Head{ID: "x", Width: matrixWidth, Height: 100})}}
	for i := range 8 {
		d.who(i, 20, 20, 6)
	}
	marks, _ := gapMarks(t, d.String())
	seen := map[string]bool{}
	for _, m := range marks {
		seen[m.look] = true
	}
	if len(seen) != 8 {
		t.Errorf("%d looks: %v", len(seen), marks)
	}
}

func countOf(texts []string, of string) (n int) {
	for _, s := range texts {
		if s == of {
			n++
		}
	}
	return n
}
