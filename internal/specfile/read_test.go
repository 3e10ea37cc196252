package specfile_test

import (
	"bytes"
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/internal/specfile"
)

func TestReadTakesWhatIsMeant(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		want       spec
	}{
		{"the simplest document", "name: b2b", spec{Name: "b2b"}},
		{"an empty mapping", "{}", spec{}},
		{"a document between markers", "---\nname: a\n...\n", spec{Name: "a"}},
		{"a byte order mark", "\ufeffname: a", spec{Name: "a"}},
		{"a byte order mark before JSON", "\ufeff{\"name\": \"a\"}", spec{Name: "a"}},
		{"windows line ends", "name: a\r\nrevision: 2\r\n", spec{Name: "a", Revision: 2}},
		{"a flow mapping that is not JSON", "{name: a, # who\n revision: 2}", spec{Name: "a", Revision: 2}},
		{"null, ~, yes and numbers as text", "statuses: [{name: null}, {name: ~}, {name: yes}, {name: 1.10}, {name: 010}, {name: 2026-01-02}, {name: 1_0}]", spec{
			Statuses: []statusSpec{{Name: "null"}, {Name: "~"}, {Name: "yes"}, {Name: "1.10"}, {Name: "010"}, {Name: "2026-01-02"}, {Name: "1_0"}},
		}},
		{"numbers in quotes", `{revision: "12", weight: '-1.5e3', strict: "true"}`, spec{Revision: 12, Weight: -1500, Strict: true}},
		{"keys with nothing after them", "name:\nrevision:\nstrict:\nweight:\nstatuses:\ngroups:\nnot:\ncalendars: {office: }\ntransitions:\n  - {to: , sets: {grade: , owner: \"\"}}", spec{
			Calendars:   map[string]*calendar{"office": nil},
			Transitions: []transition{{Sets: map[string]string{"grade": "", "owner": ""}}},
		}},
		{"empty lists are not absent", "statuses: []\ngroups: {early: []}", spec{Statuses: []statusSpec{}, Groups: map[string][]status{"early": {}}}},
		{"texts over several lines", "name: |\n  a\n  b\nstatuses:\n  - name: >-\n      a\n      b\n  - name: \"a\n      b\"\n  - name: a\n      b\n", spec{
			Name: "a\nb\n", Statuses: []statusSpec{{Name: "a b"}, {Name: "a b"}, {Name: "a b"}},
		}},
		{"one instead of a list", "transitions:\n  - {from: a}\n  - {from: [b, c]}\n  - {from: \"\"}\n  - {from: }", spec{
			Transitions: []transition{{From: []status{"a"}}, {From: []status{"b", "c"}}, {From: []status{""}}, {}},
		}},
		{"a scalar instead of a mapping", "statuses: [{sla: 8h}, {sla: {within: 2d, calendar: x}}]\ntransitions: [{reasons: [a, {code: b, needs: [note]}]}]", spec{
			Statuses:    []statusSpec{{SLA: &sla{Within: span{8, 'h'}}}, {SLA: &sla{Within: span{2, 'd'}, Calendar: "x"}}},
			Transitions: []transition{{Reasons: []reason{{Code: "a"}, {Code: "b", Needs: []string{"note"}}}}},
		}},
		{"both shorthands at once", "calendars:\n  a: {at: x}\n  b: {at: {column: x, format: f}}\n  c: {at: [x, {column: [y, z]}]}\n  d: {week: {Mon: 8-12}}", spec{
			Calendars: map[string]*calendar{
				"a": {At: []columnsOrText{{Column: []string{"x"}}}},
				"b": {At: []columnsOrText{{Column: []string{"x"}, Format: "f"}}},
				"c": {At: []columnsOrText{{Column: []string{"x"}}, {Column: []string{"y", "z"}}}},
				"d": {Week: map[day]string{"mon": "8-12"}},
			},
		}},
		{"keys in quotes, and odd ones", "\"name\": a\ngroups: {\"\": [], \"<<\": [], 1: [], ~: [], \"a\\tb\": []}", spec{
			Name: "a", Groups: map[string][]status{"": {}, "<<": {}, "1": {}, "~": {}, "a\tb": {}},
		}},
		{"JSON with all its escapes", "{\n\t\"name\": \"\\u0041\\/\\ud83d\\ude00\\n\\ufffd\",\r\n\t\"revision\": null,\t\"weight\": 1E2,\n\"statuses\": [{\"name\": 1.10}, {\"name\": true, \"sla\": null}]}\n", spec{
			Name: "A/😀\n\ufffd", Weight: 100, Statuses: []statusSpec{{Name: "1.10"}, {Name: "true"}},
		}},
		{"JSON with a long key", `{"groups": {"` + strings.Repeat("k", 5000) + `": []}}`, spec{Groups: map[string][]status{strings.Repeat("k", 5000): {}}}},
		{"many keys, all different", "groups: {" + strings.Repeat("a", 9) + ": [], b: [], c: [], d: [], e: [], f: [], g: [], h: [], i: [], j: []}", spec{
			Groups: map[string][]status{"aaaaaaaaa": {}, "b": {}, "c": {}, "d": {}, "e": {}, "f": {}, "g": {}, "h": {}, "i": {}, "j": {}},
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := mustRead(t, "good.yaml", tt.text)
			if diff := cmp.Diff(tt.want, got, cmp.AllowUnexported(spec{}, span{})); diff != "" {
				t.Errorf("spec (-want +got):\n%s", diff)
			}
		})
	}
}

