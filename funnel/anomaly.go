package funnel

import (
	"slices"

	"github.com/leadline-go/leadline/internal/histories"
)

// AnomalyKind names what is wrong with rows of a history. The list is closed.
type AnomalyKind string

// The kinds of anomaly.
const (
	// EndsBeforeStart is a row dated before one of lower version. It counts
	// where its date puts it.
	EndsBeforeStart AnomalyKind = "ends_before_start"
	// TimeMissing is a row without a time. It is left out.
	TimeMissing AnomalyKind = "time_missing"
	// UnknownStatus is a row with a status that Spec.Known lacks. It counts
	// like a status in no stage.
	UnknownStatus AnomalyKind = "unknown_status"
	// AfterTerminal is a row that leaves a status of Spec.Terminal. It counts.
	AfterTerminal AnomalyKind = "after_terminal"
)

// anomalyKinds is their order in a report.
var anomalyKinds = [...]AnomalyKind{EndsBeforeStart, TimeMissing, UnknownStatus, AfterTerminal}

// anomalyTally counts anomalies by kind.
type anomalyTally [len(anomalyKinds)]struct {
	n   int64
	ids []string // the smallest, sorted
}

// maxAnomalyLeads is how many lead ids of an anomaly are named.
const maxAnomalyLeads = 10

// add counts one lead's rows.
func (t *anomalyTally) add(id string, tl histories.Timeline[row], c *codes) {
	counts := [len(anomalyKinds)]int{tl.Backwards, tl.Timeless}
	for i := range tl.Rows {
		to := tl.Rows[i].to
		if c.unknown[to] {
			counts[2]++
		}
		if i > 0 && tl.Rows[i-1].to != to && c.terminal[tl.Rows[i-1].to] {
			counts[3]++
		}
	}
	for k, n := range counts {
		if n == 0 {
			continue
		}
		a := &t[k]
		a.n += int64(n)
		if i, _ := slices.BinarySearch(a.ids, id); i < maxAnomalyLeads {
			a.ids = slices.Insert(a.ids, i, id)
			a.ids = a.ids[:min(len(a.ids), maxAnomalyLeads)]
		}
	}
}

func (t *anomalyTally) anomalies() []Anomaly {
	list := []Anomaly{}
	for k, kind := range anomalyKinds {
		if t[k].n > 0 {
			list = append(list, Anomaly{Kind: kind, N: t[k].n, Leads: t[k].ids})
		}
	}
	return list
}
