package lead

import (
	"os"
	"strings"
	"testing"

	"github.com/leadline-go/leadline/internal/speckeys"
)

func reference(t *testing.T) Spec {
	t.Helper()
	f, err := os.Open("reference.yaml")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	spec, err := ReadSpec(f, "reference.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return spec
}

func TestTheReferenceCompiles(t *testing.T) {
	spec := reference(t)
	if _, err := Compile(spec, namedBindings(spec)); err != nil {
		t.Fatal(err)
	}
}

// A key that is new has to be explained there.
func TestTheReferenceUsesEveryKey(t *testing.T) {
	keys, unused := speckeys.Of(reference(t))
	for _, key := range unused {
		t.Errorf("%s is not in the reference", key)
	}
	if len(keys) < 35 {
		t.Errorf("there are only %d keys: %v", len(keys), keys)
	}
}

// And every word that means something, and every unit of time.
func TestTheReferenceUsesEveryWord(t *testing.T) {
	text, err := os.ReadFile("reference.yaml")
	if err != nil {
		t.Fatal(err)
	}
	words := []string{
		"90s", "30m", "8h", "30d", "within: 1bd", "from: " + AnyOpen, "to: " + string(Stay), "to: " + string(Previous),
		": " + ActorID, "needs: [" + NeedNote, "mon, tue, wed, thu, fri, sat, sun",
	}
	for _, c := range categories {
		words = append(words, "category: "+string(c), "#   "+string(c)+" ")
	}
	for _, s := range humanSides {
		words = append(words, string(s))
	}
	words = append(words, string(BySystem)+"]")
	for _, word := range words {
		if !strings.Contains(string(text), word) {
			t.Errorf("%q is not in the reference", word)
		}
	}
}
