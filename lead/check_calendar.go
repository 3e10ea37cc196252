package lead

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/leadline-go/leadline/internal/specfile"
)

// weekdays are the keys of [Calendar.Week], by time.Weekday.
var weekdays = []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

// Bounds of a calendar.
const (
	maxHolidays = 1000
	maxShifts   = 16 // hours of one day
)

func (c check) calendars() {
	for _, name := range sortedKeys(c.Calendars) {
		path := specfile.Key("calendars", name)
		c.CheckName(path, "a calendar", name)
		cal := c.Calendars[name]
		c.zone(specfile.Key(path, "zone"), name, cal.Zone)
		c.week(specfile.Key(path, "week"), name, cal.Week)
		c.holidays(specfile.Key(path, "holidays"), cal.Holidays)
	}
}

func (c check) zone(path, name, zone string) {
	const expected = `expected an IANA name such as "Europe/Vienna"`
	switch {
	case zone == "":
		c.Addf(path, "calendar %q needs a time zone: %s", name, expected)
	case zone == "Local" || zone == "localtime" || zone == "posixrules" || zone == "Factory" ||
		strings.HasPrefix(zone, "right/") || strings.HasPrefix(zone, "posix/"):
		c.Addf(path, `time zone %q differs from machine to machine; %s`, zone, expected)
	case len(zone) > maxText || !specfile.IsClean(zone):
		c.Addf(path, "unknown time zone %.40q: %s", zone, expected)
	default:
		if _, err := time.LoadLocation(zone); err != nil {
			c.Addf(path, "unknown time zone %.40q: %s; where a machine has no zone data, the program imports time/tzdata", zone, expected)
		}
	}
}

func (c check) week(path, name string, week map[string]string) {
	if len(week) == 0 {
		c.Addf(path, "calendar %q has no working time", name)
	}
	if n := len(week); n > 2*len(weekdays) { // fewer are misspelt rather
		c.Addf(path, "there are %d days; expected at most %d", n, len(weekdays))
		return
	}
	for _, day := range sortedKeys(week) {
		at := specfile.Key(path, day)
		if !slices.Contains(weekdays, day) {
			c.UnknownKey(at, "day", day, weekdays)
		}
		if _, err := parseHours(week[day]); err != nil {
			c.Addf(at, "%v", err)
		}
	}
}

func (c check) holidays(path string, dates []string) {
	if len(dates) > maxHolidays {
		c.Addf(path, "expected at most %d dates, found %d; more are for a holiday_func", maxHolidays, len(dates))
		return
	}
	seen := map[int64]bool{}
	for i, text := range dates {
		at := specfile.Index(path, i)
		day, err := parseDate(text)
		if err != nil {
			c.Addf(at, "%v", err)
		} else if seen[day] {
			c.Addf(at, "%q stands twice", text)
		}
		seen[day] = err == nil || seen[day]
	}
}

// parseHours reads the hours of one day, as readings of day 0. Hours that touch
// become one.
func parseHours(text string) ([]stretch, error) {
	if strings.TrimSpace(text) == "" {
		return nil, errors.New(`expected hours such as "08:00-17:00", found none; leave out a day without work`)
	}
	parts := strings.Split(text, ",")
	if len(parts) > maxShifts {
		return nil, fmt.Errorf("expected the hours of one day in at most %d parts, found %d", maxShifts, len(parts))
	}
	var hours []stretch
	before := ""
	for _, part := range parts {
		part = strings.TrimSpace(part)
		a, b, _ := strings.Cut(part, "-")
		from, ok1 := parseClock(a)
		to, ok2 := parseClock(b)
		switch {
		case !ok1 || !ok2:
			return nil, fmt.Errorf(`expected hours such as "08:00-17:00" or "08:00-12:00,13:00-17:00", from 00:00 to 24:00, found %.40q`, part)
		case from >= to:
			return nil, fmt.Errorf("%q does not end after its start; hours past midnight stand on both days", part)
		case len(hours) == 0 || from > hours[len(hours)-1].to:
			hours = append(hours, stretch{from, to})
		case from == hours[len(hours)-1].to:
			hours[len(hours)-1].to = to
		default:
			return nil, fmt.Errorf("%q starts before %q ends; expected hours in order, without overlap", part, before)
		}
		before = part
	}
	return hours, nil
}

// parseClock reads a time of day such as "08:30", at most "24:00".
func parseClock(text string) (reading int64, ok bool) {
	if len(text) != 5 || text[2] != ':' {
		return 0, false
	}
	digit := func(i int) int64 { return int64(text[i]) - '0' }
	for _, i := range []int{0, 1, 3, 4} {
		if d := digit(i); d < 0 || d > 9 {
			return 0, false
		}
	}
	minutes := digit(0)*600 + digit(1)*60 + digit(3)*10 + digit(4)
	return minutes * 60 * 1_000_000, digit(3) <= 5 && minutes <= 24*60
}

// parseDate reads a date such as "2026-12-25" as a day.
func parseDate(text string) (int64, error) {
	t, err := time.Parse(time.DateOnly, text)
	if e, ok := errors.AsType[*time.ParseError](err); ok && strings.HasSuffix(e.Message, "out of range") {
		return 0, fmt.Errorf("there is no such date: %q", text)
	}
	if err != nil || t.Year() < 1 {
		return 0, fmt.Errorf(`expected a date such as "2026-12-25", found %.40q`, text)
	}
	return t.Unix() / (24 * 60 * 60), nil
}
