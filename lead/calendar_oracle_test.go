package lead

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the same zones on every machine
)

// wallClock is a calendar as the oracle sees it: for every minute of the week whether
// somebody works, and which dates are free.
type wallClock struct {
	zone   *time.Location
	works  [7][24 * 60]bool
	closed map[date]bool
	free   func(date) bool
}

type date struct {
	year  int
	month time.Month
	day   int
}

func dateOf(t time.Time) date {
	y, m, d := t.Date()
	return date{y, m, d}
}

func (d date) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.year, d.month, d.day) }

func (d date) number() int64 {
	return time.Date(d.year, d.month, d.day, 0, 0, 0, 0, time.UTC).Unix() / 86400
}

// open reads the clock on the wall at an instant.
func (o *wallClock) open(at time.Time) (open bool, on date, reading time.Duration) {
	_, offset := at.In(o.zone).Zone()
	wall := at.UTC().Add(time.Duration(offset) * time.Second)
	h, m, s := wall.Clock()
	on = dateOf(wall)
	reading = time.Duration(h*3600+m*60+s) * time.Second
	return o.works[wall.Weekday()][h*60+m] && !o.closed[on] && !o.free(on), on, reading
}

// length is the end of d of working time from at, unless 400 days go by without.
func (o *wallClock) length(at time.Time, step, d time.Duration) (time.Time, bool) {
	_, last, _ := o.open(at)
	for {
		open, on, _ := o.open(at)
		at = at.Add(step)
		if open {
			if d -= step; d == 0 {
				return at, true
			}
			last = on
		} else if on.day != last.day && on.number()-last.number() > 400 {
			return at, false
		}
	}
}

// days is the same reading n working days after the next working minute.
func (o *wallClock) days(at time.Time, step time.Duration, n int) (time.Time, bool) {
	_, last, _ := o.open(at)
	on, wanted := date{-1, 1, 1}, time.Duration(0)
	for n++; ; at = at.Add(step) {
		open, today, reading := o.open(at)
		if !open {
			if today.day != last.day && today.number()-last.number() > 400 {
				return at, false
			}
			continue
		}
		if last = today; today.number() <= on.number() {
			continue
		}
		if on.year < 0 {
			wanted = reading
		}
		on = today
		if n--; n == 0 {
			break
		}
	}
	var end time.Time
	var before time.Duration
	was := false
	for until := at.Add(50 * time.Hour); at.Before(until); at = at.Add(step) {
		open, today, reading := o.open(at)
		open = open && today == on
		if open && reading >= wanted {
			return at, true
		}
		if was && !open {
			if end = at; before+step >= wanted {
				return end, true
			}
		}
		was, before = open, reading
	}
	return end, true
}

// oddities are zones, some with instants around which their clocks do strange
// things; the generator finds the ordinary changes by itself.
var oddities = []struct {
	zone string
	at   []string
}{
	{"UTC", nil},
	{"Europe/Vienna", nil},
	{"Europe/London", []string{"1968-10-27"}},
	{"Europe/Dublin", nil},                                     // winter is the exception
	{"Europe/Amsterdam", []string{"1937-07-01", "1925-06-05"}}, // 19:32 ahead
	{"Africa/Monrovia", []string{"1972-01-07"}},                // 44:30 behind until then
	{"Africa/Casablanca", nil},
	{"Africa/Cairo", []string{"2014-07-31", "2023-04-27"}},
	{"America/New_York", nil},
	{"America/St_Johns", []string{"1988-10-30", "1988-04-03", "2000-10-29"}}, // changes at 00:01, once by two hours
	{"America/Sao_Paulo", []string{"2018-11-04", "2018-02-18"}},              // at midnight
	{"America/Havana", nil},
	{"America/Santiago", nil},
	{"America/Asuncion", nil},
	{"America/Caracas", []string{"2007-12-09", "2016-05-01"}}, // by half an hour
	{"America/Nuuk", nil},                                     // on Saturday evening
	{"America/Sitka", []string{"1867-10-19"}},                 // a date twice
	{"Antarctica/Troll", nil},                                 // by two hours
	{"Antarctica/Casey", nil},
	{"Asia/Beirut", nil}, // at midnight
	{"Asia/Gaza", nil},
	{"Asia/Kathmandu", []string{"1985-12-31"}},
	{"Asia/Kolkata", nil},
	{"Asia/Manila", []string{"1844-12-31"}}, // no such date
	{"Asia/Pyongyang", []string{"2015-08-14", "2018-05-04"}},
	{"Asia/Tehran", nil},
	{"Australia/Eucla", nil},
	{"Australia/Lord_Howe", nil},                           // by half an hour
	{"Pacific/Apia", []string{"2011-12-30", "1892-07-04"}}, // no such date; a date twice
	{"Pacific/Chatham", nil},
	{"Pacific/Kiritimati", []string{"1994-12-31"}},
	{"Pacific/Kwajalein", []string{"1993-08-21", "1969-10-01"}}, // no such date; 47 hours long
}

