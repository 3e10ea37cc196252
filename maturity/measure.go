package maturity

import (
	"bytes"
	"fmt"
	"io"
	"time"

	"github.com/leadline-go/leadline/internal/specfile"
)

// Measure is what was found for an [IndicatorSpec] in daily business: of a share the
// cases that count and all cases, of days or a count the number and 1. Nothing in it
// is checked until [Model.Evaluate].
type Measure struct {
	ID  string `json:"id"`  // of the indicator
	Num int64  `json:"num"` // what is counted, or the days or the count itself
	Den int64  `json:"den"` // out of what; 1 for days and counts

	// From and To are when it was measured: From is in, To is out. Either may be
	// the zero time; they are shown, and nothing depends on them.
	From time.Time `json:"from,omitzero"`
	To   time.Time `json:"to,omitzero"`

	// Source is where ReadMeasures found it, so that Evaluate can point at it.
	// The zero value is a measure that was made in Go.
	Source MeasureSource `json:"-"`
}

// MeasureSource is the place of a [Measure] in a file. Two of them are Equal
// wherever they are.
type MeasureSource struct {
	file  specfile.Source
	index int
	bare  bool // the file is a list, which was read as if it stood under a key
}

// Equal is always true: two measures are equal whatever file they came from.
func (MeasureSource) Equal(MeasureSource) bool { return true }

// Evidence says what measures may do to a stage.
type Evidence string

// The uses of evidence. Whichever it is, measures are shown beside the answers.
const (
	EvidenceCaps    Evidence = "caps"   // what a measure refutes is not reached; the default
	EvidenceIgnored Evidence = "ignore" // the answers alone decide
)

// measureFile is a file of measures. Its numbers are pointers to tell 0 from
// nothing.
type measureFile struct {
	Measures []measureRow `json:"measures"`
}

type measureRow struct {
	ID   string  `json:"id"`
	Num  *int64  `json:"num"`
	Den  *int64  `json:"den"`
	From instant `json:"from"`
	To   instant `json:"to"`
}

// measure checks a row at path, and returns what is in it.
func (in measureRow) measure(c *specfile.Checker, path string) Measure {
	if in.Num == nil {
		c.Addf(specfile.Key(path, "num"), "missing: what was counted, a whole number")
		in.Num = new(int64)
	}
	if in.Den == nil {
		c.Addf(specfile.Key(path, "den"), "missing: the number of all cases of a share, 1 for days and counts")
		in.Den = new(int64(1))
	}
	out := Measure{ID: in.ID, Num: *in.Num, Den: *in.Den, From: in.From.Time, To: in.To.Time}
	checkMeasure(c, path, &out)
	return out
}

// instant is a time as people write it.
type instant struct{ time.Time }

// UnmarshalText reads a time with its zone, or a date, which is its midnight in UTC.
func (i *instant) UnmarshalText(text []byte) error {
	for _, layout := range []string{time.RFC3339, time.DateOnly} {
		if t, err := time.Parse(layout, string(text)); err == nil {
			i.Time = t
			return nil
		}
	}
	return fmt.Errorf("expected a time such as 2026-03-31T18:00:00Z or a date such as 2026-03-31, found %.40q", text)
}

// ReadMeasures reads measures in JSON or YAML: a list of them, or a mapping with such
// a list under "measures". name is what messages call the file.
//
//	[{"id": "ev.rel.decision_share", "num": 60, "den": 200, "from": "2026-01-01", "to": "2026-04-01"}]
//
// It reports syntax, unknown keys and what is missing or out of range, all at once, as
// a [*SpecError]; whether the measures fit a model is for [Model.Evaluate] to say.
// Input is bounded: 256 KiB, 64 levels, no aliases.
func ReadMeasures(r io.Reader, name string) ([]Measure, error) {
	data, err := io.ReadAll(io.LimitReader(r, specfile.MaxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	data, bare := underKey(data)
	var f measureFile
	src, err := specfile.Read(bytes.NewReader(data), name, &f)
	if err != nil {
		return nil, moved(err, bare)
	}
	all := make([]Measure, len(f.Measures))
	c := src.Check()
	for i, in := range f.Measures {
		all[i] = in.measure(c, specfile.Index(measuresKey, i))
		all[i].Source = MeasureSource{src, i, bare}
	}
	checkOnce(c, all, nil)
	if err := c.Err(); err != nil {
		return nil, moved(err, bare)
	}
	return all, nil
}

const measuresKey = "measures"
