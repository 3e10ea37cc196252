package lead

import (
	"fmt"
	"math"
	"runtime/debug"
	"slices"
	"time"
)

// timeline goes through a calendar's working time in the order of time. It is a value
// on the stack of one computation.
type timeline struct {
	*calendar
	start     int64
	at, until int64 // what is left to look at
	patience  int64 // see the constant

	offset, end int64 // of the zone, and until when it holds
	day         int64 // at at
	midnight    int64 // when that day began or would have begun, by offset
	shift       int   // the next of the day's hours

	last  int64     // the latest day that had working time; at first, that of the start
	asked [2]answer // the latest of the holiday function: where clocks go back over midnight, two days come again
}

type answer struct {
	day   int64
	known bool
	free  bool
}

func (c *calendar) timeline(from, until int64) timeline {
	w := timeline{calendar: c, start: from, at: from, until: until, patience: patience}
	w.enter()
	w.last = w.day
	return w
}

// enter finds the offset and the day at at.
func (w *timeline) enter() {
	w.offset, w.end = w.segment(w.at)
	w.day = floorDiv(w.at+w.offset, dayLength)
	w.midnight = w.day*dayLength - w.offset
	w.shift = 0
}

// next is the next stretch of working time, within one day and one offset; an
// empty one if there is none before until.
func (w *timeline) next() (stretch, error) {
	for w.at < w.until {
		for hours := w.hours(w.day); w.shift < len(hours); {
			h := hours[w.shift]
			w.shift++
			s := stretch{max(w.midnight+h.from, w.at), min(w.midnight+h.to, w.end, w.until)}
			if s.from >= s.to {
				continue
			}
			if free, err := w.isFree(); err != nil {
				return stretch{}, err
			} else if free {
				break
			}
			w.at, w.last = s.to, w.day
			return s, nil
		}
		if w.midnight+dayLength < w.end {
			w.midnight += dayLength
			w.at, w.shift = w.midnight, 0
			w.day++
		} else {
			w.at = w.end
			w.enter()
		}
		if w.day-w.last > w.patience {
			return stretch{}, w.errorf("there is no working time within %d days of %s", w.patience, time.UnixMicro(w.last*dayLength).UTC().Format(time.DateOnly))
		}
	}
	return stretch{}, nil
}

// isFree reports whether the day is a holiday. It asks the holiday function once a
// day, and not about a day without hours.
func (w *timeline) isFree() (bool, error) {
	if _, ok := slices.BinarySearch(w.holidays, w.day); ok || w.free == nil {
		return ok, nil
	}
	for _, a := range w.asked {
		if a.known && a.day == w.day {
			return a.free, nil
		}
	}
	free, err := w.ask(w.day)
	w.asked = [2]answer{{w.day, true, free}, w.asked[0]}
	return free, err
}

// ask calls the integrator's holiday function, which may panic.
func (w *timeline) ask(day int64) (free bool, err error) {
	at := (day - 1) * dayLength
	for {
		offset, end := w.segment(at)
		if at = max(at, day*dayLength-offset); at < end {
			break
		}
		at = end
	}
	begin := time.UnixMicro(at).In(w.zone)
	defer func() {
		if p := recover(); p != nil {
			e := w.errorf("its holiday function, asked about %s: panic: %v", begin.Format(time.DateOnly), p)
			e.Stack = debug.Stack()
			free, err = false, e
		}
	}()
	return w.free(begin), nil
}

func (w *timeline) errorf(format string, args ...any) *CalendarError {
	return &CalendarError{Calendar: w.name, From: time.UnixMicro(w.start).UTC(), Message: fmt.Sprintf(format, args...)}
}

// hours are those of the day's weekday.
func (c *calendar) hours(day int64) []stretch {
	return c.week[(day+int64(time.Thursday))-7*floorDiv(day+int64(time.Thursday), 7)]
}

// segment is the zone's offset at an instant, and until when it is sure to hold.
func (c *calendar) segment(at int64) (offset, end int64) {
	t := time.UnixMicro(at).In(c.zone)
	_, seconds := t.Zone()
	offset = int64(seconds) * 1_000_000
	_, bound := t.ZoneBounds()
	if bound.IsZero() {
		return offset, math.MaxInt64
	}
	end = bound.UnixMicro()
	if end <= at {
		// On the 366th day of a year that no table of the zone covers, package
		// time takes the year for over. No rule changes a clock on that day.
		end = (floorDiv(at, dayLength) + 1) * dayLength
	}
	return offset, end
}

func floorDiv(a, b int64) int64 {
	if q := a / b; a%b >= 0 {
		return q
	} else {
		return q - 1
	}
}
