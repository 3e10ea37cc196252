package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/scoring"
)

// monday lets marketing and sales sign the criteria, and most of the inquiries come.
func (c *company) monday(ctx context.Context) error {
	c.heading("MONDAY", "the criteria are signed, and inquiries come in")
	c.now = c.at(0, "07:50")
	c.signed = scoring.Agreement{
		Criteria: c.model.FullID(), From: c.now,
		Signatures: []scoring.Signature{{Name: "mia", Side: scoring.Marketing, At: c.now}},
	}
	c.tell("mia signs the criteria %s for marketing.", c.model.ID())
	for _, scene := range []scene{{"09:30", c.webhook}, {"10:00", c.sign}, {"15:30", c.nominate}, {"17:00", c.almost}, {"17:00", c.tally}} {
		if err := c.play(ctx, 0, scene); err != nil {
			return err
		}
	}
	return nil
}

// scene is something that happens at a time of the day.
type scene struct {
	clock string
	run   func(context.Context) error
}

// play lets come what comes before the scene, and runs it.
func (c *company) play(ctx context.Context, day int, s scene) error {
	if err := c.until(ctx, c.at(day, s.clock)); err != nil {
		return err
	}
	return s.run(ctx)
}

// until lets the inquiries come that come by then.
func (c *company) until(ctx context.Context, t time.Time) error {
	for c.arrived < len(c.inquiries) && !c.inquiries[c.arrived].Came.After(t) {
		in := c.inquiries[c.arrived]
		c.now = in.Came
		if err := c.arrive(ctx, in); err != nil {
			return err
		}
	}
	c.now = t
	return nil
}

// form is what the web form makes of an inquiry. It may be posted more than once: the
// key tells.
func (c *company) form(in *Inquiry) command {
	return command{ID: in.ID, Actor: job, Key: "form-" + in.ID, Labels: map[string]string{"industry": in.Industry, "source": in.Source}}
}

// arrive takes an inquiry in and scores it at once.
func (c *company) arrive(ctx context.Context, in *Inquiry) error {
	c.arrived++
	c.leads[in.ID] = in
	if _, err := c.tracker.Open(ctx, c.form(in)); err != nil {
		return err
	}
	c.counted(lead.EventOpen, 1)
	if len(in.Activities) > 1 { // known before this form
		if _, err := c.apply(ctx, command{ID: in.ID, Event: "engage", Actor: job}); err != nil {
			return err
		}
	}
	return c.score(ctx, in)
}

// score makes an MQL of an inquiry, if the criteria allow it.
func (c *company) score(ctx context.Context, in *Inquiry) error {
	_, err := c.apply(ctx, command{ID: in.ID, Event: "qualify", Actor: job})
	refused, ok := errors.AsType[*lead.RefusedError](err)
	if !ok {
		return err
	}
	why := refused.Blockers[0]
	if why.Code == scoring.CodeUnsigned {
		if c.parked = append(c.parked, in); len(c.parked) == 1 {
			c.tell("The first inquiry, %s, is scored, and cannot become an MQL yet:", in.ID)
			c.tell("%s", why.Message)
		}
		return nil
	}
	c.count.refused[why.Code]++
	if why.Code == scoring.CodeGate && why.Params["action"] == string(scoring.Disqualify) {
		c.tell("%s says that it is a competitor: the gate %q holds it back, and it is disqualified.", in.ID, why.Params["gate"])
		_, err = c.apply(ctx, command{ID: in.ID, Event: "disqualify", Reason: "competitor", Actor: job})
		return err
	}
	return nil
}

// webhook posts a form once more. It is one lead nevertheless.
func (c *company) webhook(ctx context.Context) error {
	tr, err := c.tracker.Open(ctx, c.form(c.leads[twice]))
	if err != nil {
		return err
	}
	leads, err := c.number(ctx, "SELECT count(*) FROM leadline_leads")
	if err != nil {
		return err
	}
	c.tell("The web form posts %s again, with the same key: it is given the row of %s, and there are %d leads of %d inquiries.",
		twice, c.day(tr.At), leads, c.arrived)
	in := c.leads[hostile]
	c.tell("%s calls itself %s; the page of Friday has to cope with that.", hostile, in.Company)
	return nil
}

