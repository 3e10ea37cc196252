package lead

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// Every message that a check can give stands in a golden file. The messages are
// read out of the source: a check that is added without one fails here.
func TestEachMessageOfACheckHasAGolden(t *testing.T) {
	var shown strings.Builder
	for _, glob := range []string{"testdata/bad/*.txt", "testdata/bindings*.txt"} {
		files, err := filepath.Glob(glob)
		if err != nil || len(files) == 0 {
			t.Fatal(glob, err)
		}
		for _, file := range files {
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			shown.Write(raw)
		}
	}
	sources, err := filepath.Glob("check*.go")
	if err != nil || len(sources) < 2 {
		t.Fatal(sources, err)
	}
	found := 0
	for _, file := range append(sources, "compile.go") {
		set := token.NewFileSet()
		parsed, err := parser.ParseFile(set, file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			for _, format := range messages(t, call) {
				if format == "%v" {
					continue // what a parser says, which is its own tests' to show
				}
				found++
				if !pattern(format).MatchString(shown.String()) {
					t.Errorf("%s: no golden file shows %q", set.Position(call.Pos()), format)
				}
			}
			return true
		})
	}
	if found < 50 {
		t.Errorf("only %d messages were found in %v", found, sources)
	}
}

func TestFunctionsThatAreNilAreRefused(t *testing.T) {
	spec, err := ReadSpec(strings.NewReader(strings.Replace(standardYAML, "zone: UTC", "zone: UTC\n    holiday_func: austria", 1)), "standard.yaml")
	if err != nil {
		t.Fatal(err)
	}
	spec.Transitions[1].Guards = []string{"criteria"}
	b := namedBindings(spec)
	b.Guards["criteria"], b.Holidays["austria"] = nil, nil
	if _, err = Compile(spec, b); err == nil {
		t.Fatal("compiled")
	}
	golden(t, "bindings_nil.txt", err.Error()+"\n")
}

// messages returns the formats of what a call of a check can say. A function that
// hands on a word it is given says nothing of its own.
func messages(t *testing.T, call *ast.CallExpr) []string {
	name := ""
	switch f := call.Fun.(type) {
	case *ast.Ident:
		name = f.Name
	case *ast.SelectorExpr:
		name = f.Sel.Name
	}
	forms, known := map[string]struct {
		arg  int // that makes the difference
		says []string
	}{
		"Addf":       {1, []string{"*"}},
		"AddKeyf":    {1, []string{"*"}},
		"Unknown":    {1, []string{`unknown * %q`}},
		"UnknownKey": {1, []string{`unknown * %q`}},
		"CheckName":  {1, []string{"* needs a name"}},
		"reserved":   {1, []string{"%q has a meaning of its own and cannot name a *"}},
		"oneOf":      {2, []string{"expected a *: %s", `unknown * %q`}},
	}[name]
	if !known {
		return nil
	}
	arg := call.Args[forms.arg]
	if made, ok := arg.(*ast.CallExpr); ok && len(made.Args) > 0 { // fmt.Sprintf
		arg = made.Args[0]
	}
	text, ok := arg.(*ast.BasicLit)
	if !ok {
		if _, handed := arg.(*ast.Ident); !handed || strings.HasPrefix(name, "Add") {
			t.Errorf("%s is called with a message that this test cannot read", name)
		}
		return nil
	}
	word, err := strconv.Unquote(text.Value)
	if err != nil {
		t.Fatal(err)
	}
	var says []string
	for _, form := range forms.says {
		says = append(says, strings.Replace(form, "*", word, 1))
	}
	return says
}

var verb = regexp.MustCompile(`%[0-9.]*[a-z%]`)

// pattern matches a line of a golden file that a format has made.
func pattern(format string) *regexp.Regexp {
	var b strings.Builder
	b.WriteString("(?m)(^|: )")
	at := 0
	for _, v := range verb.FindAllStringIndex(format, -1) {
		b.WriteString(regexp.QuoteMeta(format[at:v[0]]))
		switch format[v[1]-1] {
		case 'q':
			b.WriteString(`"[^\n]*"`)
		case 'd':
			b.WriteString(`[0-9]+`)
		case '%':
			b.WriteString("%")
		default:
			b.WriteString(`[^\n]*`)
		}
		at = v[1]
	}
	b.WriteString(regexp.QuoteMeta(format[at:]))
	if !strings.HasPrefix(format, "unknown ") { // what was meant follows
		b.WriteString("$")
	}
	return regexp.MustCompile(b.String())
}
