package lead

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// everyDay is a week with the same hours on all days.
func everyDay(hours string) map[string]string {
	week := map[string]string{}
	for _, day := range weekdays {
		week[day] = hours
	}
	return week
}

func newCalendar(t testing.TB, c Calendar, free func(time.Time) bool) *calendar {
	t.Helper()
	cal, err := compileCalendar("office", c, free)
	if err != nil {
		t.Fatal(err)
	}
	return cal
}

func mustTime(t testing.TB, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// vienna closes for lunch, and early on Fridays.
var vienna = Calendar{
	Zone: "Europe/Vienna",
	Week: map[string]string{
		"mon": "08:00-12:00,13:00-17:00", "tue": "08:00-12:00,13:00-17:00", "wed": "08:00-12:00, 13:00-17:00",
		"thu": "08:00-10:00,10:00-12:00,13:00-17:00", "fri": "08:00-14:00",
	},
	Holidays: []string{"2026-12-25"},
}

func TestBusinessTimeByHand(t *testing.T) {
	always := func(zone string) Calendar { return Calendar{Zone: zone, Week: everyDay("00:00-24:00")} }
	for _, tt := range []struct {
		name     string
		calendar Calendar
		from     string
		within   Span
		want     string
	}{
		{"over lunch and the night", vienna, "2026-03-02T09:00:00+01:00", "8h", "2026-03-03T09:00:00+01:00"},
		{"to the close, not the opening after it", vienna, "2026-03-02T09:00:00+01:00", "3h", "2026-03-02T12:00:00+01:00"},
		{"hours that touch are one", vienna, "2026-03-05T09:00:00+01:00", "90m", "2026-03-05T10:30:00+01:00"},
		{"over the weekend", vienna, "2026-03-06T13:00:00+01:00", "2h", "2026-03-09T09:00:00+01:00"},
		{"from the evening", vienna, "2026-03-06T18:00:00+01:00", "1h", "2026-03-09T09:00:00+01:00"},
		{"from the lunch break", vienna, "2026-03-02T12:30:00+01:00", "30m", "2026-03-02T13:30:00+01:00"},
		{"to the microsecond", vienna, "2026-03-02T11:59:59.999999+01:00", "1s", "2026-03-02T13:00:00.999999+01:00"},
		{"over a holiday", vienna, "2026-12-24T16:30:00+01:00", "1h", "2026-12-28T08:30:00+01:00"},
		{"summer time begins", vienna, "2026-03-27T13:00:00+01:00", "2h", "2026-03-30T09:00:00+02:00"},

		{"the same time tomorrow", vienna, "2026-03-02T16:00:00+01:00", "1bd", "2026-03-03T16:00:00+01:00"},
		{"past the close of Friday", vienna, "2026-03-05T16:00:00+01:00", "1bd", "2026-03-06T14:00:00+01:00"},
		{"into the break of Monday", vienna, "2026-03-06T12:30:00+01:00", "1bd", "2026-03-09T13:00:00+01:00"},
		{"at the close of Monday morning", vienna, "2026-03-06T12:00:00+01:00", "1bd", "2026-03-09T12:00:00+01:00"},
		{"from the evening is from the next opening", vienna, "2026-03-06T18:00:00+01:00", "1bd", "2026-03-10T08:00:00+01:00"},
		{"a holiday is no working day", vienna, "2026-12-24T16:00:00+01:00", "1bd", "2026-12-28T16:00:00+01:00"},
		{"five are a week", vienna, "2026-03-02T16:00:00+01:00", "5bd", "2026-03-09T16:00:00+01:00"},

		{"a day of 23 hours", always("Europe/Vienna"), "2026-03-29T00:00:00+01:00", "23h", "2026-03-30T00:00:00+02:00"},
		{"a day of 25 hours", always("Europe/Vienna"), "2026-10-25T00:00:00+02:00", "25h", "2026-10-26T00:00:00+01:00"},
		{"a time of day that is skipped", always("Europe/Vienna"), "2026-03-28T02:30:00+01:00", "1bd", "2026-03-29T03:00:00+02:00"},
		{"a time of day that comes twice", always("Europe/Vienna"), "2026-10-24T02:30:00+02:00", "1bd", "2026-10-25T02:30:00+02:00"},
		{"a time of day that the clocks go back from", always("Europe/Vienna"), "2026-10-24T03:00:00+02:00", "1bd", "2026-10-25T03:00:00+01:00"},
		{"a doubled hour counts twice", Calendar{Zone: "Europe/Vienna", Week: everyDay("02:00-03:00")}, "2026-10-25T02:00:00+02:00", "2h", "2026-10-25T03:00:00+01:00"},
		{"a skipped hour does not count", Calendar{Zone: "Europe/Vienna", Week: everyDay("02:00-03:00")}, "2026-03-28T02:30:00+01:00", "1h", "2026-03-30T02:30:00+02:00"},
		{"a day whose hours are skipped is no working day", Calendar{Zone: "Europe/Vienna", Week: everyDay("02:00-03:00")}, "2026-03-28T02:30:00+01:00", "1bd", "2026-03-30T02:30:00+02:00"},
		{"half an hour on Lord Howe", Calendar{Zone: "Australia/Lord_Howe", Week: everyDay("00:00-03:00")}, "2026-04-05T00:00:00+11:00", "210m", "2026-04-05T03:00:00+10:30"},
		{"a midnight that is skipped", always("America/Sao_Paulo"), "2018-11-03T00:00:00-03:00", "1bd", "2018-11-04T01:00:00-02:00"},
		{"a date that is skipped", Calendar{Zone: "Pacific/Apia", Week: everyDay("09:00-17:00")}, "2011-12-29T10:00:00-10:00", "1bd", "2011-12-31T10:00:00+14:00"},
		{"hours that are skipped with their date", Calendar{Zone: "Pacific/Apia", Week: everyDay("09:00-17:00")}, "2011-12-29T16:00:00-10:00", "2h", "2011-12-31T10:00:00+14:00"},
		{"the last day of a leap year far ahead", always("America/New_York"), "2048-12-30T12:00:00-05:00", "72h", "2049-01-02T12:00:00-05:00"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, err := tt.within.parse()
			if err != nil {
				t.Fatal(err)
			}
			got, err := s.after(newCalendar(t, tt.calendar, nil), mustTime(t, tt.from))
			if err != nil || !got.Equal(mustTime(t, tt.want)) || got.Location() != time.UTC {
				t.Errorf("got %v, %v, want %s", got, err, tt.want)
			}
		})
	}
}

