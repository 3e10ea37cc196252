package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/leadline-go/leadline/examples/internal/cli"
	"github.com/leadline-go/leadline/lead/leadcsv"
)

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
		return nil, cli.Invalid(noRows(h))
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

func noRows(h *leadcsv.History) error {
	var errs []error
	for _, f := range h.Files() {
		why := "no record behind the header"
		switch {
		case f.Excluded > 0 && f.Excluded == f.Records:
			why = fmt.Sprintf("%d, none of which meets the map's where", f.Records)
		case f.Records > 0:
			why = fmt.Sprintf("%d, in none of which a milestone has a time", f.Records-f.Excluded)
		}
		errs = append(errs, fmt.Errorf("%s: expected records that give rows, found %s", f.Name, why))
	}
	return errors.Join(errs...)
}

// summarize tells what the report is made of, above all what was left out.
func (h tables) summarize(w io.Writer) {
	for _, f := range h.Files() {
		more := []string{fmt.Sprintf("%d records", f.Records)}
		if f.Excluded > 0 {
			more = append(more, fmt.Sprintf("%d left out by where", f.Excluded))
		}
		if f.Repeated > 0 {
			more = append(more, fmt.Sprintf("%d repeated", f.Repeated))
		}
		fmt.Fprintf(w, "%s: %s, %d rows\n", f.Name, strings.Join(more, ", "), f.Rows)
	}
	first, last := h.Span()
	fmt.Fprintf(w, "history: %d leads, %d rows, %s to %s\n", h.Leads(), h.Rows(), first.Format(time.RFC3339), last.Format(time.RFC3339))
}
