package leadsql

import (
	"math"
	"time"
)

// ceilMicro is the first microsecond that is not before t. Rows are at whole
// microseconds: at >= t and at < t mean the same of it as of t. A time beyond 64 bits of
// them is the last or the first there is, which no row is at.
func ceilMicro(t time.Time) int64 {
	switch most := time.UnixMicro(math.MaxInt64); {
	case !t.Before(most):
		return math.MaxInt64
	case t.Before(time.UnixMicro(math.MinInt64)):
		return math.MinInt64
	}
	us := t.UnixMicro()
	if t.Nanosecond()%1000 != 0 {
		us++
	}
	return us
}
