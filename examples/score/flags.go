package main

import (
	"errors"
	"flag"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/leadline-go/leadline/scoring"
)

const usage = `score reads leads from a CSV file and scores them by a rule file.

  score -leads F.csv -rules R.yaml [flags]

  -leads F        CSV file with a header line and one row per lead; the rules' fields
                  are its columns, further columns do no harm
  -activities F   CSV file of what leads did, with the columns lead, type and at, if
                  there is such a thing asset, and one for each further field that the
                  rules ask for
  -rules R        the rules, YAML or JSON
  -id C           the column of the lead's id in the file of -leads; default: id
  -asof T         score the leads as they were at that time; default: now
  -explain ID     explain the points of this one lead; text and json only
  -lang L         en (default) or de: the language of texts
  -format F       text (default): a table and its summary; csv: id,score,grade,qualified;
                  json: one object per line, with the parts of the score
  -o FILE         write to a file, which is replaced at the end and in one piece
  -h              this text

T, and times in the files, are a date, which is its first moment in UTC, or a time such
as 2026-03-31T16:59:42Z. Files are UTF-8; between two fields stands a comma, a semicolon
or a tab, whichever comes first in the header. The best lead comes first.
Exit codes: 0; 2 if flags, files or data are not as they should be; 1 for all else.

Example: all leads of a week ago, and why one of them did not qualify

  score -leads leads.csv -activities activities.csv -rules rules.yaml -asof 2026-03-02
  score -leads leads.csv -activities activities.csv -rules rules.yaml -asof 2026-03-02 \
        -explain L-03

  leads.csv                   activities.csv
    id,industry,consent         lead,type,at,asset
    L-03,machinery,true         L-03,webinar,2026-02-24T14:00:00Z,energy
`

// options are the flags, checked.
type options struct {
	leads, activities, rules string
	id                       string
	asOf                     time.Time
	explain                  string // empty: all leads
	lang                     scoring.Language
	format                   string
	out                      string
}

// parseFlags reads the command line. The error is flag.ErrHelp or invalid.
func parseFlags(args []string, now time.Time) (options, error) {
	o := options{asOf: now}
	fs := flag.NewFlagSet("score", flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	fs.StringVar(&o.leads, "leads", "", "")
	fs.StringVar(&o.activities, "activities", "", "")
	fs.StringVar(&o.rules, "rules", "", "")
	fs.StringVar(&o.id, "id", "id", "")
	fs.Func("asof", "", func(s string) (err error) {
		o.asOf, err = parseMoment(s)
		return err
	})
	explains := false
	fs.Func("explain", "", func(s string) error {
		o.explain, explains = s, true
		return nil
	})
	lang := fs.String("lang", string(scoring.English), "")
	fs.StringVar(&o.format, "format", "text", "")
	fs.StringVar(&o.out, "o", "", "")
	if err := fs.Parse(args); errors.Is(err, flag.ErrHelp) {
		return o, err
	} else if err != nil {
		return o, invalidf("score: %w; score -h tells the flags", err)
	}
	o.lang = scoring.Language(*lang)
	langs, formats := []string{string(scoring.English), string(scoring.German)}, []string{"text", "csv", "json"}
	switch {
	case fs.NArg() > 0:
		return o, invalidf("score: expected flags only, found %q; score -h tells the flags", fs.Arg(0))
	case o.leads == "" || o.rules == "":
		return o, invalidf("score: expected -leads and -rules; score -h tells the flags")
	case o.id == "":
		return o, invalidf("score: -id: expected the name of a column, found none")
	case explains && o.explain == "":
		return o, invalidf("score: -explain: expected the id of a lead, found none")
	case !slices.Contains(langs, *lang):
		return o, invalidf("score: -lang: expected one of %s, found %q", strings.Join(langs, ", "), *lang)
	case !slices.Contains(formats, o.format):
		return o, invalidf("score: -format: expected one of %s, found %q", strings.Join(formats, ", "), o.format)
	case explains && o.format == "csv":
		return o, invalidf("score: -explain: expected -format text or json, found csv")
	}
	return o, nil
}

// parseMoment reads a time as the rules' own time fields are read.
func parseMoment(s string) (time.Time, error) {
	for _, layout := range []string{time.DateOnly, time.RFC3339} {
		if t, err := time.Parse(layout, s); err == nil && t.UTC().Year() >= 1 && t.UTC().Year() <= 9999 {
			return t.UTC(), nil
		}
	}
	return time.Time{}, errors.New("expected " + aMoment)
}

const aMoment = `a date such as "2026-03-31" or a time such as "2026-03-31T16:59:42Z"`
