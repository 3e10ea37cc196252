package funnel_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/funnel"
	"github.com/leadline-go/leadline/lead"
)

// triangle writes cohorts: "03-02 2 leads, 1/2: 0 1*; 1d 0/2 4d 1/2*". A star marks what
// is not complete, a plus a cohort that is mature.
func triangle(c *funnel.Cohorts) (out []string) {
	star := func(complete bool) string {
		if complete {
			return ""
		}
		return "*"
	}
	for _, r := range c.Rows {
		var text strings.Builder
		fmt.Fprintf(&text, "%s %d leads, %s:", r.From.Format("01-02"), r.Leads, counts(r.Rate))
		for _, cell := range r.Cells {
			fmt.Fprintf(&text, " %d%s", cell.N, star(cell.Complete))
		}
		text.WriteString(";")
		for _, w := range r.Within {
			fmt.Fprintf(&text, " %dd %s%s", w.Days, counts(w.Rate), star(w.Complete))
		}
		if r.Mature {
			text.WriteString(" +")
		}
		out = append(out, text.String())
	}
	return out
}

func TestCohortsByWeek(t *testing.T) {
	rows := join(
		path("1", "a@0", "c@1.5"),          // the next day, but more than 24 hours on
		path("2", "a@6.9", "b@7", "c@7.1"), // the next week, and the next day
		path("3", "a@3"),
		path("4", "b@2", "c@19"),
		path("5", "c@15"), // comes in at the end; the week before, nobody comes
		path("6", "d@8", "a@16"),
		path("7", "a@1", "c@2", "void@3"),
		with(path("8", "a@2", "c@3"), func(r *lead.Transition) { r.Inferred = r.To == "a" }),
	)
	o := funnel.Options{AsOf: day(20), Per: funnel.Week, Within: []int{1, 4}}
	c := report(t, abc(t), rows, o).Cohorts
	want := []string{
		"03-02 4 leads, 3/4: 1 1 1*; 1d 2/4 4d 2/4",
		"03-09 0 leads, 0/0: 0 0*; 1d 0/0 4d 0/0",
		"03-16 2 leads, 1/2: 1*; 1d 1/2 4d 1/2*",
	}
	if diff := cmp.Diff(want, triangle(c)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if c.Untimed != 1 {
		t.Errorf("%d leads without a time, want the one that was adopted", c.Untimed)
	}
	// Six leads whose times are known: three have arrived after 0, 0.2 and 1.5 days, so
	// that 3/6 have not. Lead 6 is cut off after 4 days. Of the two others one arrives
	// after 17 days, which leaves 1/4; and nine tenths of the 3/4 is more than 3/6.
	if days := *c.Maturity / 86400; days != 17 {
		t.Errorf("mature after %v days, want 17", days)
	}
	if c.Stage != "c" || c.Per != funnel.Week || c.Left != 0 {
		t.Errorf("got %q by %s, %d left", c.Stage, c.Per, c.Left)
	}
}

func TestMaturityIsMeasuredUnlessGiven(t *testing.T) {
	var rows []lead.Transition
	for i := range 10 { // after 1 to 10 days
		rows = append(rows, path(fmt.Sprint(i), "a@0", fmt.Sprintf("c@%d", i+1))...)
	}
	for name, c := range map[string]struct {
		rows []lead.Transition
		o    funnel.Options
		want string // days, and whether the one cohort, of the week until day 7, is mature
	}{
		"nine tenths have come":    {rows, funnel.Options{AsOf: day(16)}, "9 true"},
		"and the cohort is as old": {rows, funnel.Options{AsOf: day(15.9)}, "9 false"},
		"or what one says":         {rows, funnel.Options{AsOf: day(16), Horizon: 240 * time.Hour}, "10 false"},
		"of those who can":         {join(rows, path("x", "a@0")), funnel.Options{AsOf: day(30)}, "9 true"},
		"nobody has come":          {path("x", "a@0", "b@1"), funnel.Options{AsOf: day(30)}, "never false"},
		"the week is not over":     {path("x", "c@0"), funnel.Options{AsOf: day(3)}, "0 false"},
		"all have at once":         {path("x", "c@0"), funnel.Options{AsOf: day(7)}, "0 true"},
	} {
		t.Run(name, func(t *testing.T) {
			c.o.Per = funnel.Week
			co := report(t, abc(t), c.rows, c.o).Cohorts
			got := fmt.Sprint("never ", co.Rows[0].Mature)
			if co.Maturity != nil {
				got = fmt.Sprint(*co.Maturity/86400, " ", co.Rows[0].Mature)
			}
			if got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

// Half past ten in the evening of 31 March in UTC is April in Vienna. What follows 25
// hours and three quarters later is on the next day there, in UTC on the one after.
func TestCohortsAndDaysAreThoseOfTheZone(t *testing.T) {
	vienna, err := time.LoadLocation("Europe/Vienna")
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 3, 31, 22, 30, 0, 0, time.UTC)
	rows := path("1", "a@0", "c@0")
	rows[0].At, rows[1].At = at, at.Add(25*time.Hour+45*time.Minute)
	for zone, want := range map[*time.Location][]string{
		time.UTC: {"03-01 1 leads, 1/1: 0 1*; 1d 0/1 2d 1/1"},
		vienna:   {"04-01 1 leads, 1/1: 1*; 1d 1/1 2d 1/1"},
	} {
		c := report(t, abc(t), rows, funnel.Options{AsOf: day(40), Zone: zone, Within: []int{1, 2}, Horizon: 1000 * time.Hour}).Cohorts
		if diff := cmp.Diff(want, triangle(c)); diff != "" {
			t.Errorf("%v (-want +got):\n%s", zone, diff)
		}
	}
}

func TestCohortsAreTheLatestAndFollowedForAWhile(t *testing.T) {
	rows := join(path("1", "a@0", "c@1"), path("2", "a@1000", "c@2000"))
	c := report(t, abc(t), rows, funnel.Options{AsOf: day(3000), Per: funnel.Week}).Cohorts
	if len(c.Rows) != 120 || c.Left != 23 { // the leads are 142 weeks apart
		t.Errorf("got %d cohorts and %d left, want 120 and 23", len(c.Rows), c.Left)
	}
	last := c.Rows[119]
	if !last.From.Equal(day(994)) || last.Leads != 1 || last.Rate != rate(1, 1) {
		t.Errorf("got %+v at last", last)
	}
	// It came after 143 weeks, which is behind the last cell.
	if cell := last.Cells[len(last.Cells)-1]; len(last.Cells) != 120 || !cell.Complete || cell.Total != rate(0, 1) {
		t.Errorf("got %d cells, the last %+v", len(last.Cells), cell)
	}
	if c := report(t, abc(t), nil, funnel.Options{AsOf: day(0)}).Cohorts; c == nil || len(c.Rows) != 0 || c.Rows == nil {
		t.Errorf("of nobody: got %+v", c)
	}
	if c := report(t, abc(t), rows, funnel.Options{AsOf: day(0), Basis: funnel.Activity}).Cohorts; c != nil {
		t.Errorf("on the activity basis: got %+v", c)
	}
}
