package house

import (
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root(t), filepath.FromSlash(file)))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestReadmeShowsTheQuickstartAsItIs(t *testing.T) {
	_, rest, _ := strings.Cut(read(t, "README.md"), "\n```go\n")
	got, _, _ := strings.Cut(rest, "\n```")
	want := strings.TrimSuffix(read(t, "examples/quickstart/main.go"), "\n")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("first go block of README.md (-examples/quickstart/main.go +README.md):\n%s", diff)
	}
}

func TestLinksBetweenFilesLeadSomewhere(t *testing.T) {
	link := regexp.MustCompile(`\]\(([^)#:]+)[^):]*\)`)
	n := 0
	for _, file := range walk(t) {
		if path.Ext(file) != ".md" {
			continue
		}
		for _, m := range link.FindAllStringSubmatch(read(t, file), -1) {
			n++
			to := path.Join(path.Dir(file), m[1])
			if _, err := os.Stat(filepath.Join(root(t), filepath.FromSlash(to))); err != nil {
				t.Errorf("%s: links to %s: %v", file, m[1], err)
			}
		}
	}
	if n == 0 {
		t.Error("found no link at all")
	}
}

// inOneLine is a line without what formatting makes of its blanks.
func inOneLine(line string) string { return strings.Join(strings.Fields(line), " ") }

// What README.md shows in Go is code that is compiled somewhere, line by line: an example,
// a test or a program.
func TestReadmeShowsCodeThatIsCompiled(t *testing.T) {
	compiled := map[string]bool{}
	for _, file := range goFiles(t) {
		for line := range strings.Lines(read(t, file)) {
			compiled[inOneLine(line)] = true
		}
	}
	blocks := 0
	for _, part := range strings.Split(read(t, "README.md"), "\n```go\n")[1:] {
		block, _, _ := strings.Cut(part, "\n```")
		blocks++
		for line := range strings.Lines(block) {
			line = inOneLine(line)
			if line != "" && !compiled[line] && !compiled[strings.TrimPrefix(line, "import ")] {
				t.Errorf("README.md shows a line that stands in no Go file: %s", line)
			}
		}
	}
	if blocks < 10 {
		t.Errorf("README.md has %d blocks of Go", blocks)
	}
}
