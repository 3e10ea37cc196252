package leadcsv

import (
	"cmp"
	"math"
)

// Limits bound what [Read] takes into memory. A zero field means its default. A
// file that goes beyond one is refused with a [*DataError].
type Limits struct {
	// Rows is the number of rows of all files together, repeated ones too. Defaults to 10,000,000,
	// at most 2,147,483,647.
	Rows int

	// LeadRows is the number of rows of one lead. Defaults to 100,000: with
	// more, the column of the lead's id is probably not the lead's id.
	LeadRows int

	// Statuses is the number of different statuses. Defaults to 1,000: with
	// more, the column of the status is probably not the status.
	Statuses int

	// Text is the number of bytes of all different lead ids, statuses, label
	// values and non-numeric order values together. Defaults to 1 GiB.
	Text int

	// Record is the number of bytes of one record of a file, after
	// decompression, give or take 4 KiB. Defaults to 1 MiB.
	Record int
}

func (l Limits) withDefaults() Limits {
	return Limits{
		Rows:     min(cmp.Or(l.Rows, 10_000_000), math.MaxInt32), // rows have numbers of 32 bits
		LeadRows: min(cmp.Or(l.LeadRows, 100_000), math.MaxInt32),
		Statuses: cmp.Or(l.Statuses, 1_000),
		Text:     cmp.Or(l.Text, 1<<30),
		Record:   cmp.Or(l.Record, 1<<20),
	}
}
