package scoring

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// again is a text n times, with its number for %d.
func again(n int, format string) string {
	var b strings.Builder
	for i := range n {
		if strings.Contains(format, "%") {
			fmt.Fprintf(&b, format, i)
		} else {
			b.WriteString(format)
		}
	}
	return b.String()
}

// hostileRules are files that are made to cost much, or to slip through. {when} is a
// place for a condition, {rule} for a rule, {top} for keys of the file.
func hostileRules() map[string]string {
	file := func(when, rule, top string) string {
		if rule == "" {
			rule = "{name: r, when: " + when + ", points: 1}"
		}
		if !strings.Contains(top, "qualify:") {
			top += "\nqualify: {score: 0}"
		}
		return "name: h\nrevision: 1\nfields: {s: string, n: int, f: float, b: bool, t: time}\nactivities: {a: [page]}\n" +
			"groups: [{name: g, rules: [" + rule + "]}]\n" + top + "\n"
	}
	m := map[string]string{}
	for name, when := range map[string]string{
		"nested not":                        strings.Repeat("{not: ", 10_000) + "{field: b, eq: true}" + strings.Repeat("}", 10_000),
		"nested not within the limit":       strings.Repeat("{not: ", 40) + "{field: b, eq: true}" + strings.Repeat("}", 40),
		"nested all":                        strings.Repeat("{all: [", 5_000) + strings.Repeat("]}", 5_000),
		"nested any, open":                  strings.Repeat("{any: [", 20_000),
		"all of very many":                  "{all: [" + again(12_000, "{field: n, eq: 1},") + "]}",
		"any of very many":                  "{any: [" + again(11_000, "{field: n, eq: %d},") + "]}",
		"a list of very many values":        "{field: n, in: [" + again(60_000, "%d,") + "]}",
		"a literal of a megabyte":           "{field: s, eq: " + strings.Repeat("x", 1<<20) + "}",
		"a literal of two hundred kB":       "{field: s, contains: " + strings.Repeat("x", 200<<10) + "}",
		"a number of a hundred kB":          "{field: n, eq: " + strings.Repeat("9", 100<<10) + "}",
		"a float of a hundred kB":           "{field: f, eq: 0." + strings.Repeat("9", 100<<10) + "}",
		"a field name of a hundred kB":      "{field: " + strings.Repeat("n", 100<<10) + ", eq: 1}",
		"an int above 64 bits":              "{field: n, gt: 9223372036854775808}",
		"an int below 64 bits":              "{field: n, lt: -9223372036854775809}",
		"an int with an exponent":           "{field: n, eq: 1e3}",
		"NaN":                               "{field: f, eq: NaN}",
		"a YAML NaN":                        "{field: f, gt: .nan}",
		"infinity":                          "{field: f, lt: .inf}",
		"a float that overflows":            "{field: f, lt: 1e999}",
		"hexadecimal":                       "{field: n, eq: 0x10}",
		"a hexadecimal float":               "{field: f, eq: 0x1p-2}",
		"between NaN and one":               "{field: f, between: [NaN, 1]}",
		"a time that is none":               "{field: t, lt: 2026-02-30}",
		"a year of five digits":             "{field: t, lt: 12026-01-01}",
		"a bool that is a word":             "{field: b, eq: yes}",
		"a number for a text field's order": "{field: s, gt: 10}",
		"no condition":                      "{}",
		"nothing":                           "null",
		"a list":                            "[]",
		"an alias":                          "&x {not: *x}",
		"a merge":                           "{<<: {field: n}, eq: 1}",
		"one key twice":                     "{field: n, field: s, eq: 1}",
		"never true":                        "{all: [{field: n, gt: 1}, {field: n, lt: 2}]}",
		"many that are never true":          "{any: [" + again(2_000, "{all: [{field: n, gt: %[1]d}, {field: n, lt: %[1]d}]},") + "]}",
		"a regular expression":              "{field: s, matches: '(a+)+$'}",
		"code":                              "{field: s, eq: !!python/object/apply:os.system [ls]}",
		"an expression":                     "'n > 5 || true'",
	} {
		m["when: "+name] = file(when, "", "")
	}
	for name, rule := range map[string]string{
		"points that are not a number":  "{name: r, when: {field: b, eq: true}, points: NaN}",
		"points without end":            "{name: r, when: {field: b, eq: true}, points: .inf}",
		"points that overflow":          "{name: r, when: {field: b, eq: true}, points: 9223372036854775807}",
		"points with an exponent":       "{name: r, when: {field: b, eq: true}, points: 1e18}",
		"points with four places":       "{name: r, when: {field: b, eq: true}, points: 0.0001}",
		"points of a hundred kB":        "{name: r, when: {field: b, eq: true}, points: 1" + strings.Repeat("0", 100<<10) + "}",
		"points below everything":       "{name: r, when: {field: b, eq: true}, points: min}",
		"very many rules":               again(3_000, "{name: r%d, when: {field: b, eq: true}, points: 1},"),
		"a half-life of nothing":        "{name: r, activity: a, count: each, half_life: 0s, points: 1}",
		"a half-life below zero":        "{name: r, activity: a, count: each, half_life: -1d, points: 1}",
		"a half-life that overflows":    "{name: r, activity: a, count: each, half_life: 99999999999999999999d, points: 1}",
		"a half-life of a nanosecond":   "{name: r, activity: a, count: each, half_life: 1ns, points: 1}",
		"a window of a thousand years":  "{name: r, activity: a, count: each, within: 365000d, points: 1}",
		"max that overflows":            "{name: r, activity: a, count: each, max: 99999999999999999999, points: 1}",
		"max of two thousand million":   "{name: r, activity: a, count: each, max: 2000000000, points: 1}",
		"max below zero":                "{name: r, activity: a, count: each, max: -1, points: 1}",
		"per a nanosecond":              "{name: r, activity: a, count: each, max: 1, per: 1ns, points: 1}",
		"an activity nobody declared":   "{name: r, activity: b, count: each, points: 1}",
		"a custom rule nobody gave":     "{name: r, use: os.Exit, points: 1}",
		"a name with a control":         `{name: "a\u0007b", when: {field: b, eq: true}, points: 1}`,
		"a name that turns the text":    `{name: "a\u202eb", when: {field: b, eq: true}, points: 1}`,
		"a name of a hundred kB":        "{name: " + strings.Repeat("n", 100<<10) + ", when: {field: b, eq: true}, points: 1}",
		"very many rules, all the same": again(900, "{name: r%d, when: {all: [{field: n, ge: 1}, {field: n, le: 5}]}, points: 1},"),
	} {
		m["rule: "+name] = file("", rule, "")
	}
	for name, top := range map[string]string{
		"very many grades":            "grades: [" + again(40, "{group: g, bands: {a%[1]d: 1, b%[1]d: 2, c: min}},") + "]",
		"grades without number":       "grades: [" + again(8, "{group: g, bands: {"+again(19, "b%d: %[1]d, ")+"c: min}},") + "]\nqualify: {score: 1}",
		"bands in one place":          "bands: {a: 1, b: 1, c: min}",
		"a band that is not a number": "bands: {a: NaN, c: min}",
		"very many tokens":            "missing: [" + again(30_000, "t%d,") + "]",
		"a score that overflows":      "qualify: {score: 1e30}",
		"a score without end":         "qualify: {score: .inf}",
		"a revision that overflows":   "revision: 99999999999999999999",
	} {
		m["file: "+name] = file("{field: b, eq: true}", "", top)
	}
	m["file: very many fields"] = "name: h\nrevision: 1\nfields: {" + again(9_000, "f%d: int, ") + "}\ngroups: [{name: g, rules: [{name: r, when: {field: f1, eq: 1}, points: 1}]}]\nqualify: {score: 0}\n"
	m["file: very many groups"] = "name: h\nrevision: 1\nfields: {b: bool}\ngroups: [" + again(3_000, "{name: g%d, rules: [{name: r, when: {field: b, eq: true}, points: 1}]},") + "]\nqualify: {score: 0}\n"
	m["file: alternatives, all of which would have to be compared"] = "name: h\nrevision: 1\nfields: {n: int}\ngroups: [{name: g, pick: first, rules: [" +
		"{name: p, when: {any: [" + again(1_000, "{field: n, eq: 1%d},") + "]}, points: 1}, {name: q, when: {any: [" + again(1_000, "{field: n, eq: 2%d},") + "]}, points: 1}]}]\nqualify: {score: 5}\n"
	m["file: brackets"] = strings.Repeat("[", 200<<10)
	m["file: zeros"] = strings.Repeat("\x00", 1<<10)
	return m
}

