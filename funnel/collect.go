package funnel

import (
	"fmt"
	"iter"
	"math"
	"strings"
	"time"

	"github.com/leadline-go/leadline/lead"
)

// row is what counting needs of a lead.Transition. It holds no pointer and fills
// 48 bytes, so that millions of rows are cheap to keep and nothing for the
// garbage collector to walk.
type row struct {
	at       int64  // microseconds since 1970, or noTime
	version  int64  // at least 1
	hash     uint64 // of everything that may not differ between two readings
	lead     int32  // these five are indexes into names
	event    int32
	from     int32
	to       int32 // after Renamed
	label    int32 // value of Options.By, or noLabel
	inferred bool
}

const (
	noTime  = math.MinInt64
	noLabel = -1
)

// history is what was read of a history: its rows by AsOf, as they came.
type history struct {
	blocks   [][]row // all full but the last
	n        int
	leads    names
	statuses names
	events   names
	values   names // of the label
}

// blockRows is the size of a block. Rows are kept in blocks, since a slice that
// grows by copying would need twice the room at its end.
const blockRows = 1 << 12

func (h *history) add(r row) {
	if h.n%blockRows == 0 {
		h.blocks = append(h.blocks, make([]row, 0, blockRows))
	}
	last := &h.blocks[len(h.blocks)-1]
	*last = append(*last, r)
	h.n++
}

func (h *history) row(i int) *row { return &h.blocks[i/blockRows][i%blockRows] }

// collect reads a history. It copies what it keeps: the strings of a row are
// often slices of a whole line.
func collect(in iter.Seq2[lead.Transition, error], asOf time.Time, by string, renamed map[lead.Status]lead.Status) (*history, error) {
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
		r := row{at: micros(t.At), version: t.Version, label: noLabel, inferred: t.Inferred}
		if r.at > end {
			continue
		}
		to := t.To
		if now, ok := renamed[to]; ok {
			to = now
		}
		r.hash = prints.of(&t)
		r.lead = h.leads.index(t.LeadID)
		r.event = h.events.index(string(t.Event))
		r.from = h.statuses.index(string(t.From))
		r.to = h.statuses.index(string(to))
		if by != "" {
			if v := t.Labels[by]; v != "" {
				r.label = h.values.index(v)
			}
		}
		h.add(r)
	}
	return h, nil
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

// names gives each of many strings a small number, in the order of their coming.
type names struct {
	numbers map[string]int32
	list    []string
	last    int32 // rows of a lead mostly come one after the other
}

func (n *names) index(s string) int32 {
	if len(n.list) > 0 && n.list[n.last] == s {
		return n.last
	}
	i, ok := n.numbers[s]
	if !ok {
		if n.numbers == nil {
			n.numbers = map[string]int32{}
		}
		s = strings.Clone(s)
		i = int32(len(n.list))
		n.numbers[s] = i
		n.list = append(n.list, s)
	}
	n.last = i
	return i
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
	g := &byLead{history: h, order: make([]uint32, h.n), starts: make([]uint32, len(h.leads.list)+1)}
	for _, b := range h.blocks {
		for i := range b {
			g.starts[b[i].lead+1]++
		}
	}
	for l := range h.leads.list {
		g.starts[l+1] += g.starts[l]
	}
	next := append([]uint32(nil), g.starts...)
	for i := range h.n {
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
