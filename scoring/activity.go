package scoring

import "time"

// Activity is something that a lead did. Its time decides whether it counts, and
// how much.
type Activity struct {
	// ID orders activities of the same time, and may be empty. Two activities
	// with one ID are two activities.
	ID string

	Type   string            // such as "page_view"; one that no rule names is ignored
	At     time.Time         // cut to the microsecond
	Asset  string            // what it was done with: a page, an e-mail, a webinar; may be empty
	Fields map[string]string // values as text, read as those of a [Record]
}

// asset is the name under which conditions know [Activity.Asset].
const asset = "asset"

// Record is a lead whose columns are known only at run time. Values are text and
// read by the type that [Spec.Fields] declares:
//
//   - int: decimal digits, such as "250" or "-3", within 64 bits;
//   - float: a decimal, such as "0.5" or "1e6";
//   - bool: "true" or "false", in any case of letters, as spreadsheets write TRUE; no
//     other word or number is one;
//   - time: RFC 3339, or a date such as "2026-03-02", which is midnight in UTC.
//
// An absent key, and a text that is listed in [Spec.Missing], is a missing value.
// A text that cannot be read is unknown to comparisons too, but it exists;
// [FieldType.Unreadable] says what was expected of it.
type Record struct {
	Fields     map[string]string // values by the names in [Spec.Fields]; others are ignored
	Activities []Activity        // in any order
}

// maxActivities bounds a lead. With it and maxPoints no sum can overflow.
const maxActivities = 1 << 20
