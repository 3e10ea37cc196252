package funnel

import "time"

// Period is a stretch of the calendar.
type Period string

// The periods.
const (
	Week  Period = "week"  // from Monday
	Month Period = "month" // the default
)

// Cohorts are the leads of the report by the period in which they came in, and how
// many of them had reached the last stage how many periods later. A lead came in with
// its first entry into a stage. On the activity basis there are none.
type Cohorts struct {
	Per   Period      `json:"per"`   // how long a cohort is
	Stage string      `json:"stage"` // the last, which is what is counted
	Rows  []CohortRow `json:"rows"`  // in order, without gaps, from the first that has leads to the last; the latest 120
	Left  int         `json:"left"`  // earlier ones that are left out

	// Untimed is how many leads of the report are in no row, for nobody knows when they
	// came in or when they reached the stage.
	Untimed int64 `json:"untimed"`

	// Maturity is the age in seconds after which a cohort is mature: the smallest
	// t at which 1 − S(t) has come to nine tenths of where it ends, S being the
	// Kaplan–Meier curve of the time from coming in to the last stage, of all
	// leads of the report. Or [Options.Horizon]. Nil if no lead reached the last
	// stage: then no cohort is mature. It is measured on these leads: if all of
	// them are younger than a sale takes, so is it.
	Maturity *float64 `json:"maturity_s"`
}

// CohortRow is one cohort. Its counts are of leads.
type CohortRow struct {
	From   time.Time    `json:"from"`   // its beginning, in Options.Zone
	To     time.Time    `json:"to"`     // not in it
	Leads  int64        `json:"leads"`  // that came in in the period
	Mature bool         `json:"mature"` // its age, AsOf less To, has come to Maturity
	Cells  []CohortCell `json:"cells"`  // by offset, 0 for the period of coming in; up to AsOf, at most 120
	Within []WithinCell `json:"within"` // by Options.Within
	Rate   Rate         `json:"rate"`   // reached the last stage by AsOf, of Leads
}

// CohortCell counts the leads of a cohort that reached the last stage in one period.
type CohortCell struct {
	N        int64 `json:"n"`        // in this period
	Total    Rate  `json:"total"`    // up to and with this period, of the cohort's leads
	Complete bool  `json:"complete"` // the period was over at AsOf
}

// WithinCell counts the leads of a cohort that reached the last stage within so many
// calendar days of the day on which they came in: within 1 means by the end of the
// next day. Leads are left out if it is not known when they came in or arrived.
type WithinCell struct {
	Days     int  `json:"days"`     // after the day of coming in
	Rate     Rate `json:"rate"`     // of the cohort's leads whose times are known
	Complete bool `json:"complete"` // for every lead of the cohort these days were over at AsOf
}
