package specfile_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite the golden files of testdata")

// Each document of testdata/bad stands beside the error that it gives, from Read
// or else from compile.
func TestBadDocumentsGiveExactlyTheseErrors(t *testing.T) {
	files, err := filepath.Glob("testdata/bad/*.*")
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, file := range files {
		ext := filepath.Ext(file)
		if ext == ".txt" {
			continue
		}
		seen++
		t.Run(filepath.Base(file), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			s, err := read(t, filepath.Base(file), string(text))
			if err == nil {
				err = s.compile()
			} else if diff := cmp.Diff(spec{}, s, cmp.AllowUnexported(spec{})); diff != "" {
				t.Errorf("the spec is not zero after an error (-want +got):\n%s", diff)
			}
			if err == nil {
				t.Fatal("no error")
			}
			golden := strings.TrimSuffix(file, ext) + ".txt"
			got := err.Error() + "\n"
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("error (-want +got):\n%s", diff)
			}
		})
	}
	if seen < 20 {
		t.Errorf("only %d documents", seen)
	}
}
