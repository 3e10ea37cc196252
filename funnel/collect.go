package funnel

import (
	"fmt"
	"iter"
	"time"

	"github.com/leadline-go/leadline/internal/histories"
	"github.com/leadline-go/leadline/lead"
)

// row is what counting needs of a lead.Transition. It holds no pointer and fills
// 56 bytes, so that millions of rows are cheap to keep and nothing for the
// garbage collector to walk.
type row struct {
	histories.Head
	due      int64 // in microseconds since 1970, or noTime
	to       int32 // number of the status, after Renamed
	label    int32 // value of Options.By, or noLabel
	extra    int32 // index of an extra, or noExtra
	inferred bool
	late     bool // recorded long after it happened
	touch    bool // by a human of the side to which leads are offered
}

// extra is what counting needs of some rows only.
type extra struct {
	reason                 int32 // index into reasons, or noLabel
	source, band, criteria int32 // indexes into words, or noLabel
	amount                 int32 // likewise
}

// lateAfter is how much later than it happened a row must have been recorded to be
// late, in microseconds.
const lateAfter = 24 * 60 * 60 * 1_000_000

const (
	noTime  = histories.NoTime
	noLabel = -1
	noExtra = -1
)

// history is what was read of a history: its rows by AsOf, as they came.
type history struct {
	rows     histories.Blocks[row]
	leads    histories.Names
	statuses histories.Names
	events   histories.Names
	values   histories.Names // of the label

	extras histories.Blocks[extra]
	words  histories.Names // values of the labels of hand-overs and amounts, and reasons
}

// extraOf returns what is known beyond the row itself.
func (h *history) extraOf(r *row) extra {
	if r.extra == noExtra {
		return nothing
	}
	return *h.extras.At(int(r.extra))
}

var nothing = extra{noLabel, noLabel, noLabel, noLabel, noLabel}

// word returns the word with a number, "" for none.
func (h *history) word(i int32) string {
	if i == noLabel {
		return ""
	}
	return h.words.Name(i)
}

// collect reads a history, and keeps what counting needs of it.
func (f *Funnel) collect(in iter.Seq2[lead.Transition, error], asOf time.Time, by string) (*history, error) {
	h := &history{}
	end := asOf.UnixMicro()
	prints := histories.NewPrinter()
	n := 0
	for t, err := range in {
		if err != nil {
			return nil, fmt.Errorf("funnel: reading the history, after %d rows: %w", n, err)
		}
		n++
		if lack := histories.Lack(&t); lack != "" {
			return nil, fmt.Errorf("funnel: row %d of the history: %w: %s", n, ErrInvalidRow, lack)
		}
		at := histories.Micros(t.At)
		if at > end {
			continue
		}
		to := t.To
		if now, ok := f.renamed[to]; ok {
			to = now
		}
		r := row{
			Head: histories.Head{
				At: at, Version: t.Version, Hash: prints.Of(&t),
				Lead: h.leads.Index(t.LeadID), Event: h.events.Index(string(t.Event)),
			},
			due: histories.Micros(t.Due), to: h.statuses.Index(string(to)), label: noLabel, inferred: t.Inferred,
		}
		if by != "" {
			if v := t.Labels[by]; v != "" {
				r.label = h.values.Index(v)
			}
		}
		if recorded := histories.Micros(t.Recorded); at != noTime && recorded != noTime {
			r.late = recorded-lateAfter > at
		}
		r.touch = f.handOff != nil && t.Actor.Kind != lead.System && t.Actor.Side == f.handOff.Side
		r.extra = h.addExtra(f, &t, to)
		h.rows.Add(r)
	}
	return h, nil
}

// addExtra keeps what is needed beyond the row itself, and returns where.
func (h *history) addExtra(f *Funnel, t *lead.Transition, to lead.Status) int32 {
	x := nothing
	label := func(name string) int32 {
		if v := t.Labels[name]; v != "" {
			return h.words.Index(v)
		}
		return noLabel
	}
	if f.handOff != nil {
		if t.Reason != "" {
			x.reason = h.words.Index(t.Reason)
		}
		if to == f.handOff.Status {
			x.source, x.band, x.criteria = label(f.handOff.Source), label(f.handOff.Band), label(f.handOff.Criteria)
			if x.criteria == noLabel && t.Criteria != "" {
				x.criteria = h.words.Index("unsigned") // there are criteria, and nobody has shown a signature
			}
		}
	}
	if f.amount != "" && f.worth(t.Event, to) {
		x.amount = label(f.amount)
	}
	if x == nothing {
		return noExtra
	}
	h.extras.Add(x)
	return int32(h.extras.Len() - 1)
}

// duplicate makes the error of different rows with one version.
func (h *history) duplicate(clash []row) *DuplicateError {
	told := make([]string, len(clash))
	for i := range clash {
		r := &clash[i]
		told[i] = histories.Tell(h.events.Name(r.Event), h.statuses.Name(r.to), r.At)
	}
	e := &DuplicateError{LeadID: h.leads.Name(clash[0].Lead), Version: clash[0].Version}
	e.First, e.Second = histories.Apart(told)
	return e
}
