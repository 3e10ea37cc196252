package leadsql

import "time"

// ceilMicro is the first microsecond that is not before t. Rows are at whole
// microseconds: at >= t and at < t mean the same of it as of t.
func ceilMicro(t time.Time) int64 {
	us := t.UnixMicro()
	if t.Nanosecond()%1000 != 0 {
		us++
	}
	return us
}
