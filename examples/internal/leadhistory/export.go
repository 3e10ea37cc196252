package leadhistory

import (
	"bufio"
	"compress/flate"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"os"
	"slices"
	"time"

	"github.com/leadline-go/leadline/examples/internal/cli"
	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/lead/leadcsv"
)

// export is a history as leadline writes it, rows as JSON one in a line. It is read
// twice and never held in memory: once for what occurs in it, and once to be counted.
type export struct {
	files       []exportFile
	rows        int
	statuses    map[lead.Status]time.Time // their earliest time
	labels      map[string]bool
	first, last time.Time
}

type exportFile struct {
	name string
	rows int
}

// maxNames bounds what is remembered of statuses and of labels.
const maxNames = 10_000

func openExport(ctx context.Context, names []string, p *cli.Progress) (*export, error) {
	e := &export{statuses: map[lead.Status]time.Time{}, labels: map[string]bool{}}
	for _, name := range names {
		file := exportFile{name: name}
		for t, err := range readExport(name, p) {
			if err == nil && file.rows%1024 == 0 {
				err = context.Cause(ctx)
			}
			if err == nil {
				err = e.note(&t)
			}
			if err != nil {
				return nil, err
			}
			file.rows++
		}
		e.rows += file.rows
		e.files = append(e.files, file)
	}
	if e.rows == 0 {
		return nil, cli.Invalidf("%s: expected rows, one in a line, found none", names[0])
	}
	return e, nil
}

func (e *export) note(t *lead.Transition) error {
	if first, ok := e.statuses[t.To]; !ok || t.At.Before(first) {
		e.statuses[t.To] = t.At
	}
	for name := range t.Labels {
		e.labels[name] = true
	}
	if len(e.statuses) > maxNames || len(e.labels) > maxNames {
		return cli.Invalidf("expected at most %d statuses and labels, found more", maxNames)
	}
	if e.first.IsZero() || t.At.Before(e.first) {
		e.first = t.At
	}
	if t.At.After(e.last) {
		e.last = t.At
	}
	return nil
}

// readExport yields the rows of a file, plain or compressed with gzip.
func readExport(name string, p *cli.Progress) iter.Seq2[lead.Transition, error] {
	return func(yield func(lead.Transition, error) bool) {
		f, err := cli.Open(name)
		if err != nil {
			yield(lead.Transition{}, cli.OfFlag("history", err))
			return
		}
		defer f.Close()
		plain, err := uncompressed(f, p)
		if err != nil {
			yield(lead.Transition{}, fileError(name, err))
			return
		}
		for in := lead.NewRowReader(plain, name); ; {
			t, err := in.Read()
			if err == io.EOF {
				return
			}
			if err != nil {
				err = fileError(in.Where(), err)
			}
			if !yield(t, err) || err != nil {
				return
			}
		}
	}
}

// fileError marks an error of the file itself, and not of the disk.
func fileError(where string, err error) error {
	if errors.Is(err, lead.ErrInvalidRow) { // also half a row at the end of a file
		return cli.Invalid(err)
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return cli.Invalidf("%s: expected more compressed data, found the end of the file: it was cut short", where)
	}
	if corrupt, ok := errors.AsType[flate.CorruptInputError](err); ok {
		return notGzip(where, corrupt)
	}
	for _, e := range []error{gzip.ErrChecksum, gzip.ErrHeader} {
		if errors.Is(err, e) {
			return notGzip(where, e)
		}
	}
	return err
}

func notGzip(where string, err error) error {
	return cli.Invalidf("%s: expected data compressed with gzip, found other: %w", where, err)
}

func uncompressed(f *os.File, p *cli.Progress) (io.Reader, error) {
	in := bufio.NewReader(p.File(f))
	if head, err := in.Peek(2); err != nil || head[0] != 0x1f || head[1] != 0x8b {
		return in, nil // an error comes again
	}
	return gzip.NewReader(in)
}

// All reads the files again.
func (e *export) All() iter.Seq2[lead.Transition, error] {
	return func(yield func(lead.Transition, error) bool) {
		for _, f := range e.files {
			for t, err := range readExport(f.name, cli.NewProgress(io.Discard)) {
				if !yield(t, err) {
					return
				}
			}
		}
	}
}

// Rows is how many there are.
func (e *export) Rows() int { return e.rows }

// Statuses are those that occur, by name.
func (e *export) Statuses() []leadcsv.StatusSeen {
	var list []leadcsv.StatusSeen
	for _, s := range slices.Sorted(maps.Keys(e.statuses)) {
		list = append(list, leadcsv.StatusSeen{Status: s, First: e.statuses[s]})
	}
	return list
}

// Labels are those that occur, by name.
func (e *export) Labels() []string { return slices.Sorted(maps.Keys(e.labels)) }

// Span is from the first time to the last.
func (e *export) Span() (first, last time.Time) { return e.first, e.last }

// Summary is that of History.
func (e *export) Summary() []string {
	var list []string
	for _, f := range e.files {
		list = append(list, fmt.Sprintf("%s: %d rows", f.name, f.rows))
	}
	return append(list, fmt.Sprintf("history: %d rows, %s to %s", e.rows, e.first.Format(time.RFC3339), e.last.Format(time.RFC3339)))
}
