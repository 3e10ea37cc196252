package funnel_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/funnel"
	"github.com/leadline-go/leadline/lead"
)

// inferredAt makes the row of a day one whose time says nothing.
func inferredAt(at float64, rows []lead.Transition) []lead.Transition {
	return with(rows, func(r *lead.Transition) { r.Inferred = r.Inferred || r.At.Equal(day(at)) })
}

func clockCounts(c funnel.Clock) map[string]int64 {
	return map[string]int64{"met": c.Met, "missed": c.Missed, "not yet due": c.NotYetDue, "unmeasured": c.Unmeasured, "timed": c.Time.N}
}

func TestAClockThatEndedNobodyKnowsWhenIsUnmeasured(t *testing.T) {
	unmeasured := map[string]int64{"met": 0, "missed": 0, "not yet due": 0, "unmeasured": 1, "timed": 0}
	for _, tt := range []struct {
		name    string
		history []lead.Transition
		clock   func(o funnel.Offers) funnel.Clock
	}{
		{
			"the answer",
			inferredAt(9, story("a", step{"open", "inquiry", 1, 0, "", "", nil}, step{"qualify", "mql", 2, 4, "", "", nil}, step{"accept", "sal", 9, 0, lead.Sales, "", nil})),
			func(o funnel.Offers) funnel.Clock { return o.Decision },
		},
		{
			"the first touch",
			inferredAt(9, story("b", step{"open", "inquiry", 1, 0, "", "", nil}, step{"qualify", "mql", 2, 0, "", "", nil}, step{"accept", "sal", 3, 4, lead.Sales, "", nil}, step{"qualify", "sql", 9, 0, "", "", nil})),
			func(o funnel.Offers) funnel.Clock { return o.FirstTouch },
		},
	} {
		total := report(t, sales(t), tt.history, funnel.Options{AsOf: day(10)}).HandOff.Total
		if diff := cmp.Diff(unmeasured, clockCounts(tt.clock(total))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

func TestARowRecordedAtNoTimeIsNotLate(t *testing.T) {
	rows := join(path("1", "inquiry@1"), path("2", "inquiry@2"), path("3", "inquiry@3"))
	for _, recorded := range []time.Time{{}, time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(-290000, 1, 1, 0, 0, 0, 0, time.UTC)} {
		rep := report(t, sales(t), with(rows, func(r *lead.Transition) { r.Recorded = recorded }), funnel.Options{AsOf: day(10)})
		for _, f := range rep.Findings {
			if f.Code == funnel.FindingLateRows {
				t.Errorf("recorded %v: %s", recorded, f.Text)
			}
		}
	}
}

// An offer that was adopted is on somebody's work list, whenever it began.
func TestAnAdoptedOfferIsOverdueWhereverItIsCounted(t *testing.T) {
	rows := inferredAt(2, story("adopted", step{"open", "mql", 2, 3, "", "", nil}))
	r := report(t, sales(t), rows, funnel.Options{AsOf: day(10)})
	total := r.HandOff.Total
	if total.Overdue != 1 || total.Decision.Unmeasured != 1 || total.Decision.Missed != 0 {
		t.Errorf("overdue %d, want 1; clock %+v, want it unmeasured", total.Overdue, total.Decision)
	}
	for _, a := range r.Ages {
		if a.Overdue != 0 && (a.Status != "mql" || a.Overdue != 1) || a.Status == "mql" && a.Overdue != 1 {
			t.Errorf("of the ages %+v, want one overdue in mql", a)
		}
	}
	if a := r.HandOff.Agenda; len(a) == 0 || a[0].Topic != funnel.TopicUnanswered || a[0].Value.Num != 1 {
		t.Errorf("agenda %+v, want the offer that waits", a)
	}
}
