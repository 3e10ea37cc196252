// Score reads leads and what they did from CSV files, scores them by a rule file,
// and says who qualifies, who nearly does, and why. It is a program to start from:
// flags in [parseFlags], reading in [load], scoring in [scoreAll], and the rest is
// making sure that no half list is ever left behind.
//
// Run it with -h for its flags and an example.
package main

import (
	"bytes"
	"context"
	"io"
	"maps"
	"slices"
	"time"

	"github.com/leadline-go/leadline/examples/internal/cli"
)

func main() {
	cli.Main(func(ctx context.Context, args []string, stdout, stderr io.Writer) int {
		return run(ctx, args, time.Now(), stdout, stderr)
	})
}

// run is the program; now is when leads are scored without -asof. What it has to
// say goes to stderr, the scores to stdout or the file that the flags name.
func run(ctx context.Context, args []string, now time.Time, stdout, stderr io.Writer) int {
	return cli.Code(score(ctx, args, now, stdout, stderr), usage, stdout, stderr)
}

func score(ctx context.Context, args []string, now time.Time, stdout, stderr io.Writer) error {
	o, err := parseFlags(args, now)
	if err != nil {
		return err
	}
	out := cli.Output{Command: "score", What: "the scores", Name: o.out, Inputs: []string{o.leads, o.activities, o.rules}}
	if err := out.Check(); err != nil {
		return err
	}
	model, err := loadModel(o.rules)
	if err != nil {
		return err
	}
	p := cli.NewProgress(stderr)
	defer p.Clear()
	spec := model.Spec()
	in, err := load(ctx, o, spec, p)
	if err != nil {
		return err
	}
	list, err := scoreAll(ctx, o, model, in, p)
	if err != nil {
		return err
	}
	gaps := gapsOf(list, spec)
	p.Clear()
	cut := o.out == "" && isTerminal(stdout)
	err = out.Write(stdout, func(b *bytes.Buffer) error { return render(b, o, model.ID(), list, gaps, cut) })
	if err != nil {
		return err
	}
	in.summarize(stderr, o, slices.Sorted(maps.Keys(spec.Activities)))
	noteUnreadable(stderr, gaps)
	noteNeverTrue(stderr, spec, list)
	return nil
}
