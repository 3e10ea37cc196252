package house

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// outside keeps the packages that come neither from the standard library nor
// from this repository. Only paths of the standard library (its vendored
// packages included) have no dot in their first element.
func outside(importPaths []string) []string {
	return slices.DeleteFunc(slices.Clone(importPaths), func(p string) bool {
		first, _, _ := strings.Cut(p, "/")
		_, own := ours(p)
		return own || !strings.Contains(first, ".")
	})
}

func TestOutsideKeepsForeignPackagesOnly(t *testing.T) {
	got := outside([]string{
		"fmt", "net/http", "vendor/golang.org/x/net/idna",
		rootModule, rootModule + "/lead", rootModule + "2/lead",
		"go.yaml.in/yaml/v3", "example.com",
	})
	want := []string{rootModule + "2/lead", "go.yaml.in/yaml/v3", "example.com"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A service pays for what it links: whoever adds a dependency to a package
// shows it here.
func TestPackagesLinkOnlyTheDependenciesOnTheGoldenList(t *testing.T) {
	var list strings.Builder
	list.WriteString("# What each package of the root module links beyond the standard library and this module.\n" +
		"# To rewrite: go test ./internal/house -update\n")
	out := runGo(t, root(t), nil, "list", "-f", `{{.ImportPath}} {{join .Deps " "}}`, "./...")
	for line := range strings.Lines(out) {
		fields := strings.Fields(line)
		name, _ := ours(fields[0])
		fmt.Fprintln(&list, name)
		for _, dep := range outside(fields[1:]) {
			fmt.Fprintln(&list, "\t"+dep)
		}
	}

	golden := filepath.Join("testdata", "deps.golden")
	if *update {
		if err := os.WriteFile(golden, []byte(list.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(list.String(), "\n")); diff != "" {
		t.Errorf("dependencies differ from %s; if they are meant to, run this test with -update (-want +got):\n%s", golden, diff)
	}
}

func TestServiceThatImportsOnlyLeadGetsFewModulesAndNoDatabase(t *testing.T) {
	const atMost = 8
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	sums, err := os.ReadFile(filepath.Join(root(t), "go.sum"))
	if err != nil {
		t.Fatal(err)
	}
	write("go.sum", string(sums))
	write("go.mod", fmt.Sprintf("module example.com/service\n\ngo 1.26.0\n\nrequire %s v0.0.0\n\nreplace %[1]s => %q\n",
		rootModule, root(t)))
	write("main.go", fmt.Sprintf("package main\n\nimport _ %q\n\nfunc main() {}\n", rootModule+"/lead"))
	writable := []string{"GOFLAGS=-mod=mod"} // the go command fills in the indirect requirements

	packages := strings.Fields(runGo(t, dir, writable, "list", "-deps", "."))
	if !slices.Contains(packages, rootModule+"/lead") {
		t.Fatalf("the service does not link lead: %v", packages)
	}
	for _, p := range packages {
		if strings.HasPrefix(p, "database/") {
			t.Errorf("the service links %s", p)
		}
	}
	modules := strings.TrimSpace(runGo(t, dir, writable, "list", "-m", "all"))
	if n := strings.Count(modules, "\n") + 1; n > atMost {
		t.Errorf("go list -m all has %d modules, want at most %d:\n%s", n, atMost, modules)
	}
}