// trial is one random calendar with a question to it.
type trial struct {
	office wallClock
	spec   Calendar
	asked  map[date]int // how often the holiday function was
	bad    string       // what was wrong with a question to it

	start time.Time
	step  time.Duration // of the oracle
	span  span
}

func (tr *trial) String() string {
	return fmt.Sprintf("zone %s, week %v, holidays %v, from %s: %+v", tr.spec.Zone, tr.spec.Week, tr.spec.Holidays, tr.start.In(tr.office.zone).Format(time.RFC3339Nano), tr.span)
}

func randomTrial(t testing.TB, r *rand.Rand) *trial {
	odd := oddities[r.IntN(len(oddities))]
	zone, err := time.LoadLocation(odd.zone)
	if err != nil {
		t.Fatal(err)
	}
	tr := &trial{asked: map[date]int{}, spec: Calendar{Zone: odd.zone, Week: map[string]string{}}, step: time.Minute}
	tr.office.zone = zone
	tr.start = randomStart(r, zone, odd.at)
	// Where an offset has seconds, minutes on the wall are none of ours.
	dense := false
	for at := tr.start.AddDate(0, 0, -2); at.Before(tr.start.AddDate(0, 0, 60)); at = at.Add(6 * time.Hour) {
		if _, offset := at.In(zone).Zone(); offset%60 != 0 {
			tr.step, dense = time.Second, true
		}
	}
	if r.IntN(50) == 0 {
		tr.step, dense = time.Second, true
	}
	if tr.step == time.Second {
		tr.start = tr.start.Add(time.Duration(r.IntN(60)) * time.Second)
	}
	minutes := tr.randomWeek(r, dense)
	tr.randomHolidays(r)
	if r.IntN(3) == 0 {
		tr.span.days = 1 + r.IntN(3)
	} else if most := []int{60, minutes, 2 * minutes}[r.IntN(3)]; dense {
		tr.span.length = time.Duration(1+r.IntN(40_000)) * time.Second
	} else {
		tr.span.length = time.Duration(1+r.IntN(min(most, 5000))) * time.Minute
	}
	return tr
}

// randomStart lies near a change of the zone's clocks, or anywhere.
func randomStart(r *rand.Rand, zone *time.Location, odd []string) time.Time {
	at := time.Date(1970+r.IntN(70), 1, 1+r.IntN(366), 0, r.IntN(1440), 0, 0, time.UTC)
	switch k := r.IntN(10); {
	case k < 4 && len(odd) > 0:
		at, _ = time.Parse(time.DateOnly, odd[r.IntN(len(odd))])
		at = at.Add(time.Duration(r.IntN(5*1440)-3*1440) * time.Minute)
	case k < 7:
		if _, end := at.In(zone).ZoneBounds(); !end.IsZero() {
			at = end.UTC().Truncate(time.Minute).Add(time.Duration(r.IntN(3*1440)-2*1440) * time.Minute)
		}
	case k == 7: // the end of a leap year that no table of the zone covers
		at = time.Date(2040+4*r.IntN(10), 12, 29+r.IntN(4), 0, r.IntN(1440), 0, 0, time.UTC)
	case k == 8:
		at = at.AddDate(r.IntN(250)-100, 0, 0)
	}
	return at
}

// randomWeek returns how many minutes of it are working time.
func (tr *trial) randomWeek(r *rand.Rand, dense bool) (minutes int) {
	kind := r.IntN(5)
	if dense {
		kind = 1 + r.IntN(2)
	}
	only := r.IntN(7)
	var office []int
	for day, name := range []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"} {
		var marks []int // from, to, from, to
		switch kind {
		case 0: // an office, perhaps with a lunch break
			if office == nil {
				office = [][]int{{480, 1020}, {480, 720, 780, 1020}, {0, 60, 1320, 1440}}[r.IntN(3)]
			}
			if day%6 != 0 {
				marks = office
			}
		case 1: // around the clock, or nearly
			marks = []int{r.IntN(2) * r.IntN(180), 1440 - r.IntN(2)*r.IntN(180)}
		case 2: // up to three times a day, mostly at night, when clocks change
			at := 0
			for range 1 + r.IntN(3) {
				from := at + r.IntN(1+(1440-at)/4)
				to := min(from+1+r.IntN(240), 1440)
				if marks = append(marks, from, to); to >= 1430 {
					break
				}
				at = to + r.IntN(2)*r.IntN(60) // may touch
			}
		case 3: // a minute a day
			at := r.IntN(1440)
			marks = []int{at, at + 1}
		case 4: // one day of the week
			if day == only {
				from := r.IntN(1400)
				marks = []int{from, from + 1 + r.IntN(1440-from)}
			}
		}
		var parts []string
		for i := 0; i < len(marks); i += 2 {
			from, to := marks[i], marks[i+1]
			parts = append(parts, fmt.Sprintf("%02d:%02d-%02d:%02d", from/60, from%60, to/60, to%60))
			for m := from; m < to; m++ {
				tr.office.works[day][m] = true
				minutes++
			}
		}
		if parts != nil {
			tr.spec.Week[name] = strings.Join(parts, []string{",", ", "}[r.IntN(2)])
		}
	}
	return minutes
}

