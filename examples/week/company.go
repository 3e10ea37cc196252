package main

import (
	"bytes"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"strings"
	"time"
	_ "time/tzdata" // the office's zone, also where the system knows none

	"github.com/leadline-go/leadline/examples/internal/database"
	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/lead/leadsql"
	"github.com/leadline-go/leadline/scoring"
)

// The people, and the program that scores.
var (
	mia = lead.Actor{ID: "mia", Side: lead.Marketing}
	ann = lead.Actor{ID: "ann", Side: lead.Sales}
	bob = lead.Actor{ID: "bob", Side: lead.Sales}
	job = lead.Actor{ID: "scoring", Kind: lead.System}
)

//go:embed criteria.yaml
var criteriaYAML string

// command is a command on a lead of this company.
type command = lead.Command[*Inquiry]

// company is the CRM into which leadline is built.
type company struct {
	out   bytes.Buffer // what has happened since it was last written
	told  string       // when, as it was said last
	zone  *time.Location
	now   time.Time // the virtual clock
	db    *database.DB
	store *leadsql.Store

	spec    lead.Spec
	machine *lead.Machine[*Inquiry]
	tracker *lead.Tracker[*Inquiry]
	model   *scoring.Model[*Inquiry]
	signed  scoring.Agreement

	inquiries []*Inquiry // of the whole week, in the order of their coming
	arrived   int        // how many of them are there already
	leads     map[string]*Inquiry
	parked    []*Inquiry // came before the criteria were signed

	meeting   *meeting // on Friday
	nominated string   // by hand, on Monday
	accepted  []string // by sales, in their order
	count     counts
}

// counts are kept by hand while things happen, to be held against the library's own
// figures and against the database.
type counts struct {
	rows    int                     // that were written
	events  map[lead.Event]int      // the same by event
	offers  map[string][]lead.Event // leads that became MQLs, and by what each time
	refused map[string]int          // inquiries that were no MQLs, by blocker
	sold    int                     // EUR, of orders
}

func newCompany(ctx context.Context, db *database.DB) (*company, error) {
	c := &company{
		db: db, store: db.Store(db), leads: map[string]*Inquiry{},
		count: counts{events: map[lead.Event]int{}, offers: map[string][]lead.Event{}, refused: map[string]int{}},
	}
	var err error
	if c.zone, err = time.LoadLocation("Europe/Vienna"); err != nil {
		return nil, err
	}
	rules, err := scoring.ReadSpec(strings.NewReader(criteriaYAML), "criteria.yaml")
	if err != nil {
		return nil, err
	}
	if c.model, err = compileCriteria(rules); err != nil {
		return nil, err
	}
	c.inquiries = arrivals(c.at(0, "00:00"), seed)
	_, err = db.ExecContext(ctx, `CREATE TABLE opportunities (
		lead_id TEXT NOT NULL PRIMARY KEY,
		amount  INTEGER NOT NULL CHECK (amount > 0) -- EUR
	)`)
	return c, err
}

func compileCriteria(rules scoring.Spec) (*scoring.Model[*Inquiry], error) {
	return scoring.Compile(rules, scoring.Bindings[*Inquiry]{
		Custom: scoring.Custom[*Inquiry]{"free_mail": freeMail},
		Texts:  map[string]string{"free_mail": "writes from a free mail service (version 1)"},
	})
}

// criteria is the guard of the lifecycle: an MQL needs the points, and criteria that
// both sides have signed by then.
func (c *company) criteria(ctx context.Context, in *Inquiry, at time.Time) (any, error) {
	return c.model.QualifyUnder(scoring.Terms{Agreement: c.signed})(ctx, in, at)
}

// at is a time of the week: days since Monday, and what the clock on the wall shows.
func (c *company) at(day int, clock string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", "2027-12-06 "+clock, c.zone)
	if err != nil {
		panic(err) // the program's own text
	}
	return t.AddDate(0, 0, day)
}

// apply fires an event, and counts it.
func (c *company) apply(ctx context.Context, cmd command) (lead.Transition, error) {
	cmd.Subject = c.leads[cmd.ID]
	tr, err := c.tracker.Apply(ctx, cmd)
	if err == nil {
		c.counted(cmd.Event, 1)
		if tr.To == "mql" && tr.From != "mql" {
			c.count.offers[cmd.ID] = append(c.count.offers[cmd.ID], cmd.Event)
		}
	}
	return tr, err
}

func (c *company) counted(event lead.Event, rows int) {
	c.count.rows += rows
	c.count.events[event] += rows
}

// refused demands that a command is refused, and returns how.
func (c *company) refused(ctx context.Context, cmd command) (*lead.RefusedError, error) {
	_, err := c.apply(ctx, cmd)
	if refused, ok := errors.AsType[*lead.RefusedError](err); ok {
		return refused, nil
	}
	return nil, fmt.Errorf("%s of lead %s: expected a refusal, found: %v", cmd.Event, cmd.ID, err)
}

// queue lists the leads that wait for sales, the most urgent first.
func (c *company) queue(ctx context.Context) ([]lead.Transition, error) {
	return c.list(ctx, lead.Query{Current: true, Statuses: []lead.Status{"mql"}, DueBefore: c.now.AddDate(0, 0, 14)})
}

func (c *company) list(ctx context.Context, q lead.Query) ([]lead.Transition, error) {
	var list []lead.Transition
	for tr, err := range c.store.History(ctx, q) {
		if err != nil {
			return nil, err
		}
		list = append(list, tr)
	}
	return list, nil
}

// number asks the database itself.
func (c *company) number(ctx context.Context, query string, args ...any) (n int, err error) {
	err = c.db.QueryRowContext(ctx, c.db.SQL(query), args...).Scan(&n)
	return n, err
}
