package house

import (
	"bytes"
	"errors"
	"fmt"
	"go/format"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The patterns are put together from pieces: this file has to pass too.
var (
	machinePath = regexp.MustCompile(`(?:^|[^\w./-])(/(?:work|root|home|Users)/\w|[A-Z]:\\Users\\)`)

	registryHost = regexp.MustCompile(strings.Join([]string{
		`proxy\.golang`, `sum\.golang`, `go` + `proxy\.(?:io|cn)`,
		`registry\.npmjs`, `registry\.yarnpkg`, `py` + `pi\.org`, `python` + `hosted\.org`,
		`crates` + `\.io`, `ruby` + `gems\.org`, `repo\.maven`, `repo1\.maven`,
		`docker` + `\.io`, `gh` + `cr\.io`, `\bg` + `cr\.io`, `qu` + `ay\.io`,
	}, "|"))

	leftForLater = regexp.MustCompile(`TO` + `DO|FIX` + `ME|XX` + `X|not imple` + `mented`)
)

// problems returns what makes a file of that name unfit to publish.
func problems(name string, text []byte) []string {
	if bytes.IndexByte(text, 0) >= 0 { // not text
		return nil
	}
	var found []string
	isGo := path.Ext(name) == ".go"
	isSum := path.Ext(name) == ".sum" // base64 may spell anything
	for i, line := range bytes.Split(text, []byte("\n")) {
		report := func(what string) {
			found = append(found, fmt.Sprintf("%s:%d: %s: %s", name, i+1, what, line))
		}
		if !isSum && machinePath.Match(line) {
			report("a path of one machine")
		}
		if !isSum && registryHost.Match(line) {
			report("the host of a package registry")
		}
		if isGo && leftForLater.Match(line) {
			report("left for later")
		}
	}
	if isGo {
		switch want, err := format.Source(text); {
		case err != nil:
			found = append(found, fmt.Sprintf("%s: %v", name, err))
		case !bytes.Equal(want, text):
			found = append(found, name+": not gofmt-ed")
		}
	}
	return found
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

		{"a.md", "TO" + "DO is a word in prose; https://pkg.go.dev/work/x; ../work/root/home; home/x", nil},
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
