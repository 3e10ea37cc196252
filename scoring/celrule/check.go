package celrule

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"
	"github.com/leadline-go/leadline/scoring"
)

// interruptEvery is how many turns of a comprehension pass between two looks at the
// context: a few microseconds.
const interruptEvery = 100

// compile makes a rule of a text, or says what is wrong with it.
func (e *environment) compile(name, text string) (*rule, []scoring.Problem) {
	p := page{name: name, text: text}
	if problem, ok := p.size(); !ok {
		return nil, []scoring.Problem{problem}
	}
	e.noted = nil
	checked, issues := e.check(&p)
	if errs := append(e.noted, issues.Errors()...); len(errs) > 0 {
		return nil, e.translateAll(&p, errs)
	}
	v := &visitor{page: &p, ast: checked.NativeRep(), vocabulary: &e.vocabulary, slots: map[string]int{}}
	ast.PreOrderVisit(v.ast.Expr(), ast.NewExprVisitor(v.visit))
	if out := checked.OutputType(); out != cel.BoolType && len(v.found) == 0 {
		v.add(v.ast.Expr(), "expected a condition that is true or false (bool), found %s", typeName(out))
	}
	if len(v.found) > 0 {
		return nil, v.found
	}
	program, err := e.cel.Program(checked,
		cel.CostLimit(e.limit), costs(),
		cel.InterruptCheckFrequency(interruptEvery),
		cel.EvalOptions(cel.OptOptimize))
	if err != nil {
		return nil, []scoring.Problem{p.problem(common.NewLocation(1, 0), plain(err.Error()))}
	}
	return &rule{program: program, slots: v.slots}, nil
}

// check parses a text and finds its types. For each name that it does not know the
// checker looks for others in all that there is, at a quarter of a megabyte each: of
// many such names only the names are reported.
func (e *environment) check(p *page) (*cel.Ast, *cel.Issues) {
	const most = 5 // of a text; of all of them, so that many texts are no way around it:
	const mostOfAll = 20
	parsed, issues := e.cel.Parse(p.text)
	if issues.Err() != nil {
		return nil, issues
	}
	errs := e.strangers(parsed.NativeRep())
	if e.looked += len(errs); len(errs) > most || len(errs) > 0 && e.looked > mostOfAll {
		names := common.NewErrors(common.NewTextSource(p.text))
		for _, err := range errs[:min(len(errs), maxOfText)] {
			names.ReportErrorAtID(err.ExprID, err.Location, "%s", err.Message)
		}
		return nil, cel.NewIssues(names)
	}
	return e.cel.Check(parsed)
}

// strangers lists the names that the checker will not know, as it will say it.
func (e *environment) strangers(tree *ast.AST) []*common.Error {
	known := map[string]bool{}
	for _, name := range e.fields {
		first, _, _ := strings.Cut(name, ".")
		known[first], known[name] = true, true
	}
	var found []*common.Error
	add := func(x ast.Expr, name string) {
		if !strings.HasPrefix(name, "@") {
			found = append(found, common.NewError(x.ID(), "undeclared reference to '"+name+"'", tree.SourceInfo().GetStartLocation(x.ID())))
		}
	}
	ast.PreOrderVisit(tree.Expr(), ast.NewExprVisitor(func(x ast.Expr) {
		if x.Kind() == ast.ComprehensionKind {
			known[x.AsComprehension().IterVar()] = true
		}
	}))
	ast.PreOrderVisit(tree.Expr(), ast.NewExprVisitor(func(x ast.Expr) {
		switch x.Kind() {
		case ast.IdentKind:
			if !known[x.AsIdent()] {
				add(x, x.AsIdent())
			}
		case ast.CallKind:
			if name := x.AsCall().FunctionName(); !e.cel.HasFunction(name) {
				add(x, name)
			}
		}
	}))
	return found
}

