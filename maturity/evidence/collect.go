package evidence

import (
	"fmt"
	"iter"
	"slices"

	"github.com/leadline-go/leadline/funnel"
	"github.com/leadline-go/leadline/internal/histories"
	"github.com/leadline-go/leadline/lead"
)

// row is what measuring needs of a lead.Transition. It holds no pointer and fills 48
// bytes, so that millions of rows are cheap to keep.
type row struct {
	histories.Head
	due int64 // in microseconds since 1970, or noTime
	to  int32 // by its present name

	ends  end    // what it does to an offer that it ends
	doer  worker // of the row
	marks mark
}

// mark is a set of what is true of a row.
type mark uint8

const (
	bySales mark = 1 << iota // by a human of the side to which leads are offered
	listed                   // its reason is on the agreed list
	scored                   // it is into the status of the hand-over, by scoring rules
	adopted                  // it tells where the lead stood, and not since when
)

func (r *row) is(m mark) bool { return r.marks&m != 0 }

func (r *row) mark(m mark, yes bool) {
	if yes {
		r.marks |= m
	}
}

// worker tells whose work a row is.
type worker uint8

const (
	unknown worker = iota
	team
	another
)

const noTime = histories.NoTime

// history is the rows by AsOf, as they came.
type history struct {
	*lifecycle
	leads histories.Names
	rows  histories.Blocks[row]
}

// collect reads a history, in one pass.
func collect(in iter.Seq2[lead.Transition, error], l *lifecycle, o *Options) (*history, error) {
	h := &history{lifecycle: l}
	end := o.AsOf.UnixMicro()
	prints := histories.NewPrinter()
	n := 0
	for t, err := range in {
		if err != nil {
			return nil, fmt.Errorf("evidence: reading the history, after %d rows: %w", n, err)
		}
		n++
		if lack := histories.Lack(&t); lack != "" {
			return nil, fmt.Errorf("evidence: row %d of the history: %w: %s", n, funnel.ErrInvalidRow, lack)
		}
		at := histories.Micros(t.At)
		if at > end {
			continue
		}
		to := t.To
		if now, ok := l.older[to]; ok {
			to = now
		}
		r := row{
			Head: histories.Head{
				At: at, Version: t.Version, Hash: prints.Of(&t),
				Lead: h.leads.Index(t.LeadID), Event: l.events.Index(string(t.Event)),
			},
			due: histories.Micros(t.Due), to: l.statuses.Index(string(to)),
			ends: l.endOf(t.Event, to), doer: workerOf(t.Actor, o.Team),
		}
		r.mark(bySales, t.Actor.Kind != lead.System && t.Actor.Side == l.handOff.Side)
		r.mark(listed, t.Reason != "" && l.listed(t.Event, t.Reason))
		r.mark(adopted, t.Inferred)
		r.mark(scored, r.to == l.offer && l.byScore(&t))
		h.rows.Add(r)
	}
	return h, nil
}

func workerOf(a lead.Actor, own lead.Side) worker {
	switch {
	case a.Side == own:
		return team // its people, or its programs
	case a.Side == "":
		return unknown
	}
	return another
}

// manual is the value of the label for criteria when a lead was nominated by
// judgement.
const manual = "manual"

// byScore reports whether criteria made a lead an MQL. A fingerprint of the row's own
// beats a label that has only stayed on the lead since an earlier row.
func (l *lifecycle) byScore(t *lead.Transition) bool {
	label := t.Labels[l.handOff.Criteria]
	if label == manual && t.Criteria != "" {
		return !slices.Contains(t.Set, l.handOff.Criteria)
	}
	return label != manual && (label != "" || t.Criteria != "")
}
