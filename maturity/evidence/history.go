package evidence

import (
	"iter"

	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/maturity"
)

// FromHistory reads a history once and measures what the leads in it tell: one measure
// for each indicator whose source is history, in the order of the table above. One
// that nothing in the history is a case of is left out, as [maturity.Model.Evaluate]
// wants it.
//
// Rows may come in any order, also interleaved, and more than once; the figures are
// the same. Beside 52 bytes a row and some 100 a lead nothing is kept.
//
// Errors: the history's own, wrapped; a row without a lead, version or status is
// [funnel.ErrInvalidRow]; two different rows with one version are a
// [*funnel.DuplicateError]; options that make no sense are
// [funnel.ErrInvalidOptions]; a bad lifecycle or hand-over is a [*lead.SpecError].
func FromHistory(history iter.Seq2[lead.Transition, error], o Options) ([]maturity.Measure, error) {
	if history == nil {
		return nil, invalid("history: expected one, found none")
	}
	o, err := o.check()
	if err != nil {
		return nil, err
	}
	l, err := newLifecycle(&o)
	if err != nil {
		return nil, err
	}
	h, err := collect(history, l, &o)
	if err != nil {
		return nil, err
	}
	c := newCounter(l, &o)
	for rows, err := range h.byLead() {
		if err != nil {
			return nil, err
		}
		c.lead(rows)
	}
	return c.measures(&o), nil
}

// The numbers of the measures, in their order.
const (
	decisionShare = iota
	reasonShare
	responseInTime
	acceptanceRate
	staleShare
	bounceShare
	recycledShare
	conformingChanges
	teamShare
	scoredShare
	outcomeLinked
	figures
)

// ids are what the default model calls them.
var ids = [figures]string{
	decisionShare:     "ev.rel.decision_share",
	reasonShare:       "ev.rel.reason_share",
	responseInTime:    "ev.rel.response_in_time",
	acceptanceRate:    "ev.rel.acceptance_rate",
	staleShare:        "ev.rel.stale_share",
	bounceShare:       "ev.rel.bounce_share",
	recycledShare:     "ev.rel.recycled_share",
	conformingChanges: "ev.lm.conforming_changes",
	teamShare:         "ev.lm.team_share",
	scoredShare:       "ev.lm.scored_share",
	outcomeLinked:     "ev.lm.outcome_linked",
}

// measures are the figures as the model reads them.
func (c *counter) measures(o *Options) []maturity.Measure {
	to := o.To
	if to.IsZero() || to.After(o.AsOf) {
		to = o.AsOf
	}
	var out []maturity.Measure
	for i, f := range c.figures {
		if f.den > 0 {
			out = append(out, maturity.Measure{ID: ids[i], Num: f.num, Den: f.den, From: o.From, To: to})
		}
	}
	return out
}
