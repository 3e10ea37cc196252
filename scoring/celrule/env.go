package celrule

import (
	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common"
	"cel.dev/cel-go/common/cost"
	"cel.dev/cel-go/common/env"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"github.com/leadline-go/leadline/scoring"
)

// Bounds of a text beside its length. The parser takes microseconds, and a kilobyte,
// for each token.
const (
	maxTokens  = 1000
	maxNodes   = 2000 // of the syntax tree
	maxDepth   = 32   // of whatever nests
	maxNesting = 2    // of comprehensions
)

// Names that no text can hold, for what macros make of it.
const (
	leadName  = "@lead"
	asOfName  = "@as_of"
	countCall = "@count"
	hasCall   = "@exists"
	matchCall = "@matches"
	fieldName = "@field_" // and an index
)

var leadType = cel.OpaqueType("lead")

// environment compiles the texts of one Compile.
type environment struct {
	*Rules
	cel      *cel.Env
	patterns *patterns
	noted    []*common.Error // by the macros of the text that is being parsed
	looked   int             // names that the checker did not know
}

func newEnvironment(rs *Rules) (*environment, error) {
	e := &environment{Rules: rs, patterns: &patterns{}}
	options := []cel.EnvOption{
		cel.StdLib(cel.StdLibSubset(subset())),
		cel.Macros(e.macros()...),
		cel.CrossTypeNumericComparisons(true),
		cel.DefaultUTCTimeZone(true),
		cel.EnableHiddenAccumulatorName(true),
		cel.ParserExpressionSizeLimit(MaxText),
		cel.ParserRecursionLimit(maxDepth),
		cel.ParserErrorRecoveryLimit(8),
		cel.ExpressionNodeLimit(maxNodes),
		cel.ASTValidators(cel.ValidateDurationLiterals(), cel.ValidateTimestampLiterals(), cel.ValidateComprehensionNestingLimit(maxNesting)),
		cel.Variable(leadName, leadType),
		cel.Variable(asOfName, cel.TimestampType),
		cel.Function(countCall,
			cel.Overload("count_ever", []*cel.Type{leadType, cel.IntType}, cel.IntType, cel.BinaryBinding(countEver)),
			cel.Overload("count_within", []*cel.Type{leadType, cel.IntType, cel.DurationType}, cel.IntType, cel.FunctionBinding(countWithin))),
		cel.Function(hasCall, cel.Overload("has_field", []*cel.Type{leadType, cel.IntType}, cel.BoolType, cel.BinaryBinding(hasField))),
		cel.Function(matchCall, cel.Overload("match_pattern", []*cel.Type{cel.StringType, cel.IntType}, cel.BoolType, cel.BinaryBinding(e.patterns.match))),
	}
	options = append(options, arithmetic()...)
	for _, name := range rs.fields {
		if t := celType(rs.types[name]); t != nil {
			options = append(options, cel.Variable(rs.variable(name), t))
		}
	}
	var err error
	e.cel, err = cel.NewCustomEnv(options...)
	return e, err
}

func celType(t scoring.FieldType) *cel.Type {
	switch t {
	case scoring.String:
		return cel.StringType
	case scoring.Int:
		return cel.IntType
	case scoring.Float:
		return cel.DoubleType
	case scoring.Bool:
		return cel.BoolType
	case scoring.Time:
		return cel.TimestampType
	}
	return nil
}

// subset is what is taken of CEL's own functions: those that read no more than their
// cost says, and build nothing that grows. A zone in the methods of times would be
// looked up on the disk. The rest of the arithmetic is in [arithmetic].
func subset() *env.LibrarySubset {
	s := env.NewLibrarySubset().AddIncludedMacros("all", "exists", "exists_one")
	take := func(name string, overloads ...string) {
		var os []*env.Overload
		for _, id := range overloads {
			os = append(os, &env.Overload{ID: id})
		}
		s.AddIncludedFunctions(env.NewFunction(name, os...))
	}
	for _, name := range []string{"_?_:_", "_&&_", "_||_", "!_", "_==_", "_!=_", "@not_strictly_false"} {
		take(name)
	}
	for name, word := range map[string]string{"_<_": "less", "_<=_": "less_equals", "_>_": "greater", "_>=_": "greater_equals"} {
		take(name, word+"_int64", word+"_double", word+"_int64_double", word+"_double_int64", word+"_string", word+"_timestamp", word+"_duration")
	}
	take("_%_", "modulo_int64")
	take("-_", "negate_int64", "negate_double")
	take("@in", "in_list")
	take("size", "size_string", "size_list", "string_size", "list_size")
	take("contains", "contains_string")
	take("startsWith", "starts_with_string")
	take("endsWith", "ends_with_string")
	take("double", "int64_to_double")
	take("int", "double_to_int64")
	take("duration", "string_to_duration")
	take("timestamp", "string_to_timestamp")
	take("getFullYear", "timestamp_to_year")
	take("getMonth", "timestamp_to_month")
	take("getDate", "timestamp_to_day_of_month_1_based")
	take("getDayOfMonth", "timestamp_to_day_of_month")
	take("getDayOfWeek", "timestamp_to_day_of_week")
	take("getDayOfYear", "timestamp_to_day_of_year")
	take("getHours", "timestamp_to_hours", "duration_to_hours")
	take("getMinutes", "timestamp_to_minutes", "duration_to_minutes")
	return s
}

// costs charges for what costs nothing, or little, in CEL.
func costs() cel.ProgramOption {
	characters := func(args []ref.Val, _ ref.Val) *uint64 {
		text, _ := args[0].(types.String)
		return new(1 + uint64(len(text))/10)
	}
	counted := func(args []ref.Val, _ ref.Val) *uint64 {
		n := 0
		if s, ok := args[0].(*subject); ok {
			n = len(s.lead.Activities)
		}
		return new(1 + uint64(n)/16)
	}
	matched := func(args []ref.Val, _ ref.Val) *uint64 {
		text, _ := args[0].(types.String)
		if len(text) > maxMatched { // which is an error, and costs nothing
			return new(uint64(1))
		}
		return new(1 + uint64(len(text))*matchCost/10)
	}
	return cel.CostTrackerOptions(
		cost.OverloadTracker("size_string", characters),
		cost.OverloadTracker("string_size", characters),
		cost.OverloadTracker("contains_string", characters),
		cost.OverloadTracker("count_ever", counted),
		cost.OverloadTracker("count_within", counted),
		cost.OverloadTracker("match_pattern", matched),
	)
}
