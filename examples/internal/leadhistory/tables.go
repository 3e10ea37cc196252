package leadhistory

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/leadline-go/leadline/examples/internal/cli"
	"github.com/leadline-go/leadline/lead/leadcsv"
)

// tables are CSV files, joined by lead.
type tables struct{ *leadcsv.History }

// openTables reads the maps, all of them before any data, and then the histories.
func openTables(ctx context.Context, names, maps []string, p *cli.Progress) (History, error) {
	files := make([]leadcsv.File, len(names))
	var errs []error
	for i, name := range maps {
		m, err := readMap(name)
		if err != nil {
			errs = append(errs, err)
		}
		files[i] = leadcsv.File{Name: names[i], Mapping: m}
	}
	if len(errs) > 0 {
		return nil, cli.Invalid(errors.Join(errs...))
	}
	for i := range files {
		f, err := cli.Open(files[i].Name)
		if err != nil {
			return nil, cli.OfFlag("history", err)
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

func readMap(name string) (*leadcsv.Mapping, error) {
	m, err := cli.ReadSpec(name, leadcsv.ReadMap)
	if err != nil {
		return nil, cli.OfFlag("map", err)
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

// Summary is that of History.
func (h tables) Summary() []string {
	var list []string
	for _, f := range h.Files() {
		more := []string{fmt.Sprintf("%d records", f.Records)}
		if f.Excluded > 0 {
			more = append(more, fmt.Sprintf("%d left out by where", f.Excluded))
		}
		if f.Repeated > 0 {
			more = append(more, fmt.Sprintf("%d repeated", f.Repeated))
		}
		list = append(list, fmt.Sprintf("%s: %s, %d rows", f.Name, strings.Join(more, ", "), f.Rows))
	}
	first, last := h.Span()
	return append(list, fmt.Sprintf("history: %d leads, %d rows, %s to %s", h.Leads(), h.Rows(), first.Format(time.RFC3339), last.Format(time.RFC3339)))
}