func TestWithoutACalendarTimeIsWallTime(t *testing.T) {
	from := mustTime(t, "2026-03-27T13:00:00Z")
	for within, want := range map[Span]time.Duration{"90m": 90 * time.Minute, "8h": 8 * time.Hour, "30d": 720 * time.Hour} {
		s, _ := within.parse()
		if got, err := s.after(nil, from); err != nil || got.Sub(from) != want {
			t.Errorf("%s: %v, %v", within, got, err)
		}
	}
}

func TestASearchForWorkingTimeEnds(t *testing.T) {
	minute := Calendar{Zone: "Europe/Vienna", Week: map[string]string{"sun": "09:00-09:01"}}
	from := "2026-03-02T09:00:00Z"
	tenYears := span{length: 3653 * 24 * time.Hour}
	for _, tt := range []struct {
		name string
		Calendar
		free func(time.Time) bool
		from string
		span span
		want string // of the error; or the time
	}{
		{
			"always free", vienna, func(time.Time) bool { return true }, from,
			span{days: 1},
			`calendar "office" gives no due date from 2026-03-02T09:00:00Z on: there is no working time within 400 days of 2026-03-02`,
		},
		{
			"free from Wednesday on", vienna, func(day time.Time) bool { return !day.Before(mustTime(t, "2026-03-04T00:00:00+01:00")) }, from,
			span{length: 30 * time.Hour},
			`calendar "office" gives no due date from 2026-03-02T09:00:00Z on: there is no working time within 400 days of 2026-03-03`,
		},
		{
			"free from Wednesday on, by days", vienna, func(day time.Time) bool { return !day.Before(mustTime(t, "2026-03-04T00:00:00+01:00")) }, from,
			span{days: 2},
			"no working time within 400 days of 2026-03-03",
		},
		{
			"free for 401 days",
			Calendar{Zone: "UTC", Week: everyDay("09:00-17:00")},
			func(day time.Time) bool { return day.Before(mustTime(t, "2027-04-07T00:00:00Z")) }, from,
			span{length: time.Hour},
			"no working time within 400 days of 2026-03-02",
		},
		{
			"free for 400 days",
			Calendar{Zone: "UTC", Week: everyDay("09:00-17:00")},
			func(day time.Time) bool { return day.Before(mustTime(t, "2027-04-06T00:00:00Z")) }, from,
			span{length: time.Hour},
			"2027-04-06T10:00:00Z",
		},
		{"a minute a year", minute, func(day time.Time) bool { return day.YearDay() > 7 }, from, span{length: 3 * time.Minute}, "2029-01-07T08:01:00Z"}, // first Sundays
		{"ten years of a minute a week", minute, nil, from, tenYears, "beyond the year 9999"},
		{"ten years of three hours a day", Calendar{Zone: "UTC", Week: everyDay("09:00-12:00")}, nil, from, tenYears, "2106-"},
		{"working days in the last year", vienna, nil, "9999-12-30T09:00:00Z", span{days: 3}, "beyond the year 9999"},
		{"a close after the end of time", Calendar{Zone: "America/New_York", Week: everyDay("00:00-24:00")}, nil, "9999-12-30T23:30:00Z", span{days: 1}, "9999-12-31T23:30:00Z"},
		{"the last microsecond and one more", Calendar{Zone: "America/New_York", Week: everyDay("00:00-24:00")}, nil, "9999-12-31T23:59:59.999999Z", span{length: time.Second}, "beyond the year 9999"},
		{"the first day", vienna, nil, "0001-01-01T00:00:00Z", span{length: time.Hour}, "0001-01-01T07:54:39Z"}, // Monday; mean time, 1:05:21 ahead
	} {
		t.Run(tt.name, func(t *testing.T) {
			asked := 0
			c := newCalendar(t, tt.Calendar, nil)
			if tt.free != nil {
				c.free = func(day time.Time) bool { asked++; return tt.free(day) }
			}
			begin := time.Now()
			got, err := tt.span.after(c, mustTime(t, tt.from))
			if took := time.Since(begin); took > 20*time.Second {
				t.Errorf("took %v", took)
			}
			text := got.Format(time.RFC3339)
			if err != nil {
				e, ok := errors.AsType[*CalendarError](err)
				if text = err.Error(); !ok || !errors.Is(err, ErrCalendar) || e.Calendar != "office" || !e.From.Equal(mustTime(t, tt.from)) || e.Stack != nil {
					t.Errorf("got %+v", err)
				}
			}
			if !strings.Contains(text, tt.want) {
				t.Errorf("got %s, want %s", text, tt.want)
			}
			if asked > 1200 {
				t.Errorf("asked %d times", asked)
			}
		})
	}
}

