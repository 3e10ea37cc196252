package scoring

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/leadline-go/leadline/internal/specfile"
)

// Side is a department that signs criteria.
type Side string

// The sides. It takes a signature of each.
const (
	Marketing Side = "marketing"
	Sales     Side = "sales"
)

// Signature says who signed, for whom and when.
type Signature struct {
	Name string    `json:"name"` // of a person; it goes into no lead's history
	Side Side      `json:"side"` // [Marketing] or [Sales]
	At   time.Time `json:"at"`   // when
}

// Agreement is one revision of the criteria, signed by marketing and by sales. It
// is plain data: encoding/json writes it, [ReadAgreement] reads it.
//
// The signatures are not cryptographic. They say who agreed to what, and the hash
// in Criteria sees to it that "what" cannot be changed afterwards: a changed rule
// is unsigned.
type Agreement struct {
	// Criteria is [Model.FullID] of what was signed. It covers all of the Spec, and
	// of a custom rule its name and what [Bindings.Texts] says of it: the whole of a
	// rule that was typed (scoring/celrule), but of a function in Go no more than its
	// text claims. So give a function a text with a version, and change it with what
	// the function does.
	Criteria string `json:"criteria"`

	// From is when the agreement comes into force. It never does before both
	// have signed.
	From time.Time `json:"from"`

	// Signatures are one of each side, in any order.
	Signatures []Signature `json:"signatures"`
}

// What the label [LabelCriteria] says.
const (
	LabelCriteria = "criteria"
	Signed        = "signed"
	Unsigned      = "unsigned"
)

// maxAgreement bounds the size of an agreement in a file.
const maxAgreement = 64 << 10

// ReadAgreement reads an agreement in JSON, or in YAML with the same keys; name is
// what messages call the file. Times are RFC 3339, or a date, which is its midnight
// in UTC. It is strict: unknown keys,
// wrong types, anything that [Agreement.Validate] refuses, a second document and
// more than 64 KiB are reported, as many at once as can be, as an
// [*AgreementError]. An error of r is returned wrapped.
func ReadAgreement(r io.Reader, name string) (Agreement, error) {
	raw, err := io.ReadAll(io.LimitReader(r, maxAgreement+1))
	if err != nil {
		return Agreement{}, fmt.Errorf("%s: %w", name, err)
	}
	if len(raw) > maxAgreement {
		return Agreement{}, &AgreementError{[]Problem{{File: name, Message: fmt.Sprintf("the agreement is larger than %d KiB", maxAgreement>>10)}}}
	}
	var file agreementFile
	src, err := specfile.Read(bytes.NewReader(raw), name, &file)
	a := file.agreement()
	if err == nil {
		err = a.check(src.Check(), false)
	}
	if bad, ok := errors.AsType[*SpecError](err); ok {
		err = &AgreementError{bad.Problems}
	}
	if err != nil {
		return Agreement{}, err
	}
	return a, nil
}

// Validate reports everything that is wrong with an agreement, as an
// [*AgreementError]: criteria that are no [Model.FullID], a side without a
// signature or with two, a signature without a name or time, no date.
func (a Agreement) Validate() error {
	if bad, ok := errors.AsType[*SpecError](a.check(specfile.Source{}.Check(), false)); ok {
		return &AgreementError{bad.Problems}
	}
	return nil
}

// InForce reports whether the criteria, which are a [Model.FullID], are agreed on
// at a time: nil, or an [*UnsignedError]. The zero Agreement is none, and one side
// alone signs nothing; what is wrong otherwise with the agreement is an
// [*AgreementError].
func (a Agreement) InForce(criteria string, at time.Time) error {
	none := a.Criteria == "" && a.From.IsZero() && len(a.Signatures) == 0
	if bad, ok := errors.AsType[*SpecError](a.check(specfile.Source{}.Check(), true)); ok && !none {
		return &AgreementError{bad.Problems}
	}
	no := &UnsignedError{Criteria: criteria}
	if !none && a.Criteria != criteria {
		no.Agreed = a.Criteria
		return no
	}
	from := a.From
	for _, side := range []Side{Marketing, Sales} {
		i := slices.IndexFunc(a.Signatures, func(s Signature) bool { return s.Side == side })
		if i < 0 {
			no.Missing = append(no.Missing, side)
		} else if t := a.Signatures[i].At; t.After(from) {
			from = t
		}
	}
	if len(no.Missing) > 0 {
		return no
	}
	if at.Before(from) {
		no.NotBefore = from.UTC()
		return no
	}
	return nil
}

// fullID tells [Model.FullID] from anything else.
var fullID = regexp.MustCompile(`^[^@+]+@[1-9][0-9]*\+[0-9a-f]{64}$`)

