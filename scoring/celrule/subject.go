package celrule

import (
	"errors"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/interpreter"
	"github.com/leadline-go/leadline/scoring"
)

const (
	// maxString and maxScalar bound the text of a value: a rule reads it as often
	// as it likes. A longer one is unreadable.
	maxString = 16 << 10
	maxScalar = 100
)

// subject is a lead under evaluation by one rule. It is where the names of a text are
// looked up, and at the same time the value that host functions are given.
type subject struct {
	*vocabulary
	slots  map[string]int
	values []ref.Val // by slot; nil: not read yet
	lead   scoring.Record
	asOf   time.Time
}

func (rs *Rules) newSubject(r *rule, lead scoring.Record, asOf time.Time) *subject {
	return &subject{
		vocabulary: &rs.vocabulary, slots: r.slots, values: make([]ref.Val, len(r.slots)),
		lead: lead, asOf: microseconds(asOf),
	}
}

// microseconds cuts a time as the package scoring does.
func microseconds(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }

// instant is a time in microseconds, as the package scoring counts them: one that no
// calendar has is the first or last there is, and does not wrap around.
func instant(t time.Time) int64 {
	const most = 250_000 * 366 * 24 * 60 * 60 // seconds
	switch sec := t.Unix(); {
	case sec > most:
		return most * 1_000_000
	case sec < -most:
		return -most * 1_000_000
	}
	return t.UnixMicro()
}

// ResolveName implements interpreter.Activation.
func (s *subject) ResolveName(name string) (any, bool) {
	if i, ok := s.slots[name]; ok {
		if s.values[i] == nil {
			s.values[i] = s.read(name)
		}
		return s.values[i], true
	}
	switch name {
	case leadName:
		return s, true
	case asOfName:
		return types.Timestamp{Time: s.asOf}, true
	}
	return nil, false
}

// Parent implements interpreter.Activation.
func (s *subject) Parent() interpreter.Activation { return nil }

// read returns the value of a field by its variable, or that it is unknown.
func (s *subject) read(variable string) ref.Val {
	name := s.field(variable)
	text, ok := s.lead.Fields[name]
	if ok && !slices.Contains(s.missing, text) {
		if v := parse(text, s.types[name]); v != nil {
			return v
		}
	}
	return types.NewUnknown(0, types.NewAttributeTrail(variable))
}

// parse reads a text as [scoring.Record] says, or returns nil. What can be read is for
// the package scoring to say, so that both agree.
func parse(text string, t scoring.FieldType) ref.Val {
	if len(text) > maxString || t != scoring.String && len(text) > maxScalar || t.Unreadable(text, scoring.English) != "" {
		return nil
	}
	switch t {
	case scoring.String:
		return types.String(text)
	case scoring.Int:
		if n, err := strconv.ParseInt(text, 10, 64); err == nil {
			return types.Int(n)
		}
	case scoring.Float:
		if f, err := strconv.ParseFloat(text, 64); err == nil {
			return types.Double(f)
		}
	case scoring.Bool:
		return types.Bool(strings.EqualFold(text, "true"))
	case scoring.Time:
		layout := time.RFC3339
		if len(text) == len(time.DateOnly) {
			layout = time.DateOnly
		}
		if at, err := time.Parse(layout, text); err == nil {
			return types.Timestamp{Time: microseconds(at)}
		}
	}
	return nil
}

// hasField is the host function of exists: a value that cannot be read exists.
func hasField(lead, index ref.Val) ref.Val {
	s, i, ok := hosted(lead, index)
	if !ok {
		return types.MaybeNoSuchOverloadErr(lead)
	}
	text, ok := s.lead.Fields[s.fields[i]]
	return types.Bool(ok && !slices.Contains(s.missing, text))
}

func countEver(lead, index ref.Val) ref.Val {
	s, i, ok := hosted(lead, index)
	if !ok {
		return types.MaybeNoSuchOverloadErr(lead)
	}
	return types.Int(s.count(s.activities[i], math.MinInt64))
}

func countWithin(args ...ref.Val) ref.Val {
	s, i, ok := hosted(args[0], args[1])
	d, isDuration := args[2].(types.Duration)
	if !ok || !isDuration {
		return types.MaybeNoSuchOverloadErr(args[2])
	}
	if d.Duration <= 0 {
		return types.NewErr("count looks back over a time above zero, found %v", d.Duration)
	}
	return types.Int(s.count(s.activities[i], instant(s.asOf)-d.Microseconds()))
}

// count counts the activities of a type after a time, none of them after as-of.
func (s *subject) count(typ string, after int64) int {
	n, now := 0, instant(s.asOf)
	for i := range s.lead.Activities {
		if a := &s.lead.Activities[i]; a.Type == typ {
			if at := instant(a.At); at > after && at <= now {
				n++
			}
		}
	}
	return n
}

func hosted(lead, index ref.Val) (*subject, int, bool) {
	s, ok := lead.(*subject)
	i, isIndex := index.(types.Int)
	return s, int(i), ok && isIndex
}

var errOpaque = errors.New("a lead is no value")

// The methods of ref.Val: a subject is given to host functions and nothing else.

func (s *subject) ConvertToNative(reflect.Type) (any, error) { return nil, errOpaque }
func (s *subject) ConvertToType(ref.Type) ref.Val            { return types.WrapErr(errOpaque) }
func (s *subject) Equal(other ref.Val) ref.Val               { return types.Bool(s == other) }
func (s *subject) Type() ref.Type                            { return leadType }
func (s *subject) Value() any                                { return s }
