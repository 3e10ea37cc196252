package main

import (
	"errors"
	"flag"
	"slices"
	"strings"
	"time"

	"github.com/leadline-go/leadline/examples/internal/cli"
	"github.com/leadline-go/leadline/maturity"
)

// options are the flags, checked.
type options struct {
	answers         []string // "-": stdin
	measures        []string
	histories, maps []string
	lifecycle       string
	byDefault       bool // nobody named the lifecycle
	from, to, asOf  time.Time
	evidence        maturity.Evidence
	hbr             string
	model           string // empty: the default one
	target          maturity.Cell
	assume          []assumption
	at              time.Time
	earlier         []string
	keep            string
	questionnaire   string // empty: a report is wanted
	department      string
	lang            maturity.Lang
	format          string
	out             string
}

// parseFlags reads the command line. The error is flag.ErrHelp or cli.Invalid.
func parseFlags(args []string) (options, error) {
	var o options
	fs := cli.NewFlags("assess")
	list := func(name string, to *[]string) {
		fs.Func(name, "", func(s string) error {
			if s == "" { // such as a variable of a shell that is not set
				return errors.New("expected something")
			}
			*to = append(*to, s)
			return nil
		})
	}
	moment := func(name string, to *time.Time) {
		fs.Func(name, "", func(s string) (err error) {
			*to, err = cli.ParseMoment(s)
			return err
		})
	}
	list("answers", &o.answers)
	list("measures", &o.measures)
	list("history", &o.histories)
	list("map", &o.maps)
	fs.StringVar(&o.lifecycle, "lifecycle", "", "")
	moment("from", &o.from)
	moment("to", &o.to)
	moment("asof", &o.asOf)
	evidence := fs.String("evidence", string(maturity.EvidenceCaps), "")
	fs.StringVar(&o.hbr, "hbr", "", "")
	fs.StringVar(&o.model, "model", "", "")
	target := fs.String("target", "4,4", "")
	var assume []string
	list("assume", &assume)
	moment("at", &o.at)
	list("earlier", &o.earlier)
	fs.StringVar(&o.keep, "keep", "", "")
	fs.StringVar(&o.questionnaire, "questionnaire", "", "")
	fs.StringVar(&o.department, "department", "", "")
	lang := fs.String("lang", string(maturity.En), "")
	fs.StringVar(&o.format, "format", "text", "")
	fs.StringVar(&o.out, "o", "", "")
	if err := fs.Parse(args); err != nil {
		return o, err
	}
	o.evidence, o.lang = maturity.Evidence(*evidence), maturity.Lang(*lang)
	if err := fs.OneOf("lang", *lang, string(maturity.En), string(maturity.De)); err != nil {
		return o, err
	}
	if err := fs.OneOf("evidence", *evidence, string(maturity.EvidenceCaps), string(maturity.EvidenceIgnored)); err != nil {
		return o, err
	}
	if err := fs.OneOf("format", o.format, "text", "markdown", "md", "json", "html", "svg"); err != nil {
		return o, err
	}
	var err error
	if o.target, err = parseTarget(*target); err != nil {
		return o, fs.Errorf("-target: %w", err)
	}
	for _, s := range assume {
		a, err := parseAssumption(s)
		if err != nil {
			return o, fs.Errorf("-assume: %w", err)
		}
		if slices.ContainsFunc(o.assume, func(b assumption) bool { return b.id == a.id }) {
			return o, fs.Errorf("-assume: expected each once, found %s twice", cli.Quote(a.id))
		}
		o.assume = append(o.assume, a)
	}
	return o, o.check(fs)
}

// check looks at flags that belong together.
func (o options) check(fs cli.Flags) error {
	if o.questionnaire != "" {
		if len(o.answers) > 0 {
			return fs.Errorf("expected -answers or -questionnaire, found both")
		}
		if err := fs.OneOf("questionnaire", o.questionnaire, "csv", "html"); err != nil {
			return err
		}
		return onlyQuestionnaire(fs)
	}
	switch {
	case len(o.answers) == 0:
		return fs.Helpf("expected -answers or -questionnaire, found neither")
	case o.department != "":
		return fs.Errorf("-department: expected -questionnaire with it, found none")
	case len(o.maps) > 0 && len(o.histories) != len(o.maps):
		return fs.Errorf("expected a -map for each -history, found %d and %d", len(o.maps), len(o.histories))
	case len(o.maps) == 0 && slices.ContainsFunc(o.histories, func(s string) bool { return !isExport(s) }):
		return fs.Errorf("expected a -map for each -history, found none; without one, a history is named .jsonl or .jsonl.gz")
	case len(o.histories) == 0 && (!o.from.IsZero() || !o.to.IsZero() || !o.asOf.IsZero()):
		return fs.Errorf("-from, -to, -asof: expected a -history with them, found none")
	case !o.from.IsZero() && !o.to.IsZero() && !o.from.Before(o.to):
		return fs.Errorf("-to: expected a time after -from, found %s", o.to.Format(time.RFC3339))
	}
	return nil
}

// onlyQuestionnaire refuses flags of a report, which would do nothing.
func onlyQuestionnaire(fs cli.Flags) error {
	var others []string
	fs.Visit(func(f *flag.Flag) {
		switch f.Name {
		case "questionnaire", "department", "lang", "model", "o":
		default:
			others = append(others, "-"+f.Name)
		}
	})
	if len(others) == 0 {
		return nil
	}
	return fs.Errorf("%s: expected only -department, -lang, -model and -o with -questionnaire", strings.Join(others, ", "))
}

// isExport tells by its name that a file is no CSV.
func isExport(name string) bool {
	return strings.HasSuffix(strings.TrimSuffix(name, ".gz"), ".jsonl")
}

// inputs are the files that are read, and some names of none.
func (o options) inputs() []string {
	return slices.Concat(o.answers, []string{o.hbr, o.model, o.lifecycle}, o.measures, o.histories, o.maps, o.earlier)
}
