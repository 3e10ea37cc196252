// Assess reads what people answered and what was measured, and says where an
// organisation stands with its lead management, what is missing and what to do next. It
// is a program to start from: flags in [parseFlags], reading in [load], the renderings
// in [render], and the rest is making sure that no half report is ever left behind.
//
// Run it with -h for its flags and an example.
package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	_ "time/tzdata" // the zones that a map may name, where the system has none

	"github.com/leadline-go/leadline/examples/internal/cli"
)

func main() {
	cli.Main(func(ctx context.Context, args []string, stdout, stderr io.Writer) int {
		return run(ctx, args, os.Stdin, stdout, stderr)
	})
}

// run is the program; stdin holds the answers if the flags say so. What it has to say
// goes to stderr, the report to stdout or the file that the flags name.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	return cli.Code(assess(ctx, args, stdin, stdout, stderr), usage, stdout, stderr)
}

func assess(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) error {
	o, err := parseFlags(args)
	if err != nil {
		return err
	}
	out := cli.Output{Command: "assess", What: "the report", Name: o.out, Notes: stderr, Inputs: o.inputs()}
	kept := cli.Output{Command: "assess", What: "the assessment", Name: o.keep, Flag: "keep", Private: true, Inputs: o.inputs()}
	if err := checkOutputs(out, kept); err != nil {
		return err
	}
	model, err := loadModel(o.model)
	if err != nil {
		return err
	}
	if o.questionnaire != "" {
		return out.Write(stdout, func(b *bytes.Buffer) error { return questionnaire(b, o, model) })
	}
	p := cli.NewProgress(stderr)
	defer p.Clear()
	in, notes, err := load(ctx, o, model, stdin, p)
	if err != nil {
		return err
	}
	p.Clear()
	r, err := model.Evaluate(in)
	if err != nil {
		return unfit(err, o)
	}
	// The report is rendered before the assessment is kept, so that neither is there
	// if one of them cannot be.
	var text bytes.Buffer
	if err := render(&text, o, r); err != nil {
		return err
	}
	if o.keep != "" {
		if err := keep(kept, model, in); err != nil {
			return err
		}
	}
	err = out.Write(stdout, func(b *bytes.Buffer) error {
		_, err := text.WriteTo(b)
		return err
	})
	if err != nil {
		return err
	}
	notes.write(stderr, r)
	return nil
}

// unfit is why something that was given does not fit the model. The library numbers the
// assessments of before; here they have the names of their files.
func unfit(err error, o options) error {
	for i, name := range o.earlier {
		if what, ok := strings.CutPrefix(err.Error(), fmt.Sprintf("earlier[%d]: ", i)); ok {
			return cli.Invalidf("%s: %s", name, what)
		}
	}
	return cli.Invalid(err)
}
