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
