package house

import (
	"errors"
	"flag"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// rootModule is the module path of the root go.mod.
const rootModule = "github.com/leadline-go/leadline"

var update = flag.Bool("update", false, "rewrite the golden files in testdata")

// root returns the absolute path of the repository.
func root(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// walk returns the slash-separated paths, relative to the root, of the files
// that the go command would look at, and of those in .ci.
func walk(t *testing.T) []string {
	t.Helper()
	var files []string
	err := fs.WalkDir(os.DirFS(root(t)), ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if !d.IsDir() {
			files = append(files, p)
			return nil
		}
		name := d.Name()
		if name == "." || name == ".ci" {
			return nil
		}
		if name == "testdata" || name == "node_modules" || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_") {
			return fs.SkipDir
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// goFiles returns the Go files of [walk].
func goFiles(t *testing.T) []string {
	t.Helper()
	return slices.DeleteFunc(walk(t), func(p string) bool { return path.Ext(p) != ".go" })
}

// moduleDirs returns the folders that hold a go.mod, the root as ".".
func moduleDirs(t *testing.T) []string {
	t.Helper()
	var dirs []string
	for _, p := range walk(t) {
		if path.Base(p) == "go.mod" {
			dirs = append(dirs, path.Dir(p))
		}
	}
	return dirs
}

// moduleOf returns which of dirs, folders of modules, the file belongs to: the
// deepest that holds it.
func moduleOf(file string, dirs []string) string {
	for dir := path.Dir(file); dir != "."; dir = path.Dir(dir) {
		if slices.Contains(dirs, dir) {
			return dir
		}
	}
	return "."
}

// ours returns the path of an imported package relative to the root and
// whether it is one of this repository: "lead", true.
func ours(importPath string) (string, bool) {
	if importPath == rootModule {
		return ".", true
	}
	return strings.CutPrefix(importPath, rootModule+"/")
}

// offline is the environment in which the go command gives the same answer on
// every machine and asks nobody.
var offline = []string{
	"GOWORK=off", "GOFLAGS=-mod=readonly", "GOPROXY=off", "GOSUMDB=off",
	"GOOS=linux", "GOARCH=amd64", "CGO_ENABLED=0",
}

// needsNetwork recognises what the go command says when the module cache lacks
// something and [offline] keeps it from asking.
var needsNetwork = regexp.MustCompile(`GOPROXY=off|missing go\.sum entry`)

// runGo returns what the go command prints, run in dir under [offline] and env.
// It skips the test where there is no go command or where the module cache
// lacks something.
func runGo(t *testing.T, dir string, env []string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip("there is no go command on this machine")
	}
	cmd := exec.CommandContext(t.Context(), "go", args...)
	cmd.Dir = dir
	cmd.Env = slices.Concat(os.Environ(), offline, env)
	out, err := cmd.Output()
	if err == nil {
		return string(out)
	}
	msg := err.Error()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		msg += "\n" + string(exit.Stderr)
	}
	if needsNetwork.MatchString(msg) {
		t.Skipf("the module cache lacks something: go %s: %s", strings.Join(args, " "), msg)
	}
	t.Fatalf("go %s: %s", strings.Join(args, " "), msg)
	return ""
}
