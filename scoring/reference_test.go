package scoring

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
	_, err := Compile(reference(t), Bindings[Record]{Custom: Custom[Record]{"ordered_before": always, "blocked": always}})
	if err != nil {
		t.Fatal(err)
	}
}

// A key that is new has to be explained there.
func TestTheReferenceUsesEveryKey(t *testing.T) {
	keys, unused := speckeys.Of(reference(t))
	for _, key := range unused {
		t.Errorf("%s is not in the reference", key)
	}
	if len(keys) < 50 {
		t.Errorf("there are only %d keys: %v", len(keys), keys)
	}
}

// And every word of a closed list, and every unit of time.
func TestTheReferenceUsesEveryWord(t *testing.T) {
	text, err := os.ReadFile("reference.yaml")
	if err != nil {
		t.Fatal(err)
	}
	words := []string{"90s", "30m", "8h", "30d"}
	for _, w := range fieldTypes {
		words = append(words, ": "+string(w))
	}
	for _, w := range []Pick{PickAll, PickFirst, PickBest} {
		words = append(words, "pick: "+string(w))
	}
	for _, w := range []Count{Each, Once, PerAsset} {
		words = append(words, "count: "+string(w))
	}
	for _, w := range []Action{Disqualify, Suppress} {
		words = append(words, "action: "+string(w))
	}
	for _, w := range []OnUnknown{UnknownHolds, UnknownPass} {
		words = append(words, "unknown: "+string(w))
	}
	for _, word := range words {
		if !strings.Contains(string(text), word) {
			t.Errorf("%q is not in the reference", word)
		}
	}
}