// Whatever somebody types as a rule: it is refused in 10 ms and 8 MB. A file that is
// filled with what is cheap to write and dear to read, up to the 256 KiB that one may
// have, takes the YAML parser longer, some 60 ms, and up to 32 MB.
func TestHostileRulesAreRefusedCheaply(t *testing.T) {
	rules := hostileRules()
	if len(rules) < 60 {
		t.Fatalf("%d hostile files", len(rules))
	}
	most := 10 * time.Millisecond
	if raceEnabled {
		most *= 20
	}
	for name, text := range rules {
		t.Run(name, func(t *testing.T) {
			most, bytes := most, uint64(8<<20)
			if len(text) > 32<<10 {
				most, bytes = 25*most, 32<<20
			}
			took, used, err := cheapest(most, func() error {
				spec, err := ReadSpec(strings.NewReader(text), "h.yaml")
				if err == nil {
					_, err = Compile(spec, Bindings[Record]{})
				}
				return err
			})
			if err == nil {
				t.Fatal("it was accepted")
			}
			if len(err.Error()) > 64<<10 {
				t.Fatalf("an error of %d bytes", len(err.Error()))
			}
			if took > most || used > bytes {
				t.Errorf("took %v and %d kB, want at most %v and %d MB", took, used>>10, most, bytes>>20)
			}
		})
	}
}
