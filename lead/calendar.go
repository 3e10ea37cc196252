package lead

import (
	"fmt"
	"math"
	"slices"
	"time"
)

// calendar is a compiled Calendar. It is never written to after compileCalendar.
//
// An instant is a number of microseconds since 1970-01-01 UTC. A reading is what a
// clock on the wall says, as the instant at which a clock in UTC says it; a day is
// a date, as the number of days since 1970-01-01. An instant is working time if
// its reading lies in the hours of the weekday and its day is no holiday. So an
// hour that the clocks go through twice counts twice, and one that they skip does
// not count.
type calendar struct {
	name     string
	zone     *time.Location
	week     [7][]stretch             // hours as readings of day 0, by time.Weekday
	holidays []int64                  // days, sorted
	free     func(day time.Time) bool // nil: none but holidays
}

// stretch is a half-open range of instants or readings.
type stretch struct{ from, to int64 }

const (
	dayLength = 24 * 60 * 60 * 1_000_000
	lastTime  = year10000*1_000_000 - 1

	// patience is for how many days in a row a search goes without working
	// time: no office is closed for more than a year.
	patience = 400

	beyond = "the time lies beyond the year 9999"
)

// compileCalendar builds the calendar of a Spec that passed its checks; free is
// its holiday_func, or nil.
func compileCalendar(name string, spec Calendar, free func(day time.Time) bool) (*calendar, error) {
	zone, err := time.LoadLocation(spec.Zone)
	if err != nil {
		return nil, fmt.Errorf("lead: calendar %q: %w", name, err)
	}
	c := &calendar{name: name, zone: zone, free: free}
	for i, day := range weekdays {
		if hours, ok := spec.Week[day]; ok {
			if c.week[i], err = parseHours(hours); err != nil {
				return nil, fmt.Errorf("lead: calendar %q: %s: %w", name, day, err)
			}
		}
	}
	for _, text := range spec.Holidays {
		day, err := parseDate(text)
		if err != nil {
			return nil, fmt.Errorf("lead: calendar %q: %w", name, err)
		}
		c.holidays = append(c.holidays, day)
	}
	slices.Sort(c.holidays)
	return c, nil
}

// after is the end of a span of working time that starts at t.
func (c *calendar) after(s span, t time.Time) (time.Time, error) {
	var due int64
	var err error
	w := c.timeline(t.UnixMicro(), lastTime)
	if s.days > 0 {
		due, err = w.days(s.days)
	} else {
		due, err = w.length(s.length.Microseconds())
	}
	if err == nil && due > lastTime {
		err = w.errorf(beyond)
	}
	if err != nil {
		return time.Time{}, err
	}
	return time.UnixMicro(due).UTC(), nil
}

// between is the working time in [a, b), at most what a Duration holds.
func (c *calendar) between(a, b time.Time) (time.Duration, error) {
	w := c.timeline(a.UnixMicro(), b.UnixMicro())
	w.patience = math.MaxInt64 // what there is not need not be found
	var sum int64
	for {
		s, err := w.next()
		if err != nil || s.from == s.to {
			return time.Duration(min(sum, math.MaxInt64/1000)) * time.Microsecond, err
		}
		sum += s.to - s.from
	}
}

// length is where the given working time has passed: at a close rather than at
// the opening that follows it.
func (w *timeline) length(d int64) (int64, error) {
	for {
		s, err := w.next()
		switch {
		case err != nil:
			return 0, err
		case s.from == s.to:
			return lastTime + 1, nil
		case d <= s.to-s.from:
			return s.from + d, nil
		}
		d -= s.to - s.from
	}
}

// days is the same reading on the n-th working day after that of the next working
// instant.
func (w *timeline) days(n int) (int64, error) {
	first, err := w.next()
	if err != nil {
		return 0, err
	}
	day := w.day
	reading := first.from + w.offset - day*dayLength
	for ; n > 0; n-- {
		for w.day <= day {
			if s, err := w.next(); err != nil {
				return 0, err
			} else if s.from == s.to {
				return lastTime + 1, nil
			}
		}
		day = w.day
	}
	return w.on(day, reading), nil
}

// on is the first moment of a day's working time, closes included, at which the
// clock reads the given time of day or later; without one, the last close. So the
// first counts of two such moments, and the next of a skipped one.
func (c *calendar) on(day, reading int64) (due int64) {
	late := false                                              // at due the clock reads enough, and it is a close unless work goes on
	for at := (day - 1) * dayLength; at < (day+2)*dayLength; { // no zone is a day off
		offset, end := c.segment(at)
		midnight := day*dayLength - offset
		for _, h := range c.hours(day) {
			s := stretch{max(midnight+h.from, at), min(midnight+h.to, end)}
			if s.from >= s.to {
				continue
			}
			if late && s.from > due {
				return due
			}
			if due = max(s.from, midnight+reading); due < s.to {
				return due
			}
			due, late = s.to, due == s.to
		}
		at = end
	}
	return due
}
