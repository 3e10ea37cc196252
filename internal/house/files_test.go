package house

import (
	"bytes"
	"errors"
	"fmt"
	"go/format"
	"io/fs"
	"iter"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What is forbidden is put together from pieces: this file has to pass too.
var (
	// Paths of one machine; relative ones, in which a word stands before, are not.
	machinePaths = []string{"/wo" + "rk/", "/ro" + "ot/", "/ho" + "me/", "/Us" + "ers/", `C:\Us` + `ers\`}

	registryHosts = []string{
		"proxy.go" + "lang.", "sum.go" + "lang.", "gopr" + "oxy.io", "gopr" + "oxy.cn",
		"registry.np" + "mjs.", "registry.ya" + "rnpkg.", "py" + "pi.org", "python" + "hosted.org",
		"crat" + "es.io", "ruby" + "gems.org", "repo.ma" + "ven.", "repo1.ma" + "ven.",
		"dock" + "er.io", "gh" + "cr.io", "qu" + "ay.io",
	}

	leftForLater = []string{"TO" + "DO", "FIX" + "ME", "XX" + "X", "not imple" + "mented"}
)

// problems returns what makes a file of that name unfit to publish.
func problems(name string, text []byte) []string {
	if bytes.IndexByte(text, 0) >= 0 { // not text
		return nil
	}
	var found []string
	report := func(at int, what string) {
		line := text[bytes.LastIndexByte(text[:at], '\n')+1:]
		line, _, _ = bytes.Cut(line, []byte("\n"))
		found = append(found, fmt.Sprintf("%s:%d: %s: %s", name, bytes.Count(text[:at], []byte("\n"))+1, what, line))
	}
	isGo := path.Ext(name) == ".go"
	if path.Ext(name) != ".sum" { // base64 may spell anything
		for at := range indices(text, machinePaths) {
			if at == 0 || !partOfPath(text[at-1]) {
				report(at, "a path of one machine")
			}
		}
		for at := range indices(text, registryHosts) {
			report(at, "the host of a package registry")
		}
	}
	if isGo {
		for at := range indices(text, leftForLater) {
			report(at, "left for later")
		}
		switch want, err := format.Source(text); {
		case err != nil:
			found = append(found, fmt.Sprintf("%s: %v", name, err))
		case !bytes.Equal(want, text):
			found = append(found, name+": not gofmt-ed")
		}
	}
	return found
}

// indices yields where in text one of the words begins.
func indices(text []byte, words []string) iter.Seq[int] {
	return func(yield func(int) bool) {
		for _, word := range words {
			for at := 0; ; at++ {
				i := bytes.Index(text[at:], []byte(word))
				if i < 0 {
					break
				}
				at += i
				if !yield(at) {
					return
				}
			}
		}
	}
}

func partOfPath(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || bytes.IndexByte([]byte("._-/"), c) >= 0
}

func TestUnfitFilesAreFound(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		want       []string
	}{
		{"a.md", "see /wo" + "rk/main\n", []string{"a.md:1: a path of one machine: see /wo" + "rk/main"}},
		{"a.md", "/ro" + "ot/x", []string{"a.md:1: a path of one machine: /ro" + "ot/x"}},
		{"a.md", "x\n(/ho" + "me/ann)", []string{"a.md:2: a path of one machine: (/ho" + "me/ann)"}},
		{"a.md", "https://proxy.go" + "lang.org", []string{"a.md:1: the host of a package registry: https://proxy.go" + "lang.org"}},
		{"a.md", "image: doc" + "ker.io/x", []string{"a.md:1: the host of a package registry: image: doc" + "ker.io/x"}},
		{"a.go", "package a\n\n// TO" + "DO: later\n", []string{"a.go:3: left for later: // TO" + "DO: later"}},
		{"a.go", "package  a\n", []string{"a.go: not gofmt-ed"}},

		{"a.md", "TO" + "DO is a word in prose; https://pkg.go.dev/wo" + "rk/x; ../wo" + "rk/ro" + "ot/home; home/x", nil},
		{"go.sum", "x/y h1:+/ro" + "ot/abc=", nil},
		{"a.gz", "\x1f\x8b\x00/ro" + "ot/x", nil},
		{"a.go", "package a\n", nil},
	} {
		if diff := cmp.Diff(tt.want, problems(tt.name, []byte(tt.text))); diff != "" {
			t.Errorf("%s %q (-want +got):\n%s", tt.name, tt.text, diff)
		}
	}
}

func TestFilesAreFitToPublish(t *testing.T) {
	for _, file := range published(t) {
		text, err := os.ReadFile(filepath.Join(root(t), filepath.FromSlash(file)))
		if errors.Is(err, fs.ErrNotExist) {
			continue // deleted, but not yet in the index
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, problem := range problems(file, text) {
			t.Error(problem)
		}
	}
}

// published returns the files that are tracked, or would be after git add.
func published(t *testing.T) []string {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("there is no git on this machine")
	}
	cmd := exec.CommandContext(t.Context(), "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	cmd.Dir = root(t)
	out, err := cmd.Output()
	if err != nil {
		t.Skipf("this is no git checkout: %v", err)
	}
	files := strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00")
	if len(files) < 10 {
		t.Fatalf("git lists only %q", files)
	}
	return files
}
