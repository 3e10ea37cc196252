package celrule

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"github.com/leadline-go/leadline/internal/specfile"
	"github.com/leadline-go/leadline/scoring"
)

// macros are the words that are ours. They are resolved while a text is parsed, so
// that a misspelt field or activity is a problem at its own place, and an evaluation
// knows them by index.
func (e *environment) macros() []cel.Macro {
	return []cel.Macro{
		cel.GlobalMacro("field", 1, e.field),
		cel.GlobalMacro("exists", 1, e.exists),
		cel.GlobalMacro("has", 1, e.exists),
		cel.GlobalMacro("as_of", 0, asOfMacro),
		cel.GlobalMacro("count", 1, e.count),
		cel.GlobalMacro("count", 2, e.count),
		cel.ReceiverMacro("matches", 1, e.matches),
		cel.GlobalMacro("duration", 1, e.duration),
		cel.GlobalMacro("timestamp", 1, e.timestamp),
	}
}

func (e *environment) field(f cel.MacroExprFactory, _ ast.Expr, args []ast.Expr) (ast.Expr, *common.Error) {
	name, ok := literal(args[0])
	if !ok {
		return nil, f.NewError(args[0].ID(), `expected the name of a field in quotes, such as field("industry")`)
	}
	if !e.known(name) {
		return nil, f.NewError(args[0].ID(), unknown("field", name, e.fields))
	}
	return f.NewIdent(e.variable(name)), nil
}

func (e *environment) exists(f cel.MacroExprFactory, _ ast.Expr, args []ast.Expr) (ast.Expr, *common.Error) {
	name, ok := literal(args[0])
	if !ok {
		name, ok = dotted(args[0])
	}
	if !ok {
		return e.instead(f, args[0], types.True, `expected a field, such as exists(industry) or exists("industry")`)
	}
	i, ok := slices.BinarySearch(e.fields, name)
	if !ok || !e.known(name) {
		return e.instead(f, args[0], types.True, unknown("field", name, e.fields))
	}
	return f.NewCall(hasCall, f.NewIdent(leadName), f.NewLiteral(types.Int(i))), nil
}

// instead notes a problem and stands in with a value of the type that the macro has,
// so that the rest of the text is looked at too.
func (e *environment) instead(f cel.MacroExprFactory, at ast.Expr, value ref.Val, message string) (ast.Expr, *common.Error) {
	e.note(f, at, message)
	return f.NewLiteral(value), nil
}

func (e *environment) note(f cel.MacroExprFactory, at ast.Expr, message string) {
	e.noted = append(e.noted, f.NewError(at.ID(), message))
}

func asOfMacro(f cel.MacroExprFactory, _ ast.Expr, _ []ast.Expr) (ast.Expr, *common.Error) {
	return f.NewIdent(asOfName), nil
}

func (e *environment) count(f cel.MacroExprFactory, _ ast.Expr, args []ast.Expr) (ast.Expr, *common.Error) {
	name, ok := literal(args[0])
	if !ok {
		return e.instead(f, args[0], types.IntZero, `expected an activity in quotes, such as count("webinar_attended", "90d")`)
	}
	i, ok := slices.BinarySearch(e.activities, name)
	if !ok {
		return e.instead(f, args[0], types.IntZero, unknown("activity", name, e.activities))
	}
	call := []ast.Expr{f.NewIdent(leadName), f.NewLiteral(types.Int(i))}
	if len(args) == 2 {
		within := args[1]
		if text, ok := literal(within); ok {
			d, ok := specfile.ParseSpan(text)
			if !ok {
				return e.instead(f, within, types.IntZero, fmt.Sprintf(`expected a length of time such as "90s", "8h" or "30d", at most ten years, found %s`, short(text)))
			}
			within = f.NewCall("duration", f.NewLiteral(types.String(d.String())))
		}
		call = append(call, within)
	}
	return f.NewCall(countCall, call...), nil
}

func (e *environment) matches(f cel.MacroExprFactory, target ast.Expr, args []ast.Expr) (ast.Expr, *common.Error) {
	text, ok := literal(args[0])
	if !ok {
		return e.instead(f, args[0], types.True, "expected a pattern in quotes: one that is computed could be of any size")
	}
	i, err := e.patterns.add(text)
	if err != nil {
		return e.instead(f, args[0], types.True, err.Error())
	}
	return f.NewCall(matchCall, target, f.NewLiteral(types.Int(i))), nil
}

// duration takes the lengths of time of a rule file too, which have days.
func (e *environment) duration(f cel.MacroExprFactory, _ ast.Expr, args []ast.Expr) (ast.Expr, *common.Error) {
	text, ok := literal(args[0])
	if !ok {
		return nil, nil // which is refused once its type is known
	}
	d, ok := specfile.ParseSpan(text)
	if !ok {
		var err error
		if d, err = time.ParseDuration(text); err != nil {
			d = 0
			e.note(f, args[0], fmt.Sprintf(`expected a length of time such as "90s", "8h" or "30d", found %s`, short(text)))
		}
	}
	return f.NewCall("duration", f.NewLiteral(types.String(d.String()))), nil
}

// timestamp takes the times of a rule file, which may be dates.
func (e *environment) timestamp(f cel.MacroExprFactory, _ ast.Expr, args []ast.Expr) (ast.Expr, *common.Error) {
	text, ok := literal(args[0])
	if !ok {
		return nil, nil // likewise
	}
	expected := scoring.Time.Unreadable(text, scoring.English)
	if expected != "" {
		e.note(f, args[0], fmt.Sprintf("expected %s, found %s", expected, short(text)))
		text = time.DateOnly
	}
	if len(text) == len(time.DateOnly) {
		text += "T00:00:00Z"
	}
	return f.NewCall("timestamp", f.NewLiteral(types.String(text))), nil
}

// literal returns the value of a string in quotes.
func literal(e ast.Expr) (string, bool) {
	if e.Kind() != ast.LiteralKind {
		return "", false
	}
	s, ok := e.AsLiteral().Value().(string)
	return s, ok
}

// dotted returns a name that is written as an identifier, or as several with dots.
func dotted(e ast.Expr) (string, bool) {
	var parts []string
	for {
		switch e.Kind() {
		case ast.SelectKind:
			parts = append(parts, e.AsSelect().FieldName())
			e = e.AsSelect().Operand()
		case ast.IdentKind:
			parts = append(parts, e.AsIdent())
			slices.Reverse(parts)
			return strings.Join(parts, "."), true
		default:
			return "", false
		}
	}
}

// unknown says what a text names that there is not, and what may have been meant.
func unknown(kind, name string, known []string) string {
	const most = 8
	hint := "there are none"
	if near, ok := specfile.Nearest(name, known); ok {
		hint = fmt.Sprintf("did you mean %q?", near)
	} else if len(known) > most {
		hint = "known: " + strings.Join(known[:most], ", ") + ", …"
	} else if len(known) > 0 {
		hint = "known: " + strings.Join(known, ", ")
	}
	return fmt.Sprintf("unknown %s %s (%s)", kind, short(name), hint)
}

// short quotes a piece of a text.
func short(s string) string {
	const most = 60
	if rs := []rune(s); len(rs) > most {
		s = string(rs[:most-1]) + "…"
	}
	return strconv.Quote(s)
}
