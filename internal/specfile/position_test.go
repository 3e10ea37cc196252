package specfile_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
	"pgregory.net/rapid"

	"github.com/leadline-go/leadline/internal/specfile"
)

// tree is a document of any shape, all of whose texts are different words.
type tree struct {
	Text string          `json:"text" yaml:"text"`
	List []tree          `json:"list,omitempty" yaml:"list,omitempty"`
	Map  map[string]tree `json:"map,omitempty" yaml:"map,omitempty"`
}

func drawTree(t *rapid.T, words *int, depth int) tree {
	*words++
	out := tree{Text: fmt.Sprintf("w%dö", *words)}
	if depth == 0 {
		return out
	}
	for range rapid.IntRange(0, 3).Draw(t, "items") {
		out.List = append(out.List, drawTree(t, words, depth-1))
	}
	for range rapid.IntRange(0, 3).Draw(t, "entries") {
		if out.Map == nil {
			out.Map = make(map[string]tree)
		}
		*words++
		key := rapid.SampledFrom([]string{"k", "ä", "a b", "x.y", "[0]", `"`, "\t"}).Draw(t, "key")
		out.Map[fmt.Sprintf("%sk%d", key, *words)] = drawTree(t, words, depth-1)
	}
	return out
}

// paths lists where each text stands, by name and as a path made by Key and Index.
func (t tree) paths(path string, add func(path, word string)) {
	add(specfile.Key(path, "text"), t.Text)
	for i, item := range t.List {
		item.paths(specfile.Index(specfile.Key(path, "list"), i), add)
	}
	for key, entry := range t.Map {
		entry.paths(specfile.Key(specfile.Key(path, "map"), key), add)
	}
}

func TestEveryPathPointsAtItsTextHoweverTheDocumentIsWritten(t *testing.T) {
	writers := map[string]func(v tree) ([]byte, error){
		"compact JSON": func(v tree) ([]byte, error) { return json.Marshal(v) },
		"JSON with tabs": func(v tree) ([]byte, error) {
			return json.MarshalIndent(v, "", "\t")
		},
		"JSON with windows lines": func(v tree) ([]byte, error) {
			b, err := json.MarshalIndent(v, "", " ")
			return bytes.ReplaceAll(b, []byte("\n"), []byte("\r\n")), err
		},
		"block YAML": func(v tree) ([]byte, error) { return yaml.Marshal(v) },
		"flow YAML": func(v tree) ([]byte, error) {
			var n yaml.Node
			if err := n.Encode(v); err != nil {
				return nil, err
			}
			n.Style = yaml.FlowStyle
			return yaml.Marshal(&n)
		},
	}
	for name, write := range writers {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				words := 0
				in := drawTree(t, &words, 3)
				text, err := write(in)
				if err != nil {
					t.Fatal(err)
				}
				var out tree
				src, err := specfile.Read(bytes.NewReader(text), "f", &out)
				if err != nil {
					t.Fatalf("%v in\n%s", err, text)
				}
				lines := strings.Split(string(text), "\n")
				in.paths("", func(path, word string) {
					c := src.Check()
					c.Unknown(path, "word", word, nil)
					e, ok := errors.AsType[*specfile.Error](c.Err())
					if !ok || e.Problems[0].Line == 0 {
						t.Fatalf("%s is nowhere in\n%s", path, text)
					}
					p := e.Problems[0]
					rest := string([]rune(lines[p.Line-1])[p.Column-1:])
					if !strings.HasPrefix(strings.TrimPrefix(rest, `"`), word) {
						t.Fatalf("%s points at %q, want %q, in\n%s", path, rest, word, text)
					}
				})
			})
		})
	}
}
