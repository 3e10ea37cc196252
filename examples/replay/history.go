package main

import (
	"context"
	"io"
	"iter"
	"time"

	"github.com/leadline-go/leadline/examples/internal/cli"
	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/lead/leadcsv"
)

// history is what has been read: CSV files joined by lead, or an export of JSON lines.
type history interface {
	// All yields the rows.
	All() iter.Seq2[lead.Transition, error]

	Rows() int
	Statuses() []leadcsv.StatusSeen // that occur
	Labels() []string               // likewise
	Span() (first, last time.Time)  // of the rows with a time

	summarize(w io.Writer)
}

// load reads what the flags name.
func load(ctx context.Context, o options, p *cli.Progress) (history, error) {
	if len(o.maps) == 0 {
		return openExport(ctx, o.histories, p)
	}
	return loadTables(ctx, o, p)
}

// rows are those of the history; how many are counted is shown. They end when ctx
// does, with its cause.
func rows(ctx context.Context, h history, p *cli.Progress) iter.Seq2[lead.Transition, error] {
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
