package maturity

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// halfway is an organisation with everything in its report: a gap, a question, a
// withheld opinion, a statement that does not apply and one that is optional.
func halfway(m *Model) Input {
	marketing := func(s StatementSpec, a Axis) Answer {
		switch {
		case s.ID == "rel.exchange.4":
			return Answer{NotApplicable, "one kind of customer"}
		case s.Stage <= 2:
			return Answer{Value: 5}
		case s.Stage == 3:
			return Answer{Value: 4}
		}
		return Answer{Value: 2}
	}
	sales := func(s StatementSpec, a Axis) Answer {
		switch {
		case s.ID == "rel.goals.3":
			return Answer{Value: DontKnow}
		case s.ID == "rel.goals.2":
			return Answer{Value: 2}
		case s.Stage == 3 && a == LeadManagement:
			return Answer{Value: 2}
		}
		return marketing(s, a)
	}
	people := append(group(m, "marketing", 4, marketing), group(m, "sales", 3, sales)...)
	people = append(people, group(m, "lead_management", 1, marketing)...)
	people[0].Answers["rel.rules.3"] = Answer{Value: 5} // shared by all four
	return Input{Answers: Answers{Respondents: people}}
}

func TestRenderingsAreThoseThatWereRead(t *testing.T) {
	m := compile(t, Default())
	for name, in := range map[string]Input{
		"halfway": halfway(m),
		"above":   two(m, upTo(Cell{1, 3}), upTo(Cell{1, 3})),
		"arrived": two(m, always(5), always(5)),
	} {
		r := renderings(t, evaluate(t, m, in))
		golden(t, name+".en.md", r["md.en"])
		golden(t, name+".de.md", r["md.de"])
		if name == "arrived" {
			continue
		}
		golden(t, name+".en.svg", r["svg.en"])
		golden(t, name+".de.svg", r["svg.de"])
	}
	s := small(t)
	in := two(s, always(4), upTo(Cell{2, 3}))
	in.Answers.Respondents = in.Answers.Respondents[:5] // two of sales
	golden(t, "small.json", renderings(t, evaluate(t, s, in))["json"])
}

func TestReportsReadBackFromJSONAreTheSame(t *testing.T) {
	m := compile(t, Default())
	for _, in := range []Input{halfway(m), two(m, always(5), always(5)), {}} {
		r := evaluate(t, m, in)
		var got Report
		if err := json.Unmarshal([]byte(renderings(t, r)["json"]), &got); err != nil {
			t.Fatal(err)
		}
		got.spec = r.spec
		if diff := cmp.Diff(renderings(t, r), renderings(t, &got)); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}

func TestJSONHasTheKeysThatProgramsLookFor(t *testing.T) {
	m := compile(t, Default())
	var got struct {
		Relationship   struct{ Low, High, Index json.Number }
		LeadManagement struct{ Low, High, Index json.Number } `json:"lead_management"`
		Cells          [][]int
		Class          *string
		Offset         *int
		Path           [][]int
		Recommendations,
		Findings []any
	}
	text := renderings(t, evaluate(t, m, two(m, upTo(Cell{1, 3}), upTo(Cell{1, 3}))))["json"]
	if err := json.Unmarshal([]byte(text), &got); err != nil {
		t.Fatal(err)
	}
	if got.Relationship.Low != "1" || got.LeadManagement.High != "3" || got.LeadManagement.Index != "3" ||
		!cmp.Equal(got.Cells, [][]int{{1, 3}}) || *got.Class != "above" || *got.Offset != 2 ||
		!cmp.Equal(got.Path, [][]int{{2, 3}, {3, 3}, {4, 4}}) || len(got.Recommendations) == 0 || got.Findings == nil {
		t.Errorf("got %+v", got)
	}
}

// hostileText would be markup if it were not escaped.
const hostileText = "</text><script>x</script> `c` *b* _i_ | [l](u) ![i](u) <b> & &lt; ~~s~~ https://e.example www.e.example a@e.example $m$ \\"

// hostileModel has that text wherever people may write something.
func hostileModel(t tester) *Model {
	s := Default()
	evil := func(ts ...*Text) {
		for _, text := range ts {
			*text = Text{hostileText, hostileText}
		}
	}
	short := Text{"<b>|*#1. `", "1) </svg>&\"'"}
	s.Title = short
	for i := range s.Departments {
		s.Departments[i].Name = short
	}
	for _, a := range axes() {
		x := s.axis(a)
		x.Name = short
		for i := range x.Stages {
			x.Stages[i].Name = short
			evil(&x.Stages[i].Text)
		}
	}
	for i := range s.Areas {
		s.Areas[i].Name = short
	}
	for i := range s.Statements {
		evil(&s.Statements[i].Text)
	}
	for i := range s.Indicators {
		s.Indicators[i].Name = short
	}
	for _, c := range []*ClassSpec{&s.Classes.OnPath, &s.Classes.Above, &s.Classes.Below} {
		c.Name = short
		evil(&c.Text)
	}
	for i := range s.Cells {
		evil(&s.Cells[i].Diagnosis)
	}
	for i := range s.Owners {
		s.Owners[i].Name = short
	}
	for i := range s.Recommendations {
		evil(&s.Recommendations[i].Text)
	}
	return compile(t, s)
}

// elements returns the names of the elements of a picture, read strictly.
func elements(t *testing.T, picture string) []string {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(picture))
	var names []string
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return names
		}
		if err != nil {
			t.Fatalf("not well-formed: %v\n%s", err, picture)
		}
		if e, ok := token.(xml.StartElement); ok {
			names = append(names, e.Name.Local)
		}
	}
}

