package main

import (
	"bytes"
	"io"
	"sort"

	"github.com/leadline-go/leadline/examples/internal/cli"
	"github.com/leadline-go/leadline/maturity"
)

// keep writes the assessment that a later one can be compared with.
func keep(out cli.Output, model *maturity.Model, in maturity.Input) error {
	a, err := model.Record(in)
	if err != nil {
		return cli.Invalid(err)
	}
	return out.Write(io.Discard, func(b *bytes.Buffer) error {
		if err := a.WriteJSON(b); err == nil {
			return nil
		}
		return cli.Invalidf("assess: -keep %s: expected at most %d people, for more than that cannot be read again, found %d; leave -keep out to have the report alone",
			out.Name, most(a), len(a.Respondents))
	})
}

// most is how many of the people fit into an assessment, the first ones first.
func most(a maturity.Assessment) int {
	return sort.Search(len(a.Respondents), func(n int) bool {
		some := a
		some.Respondents = a.Respondents[:n+1]
		return some.WriteJSON(io.Discard) != nil
	})
}
