package evidence

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"time"

	"github.com/leadline-go/leadline/funnel"
)

// byLead yields the rows of each lead, in the order in which they happened, each once
// and only those with a time. They are valid until the next. The first error that
// it yields is the only one, and the end.
func (h *history) byLead() iter.Seq2[[]row, error] {
	return func(yield func([]row, error) bool) {
		order, starts := h.group()
		var clash *funnel.DuplicateError
		var buffer []row
		for l, id := range h.leads.list {
			buffer = buffer[:0]
			for _, i := range order[starts[l]:starts[l+1]] {
				buffer = append(buffer, *h.row(i))
			}
			rows, at := timeline(buffer)
			if at != none && (clash == nil || id < clash.LeadID) {
				clash = h.duplicate(buffer, at)
			}
			// What a bad history says is of no use, but all of it is looked at,
			// so that the error does not depend on the order of rows.
			if clash == nil && len(rows) > 0 && !yield(rows, nil) {
				return
			}
		}
		if clash != nil {
			yield(nil, clash)
		}
	}
}

// group sorts the numbers of rows by lead, by counting: those of lead l stand in order
// from starts[l] to starts[l+1].
func (h *history) group() (order, starts []uint32) {
	order, starts = make([]uint32, h.n), make([]uint32, len(h.leads.list)+1)
	for _, b := range h.blocks {
		for i := range b {
			starts[b[i].lead+1]++
		}
	}
	for l := range h.leads.list {
		starts[l+1] += starts[l]
	}
	next := slices.Clone(starts)
	for i := range uint32(h.n) {
		l := h.row(i).lead
		order[next[l]] = i
		next[l]++
	}
	return order, starts
}

// timeline sorts a lead's rows in place. The second result is the first row of two that
// claim one version and differ; rows are then sorted by version.
func timeline(rows []row) (kept []row, clash int) {
	slices.SortFunc(rows, func(a, b row) int {
		return cmp.Or(cmp.Compare(a.version, b.version), cmp.Compare(a.hash, b.hash))
	})
	for i := 1; i < len(rows); i++ {
		if rows[i].version == rows[i-1].version && rows[i].hash != rows[i-1].hash {
			return nil, i - 1
		}
	}
	kept = rows[:0]
	latest, backwards := int64(noTime), false
	for _, r := range rows {
		if len(kept) > 0 && r.version == kept[len(kept)-1].version || r.at == noTime {
			continue
		}
		backwards = backwards || r.at < latest
		latest = max(latest, r.at)
		kept = append(kept, r)
	}
	if backwards {
		slices.SortFunc(kept, func(a, b row) int {
			return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.version, b.version))
		})
	}
	return kept, none
}

// duplicate makes the error of different rows with one version.
func (h *history) duplicate(rows []row, at int) *funnel.DuplicateError {
	version := rows[at].version
	var told []string
	for i := range rows {
		if r := &rows[i]; r.version == version {
			when := "without a time"
			if r.at != noTime {
				when = "at " + stamp(time.UnixMicro(r.at).UTC())
			}
			told = append(told, fmt.Sprintf("%.80q to %.80q, %s", h.events.list[r.event], h.statuses.list[r.to], when))
		}
	}
	slices.Sort(told)
	differ := slices.Compact(slices.Clone(told))
	e := &funnel.DuplicateError{LeadID: h.leads.list[rows[at].lead], Version: version, First: told[0], Second: told[0]}
	if len(differ) > 1 {
		e.Second = differ[1]
	}
	return e
}
