package celrule

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/interpreter"
	"github.com/leadline-go/leadline/scoring"
)

// Limits. What they are for is shown by the hostile texts of the tests.
const (
	// MaxText is the length of the longest text, in bytes: what [scoring.Bindings]
	// takes, so that each text can be signed. It has at most 1,000 words and signs,
	// where one in quotes counts as one.
	MaxText = 4 << 10

	// DefaultCostLimit is the cost of one evaluation, unless [Config] says
	// otherwise. A rule that people write costs less than a hundred.
	DefaultCostLimit = 10_000

	// MaxCostLimit is the largest [Config.CostLimit].
	MaxCostLimit = 100_000

	maxRules = 1000
)

// Errors to test for with [errors.Is].
var (
	// ErrUnknownRule is a name under which no text was compiled.
	ErrUnknownRule = errors.New("unknown rule")

	// ErrCost is a text that needs more than [Config.CostLimit] for a lead.
	ErrCost = errors.New("the rule costs more than its limit")
)

// Config is how texts are evaluated. The zero value is sound.
type Config struct {
	// CostLimit bounds one evaluation: about one for each operator that is
	// applied or field that is read, for each ten characters of a string that is
	// looked through, and for each 16 activities that are counted. Ten thousand
	// are a few milliseconds. Defaults to [DefaultCostLimit]; at most
	// [MaxCostLimit]. There is no way to turn it off.
	CostLimit uint64
}

// Rules are compiled texts, by name. They are immutable and safe for concurrent
// use.
type Rules struct {
	limit uint64
	vocabulary
	rules map[string]*rule
	texts map[string]string
}

// rule is one compiled text.
type rule struct {
	program cel.Program
	slots   map[string]int // variables of the fields that the text reads
	gate    bool           // used by a gate: unknown holds
}

// Compile checks texts, by the names under which the rules and gates of the Spec use
// them, against the fields and activities that the Spec declares. Everything that is
// wrong is reported at once, up to 100 problems, as a [*scoring.SpecError] whose problems
// have the name of the text as their file. Whether the Spec is sound itself is for
// [scoring.Compile] to say. Nothing of the arguments is kept.
//
// The lead is a [scoring.Record]: only of one does the Spec say all that a text is
// typed against.
func Compile(spec scoring.Spec, texts map[string]string, c Config) (*Rules, error) {
	var found problems
	if c.CostLimit > MaxCostLimit {
		found.add(scoring.Problem{Path: "cost_limit", Message: fmt.Sprintf("expected at most %d, found %d", MaxCostLimit, c.CostLimit)})
	}
	if len(texts) > maxRules {
		found.add(scoring.Problem{Message: fmt.Sprintf("there are %d texts; expected at most %d", len(texts), maxRules)})
		return nil, found.err()
	}
	if c.CostLimit == 0 {
		c.CostLimit = DefaultCostLimit
	}
	rs := &Rules{limit: c.CostLimit, vocabulary: vocabularyOf(spec), rules: make(map[string]*rule, len(texts)), texts: maps.Clone(texts)}
	env, err := newEnvironment(rs)
	if err != nil {
		return nil, err
	}
	points, gates := usesOf(spec)
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		if found.full() {
			break
		}
		r, ps := env.compile(name, texts[name])
		if points[name] && gates[name] {
			ps = append(ps, scoring.Problem{File: name, Message: "a rule and a gate use this text, and differ in what unknown means: write one for each"})
		}
		if len(ps) > 0 {
			found.add(ps...)
			continue
		}
		r.gate = gates[name]
		rs.rules[name] = r
	}
	if err := found.err(); err != nil {
		return nil, err
	}
	return rs, nil
}

// usesOf tells the custom rules that give points from those that are gates.
func usesOf(spec scoring.Spec) (points, gates map[string]bool) {
	points, gates = map[string]bool{}, map[string]bool{}
	for _, g := range spec.Groups {
		for _, r := range g.Rules {
			points[r.Use] = true
		}
	}
	for _, g := range spec.Gates {
		gates[g.Use] = true
	}
	return points, gates
}

// Custom returns the rules for [scoring.Bindings]. Add rules in Go to the map before it
// is given away. The context ends an evaluation early, and with it the score.
func (rs *Rules) Custom(ctx context.Context) scoring.Custom[scoring.Record] {
	custom := make(scoring.Custom[scoring.Record], len(rs.rules))
	for name, r := range rs.rules {
		custom[name] = func(lead scoring.Record, asOf time.Time) (bool, error) { return rs.ask(ctx, r, lead, asOf) }
	}
	return custom
}

// Texts returns the texts, for [scoring.Bindings]: an explanation then shows what a rule
// says, and what marketing and sales sign covers it. Without them a rule could be
// changed behind a signature. The map is the caller's.
func (rs *Rules) Texts() map[string]string { return maps.Clone(rs.texts) }

// Names returns the names of the rules in the order of the alphabet.
func (rs *Rules) Names() []string { return slices.Sorted(maps.Keys(rs.rules)) }

// Ask returns what one rule says of a lead at a time: for a text that comes out
// unknown, true if a gate uses it and else false.
//
// Errors: [ErrUnknownRule], [ErrCost], that of the context, and what went wrong in
// the text, such as a division by zero.
func (rs *Rules) Ask(ctx context.Context, name string, lead scoring.Record, asOf time.Time) (bool, error) {
	r, ok := rs.rules[name]
	if !ok {
		return false, fmt.Errorf("%w: %q", ErrUnknownRule, name)
	}
	return rs.ask(ctx, r, lead, asOf)
}

func (rs *Rules) ask(ctx context.Context, r *rule, lead scoring.Record, asOf time.Time) (bool, error) {
	if err := ctx.Err(); err != nil {
		return false, err
	}
	s := rs.newSubject(r, lead, asOf)
	out, _, err := r.program.ContextEval(ctx, s)
	switch {
	case types.IsUnknown(out):
		return r.gate, nil
	case err != nil:
		return false, rs.reason(ctx, err)
	}
	is, ok := out.(types.Bool)
	if !ok {
		return false, fmt.Errorf("came out as %s, not as a bool", out.Type().TypeName())
	}
	return bool(is), nil
}

// reason puts what stopped an evaluation into our own errors.
func (rs *Rules) reason(ctx context.Context, err error) error {
	if cancelled, ok := errors.AsType[interpreter.EvalCancelledError](err); ok {
		if cancelled.Cause == interpreter.CostLimitExceeded {
			return fmt.Errorf("%w of %d", ErrCost, rs.limit)
		}
	}
	if ctxErr := ctx.Err(); ctxErr != nil {
		return ctxErr
	}
	return errors.New(err.Error())
}
