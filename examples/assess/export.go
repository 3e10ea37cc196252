package main

import (
	"bufio"
	"compress/flate"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"iter"
	"os"
	"time"

	"github.com/leadline-go/leadline/examples/internal/cli"
	"github.com/leadline-go/leadline/lead"
)

// export is a history as leadline writes it, rows as JSON one in a line. It is read
// twice and never held in memory: once for its times, and once to be counted.
type export struct {
	files       []exportFile
	rows        int
	first, last time.Time
}

type exportFile struct {
	name string
	rows int
}

func openExport(ctx context.Context, names []string, p *cli.Progress) (*export, error) {
	e := &export{}
	for _, name := range names {
		file := exportFile{name: name}
		for t, err := range readExport(name, p) {
			if err == nil && file.rows%1024 == 0 {
				err = context.Cause(ctx)
			}
			if err != nil {
				return nil, err
			}
			if e.first.IsZero() || t.At.Before(e.first) {
				e.first = t.At
			}
			if t.At.After(e.last) {
				e.last = t.At
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

// readExport yields the rows of a file, plain or compressed with gzip.
func readExport(name string, p *cli.Progress) iter.Seq2[lead.Transition, error] {
	return func(yield func(lead.Transition, error) bool) {
		f, err := cli.Open(name)
		if err != nil {
			yield(lead.Transition{}, err)
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
	_, corrupt := errors.AsType[flate.CorruptInputError](err)
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return cli.Invalidf("%s: expected more compressed data, found the end of the file: it was cut short", where)
	case corrupt || errors.Is(err, gzip.ErrChecksum) || errors.Is(err, gzip.ErrHeader):
		return cli.Invalidf("%s: expected data compressed with gzip, found other: %w", where, err)
	case errors.Is(err, lead.ErrInvalidRow):
		return cli.Invalid(err)
	}
	return err
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

// Span is from the first time to the last.
func (e *export) Span() (first, last time.Time) { return e.first, e.last }

func (e *export) summarize(n *notes) {
	for _, f := range e.files {
		n.addf("%s: %d rows", f.name, f.rows)
	}
	n.addf("history: %d rows, %s to %s", e.rows, e.first.Format(time.RFC3339), e.last.Format(time.RFC3339))
}
