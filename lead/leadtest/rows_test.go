package leadtest

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/leadline-go/leadline/lead"
)

// fields are paths to all fields of a row, those of the actor one by one.
func fields(t reflect.Type, path []int) [][]int {
	var all [][]int
	for f := range t.Fields() {
		at := append(path[:len(path):len(path)], f.Index...)
		if f.Type.Kind() == reflect.Struct && f.Type != reflect.TypeFor[time.Time]() {
			all = append(all, fields(f.Type, at)...)
		} else {
			all = append(all, at)
		}
	}
	return all
}

func TestNoFieldOfARowIsOverlooked(t *testing.T) {
	whole := full("L-1", 1)
	for _, path := range fields(reflect.TypeFor[lead.Transition](), nil) {
		other := full("L-1", 1)
		name := reflect.TypeFor[lead.Transition]().FieldByIndex(path).Name
		field := reflect.ValueOf(&other).Elem().FieldByIndex(path)
		if field.IsZero() {
			t.Errorf("full does not set %s", name)
		}
		field.SetZero()
		if same(&whole, &other) || diffRow(&whole, &other) == "" {
			t.Errorf("a row without its %s counts as the same", name)
		}
	}
}

func TestRowsAreTheSameByWhatTheySay(t *testing.T) {
	base := full("L-1", 1)
	base.Evidence = []byte(`{"a": 9007199254740993, "b": [1, 2]}`)
	for _, tt := range []struct {
		name string
		edit func(tr *lead.Transition)
		want bool
	}{
		{"keys of evidence in another order", func(tr *lead.Transition) { tr.Evidence = []byte(`{"b":[1,2],"a":9007199254740993}`) }, true},
		{"a number that went through a float", func(tr *lead.Transition) { tr.Evidence = []byte(`{"a":9007199254740992,"b":[1,2]}`) }, false},
		{"a list in another order", func(tr *lead.Transition) { tr.Evidence = []byte(`{"a":9007199254740993,"b":[2,1]}`) }, false},
		{"evidence that is cut off", func(tr *lead.Transition) { tr.Evidence = tr.Evidence[:10] }, false},
		{"the same instant in another zone", func(tr *lead.Transition) { tr.Due = tr.Due.In(time.FixedZone("", 3600)) }, false},
		{"a nanosecond more", func(tr *lead.Transition) { tr.Due = tr.Due.Add(1) }, false},
		{"one label of another value", func(tr *lead.Transition) { tr.Labels["owner"] = "u-8" }, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a, b := base, full("L-1", 1)
			b.Evidence = base.Evidence
			tt.edit(&b)
			if d := diffRow(&a, &b); (d == "") != tt.want {
				t.Errorf("difference %q; want none: %t", d, tt.want)
			}
		})
	}
	none, empty := row("L-1", 1), row("L-1", 1)
	empty.Labels, empty.Set, empty.Evidence = map[string]string{}, []string{}, []byte{}
	if d := diffRow(&none, &empty); d != "" {
		t.Errorf("empty and nil differ:\n%s", d)
	}
}

func TestDifferencesNameTheFirstPlace(t *testing.T) {
	want := rows("L-1", 3)
	changed := rows("L-1", 3)
	changed[1].Note = text(60_000) + "x"
	cut := rows("L-1", 3)
	cut[1].Note = text(60_000)
	for _, tt := range []struct {
		name      string
		want, got []lead.Transition
		message   string
	}{
		{"nothing", want, rows("L-1", 3), ""},
		{"a missing row", want, want[:2], `got 2 of 3 rows: "L-1"/3 is missing`},
		{"a row too many", want[:2], want, `got 3 rows, want 2: "L-1"/3 is too many`},
		{"another row", want, []lead.Transition{want[0], want[2]}, `row 2 of 2 is "L-1"/3; want "L-1"/2, one of 3`},
		{"a field", want, changed, `row 2, "L-1"/2 (-want +got):`},
	} {
		got := diffRows(tt.want, tt.got)
		if !strings.HasPrefix(got, tt.message) || (got == "") != (tt.message == "") {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.message)
		}
	}
	if d := diffRows(changed, cut); d == "" || len(d) > 2000 {
		t.Errorf("the difference at the end of a long text takes %d bytes", len(d))
	}
}

func TestTextsHaveTheirLength(t *testing.T) {
	for n := range 300 {
		if got := text(n); len(got) != n || strings.ToValidUTF8(got, "") != got {
			t.Fatalf("text(%d) has %d bytes: %q", n, len(got), got)
		}
	}
}

// A condition that keeps everything or nothing would be met by a store that does
// not look at it.
func TestRandomQueriesTellStoresApart(t *testing.T) {
	all, qs := sample(), queries(150)
	some, used := 0, map[string]int{}
	for _, q := range qs {
		if n := len(selects(all, q)); n > 0 {
			some++
		}
		for f, v := range reflect.ValueOf(q).Fields() {
			if !v.IsZero() {
				used[f.Name]++
			}
		}
	}
	if some < len(qs)/2 {
		t.Errorf("%d of %d queries give rows, want half of them", some, len(qs))
	}
	for f := range reflect.TypeFor[lead.Query]().Fields() {
		if n := used[f.Name]; n < 10 && f.Name != "After" {
			t.Errorf("%d of %d queries use %s", n, len(qs), f.Name)
		}
	}
}
