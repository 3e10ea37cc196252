package celrule

import (
	"math"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"
)

// arithmetic are the operators that compute, with the overloads of CEL's own library. CEL
// computes with infinity and with what is no number: in a rule each of them is an error,
// as it is with whole numbers, for a comparison with one is true or false by accident.
func arithmetic() []cel.EnvOption {
	number := func(id string, t *cel.Type) cel.FunctionOpt { return cel.Overload(id, []*cel.Type{t, t}, t) }
	with := func(id string, a, b, out *cel.Type) cel.FunctionOpt {
		return cel.Overload(id, []*cel.Type{a, b}, out)
	}
	return []cel.EnvOption{
		cel.Function("_+_", number("add_int64", cel.IntType), number("add_double", cel.DoubleType), number("add_string", cel.StringType),
			number("add_duration_duration", cel.DurationType),
			with("add_timestamp_duration", cel.TimestampType, cel.DurationType, cel.TimestampType),
			with("add_duration_timestamp", cel.DurationType, cel.TimestampType, cel.TimestampType),
			cel.SingletonBinaryBinding(func(a, b ref.Val) ref.Val { return finite(a.(traits.Adder).Add(b)) }, traits.AdderType)),
		cel.Function("_-_", number("subtract_int64", cel.IntType), number("subtract_double", cel.DoubleType),
			number("subtract_duration_duration", cel.DurationType),
			with("subtract_timestamp_timestamp", cel.TimestampType, cel.TimestampType, cel.DurationType),
			with("subtract_timestamp_duration", cel.TimestampType, cel.DurationType, cel.TimestampType),
			cel.SingletonBinaryBinding(func(a, b ref.Val) ref.Val { return finite(a.(traits.Subtractor).Subtract(b)) }, traits.SubtractorType)),
		cel.Function("_*_", number("multiply_int64", cel.IntType), number("multiply_double", cel.DoubleType),
			cel.SingletonBinaryBinding(func(a, b ref.Val) ref.Val { return finite(a.(traits.Multiplier).Multiply(b)) }, traits.MultiplierType)),
		cel.Function("_/_", number("divide_int64", cel.IntType), number("divide_double", cel.DoubleType),
			cel.SingletonBinaryBinding(func(a, b ref.Val) ref.Val {
				if by, ok := b.(types.Double); ok && by == 0 {
					return types.NewErr("division by zero")
				}
				return finite(a.(traits.Divider).Divide(b))
			}, traits.DividerType)),
	}
}

// finite refuses what is no number any more. Fields and literals are finite.
func finite(v ref.Val) ref.Val {
	if d, ok := v.(types.Double); ok && (math.IsInf(float64(d), 0) || math.IsNaN(float64(d))) {
		return types.NewErr("a result beyond the largest number")
	}
	return v
}
