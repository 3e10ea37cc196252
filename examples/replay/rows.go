package main

import (
	"context"
	"iter"

	"github.com/leadline-go/leadline/examples/internal/cli"
	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/lead/leadcsv"
)

// rows are those of the history; how many are counted is shown. They end when ctx
// does, with its cause.
func rows(ctx context.Context, h *leadcsv.History, p *cli.Progress) iter.Seq2[lead.Transition, error] {
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
