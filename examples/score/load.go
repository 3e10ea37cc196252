package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/leadline-go/leadline/examples/internal/cli"
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
	spec, err := cli.ReadSpec(name, scoring.ReadSpec)
	if err != nil {
		return nil, cli.OfFlag("rules", err)
	}
	model, err := scoring.Compile(spec, scoring.Bindings[scoring.Record]{})
	if err != nil {
		return nil, cli.Invalid(err)
	}
	return model, nil
}

// load reads the leads, and then what they did.
func load(ctx context.Context, o options, spec scoring.Spec, p *cli.Progress) (*input, error) {
	in := &input{index: map[string]int{}, undeclared: map[string]int{}}
	err := eachRecord(ctx, "leads", o.leads, p, func(t *leadcsv.Table) (func() error, error) { return in.leadReader(t, o, spec) })
	if err == nil && len(in.ids) == 0 {
		err = cli.Invalidf("%s: expected leads, found no record behind the header", o.leads)
	}
	if err == nil && o.activities != "" {
		err = eachRecord(ctx, "activities", o.activities, p, func(t *leadcsv.Table) (func() error, error) { return in.activityReader(t, o, spec) })
	}
	return in, err
}

// eachRecord opens the CSV file that a flag names and calls, for each of its records,
// what begin made of the header.
func eachRecord(ctx context.Context, flag, name string, p *cli.Progress, begin func(*leadcsv.Table) (func() error, error)) error {
	f, err := cli.Open(name)
	if err != nil {
		return cli.OfFlag(flag, err)
	}
	defer f.Close()
	return cli.EachRecord(ctx, name, p.File(f), begin)
}

// leadReader reads one lead per record.
func (in *input) leadReader(t *leadcsv.Table, o options, spec scoring.Spec) (func() error, error) {
	find := cli.ColumnsOf(t)
	id := find.Need(o.id, "one column of the lead's id, which -id names")
	fields := map[string]int{}
	for _, name := range slices.Sorted(maps.Keys(spec.Fields)) {
		fields[name] = find.Need(name, "one column for this field of "+o.rules)
	}
	lines := map[string]int{}
	return func() error {
		if len(in.ids) >= mostLeads {
			return t.CellError(id, fmt.Sprintf("at most %d leads", mostLeads), "more")
		}
		key, err := leadID(t, id)
		if err != nil {
			return err
		}
		if first, ok := lines[key]; ok {
			return t.CellError(id, "each lead once", fmt.Sprintf("%s, as in line %d", cli.Quote(key), first))
		}
		r := scoring.Record{Fields: make(map[string]string, len(fields))}
		for name, i := range fields {
			r.Fields[name] = strings.Clone(t.Cell(i)) // the record itself may be large
		}
		lines[key], in.index[key] = t.Line(), len(in.ids)
		in.ids, in.records = append(in.ids, key), append(in.records, r)
		return nil
	}, find.Err()
}

// activityReader reads one activity per record.
func (in *input) activityReader(t *leadcsv.Table, o options, spec scoring.Spec) (func() error, error) {
	find := cli.ColumnsOf(t)
	const what = "one column of this name"
	lead, typ, at := find.Need("lead", what), find.Need("type", what), find.Need("at", what)
	asset := find.May("asset", what)
	fields := map[string]map[string]int{} // by type
	for _, name := range slices.Sorted(maps.Keys(spec.Activities)) {
		fields[name] = map[string]int{}
		for _, f := range spec.Activities[name] {
			fields[name][f.Name] = find.Need(f.Name, fmt.Sprintf("one column for this field of %s in %s", name, o.rules))
		}
	}
	return func() error {
		if in.activities++; in.activities > mostActivities {
			return t.CellError(lead, fmt.Sprintf("at most %d activities", mostActivities), "more")
		}
		id, err := leadID(t, lead)
		if err != nil {
			return err
		}
		a := scoring.Activity{Type: t.Cell(typ)}
		if a.Type == "" {
			return t.CellError(typ, "a type of activity", cli.Quote(""))
		}
		if a.At, err = cli.ParseMoment(t.Cell(at)); err != nil {
			return t.CellError(at, cli.AMoment, cli.Quote(t.Cell(at)))
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
			a.Asset = strings.Clone(t.Cell(asset))
		}
		for name, i := range of {
			if a.Fields == nil {
				a.Fields = make(map[string]string, len(of))
			}
			a.Fields[name] = strings.Clone(t.Cell(i))
		}
		in.records[i].Activities = append(in.records[i].Activities, a)
		return nil
	}, find.Err()
}

// leadID reads the id in a column. It can be printed in a line.
func leadID(t *leadcsv.Table, i int) (string, error) {
	cell := t.Cell(i)
	if cell == "" || len(cell) > mostID || strings.ContainsFunc(cell, unicode.IsControl) {
		return "", t.CellError(i, fmt.Sprintf("a lead id of 1 to %d bytes without control characters", mostID), cli.Quote(cell))
	}
	return strings.Clone(cell), nil
}

// summarize tells what the scores are made of, above all what was left out.
func (in *input) summarize(w io.Writer, o options, declared []string) {
	fmt.Fprintf(w, "%s: %s\n", o.leads, counted(len(in.ids), "lead", "leads"))
	if o.activities == "" {
		if len(declared) > 0 {
			fmt.Fprintf(w, "note: %s asks for activities, and without -activities there are none\n", o.rules)
		}
		return
	}
	fmt.Fprintf(w, "%s: %s\n", o.activities, counted(in.activities, "activity", "activities"))
	if in.stray > 0 {
		fmt.Fprintf(w, "note: not counted, for the lead is not in %s: %d\n", o.leads, in.stray)
	}
	if in.late > 0 {
		fmt.Fprintf(w, "note: not counted, for they are after %s: %d\n", stamp(o.asOf), in.late)
	}
	const most = 10
	for i, name := range slices.Sorted(maps.Keys(in.undeclared)) {
		if i == most {
			fmt.Fprintf(w, "note: not counted either, of %s\n", counted(len(in.undeclared)-most, "further type", "further types"))
			break
		}
		hint := cli.DidYouMean(name, declared)
		fmt.Fprintf(w, "note: not counted, for %s has no activity %s%s: %d\n", o.rules, cli.Quote(name), hint, in.undeclared[name])
	}
}
