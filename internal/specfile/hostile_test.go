package specfile_test

import (
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/leadline-go/leadline/internal/specfile"
)

// hostile returns documents of 256 KiB that are made to cost as much as they can.
func hostile() map[string]string {
	fill := func(s string) string { return strings.Repeat(s, specfile.MaxBytes/len(s)) }
	each := func(start, format, end string) string {
		var b strings.Builder
		b.WriteString(start)
		for i := 0; b.Len() < specfile.MaxBytes-40-len(end); i++ {
			fmt.Fprintf(&b, format, i)
		}
		b.WriteString(end)
		return b.String()
	}
	docs := map[string]string{
		"of nothing":                     "",
		"a list of words":                "groups: {a: [" + strings.Repeat("a,", specfile.MaxBytes/2-10) + "]}",
		"a list of lists":                "groups: {a: [" + strings.Repeat("[],", specfile.MaxBytes/3-10) + "]}",
		"a list of many":                 "transitions: [" + strings.Repeat("{},", specfile.MaxBytes/3-10) + "]",
		"bare transitions":               "transitions: [" + strings.Repeat("a,", specfile.MaxBytes/2-10) + "]",
		"many groups":                    each("groups:\n", "  k%d:\n", ""),
		"one key again and again":        "groups: {" + strings.Repeat("a,", specfile.MaxBytes/2-10) + "}",
		"unknown keys":                   each("", "k%x:\n", ""),
		"unknown keys under a long one":  each("groups: {}\n"+strings.Repeat("k", specfile.MaxBytes/2)+":\n  not:\n", "    k%x:\n", ""),
		"unknown keys deep inside":       each(strings.Repeat("{not: ", 60)+"{", "nxt%x,", strings.Repeat("}", 61)),
		"unknown keys of sixty letters":  each("", strings.Repeat("statuses", 7)+"%x:\n", ""),
		"one long line of problems":      each("{statuses: [", "{warn: %xx},", "]}"),
		"one long line of wide problems": each("{statuses: [", "{warn: ü%x},", "]}"),
		"JSON in one line":               each(`{"statuses": [`, `{"warn": "ü%x"},`, `{}]}`),
		"JSON keys":                      each(`{"groups": {`, `"ü%x":1,`, `"":1}}`),
		"JSON lists, open":               `{"a":` + strings.Repeat("[", specfile.MaxBytes-10),
		"JSON lists, closed":             `{"not":` + strings.Repeat("[", 4000) + strings.Repeat("]", 4000) + "}",
		"JSON mappings":                  strings.Repeat(`{"not":`, specfile.MaxBytes/8),
		"JSON, a long text":              `{"name":"` + strings.Repeat(`\u00fc`, specfile.MaxBytes/7) + `"}`,
		"a word":                         strings.Repeat("a", specfile.MaxBytes),
		"an alias bomb":                  bomb(),
		"invalid UTF-8 at the end":       strings.Repeat("ü", specfile.MaxBytes/2-1) + "\xff",
	}
	for _, s := range []string{
		"[", "{", "{a: ", "{not: ", "- ", "? ", "?", "'", "\"", "' ", "a: ", "not:\n ", ": ", ":", "#\n", "a #\n", "\n", " ", "\t", "- \t",
		"---\n", "*a ", "&a ", "!a ", "!", "%", "%a\n", "a\n", "- a\n", "- - - - - - a\n", "[a: ", "-\n ", "- a #b\n", "a: #b\n  #c\n  b: c\n",
		"a: \n#b\n", "a: &a [*a]\n", "a: >\n", "?\n", "\u2028", "é", "'a':", "{\"a\":", "[\"a\"]: ", "<<: ", "<<: {}\n", "\ufeff", "\r", "\x00", "|\n", "a: |\n", "...\n",
	} {
		docs[fmt.Sprintf("%q again and again", s)] = fill(s)
	}
	return docs
}

func bomb() string {
	var b strings.Builder
	b.WriteString("a0: &a0 [x, x]\n")
	for i := 1; i < 100; i++ {
		fmt.Fprintf(&b, "a%d: &a%d [*a%d, *a%d]\n", i, i, i-1, i-1)
	}
	return b.String()
}

// The limits are loose, for a slow machine with the race detector; what they
// catch is a time or memory that grows with the square of the document.
func TestHostileDocumentsCostLittle(t *testing.T) {
	const (
		mostTime   = 10 * time.Second
		mostMemory = 128 << 20
	)
	var slowest time.Duration
	var largest uint64
	docs := hostile()
	for _, name := range slices.Sorted(maps.Keys(docs)) {
		text := docs[name]
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			start := time.Now()
			_, err := read(t, "hostile", text)
			took := time.Since(start)
			runtime.ReadMemStats(&after)
			memory := after.TotalAlloc - before.TotalAlloc
			if took > mostTime || memory > mostMemory {
				t.Errorf("took %v and allocated %d MiB", took, memory>>20)
			}
			if err != nil && len(err.Error()) > 64<<10 {
				t.Errorf("the error has %d bytes", len(err.Error()))
			}
			slowest, largest = max(slowest, took), max(largest, memory)
			t.Logf("%v, %d MiB allocated", took.Round(time.Millisecond), memory>>20)
		})
	}
	t.Logf("slowest %v, largest %d MiB allocated", slowest.Round(time.Millisecond), largest>>20)
}

// A spec that is well formed can still name a thousand things that do not exist.
func TestHostileNamesCostLittle(t *testing.T) {
	var b strings.Builder
	b.WriteString("statuses:\n")
	for i := range 500 {
		fmt.Fprintf(&b, "  - {name: %s%03d}\n", strings.Repeat("ab", 18), i)
	}
	b.WriteString("groups:\n")
	for i := range 500 {
		fmt.Fprintf(&b, "  %d: [%s%04d]\n", i, strings.Repeat("ba", 18), i)
	}
	s := mustRead(t, "hostile", b.String())
	start := time.Now()
	if err := s.compile(); err == nil {
		t.Error("no error")
	}
	if took := time.Since(start); took > 10*time.Second {
		t.Errorf("took %v", took)
	} else {
		t.Logf("took %v", took)
	}
}