// sign adds the signature of sales, and scores anew what came before it.
func (c *company) sign(ctx context.Context) error {
	var first *Inquiry
	c.signed.Signatures = append(c.signed.Signatures, scoring.Signature{Name: "bob", Side: scoring.Sales, At: c.now})
	c.signed.From = c.now
	if err := c.signed.InForce(c.model.FullID(), c.now); err != nil {
		return err
	}
	c.tell("bob signs for sales, and the %d inquiries so far are scored again.", len(c.parked))
	before := c.count.events["qualify"]
	for _, in := range c.parked {
		was := c.count.events["qualify"]
		if err := c.score(ctx, in); err != nil {
			return err
		}
		if first == nil && c.count.events["qualify"] > was {
			first = in
		}
	}
	if first == nil {
		return errors.New("expected an MQL among the first inquiries, found none")
	}
	return c.explain(first, fmt.Sprintf("%d of them are MQLs now. The first, and why:", c.count.events["qualify"]-before))
}

// nominate hands a lead to sales that has too few points: mia knows more than the
// rules do, and has to say what.
func (c *company) nominate(ctx context.Context) error {
	var in *Inquiry
	err := c.short(func(other *Inquiry, r scoring.Result) {
		if in == nil && r.Total >= 40*scoring.Point && other.Found == "" && other.Employees != nil {
			in = other
		}
	})
	if err != nil {
		return err
	}
	if in == nil {
		return errors.New("expected an inquiry to nominate, found none")
	}
	cmd := command{ID: in.ID, Event: "nominate", Reason: "demo_request", Actor: mia}
	refused, err := c.refused(ctx, cmd)
	if err != nil {
		return err
	}
	cmd.Note = "Frau Berger asked for a demo at the fair, tel. +43 1 555 0100."
	if _, err := c.apply(ctx, cmd); err != nil {
		return err
	}
	c.nominated = in.ID
	c.tell("mia nominates %s by hand, for it has asked for a demo. She is refused first (%s); with a note it is an MQL.", in.ID, refused.Blockers[0].Message)
	return nil
}

// short calls f for the inquiries so far that are no MQLs by their score and that no
// gate holds back.
func (c *company) short(f func(*Inquiry, scoring.Result)) error {
	for _, in := range c.inquiries[:c.arrived] {
		r, err := c.model.Score(in, c.now)
		if err != nil {
			return err
		}
		if !r.Qualified(false) && len(r.Gates) == 0 {
			f(in, r)
		}
	}
	return nil
}

// almost shows the lead that lacks the fewest points, and what would give them.
func (c *company) almost(context.Context) error {
	var closest *Inquiry
	var least scoring.Points
	err := c.short(func(in *Inquiry, r scoring.Result) {
		s := r.Short()
		if in.ID != c.nominated && s.Points > 0 && len(s.Rules) > 0 && (closest == nil || s.Points < least) {
			closest, least = in, s.Points
		}
	})
	if err != nil {
		return err
	}
	if closest == nil {
		return errors.New("expected an inquiry that is just short of an MQL, found none")
	}
	return c.explain(closest, "The one that is just short of an MQL, and what would close the gap:")
}

// explain prints a lead's score as sales reads it.
func (c *company) explain(in *Inquiry, what string) error {
	result, err := c.model.Score(in, c.now)
	if err != nil {
		return err
	}
	c.tell("%s %s, %s", what, in.ID, in.Company)
	return c.show(func(w io.Writer) error { return result.Explain(scoring.English).WriteText(w) })
}

// tally ends a day.
func (c *company) tally(ctx context.Context) error {
	queue, err := c.queue(ctx)
	if err != nil {
		return err
	}
	e := c.count.events
	c.tell("%d inquiries so far. %d offers to sales, %d by score and %d by hand (%s); %d are open.",
		e[lead.EventOpen], e["qualify"]+e["nominate"], e["qualify"], e["nominate"], c.offered(), len(queue))
	return nil
}
