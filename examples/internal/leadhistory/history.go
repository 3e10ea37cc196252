// Package leadhistory reads the lead history that a command is given by the flags -history
// and -map: a CRM's exported CSV with its maps, or what leadline itself writes, rows as
// JSON one in a line. It holds it against the lifecycle of the flag -lifecycle.
package leadhistory

import (
	"context"
	"iter"
	"time"

	"github.com/leadline-go/leadline/examples/internal/cli"
	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/lead/leadcsv"
)

// History is what has been read: CSV files joined by lead, or an export of JSON lines.
// It is not safe for concurrent use.
type History interface {
	// All yields the rows. An export is read again for that, which can fail.
	All() iter.Seq2[lead.Transition, error]

	Rows() int                      // how many there are, at least 1
	Statuses() []leadcsv.StatusSeen // that occur
	Labels() []string               // likewise
	Span() (first, last time.Time)  // of the rows with a time

	// Summary tells what was read and above all what was left out, a line per file and
	// one for all.
	Summary() []string
}

// Open reads the files of a history. With maps, one per file and in their order, they
// are CSV; without any they are exports, plain or compressed with gzip. An error is
// [cli.Invalid] unless the disk or ctx is the cause.
func Open(ctx context.Context, files, maps []string, p *cli.Progress) (History, error) {
	if len(maps) == 0 {
		return openExport(ctx, files, p)
	}
	return openTables(ctx, files, maps, p)
}

// Counting yields the rows of a history and shows how many of them have been counted.
// They end when ctx does, with its cause.
func Counting(ctx context.Context, h History, p *cli.Progress) iter.Seq2[lead.Transition, error] {
	return func(yield func(lead.Transition, error) bool) {
		n, total := int64(0), int64(h.Rows())
		for t, err := range h.All() {
			if n%1024 == 0 {
				p.Show("counting rows", n, total)
				if ctx.Err() != nil {
					yield(lead.Transition{}, context.Cause(ctx))
					return
				}
			}
			n++
			if !yield(t, err) {
				return
			}
		}
	}
}
