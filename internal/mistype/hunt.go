package mistype

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"

	"github.com/leadline-go/leadline/internal/specfile"
)

// Hunt makes so many different errors in a text, and wants none to go unnoticed:
// either load refuses the text, with a place that exists for each complaint, or what
// it read differs from what was meant.
func Hunt[S any](t testing.TB, text string, seed uint64, count int, load func(text string) (S, error)) {
	t.Helper()
	good, err := load(text)
	if err != nil {
		t.Fatal(err)
	}
	m := New(text, seed)
	tried := map[string]bool{text: true}
	refused, differ := map[string]int{}, map[string]int{}
	for n := 0; n < count; {
		kind, typo := m.Type()
		if tried[typo] {
			continue
		}
		tried[typo] = true
		spec, err := load(typo)
		switch {
		case err != nil:
			refused[kind]++
			if why := unplaced(err, typo); why != "" {
				t.Errorf("%s: %s: %v\n%s", kind, why, err, cmp.Diff(text, typo))
			}
		case !cmp.Equal(good, spec):
			differ[kind]++
		case meaning(typo) == meaning(text):
			continue // no error: another way to write the same
		default:
			t.Errorf("%s went unnoticed (-meant +typed):\n%s", kind, cmp.Diff(text, typo))
		}
		n++
	}
	t.Logf("%d typing errors: refused %v, read as something else %v", count, refused, differ)
	if len(refused) < 8 || len(differ) == 0 {
		t.Error("hardly any kind of typing error was made: this shows nothing")
	}
}

// unplaced says what is wrong with the places of an error in a text, if anything.
func unplaced(err error, text string) string {
	bad, ok := errors.AsType[*specfile.Error](err)
	if !ok {
		return "no *specfile.Error"
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
