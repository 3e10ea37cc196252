package oracle

import (
	"errors"
	"fmt"
	"reflect"
	"testing"
	"time"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/vm"
)

// celLead is a lead as CEL looks names up, and as host functions are given it.
type celLead struct {
	*prospect
	asOf time.Time
}

var celLeadType = cel.OpaqueType("prospect")

func (l *celLead) ResolveName(name string) (any, bool) {
	switch name {
	case "industry":
		return l.Industry, true
	case "country":
		return l.Country, true
	case "title":
		return l.Title, true
	case "source":
		return l.Source, true
	case "employees":
		return l.Employees, true
	case "revenue":
		return l.Revenue, true
	case "visits":
		return l.Visits, true
	case "consent":
		return l.Consent, true
	case "competitor":
		return l.Competitor, true
	case "since":
		return l.Since, true
	case "lead":
		return l, true
	}
	return nil, false
}

func (l *celLead) Parent() cel.Activation                    { return nil }
func (l *celLead) ConvertToNative(reflect.Type) (any, error) { return nil, errors.New("no value") }
func (l *celLead) ConvertToType(ref.Type) ref.Val            { return types.NewErr("no value") }
func (l *celLead) Equal(other ref.Val) ref.Val               { return types.Bool(l == other) }
func (l *celLead) Type() ref.Type                            { return celLeadType }
func (l *celLead) Value() any                                { return l }

// celRules are the rules in CEL, each a program; activities are counted by a host
// function. There is no cost limit: it would be slower with one.
func celRules(tb testing.TB) func(p *prospect, asOf time.Time) float64 {
	tb.Helper()
	weight := func(args ...ref.Val) ref.Val {
		l := args[0].(*celLead)
		d := deedRule{typ: string(args[1].(types.String)), recent: bool(args[2].(types.Bool)), limited: bool(args[3].(types.Bool)), halve: bool(args[4].(types.Bool))}
		return types.Double(d.weight(l.Activities, l.asOf))
	}
	env, err := cel.NewEnv(
		cel.Variable("industry", cel.StringType), cel.Variable("country", cel.StringType), cel.Variable("title", cel.StringType),
		cel.Variable("source", cel.StringType), cel.Variable("employees", cel.IntType), cel.Variable("revenue", cel.DoubleType),
		cel.Variable("visits", cel.IntType), cel.Variable("consent", cel.BoolType), cel.Variable("competitor", cel.BoolType),
		cel.Variable("since", cel.TimestampType), cel.Variable("lead", celLeadType),
		cel.Function("weight", cel.Overload("weight", []*cel.Type{celLeadType, cel.StringType, cel.BoolType, cel.BoolType, cel.BoolType}, cel.DoubleType,
			cel.FunctionBinding(weight))))
	if err != nil {
		tb.Fatal(err)
	}
	program := func(text string) cel.Program {
		ast, issues := env.Compile(text)
		if issues.Err() != nil {
			tb.Fatal(issues.Err())
		}
		p, err := env.Program(ast, cel.EvalOptions(cel.OptOptimize))
		if err != nil {
			tb.Fatal(err)
		}
		return p
	}
	var fit, deeds []cel.Program
	var points []float64
	for _, r := range fitRules() {
		fit = append(fit, program(r.typed))
	}
	for _, d := range deedRules() {
		deeds = append(deeds, program(fmt.Sprintf("weight(lead, %q, %t, %t, %t)", d.typ, d.recent, d.limited, d.halve)))
		points = append(points, float64(d.points))
	}
	return func(p *prospect, asOf time.Time) (total float64) {
		lead := &celLead{p, asOf}
		for i, r := range fit {
			v, _, err := r.Eval(lead)
			if err != nil {
				tb.Fatal(err)
			}
			if v == types.True {
				total += float64(i+1) / 10
			}
		}
		for i, r := range deeds {
			v, _, err := r.Eval(lead)
			if err != nil {
				tb.Fatal(err)
			}
			total += points[i] * float64(v.(types.Double))
		}
		return total
	}
}

// exprLead is the environment of expr: the rules name its fields. Times are whole
// seconds, for expr calls a method to compare two of time.Time, which takes it three
// times as long.
type exprLead struct {
	Industry   string     `expr:"industry"`
	Country    string     `expr:"country"`
	Title      string     `expr:"title"`
	Source     string     `expr:"source"`
	Employees  int        `expr:"employees"`
	Revenue    float64    `expr:"revenue"`
	Visits     int        `expr:"visits"`
	Consent    bool       `expr:"consent"`
	Competitor bool       `expr:"competitor"`
	Since      time.Time  `expr:"since"`
	Activities []exprDeed `expr:"activities"`
	AsOf       int64      `expr:"as_of"`
	From       int64      `expr:"from"`
	Day2020    time.Time  `expr:"day2020"`
}

type exprDeed struct {
	Type string
	At   int64
}

// exprRules are the rules in expr, which filters and sums the activities itself.
func exprRules(tb testing.TB) func(p *prospect, asOf time.Time) float64 {
	tb.Helper()
	program := func(text string) *vm.Program {
		p, err := expr.Compile(text, expr.Env(&exprLead{}))
		if err != nil {
			tb.Fatal(err)
		}
		return p
	}
	var fit, deeds []*vm.Program
	var points []float64
	for _, r := range fitRules() {
		text := r.expr
		if text == "" {
			text = r.typed
		}
		fit = append(fit, program(text))
	}
	for _, d := range deedRules() {
		those := fmt.Sprintf(`activities, .Type == %q && .At <= as_of`, d.typ)
		if d.recent {
			those += " && .At > from"
		}
		each := "1.0"
		if d.halve {
			each = "2 ** (-(as_of - .At) / 2592000)"
		}
		text := fmt.Sprintf("sum(filter(%s), %s)", those, each)
		if d.limited { // of each day the latest three
			text = fmt.Sprintf("sum(values(groupBy(filter(%s), int(.At / 86400))), sum(len(#) > 3 ? #[len(#)-3:] : #, %s))", those, each)
		}
		deeds, points = append(deeds, program(text)), append(points, float64(d.points))
	}
	return func(p *prospect, asOf time.Time) (total float64) {
		lead := &exprLead{
			p.Industry, p.Country, p.Title, p.Source, p.Employees, p.Revenue, p.Visits, p.Consent, p.Competitor, p.Since, make([]exprDeed, len(p.Activities)),
			asOf.Unix(), asOf.AddDate(0, 0, -90).Unix(), day2020,
		}
		for i := range p.Activities {
			lead.Activities[i] = exprDeed{p.Activities[i].Type, p.Activities[i].At.Unix()}
		}
		var machine vm.VM
		for i, r := range fit {
			v, err := machine.Run(r, lead)
			if err != nil {
				tb.Fatal(err)
			}
			if v == true {
				total += float64(i+1) / 10
			}
		}
		for i, r := range deeds {
			v, err := machine.Run(r, lead)
			if err != nil {
				tb.Fatal(err)
			}
			switch n := v.(type) {
			case float64:
				total += points[i] * n
			case int: // the sum of nothing
				total += points[i] * float64(n)
			}
		}
		return total
	}
}
