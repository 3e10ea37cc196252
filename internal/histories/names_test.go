package histories

import (
	"testing"

	"pgregory.net/rapid"
)

// A map says the same.
func TestNamesAgreeWithAMap(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var n Names
		twin := map[string]int32{}
		for _, s := range rapid.SliceOfN(rapid.StringMatching(`[a-d]{0,4}`), 0, 300).Draw(rt, "names") {
			want, ok := twin[s]
			if !ok {
				want = int32(len(twin))
				twin[s] = want
			}
			if got := n.Index(s); got != want || n.Name(got) != s {
				rt.Fatalf("%q: %d, want %d", s, got, want)
			}
		}
		if n.Len() != len(twin) {
			rt.Fatalf("%d names, want %d", n.Len(), len(twin))
		}
	})
}
