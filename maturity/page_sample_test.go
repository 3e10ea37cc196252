package maturity

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"
)

// keptAt keeps what people claim at a time.
func keptAt(t tester, m *Model, in Input, year int, month time.Month, d int) Assessment {
	t.Helper()
	in.At = time.Date(year, month, d, 9, 30, 0, 0, time.UTC)
	a, err := m.Record(in)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// storyMeasures are some of a quarter.
func storyMeasures() []Measure {
	list := []Measure{
		share("ev.rel.decision_share", 165, 200), share("ev.rel.reason_share", 61, 90),
		share("ev.rel.acceptance_rate", 57, 100), share("ev.rel.stale_share", 30, 200),
		share("ev.lm.status_documented", 9, 10), share("ev.lm.joint_signoff", 3, 1),
		share("ev.lm.mandatory_fields", 120, 300), share("ev.lm.review_age", 120, 1),
	}
	for i := range list {
		list[i].From, list[i].To = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)
	}
	return list
}

// story is an organisation with a past, measures and the sheets of the instrument.
func story(t tester, m *Model) Input {
	t.Helper()
	open := two(m, upTo(Cell{2, 3}), upTo(Cell{2, 3}))
	for i := range open.Answers.Respondents {
		if open.Answers.Respondents[i].Department == "sales" {
			open.Answers.Respondents[i].Answers = map[string]Answer{}
		}
	}
	other := keptAt(t, m, claim(m, Cell{1, 2}), 2024, 9, 12)
	other.Model, other.Relationship = "another@1", Bounds{2, 2}
	other.Respondents[0].Answers["gone"] = Answer{Value: 3}
	in := halfway(m)
	in.At, in.Measures = time.Date(2026, 4, 8, 12, 0, 0, 0, time.UTC), storyMeasures()
	in.Earlier = []Assessment{
		keptAt(t, m, claim(m, Cell{1, 1}), 2024, 3, 5), other,
		keptAt(t, m, claim(m, Cell{1, 3}, share("ev.rel.decision_share", 60, 200)), 2025, 3, 4),
		keptAt(t, m, open, 2025, 6, 4),
		keptAt(t, m, claim(m, Cell{2, 3}, share("ev.rel.decision_share", 150, 200), share("ev.lm.mandatory_fields", 290, 300)), 2025, 10, 6),
	}
	for i := range 4 {
		in.HBR = append(in.HBR, HBRSheet{Department: "marketing", Total: 70 + i}, HBRSheet{Department: "sales", Total: 44 + i})
	}
	return in
}

// whatIf is the same, with assumptions that lead further.
func whatIf(t tester, m *Model) Input {
	t.Helper()
	in := story(t, m)
	in.Assume = Assumptions{Answers: map[string]Value{}, Measures: []Measure{share("ev.lm.mandatory_fields", 295, 300)}}
	for i, s := range m.spec.Statements {
		if m.axes[i] == LeadManagement && s.Stage <= 3 {
			in.Assume.Answers[s.ID] = 4
		}
	}
	return in
}

// samples are inputs that between them have everything a report can have.
func samples(t tester, m *Model) map[string]Input {
	t.Helper()
	few := halfway(m)
	few.Answers.Respondents = slices.DeleteFunc(few.Answers.Respondents, func(p Respondent) bool { return p.ID == "sales-3" })
	few.HBR = []HBRSheet{{Department: "marketing", Total: 80}, {Department: "sales", Total: 40}}
	return map[string]Input{
		"halfway": halfway(m),
		"story":   story(t, m),
		"whatif":  whatIf(t, m),
		"few":     few,
		"above":   two(m, upTo(Cell{1, 3}), upTo(Cell{1, 3})),
		"arrived": two(m, always(5), always(5)),
		"nobody":  {},
	}
}

// pageElement is an element with its attributes and its text, that of those in it
// included.
type pageElement struct {
	name  string
	depth int
	attrs []xml.Attr
	text  string
	own   string // its own and that of words in it, not that of pieces in it
}

// words are elements within a piece of text.
var words = []string{"span", "b", "small", "a", "tspan"}

func (e *pageElement) attr(name string) string {
	for _, a := range e.attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// readElements reads a document, a page as a browser does or a picture strictly.
func readElements(t *testing.T, text string, lenient bool) []pageElement {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(text))
	if lenient {
		d.Strict, d.AutoClose, d.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	}
	var list []pageElement
	var open, from []int // the elements that are open, and where in all their text begins
	var all strings.Builder
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("not well-formed: %v", err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			open, from = append(open, len(list)), append(from, all.Len())
			list = append(list, pageElement{name: token.Name.Local, depth: len(open), attrs: token.Copy().Attr})
		case xml.EndElement:
			last := len(open) - 1
			e := &list[open[last]]
			if e.name != token.Name.Local {
				t.Fatalf("%s ends in %s", token.Name.Local, e.name)
			}
			e.text = all.String()[from[last]:]
			open, from = open[:last], from[:last]
		case xml.CharData:
			all.Write(token)
			for _, i := range slices.Backward(open) {
				list[i].own += string(token) + " "
				if !slices.Contains(words, list[i].name) {
					break
				}
			}
		}
	}
	if len(open) > 0 {
		t.Fatalf("%s does not end", list[open[len(open)-1]].name)
	}
	return list
}

// picturesAndPage are what a browser shows of a report, by name.
func picturesAndPage(t *testing.T, r *Report, l Lang) map[string][]pageElement {
	t.Helper()
	out := map[string][]pageElement{
		"page":   readElements(t, written(t, func(b *bytes.Buffer) error { return r.WriteHTML(b, l) }), true),
		"matrix": readElements(t, written(t, func(b *bytes.Buffer) error { return r.WriteSVG(b, l) }), false),
		"areas":  readElements(t, written(t, func(b *bytes.Buffer) error { return r.WriteAreasSVG(b, l) }), false),
	}
	return out
}

// told is what a page says, a piece in a line, without its style. Of pictures it has
// the title and the description.
func told(list []pageElement) string {
	marks := map[string]string{
		"h1": "# ", "h2": "## ", "h3": "### ", "li": "- ", "summary": "> ", "title": "title: ", "desc": "shows: ",
		"caption": "table: ", "p": "", "dt": "", "dd": "    ", "footer": "", "th": "| ", "td": "| ",
	}
	var b strings.Builder
	for _, e := range list {
		mark, ok := marks[e.name]
		text := strings.Join(strings.Fields(e.own), " ")
		switch {
		case e.name == "tr":
			b.WriteString("|\n")
		case ok && (text != "" || e.name == "td"):
			b.WriteString(strings.TrimRight(mark+text, " ") + "\n")
		}
	}
	return b.String()
}
