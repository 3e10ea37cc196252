package leadcsv

import (
	"cmp"
	"iter"
	"maps"
	"slices"
	"time"

	"github.com/leadline-go/leadline/lead"
)

// EventImport is the event of every row but a lead's first.
const EventImport lead.Event = "import"

// History is what [Read] made of its files. It does not change and may be used
// from many goroutines.
type History struct {
	rows   []row // by lead, then version
	leads  []string
	values []string
	orders []string
	seen   []StatusSeen
	parts  []*part
}

// row is a Transition as short as it gets.
type row struct {
	at     int64  // microseconds since 1970, or unknown
	order  int64  // see order.go
	lead   uint32 // in History.leads
	number uint32 // in the order of reading
	status uint32 // in History.seen
	part   uint32 // in History.parts
}

// part is what History keeps of one file.
type part struct {
	FileCount
	labels   []string
	byName   []int // places of labels, by name
	wide     bool
	ordered  bool              // the map has an order
	place    int               // of its rows among those of a lead: files of one place are numbered together
	first    int               // number of the first row
	cells    []uint32          // label values: of each row of a change file, each record of a wide file
	recordOf map[uint32]uint32 // of a wide file, by lead
	lines    []int             // of a wide file, by record
	times    []int64           // of a wide file, by record and milestone; gone after reading
}

// FileCount says what became of a file's records.
type FileCount struct {
	Name     string // as [File.Name]
	Records  int    // records behind the header
	Excluded int    // records that do not meet the map's where
	Repeated int    // records that repeat another and give no row, see the package comment
	Rows     int    // rows of the history
}

// StatusSeen is what a history holds of one status.
type StatusSeen struct {
	Status lead.Status // as the file has it
	Rows   int         // into it
	First  time.Time   // the earliest time of a row into it; zero if none has a time
}

// All yields every row, ordered by LeadID, by its bytes, then Version. The error is
// always nil; it is there because histories come from stores, too. All may be
// called again and again.
//
// Rows of one lead share Labels as long as these do not change: do not write to
// them.
func (h *History) All() iter.Seq2[lead.Transition, error] {
	return func(yield func(lead.Transition, error) bool) {
		for rest := h.rows; len(rest) > 0; {
			id := rest[0].lead
			n := 1
			for n < len(rest) && rest[n].lead == id {
				n++
			}
			if !h.lead(rest[:n], yield) {
				return
			}
			rest = rest[n:]
		}
	}
}

// lead yields the rows of one lead.
func (h *History) lead(rows []row, yield func(lead.Transition, error) bool) bool {
	t := lead.Transition{LeadID: h.leads[rows[0].lead], Event: lead.EventOpen}
	t.Labels = h.leadLabels(rows[0].lead)
	t.Set = slices.Sorted(maps.Keys(t.Labels))
	for _, r := range rows {
		t.Version++
		t.From, t.To = t.To, h.seen[r.status].Status
		t.At = time.Time{}
		if r.at != unknown {
			t.At = time.UnixMicro(r.at).UTC()
		}
		t.Recorded = t.At
		if t.From != t.To {
			t.Since = t.At
		}
		h.rowLabels(r, &t)
		if !yield(t, nil) {
			return false
		}
		t.Event, t.Set = EventImport, nil
	}
	return true
}

// leadLabels are the labels that a lead has from wide files.
func (h *History) leadLabels(id uint32) map[string]string {
	var labels map[string]string
	for _, p := range h.parts {
		rec, ok := p.recordOf[id]
		if !ok {
			continue
		}
		for i, name := range p.labels {
			if v := p.cells[int(rec)*len(p.labels)+i]; v != 0 {
				if labels == nil {
					labels = map[string]string{}
				}
				labels[name] = h.values[v]
			}
		}
	}
	return labels
}

