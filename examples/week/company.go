package main

import (
	"bytes"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"time"

	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/scoring"
)

// The people, and the program that scores.
var (
	mia = lead.Actor{ID: "mia", Side: lead.Marketing}
	ann = lead.Actor{ID: "ann", Side: lead.Sales}
	bob = lead.Actor{ID: "bob", Side: lead.Sales}
	job = lead.Actor{ID: "scoring", Kind: lead.System}
)

// criteriaYAML is what marketing and sales have agreed on.
//
//go:embed criteria.yaml
var criteriaYAML []byte

// command is a command on a lead of this company.
type command = lead.Command[*Inquiry]

// company is the CRM into which leadline is built.
type company struct {
	out     io.Writer
	random  *rand.Rand
	now     time.Time // the virtual clock
	spec    lead.Spec
	model   *scoring.Model[*Inquiry]
	store   lead.Store
	tracker *lead.Tracker[*Inquiry]
	leads   map[string]*Inquiry
	count   counts
}

// counts are kept by hand, to be held against the library's own figures.
type counts struct {
	opened, qualified, accepted, rejected, returned int
	refused                                         map[string]int     // by blocker
	moved                                           map[lead.Event]int // by sales, behind the hand-over
}

func newCompany(out io.Writer) (*company, error) {
	c := &company{
		out: out, random: rand.New(rand.NewPCG(2026, 10)),
		spec: lead.Standard(), store: lead.NewMemStore(),
		leads: map[string]*Inquiry{}, count: counts{refused: map[string]int{}, moved: map[lead.Event]int{}},
	}
	rules, err := scoring.ReadSpec(bytes.NewReader(criteriaYAML), "criteria.yaml")
	if err != nil {
		return nil, err
	}
	c.model, err = scoring.Compile(rules, scoring.Bindings[*Inquiry]{
		Custom: scoring.Custom[*Inquiry]{"free_mail": freeMail},
	})
	if err != nil {
		return nil, err
	}
	// A lead becomes an MQL by its score, and by nothing else.
	c.spec.Guard("qualify", "criteria")
	machine, err := lead.Compile(c.spec, lead.Bindings[*Inquiry]{
		Guards: lead.Guards[*Inquiry]{"criteria": lead.OnSubject(c.model.Qualify)},
	})
	if err != nil {
		return nil, err
	}
	c.tracker = lead.NewTracker(machine, c.store, lead.Config{Now: func() time.Time { return c.now }})
	return c, nil
}

func (c *company) sayf(format string, args ...any) {
	fmt.Fprintf(c.out, format+"\n", args...)
}

// arrive takes an inquiry in and scores it at once.
func (c *company) arrive(ctx context.Context, in *Inquiry) error {
	c.now = in.Came
	c.leads[in.ID] = in
	open := command{ID: in.ID, Actor: job, Key: "form-" + in.ID, Labels: map[string]string{"industry": in.Industry}}
	if _, err := c.tracker.Open(ctx, open); err != nil {
		return err
	}
	c.count.opened++
	if len(in.Activities) > 1 { // known before this form
		if _, err := c.tracker.Apply(ctx, command{ID: in.ID, Event: "engage", Actor: job}); err != nil {
			return err
		}
	}
	_, err := c.tracker.Apply(ctx, command{ID: in.ID, Event: "qualify", Actor: job, Subject: in})
	if refused, ok := errors.AsType[*lead.RefusedError](err); ok {
		c.count.refused[refused.Blockers[0].Code]++
		return nil
	}
	if err == nil {
		c.count.qualified++
	}
	return err
}

// mqls lists the leads that wait for sales, the most urgent first.
func (c *company) mqls(ctx context.Context) ([]lead.Transition, error) {
	var list []lead.Transition
	queue := lead.Query{Current: true, Statuses: []lead.Status{"mql"}, DueBefore: c.now.AddDate(1, 0, 0)}
	for tr, err := range c.store.History(ctx, queue) {
		if err != nil {
			return nil, err
		}
		list = append(list, tr)
	}
	return list, nil
}