// size refuses what must not even be parsed: a parser recurses, and looks far ahead.
// What it takes for the end of a text in quotes need not be that, so the parser has
// limits of its own.
func (p *page) size() (scoring.Problem, bool) {
	if len(p.text) > MaxText {
		return p.problem(nil, fmt.Sprintf("a text of %d bytes: expected at most %d", len(p.text), MaxText)), false
	}
	if !utf8.ValidString(p.text) {
		return p.problem(nil, "the text is not UTF-8"), false
	}
	line, column, depth, tokens := 1, 0, 0, 0
	var quote, before rune
	escaped := false
	for _, r := range p.text {
		switch {
		case escaped:
			escaped = false
		case quote != 0:
			escaped = r == '\\'
			if r == quote || r == '\n' {
				quote = 0
			}
		case r == '"' || r == '\'':
			quote = r
			tokens++
		case r == '(' || r == '[' || r == '{':
			depth++
			tokens++
		case r == ')' || r == ']' || r == '}':
			depth--
			tokens++
		case unicode.IsSpace(r):
		case !inName(r) || !inName(before):
			tokens++
		}
		before = r
		switch {
		case depth > maxDepth:
			return p.problem(common.NewLocation(line, column), tooDeep), false
		case tokens > maxTokens:
			return p.problem(common.NewLocation(line, column), fmt.Sprintf("the text goes on for more than %d words and signs", maxTokens)), false
		}
		if column++; r == '\n' {
			line, column = line+1, 0
		}
	}
	return scoring.Problem{}, true
}

func inName(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) }

// visitor looks at a text that the checker found well typed.
type visitor struct {
	*page
	*vocabulary
	ast   *ast.AST
	slots map[string]int
	found []scoring.Problem
}

func (v *visitor) add(e ast.Expr, format string, args ...any) {
	if len(v.found) < maxOfText {
		v.found = append(v.found, v.problem(v.ast.SourceInfo().GetStartLocation(e.ID()), fmt.Sprintf(format, args...)))
	}
}

func (v *visitor) visit(e ast.Expr) {
	switch t := v.ast.GetType(e.ID()); {
	case e.Kind() == ast.MapKind || e.Kind() == ast.StructKind:
		v.add(e, "a rule knows no maps and messages: expected a list of values, such as [\"AT\", \"DE\"]")
		return
	case !plainType(t):
		v.add(e, "a rule knows no values of type %s: expected bool, int, double, string, timestamp, duration or a list of one of them", typeName(t))
		return
	}
	switch e.Kind() {
	case ast.IdentKind, ast.SelectKind:
		if ref, ok := v.ast.ReferenceMap()[e.ID()]; ok && v.isField(ref.Name) {
			if _, ok := v.slots[ref.Name]; !ok {
				v.slots[ref.Name] = len(v.slots)
			}
		}
	case ast.ComprehensionKind:
		if name := e.AsComprehension().IterVar(); v.known(name) {
			v.add(e, "%s is a field: expected another name for the values of the list", short(name))
		}
	case ast.CallKind:
		call := e.AsCall()
		if name := call.FunctionName(); name == "duration" || name == "timestamp" {
			if _, ok := literal(call.Args()[0]); !ok {
				v.add(e, "%s takes a text in quotes", name)
			}
		}
	}
}

// plainType tells the types that a rule may have a value of. Lists of lists are not
// among them: comparing what is built of them has no bound.
func plainType(t *cel.Type) bool {
	if t == nil {
		return false
	}
	switch t.Kind() {
	case types.BoolKind, types.IntKind, types.DoubleKind, types.StringKind, types.TimestampKind, types.DurationKind:
		return true
	case types.ListKind:
		elem := t.Parameters()[0]
		return elem.Kind() != types.ListKind && plainType(elem)
	}
	return t.IsExactType(leadType)
}

func typeName(t *cel.Type) string {
	if t == nil {
		return "unknown"
	}
	return plain(cel.FormatCELType(t))
}
