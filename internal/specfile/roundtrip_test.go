package specfile_test

import (
	"bytes"
	"encoding/json"
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"go.yaml.in/yaml/v3"
	"pgregory.net/rapid"

	"github.com/leadline-go/leadline/internal/specfile"
)

// sample has a field of every kind that can be read.
type sample struct {
	Text    string               `json:"text" yaml:"text"`
	Kind    status               `json:"kind,omitempty" yaml:"kind,omitempty"`
	Yes     bool                 `json:"yes" yaml:"yes"`
	Int     int                  `json:"int" yaml:"int"`
	Int8    int8                 `json:"int8" yaml:"int8"`
	Int64   int64                `json:"int64" yaml:"int64"`
	Uint16  uint16               `json:"uint16" yaml:"uint16"`
	Uint64  uint64               `json:"uint64" yaml:"uint64"`
	Float   float64              `json:"float" yaml:"float"`
	Float32 float32              `json:"float32" yaml:"float32"`
	At      time.Time            `json:"at" yaml:"at"`
	Texts   []string             `json:"texts" yaml:"texts"`
	One     []string             `json:"one" yaml:"one" spec:"one"`
	Map     map[status]string    `json:"map" yaml:"map"`
	Lists   map[string][]float64 `json:"lists" yaml:"lists"`
	Sub     *sample              `json:"sub,omitempty" yaml:"sub,omitempty"`
	Subs    []*short             `json:"subs" yaml:"subs"`
	Nested  map[string]short     `json:"nested" yaml:"nested"`
}

type short struct {
	Code  string   `json:"code" yaml:"code" spec:"scalar"`
	Needs []string `json:"needs,omitempty" yaml:"needs,omitempty"`
}

// drawText favours what YAML would take for something else.
func drawText() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.SampledFrom([]string{
			"", " ", "~", "null", "yes", "no", "true", "010", "1e3", "0x1", "-", "- a", "a: b", "a:", ":", "#", "a #b", "'", `"`, `\`, "*a", "&a", "!a", "%a",
			"@a", "|", ">", "<<", "[a]", "{a}", "\n", "a\n", "\na", " a\n b", "a\n\n", "\t", "2026-01-02", "ü", "😀", "\u0085", "\u2028", "\x00", "\x7f", "\ufeff", "\ufffd", "---", "...", "a\r\nb",
		}),
		rapid.StringN(0, 20, -1),
	)
}

func drawSample(t *rapid.T, depth int) sample {
	text, number := drawText(), rapid.Float64Range(-math.MaxFloat64, math.MaxFloat64)
	code := rapid.Custom(func(t *rapid.T) short {
		return short{text.Draw(t, "code"), rapid.SliceOfN(text, 0, 2).Draw(t, "needs")}
	})
	s := sample{
		Text:    text.Draw(t, "text"),
		Kind:    status(text.Draw(t, "kind")),
		Yes:     rapid.Bool().Draw(t, "yes"),
		Int:     rapid.Int().Draw(t, "int"),
		Int8:    rapid.Int8().Draw(t, "int8"),
		Int64:   rapid.Int64().Draw(t, "int64"),
		Uint16:  rapid.Uint16().Draw(t, "uint16"),
		Uint64:  rapid.Uint64().Draw(t, "uint64"),
		Float:   number.Draw(t, "float"),
		Float32: rapid.Float32Range(-math.MaxFloat32, math.MaxFloat32).Draw(t, "float32"),
		At:      time.Unix(rapid.Int64Range(0, 4e9).Draw(t, "at"), 0).UTC(),
		Texts:   rapid.SliceOfN(text, 0, 3).Draw(t, "texts"),
		One:     rapid.SliceOfN(text, 0, 3).Draw(t, "one"),
		Map:     rapid.MapOfN(rapid.Map(text, func(s string) status { return status(s) }), text, 0, 3).Draw(t, "map"),
		Lists:   rapid.MapOfN(text, rapid.SliceOfN(number, 0, 3), 0, 3).Draw(t, "lists"),
		Subs:    rapid.SliceOfN(rapid.Map(code, func(s short) *short { return &s }), 0, 3).Draw(t, "subs"),
		Nested:  rapid.MapOfN(text, code, 0, 3).Draw(t, "nested"),
	}
	if depth > 0 && rapid.Bool().Draw(t, "deeper") {
		sub := drawSample(t, depth-1)
		s.Sub = &sub
	}
	return s
}

func TestReadGivesBackWhatTheMarshallersWrote(t *testing.T) {
	for name, marshal := range map[string]func(any) ([]byte, error){
		"JSON":          json.Marshal,
		"indented JSON": func(v any) ([]byte, error) { return json.MarshalIndent(v, "", "\t") },
		"YAML":          yaml.Marshal,
	} {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				want := drawSample(t, 2)
				text, err := marshal(want)
				if err != nil {
					t.Fatal(err)
				}
				var peer sample
				if name == "YAML" && (yaml.Unmarshal(text, &peer) != nil || !cmp.Equal(want, peer, cmpopts.EquateEmpty())) {
					t.Skip("yaml does not read what it wrote")
				}
				var got sample
				if _, err := specfile.Read(bytes.NewReader(text), "x", &got); err != nil {
					t.Fatalf("%v in\n%s", err, text)
				}
				if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
					t.Fatalf("(-want +got):\n%s\nin\n%s", diff, text)
				}
			})
		})
	}
}
