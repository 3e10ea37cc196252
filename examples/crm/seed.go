package main

import (
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"embed"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/leadline-go/leadline/examples/internal/cli"
	"github.com/leadline-go/leadline/examples/internal/database"
	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/lead/leadcsv"
	"github.com/leadline-go/leadline/maturity"
	"github.com/leadline-go/leadline/scoring"
)

// demo is what the demo is made of: leads, what they did, what became of them, and
// answers to the questionnaire. Times are told backwards from now.
//
//go:embed demo
var demo embed.FS

// demoMove is a row of moves.csv.
type demoMove struct {
	at      time.Time
	command command
	closes  string // of the opportunity that it makes, if it does
}

// seed fills a database without leads. The leads go through the same Tracker as any
// other, with a clock that is set to when things happened, so that their histories are
// real: guards are asked, times run, and what the lifecycle refuses is an error.
func seed(ctx context.Context, db *database.DB, now time.Time) error {
	var leads int
	if err := db.QueryRowContext(ctx, "SELECT COUNT(*) FROM crm_leads").Scan(&leads); err != nil || leads > 0 {
		return err
	}
	clock := now
	c, err := newCRM(ctx, db, func() time.Time { return clock })
	if err != nil {
		return err
	}
	list, err := demoLeads(ctx, now)
	if err != nil {
		return err
	}
	moves, err := demoMoves(ctx, now, c, list)
	if err != nil {
		return err
	}
	return inTx(ctx, db, func(tx *sql.Tx) error {
		if _, err := c.nextNumbers(ctx, tx, len(list)); err != nil {
			return err
		}
		for _, id := range slices.Sorted(maps.Keys(list)) {
			if err := c.insertLead(ctx, tx, list[id]); err != nil {
				return err
			}
		}
		tracker := c.tracker.WithStore(db.Store(tx))
		for _, m := range moves {
			clock = m.at
			if err := c.seedMove(ctx, tx, tracker, m); err != nil {
				return err
			}
		}
		return c.seedAnswers(ctx, tx)
	})
}

func (c *crm) seedMove(ctx context.Context, tx *sql.Tx, tracker *lead.Tracker[*Lead], m demoMove) error {
	if m.command.Event == lead.EventOpen {
		_, err := tracker.Open(ctx, m.command)
		return err
	}
	tr, err := tracker.Apply(ctx, m.command)
	if err != nil || m.command.Event != "convert" {
		return err
	}
	return c.insertOpportunity(ctx, tx, tr, opportunity{
		Name: m.command.Subject.Company + ", first order", Amount: m.command.Labels["amount"], Closes: m.closes,
	})
}

func (c *crm) seedAnswers(ctx context.Context, tx *sql.Tx) error {
	raw, err := demo.ReadFile("demo/answers.csv")
	if err != nil {
		return err
	}
	answers, err := maturity.ReadAnswersCSV(bytes.NewReader(raw), "demo/answers.csv")
	if err != nil {
		return err
	}
	for _, r := range answers.Respondents {
		if err := c.saveAnswers(ctx, tx, r, ""); err != nil {
			return err
		}
	}
	return nil
}

// demoLeads reads the leads and what they did.
func demoLeads(ctx context.Context, now time.Time) (map[string]*Lead, error) {
	list := map[string]*Lead{}
	err := demoTable(ctx, "demo/leads.csv", []string{"id", "company", "contact", "email", "industry", "country", "employees", "consent", "source"}, func(cell func(string) string) error {
		l := &Lead{
			ID: cell("id"), Company: cell("company"), Contact: cell("contact"), Email: cell("email"),
			Industry: cell("industry"), Country: cell("country"), Source: cell("source"), Came: now,
		}
		if s := cell("employees"); s != "" {
			n, err := strconv.Atoi(s)
			if err != nil {
				return err
			}
			l.Employees = new(n)
		}
		if s := cell("consent"); s != "" {
			l.Consent = new(s == "yes")
		}
		list[l.ID] = l
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = demoTable(ctx, "demo/activities.csv", []string{"lead", "ago", "type", "asset"}, func(cell func(string) string) error {
		at, err := demoTime(now, cell("ago"))
		if err != nil {
			return err
		}
		l, ok := list[cell("lead")]
		if !ok {
			return fmt.Errorf("no lead %q", cell("lead"))
		}
		l.Activities = append(l.Activities, scoring.Activity{Type: cell("type"), Asset: cell("asset"), At: at})
		return nil
	})
	return list, err
}

// demoMoves reads what became of the leads, in the order of time, and sets when they
// came.
func demoMoves(ctx context.Context, now time.Time, c *crm, list map[string]*Lead) ([]demoMove, error) {
	var moves []demoMove
	err := demoTable(ctx, "demo/moves.csv", []string{"lead", "ago", "actor", "event", "reason", "note", "amount"}, func(cell func(string) string) error {
		at, err := demoTime(now, cell("ago"))
		if err != nil {
			return err
		}
		l, ok := list[cell("lead")]
		if !ok {
			return fmt.Errorf("no lead %q", cell("lead"))
		}
		m := demoMove{at: at, command: command{
			ID: l.ID, Event: lead.Event(cell("event")), Actor: job(), Subject: l, Reason: cell("reason"), Note: cell("note"),
		}}
		if p, ok := c.person(cell("actor")); ok {
			m.command.Actor = p.actor()
		}
		if amount := cell("amount"); amount != "" {
			m.command.Labels = map[string]string{"amount": amount}
			m.closes = at.AddDate(0, 1, 0).Format(time.DateOnly)
		}
		if m.command.Event == lead.EventOpen {
			m.command.Labels, l.Came = map[string]string{"source": l.Source}, at
		}
		moves = append(moves, m)
		return nil
	})
	slices.SortStableFunc(moves, func(a, b demoMove) int {
		return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.command.ID, b.command.ID))
	})
	return moves, err
}

// demoTable reads a file of the demo: one calls for each record, with its cells by name.
func demoTable(ctx context.Context, name string, columns []string, one func(cell func(string) string) error) error {
	raw, err := demo.ReadFile(name)
	if err != nil {
		return err
	}
	return cli.EachRecord(ctx, name, bytes.NewReader(raw), func(t *leadcsv.Table) (func() error, error) {
		find, at := cli.ColumnsOf(t), map[string]int{}
		for _, c := range columns {
			at[c] = find.Need(c, "one column of this name")
		}
		return func() error {
			if err := one(func(c string) string { return strings.Clone(t.Cell(at[c])) }); err != nil {
				return fmt.Errorf("%s:%d: %w", name, t.Line(), err)
			}
			return nil
		}, find.Err()
	})
}

// demoTime reads "3d 14:30", which is a time of the third working day before this one,
// in UTC, or "90m", which is so long ago.
func demoTime(now time.Time, ago string) (time.Time, error) {
	days, clock, ok := strings.Cut(ago, "d ")
	if !ok {
		d, err := time.ParseDuration(ago)
		return now.UTC().Add(-d).Truncate(time.Second), err
	}
	n, err := strconv.Atoi(days)
	if err != nil {
		return time.Time{}, err
	}
	at, err := time.Parse("15:04", clock)
	if err != nil {
		return time.Time{}, err
	}
	day := now.UTC().Truncate(24 * time.Hour)
	for n > 0 {
		day = day.AddDate(0, 0, -1)
		if wd := day.Weekday(); wd != time.Saturday && wd != time.Sunday {
			n--
		}
	}
	return day.Add(time.Duration(at.Hour())*time.Hour + time.Duration(at.Minute())*time.Minute), nil
}
