package main

import (
	"bufio"
	"context"
	"encoding/csv"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/leadline-go/leadline/examples/internal/cli"
	"github.com/leadline-go/leadline/maturity"
)

// loadModel reads and checks a model of one's own, or takes the default one.
func loadModel(name string) (*maturity.Model, error) {
	spec := maturity.Default()
	if name != "" {
		var err error
		if spec, err = cli.ReadSpec(name, maturity.ReadSpec); err != nil {
			return nil, err
		}
	}
	m, err := maturity.Compile(spec)
	if err != nil {
		return nil, cli.Invalid(err)
	}
	return m, nil
}

// load reads what the flags name.
func load(ctx context.Context, o options, spec maturity.Spec, stdin io.Reader, p *cli.Progress) (maturity.Input, *notes, error) {
	in := maturity.Input{Evidence: o.evidence, Target: o.target, At: o.at}
	n := &notes{}
	var err error
	if in.Assume, err = assumptions(o.assume, spec); err != nil {
		return in, n, err
	}
	if in.Answers, err = loadAnswers(o.answers, stdin); err != nil {
		return in, n, err
	}
	n.addf("%s: %d people", fileName(o.answers), len(in.Answers.Respondents))
	if o.hbr != "" {
		if in.HBR, err = cli.ReadSpec(o.hbr, maturity.ReadHBR); err != nil {
			return in, n, err
		}
		n.addf("%s: %d sheets", o.hbr, len(in.HBR))
	}
	var last time.Time
	if in.Measures, last, err = loadMeasures(ctx, o, spec, p, n); err != nil {
		return in, n, err
	}
	if in.At.IsZero() && !last.IsZero() {
		in.At = last
		n.addf("note: assessed as of %s, the last time of the measures", last.Format(time.RFC3339))
	}
	if in.At.IsZero() && (len(o.earlier) > 0 || o.keep != "") {
		return in, n, cli.Invalidf("assess: -earlier and -keep: expected -at, for no measure says when the assessment is made")
	}
	in.Earlier, err = loadEarlier(o.earlier, in.At)
	return in, n, err
}

// fileName is what messages call a file.
func fileName(name string) string {
	if name == "-" {
		return "stdin"
	}
	return name
}

// loadAnswers reads answers in whatever form they are.
func loadAnswers(name string, stdin io.Reader) (maturity.Answers, error) {
	read := func(r io.Reader, of string) (maturity.Answers, error) {
		in := bufio.NewReader(r)
		if isTable(name, in) {
			return maturity.ReadAnswersCSV(in, of)
		}
		return maturity.ReadAnswers(in, of)
	}
	var a maturity.Answers
	var err error
	if name == "-" {
		if a, err = read(stdin, fileName(name)); err != nil {
			err = cli.Invalid(err)
		}
	} else {
		a, err = cli.ReadSpec(name, read)
	}
	if err == nil && len(a.Respondents) == 0 {
		err = cli.Invalidf("%s: expected the answers of at least one person, found none", fileName(name))
	}
	return a, err
}

// isTable tells a table by the name of its file, or else by its header.
func isTable(name string, in *bufio.Reader) bool {
	switch ext := strings.ToLower(name[strings.LastIndexByte(name, '.')+1:]); ext {
	case "csv":
		return true
	case "yaml", "yml", "json":
		return false
	}
	head, _ := in.Peek(in.Size()) // an error comes again
	line, _, _ := strings.Cut(strings.TrimPrefix(string(head), "\ufeff"), "\n")
	for _, comma := range ",;" {
		r := csv.NewReader(strings.NewReader(line))
		r.Comma, r.TrimLeadingSpace = comma, true
		if cells, err := r.Read(); err == nil && slices.Contains(cells, "respondent") && len(cells) > 1 {
			return true
		}
	}
	return false
}

// loadEarlier reads the assessments of before.
func loadEarlier(names []string, at time.Time) ([]maturity.Assessment, error) {
	var all []maturity.Assessment
	for i, name := range names {
		a, err := cli.ReadSpec(name, maturity.ReadAssessment)
		if err != nil {
			return nil, err
		}
		if !a.At.Before(at) {
			return nil, cli.Invalidf("%s: expected an assessment of before %s, the time of this one, found one of %s",
				name, at.Format(time.RFC3339), a.At.Format(time.RFC3339))
		}
		for j, b := range all {
			if b.At.Equal(a.At) {
				return nil, cli.Invalidf("%s: expected another time than that of %s, found %s", names[i], names[j], a.At.Format(time.RFC3339))
			}
		}
		all = append(all, a)
	}
	return all, nil
}
