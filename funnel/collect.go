package funnel

import (
	"fmt"
	"iter"
	"math"
	"time"

	"github.com/leadline-go/leadline/lead"
)

// row is what counting needs of a lead.Transition. It holds no pointer and fills
// 56 bytes, so that millions of rows are cheap to keep and nothing for the
// garbage collector to walk.
type row struct {
	at       int64  // microseconds since 1970, or noTime
	due      int64  // likewise
	version  int64  // at least 1
	hash     uint64 // of everything that may not differ between two readings
	lead     int32  // these three are indexes into names
	event    int32
	to       int32 // after Renamed
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
	noTime  = math.MinInt64
	noLabel = -1
	noExtra = -1
)

// history is what was read of a history: its rows by AsOf, as they came.
type history struct {
	rows     blocks[row]
	leads    names
	statuses names
	events   names
	values   names // of the label

	extras blocks[extra]
	words  names // values of the labels of hand-overs and amounts, and reasons
}

func (h *history) row(i int) *row { return h.rows.at(i) }

// extraOf returns what is known beyond the row itself.
func (h *history) extraOf(r *row) extra {
	if r.extra == noExtra {
		return nothing
	}
	return *h.extras.at(int(r.extra))
}

var nothing = extra{noLabel, noLabel, noLabel, noLabel, noLabel}

// word returns the word with a number, "" for none.
func (h *history) word(i int32) string {
	if i == noLabel {
		return ""
	}
	return h.words.list[i]
}

// blocks is a list that grows without copying: a slice that does would need twice the
// room at its end.
type blocks[E any] struct {
	list [][]E // all full but the last
	n    int
}

const blockSize = 1 << 12

func (b *blocks[E]) add(e E) {
	if b.n%blockSize == 0 {
		b.list = append(b.list, make([]E, 0, blockSize))
	}
	last := &b.list[len(b.list)-1]
	*last = append(*last, e)
	b.n++
}

func (b *blocks[E]) at(i int) *E { return &b.list[i/blockSize][i%blockSize] }

// collect reads a history. It copies what it keeps: the strings of a row are
// often slices of a whole line.
func (f *Funnel) collect(in iter.Seq2[lead.Transition, error], asOf time.Time, by string) (*history, error) {
	h := &history{}
	end := asOf.UnixMicro()
	prints := newPrinter()
	n := 0
	for t, err := range in {
		if err != nil {
			return nil, fmt.Errorf("funnel: reading the history, after %d rows: %w", n, err)
		}
		n++
		if t.LeadID == "" || t.Version < 1 || t.To == "" {
			return nil, fmt.Errorf("funnel: row %d of the history: %w: expected a lead, a version of at least 1 and a status to go to, found lead %.80q, version %d, to %.80q",
				n, ErrInvalidRow, t.LeadID, t.Version, string(t.To))
		}
		r := row{at: micros(t.At), due: micros(t.Due), version: t.Version, label: noLabel, inferred: t.Inferred}
		if r.at > end {
			continue
		}
		to := t.To
		if now, ok := f.renamed[to]; ok {
			to = now
		}
		r.hash = prints.of(&t)
		r.lead = h.leads.index(t.LeadID)
		r.event = h.events.index(string(t.Event))
		r.to = h.statuses.index(string(to))
		if by != "" {
			if v := t.Labels[by]; v != "" {
				r.label = h.values.index(v)
			}
		}
		r.late = r.at != noTime && micros(t.Recorded)-r.at > lateAfter && !t.Recorded.IsZero()
		r.touch = f.handOff != nil && t.Actor.Kind != lead.System && t.Actor.Side == f.handOff.Side
		r.extra = h.addExtra(f, &t, to)
		h.rows.add(r)
	}
	return h, nil
}

// addExtra keeps what is needed beyond the row itself, and returns where.
func (h *history) addExtra(f *Funnel, t *lead.Transition, to lead.Status) int32 {
	x := nothing
	label := func(name string) int32 {
		if v := t.Labels[name]; v != "" {
			return h.words.index(v)
		}
		return noLabel
	}
	if f.handOff != nil {
		if t.Reason != "" {
			x.reason = h.words.index(t.Reason)
		}
		if to == f.handOff.Status {
			x.source, x.band, x.criteria = label(f.handOff.Source), label(f.handOff.Band), label(f.handOff.Criteria)
		}
	}
	if f.amount != "" && f.worth(t.Event, to) {
		x.amount = label(f.amount)
	}
	if x == nothing {
		return noExtra
	}
	h.extras.add(x)
	return int32(h.extras.n - 1)
}

// micros returns a row's time. At or before the year 1, where the zero time lies,
// there is none.
func micros(t time.Time) int64 {
	if !t.After(time.Time{}) {
		return noTime
	}
	// Beyond the year 9999, where no AsOf can lie, microseconds could overflow.
	if t.Year() > 9999 {
		return math.MaxInt64
	}
	return t.UnixMicro()
}

// byLead is the rows of a history grouped by lead.
type byLead struct {
	*history
	order  []uint32 // row numbers; 2^32 rows would be 200 GB of rows
	starts []uint32 // per lead, where its rows start in order; one more at the end
	buffer []row
}

// group sorts the row numbers by lead, by counting.
func (h *history) group() *byLead {
	g := &byLead{history: h, order: make([]uint32, h.rows.n), starts: make([]uint32, len(h.leads.list)+1)}
	for _, b := range h.rows.list {
		for i := range b {
			g.starts[b[i].lead+1]++
		}
	}
	for l := range h.leads.list {
		g.starts[l+1] += g.starts[l]
	}
	next := append([]uint32(nil), g.starts...)
	for i := range h.rows.n {
		l := h.row(i).lead
		g.order[next[l]] = uint32(i)
		next[l]++
	}
	return g
}

// rowsOf returns a lead's rows as they came. They are a copy, valid until the
// next call.
func (g *byLead) rowsOf(l int) []row {
	g.buffer = g.buffer[:0]
	for _, i := range g.order[g.starts[l]:g.starts[l+1]] {
		g.buffer = append(g.buffer, *g.row(int(i)))
	}
	return g.buffer
}
