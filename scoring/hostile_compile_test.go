package scoring

import (
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"
)

// cheapToWrite are files of at most 256 KiB that are within all limits, and that were
// made so that looking for what is wrong with them takes long. Those of which sound is
// false have something wrong.
func cheapToWrite() map[string]struct {
	text  string
	sound bool
} {
	const fields = "{s: string, n: int, f: float, b: bool, t: time}"
	file := func(fields, group string) string {
		return "name: h\nrevision: 1\nfields: " + fields + "\ngroups: [{name: g, " + group + "}]\nqualify: {score: 0}\n"
	}
	rules := func(rules string) string { return "pick: first, rules: [" + rules + "]" }
	many := "{" + again(1_999, "f%d: int, ") + "}"
	return map[string]struct {
		text  string
		sound bool
	}{
		"a list of values":              {file(fields, rules("{name: p, points: 1, when: {field: n, in: ["+again(42_000, "%d,")+"]}}")), true},
		"a list of values that exclude": {file(fields, rules("{name: p, points: 1, when: {field: s, not_in: ["+again(40_000, "%d,")+"]}}")), true},
		"a list of values, and each of them twice": {file(fields, rules("{name: p, points: 1, when: {field: n, in: ["+
			again(21_000, "%d,")+again(21_000, "%d,")+"]}}")), false},
		"a long list that is negated before many negations": {file(fields, rules("{name: p, points: 1, when: {not: {field: s, in: ["+again(22_000, "%d,")+"]}}},"+
			"{name: q, points: 1, when: {all: [{all: ["+again(4_500, "{not: {field: n}},")+"]}]}}")), false},
		"a long list that is negated before many negations that are sound": {file(fields, rules("{name: p, points: 1, when: {not: {field: s, in: ["+again(12_000, "%d,")+"]}}},"+
			"{name: q, points: 1, when: {all: [{all: ["+again(4_000, "{not: {field: n, eq: %d}},")+"]}]}}")), true},
		"negations of equal length": {file(fields, rules(again(70, "{name: p%[1]d, points: 1, when: {not: {field: s, in: ["+again(200, "123%d,")+"x%[1]d]}}},"))), true},
		"a long list before comparisons that it might imply": {file(fields, rules("{name: p, points: 1, when: {field: n, in: ["+again(14_000, "%d,")+"]}},"+
			"{name: q, points: 1, when: {all: [{all: ["+again(4_000, "{field: n, ne: %d},")+"]}]}}")), true},
		"lists that exclude each other's rest": {file(fields, rules("{name: p, points: 1, when: {all: ["+
			again(79, "{field: n, not_in: ["+again(490, "1%d, ")+"]},")+"{field: n, lt: -1}]}}")), true},
		"long lists in many rules":                   {file(fields, rules(again(300, "{name: p%[1]d, points: 1, when: {field: n, in: ["+again(120, "%d,")+"9000%[1]d]}},"))), true},
		"alternatives of which all differ":           {file(fields, rules(again(900, "{name: p%[1]d, points: 1, when: {any: [{all: [{field: n, eq: %[1]d}, {field: s, eq: a}]}, {field: n, eq: 1%[1]d}]}},"))), true},
		"many fields and many rules":                 {file(many, "rules: ["+again(1_000, "{name: r%[1]d, points: 1, when: {field: f%[1]d, eq: 1}},")+"]"), true},
		"many fields and many rules of unknown ones": {file(many, "rules: ["+again(1_000, "{name: r%[1]d, points: 1, when: {any: ["+again(9, "{field: x, eq: 1},")+"]}},")+"]"), false},
		"many fields of an activity and many rules": {"name: h\nrevision: 1\nactivities: {a: [" + again(1_990, "f%d,") + "]}\ngroups: [{name: g, rules: [" +
			again(1_000, "{name: r%[1]d, points: 1, activity: a, count: once, where: {field: f%[1]d, eq: 1}},") + "]}]\nqualify: {score: 0}\n", true},
		"many activities and many rules of unknown ones": {"name: h\nrevision: 1\nactivities: {" + again(1_990, "f%d: [], ") + "}\ngroups: [{name: g, rules: [" +
			again(1_000, "{name: r%[1]d, points: 1, activity: a, count: once},") + "]}]\nqualify: {score: 0}\n", false},
	}
}

// What Compile looks for takes about as much as reading the file does, whether it finds
// something or not.
func TestALargeFileIsCompiledCheaply(t *testing.T) {
	most, bytes := 200*time.Millisecond, uint64(24<<20)
	if raceEnabled {
		most *= 20
	}
	for name, file := range cheapToWrite() {
		t.Run(name, func(t *testing.T) {
			spec, err := ReadSpec(strings.NewReader(file.text), "h.yaml")
			if err != nil {
				t.Fatal(err)
			}
			took, used, err := cheapest(most, func() error {
				_, err := Compile(spec, Bindings[Record]{})
				return err
			})
			if (err == nil) != file.sound {
				t.Fatalf("sound: %t, got %.300v", file.sound, err)
			}
			t.Logf("%d kB: %v and %d kB", len(file.text)>>10, took, used>>10)
			if took > most || used > bytes {
				t.Errorf("took %v and %d kB, want at most %v and %d MB", took, used>>10, most, bytes>>20)
			}
		})
	}
}

// A program is bound by the limits of a Spec alone, which let it write much more than a
// file can hold.
func TestALargeSpecOfAProgramIsCompiledInASecond(t *testing.T) {
	var nots, leaves []Condition
	for i := range 4_000 {
		nots = append(nots, Condition{Not: &Condition{Field: "n", Eq: new(strconv.Itoa(i))}})
		leaves = append(leaves, Condition{Field: "s", Ne: new(strconv.Itoa(i))})
	}
	list := make([]string, 10_000)
	for i := range list {
		list[i] = strings.Repeat("x", 1000) + strconv.Itoa(i)
	}
	most := time.Second
	if raceEnabled {
		most *= 20
	}
	for name, conds := range map[string][2]*Condition{
		"negations":   {{Not: &Condition{Field: "s", In: list}}, {All: []Condition{{All: nots}}}},
		"comparisons": {{Field: "s", In: list}, {All: []Condition{{All: leaves}}}},
	} {
		t.Run(name, func(t *testing.T) {
			spec := Spec{
				Name: "h", Revision: 1, Fields: map[string]FieldType{"n": Int, "s": String},
				Groups: []GroupSpec{{Name: "g", Pick: PickFirst, Rules: []RuleSpec{
					{Name: "p", Points: Point, When: conds[0]}, {Name: "q", Points: Point, When: conds[1]},
				}}},
				Qualify: QualifySpec{Score: new(Point)},
			}
			took, _, err := cheapest(most, func() error {
				_, err := Compile(spec, Bindings[Record]{})
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			if took > most {
				t.Errorf("took %v, want at most %v", took, most)
			}
		})
	}
}

// cheapest measures a function. The first time warms up; the machine may be doing
// something else in the others, so the time that is fine counts.
func cheapest(most time.Duration, f func() error) (took time.Duration, used uint64, err error) {
	for try := range 10 {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		start := time.Now()
		err = f()
		took = time.Since(start)
		runtime.ReadMemStats(&after)
		if used = after.TotalAlloc - before.TotalAlloc; try > 0 && took <= most {
			break
		}
	}
	return took, used, err
}