// check collects what is wrong. A draft may lack signatures.
func (a *Agreement) check(c *specfile.Checker, draft bool) error {
	if !fullID.MatchString(a.Criteria) || !specfile.IsClean(a.Criteria) {
		c.Addf("criteria", "expected a name, @, a revision, + and 64 hexadecimal digits, as Model.FullID gives them, found %.100q", a.Criteria)
	}
	checkTime(c, "from", a.From)
	first := map[Side]string{}
	sides := []string{string(Marketing), string(Sales)}
	for i, s := range a.Signatures {
		path := specfile.Index("signatures", i)
		c.CheckName(specfile.Key(path, "name"), "a signature", s.Name)
		checkTime(c, specfile.Key(path, "at"), s.At)
		at := specfile.Key(path, "side")
		switch {
		case s.Side == "":
			c.Addf(at, "expected a side: %s", strings.Join(sides, ", "))
		case !slices.Contains(sides, string(s.Side)):
			c.Unknown(at, "side", string(s.Side), sides)
		case first[s.Side] != "":
			c.Addf(at, "%s has signed already, in %s; expected one signature of each side", s.Side, first[s.Side])
		default:
			first[s.Side] = path
		}
	}
	for _, side := range []Side{Marketing, Sales} {
		if first[side] == "" && !draft {
			c.Addf("signatures", "the signature of %s is missing", side)
		}
	}
	return c.Err()
}

func checkTime(c *specfile.Checker, path string, t time.Time) {
	if y := t.UTC().Year(); t.IsZero() || y < 1 || y > 9999 {
		c.Addf(path, wantTime+", found none or one without a year of four digits")
	}
}

// FullID is [Model.ID] with all 64 hexadecimal digits of the SHA-256 behind the
// plus, of which the ID has the first eight: enough to tell revisions apart, too
// few to sign. It is the hash of the Spec and of [Bindings.Texts].
func (m *Model[T]) FullID() string { return m.table.fullID }

// Terms say under which agreement leads qualify.
type Terms struct {
	// Agreement is what both sides signed. The zero value: nothing.
	Agreement Agreement

	// AllowUnsigned lets leads qualify on criteria that are not agreed on, with
	// the label criteria: unsigned. False: they are refused.
	AllowUnsigned bool
}

// QualifyUnder is [Model.Qualify] with an agreement that must be in force at asOf.
// If it is not, every lead is refused with an [*UnsignedError], whatever its
// score, unless the terms allow it. The evidence is an [AgreedResult]: it labels
// the MQL, so that reports can say how many were made on unsigned criteria.
//
// The function fits lead.OnSubject and is as safe for concurrent use as the
// Model. An agreement that [Agreement.Validate] refuses for more than missing
// signatures decides nothing: the function returns its [*AgreementError].
func (m *Model[T]) QualifyUnder(terms Terms) func(ctx context.Context, subject T, asOf time.Time) (evidence any, err error) {
	id := m.FullID()
	terms.Agreement.Signatures = slices.Clone(terms.Agreement.Signatures)
	return func(ctx context.Context, subject T, asOf time.Time) (any, error) {
		criteria := Signed
		if err := terms.Agreement.InForce(id, asOf); errors.Is(err, ErrUnsigned) && terms.AllowUnsigned {
			criteria = Unsigned
		} else if err != nil {
			return nil, err
		}
		evidence, err := m.Qualify(ctx, subject, asOf)
		if err != nil {
			return nil, err
		}
		return AgreedResult{evidence.(Result), criteria}, nil
	}
}

// AgreedResult is the [Result] of a lead that qualified, and whether marketing and
// sales had signed the criteria at that time.
type AgreedResult struct {
	Result
	Criteria string `json:"criteria"` // [Signed] or [Unsigned]
}

// Labels returns those of the Result, and criteria.
func (r AgreedResult) Labels() map[string]string {
	labels := r.Result.Labels()
	labels[LabelCriteria] = r.Criteria
	return labels
}

// MarshalJSON writes the fields of the Result, and "criteria".
func (r AgreedResult) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		resultFields
		Lines    []Line `json:"lines"`
		Criteria string `json:"criteria"`
	}{resultFields(r.Result), r.Lines(), r.Criteria})
}

// UnmarshalJSON reads what MarshalJSON writes.
func (r *AgreedResult) UnmarshalJSON(raw []byte) error {
	var more struct {
		Criteria string `json:"criteria"`
	}
	if err := json.Unmarshal(raw, &more); err != nil {
		return err
	}
	r.Criteria = more.Criteria
	return r.Result.UnmarshalJSON(raw)
}
