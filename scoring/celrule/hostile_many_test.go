package celrule

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/leadline-go/leadline/scoring"
)

// A thousand texts, all of them wrong: no more is looked for than is shown.
func TestManyWrongTextsAreRefusedInTimeAndMemory(t *testing.T) {
	spec := scoring.Spec{Fields: map[string]scoring.FieldType{"s": scoring.String}}
	for i := range 1_999 {
		spec.Fields[fmt.Sprintf("field_%d", i)] = scoring.String
	}
	for name, text := range map[string]string{
		"five unknown names":   `a1 == b2 || c3 == d4 || e5`,
		"one unknown name":     `a1 == "x"`,
		"a type that is wrong": `s == 5`,
		"no condition":         `s`,
		"unknown names in all": strings.TrimSuffix(strings.Repeat(`a1 == b2||`, 99), "||"),
		"a syntax error":       `s == `,
	} {
		t.Run(name, func(t *testing.T) {
			texts := map[string]string{}
			for i := range maxRules {
				texts[fmt.Sprint("r", i)] = text
			}
			var err error
			took, memory := leastOf(3, func() { _, err = Compile(spec, texts, Config{}) })
			bad, ok := errors.AsType[*scoring.SpecError](err)
			if !ok || len(bad.Problems) != maxProblems {
				t.Fatalf("got %.200v, want %d problems", err, maxProblems)
			}
			t.Logf("%v, %d KiB", took, memory>>10)
			if most := 250 * time.Millisecond * raceFactor; took > most {
				t.Errorf("took %v, want at most %v", took, most)
			}
			if most := uint64(64<<20) * raceFactor; memory > most {
				t.Errorf("took %d KiB, want at most %d", memory>>10, most>>10)
			}
		})
	}
}
