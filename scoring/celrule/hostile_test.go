package celrule

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/leadline-go/leadline/scoring"
)

// Bounds of one hostile text, from its compilation to the end of one evaluation.
const (
	mostTime   = 10 * time.Millisecond
	mostMemory = 8 << 20
)

func zeros(n int) string { return "[" + strings.Repeat("0,", n-1) + "0]" }

// hostileTexts are what somebody might type who wants to stop the service, or does
// not know better.
var hostileTexts = []struct{ name, text string }{
	{"two loops, one in the other", zeros(220) + ".all(x, " + zeros(220) + ".all(y, x == y))"},
	{"three loops", "[0,0].all(x, [0,0].all(y, [0,0].all(z, x + y + z == 0)))"},
	{"twenty loops", strings.Repeat("[0,0].all(x, ", 20) + "true" + strings.Repeat(")", 20)},
	{"two loops over a text", zeros(220) + ".all(x, " + zeros(220) + ".all(y, note.contains('b') || x == y))"},
	{"a text that is looked through in a loop", zeros(220) + ".all(x, !note.contains('ab'))"},
	{"a text that is measured in a loop", zeros(220) + ".all(x, " + zeros(220) + ".all(y, size(note) > y))"},
	{"a text that is compared in a loop", zeros(220) + ".all(x, " + zeros(220) + ".all(y, note == note2))"},
	{"a text that is doubled in a loop", zeros(220) + ".all(x, note + note + note + note != '')"},
	{"doubling by map", "['a']" + strings.Repeat(".map(x, x + x)", 40) + ".size() > 0"},
	{"lists within lists by map", "[1]" + strings.Repeat(".map(x, [x, x])", 40) + ".exists(x, x == x)"},
	{"lists that are joined", "(" + zeros(100) + strings.Repeat(" + "+zeros(10), 20) + ").size() > 0"},
	{"lists of lists", "[[[[1]]]] == [[[[1]]]]"},
	{"a long sum of texts", "(note" + strings.Repeat("+note", 25) + ").size() > 0"},
	{"a filter", zeros(220) + ".filter(x, x == 0).size() > 0"},
	{"activities counted in a loop", zeros(220) + ".all(x, " + zeros(220) + ".all(y, count('visit') >= 0))"},
	{"activities counted a hundred times", "0" + strings.Repeat("+count('visit')", 100) + " > 0"},
	{"times in a loop", zeros(220) + ".all(x, " + zeros(220) + ".all(y, since.getDayOfYear() > x))"},
	{"a zone in a loop", zeros(220) + ".all(x, since.getHours('Europe/Vienna') > x)"},
	{"a zone that is a path", "since.getHours('../../../../etc/passwd') > 3"},
	{"a deep nest of parentheses", strings.Repeat("(", 2000) + "true" + strings.Repeat(")", 2000)},
	{"a deep nest of lists", strings.Repeat("[", 2000) + strings.Repeat("]", 2000)},
	{"a deep nest of maps", strings.Repeat("{1:", 1000) + "1" + strings.Repeat("}", 1000)},
	{"open parentheses alone", strings.Repeat("(", 4000)},
	{"closed ones alone", strings.Repeat(")", 990)},
	{"brackets that hide behind a text", `"` + strings.Repeat(`\"`, 100) + `" == note || ` + strings.Repeat("(", 1500)},
	{"brackets that hide behind three quotes", `"""` + `"` + `""" == note || ` + strings.Repeat("(", 1500)},
	{"brackets that hide in a comment", "true // \" '\n || " + strings.Repeat("(", 1500)},
	{"brackets that hide behind a raw text", `r"\" == note || ` + strings.Repeat("(", 1500)},
	{"nots", strings.Repeat("!", 990) + "true"},
	{"signs", strings.Repeat("-", 990) + "1 > 0"},
	{"a tower of conditionals", strings.Repeat("true ? ", 240) + "true" + strings.Repeat(": true", 240)},
	{"a chain of conditionals", strings.Repeat("true ? true : ", 240) + "true"},
	{"a chain of selections", "a" + strings.Repeat(".a", 490) + " == 1"},
	{"a chain of indexes", "[1]" + strings.Repeat("[0]", 330) + " == 1"},
	{"a chain of calls", "note" + strings.Repeat(".size()", 240) + " == 1"},
	{"a chain of matches", "note" + strings.Repeat(".matches('a')", 190)},
	{"a long or", strings.TrimSuffix(strings.Repeat("employees==1||", 195), "||")},
	{"a long sum", "1" + strings.Repeat("+1", 490) + " > 0"},
	{"a long comparison", "1" + strings.Repeat("==1", 330)},
	{"a long mixture of operators", "1" + strings.Repeat("+1*1-1", 160) + " > 0"},
	{"many unknown functions", strings.TrimSuffix(strings.Repeat("f(1)||", 160), "||")},
	{"a few unknown functions", "f(1) || g(1) || h(1) || i(1) || j(1)"},
	{"activities counted sixty times", strings.TrimSuffix(strings.Repeat("count('visit')>1||", 60), "||")},
	{"more words than anybody needs", zeros(1000) + ".size() > 0"},
	{"a sum of texts as a tree", "size(" + strings.Repeat("(note+note)+", 12) + "note) > 0"},
	{"a long list", zeros(490) + ".size() > 0"},
	{"many misspelt fields", strings.TrimSuffix(strings.Repeat("emploees==1||", 195), "||")},
	{"many syntax errors", strings.Repeat("1 1 ", 490)},
	{"many signs that mean nothing", strings.Repeat("§", 990)},
	{"a text of a megabyte", "note == '" + strings.Repeat("a", 1<<20) + "'"},
	{"a number of a megabyte", strings.Repeat("9", 1<<20) + " == 1"},
	{"spaces of a megabyte", strings.Repeat(" ", 1<<20) + "true"},
	{"a number that is too large", strings.Repeat("9", 4000) + " == 1"},
	{"a number without end", "1e99999 > revenue"},
	{"a pattern that repeats a repetition", `note.matches("(((a{100}){100}){100}){100}")`},
	{"a pattern that repeats a class", `note.matches("(\\pL{500}){2}")`},
	{"a pattern of many classes", `note.matches("` + strings.Repeat(`\\pL`, 40) + `")`},
	{"a pattern of many classes that is long", `note.matches("` + strings.Repeat(`\\pL`, 900) + `")`},
	{"a pattern that backtracks elsewhere", `note.matches("^(a+)+$")`},
	{"a pattern of many ways", `note2.matches("` + strings.Repeat("(a?)*", 12) + `b")`},
	{"a pattern of many ways in a loop", zeros(220) + `.all(x, ` + zeros(220) + `.all(y, !note2.matches("` + strings.Repeat("(a?)*", 12) + `b")))`},
	{"a pattern that is computed", "note.matches(note)"},
	{"a pattern that is none", `note.matches("(((")`},
	{"a pattern on a long text", `note.matches(".*.*.*b")`},
	{"a sum that overflows", "9223372036854775807 + employees > 0"},
	{"the least number turned around", "-(-9223372036854775807 - 1) > 0"},
	{"a product that overflows", "employees * 9223372036854775807 > 0"},
	{"a division by zero", "employees / 0 > 0"},
	{"a remainder by zero", "employees % (employees - employees) > 0"},
	{"a float that is no int", "int(revenue * 1e300) > 0"},
	{"a time out of range", "timestamp('9999-12-31T23:59:59Z') + duration('24h') > since"},
	{"a time that is none", "timestamp('99999-01-01T00:00:00Z') > since"},
	{"a duration out of range", "duration('9999999999999h') > duration('1h')"},
	{"durations that add up", "since + duration('2000000h') + duration('2000000h') > since"},
	{"a count of no time", "count('visit', duration('-1h')) > 0"},
	{"dyn", "dyn(employees) == 'x'"},
	{"types as values", "type(employees) == int"},
	{"a map", "{'a': 1}['b'] == 1"},
	{"a message", "google.protobuf.Struct{fields: {}} == google.protobuf.Struct{}"},
	{"a value of any type", "google.protobuf.Value{number_value: 1.0} == 1.0"},
	{"bytes", "b'" + strings.Repeat("a", 3000) + "' == b'a'"},
	{"names that are ours", "@lead == @lead"},
	{"a function of ours", "@count(@lead, 99) > 0"},
	{"the accumulator", "[1].all(x, __result__) && [1].all(x, @result)"},
	{"a loop over a field's name", "[1].all(employees, employees > 0)"},
	{"no text", ""},
	{"not UTF-8", "note == '\xff\xfe'"},
	{"a byte of zero", "note == '\x00' \x00"},
	{"a control sequence", "\x1b[2J\x1b[31m employees"},
}

