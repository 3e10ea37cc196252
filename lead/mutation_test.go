package lead

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"
)

// Four lifecycles of four businesses, and 10,000 typing errors in them, one each. None
// may go unnoticed: either the file is refused, with a place that exists for each
// complaint, or what was read differs from what was meant.
func TestNoTypingErrorPassesInSilence(t *testing.T) {
	total := 2_000
	if os.Getenv("LEADLINE_FULL") == "1" {
		total = 10_000
	} else if testing.Short() {
		total = 400
	}
	files := []string{"standard.yaml", "testdata/good.yaml", "testdata/solar.yaml", "testdata/campus.json"}
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
	m := newMutator(text, seed)
	tried := map[string]bool{text: true}
	refused, differ := map[string]int{}, map[string]int{}
	for n := 0; n < count; {
		kind := mutations[m.IntN(len(mutations))]
		typo := kind.make(m)
		if tried[typo] {
			continue
		}
		tried[typo] = true
		spec, err := ReadSpec(strings.NewReader(typo), file)
		if err == nil {
			_, err = Compile(spec, b)
		}
		switch {
		case err != nil:
			refused[kind.name]++
			if why := unplaced(err, typo); why != "" {
				t.Errorf("%s: %s: %v\n%s", kind.name, why, err, cmp.Diff(text, typo))
			}
		case !cmp.Equal(good, spec):
			differ[kind.name]++
		case meaning(typo) == meaning(text):
			continue // no error: another way to write the same
		default:
			t.Errorf("%s went unnoticed (-meant +typed):\n%s", kind.name, cmp.Diff(text, typo))
		}
		n++
	}
	t.Logf("%d typing errors: refused %v, read as something else %v", count, refused, differ)
	if len(refused) < 8 || len(differ) == 0 {
		t.Error("hardly any kind of typing error was made: this shows nothing")
	}
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

// unplaced says what is wrong with the places of an error in a text, if anything.
func unplaced(err error, text string) string {
	bad, ok := errors.AsType[*SpecError](err)
	if !ok || !errors.Is(err, ErrInvalidSpec) {
		return "no *SpecError"
	}
	lines := strings.Split(text, "\n")
	for _, p := range bad.Problems {
		if p.Line < 1 || p.Line > len(lines) {
			return fmt.Sprintf("line %d of %d", p.Line, len(lines))
		}
		if most := utf8.RuneCountInString(lines[p.Line-1]) + 1; p.Column < 1 || p.Column > most {
			return fmt.Sprintf("line %d, column %d of %d", p.Line, p.Column, most)
		}
	}
	return ""
}

// meaning is what a text says to a YAML parser, whatever its comments, spaces,
// quotes and the order of its keys: an error in it is none if that stays the same.
// What the parser cannot read has a meaning of its own.
func meaning(text string) (s string) {
	defer func() {
		if recover() != nil { // the parser's way with some hopeless texts
			s = text
		}
	}()
	var n yaml.Node
	if err := yaml.Unmarshal([]byte(text), &n); err != nil || len(n.Content) == 0 {
		return text
	}
	return say(n.Content[0])
}

func say(n *yaml.Node) string {
	var parts []string
	switch n.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			key, value := n.Content[i].Value, n.Content[i+1]
			parts = append(parts, fmt.Sprintf("%q: %s", key, say(short(key, value))))
		}
		slices.Sort(parts)
		return "{" + strings.Join(parts, ", ") + "}"
	case yaml.SequenceNode:
		for _, item := range n.Content {
			parts = append(parts, say(item))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	}
	return fmt.Sprintf("%q", n.Value)
}

// short writes what may be written in two ways in the shorter: a list of one item,
// and a reason that is a code alone.
func short(key string, n *yaml.Node) *yaml.Node {
	switch key {
	case "from", "by", "guards", "needs":
		if n.Kind == yaml.SequenceNode && len(n.Content) == 1 && n.Content[0].Kind == yaml.ScalarNode {
			return n.Content[0]
		}
	case "reasons":
		if n.Kind != yaml.SequenceNode {
			break
		}
		list := *n
		list.Content = slices.Clone(n.Content)
		for i, r := range list.Content {
			if r.Kind == yaml.MappingNode && len(r.Content) == 2 && r.Content[0].Value == "code" && r.Content[1].Kind == yaml.ScalarNode {
				list.Content[i] = r.Content[1]
			}
		}
		return &list
	}
	return n
}
