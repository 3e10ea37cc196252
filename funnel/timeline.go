package funnel

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// timeline is one lead's rows, each once, in the order in which they happened,
// and what was odd about them.
type timeline struct {
	rows       []row // by (at, version); all have a time
	duplicates int   // rows that were there before
	backwards  int   // rows dated before one of lower version
	timeless   int   // rows without a time; left out of rows
	clash      []row // rows that claim one version but differ; the rest is then void
}

// timelineOf orders the rows of one lead, in place.
func timelineOf(rows []row) timeline {
	var tl timeline
	slices.SortFunc(rows, func(a, b row) int {
		return cmp.Or(cmp.Compare(a.version, b.version), cmp.Compare(a.at, b.at), cmp.Compare(a.hash, b.hash))
	})
	latest := int64(noTime)
	kept := rows[:0]
	for i, r := range rows {
		if i > 0 && r.version == rows[i-1].version {
			if r.hash != rows[i-1].hash {
				return timeline{clash: sameVersion(rows[i-1:])}
			}
			tl.duplicates++
			continue
		}
		if r.at == noTime {
			tl.timeless++
			continue
		}
		if r.at < latest {
			tl.backwards++
		}
		latest = max(latest, r.at)
		kept = append(kept, r)
	}
	if tl.backwards > 0 {
		slices.SortFunc(kept, func(a, b row) int {
			return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.version, b.version))
		})
	}
	tl.rows = kept
	return tl
}

// sameVersion returns the rows at the front that share their version.
func sameVersion(rows []row) []row {
	end := slices.IndexFunc(rows, func(r row) bool { return r.version != rows[0].version })
	if end < 0 {
		end = len(rows)
	}
	return rows[:end]
}

// duplicate makes the error of different rows with one version.
func (h *history) duplicate(clash []row) *DuplicateError {
	told := make([]string, len(clash))
	for i := range clash {
		told[i] = h.describe(&clash[i])
	}
	slices.Sort(told)
	first, second := told[0], told[0]
	for _, t := range told {
		if t != first {
			second = t
			break
		}
	}
	return &DuplicateError{
		LeadID: h.leads.list[clash[0].lead], Version: clash[0].version,
		First: first, Second: second,
	}
}

func (h *history) describe(r *row) string {
	at := "without a time"
	if r.at != noTime {
		at = "at " + stamp(time.UnixMicro(r.at).UTC())
	}
	return fmt.Sprintf("%.80q to %.80q, %s", h.events.list[r.event], h.statuses.list[r.to], at)
}