// rowLabels puts the labels of a change file's row into t.
func (h *History) rowLabels(r row, t *lead.Transition) {
	p := h.parts[r.part]
	if p.wide || len(p.labels) == 0 {
		return
	}
	at := (int(r.number) - p.first) * len(p.labels)
	changed := false
	for i, name := range p.labels {
		v := h.values[p.cells[at+i]]
		if v == "" || t.Labels[name] == v {
			continue
		}
		if !changed {
			changed = true
			t.Labels = maps.Clone(t.Labels) // rows before have it
			if t.Labels == nil {
				t.Labels = map[string]string{}
			}
		}
		t.Labels[name] = v
		if j, found := slices.BinarySearch(t.Set, name); !found {
			t.Set = slices.Insert(t.Set, j, name)
		}
	}
}

// Rows is the number of rows that All yields.
func (h *History) Rows() int { return len(h.rows) }

// Leads is the number of leads that have a row.
func (h *History) Leads() int {
	n := 0
	for i, r := range h.rows {
		if i == 0 || r.lead != h.rows[i-1].lead {
			n++
		}
	}
	return n
}

// Span returns the earliest and the latest time of a row; both are zero if no row
// has a time.
func (h *History) Span() (first, last time.Time) {
	var lo, hi int64 = unknown, unknown
	for _, r := range h.rows {
		if r.at == unknown {
			continue
		}
		lo = min(lo, r.at)
		if hi == unknown || r.at > hi {
			hi = r.at
		}
	}
	if hi == unknown {
		return time.Time{}, time.Time{}
	}
	return time.UnixMicro(lo).UTC(), time.UnixMicro(hi).UTC()
}

// Statuses lists the statuses that occur: file after file, those of a wide file in
// the order of its milestones, those of a change file as they first come up in it.
func (h *History) Statuses() []StatusSeen {
	return slices.DeleteFunc(slices.Clone(h.seen), func(s StatusSeen) bool { return s.Rows == 0 })
}

// Labels lists the labels that the maps name, sorted.
func (h *History) Labels() []string {
	var names []string
	for _, p := range h.parts {
		names = append(names, p.labels...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// Files says what became of each file, in the order given.
func (h *History) Files() []FileCount {
	out := make([]FileCount, len(h.parts))
	for i, p := range h.parts {
		out[i] = p.FileCount
	}
	return out
}

func (s *StatusSeen) count(at int64) {
	s.Rows++
	if at != unknown {
		if t := time.UnixMicro(at).UTC(); s.First.IsZero() || t.Before(s.First) {
			s.First = t
		}
	}
}

func (b *builder) finish() *History {
	h := b.history
	h.values, h.orders = b.values.text, b.orders.text
	h.leads = b.leads.text
	changes := slices.IndexFunc(h.parts, func(p *part) bool { return !p.wide })
	for i, p := range h.parts {
		p.place = i
		if !p.wide {
			p.place = changes
		}
	}
	slices.SortFunc(h.rows, h.compare)
	h.dropRepeated()
	for _, p := range h.parts {
		p.times, p.lines = nil, nil
	}
	return h
}

// compare orders rows by lead and version.
func (h *History) compare(a, b row) int {
	if a.lead != b.lead {
		return cmp.Compare(h.leads[a.lead], h.leads[b.lead])
	}
	pa, pb := h.parts[a.part], h.parts[b.part]
	if c := cmp.Compare(pa.place, pb.place); c != 0 {
		return c
	}
	if !pa.wide {
		if c := cmp.Compare(a.at, b.at); c != 0 {
			return c
		}
		if c := compareOrder(a.order, b.order, h.orders); c != 0 {
			return c
		}
	}
	return cmp.Compare(a.number, b.number) // by file, then place in it
}

func newPart(f File, first int) *part {
	p := &part{
		FileCount: FileCount{Name: f.Name},
		labels:    f.Mapping.labels, byName: byName(f.Mapping.labels),
		wide: f.Mapping.wide(), ordered: f.Mapping.order != "",
		first: first,
	}
	if p.wide {
		p.recordOf = map[uint32]uint32{}
	}
	return p
}
