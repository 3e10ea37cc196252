package histories

import (
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/leadline-go/leadline/lead"
)

// Head is what every row has: what puts it in its place and tells it from others. It
// holds no pointer, so that millions of rows are nothing for the garbage collector to
// walk.
type Head struct {
	At      int64  // when it happened, in microseconds since 1970, or NoTime
	Version int64  // at least 1
	Hash    uint64 // of everything that may not differ between two readings: [Printer.Of]
	Lead    int32  // number of the lead's id
	Event   int32  // number of the event
}

func (h *Head) head() *Head { return h }

// Row is a pointer to a row of any kind that has a [Head] in it.
type Row[R any] interface {
	*R
	head() *Head
}

// NoTime is the time of a row that has none.
const NoTime = math.MinInt64

// Micros returns a time in microseconds since 1970. At or before the year 1, where the
// zero time lies, there is none; beyond the year 9999 microseconds could overflow, and
// the time is later than any.
func Micros(t time.Time) int64 {
	switch {
	case !t.After(time.Time{}):
		return NoTime
	case t.Year() > 9999:
		return math.MaxInt64
	}
	return t.UnixMicro()
}

// Lack says what a row lacks that every row has; "" if nothing.
func Lack(t *lead.Transition) string {
	if t.LeadID != "" && t.Version >= 1 && t.To != "" {
		return ""
	}
	return fmt.Sprintf("expected a lead, a version of at least 1 and a status to go to, found lead %.80q, version %d, to %.80q",
		t.LeadID, t.Version, string(t.To))
}

// Tell writes what a row says, for those who have two of them: event, to, at.
func Tell(event, to string, at int64) string {
	when := "without a time"
	if at != NoTime {
		when = "at " + time.UnixMicro(at).UTC().Format(time.RFC3339Nano)
	}
	return fmt.Sprintf("%.80q to %.80q, %s", event, to, when)
}

// Apart returns two of some texts by which rows can be told apart, the same whatever
// their order: the smallest, and the next that is another one if there is any.
func Apart(told []string) (first, second string) {
	told = slices.Compact(slices.Sorted(slices.Values(told)))
	return told[0], told[min(1, len(told)-1)]
}
