package main

import (
	"cmp"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/leadline-go/leadline/examples/internal/cli"
	"github.com/leadline-go/leadline/funnel"
)

const usage = `replay reads the history that a CRM exports and prints what marketing and sales
should look at together: the funnel, the hand-off and where leads stand.

  replay -history F.csv[.gz] -map M.yaml [flags]
  replay -history F.jsonl[.gz] [flags]

  -history F   CSV file with a header line, plain or gzip; may be given several times:
               the files are joined by lead. Without -map: rows as JSON, one in a line,
               as leadsql.Export writes them
  -map M       how to read the file: which column is what; the n-th map is for the
               n-th history
  -funnel F    stages, each a name and its statuses, the hand-off and goals; without
               it each status is a stage, in the order in which they first come up in
               time, and there is no hand-off
  -lifecycle F take the funnel from a lifecycle instead: its stages and its hand-off;
               "standard" is leadline's own. It must know every status of the history
  -report R    funnel, handoff, status or all (default)
  -basis B     cohort (default): the leads that came in from -from to -to, and how far
               they got; activity: what happened from -from to -to
  -from T      start of the period, which is in it; default: everything
  -to T        end of the period, which is not in it
  -asof T      how far the history is read; default: its last time
  -by L        break down by this label
  -per P       periods of cohorts and hand-offs: month (default) or week
  -zone Z      where days, weeks and months begin, such as Europe/Vienna; default: UTC
  -wins N      plan how many leads each stage needs for so many wins
  -format F    text (default), json, csv, md or html: one page with pictures
  -o FILE      write to a file, which is replaced at the end and in one piece
  -h           this text

T is a date, which is its first moment in the zone, or a time such as 2026-03-31T16:59:42Z.
Exit codes: 0; 2 if flags, files or data are not as they should be; 1 for all else.

Example: contacts in one file, closed deals in another, won shares by origin

  go run ./examples/replay -history contacts.csv -map contacts.yaml \
      -history deals.csv -map deals.yaml -by origin -from 2026-01-01 -to 2026-04-01

  contacts.yaml                              deals.yaml
    lead: id                                   lead: contact_id
    milestones:                                milestones:
      - status: mql                              - status: won
        at: {column: created,                      at: {column: closed_at,
             format: "2006-01-02"}                      format: rfc3339}
    labels: [origin]

A file with one row per change has status and at instead of milestones; see maps/.

Memory: some 200 bytes a row; 200,000 leads with six rows each take 240 MB.
`

// options are the flags, checked.
type options struct {
	histories, maps []string
	funnel          string
	basis           funnel.Basis
	from, to, asOf  time.Time
	by              string
	lifecycle       string
	report          string
	per             funnel.Period
	zone            *time.Location
	wins            int64
	format          string
	out             string
}

// parseFlags reads the command line. The error is flag.ErrHelp or cli.Invalid.
func parseFlags(args []string) (options, error) {
	var o options
	fs := cli.NewFlags("replay")
	list := func(to *[]string) func(string) error {
		return func(s string) error {
			*to = append(*to, s)
			return nil
		}
	}
	var moments []moment
	later := func(name string, to *time.Time) {
		fs.Func(name, "", func(s string) error {
			_, err := parseMoment(s, time.UTC)
			moments = append(moments, moment{s, to})
			return err
		})
	}
	fs.Func("history", "", list(&o.histories))
	fs.Func("map", "", list(&o.maps))
	fs.StringVar(&o.funnel, "funnel", "", "")
	basis := fs.String("basis", string(funnel.Cohort), "")
	later("from", &o.from)
	later("to", &o.to)
	later("asof", &o.asOf)
	fs.StringVar(&o.by, "by", "", "")
	fs.StringVar(&o.lifecycle, "lifecycle", "", "")
	fs.StringVar(&o.report, "report", "all", "")
	per := fs.String("per", string(funnel.Month), "")
	fs.Func("zone", "", func(s string) (err error) {
		if o.zone, err = time.LoadLocation(s); err != nil || s == "" || s == "Local" {
			return errors.New(`expected a time zone such as "Europe/Vienna"`)
		}
		return nil
	})
	fs.Int64Var(&o.wins, "wins", 0, "")
	fs.StringVar(&o.format, "format", "text", "")
	fs.StringVar(&o.out, "o", "", "")
	if err := fs.Parse(args); err != nil {
		return o, err
	}
	o.basis = funnel.Basis(*basis)
	for _, m := range moments { // the zone may come after them
		*m.to, _ = parseMoment(m.text, cmp.Or(o.zone, time.UTC))
	}
	switch {
	case len(o.histories) == 0:
		return o, fs.Helpf("expected -history and -map, found none")
	case len(o.maps) > 0 && len(o.histories) != len(o.maps):
		return o, fs.Errorf("expected a -map for each -history, found %d and %d", len(o.maps), len(o.histories))
	case len(o.maps) == 0 && !slices.ContainsFunc(o.histories, isExport):
		for _, name := range o.histories { // a missing file needs no map
			f, err := cli.Open(name)
			if err != nil {
				return o, cli.OfFlag("history", err)
			}
			f.Close()
		}
		return o, fs.Errorf("expected a -map for each -history, found none; without one, a history is named .jsonl or .jsonl.gz")
	case o.funnel != "" && o.lifecycle != "":
		return o, fs.Errorf("expected -funnel or -lifecycle, found both")
	case o.wins < 0:
		return o, fs.Errorf("-wins: expected 0 or more, found %d", o.wins)
	}
	if err := fs.OneOf("report", o.report, "funnel", "handoff", "status", "all"); err != nil {
		return o, err
	}
	if err := fs.OneOf("per", *per, string(funnel.Week), string(funnel.Month)); err != nil {
		return o, err
	}
	o.per = funnel.Period(*per)
	if err := fs.OneOf("basis", *basis, string(funnel.Cohort), string(funnel.Activity)); err != nil {
		return o, err
	}
	if err := fs.OneOf("format", o.format, "text", "json", "csv", "md", "html"); err != nil {
		return o, err
	}
	if !o.from.IsZero() && !o.to.IsZero() && !o.from.Before(o.to) {
		return o, fs.Errorf("-to: expected a time after -from, found %s", o.to.Format(time.RFC3339))
	}
	return o, nil
}

// isExport tells by its name that a file is no CSV.
func isExport(name string) bool {
	return strings.HasSuffix(strings.TrimSuffix(name, ".gz"), ".jsonl")
}

// moment is the text of a time, for where it goes to.
type moment struct {
	text string
	to   *time.Time
}

// parseMoment reads a time, a date as its first moment in the zone; the zero one would
// be no bound at all.
func parseMoment(s string, zone *time.Location) (time.Time, error) {
	for _, layout := range []string{time.DateOnly, time.RFC3339} {
		if t, err := time.ParseInLocation(layout, s, zone); err == nil && !t.IsZero() {
			return t.UTC(), nil
		}
	}
	return time.Time{}, errors.New("expected " + cli.AMoment)
}