func TestAPanicOfAHolidayFunctionIsAnError(t *testing.T) {
	c := newCalendar(t, vienna, func(day time.Time) bool { panic("no list for " + day.Format("2006")) })
	from := mustTime(t, "2026-03-02T09:00:00Z")
	_, err := span{days: 1}.after(c, from)
	_, between := c.between(from, from.Add(time.Hour))
	for _, err := range []error{err, between} {
		e, ok := errors.AsType[*CalendarError](err)
		want := `calendar "office" gives no due date from 2026-03-02T09:00:00Z on: its holiday function, asked about 2026-03-02: panic: no list for 2026`
		if !ok || err.Error() != want || !strings.Contains(string(e.Stack), "calendar_test.go") {
			t.Errorf("got %v\nwant %s", err, want)
		}
	}
}

func TestLawsOfBusinessTime(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		tr := randomTrial(t, rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 0)))
		c := newCalendar(t, tr.spec, nil)
		later := tr.start.Add(time.Duration(rapid.Int64Range(0, 14*24*3600*1_000_000).Draw(rt, "later")) * time.Microsecond)
		a, err1 := tr.span.after(c, tr.start)
		b, err2 := tr.span.after(c, later)
		if err1 != nil || err2 != nil {
			rt.Fatal(tr, err1, err2)
		}
		if a.Before(tr.start) || b.Before(later) {
			rt.Fatalf("%v: %v, %v lies before its start", tr, a, b)
		}
		if d := tr.span.length; d > 0 {
			got, err := c.between(later, b)
			sum, err1 := c.between(tr.start, later)
			all, err2 := c.between(tr.start, b)
			if got != d || sum+got != all || err != nil || err1 != nil || err2 != nil {
				rt.Fatalf("%v: %v between start and end, %v + %v = %v", tr, got, sum, got, all)
			}
		}
		// The same clock time on a later day cannot be later where clocks go back
		// between the two, or over midnight.
		if tr.span.days > 0 && (tr.start.Year() < 1970 || tr.spec.Zone == "America/St_Johns" || backwards(t, c, tr.start, later)) {
			return
		}
		if b.Before(a) {
			rt.Fatalf("%v: %v, but from %v on %v", tr, a, later, b)
		}
	})
}

