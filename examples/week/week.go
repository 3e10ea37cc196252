package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/leadline-go/leadline/scoring"
)

// monday is when the week begins. It is a Monday like any other.
var monday = time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)

// week runs the week and writes what happens to out, and a page to the file, if
// there is to be one.
func week(ctx context.Context, file string, out io.Writer) error {
	var b bytes.Buffer
	c, err := newCompany(&b)
	if err != nil {
		return err
	}
	c.sayf("One week at an invented company: mia is in marketing, ann and bob are in sales.")
	for d := range perDay {
		if err := c.day(ctx, d); err != nil {
			return err
		}
	}
	m, err := c.meet(ctx)
	if err != nil {
		return err
	}
	if err := c.reconcile(ctx, m.funnel); err != nil {
		return err
	}
	c.sayf("\nAll figures reconcile.")
	if file != "" {
		if err := writePage(file, m); err != nil {
			return err
		}
		c.sayf("The page is in %s.", file)
	}
	_, err = out.Write(b.Bytes())
	return err
}

// day lets inquiries come in, and sales work at 10 and at 16 o'clock.
func (c *company) day(ctx context.Context, d int) error {
	day := monday.AddDate(0, 0, d)
	c.sayf("\n%s", strings.ToUpper(day.Weekday().String()))
	morning, afternoon := day.Add(10*time.Hour), day.Add(16*time.Hour)
	before := c.count.qualified
	inquiries := arrivals(c.random, day, c.count.opened+1, perDay[d])
	shown := false
	for _, in := range inquiries {
		for _, round := range []time.Time{morning, afternoon} {
			if c.now.Before(round) && !in.Came.Before(round) {
				if err := c.round(ctx, d, round, round == afternoon); err != nil {
					return err
				}
			}
		}
		was := c.count.qualified
		if err := c.arrive(ctx, in); err != nil {
			return err
		}
		if qualified := c.count.qualified > was; d == 0 && qualified && !shown {
			shown = true
			if err := c.explain(in, in.Came, "the first MQL of the week, and why"); err != nil {
				return err
			}
		}
	}
	c.sayf("  17:00  %d inquiries have come in today, %d of them are MQLs", len(inquiries), c.count.qualified-before)
	if d == 0 {
		return c.almost(inquiries, day.Add(17*time.Hour))
	}
	return nil
}

// round is what sales does at one time of the day.
func (c *company) round(ctx context.Context, d int, at time.Time, afternoon bool) error {
	c.now = at
	if d == 1 && !afternoon {
		for _, scene := range []func(context.Context) error{c.refusals, c.race} {
			if err := scene(ctx); err != nil {
				return err
			}
		}
	}
	if err := c.handOver(ctx); err != nil {
		return err
	}
	if afternoon {
		return c.follow(ctx)
	}
	return nil
}

// explain prints a lead's score as sales reads it.
func (c *company) explain(in *Inquiry, now time.Time, what string) error {
	result, err := c.model.Score(in, now)
	if err != nil {
		return err
	}
	c.sayf("  %s  %s: %s, %s", now.Format("15:04"), what, in.ID, in.Company)
	var b bytes.Buffer
	if err := result.Explain(scoring.English).WriteText(&b); err != nil {
		return err
	}
	for line := range strings.Lines(b.String()) {
		fmt.Fprintf(c.out, "%s\n", strings.TrimRight("         | "+line, " \n"))
	}
	return nil
}

// almost finds the lead that lacks the fewest points to be an MQL, and what would
// give them.
func (c *company) almost(inquiries []*Inquiry, now time.Time) error {
	var closest *Inquiry
	var least int64
	for _, in := range inquiries {
		result, err := c.model.Score(in, now)
		if err != nil {
			return err
		}
		short := result.Short()
		if len(result.Gates) > 0 || short.Points == 0 || len(short.Rules) == 0 {
			continue
		}
		if closest == nil || int64(short.Points) < least {
			closest, least = in, int64(short.Points)
		}
	}
	if closest == nil {
		return nil
	}
	return c.explain(closest, now, "the lead that is closest to the line, and what would close the gap")
}
