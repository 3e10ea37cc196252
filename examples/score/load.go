package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"unicode"

	"github.com/leadline-go/leadline/lead/leadcsv"
	"github.com/leadline-go/leadline/scoring"
)

// Bounds of what is taken into memory.
const (
	mostLeads      = 1_000_000
	mostActivities = 10_000_000
	mostID         = 255
)

// input is what the files hold of leads.
type input struct {
	ids     []string
	records []scoring.Record
	index   map[string]int // of an id

	activities, stray, late int            // rows; those of unknown leads; those after -asof
	undeclared              map[string]int // rows of types that the rules do not declare
}

// loadModel reads and checks the rules, for the columns of any file: there is no
// struct, hence no rule in Go.
func loadModel(name string) (*scoring.Model[scoring.Record], error) {
	f, err := open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	spec, err := scoring.ReadSpec(f, name)
	if err != nil {
		return nil, invalid{err}
	}
	model, err := scoring.Compile(spec, scoring.Bindings[scoring.Record]{})
	if err != nil {
		return nil, invalid{err}
	}
	return model, nil
}

// load reads the leads, and then what they did.
func load(ctx context.Context, o options, spec scoring.Spec, p *progress) (*input, error) {
	in := &input{index: map[string]int{}, undeclared: map[string]int{}}
	err := eachRecord(ctx, o.leads, p, func(t *table) (func() error, error) { return in.leadReader(t, o, spec) })
	if err == nil && len(in.ids) == 0 {
		err = invalidf("%s: expected leads, found no record behind the header", o.leads)
	}
	if err == nil && o.activities != "" {
		err = eachRecord(ctx, o.activities, p, func(t *table) (func() error, error) { return in.activityReader(t, o, spec) })
	}
	return in, err
}

// eachRecord opens a CSV file and calls, for each of its records, what begin made
// of the header.
func eachRecord(ctx context.Context, name string, p *progress, begin func(*table) (func() error, error)) error {
	f, err := open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	t, err := openTable(name, p.file(f))
	if err != nil {
		return dataError(err)
	}
	one, err := begin(t)
	if err != nil {
		return dataError(err)
	}
	for n := 0; ; n++ {
		if n%1024 == 0 && ctx.Err() != nil {
			return fmt.Errorf("%s:%d: %w", name, t.next, context.Cause(ctx))
		}
		err := t.scan()
		if err == io.EOF {
			return nil
		}
		if err == nil {
			err = one()
		}
		if err != nil {
			return dataError(err)
		}
	}
}

// dataError marks what is wrong with the data; a disk that fails is another matter.
func dataError(err error) error {
	if errors.Is(err, leadcsv.ErrInvalidData) {
		return invalid{err}
	}
	return err
}

// leadReader reads one lead per record.
func (in *input) leadReader(t *table, o options, spec scoring.Spec) (func() error, error) {
	find := finder{t: t}
	id := find.need(o.id, "one column of the lead's id, which -id names")
	fields := map[string]int{}
	for _, name := range slices.Sorted(maps.Keys(spec.Fields)) {
		fields[name] = find.need(name, "one column for this field of "+o.rules)
	}
	lines := map[string]int{}
	return func() error {
		if len(in.ids) >= mostLeads {
			return t.cellError(id, fmt.Sprintf("at most %d leads", mostLeads), "more")
		}
		key, err := t.leadID(id)
		if err != nil {
			return err
		}
		if first, ok := lines[key]; ok {
			return t.cellError(id, "each lead once", fmt.Sprintf("%s, as in line %d", quote(key), first))
		}
		r := scoring.Record{Fields: make(map[string]string, len(fields))}
		for name, i := range fields {
			r.Fields[name] = strings.Clone(t.record[i]) // the record itself may be large
		}
		lines[key], in.index[key] = t.line(), len(in.ids)
		in.ids, in.records = append(in.ids, key), append(in.records, r)
		return nil
	}, find.err()
}

