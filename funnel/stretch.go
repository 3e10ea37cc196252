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

// durations takes the figures of all stretches in the given collections.
func durations(w span, all ...*stretches) Durations {
	pool := func(pick func(*stretches) *sample) []int64 {
		n := 0
		for _, s := range all {
			n += pick(s).n
		}
		values := make([]int64, 0, n)
		for _, s := range all {
			values = pick(s).appendTo(values)
		}
		return values
	}
	ended := pool(func(s *stretches) *sample { return &s.ended })
	begun := ended
	if w != always {
		begun = pool(func(s *stretches) *sample { return &s.begun })
	}
	open := pool(func(s *stretches) *sample { return &s.open })

	slices.Sort(ended)
	d := Durations{N: int64(len(ended)), Open: int64(len(open))}
	d.Mean = seconds(stat.Mean(ended))
	d.P50 = seconds(stat.Quantile(ended, 1, 2))
	d.P90 = seconds(stat.Quantile(ended, 9, 10))

	spells := make([]stat.Spell, 0, len(begun)+len(open))
	for _, t := range begun {
		spells = append(spells, stat.Spell{Time: t, Event: true})
	}
	for _, t := range open {
		spells = append(spells, stat.Spell{Time: t})
	}
	d.KMP50 = seconds(stat.KaplanMeier(spells).Quantile(0.5))
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

func (s *sample) appendTo(values []int64) []int64 {
	for _, b := range s.blocks {
		values = append(values, b...)
	}
	return values
}
