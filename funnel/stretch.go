package funnel

import (
	"math"
	"slices"

	"github.com/leadline-go/leadline/internal/stat"
)

// stretch is a time that a lead took for something, in microseconds.
type stretch struct {
	start, end int64
	length     int64 // may be less than end - start: what lies between can be left out
	open       bool  // not over at end, which is AsOf
}

// stretches collects the stretches of many leads. Within a window it keeps two
// samples. Those that ended in it are what happened in the window; the long ones
// among them began long before. Those that began in it, followed to AsOf, are a
// fair sample of all, of which some are still open. In an open window the two
// are one.
type stretches struct {
	ended sample // ended in the window
	begun sample // began in the window and have ended; unused in an open window
	open  sample // began in the window and have not
}

func (s *stretches) add(t stretch, w span) {
	if !t.open && w.contains(t.end) {
		s.ended.add(t.length)
	}
	switch {
	case !w.contains(t.start):
	case t.open:
		s.open.add(t.length)
	case w != always:
		s.begun.add(t.length)
	}
}

// lengths are those of stretches, each list sorted.
type lengths struct {
	ended, begun, open []int64 // begun is ended in an open window
}

func (s *stretches) lengths(w span) lengths {
	l := lengths{ended: s.ended.sorted(), open: s.open.sorted()}
	l.begun = l.ended
	if w != always {
		l.begun = s.begun.sorted()
	}
	return l
}

// with is the lengths of both; it may share memory with one of them.
func (l lengths) with(o lengths, w span) lengths {
	all := lengths{ended: merged(l.ended, o.ended), open: merged(l.open, o.open)}
	all.begun = all.ended
	if w != always {
		all.begun = merged(l.begun, o.begun)
	}
	return all
}

// merged makes one sorted list of two.
func merged(a, b []int64) []int64 {
	if len(a) == 0 {
		return b
	}
	if len(b) == 0 {
		return a
	}
	list := make([]int64, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if a[0] <= b[0] {
			list, a = append(list, a[0]), a[1:]
		} else {
			list, b = append(list, b[0]), b[1:]
		}
	}
	return append(append(list, a...), b...)
}

// durations takes the figures of stretches.
func durations(w span, s *stretches) Durations { return s.lengths(w).durations() }

func (l lengths) durations() Durations {
	d := Durations{N: int64(len(l.ended)), Open: int64(len(l.open))}
	d.Mean = seconds(stat.Mean(l.ended))
	d.P50 = seconds(stat.Quantile(l.ended, 1, 2))
	d.P90 = seconds(stat.Quantile(l.ended, 9, 10))
	d.KMP50 = seconds(stat.SurvivalQuantile(l.begun, l.open, 0.5))
	return d
}

// seconds turns microseconds into seconds, rounded to the microsecond: anything
// finer is not in the data.
func seconds(micros float64, ok bool) *float64 {
	if !ok {
		return nil
	}
	s := math.Round(micros) / 1e6
	return &s
}

// sample is a heap of numbers. It grows in blocks, since many of them grow at
// once, and copying each to grow would take twice the room.
type sample struct {
	n      int
	blocks [][]int64
}

const (
	firstBlock = 8
	maxBlock   = 1 << 12
)

func (s *sample) add(v int64) {
	last := len(s.blocks) - 1
	if last < 0 || len(s.blocks[last]) == cap(s.blocks[last]) {
		s.blocks = append(s.blocks, make([]int64, 0, min(max(s.n, firstBlock), maxBlock)))
		last++
	}
	s.blocks[last] = append(s.blocks[last], v)
	s.n++
}

// sorted returns the numbers in order.
func (s *sample) sorted() []int64 {
	values := make([]int64, 0, s.n)
	for _, b := range s.blocks {
		values = append(values, b...)
	}
	slices.Sort(values)
	return values
}
