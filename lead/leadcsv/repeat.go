package leadcsv

import (
	"encoding/binary"
	"slices"
	"strings"
)

// dropRepeated takes out the rows of change files that say the same as one before.
// The rows are in order, so that those with one time and order value stand
// together.
//
// Of equal rows there stay as many as the file has that has most: exports that
// overlap hold the same changes, while two rows in one export are two changes,
// unless an order value says that they are one.
func (h *History) dropRepeated() {
	files, ordered := 0, false
	for _, p := range h.parts {
		if !p.wide {
			files++
			ordered = ordered || p.ordered
		}
	}
	if files < 2 && !ordered {
		return
	}
	kept := h.rows[:0]
	for rest := h.rows; len(rest) > 0; {
		n := 1
		for n < len(rest) && h.tied(rest[0], rest[n]) {
			n++
		}
		if n == 1 {
			kept = append(kept, rest[0])
		} else {
			kept = h.distinct(kept, rest[:n])
		}
		rest = rest[n:]
	}
	h.rows = kept
}

// tied reports whether two rows differ in status, labels and file at most.
func (h *History) tied(a, b row) bool {
	return a.lead == b.lead && a.at == b.at && a.order == b.order && !h.parts[a.part].wide && !h.parts[b.part].wide
}

// copies counts equal rows.
type copies struct {
	kept int
	part uint32 // the file last looked at
	here int    // in this file
}

// distinct appends to kept those of tied rows that repeat none before. It may
// write over the rows that it has read.
func (h *History) distinct(kept, tied []row) []row {
	seen := map[string]copies{}
	var key []byte
	for _, r := range tied {
		key = h.appendKey(key[:0], r)
		c := seen[string(key)]
		if c.part != r.part {
			c.part, c.here = r.part, 0
		}
		c.here++
		if c.here > c.kept && (c.kept == 0 || !h.hasOrder(r)) {
			c.kept++
			kept = append(kept, r)
		} else {
			p := h.parts[r.part]
			p.Rows--
			p.Repeated++
			h.seen[r.status].Rows-- // its First stays: the row that it repeats has the same time
		}
		seen[string(key)] = c
	}
	return kept
}

// hasOrder reports whether a row has an order value. An empty one tells nothing.
func (h *History) hasOrder(r row) bool {
	return h.parts[r.part].ordered && (r.order >= 0 || h.orders[-1-r.order] != "")
}

// appendKey appends what tells tied rows apart: the status, the labels that have a
// value, and whether there is an order value.
func (h *History) appendKey(key []byte, r row) []byte {
	p := h.parts[r.part]
	key = binary.LittleEndian.AppendUint32(key, r.status)
	if h.hasOrder(r) {
		key = append(key, 1)
	} else {
		key = append(key, 0)
	}
	for _, i := range p.byName {
		v := p.cells[(int(r.number)-p.first)*len(p.labels)+i]
		if v == 0 {
			continue
		}
		key = binary.LittleEndian.AppendUint32(key, v)
		key = binary.LittleEndian.AppendUint32(key, uint32(len(p.labels[i])))
		key = append(key, p.labels[i]...)
	}
	return key
}

// byName lists the places of labels in the order of their names.
func byName(labels []string) []int {
	places := make([]int, len(labels))
	for i := range places {
		places[i] = i
	}
	slices.SortFunc(places, func(a, b int) int { return strings.Compare(labels[a], labels[b]) })
	return places
}