// backwards reports whether the clock reads less at the second opening.
func backwards(t testing.TB, c *calendar, a, b time.Time) bool {
	t.Helper()
	read := func(at time.Time) int64 {
		w := c.timeline(at.UnixMicro(), lastTime)
		s, err := w.next()
		if err != nil {
			t.Fatal(err)
		}
		return s.from + w.offset
	}
	return read(b) < read(a)
}

func TestACalendarIsSafeForConcurrentUse(t *testing.T) {
	c := newCalendar(t, vienna, func(day time.Time) bool { return day.Day() == 13 })
	from := mustTime(t, "2026-03-02T09:00:00Z")
	var wg sync.WaitGroup
	for g := range 8 {
		wg.Go(func() {
			for i := range 500 {
				at := from.Add(time.Duration(g*500+i) * 17 * time.Minute)
				due, err := span{length: 30 * time.Hour}.after(c, at)
				if d, err2 := c.between(at, due); err != nil || err2 != nil || d != 30*time.Hour {
					t.Errorf("from %v: %v, %v, %v", at, d, err, err2)
				}
			}
		})
	}
	wg.Wait()
}

func TestOnePartOfADayIsReadAsItStands(t *testing.T) {
	for text, want := range map[string]bool{
		"00:00-24:00": true, "22:00-24:00": true, "08:00-12:00, 13:00-17:00": true, "08:00-12:00,12:00-17:00": true,
		"": false, " ": false, "08:00": false, "08:00-": false, "8:00-17:00": false, "08:00-17:00,": false, "08.00-17.00": false,
		"08:00-17:60": false, "+8:00-17:00": false, "08:00–17:00": false, "24:00-24:00": false, "08:00-12:00,11:59-13:00": false,
		"08:00-17:00-18:00": false,
	} {
		if hours, err := parseHours(text); (err == nil) != want {
			t.Errorf("%q: %v, %v", text, hours, err)
		}
	}
}

func BenchmarkBusinessTime(b *testing.B) {
	from := mustTime(b, "2026-03-05T15:00:00Z")
	free := func(day time.Time) bool { return day.Month() == time.May && day.Day() == 1 }
	for _, bb := range []struct {
		name string
		c    *calendar
		s    span
	}{
		{"wall time", nil, span{length: 8 * time.Hour}},
		{"8h", newCalendar(b, vienna, nil), span{length: 8 * time.Hour}},
		{"8h in UTC", newCalendar(b, Standard().Calendars["office"], nil), span{length: 8 * time.Hour}},
		{"8h with a holiday function", newCalendar(b, vienna, free), span{length: 8 * time.Hour}},
		{"1bd", newCalendar(b, vienna, nil), span{days: 1}},
		{"30bd", newCalendar(b, vienna, nil), span{days: 30}},
	} {
		b.Run(bb.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := bb.s.after(bb.c, from); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// What is read can be written and read again, whatever the text.
func FuzzHoursAndDates(f *testing.F) {
	f.Add("08:00-12:00,13:00-17:00", "2026-12-25")
	f.Add("00:00-24:00", "2024-02-29")
	f.Add("08:00-12:00, 12:00-17:00", "2026-02-30")
	f.Add("22:00-06:00", "0000-01-01")
	f.Add("24:00-24:00,", "25.12.2026")
	f.Fuzz(func(t *testing.T, text, date string) {
		if hours, err := parseHours(text); err == nil {
			end := int64(-1)
			var parts []string
			for _, h := range hours {
				if h.from <= end || h.from >= h.to || h.to > dayLength {
					t.Fatalf("%q: %v", text, hours)
				}
				end = h.to
				clock := func(reading int64) string {
					m := reading / 60_000_000
					return fmt.Sprintf("%02d:%02d", m/60, m%60)
				}
				parts = append(parts, clock(h.from)+"-"+clock(h.to))
			}
			if again, err := parseHours(strings.Join(parts, ",")); err != nil || !slices.Equal(again, hours) {
				t.Fatalf("%q: %v, then %v, %v", text, hours, again, err)
			}
		}
		if day, err := parseDate(date); err == nil {
			if again := time.UnixMicro(day * dayLength).UTC().Format(time.DateOnly); again != date {
				t.Fatalf("%q is %q", date, again)
			}
		}
	})
}