func TestReadPassesOnTheErrorOfItsReader(t *testing.T) {
	broken := errors.New("disk on fire")
	for _, r := range []io.Reader{
		iotest.ErrReader(broken),
		io.MultiReader(strings.NewReader("name: a\n"), iotest.ErrReader(broken)),
	} {
		s := spec{Name: "left over"}
		_, err := specfile.Read(r, "a\x1b.yaml", &s)
		if !errors.Is(err, broken) || errors.Is(err, specfile.ErrInvalid) {
			t.Errorf("got %v, want the reader's own error", err)
		}
		if want := `a\x1b.yaml: disk on fire`; err.Error() != want {
			t.Errorf("got %q, want %q", err, want)
		}
		if s.Name != "" {
			t.Errorf("the spec is not zero: %+v", s)
		}
	}
}

func TestReadRefusesMoreThanMaxBytesAndTakesOnlyOneByteMore(t *testing.T) {
	document := func(size int, start string) string {
		return start + "# " + strings.Repeat("x", size-len(start)-2)
	}
	for _, start := range []string{"name: a\n", "\ufeffname: a\n"} {
		mustRead(t, "full.yaml", document(specfile.MaxBytes, start))
		_, err := read(t, "big.yaml", document(specfile.MaxBytes+1, start))
		if err == nil || err.Error() != "big.yaml: the document is larger than 256 KiB" {
			t.Errorf("got %v", err)
		}
	}
	endless := &counter{}
	if _, err := specfile.Read(endless, "endless", &spec{}); err == nil {
		t.Error("no error")
	}
	if endless.n > specfile.MaxBytes+1 {
		t.Errorf("took %d bytes", endless.n)
	}
}

// counter is an endless reader of spaces.
type counter struct{ n int }

func (c *counter) Read(p []byte) (int, error) {
	c.n += len(p)
	return copy(p, bytes.Repeat([]byte(" "), len(p))), nil
}

func TestReadAllowsSixtyFourLevelsAndNoMore(t *testing.T) {
	if specfile.MaxDepth != 64 {
		t.Fatal("the message speaks of 64")
	}
	for _, tt := range []struct{ open, middle, shut string }{
		{"{not: ", "{}", "}"},
		{`{"not": `, `{}`, "}"},
	} {
		nest := func(levels int) string {
			return strings.Repeat(tt.open, levels-1) + tt.middle + strings.Repeat(tt.shut, levels-1)
		}
		mustRead(t, "deep", nest(64))
		_, err := read(t, "deeper", nest(65))
		if err == nil || !strings.Contains(err.Error(), "nested too deeply") {
			t.Errorf("%s...: got %v", tt.open, err)
		}
	}
}

