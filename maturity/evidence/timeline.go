package evidence

import (
	"iter"

	"github.com/leadline-go/leadline/funnel"
	"github.com/leadline-go/leadline/internal/histories"
)

// byLead yields the rows of each lead, in the order in which they happened, each once
// and only those with a time. They are valid until the next. The first error that
// it yields is the only one, and the end.
func (h *history) byLead() iter.Seq2[[]row, error] {
	return func(yield func([]row, error) bool) {
		grouped := histories.Group(&h.rows, h.leads.Len())
		var clash *funnel.DuplicateError
		for l, id := range h.leads.All() {
			tl := histories.Order(grouped.Of(l))
			if tl.Clash != nil && (clash == nil || id < clash.LeadID) {
				clash = h.duplicate(tl.Clash)
			}
			// What a bad history says is of no use, but all of it is looked at,
			// so that the error does not depend on the order of rows.
			if clash == nil && len(tl.Rows) > 0 && !yield(tl.Rows, nil) {
				return
			}
		}
		if clash != nil {
			yield(nil, clash)
		}
	}
}

// duplicate makes the error of different rows with one version.
func (h *history) duplicate(clash []row) *funnel.DuplicateError {
	told := make([]string, len(clash))
	for i := range clash {
		r := &clash[i]
		told[i] = histories.Tell(h.events.Name(r.Event), h.statuses.Name(r.to), r.At)
	}
	e := &funnel.DuplicateError{LeadID: h.leads.Name(clash[0].Lead), Version: clash[0].Version}
	e.First, e.Second = histories.Apart(told)
	return e
}
