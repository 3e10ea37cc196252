package main

import (
	"context"
	"io"
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
			return nil, cli.OfFlag("model", err)
		}
	}
	m, err := maturity.Compile(spec)
	if err != nil {
		return nil, cli.Invalid(err)
	}
	return m, nil
}

// load reads what the flags name.
func load(ctx context.Context, o options, model *maturity.Model, stdin io.Reader, p *cli.Progress) (maturity.Input, *notes, error) {
	in := maturity.Input{Evidence: o.evidence, Target: o.target, At: o.at}
	n := &notes{}
	spec := model.Spec()
	var err error
	if in.Assume, err = assumptions(o.assume, spec); err != nil {
		return in, n, err
	}
	if in.Answers, err = loadAnswers(o.answers, model, stdin, n); err != nil {
		return in, n, err
	}
	if o.hbr != "" {
		if in.HBR, err = cli.ReadSpec(o.hbr, maturity.ReadHBR); err != nil {
			return in, n, cli.OfFlag("hbr", err)
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
	n.privacy(o)
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

// loadEarlier reads the assessments of before.
func loadEarlier(names []string, at time.Time) ([]maturity.Assessment, error) {
	var all []maturity.Assessment
	for i, name := range names {
		a, err := cli.ReadSpec(name, maturity.ReadAssessment)
		if err != nil {
			return nil, cli.OfFlag("earlier", err)
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
