package house

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// In the planted source every name that starts with Bad lacks its comment.
func TestUndocumentedNamesAreFound(t *testing.T) {
	file := filepath.Join("testdata", "undocumented.go.txt")
	source, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "p.go", source, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, missing := range undocumented(fset, []*ast.File{f}) {
		_, name, _ := strings.Cut(missing, ": ")
		got = append(got, name)
	}
	want := []string{
		"package planted",
		"BadConst", "BadVar", "BadSecondVar",
		"BadFunc", "BadDirective",
		"Good.BadMethod", "Pair.BadValueMethod", "Pair.BadPointerMethod",
		"BadType", "BadInGroup",
		"Good.BadField", "Good.BadTwin", "Good.BadInner",
		"Store.BadLoad",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("undocumented names of %s (-want +got):\n%s", file, diff)
	}
}

func TestUndocumentedGivesFileAndLine(t *testing.T) {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "lead/words.go", "// Package lead is.\npackage lead\n\ntype Status string\n", parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"lead/words.go:4: Status"}
	if diff := cmp.Diff(want, undocumented(fset, []*ast.File{f})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestEveryExportedNameIsDocumented(t *testing.T) {
	type key struct{ dir, name string } // a folder may hold one more package behind a build tag
	fset := token.NewFileSet()
	packages := map[key][]*ast.File{}
	var order []key
	for _, file := range goFiles(t) {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		source, err := os.ReadFile(filepath.Join(root(t), filepath.FromSlash(file)))
		if err != nil {
			t.Fatal(err)
		}
		f, err := parser.ParseFile(fset, file, source, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			t.Error(err)
			continue
		}
		if f.Name.Name == "main" {
			continue // nobody can import it
		}
		k := key{path.Dir(file), f.Name.Name}
		if packages[k] == nil {
			order = append(order, k)
		}
		packages[k] = append(packages[k], f)
	}
	for _, k := range order {
		for _, missing := range undocumented(fset, packages[k]) {
			t.Errorf("%s: no comment", missing)
		}
	}
}