func hostileSpec() scoring.Spec {
	return scoring.Spec{
		Fields: map[string]scoring.FieldType{
			"note": scoring.String, "note2": scoring.String, "employees": scoring.Int, "revenue": scoring.Float, "since": scoring.Time,
		},
		Activities: map[string][]scoring.ActivityField{"visit": nil},
	}
}

// hostileLead has texts as long as a rule reads them.
func hostileLead() scoring.Record {
	r := scoring.Record{Fields: map[string]string{
		"note": strings.Repeat("a", maxString), "note2": strings.Repeat("a", maxMatched), "employees": "300", "revenue": "1e9", "since": "2025-03-02",
	}}
	for range 1000 {
		r.Activities = append(r.Activities, scoring.Activity{Type: "visit", At: asOf.Add(-time.Hour)})
	}
	return r
}

func TestAHostileTextIsRefusedOrStoppedInTimeAndMemory(t *testing.T) {
	spec, lead := hostileSpec(), hostileLead()
	if len(hostileTexts) < 60 {
		t.Fatalf("only %d texts", len(hostileTexts))
	}
	for _, h := range hostileTexts {
		t.Run(h.name, func(t *testing.T) {
			var outcome string
			run := func() {
				outcome = ""
				rs, err := Compile(spec, map[string]string{"r": h.text}, Config{})
				if err != nil {
					outcome = "refused: " + err.Error()
					return
				}
				is, err := rs.Ask(t.Context(), "r", lead, asOf)
				outcome = fmt.Sprint(is, " ", err)
			}
			took, memory := leastOf(7, run)
			t.Logf("%v, %d KiB: %.200s", took, memory>>10, outcome)
			if strings.Contains(outcome, "internal error") {
				t.Error("the interpreter panicked")
			}
			if took > mostTime*raceFactor {
				t.Errorf("took %v, want at most %v", took, mostTime*raceFactor)
			}
			if memory > mostMemory*raceFactor {
				t.Errorf("took %d bytes, want at most %d", memory, mostMemory*raceFactor)
			}
		})
	}
}

// leastOf measures a function. The least of several times is what the machine takes
// for it; the others are what else it had to do.
func leastOf(n int, run func()) (time.Duration, uint64) {
	took, memory := time.Hour, uint64(1<<62)
	for range n {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		start := time.Now()
		run()
		took = min(took, time.Since(start))
		runtime.ReadMemStats(&after)
		memory = min(memory, after.TotalAlloc-before.TotalAlloc)
	}
	return took, memory
}
