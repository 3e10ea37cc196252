package main

import (
	"time"

	"github.com/leadline-go/leadline/examples/internal/cli"
	"github.com/leadline-go/leadline/scoring"
)

const usage = `score reads leads from a CSV file and scores them by a rule file.

  score -leads F.csv -rules R.yaml [flags]

  -leads F        CSV file, plain or compressed with gzip, with a header line and one
                  row per lead; the rules' fields are its columns, further columns do no
                  harm
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
as 2026-03-31T16:59:42Z. A bool is true or false, also TRUE or False; numbers have a
decimal point and nothing between thousands. Files are UTF-8; between two fields stands
a comma, a semicolon or a tab, whichever comes first in the header. The best lead comes
first.
Exit codes: 0; 2 if flags, files or data are not as they should be; 1 for all else.

Example: all leads of a week ago, and why one of them did not qualify

  go run ./examples/score -leads leads.csv -activities activities.csv -rules rules.yaml \
        -asof 2026-03-02
  go run ./examples/score -leads leads.csv -activities activities.csv -rules rules.yaml \
        -asof 2026-03-02 -explain L-03

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

// parseFlags reads the command line. The error is flag.ErrHelp or cli.Invalid.
func parseFlags(args []string, now time.Time) (options, error) {
	o := options{asOf: now}
	fs := cli.NewFlags("score")
	fs.StringVar(&o.leads, "leads", "", "")
	fs.StringVar(&o.activities, "activities", "", "")
	fs.StringVar(&o.rules, "rules", "", "")
	fs.StringVar(&o.id, "id", "id", "")
	fs.Func("asof", "", func(s string) (err error) {
		o.asOf, err = cli.ParseMoment(s)
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
	if err := fs.Parse(args); err != nil {
		return o, err
	}
	o.lang = scoring.Language(*lang)
	switch {
	case o.leads == "" || o.rules == "":
		return o, fs.Helpf("expected -leads and -rules")
	case o.id == "":
		return o, fs.Errorf("-id: expected the name of a column, found none")
	case explains && o.explain == "":
		return o, fs.Errorf("-explain: expected the id of a lead, found none")
	}
	if err := fs.OneOf("lang", *lang, string(scoring.English), string(scoring.German)); err != nil {
		return o, err
	}
	if err := fs.OneOf("format", o.format, "text", "csv", "json"); err != nil {
		return o, err
	}
	if explains && o.format == "csv" {
		return o, fs.Errorf("-explain: expected -format text or json, found csv")
	}
	return o, nil
}