// activityReader reads one activity per record.
func (in *input) activityReader(t *table, o options, spec scoring.Spec) (func() error, error) {
	find := finder{t: t}
	const what = "one column of this name"
	lead, typ, at := find.need("lead", what), find.need("type", what), find.need("at", what)
	asset := find.may("asset", what)
	fields := map[string]map[string]int{} // by type
	for _, name := range slices.Sorted(maps.Keys(spec.Activities)) {
		fields[name] = map[string]int{}
		for _, f := range spec.Activities[name] {
			fields[name][f.Name] = find.need(f.Name, fmt.Sprintf("one column for this field of %s in %s", name, o.rules))
		}
	}
	return func() error {
		if in.activities++; in.activities > mostActivities {
			return t.cellError(lead, fmt.Sprintf("at most %d activities", mostActivities), "more")
		}
		id, err := t.leadID(lead)
		if err != nil {
			return err
		}
		a := scoring.Activity{Type: t.record[typ]}
		if a.Type == "" {
			return t.cellError(typ, "a type of activity", quote(""))
		}
		if a.At, err = parseMoment(t.record[at]); err != nil {
			return t.cellError(at, aMoment, quote(t.record[at]))
		}
		of, declared := fields[a.Type]
		i, known := in.index[id]
		switch {
		case !known:
			in.stray++
			return nil
		case !declared:
			in.undeclared[strings.Clone(a.Type)]++
			return nil
		case a.At.After(o.asOf):
			in.late++
		}
		a.Type = strings.Clone(a.Type)
		if asset >= 0 {
			a.Asset = strings.Clone(t.record[asset])
		}
		for name, i := range of {
			if a.Fields == nil {
				a.Fields = make(map[string]string, len(of))
			}
			a.Fields[name] = strings.Clone(t.record[i])
		}
		in.records[i].Activities = append(in.records[i].Activities, a)
		return nil
	}, find.err()
}

// leadID reads the id in a column. It can be printed in a line.
func (t *table) leadID(i int) (string, error) {
	cell := t.record[i]
	if cell == "" || len(cell) > mostID || strings.ContainsFunc(cell, unicode.IsControl) {
		return "", t.cellError(i, fmt.Sprintf("a lead id of 1 to %d bytes without control characters", mostID), quote(cell))
	}
	return strings.Clone(cell), nil
}

// open opens an input. Its error says which file it is, once.
func open(name string) (*os.File, error) {
	f, err := os.Open(name)
	if err == nil {
		info, statErr := f.Stat()
		if err = statErr; err == nil && info.IsDir() {
			err = errors.New("it is a directory")
		}
		if err == nil {
			return f, nil
		}
		f.Close()
	}
	if path, ok := errors.AsType[*fs.PathError](err); ok {
		err = path.Err
	}
	return nil, invalidf("%s: expected a file that can be read: %w", name, err)
}

// summarize tells what the scores are made of, above all what was left out.
func (in *input) summarize(w io.Writer, o options, declared []string) {
	fmt.Fprintf(w, "%s: %d leads\n", o.leads, len(in.ids))
	if o.activities == "" {
		if len(declared) > 0 {
			fmt.Fprintf(w, "note: %s asks for activities, and without -activities there are none\n", o.rules)
		}
		return
	}
	fmt.Fprintf(w, "%s: %d activities\n", o.activities, in.activities)
	if in.stray > 0 {
		fmt.Fprintf(w, "note: not counted, for the lead is not in %s: %d\n", o.leads, in.stray)
	}
	if in.late > 0 {
		fmt.Fprintf(w, "note: not counted, for they are after %s: %d\n", stamp(o.asOf), in.late)
	}
	const most = 10
	for i, name := range slices.Sorted(maps.Keys(in.undeclared)) {
		if i == most {
			fmt.Fprintf(w, "note: not counted either, of %d further types\n", len(in.undeclared)-most)
			break
		}
		hint := ""
		if near := nearest(name, declared); near != "" {
			hint = " (did you mean " + quote(near) + "?)"
		}
		fmt.Fprintf(w, "note: not counted, for %s has no activity %s%s: %d\n", o.rules, quote(name), hint, in.undeclared[name])
	}
}
