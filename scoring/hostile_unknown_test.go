package scoring

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// unknowns are models and leads of which next to nothing is known.
func unknowns() map[string]struct {
	file string
	lead Record
	want int // unknowns
} {
	const fields = 1_999
	rules := func(pick string, n, per int) string {
		var b strings.Builder
		fmt.Fprintf(&b, "name: h\nrevision: 1\nfields: {%s}\ngroups: [{name: g, %srules: [", again(fields, "f%d: int, "), pick)
		for i := range n {
			fmt.Fprintf(&b, "{name: r%d, points: 1, when: {any: [", i)
			for j := range per {
				fmt.Fprintf(&b, "{field: f%d, eq: %d},", (i*per+j)%fields, i%10)
			}
			b.WriteString("]}},")
		}
		return b.String() + "]}]\nqualify: {score: 1}\n"
	}
	activities := func(n int) (as []Activity) {
		for range n {
			as = append(as, did("a", -1))
		}
		return as
	}
	return map[string]struct {
		file string
		lead Record
		want int
	}{
		"many rules of some fields":            {rules("", 1_000, 9), Record{}, 9_000},
		"many rules of which the first counts": {rules("pick: first, ", 1_000, 9), Record{}, 9_000},
		"few rules of all fields":              {rules("", 5, fields), Record{}, 5 * fields},
		"activities of which no field is known": {"name: h\nrevision: 1\nactivities: {a: [" + again(1_990, "f%d,") + "]}\ngroups: [{name: g, rules: [" +
			"{name: r, points: 1, activity: a, count: once, where: {any: [" + again(1_990, "{field: f%d, eq: 1},") + "]}}]}]\nqualify: {score: 0}\n", Record{Activities: activities(300)}, 1_990},
		"activities that many rules ask": {"name: h\nrevision: 1\nactivities: {a: [n]}\ngroups: [{name: g, rules: [" +
			again(1_000, "{name: r%[1]d, points: 1, activity: a, count: once, where: {field: n, eq: 1%[1]d}},") + "]}]\nqualify: {score: 0}\n", Record{Activities: activities(300)}, 1_000},
	}
}

// A lead of which nothing is known takes little longer than one of which all is.
func TestUnknownFieldsAreListedCheaply(t *testing.T) {
	most := 40 * time.Millisecond
	if raceEnabled {
		most *= 20
	}
	for name, u := range unknowns() {
		t.Run(name, func(t *testing.T) {
			spec, err := ReadSpec(strings.NewReader(u.file), "h.yaml")
			if err != nil {
				t.Fatal(err)
			}
			m, err := Compile(spec, Bindings[Record]{})
			if err != nil {
				t.Fatal(err)
			}
			var r Result
			took, _, err := cheapest(most, func() error {
				r, err = m.Score(u.lead, monday)
				return err
			})
			if err != nil || len(r.Unknowns) != u.want {
				t.Fatalf("%d unknowns, %v, want %d", len(r.Unknowns), err, u.want)
			}
			t.Logf("%d kB: %v", len(u.file)>>10, took)
			if took > most {
				t.Errorf("took %v, want at most %v", took, most)
			}
		})
	}
}
