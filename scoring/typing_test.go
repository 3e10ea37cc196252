package scoring

import (
	"os"
	"strings"
	"testing"

	"github.com/leadline-go/leadline/internal/mistype"
)

// Three files of rules, and 10,000 typing errors in them, one each. None may go
// unnoticed: either the file is refused, with a place that exists for each complaint,
// or what was read differs from what was meant.
func TestNoTypingErrorPassesInSilence(t *testing.T) {
	total := 1_500
	if os.Getenv("LEADLINE_FULL") == "1" {
		total = 10_000
	}
	files := []string{"good.yaml", "mql_criteria.yaml", "x_education.yaml"}
	for n, file := range files {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			raw, err := os.ReadFile("testdata/" + file)
			if err != nil {
				t.Fatal(err)
			}
			custom := Custom[Record]{}
			if strings.Contains(string(raw), "use: free_mail") {
				custom["free_mail"] = freeMail
			}
			mistype.Hunt(t, string(raw), uint64(n), (total+len(files)-1)/len(files), func(text string) (Spec, error) {
				spec, err := ReadSpec(strings.NewReader(text), file)
				if err == nil {
					_, err = Compile(spec, Bindings[Record]{Custom: custom})
				}
				return spec, err
			})
		})
	}
}
