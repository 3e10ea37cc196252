package funnel

import "time"

// calendar cuts time into weeks or months of a zone. Periods are numbered: month 0
// is January of the year 0, week 0 the one of 1970-01-01.
type calendar struct {
	per  Period
	zone *time.Location
}

func (o Options) calendar() calendar { return calendar{o.Per, o.Zone} }

// number is the period that a time in microseconds lies in.
func (c calendar) number(at int64) int {
	y, m, d := time.UnixMicro(at).In(c.zone).Date()
	if c.per == Week {
		return floorDiv(dayNumber(y, m, d)+3, 7) // 1970-01-01 was a Thursday
	}
	return y*12 + int(m) - 1
}

// begin is the first moment of a period. That is midnight, except where clocks skip it or
// strike it twice.
func (c calendar) begin(number int) time.Time {
	t := time.Date(number/12, time.Month(number%12+1), 1, 0, 0, 0, 0, c.zone)
	if c.per == Week {
		t = time.Date(1970, 1, 1-3+7*number, 0, 0, 0, 0, c.zone)
	}
	since, until := t.ZoneBounds()
	if c.number(t.UnixMicro()) < number { // there is no midnight: the day begins with the new time
		return until
	}
	if since.IsZero() {
		return t
	}
	_, now := t.Zone()
	_, before := since.Add(-1).Zone()
	if first := t.Add(time.Duration(now-before) * time.Second); first.Before(since) && c.number(first.UnixMicro()) == number {
		return first
	}
	return t
}

// day is the number of the calendar day that a time in microseconds lies in.
func (c calendar) day(at int64) int {
	return dayNumber(time.UnixMicro(at).In(c.zone).Date())
}

// dayNumber counts days from 1970-01-01.
func dayNumber(y int, m time.Month, d int) int {
	return int(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

func floorDiv(a, b int) int {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
