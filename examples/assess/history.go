package main

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"
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
	Span() (first, last time.Time) // of the rows with a time

	summarize(n *notes)
}

func loadHistory(ctx context.Context, o options, p *cli.Progress) (history, error) {
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

// tables are CSV files, joined by lead.
type tables struct{ *leadcsv.History }

// loadTables reads the maps, all of them before any data, and then the histories.
func loadTables(ctx context.Context, o options, p *cli.Progress) (history, error) {
	files := make([]leadcsv.File, len(o.histories))
	var errs []error
	for i, name := range o.maps {
		m, err := loadMap(name)
		if err != nil {
			errs = append(errs, err)
		}
		files[i] = leadcsv.File{Name: o.histories[i], Mapping: m}
	}
	if len(errs) > 0 {
		return nil, cli.Invalid(errors.Join(errs...))
	}
	for i := range files {
		f, err := cli.Open(files[i].Name)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		files[i].Reader = p.File(f)
	}
	h, err := leadcsv.Read(ctx, files, leadcsv.Limits{})
	switch {
	case err != nil && ctx.Err() != nil:
		return nil, err
	case err != nil:
		return nil, cli.Invalid(err)
	case h.Rows() == 0:
		return nil, cli.Invalidf("%s: expected records that give rows, found none", strings.Join(o.histories, ", "))
	}
	return tables{h}, nil
}

func loadMap(name string) (*leadcsv.Mapping, error) {
	m, err := cli.ReadSpec(name, leadcsv.ReadMap)
	if err != nil {
		return nil, err
	}
	return leadcsv.Compile(m)
}

func (h tables) summarize(n *notes) {
	for _, f := range h.Files() {
		more := []string{fmt.Sprintf("%d records", f.Records)}
		if f.Excluded > 0 {
			more = append(more, fmt.Sprintf("%d left out by where", f.Excluded))
		}
		if f.Repeated > 0 {
			more = append(more, fmt.Sprintf("%d repeated", f.Repeated))
		}
		n.addf("%s: %s, %d rows", f.Name, strings.Join(more, ", "), f.Rows)
	}
	first, last := h.Span()
	n.addf("history: %d leads, %d rows, %s to %s", h.Leads(), h.Rows(), first.Format(time.RFC3339), last.Format(time.RFC3339))
}
