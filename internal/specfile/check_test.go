package specfile_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/internal/specfile"
)

func TestCheckerWithoutProblemsHasNoError(t *testing.T) {
	if err := (specfile.Source{}).Check().Err(); err != nil {
		t.Error(err)
	}
	if err := mustRead(t, "x", "name: a").Source.Check().Err(); err != nil {
		t.Error(err)
	}
}

func TestMostIsAboutTheListThatIsTooLong(t *testing.T) {
	c := mustRead(t, "x", "name: a\nstatuses: [{name: b}, {name: c}]").Source.Check()
	c.Most("statuses", "statuses", 2, 2)
	if err := c.Err(); err != nil {
		t.Errorf("as many as allowed: %v", err)
	}
	c.Most("statuses", "statuses", 2, 1)
	want := `x:2:11: statuses: there are 2 statuses; expected at most 1`
	if got, _, _ := strings.Cut(fmt.Sprint(c.Err()), "\n"); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestSpecWrittenInGoHasProblemsWithoutPosition(t *testing.T) {
	s := spec{
		Statuses:    []statusSpec{{Name: "mql"}},
		Transitions: slices.Repeat([]transition{{To: "mql"}}, 12),
	}
	s.Transitions[2].To = ""
	s.Transitions[10].To = "sql\n"
	s.Transitions[11].From = []status{"mqll"}
	want := `transitions[2].to: missing: expected a status
transitions[10].to: unknown status "sql\n" (known: mql)
transitions[11].from[0]: unknown status "mqll" (did you mean "mql"?)`
	if diff := cmp.Diff(want, fmt.Sprint(s.compile())); diff != "" {
		t.Errorf("error (-want +got):\n%s", diff)
	}
}

const lifecycle = `name: b2b
statuses:
  - {name: mql}
transitions:
  - event: accept
    from: mql
    sets: {owner: x}
calendars: {"a b": {zone: y, at: {format: z}}}
`

// at makes one problem with the value at path in the lifecycle, and returns
// where it points.
func at(t *testing.T, add func(c *specfile.Checker)) string {
	t.Helper()
	s := mustRead(t, "f", lifecycle)
	c := s.Source.Check()
	add(c)
	e, ok := errors.AsType[*specfile.Error](c.Err())
	if !ok || len(e.Problems) != 1 {
		t.Fatalf("got %v, want one problem", c.Err())
	}
	p := e.Problems[0]
	if (p.Line == 0) != (p.File == "") || (p.Line == 0) != (p.Excerpt == "") {
		t.Errorf("half a position: %+v", p)
	}
	return fmt.Sprintf("%d:%d", p.Line, p.Column)
}

func TestProblemPointsAtItsValueOrTheNearestPartAroundIt(t *testing.T) {
	for _, tt := range []struct{ path, value, key string }{
		{"", "1:1", "1:1"},
		{"name", "1:7", "1:1"},
		{"statuses", "3:3", "2:1"},
		{"statuses[0]", "3:5", "3:5"},
		{"statuses[0].name", "3:12", "3:6"},
		{"statuses[0].sla", "3:5", "3:5"},        // a field that is not there
		{"statuses[0].sla.within", "3:5", "3:5"}, // nor what would be in it
		{"statuses[0].was[0]", "0:0", "0:0"},     // but an item must have come from elsewhere
		{"statuses[1]", "0:0", "0:0"},
		{"statuses[1].name", "0:0", "0:0"},
		{"revision", "1:1", "1:1"},
		{"transitions[0].from[0]", "6:11", "6:5"}, // a list written as its one item
		{"transitions[0].from[1]", "0:0", "0:0"},
		{"transitions[0].sets.owner", "7:19", "7:12"},
		{"transitions[0].sets.grade", "7:11", "7:11"},
		{`calendars["a b"].zone`, "8:27", "8:21"},
		{`calendars["a b"].at[0].format`, "8:43", "8:35"}, // a list written as its one mapping
		{`calendars["a b"].at[1]`, "0:0", "0:0"},
		{`calendars["a b"]`, "8:20", "8:13"},
		{"calendars.b", "8:12", "8:12"},
		{"statuses.name", "3:3", "3:3"},
		{"not a path", "0:0", "0:0"},
		{"statuses[x]", "0:0", "0:0"},
		{"statuses[0", "0:0", "0:0"},
		{`calendars["a b`, "0:0", "0:0"},
		{"statuses[-1]", "0:0", "0:0"},
	} {
		t.Run(tt.path, func(t *testing.T) {
			if got := at(t, func(c *specfile.Checker) { c.Addf(tt.path, "wrong") }); got != tt.value {
				t.Errorf("Addf points at %s, want %s", got, tt.value)
			}
			if got := at(t, func(c *specfile.Checker) { c.AddKeyf(tt.path, "wrong") }); got != tt.key {
				t.Errorf("AddKeyf points at %s, want %s", got, tt.key)
			}
		})
	}
}

func TestUnknownPointsOnlyAtTheTextThatItIsAbout(t *testing.T) {
	for _, tt := range []struct{ path, found, want string }{
		{"name", "b2b", "1:7"},
		{"name", "b2c", "0:0"}, // changed in Go
		{"transitions[0].from[0]", "mql", "6:11"},
		{"transitions[0].from[0]", "sal", "0:0"},
		{"transitions[0].from[1]", "mql", "0:0"},
		{"transitions[0].to", "mql", "0:0"}, // set in Go
		{"transitions[0].to", "", "5:5"},    // never set
		{"transitions[0].sets", "x", "0:0"}, // not a text
	} {
		got := at(t, func(c *specfile.Checker) { c.Unknown(tt.path, "thing", tt.found, nil) })
		if got != tt.want {
			t.Errorf("%s, %q: points at %s, want %s", tt.path, tt.found, got, tt.want)
		}
	}
	for _, tt := range []struct{ path, want string }{
		{"transitions[0].sets.owner", "7:12"},
		{"transitions[0].sets.grade", "0:0"}, // added in Go
		{"transitions[0].from", "6:5"},
		{"transitions[1].sets.owner", "0:0"},
	} {
		got := at(t, func(c *specfile.Checker) { c.UnknownKey(tt.path, "label", "?", nil) })
		if got != tt.want {
			t.Errorf("key of %s: points at %s, want %s", tt.path, got, tt.want)
		}
	}
}

func TestUnknownListsAFewOfTheKnownNames(t *testing.T) {
	for _, tt := range []struct {
		known []string
		want  string
	}{
		{nil, `unknown status "zzz" (there are none)`},
		{[]string{"b", "a", "b"}, `unknown status "zzz" (known: a, b)`},
		{strings.Split("h g f e d c b a", " "), `unknown status "zzz" (known: a, b, c, d, e, f, g, h)`},
		{strings.Split("i h g f e d c b a", " "), `unknown status "zzz" (known: a, b, c, d, e, f, g, h, …)`},
		{[]string{"a b", "", "a,b", "\x1b", "ü"}, `unknown status "zzz" (known: "", "\x1b", "a b", "a,b", "ü")`},
		{[]string{strings.Repeat("x", 100)}, `unknown status "zzz" (known: "` + strings.Repeat("x", 59) + `…")`},
	} {
		before := fmt.Sprint(tt.known)
		c := (specfile.Source{}).Check()
		c.Unknown("", "status", "zzz", tt.known)
		if got := fmt.Sprint(c.Err()); got != tt.want {
			t.Errorf("got %s, want %s", got, tt.want)
		}
		if fmt.Sprint(tt.known) != before {
			t.Error("the list was changed")
		}
	}
}

func TestErrorDoesNotDependOnTheOrderOfDiscovery(t *testing.T) {
	s := mustRead(t, "f", "statuses:\n"+strings.Repeat("  - {name: a}\n", 300))
	var want string
	for round := range 20 {
		c := s.Source.Check()
		rng := rand.New(rand.NewPCG(1, uint64(round)))
		for _, i := range rng.Perm(2400) {
			path := specfile.Index("statuses", i%600) // half of them beyond the end
			switch i / 600 {
			case 0:
				c.Unknown(specfile.Key(path, "name"), "status", "a", []string{"ab", "c"})
			case 1:
				c.Unknown(specfile.Key(path, "name"), "group", "a", nil)
			case 2:
				c.Addf(path, "wrong")
			case 3:
				c.Addf(path, "worse")
			}
		}
		got := c.Err().Error()
		if want == "" {
			want = got
		}
		if got != want {
			t.Fatalf("round %d (-first +this):\n%s", round, cmp.Diff(want, got))
		}
		if again := c.Err().Error(); again != got {
			t.Fatalf("asked again (-first +second):\n%s", cmp.Diff(got, again))
		}
	}
	if lines := strings.Count(want, "\n") + 1; lines != 151 {
		t.Errorf("%d lines, want 50 problems of three lines and the rest in one:\n%s", lines, want)
	}
}

func TestErrorCountsTheProblemsThatItDoesNotShow(t *testing.T) {
	for _, tt := range []struct {
		n    int
		kept int
		last string
	}{
		{1, 1, "statuses[0]: wrong"},
		{50, 50, "statuses[49]: wrong"},
		{51, 51, "... and 1 more problem"},
		{52, 52, "... and 2 more problems"},
		{100, 100, "... and 50 more problems"},
		{12345, 100, "... and 12295 more problems"},
	} {
		c := (specfile.Source{}).Check()
		for i := range tt.n {
			c.Addf(specfile.Index("statuses", i), "wrong")
		}
		e, ok := errors.AsType[*specfile.Error](c.Err())
		if !ok {
			t.Fatalf("no *Error: %v", c.Err())
		}
		if len(e.Problems) != tt.kept {
			t.Errorf("%d problems: kept %d, want %d", tt.n, len(e.Problems), tt.kept)
		}
		lines := strings.Split(e.Error(), "\n")
		if got := lines[len(lines)-1]; got != tt.last {
			t.Errorf("%d problems: ends with %q, want %q", tt.n, got, tt.last)
		}
	}
	if got := new(specfile.Error).Error(); got != "invalid spec" {
		t.Errorf("without problems: %q", got)
	}
}

func TestNothingReachesATerminalUnescaped(t *testing.T) {
	s := mustRead(t, "a\x1b[2J.yaml", "name: a\u202eb\ngroups: {\"\u200b\": []}")
	c := s.Source.Check()
	c.Addf("name", "bad\n\x07\u202e %s", "\x9b")
	c.Addf("groups[\"\u200b\"]\x1b", "bad")
	c.UnknownKey(specfile.Key("groups", "\u200b"), "group", "\u200b", []string{"\x1b", "\xff"})
	got := c.Err().Error()
	want := `a\x1b[2J.yaml:1:7: name: bad\n\a\u202e \x9b
   1 | name: a\u202eb
             ^
a\x1b[2J.yaml:2:10: groups["\u200b"]: unknown group "\u200b" (known: "\x1b", "\xff")
   2 | groups: {"\u200b": []}
                ^
groups["\u200b"]\x1b: bad`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("error (-want +got):\n%s", diff)
	}
}

func TestLongMessagesPathsAndNamesAreCut(t *testing.T) {
	long := strings.Repeat("y", 100_000)
	s := mustRead(t, "f", "name: a\ngroups: {k: []}")
	c := s.Source.Check()
	c.Addf("name", "%s", long)
	c.Addf(specfile.Key("groups", long), "wrong")
	c.Unknown(specfile.Key("groups", long), long, long, []string{long})
	if n := len(c.Err().Error()); n > 5000 {
		t.Errorf("%d bytes", n)
	}
}

func TestSourceIsSafeForConcurrentUse(t *testing.T) {
	s := mustRead(t, "f", lifecycleWithManyGroups())
	want := s.compile().Error()
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if got := s.compile().Error(); got != want {
				t.Errorf("(-want +got):\n%s", cmp.Diff(want, got))
			}
		})
	}
	wg.Wait()
}

func lifecycleWithManyGroups() string {
	var b strings.Builder
	b.WriteString("groups:\n")
	for i := range 30 {
		fmt.Fprintf(&b, "  g%d: [x%d]\n", i, i)
	}
	return b.String()
}
