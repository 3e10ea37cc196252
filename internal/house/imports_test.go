package house

import (
	"go/parser"
	"go/token"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// histories is the one package below internal/ that knows a lead, so that it is for
// those only who may know one too.
const histories = "internal/histories"

// directions says for each package of the root module which of ours it may
// import. "internal" stands for all packages below internal/. A package that
// is missing here has no right to anything: decide, then add it.
var directions = map[string][]string{
	"lead":              {"internal"},
	"lead/leadcsv":      {"lead", "internal/specfile"},
	"lead/leadsql":      {"lead"},
	"lead/leadtest":     {"lead"},
	"funnel":            {"lead", "internal", histories},
	"scoring":           {"internal"},
	"maturity":          {"internal"},
	"maturity/evidence": {"lead", "funnel", "maturity", histories},
	histories:           {"lead"},
	"internal":          {"internal"},
}

// mayImport reports whether from, a package of the module in folder module,
// may import to; all are paths relative to the root.
func mayImport(module, from, to string) bool {
	internal := strings.HasPrefix(to, "internal/")
	switch {
	case module == "examples":
		return !internal || from == "examples/internal/clitest" && to == "internal/lazygc" // not a part of any program
	case module != ".": // the other nested modules are ours to test with
		return true
	}
	allowed, own := directions[from]
	if !own && strings.HasPrefix(from, "internal/") {
		allowed = directions["internal"]
	}
	return slices.Contains(allowed, to) || internal && to != histories && slices.Contains(allowed, "internal")
}

func TestImportRulesTellRightFromWrong(t *testing.T) {
	for _, tt := range []struct {
		module, from, to string
		want             bool
	}{
		{".", "lead", "internal/specfile", true},
		{".", "lead", "funnel", false},
		{".", "lead", "lead/leadtest", false},
		{".", "lead/leadcsv", "internal/specfile", true},
		{".", "lead/leadcsv", "internal/stat", false},
		{".", "lead/leadtest", "lead", true},
		{".", "lead/leadsql", "lead", true},
		{".", "lead/leadsql", "internal/stat", false},
		{".", "lead", "lead/leadsql", false},
		{"lead/leadsql/sqltest", "lead/leadsql/sqltest", "lead/leadtest", true},
		{".", "funnel", "lead", true},
		{".", "funnel", "internal/stat", true},
		{".", "funnel", "maturity", false},
		{".", "scoring", "lead", false},
		{".", "maturity", "funnel", false},
		{".", "maturity/evidence", "funnel", true},
		{".", "internal/stat", "internal/specfile", true},
		{".", "internal/stat", "lead", false},
		{".", "internal/histories", "lead", true},
		{".", "scoring", "internal/histories", false},
		{".", "internal/stat", "internal/histories", false},
		{".", "internal/histories", "internal/stat", false},
		{".", "maturity/evidence", "internal/histories", true},
		{".", "maturity/evidence", "internal/stat", false},
		{".", "internal/stat", "funnel", false},
		{".", "util", "lead", false},
		{"examples", "examples/replay", "funnel", true},
		{"examples", "examples/replay", "internal/specfile", false},
		{"examples", "examples/replay", "internal/lazygc", false},
		{"examples", "examples/internal/clitest", "internal/lazygc", true},
		{"examples", "examples/internal/clitest", "internal/specfile", false},
		{"internal/oracle", "internal/oracle", "internal/stat", true},
	} {
		if got := mayImport(tt.module, tt.from, tt.to); got != tt.want {
			t.Errorf("mayImport(%q, %q, %q) = %t, want %t", tt.module, tt.from, tt.to, got, tt.want)
		}
	}
}

// An example is where someone starts from, so its tests too do without what
// they could not import.
func TestImportsRunOneWay(t *testing.T) {
	modules := moduleDirs(t)
	for _, file := range goFiles(t) {
		module := moduleOf(file, modules)
		if strings.HasSuffix(file, "_test.go") && module != "examples" {
			continue
		}
		for _, p := range imports(t, file) {
			if to, own := ours(p); own && !mayImport(module, path.Dir(file), to) {
				t.Errorf("%s: imports %s, which package %s may not", file, p, path.Dir(file))
			}
		}
	}
}

// The engine is looplab's only user; the tests that are generated from a lifecycle
// run it beside the engine.
func TestLooplabLivesInOneFile(t *testing.T) {
	var got []string
	for _, file := range goFiles(t) {
		if !strings.HasSuffix(file, "_test.go") && slices.Contains(imports(t, file), "github.com/looplab/fsm") {
			got = append(got, file)
		}
	}
	if diff := cmp.Diff([]string{"lead/engine.go", "lead/leadtest/lifewalk.go"}, got); diff != "" {
		t.Errorf("files that import looplab/fsm (-want +got):\n%s", diff)
	}
}

// imports returns the import paths of a file, given relative to the root.
func imports(t *testing.T, file string) []string {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root(t), filepath.FromSlash(file)), nil, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	var paths []string
	for _, spec := range f.Imports {
		p, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		paths = append(paths, p)
	}
	return paths
}
