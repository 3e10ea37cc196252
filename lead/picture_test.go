package lead

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func picture(t *testing.T, s Spec) string {
	t.Helper()
	m, err := Compile(s, Bindings[string]{})
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := m.WriteSVG(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// The file is shown in README.md.
func TestThePictureOfTheStandardLifecycleIsTheOneThatWasLookedAt(t *testing.T) {
	got := picture(t, Standard())
	if *update {
		if err := os.WriteFile("standard.svg", []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("standard.svg")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("standard.svg (-want +got):\n%s", diff)
	}
}

func TestThePictureShowsEachSourceAndTargetOfEachRow(t *testing.T) {
	spec := Standard()
	got := picture(t, spec)
	from, stays := 0, 0
	for i := range spec.Transitions {
		n := 0
		for s := range spec.sources(&spec.Transitions[i]) {
			if string(s) != string(spec.Transitions[i].To) {
				n++
			}
		}
		if spec.Transitions[i].To == Stay {
			stays += n
		} else {
			from += n
		}
	}
	if n := strings.Count(got, `class="from"`); n != from {
		t.Errorf("%d dots, want %d", n, from)
	}
	if n := strings.Count(got, `class="stay"`); n != stays {
		t.Errorf("%d rings, want %d", n, stays)
	}
	if n := strings.Count(got, `<g class="move">`); n != len(spec.Transitions) {
		t.Errorf("%d columns, want %d", n, len(spec.Transitions))
	}
	for _, want := range []string{
		"accept: from mql to sal, by sales.",
		"touch: from sal, sql, where the lead stays, by sales.",
		"reopen: from lost, disqualified, void to the status before, by sales, lead_management.",
		"return: from mql to recycled, by sales, wakes after 2d.",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not described", want)
		}
	}
}

func TestNoNameBecomesMarkupInThePicture(t *testing.T) {
	const bad = `"><script>x</script>&`
	s := Spec{
		Name: bad, Revision: 1, Initial: bad,
		Statuses: []StatusSpec{
			{Name: bad, Category: Open},
			{Name: Status(strings.Repeat("ü<", 32)), Category: Waiting, WakeAfter: "1d"},
			{Name: "]]>", Category: Lost},
		},
		Transitions: []TransitionSpec{
			{Event: bad, From: []string{bad}, To: Status(strings.Repeat("ü<", 32))},
			{Event: Event(strings.Repeat("<", 64)), From: []string{AnyOpen}, To: "]]>"},
			{Event: "wake", From: []string{strings.Repeat("ü<", 32)}, To: bad},
		},
	}
	m, err := Compile(s, Bindings[string]{})
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := m.WriteSVG(&b); err != nil {
		t.Fatal(err)
	}
	d := xml.NewDecoder(&b)
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if e, ok := token.(xml.StartElement); ok && e.Name.Local == "script" {
			t.Error("a name has become a script")
		}
	}
}
