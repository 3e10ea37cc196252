package maturity

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/leadline-go/leadline/internal/specfile"
)

// Assessment is an evaluation that is kept, to be compared with later ones: what
// people answered, what was measured, and what it came to. [Model.Record] makes one,
// [ReadAssessment] reads it again.
//
// It has the single answers in it, though not who gave them, for a newer model can
// only be applied to those. Keep it as you keep the answers, and hand out reports.
type Assessment struct {
	At    time.Time `json:"at"`    // when it was made; in UTC
	Model string    `json:"model"` // [Model.ID] of the model that told the result

	// Relationship and LeadManagement are what the result was then.
	Relationship   Bounds `json:"relationship"`
	LeadManagement Bounds `json:"lead_management"`

	Evidence Evidence  `json:"evidence"` // what measures were allowed to do
	Measures []Measure `json:"measures"` // as they were given

	// Respondents are those of the Answers, in an order of their own and without IDs
	// and the words of reasons.
	Respondents []Respondent `json:"respondents"`
}

// Record evaluates the answers and measures of in and keeps them with the result;
// Earlier, Assume and the target mean nothing to it. in.At is needed: without it, or
// outside of the years 1 to 9999, the error is [ErrInvalidTime]. Other errors are those
// of [Model.Evaluate].
func (m *Model) Record(in Input) (Assessment, error) {
	if in.At.IsZero() {
		return Assessment{}, fmt.Errorf("%w: an assessment that is kept needs one", ErrInvalidTime)
	}
	in.Earlier, in.Assume, in.HBR = nil, Assumptions{}, nil
	r, err := m.Evaluate(in)
	if err != nil {
		return Assessment{}, err
	}
	a := Assessment{
		At: r.At, Model: r.Model, Evidence: r.Evidence,
		Relationship:   Bounds{r.Relationship.Low, r.Relationship.High},
		LeadManagement: Bounds{r.LeadManagement.Low, r.LeadManagement.High},
		Measures:       []Measure{}, Respondents: []Respondent{},
	}
	for _, v := range in.Measures {
		v.Source = MeasureSource{}
		a.Measures = append(a.Measures, v)
	}
	for _, p := range in.Answers.Respondents {
		kept := Respondent{Department: p.Department, Answers: map[string]Answer{}}
		for id, answer := range p.Answers {
			switch answer.Value {
			case 0:
			case NotApplicable:
				kept.Answers[id] = Answer{NotApplicable, notKept}
			default:
				kept.Answers[id] = Answer{Value: answer.Value}
			}
		}
		a.Respondents = append(a.Respondents, kept)
	}
	return a, a.order()
}

// notKept stands for the words of a reason, which could say whose it is.
const notKept = "not kept"

// order sorts what was given, for its order could say who it was.
func (a *Assessment) order() error {
	slices.SortFunc(a.Measures, func(x, y Measure) int { return strings.Compare(x.ID, y.ID) })
	texts := map[string]Respondent{}
	var keys []string
	for i, p := range a.Respondents {
		text, err := json.Marshal(p)
		if err != nil {
			return err
		}
		key := fmt.Sprintf("%s %d", text, i)
		keys, texts[key] = append(keys, key), p
	}
	slices.Sort(keys)
	for i, key := range keys {
		a.Respondents[i] = texts[key]
	}
	return nil
}

// WriteJSON writes the assessment as JSON, a respondent in a line, in one call to w.
// More than [ReadAssessment] takes, which is some 400 people, is an error.
func (a *Assessment) WriteJSON(w io.Writer) error {
	head := *a
	head.Respondents = []Respondent{}
	text, err := encode(head, "  ")
	if err != nil {
		return err
	}
	var b bytes.Buffer
	b.Write(bytes.TrimSuffix(text, []byte("]\n}\n")))
	for i, p := range a.Respondents {
		line, err := encode(p, "")
		if err != nil {
			return err
		}
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString("\n    ")
		b.Write(bytes.TrimSpace(line))
	}
	b.WriteString("\n  ]\n}\n")
	if b.Len() > specfile.MaxBytes {
		return fmt.Errorf("assessment of %d people: %d bytes, expected at most %d", len(a.Respondents), b.Len(), specfile.MaxBytes)
	}
	_, err = w.Write(b.Bytes())
	return err
}

func encode(v any, indent string) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", indent)
	err := e.Encode(v)
	return b.Bytes(), err
}

// assessmentFile is an Assessment in a file, with what tells nothing from zero.
type assessmentFile struct {
	At             instant      `json:"at"`
	Model          string       `json:"model"`
	Relationship   Bounds       `json:"relationship"`
	LeadManagement Bounds       `json:"lead_management"`
	Evidence       Evidence     `json:"evidence"`
	Measures       []measureRow `json:"measures"`
	Respondents    []Respondent `json:"respondents"`
}

// ReadAssessment reads what [Assessment.WriteJSON] wrote; name is what messages call
// the file. It reports what is no assessment, all at once, as a [*SpecError]; whether
// its answers fit a model is for [Model.Evaluate] to say. Input is bounded: 256 KiB,
// 64 levels.
func ReadAssessment(r io.Reader, name string) (Assessment, error) {
	var f assessmentFile
	src, err := specfile.Read(r, name, &f)
	if err != nil {
		return Assessment{}, err
	}
	a := Assessment{
		At: f.At.UTC(), Model: f.Model, Relationship: f.Relationship, LeadManagement: f.LeadManagement,
		Evidence: f.Evidence, Measures: []Measure{}, Respondents: f.Respondents,
	}
	c := src.Check()
	for i, row := range f.Measures {
		a.Measures = append(a.Measures, row.measure(c, specfile.Index(measuresKey, i)))
	}
	checkOnce(c, a.Measures, nil)
	a.check(c)
	if err := c.Err(); err != nil {
		return Assessment{}, err
	}
	return a, nil
}

// check refuses what no assessment is.
func (a *Assessment) check(c *specfile.Checker) {
	if a.At.IsZero() {
		c.Addf("at", "missing: when the assessment was made")
	}
	if a.Model == "" {
		c.Addf("model", "missing: which model told the result")
	}
	for _, b := range []struct {
		path string
		Bounds
	}{{"relationship", a.Relationship}, {"lead_management", a.LeadManagement}} {
		if !isStage(b.Low) || !isStage(b.High) || b.Low > b.High {
			c.Addf(b.path, "expected low and high from 1 to %d, found %d and %d", Stages, b.Low, b.High)
		}
	}
	if a.Evidence != EvidenceCaps && a.Evidence != EvidenceIgnored {
		c.Addf("evidence", "expected %q or %q, found %.40q", EvidenceCaps, EvidenceIgnored, a.Evidence)
	}
}
