package lead

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"runtime"
	"strings"
	"testing"
	"time"
)

// fileSize is what a file may have: see ReadSpec.
const fileSize = 256 << 10

// hostileSpec is a file that is being written.
type hostileSpec struct{ strings.Builder }

func (h *hostileSpec) write(text string) *hostileSpec { h.WriteString(text); return h }

// upTo writes pieces, at most so many and until the file has that size, each with its
// number for #.
func (h *hostileSpec) upTo(size, most int, format string) *hostileSpec {
	for i := range most {
		piece := strings.ReplaceAll(format, "#", fmt.Sprint(i))
		if h.Len()+len(piece) > size {
			break
		}
		h.WriteString(piece)
	}
	return h
}

// fill leaves room for what follows.
func (h *hostileSpec) fill(format string) *hostileSpec {
	return h.upTo(fileSize-4000, 1<<20, format)
}

const (
	hostileHead = "name: x\nrevision: 1\ninitial: a0\n"
	twoStatuses = "statuses:\n- {name: a0, category: open}\n- {name: w, category: won}\n"
	oneMove     = "transitions:\n- {event: win, from: [a0], to: w}\n"
)

func newHostile() *hostileSpec { return new(hostileSpec).write(hostileHead) }

// statuses writes n open ones, a0 on, and one that is won.
func (h *hostileSpec) statuses(n int) *hostileSpec {
	return h.write("statuses:\n- {name: w, category: won}\n").upTo(fileSize-4000, n, "- {name: a#, category: open}\n")
}