func TestReadRefusesTypesThatItCannotFill(t *testing.T) {
	var s spec
	for _, tt := range []struct {
		name string
		dst  any
		want string
	}{
		{"nothing", nil, "cannot read into <nil>: expected a pointer to a struct"},
		{"a struct itself", s, "cannot read into specfile_test.spec: expected a pointer to a struct"},
		{"a nil pointer", (*spec)(nil), "cannot read into *specfile_test.spec: expected a pointer to a struct"},
		{"a map", &map[string]string{}, "cannot read into *map[string]string: expected a pointer to a struct"},
		{"any", &struct {
			A []any `json:"a"`
		}{}, "field A: type interface {} is not supported"},
		{"a channel deep inside", &struct {
			A map[string][]*struct {
				B chan int `json:"b"`
			} `json:"a"`
		}{}, "field A: field B: type chan int is not supported"},
		{"a map with numbers as keys", &struct {
			A map[int]string `json:"a"`
		}{}, "field A: keys of type int are not supported"},
		{"a map with times as keys", &struct {
			A map[time.Time]string `json:"a"`
		}{}, "field A: keys of type time.Time are not supported"},
		{"no tag", &struct{ A string }{}, "field A: it has no name in a json tag"},
		{"no name in the tag", &struct {
			A string `json:",omitempty"`
		}{}, "field A: it has no name in a json tag"},
		{"one name for two", reflect.New(reflect.StructOf([]reflect.StructField{
			{Name: "A", Type: reflect.TypeFor[string](), Tag: `json:"a"`},
			{Name: "B", Type: reflect.TypeFor[string](), Tag: `json:"a,omitempty"`},
		})).Interface(), `field B: the name "a" is taken`},
		{"an embedded struct", &struct {
			reason2 `json:"r"`
			Reason  `json:"q"`
		}{}, "field Reason: embedded fields are not supported"},
		{"one, but not a list", &struct {
			A string `json:"a" spec:"one"`
		}{}, `field A: spec:"one" is for lists`},
		{"two scalars", &struct {
			A string `json:"a" spec:"scalar"`
			B string `json:"b" spec:"scalar"`
		}{}, `field B: a struct has one field with spec:"scalar"`},
		{"a scalar that is a list", &struct {
			A []string `json:"a" spec:"scalar"`
		}{}, `field A: spec:"scalar" is for scalars, or with "one" for lists of them`},
		{"a scalar that is a list of lists", &struct {
			A [][]string `json:"a" spec:"scalar,one"`
		}{}, `field A: spec:"scalar" is for scalars, or with "one" for lists of them`},
		{"a scalar that is a struct", &struct {
			A *reason `json:"a" spec:"scalar"`
		}{}, `field A: spec:"scalar" is for scalars, or with "one" for lists of them`},
		{"a misspelt option", &struct {
			A string `json:"a" spec:"scaler"`
		}{}, `field A: unknown option "scaler" in the spec tag`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := specfile.Read(strings.NewReader("{}"), "x", tt.dst)
			if err == nil || !strings.HasPrefix(err.Error(), "specfile: ") || !strings.HasSuffix(err.Error(), tt.want) {
				t.Errorf("got %v, want %s", err, tt.want)
			}
			if errors.Is(err, specfile.ErrInvalid) {
				t.Error("a mistake in the program is blamed on the spec")
			}
		})
	}
}

type (
	reason2 struct{}
	Reason  struct{}
)

func TestReadErrorsAreErrInvalid(t *testing.T) {
	_, err := read(t, "x", "nmae: b2b")
	if !errors.Is(err, specfile.ErrInvalid) {
		t.Errorf("errors.Is(%v, ErrInvalid) is false", err)
	}
	e, ok := errors.AsType[*specfile.Error](err)
	if !ok {
		t.Fatalf("%T is no *Error", err)
	}
	want := []specfile.Problem{{
		File: "x", Line: 1, Column: 1, Path: "nmae",
		Message: `unknown key "nmae" (did you mean "name"?)`,
		Excerpt: "   1 | nmae: b2b\n       ^",
	}}
	if diff := cmp.Diff(want, e.Problems); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
}

func TestSpecsAreEqualWhateverFileTheyCameFrom(t *testing.T) {
	a := mustRead(t, "a.yaml", "name: x\nrevision: 1")
	b := mustRead(t, "b.json", `{"revision": 1, "name": "x"}`)
	c := spec{Name: "x", Revision: 1}
	for _, other := range []spec{b, c} {
		if diff := cmp.Diff(a, other, cmp.AllowUnexported(spec{})); diff != "" {
			t.Errorf("(-a +other):\n%s", diff)
		}
	}
}
