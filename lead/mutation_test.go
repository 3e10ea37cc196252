package lead

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/leadline-go/leadline/internal/mistype"
)

// Four lifecycles of four businesses and the reference, and 10,000 typing errors in them, one each. None
// may go unnoticed: either the file is refused, with a place that exists for each
// complaint, or what was read differs from what was meant.
func TestNoTypingErrorPassesInSilence(t *testing.T) {
	total := 2_000
	if os.Getenv("LEADLINE_FULL") == "1" {
		total = 10_000
	} else if testing.Short() {
		total = 400
	}
	files := []string{"standard.yaml", "testdata/good.yaml", "testdata/solar.yaml", "testdata/campus.json", "reference.yaml"}
	for n, file := range files {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			typos(t, file, uint64(n), total/len(files))
		})
	}
}

func typos(t *testing.T, file string, seed uint64, count int) {
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	text := string(raw)
	good, err := ReadSpec(strings.NewReader(text), file)
	if err != nil {
		t.Fatal(err)
	}
	b := namedBindings(good)
	if _, err := Compile(good, b); err != nil {
		t.Fatal(err)
	}
	mistype.Hunt(t, text, seed, count, func(text string) (Spec, error) {
		spec, err := ReadSpec(strings.NewReader(text), file)
		if err == nil {
			_, err = Compile(spec, b)
		}
		return spec, aboutTheFile(err)
	})
}

// aboutTheFile leaves out what is said of the program, which has no place in the file:
// a guard that is no longer named there has been read as none.
func aboutTheFile(err error) error {
	bad, ok := errors.AsType[*SpecError](err)
	if !ok {
		return err
	}
	var left []Problem
	for _, p := range bad.Problems {
		if p.Path != inBindings {
			left = append(left, p)
		}
	}
	if len(left) == 0 {
		return nil
	}
	return &SpecError{Problems: left}
}

// namedBindings gives what a Spec names.
func namedBindings(s Spec) Bindings[string] {
	b := Bindings[string]{Guards: Guards[string]{}, Holidays: map[string]func(time.Time) bool{}}
	for _, t := range s.Transitions {
		for _, g := range t.Guards {
			b.Guards[g] = func(context.Context, Attempt[string]) (any, error) { return nil, nil }
		}
	}
	for _, c := range s.Calendars {
		if c.HolidayFunc != "" {
			b.Holidays[c.HolidayFunc] = func(time.Time) bool { return false }
		}
	}
	return b
}