// hostileSpecs are files that are cheap to write and dear to check.
func hostileSpecs() map[string]string {
	row := func() *hostileSpec { return newHostile().write(twoStatuses + oneMove) }
	m := map[string]*hostileSpec{
		"many statuses":                     newHostile().statuses(1 << 20).write(oneMove),
		"many statuses and unknown members": newHostile().statuses(3500).write("groups: {g: [").fill("sy#,").write("x]}\n" + oneMove),
		"statuses, and unknown members":     newHostile().statuses(499).write("groups: {g: [").upTo(fileSize, 490, "a1#x,").write("x]}\n" + oneMove),
		"groups of unknown members":         newHostile().statuses(499).write("groups:\n").fill("  g#: [b1, b2, b3, b4, b5, b6, b7, b8, b9]\n").write(oneMove),
		"statuses that are equal":           newHostile().write("statuses:\n").fill("- {name: a0, category: open}\n").write(oneMove),
		"older names":                       newHostile().write("statuses:\n- {name: a0, category: open, was: [").fill("o#,").write("o]}\n- {name: w, category: won}\n" + oneMove),
		"a chain":                           chain(1 << 20),
		"a ring without end":                newHostile().statuses(499).write("transitions:\n").upTo(fileSize, 499, "- {event: e, from: [a#], to: a0}\n"),
		"misspelt words":                    newHostile().write("statuses:\n").upTo(fileSize, 500, "- {name: a#, category: opne, side: slaes, wake_after: 1x, sla: {within: 1bx, calendar: c, until: u}}\n").write(oneMove),

		"unknown sources and targets": newHostile().statuses(499).write("transitions:\n").fill("- {event: e#, from: [b#], to: c#}\n"),
		"rows of one event":           newHostile().statuses(499).write("transitions:\n").fill("- {event: e, from: any_open, to: w}\n"),
		"rows of one event, few":      newHostile().statuses(99).write("transitions:\n").upTo(fileSize, 100, "- {event: e, from: any_open, to: w}\n"),
		"any_open of many":            newHostile().statuses(499).write("transitions:\n").fill("- {event: e#, from: any_open, to: w}\n"),
		"any_open back":               newHostile().statuses(499).write("transitions:\n").fill("- {event: e#, from: any_open, to: previous}\n"),
		"any_open stays":              newHostile().statuses(499).write("transitions:\n").fill("- {event: e#, from: any_open, to: stay}\n"),
		"groups of all, many times": newHostile().statuses(499).write("groups: {g: [").upTo(fileSize, 499, "a#,").write("]}\ntransitions:\n").
			fill("- {event: e#, from: [g], to: w}\n"),
		"a list of the same groups": newHostile().statuses(499).write("groups:\n").
			upTo(fileSize, 60, "  g#: ["+strings.TrimSuffix(strings.Repeat("a1, a2, a3, a4, a5, a6, a7, a8, a9,", 6), ",")+"]\n").
			write("transitions:\n").fill("- {event: e#, from: [g0, g1, g2, g3, g4, g5, g6, g7, g8, g9, g10, g11, g12], to: w}\n"),
		"clocks until an activity": newHostile().write("statuses:\n- {name: w, category: won}\n").
			upTo(fileSize, 499, "- {name: a#, category: open, side: sales, sla: {within: 1h, until: x}}\n").
			write("transitions:\n").fill("- {event: e#, from: any_open, to: stay}\n"),

		"sources of one row":        row().write("- {event: e, to: w, from: [").fill("b#,").write("b]}\n"),
		"one source, many times":    row().write("- {event: e, to: w, from: [").fill("a0,").write("a0]}\n"),
		"sides of one row":          row().write("- {event: e, to: stay, from: a0, by: [").fill("b#,").write("b]}\n"),
		"guards of one row":         row().write("- {event: e, to: stay, from: a0, guards: [").fill("b#,").write("b]}\n"),
		"guards of many rows":       row().fill("- {event: e#, to: stay, from: a0, guards: [a#, b#, c#, d#, e#, f#, g#, h#, i#]}\n"),
		"needs of one row":          row().write("- {event: e, to: stay, from: a0, needs: [").fill("b#,").write("b]}\n"),
		"labels of one row":         row().write("- {event: e, to: stay, from: a0, sets: {").fill("b#: $x,").write("b: x}}\n"),
		"labels of many rows":       row().fill("- {event: e#, to: stay, from: a0, sets: {a: $a, b: $b, c: $c, d: $d, e: $e, f: $f}}\n"),
		"reasons of one row":        row().write("- {event: e, to: stay, from: a0, reasons: [").fill("b#,").write("b]}\n"),
		"one reason, many times":    row().write("- {event: e, to: stay, from: a0, reasons: [").fill("b,").write("b]}\n"),
		"reasons of many rows":      row().fill("- {event: e#, to: stay, from: a0, reasons: [a, b, c, d, e, f, g, h, i, j, k, l]}\n"),
		"needs of one reason":       row().write("- {event: e, to: stay, from: a0, reasons: [{code: a, needs: [").fill("b#,").write("b]}]}\n"),
		"faults that differ":        row().fill("- {event: e#, to: stay, from: a0, reasons: [{code: a, fault: sales}, {code: a, fault: x}]}\n"),
		"events of a hundred bytes": row().fill("- {event: e#" + strings.Repeat("n", 100) + ", to: stay, from: a0}\n"),

		"calendars":            newHostile().write(twoStatuses + "calendars:\n").fill("  c#: {zone: Europe/Vienna, week: {mon: \"08:00-17:00\"}}\n").write(oneMove),
		"calendars of no zone": newHostile().write(twoStatuses + "calendars:\n").fill("  c#: {zone: Europe/X#, week: {mon: \"08:00-17:00\"}}\n").write(oneMove),
		"days of a week":       newHostile().write(twoStatuses + "calendars:\n  c: {zone: UTC, week: {").fill("d#: x,").write("}}\n" + oneMove),
		"hours of a day":       newHostile().write(twoStatuses + "calendars:\n  c: {zone: UTC, week: {mon: \"").fill("08:00-09:00,").write("\"}}\n" + oneMove),
		"holidays":             newHostile().write(twoStatuses + "calendars:\n  c: {zone: UTC, week: {mon: \"08:00-17:00\"}, holidays: [").fill("x#,").write("x]}\n" + oneMove),
		"holiday functions":    newHostile().write(twoStatuses + "calendars:\n").fill("  c#: {zone: UTC, week: {mon: \"08:00-17:00\"}, holiday_func: f#}\n").write(oneMove),
	}
	files := map[string]string{}
	for name, h := range m {
		files[name] = h.String()
	}
	return files
}

// chain is a lifecycle without a mistake, as long as a file may be: from each of its
// statuses to the next, and from each to the end.
func chain(most int) *hostileSpec {
	h := newHostile().write("statuses:\n- {name: w, category: won}\n").upTo(fileSize*2/5, most, "- {name: a#, category: open}\n")
	n := strings.Count(h.String(), "category: open")
	h.write("transitions:\n- {event: e, from: any_open, to: w}\n")
	for i := range n - 1 {
		piece := fmt.Sprintf("- {event: e%d, from: [a%d], to: a%d}\n", i, i, i+1)
		if h.Len()+len(piece) > fileSize {
			break
		}
		h.write(piece)
	}
	return h
}

// allocated is what f allocates, in MiB. It is the same on a busy machine, as the time
// is not.
func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return (after.TotalAlloc - before.TotalAlloc) >> 20
}

