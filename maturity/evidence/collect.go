package evidence

import (
	"fmt"
	"iter"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/leadline-go/leadline/funnel"
	"github.com/leadline-go/leadline/lead"
)

// row is what measuring needs of a lead.Transition. It holds no pointer and fills 48
// bytes, so that millions of rows are cheap to keep.
type row struct {
	at      int64  // microseconds since 1970, or noTime
	due     int64  // likewise
	version int64  // at least 1
	hash    uint64 // of everything that may not differ between two readings
	lead    int32
	event   int32
	to      int32 // by its present name

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

const noTime = math.MinInt64

// history is the rows by AsOf, as they came.
type history struct {
	*lifecycle
	leads  names
	blocks [][]row // all full but the last
	n      int
}

// names gives each of many strings a small number, in the order of their coming.
type names struct {
	list   []string
	number map[string]int32
	last   int32 // rows of a lead mostly come one after the other
}

func (n *names) index(s string) int32 {
	if len(n.list) > 0 && n.list[n.last] == s {
		return n.last
	}
	i, ok := n.number[s]
	if !ok {
		if n.number == nil {
			n.number = map[string]int32{}
		}
		s = strings.Clone(s) // often it is a slice of a whole line
		i = int32(len(n.list))
		n.list, n.number[s] = append(n.list, s), i
	}
	n.last = i
	return i
}

// blockSize is how many rows grow together: a slice that doubles would need twice the
// room at its end.
const blockSize = 1 << 12

func (h *history) add(r row) {
	if h.n%blockSize == 0 {
		h.blocks = append(h.blocks, make([]row, 0, blockSize))
	}
	last := &h.blocks[len(h.blocks)-1]
	*last = append(*last, r)
	h.n++
}

func (h *history) row(i uint32) *row { return &h.blocks[i/blockSize][i%blockSize] }

// collect reads a history, in one pass.
func collect(in iter.Seq2[lead.Transition, error], l *lifecycle, o *Options) (*history, error) {
	h := &history{lifecycle: l}
	end := o.AsOf.UnixMicro()
	prints := newPrinter()
	n := 0
	for t, err := range in {
		if err != nil {
			return nil, fmt.Errorf("evidence: reading the history, after %d rows: %w", n, err)
		}
		n++
		if t.LeadID == "" || t.Version < 1 || t.To == "" {
			return nil, fmt.Errorf("evidence: row %d of the history: %w: expected a lead, a version of at least 1 and a status to go to, found lead %.80q, version %d, to %.80q",
				n, funnel.ErrInvalidRow, t.LeadID, t.Version, string(t.To))
		}
		r := row{at: micros(t.At), due: micros(t.Due), version: t.Version}
		if r.at > end {
			continue
		}
		to := t.To
		if now, ok := l.older[to]; ok {
			to = now
		}
		r.hash = prints.of(&t)
		r.lead, r.event, r.to = h.leads.index(t.LeadID), l.events.index(string(t.Event)), l.statuses.index(string(to))
		r.ends = l.endOf(t.Event, to)
		r.doer = workerOf(t.Actor, o.Team)
		r.mark(bySales, t.Actor.Kind != lead.System && t.Actor.Side == l.handOff.Side)
		r.mark(listed, t.Reason != "" && l.listed(t.Event, t.Reason))
		r.mark(adopted, t.Inferred)
		r.mark(scored, r.to == l.offer && l.byScore(&t))
		h.add(r)
	}
	return h, nil
}

func workerOf(a lead.Actor, own lead.Side) worker {
	switch {
	case a.Side == own, a.Side == "" && a.Kind == lead.System:
		return team // its people, or its rules
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

// micros returns a row's time. At or before the year 1, where the zero time lies, there
// is none; beyond the year 9999, where no AsOf can lie, microseconds could overflow.
func micros(t time.Time) int64 {
	switch {
	case !t.After(time.Time{}):
		return noTime
	case t.Year() > 9999:
		return math.MaxInt64
	}
	return t.UnixMicro()
}
