package specfile_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/internal/specfile"
)

// Whatever the document, Read gives a spec or an error with problems that lie in
// it and can be printed, and gives the same one again.
func FuzzRead(f *testing.F) {
	files, err := filepath.Glob("testdata/bad/*.*")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		if filepath.Ext(file) != ".txt" {
			text, err := os.ReadFile(file)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(text)
		}
	}
	for _, s := range []string{"name: a", "{}", `{"name": "a"}`, "a: |\n  b\n", "? a\n: b\n", "name: a # b\n\n# c\n", "- {a: b}\n", "\r\n\ta: b", "a: \u2028 b: c"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var first, second spec
		src, err := specfile.Read(strings.NewReader(string(text)), "f", &first)
		_, again := specfile.Read(strings.NewReader(string(text)), "f", &second)
		if diff := cmp.Diff(message(err), message(again)); diff != "" {
			t.Fatalf("not the same error again (-first +second):\n%s", diff)
		}
		if diff := cmp.Diff(first, second, cmp.AllowUnexported(spec{}, span{})); diff != "" {
			t.Fatalf("not the same spec again (-first +second):\n%s", diff)
		}
		if err == nil {
			first.Source = src
			err = first.compile()
		} else if diff := cmp.Diff(spec{}, first, cmp.AllowUnexported(spec{})); diff != "" {
			t.Fatalf("not zero after an error (-want +got):\n%s", diff)
		}
		if err == nil {
			return
		}
		e, ok := errors.AsType[*specfile.Error](err)
		if !ok || len(e.Problems) == 0 {
			t.Fatalf("no problems: %v", err)
		}
		lines := lines(string(text))
		for _, p := range e.Problems {
			if p.Line == 0 && p.Column == 0 && p.Excerpt == "" {
				continue
			}
			if p.Line < 1 || p.Line > len(lines) || p.Column < 1 || p.Column > len([]rune(lines[p.Line-1]))+1 {
				t.Fatalf("%d:%d does not lie in the document:\n%v", p.Line, p.Column, p)
			}
			if p.File != "f" || strings.Count(p.Excerpt, "\n") != 1 || !strings.HasSuffix(p.Excerpt, "^") {
				t.Fatalf("half a position: %+v", p)
			}
		}
		for _, r := range err.Error() {
			if !unicode.IsPrint(r) && r != '\n' && r != '\t' {
				t.Fatalf("%q is printed raw in %q", r, err)
			}
		}
	})
}

func message(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// lines splits at what YAML takes for the end of a line.
func lines(s string) []string {
	s = strings.TrimPrefix(s, "\ufeff")
	for _, end := range []string{"\r\n", "\r", "\u0085", "\u2028", "\u2029"} {
		s = strings.ReplaceAll(s, end, "\n")
	}
	return strings.Split(s, "\n")
}