// fullSpecs are wrong too, but within every limit, and at one of them.
func fullSpecs() map[string]string {
	row := func() *hostileSpec { return newHostile().write(twoStatuses + oneMove) }
	many := func() *hostileSpec { return newHostile().statuses(maxStatuses - 1) }
	clocks := func() *hostileSpec {
		return newHostile().write("statuses:\n- {name: w, category: won}\n").
			upTo(fileSize, maxStatuses-1, "- {name: a#, category: open, side: sales, sla: {within: 1h, until: x}}\n").write("transitions:\n")
	}
	calendars := func(text string) *hostileSpec {
		return newHostile().write(twoStatuses+"calendars:\n").upTo(fileSize-4000, maxCalendars, text).write(oneMove)
	}
	list := func(n int, of string) string { return strings.TrimSuffix(strings.Repeat(of+",", n), ",") }
	long := "#" + strings.Repeat("n", 50)
	m := map[string]*hostileSpec{
		"unknown members":                many().write("groups:\n").upTo(fileSize-4000, maxStatuses, "  g#: ["+list(150, "z")+"]\n").write(oneMove),
		"a group of unknown members":     many().write("groups: {g: ["+list(maxListed, "z")+"]}\ntransitions:\n").upTo(fileSize, maxMoves/maxListed, "- {event: e#, from: [g], to: x}\n"),
		"unknown sources and targets":    many().write("transitions:\n").upTo(fileSize, maxEvents, "- {event: e#, from: [aa#, ba#, ca#, da#, ea#, fa#, ga#, ha#], to: b#}\n"),
		"one event of any_open":          many().write("transitions:\n").upTo(fileSize, maxMoves/maxStatuses, "- {event: e, from: any_open, to: w}\n"),
		"one event of some statuses":     many().write("transitions:\n").upTo(fileSize, maxTransitions, "- {event: e, from: [a0, a1, a2, a3, a4, a5, a6, a7, a8, a9], to: w}\n"),
		"clocks until there is nothing":  clocks().upTo(fileSize, maxMoves/maxStatuses, "- {event: e#, from: any_open, to: stay}\n"),
		"clocks of one status":           clocks().upTo(fileSize, maxEvents, "- {event: e#, from: a0, to: stay}\n"),
		"guards that are not given":      row().upTo(fileSize, maxGuards/9, "- {event: e#, to: stay, from: a0, guards: [a#, b#, c#, d#, e#, f#, g#, h#, i#]}\n"),
		"guards of long names":           row().upTo(fileSize, maxEvents-1, "- {event: e#, to: stay, from: a0, guards: [a"+long+", b"+long+", c"+long+", d"+long+"]}\n"),
		"labels of many rows":            row().upTo(fileSize, maxEvents-1, "- {event: e#, to: stay, from: a0, sets: {"+strings.Repeat("a", 300)+": $a, b: $b, c: $c, d: $d, e: $e, f: $f}}\n"),
		"needs of many reasons":          row().upTo(fileSize, maxEvents-1, "- {event: e#, to: stay, from: a0, reasons: [{code: a, needs: ["+list(maxNeeds, "note")+"]}]}\n"),
		"zones that there are not":       calendars("  c#: {zone: Europe/X#, week: {mon: \"08:00-17:00\"}}\n"),
		"zones, and functions not given": calendars("  c#: {zone: Europe/Vienna, holiday_func: f#, week: {mon: \"08:00-17:00\"}}\n"),
		"holidays that there are not":    calendars("  c#: {zone: UTC, week: {mon: x}, holidays: [" + list(maxHolidays, "x") + "]}\n"),
	}
	files := map[string]string{}
	for name, h := range m {
		files["full: "+name] = h.String()
	}
	return files
}

func TestHostileSpecsCostLittle(t *testing.T) {
	b := Bindings[int]{Guards: Guards[int]{}}
	for i := range 20 {
		b.Guards[fmt.Sprintf("guard%d", i)] = func(context.Context, Attempt[int]) (any, error) { return nil, nil }
	}
	files := hostileSpecs()
	maps.Copy(files, fullSpecs())
	if len(files) < 50 {
		t.Fatalf("%d files", len(files))
	}
	for name, text := range files {
		t.Run(name, func(t *testing.T) {
			if len(text) > fileSize {
				t.Fatalf("%d bytes", len(text))
			}
			spec, err := ReadSpec(strings.NewReader(text), "h.yaml")
			if err != nil {
				t.Fatalf("%.300v", err)
			}
			began := time.Now()
			mib := allocated(func() { _, err = Compile(spec, b) })
			took := time.Since(began)
			t.Logf("%v, %d MiB, %.150v", took.Round(time.Millisecond), mib, err)
			if mib > 48 || took > 5*time.Second { // what it takes is well below a second
				t.Errorf("Compile takes %v and %d MiB", took, mib)
			}
			if !errors.Is(err, ErrInvalidSpec) || len(err.Error()) > 100_000 {
				t.Errorf("got %.300v, want ErrInvalidSpec", err)
			}
			if strings.HasPrefix(name, "full: ") && strings.Contains(fmt.Sprint(err), "; expected at most") {
				t.Errorf("beyond a limit: %.300v", err)
			}
		})
	}
}
