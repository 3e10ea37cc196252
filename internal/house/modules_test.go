package house

import (
	"encoding/json"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// goVersion stands in each go.mod and in go.work. A patch version, or a
// toolchain line, would make users change theirs for nothing.
const goVersion = "1.26.0"

// modFile is what `go mod edit -json` and `go work edit -json` print.
type modFile struct {
	Module    struct{ Path string }
	Go        string
	Toolchain string
	Require   []struct{ Path string }
	Replace   []struct{ Old, New struct{ Path string } }
	Tool      []struct{ Path string }
	Use       []struct{ DiskPath string }
}

func readModFile(t *testing.T, args ...string) modFile {
	t.Helper()
	var f modFile
	if err := json.Unmarshal([]byte(runGo(t, root(t), nil, args...)), &f); err != nil {
		t.Fatal(err)
	}
	return f
}

// replacedBy returns the folder, relative to the root, that the go.mod in dir
// puts in place of the module, or "".
func (f modFile) replacedBy(dir, module string) string {
	for _, r := range f.Replace {
		if r.Old.Path == module && strings.HasPrefix(r.New.Path, ".") {
			return path.Join(dir, filepath.ToSlash(r.New.Path))
		}
	}
	return ""
}

func TestModulesNameTheGoVersionAndEachOther(t *testing.T) {
	for _, dir := range moduleDirs(t) {
		name := path.Join(dir, "go.mod")
		f := readModFile(t, "mod", "edit", "-json", filepath.FromSlash(name))
		if f.Go != goVersion {
			t.Errorf("%s: go %s, want go %s", name, f.Go, goVersion)
		}
		if f.Toolchain != "" {
			t.Errorf("%s: has a toolchain line: %s", name, f.Toolchain)
		}
		if len(f.Tool) > 0 {
			t.Errorf("%s: has tool lines, which every user's module graph pays for; run tools as go run TOOL@VERSION", name)
		}
		if want := path.Join(rootModule, dir); f.Module.Path != want {
			t.Errorf("%s: module %s, want %s", name, f.Module.Path, want)
		}
		if dir == "." {
			if len(f.Replace) > 0 {
				t.Errorf("%s: replaces %s, which users would not see", name, f.Replace[0].Old.Path)
			}
			continue
		}
		if got := f.replacedBy(dir, rootModule); got != "." {
			t.Errorf("%s: replaces %s by folder %q of the repository, want its root", name, rootModule, got)
		}
		for _, r := range f.Require {
			if sibling, own := ours(r.Path); own && sibling != "." && f.replacedBy(dir, r.Path) != sibling {
				t.Errorf("%s: requires %s, but does not replace it by folder %s", name, r.Path, sibling)
			}
		}
	}
}

func TestWorkspaceNamesTheGoVersionAndModules(t *testing.T) {
	f := readModFile(t, "work", "edit", "-json", "go.work")
	if f.Go != goVersion {
		t.Errorf("go.work: go %s, want go %s", f.Go, goVersion)
	}
	if f.Toolchain != "" {
		t.Errorf("go.work: has a toolchain line: %s", f.Toolchain)
	}
	var used []string
	modules := moduleDirs(t)
	for _, use := range f.Use {
		dir := path.Clean(filepath.ToSlash(use.DiskPath))
		used = append(used, dir)
		if !slices.Contains(modules, dir) {
			t.Errorf("go.work: uses %s, where there is no go.mod", use.DiskPath)
		}
	}
	for _, dir := range []string{".", "examples"} {
		if !slices.Contains(used, dir) {
			t.Errorf("go.work: does not use %s", dir)
		}
	}
}