func (tr *trial) randomHolidays(r *rand.Rand) {
	tr.office.closed = map[date]bool{}
	for range r.IntN(6) {
		d := dateOf(tr.start.AddDate(0, 0, r.IntN(20)-2))
		if !tr.office.closed[d] {
			tr.office.closed[d] = true
			tr.spec.Holidays = append(tr.spec.Holidays, d.String())
		}
	}
	every, until := 3+r.IntN(20), tr.start
	switch r.IntN(400) {
	case 0:
		every, until = 1, tr.start.AddDate(0, 0, 380+r.IntN(40)) // about as long as anybody waits
	case 1, 2, 3, 4, 5:
		every, until = 1, tr.start.AddDate(0, 0, r.IntN(60))
	case 6, 7, 8:
		every = 1 << 62
	}
	limit := dateOf(until)
	tr.office.free = func(d date) bool {
		return (d.year*372+int(d.month)*31+d.day)%every == 0 && (every > 1 || d.number() < limit.number())
	}
}

// free is the holiday function as Compile is given it; it looks at what it is asked.
func (tr *trial) free(day time.Time) bool {
	d := dateOf(day)
	tr.asked[d]++
	if tr.asked[d] > 1 || day.Location().String() != tr.spec.Zone || dateOf(day.Add(-time.Microsecond)) == d {
		tr.bad = fmt.Sprintf("asked %d times about %s", tr.asked[d], day.Format(time.RFC3339Nano))
	}
	return tr.office.free(d)
}

func TestBusinessTimeEqualsAWalkMinuteByMinute(t *testing.T) {
	t.Parallel()
	n := 800
	switch {
	case os.Getenv("LEADLINE_FULL") == "1":
		n = 100_000
	case testing.Short():
		n = 300
	}
	r := rand.New(rand.NewPCG(1, 2))
	none, byDay, odd := 0, 0, 0
	for range n {
		tr := randomTrial(t, r)
		c, err := compileCalendar("office", tr.spec, tr.free)
		if err != nil {
			t.Fatalf("%v: %v", tr, err)
		}
		var want time.Time
		var ok bool
		if tr.span.days > 0 {
			want, ok = tr.office.days(tr.start, tr.step, tr.span.days)
			byDay++
		} else {
			want, ok = tr.office.length(tr.start, tr.step, tr.span.length)
		}
		got, err := tr.span.after(c, tr.start)
		if !ok {
			none++
			if !errors.Is(err, ErrCalendar) {
				t.Fatalf("%v: got %v, %v, want ErrCalendar", tr, got, err)
			}
		} else if err != nil || !got.Equal(want) {
			t.Fatalf("%v:\n got %v, %v\nwant %v", tr, got.In(tr.office.zone), err, want.In(tr.office.zone))
		}
		if tr.bad != "" {
			t.Fatalf("%v: %s", tr, tr.bad)
		}
		if tr.step == time.Second {
			odd++
		}
		// What lies between is what was asked for.
		clear(tr.asked)
		a, b := tr.start, tr.start.Add(time.Duration(r.IntN(3000))*tr.step)
		var sum time.Duration
		for at := a; at.Before(b); at = at.Add(tr.step) {
			if open, _, _ := tr.office.open(at); open {
				sum += tr.step
			}
		}
		if got, err := c.between(a, b); err != nil || got != sum {
			t.Fatalf("%v: between %v and %v: %v, %v, want %v", tr, a, b, got, err, sum)
		}
		clear(tr.asked)
		if tr.span.length > 0 && ok {
			if got, err := c.between(tr.start, want); err != nil || got != tr.span.length {
				t.Fatalf("%v: between start and end: %v, %v", tr, got, err)
			}
		}
		if tr.bad != "" {
			t.Fatalf("%v: %s", tr, tr.bad)
		}
	}
	t.Logf("%d calendars: %d by working days, %d second by second, %d without working time", n, byDay, odd, none)
	if byDay < n/5 || odd < n/50 || n >= 10_000 && none < n/2000 {
		t.Error("too few of a kind")
	}
}
