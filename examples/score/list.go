package main

import (
	"cmp"
	"context"
	"slices"

	"github.com/leadline-go/leadline/examples/internal/cli"
	"github.com/leadline-go/leadline/scoring"
)

// scored is one lead with its score.
type scored struct {
	id     string
	record scoring.Record
	result scoring.Result
	short  scoring.Short
}

// oneRuleShort reports whether a single rule would make an MQL of a lead that no
// gate holds back.
func (s *scored) oneRuleShort() bool {
	return len(s.result.Gates) == 0 && len(s.short.Rules) > 0
}

// scoreAll scores the leads, or the one that is to be explained. The best comes
// first, so that the order of the files does not matter.
func scoreAll(ctx context.Context, o options, m *scoring.Model[scoring.Record], in *input, p *cli.Progress) ([]scored, error) {
	ids, records := in.ids, in.records
	if o.explain != "" {
		i, ok := in.index[o.explain]
		if !ok {
			return nil, cli.Invalidf("%s: expected the lead %s of -explain, found none%s",
				o.leads, cli.Quote(o.explain), cli.DidYouMean(o.explain, ids))
		}
		ids, records = ids[i:i+1], records[i:i+1]
	}
	progress := func(done, of int) { p.Show("scoring leads", int64(done), int64(of)) }
	list := make([]scored, len(ids))
	for i, out := range m.ScoreAll(ctx, records, o.asOf, scoring.Batch{Progress: progress}) {
		switch {
		case out.Err != nil && ctx.Err() != nil:
			return nil, context.Cause(ctx)
		case out.Err != nil:
			return nil, cli.Invalidf("%s: lead %s: %w", o.leads, cli.Quote(ids[i]), out.Err)
		}
		list[i] = scored{ids[i], records[i], out.Result, out.Result.Short()}
	}
	slices.SortFunc(list, func(a, b scored) int {
		return cmp.Or(cmp.Compare(b.result.Total, a.result.Total), cmp.Compare(a.id, b.id))
	})
	return list, nil
}
