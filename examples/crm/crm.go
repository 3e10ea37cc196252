package main

import (
	"bytes"
	"context"
	_ "embed"
	"time"

	"github.com/leadline-go/leadline/examples/internal/database"
	"github.com/leadline-go/leadline/funnel"
	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/lead/leadsql"
	"github.com/leadline-go/leadline/maturity"
	"github.com/leadline-go/leadline/scoring"
)

//go:embed criteria.yaml
var criteriaYAML []byte

// command is a command on a lead of this CRM.
type command = lead.Command[*Lead]

// crm is the application, without its pages: what it is made of is compiled once and
// never changes. It is safe for concurrent use.
type crm struct {
	db     *database.DB
	now    func() time.Time
	people []person

	lifecycle lead.Spec
	machine   *lead.Machine[*Lead]
	store     *leadsql.Store
	tracker   *lead.Tracker[*Lead]
	model     *scoring.Model[*Lead]
	funnel    *funnel.Funnel
	maturity  *maturity.Model
	questions maturity.Spec

	activityTypes []string // that the criteria know
	industries    []string // for which the criteria give points
}

// newCRM compiles all that the CRM is made of.
func newCRM(ctx context.Context, db *database.DB, now func() time.Time) (*crm, error) {
	c := &crm{db: db, now: now, lifecycle: lifecycle(), store: db.Store(db), questions: maturity.Default()}
	rules, err := scoring.ReadSpec(bytes.NewReader(criteriaYAML), "criteria.yaml")
	if err != nil {
		return nil, err
	}
	c.model, err = scoring.Compile(rules, scoring.Bindings[*Lead]{
		Custom: scoring.Custom[*Lead]{"free_mail": freeMail},
		Texts:  map[string]string{"free_mail": "the address is one of a free mail service (version 1)"},
	})
	if err != nil {
		return nil, err
	}
	c.activityTypes, c.industries = activityTypes(rules), industries(rules)
	c.machine, err = lead.Compile(c.lifecycle, lead.Bindings[*Lead]{
		Guards: lead.Guards[*Lead]{"criteria": lead.OnSubject(c.qualify)},
	})
	if err != nil {
		return nil, err
	}
	c.tracker = lead.NewTracker(c.machine, c.store, lead.Config{Now: now})
	if c.funnel, err = funnel.Compile(funnel.FromLifecycle(c.lifecycle)); err != nil {
		return nil, err
	}
	if c.maturity, err = maturity.Compile(c.questions); err != nil {
		return nil, err
	}
	c.people, err = readPeople(ctx, db)
	return c, err
}

// lifecycle is the standard one, in which a lead becomes an MQL by its score or by
// judgement, and lead management can give a lead to somebody else.
func lifecycle() lead.Spec {
	spec := lead.Standard()
	spec.Name = "crm"
	spec.Guard("qualify", "criteria")
	spec.Transitions = append(spec.Transitions, lead.TransitionSpec{
		Event: "assign", From: []string{"sal", "sql", "converted"}, To: lead.Stay,
		By: []lead.Side{lead.LeadManagement}, Needs: []string{"owner"},
	})
	return spec
}

// job is the program itself, which scores what comes in.
func job() lead.Actor { return lead.Actor{ID: "scoring", Kind: lead.System} }

// asOf is the moment of which reports are: in whole seconds, as people read it, and
// not before any row there is.
func (c *crm) asOf() time.Time { return c.now().UTC().Truncate(time.Second).Add(time.Second) }
