package maturity

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// three asks three people of each department: sales says 1 where marketing says 5, and
// lead management something between.
func three(m *Model, between Value) Input {
	people := slices.Concat(group(m, "marketing", 3, always(5)), group(m, "sales", 3, always(1)), group(m, "lead_management", 3, always(between)))
	return Input{Answers: Answers{Respondents: people}}
}

// Every department whose mean the report shows is in the picture of the gaps, those
// between the two as well and where they say the same as one of these.
func TestGapsShowEveryDepartment(t *testing.T) {
	m := compile(t, Default())
	for _, between := range []Value{3, 5} {
		r := evaluate(t, m, three(m, between))
		for _, a := range axes() {
			want := map[string]int{} // voices by department
			p, err := r.phrases(En)
			if err != nil {
				t.Fatal(err)
			}
			drawn, _ := p.perceived(a)
			for i := range drawn {
				for _, o := range drawn[i].proof.Opinions {
					if o.Mean != nil {
						want[p.department(o.Department)+" "+p.mean(*o.Mean)]++
					}
				}
			}
			if len(drawn) == 0 || a == LeadManagement && len(want) != 3 {
				t.Fatalf("%s: %d gaps of %v", a, len(drawn), want)
			}
			got, marks, desc := map[string]int{}, 0, ""
			for _, e := range readElements(t, p.gapsPicture(a, drawn), false) {
				switch text := strings.TrimSpace(e.own); {
				case e.name == "text" && want[text] > 0:
					got[text]++
				case e.name == "desc":
					desc = e.text
				case slices.Contains([]string{"low", "high", "else"}, e.attr("class")):
					marks++
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s, %d between: (-want +got):\n%s", a, between, diff)
			}
			all := 0
			for voice, n := range want {
				all += n
				if strings.Count(desc, voice) != n {
					t.Errorf("%s: %q is told %d times, want %d", a, voice, strings.Count(desc, voice), n)
				}
			}
			if marks != 2*all { // on the scale and beside the name
				t.Errorf("%s: %d marks of %d voices", a, marks, all)
			}
		}
		if page := written(t, func(b *bytes.Buffer) error { return r.WriteHTML(b, De) }); !strings.Contains(page, german().othersBetween) {
			t.Error("the page does not say what the hollow marks are")
		}
	}
	if page := written(t, func(b *bytes.Buffer) error { return evaluate(t, m, halfway(m)).WriteHTML(b, De) }); strings.Contains(page, german().othersBetween) {
		t.Error("hollow marks are explained where there are none")
	}
}