func TestHostileNamesDoNotBecomeMarkup(t *testing.T) {
	m := hostileModel(t)
	whatIf := whatIf(t, m)
	whatIf.HBR = append(whatIf.HBR, HBRSheet{Department: "<b>|*_x_", Total: 20})
	for _, in := range []Input{halfway(m), two(m, always(5), always(1)), story(t, m), whatIf, {}} {
		r := renderings(t, evaluate(t, m, in))
		for _, l := range []string{"en", "de"} {
			for _, name := range elements(t, r["svg."+l]) {
				if !slices.Contains([]string{"svg", "title", "desc", "style", "rect", "circle", "line", "polyline", "polygon", "text", "tspan"}, name) {
					t.Errorf("element %s in the picture", name)
				}
			}
			checkMarkdown(t, r["md."+l])
		}
		if !json.Valid([]byte(r["json"])) {
			t.Error("bad JSON")
		}
	}
}

// escapedSign is a sign that has no meaning any more in Markdown.
var escapedSign = regexp.MustCompile("\\\\[!-/:-@[-`{-~]|&(amp|lt|gt|#124);|[@#:.]\u2060")

// checkMarkdown fails for a document in which a sign of the hostile text stands
// unescaped, or a table with rows of different lengths.
func checkMarkdown(t *testing.T, doc string) {
	t.Helper()
	columns := 0
	for line := range strings.Lines(doc) {
		bare := escapedSign.ReplaceAllString(line, "")
		if strings.ContainsAny(strings.ReplaceAll(bare, "**", ""), "\\*`_[]<>&~$@") || strings.Contains(bare, "://") || strings.Contains(bare, "www.") {
			t.Errorf("not escaped: %s", line)
		}
		switch n := strings.Count(bare, "|"); {
		case n == 0:
			columns = 0
		case columns != 0 && n != columns:
			t.Errorf("%d bars in a table of %d: %s", n, columns, line)
		default:
			columns = n
		}
	}
}

func TestPictureTellsWhatItShows(t *testing.T) {
	m := compile(t, Default())
	r := renderings(t, evaluate(t, m, two(m, upTo(Cell{1, 3}), upTo(Cell{1, 3}))))
	for _, want := range []string{
		`<title id="maturity-de-title">Reifegrad des Lead-Managements</title>`,
		`<desc id="maturity-de-desc">2 Stufen über der Ideallinie: Definiert, nicht gelebt. ` +
			`Beziehung von Marketing und Vertrieb: 1 · Undefiniert. Lead-Management: 3 · Definierter Prozess. ` +
			`nächste Etappen: 2 · Definiert / 3 · Definierter Prozess. nächste Etappen: 3 · Abgestimmt / 3 · Definierter Prozess. ` +
			`Ziel: 4 · Integriert / 4 · Eigene Abteilung.</desc>`,
		"prefers-color-scheme: dark",
		`viewBox="0 0 400 `,
	} {
		if !strings.Contains(r["svg.de"], want) {
			t.Errorf("%s is not in the picture", want)
		}
	}
}

func TestOtherLanguagesAreRefused(t *testing.T) {
	m := small(t)
	r := evaluate(t, m, Input{})
	for name, err := range map[string]error{"text": r.WriteText(io.Discard, "fr"), "Markdown": r.WriteMarkdown(io.Discard, "fr"), "SVG": r.WriteSVG(io.Discard, ""), "areas": r.WriteAreasSVG(io.Discard, "EN"), "HTML": r.WriteHTML(io.Discard, "xx")} {
		if !errors.Is(err, ErrUnknownLang) {
			t.Errorf("%s: %v, want ErrUnknownLang", name, err)
		}
	}
	if err := new(Report).WriteSVG(io.Discard, En); err == nil {
		t.Error("an empty report was drawn")
	}
}

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

func TestErrorsOfTheWriterAreReturned(t *testing.T) {
	r := evaluate(t, small(t), Input{})
	for name, err := range map[string]error{
		"JSON": r.WriteJSON(brokenWriter{}), "text": r.WriteText(brokenWriter{}, En), "Markdown": r.WriteMarkdown(brokenWriter{}, En), "SVG": r.WriteSVG(brokenWriter{}, De),
		"areas": r.WriteAreasSVG(brokenWriter{}, De), "HTML": r.WriteHTML(brokenWriter{}, En),
	} {
		if !errors.Is(err, io.ErrClosedPipe) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestEveryLabelIsThereInBothLanguages(t *testing.T) {
	checkLabels(t, reflect.ValueOf(english()), reflect.ValueOf(german()))
}

func checkLabels(t *testing.T, en, de reflect.Value) {
	t.Helper()
	for i := range en.NumField() {
		name := en.Type().Field(i).Name
		if en.Field(i).Kind() == reflect.Struct {
			checkLabels(t, en.Field(i), de.Field(i))
			continue
		}
		for _, v := range []reflect.Value{en.Field(i), de.Field(i)} {
			if v.Len() == 0 {
				t.Errorf("%s is empty", name)
			}
		}
		if en.Field(i).Kind() == reflect.String {
			verbs := regexp.MustCompile(`%[sd]`)
			if diff := cmp.Diff(verbs.FindAllString(en.Field(i).String(), -1), verbs.FindAllString(de.Field(i).String(), -1)); diff != "" {
				t.Errorf("%s takes other values (-en +de):\n%s", name, diff)
			}
			continue
		}
		for _, key := range en.Field(i).MapKeys() {
			if !de.Field(i).MapIndex(key).IsValid() || en.Field(i).Len() != de.Field(i).Len() {
				t.Errorf("%s differs in its keys", name)
			}
		}
	}
}
