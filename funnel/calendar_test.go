package funnel

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// Every moment lies in the period with its number, and periods follow one another
// without a gap, in zones with clocks that change, too.
func TestPeriodsCoverTime(t *testing.T) {
	zones := []*time.Location{time.UTC}
	for _, name := range []string{"Europe/Vienna", "America/Sao_Paulo", "Pacific/Apia", "Asia/Kathmandu"} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		zones = append(zones, zone)
	}
	rapid.Check(t, func(rt *rapid.T) {
		c := calendar{rapid.SampledFrom([]Period{Week, Month}).Draw(rt, "per"), rapid.SampledFrom(zones).Draw(rt, "zone")}
		at := rapid.Int64Range(-62_000_000_000_000_000, 253_000_000_000_000_000).Draw(rt, "at")
		moment := time.UnixMicro(at)
		n := c.number(at)
		from, to := c.begin(n), c.begin(n+1)
		if moment.Before(from) || !moment.Before(to) {
			rt.Fatalf("%v: %v lies outside %v to %v", c.zone, moment.In(c.zone), from, to)
		}
		if c.per == Week && from.Weekday() != time.Monday {
			rt.Fatalf("the week begins on a %v", from.Weekday())
		}
		if c.number(from.UnixMicro()) != n || c.number(to.UnixMicro()-1) != n {
			rt.Fatalf("%v: the ends of %v to %v are not in it", c.zone, from, to)
		}
	})
}

// In these zones clocks have skipped midnight, or struck it twice.
func TestPeriodsBeginWithTheirFirstMoment(t *testing.T) {
	for _, name := range []string{
		"America/Asuncion", "America/Havana", "America/Santiago", "America/Sao_Paulo", "America/Nuuk", "America/Scoresbysund", "America/Toronto",
		"America/St_Johns", "Africa/Cairo", "Asia/Amman", "Asia/Beirut", "Asia/Damascus", "Asia/Gaza", "Asia/Tehran", "Atlantic/Azores", "Pacific/Apia",
		"Pacific/Kwajalein", "Europe/Moscow", "Europe/Vienna", "Africa/Monrovia",
	} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, per := range []Period{Week, Month} {
			c := calendar{per, zone}
			last := c.number(time.Date(2040, 1, 1, 0, 0, 0, 0, time.UTC).UnixMicro())
			for n := c.number(time.Date(1960, 1, 1, 0, 0, 0, 0, time.UTC).UnixMicro()); n < last; n++ {
				at := c.begin(n)
				if c.number(at.UnixMicro()) != n || c.number(at.UnixMicro()-1) != n-1 {
					t.Errorf("%s: %s %d begins %s, in period %d after %d", name, per, n, at, c.number(at.UnixMicro()), c.number(at.UnixMicro()-1))
				}
			}
		}
	}
}
