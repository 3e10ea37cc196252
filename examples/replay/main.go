// Replay reads the history that a CRM exports and prints its funnel: how many
// leads got how far, what share, how fast, and what is odd about the rows. It is a
// program to start from: flags in [parseFlags], reading in package leadhistory, the funnel in
// [funnelOf], and the rest is making sure that no half report is ever left behind.
//
// Run it with -h for its flags and an example.
package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	_ "time/tzdata" // the zones that a map may name, where the system has none

	"github.com/leadline-go/leadline/examples/internal/cli"
	"github.com/leadline-go/leadline/examples/internal/leadhistory"
	"github.com/leadline-go/leadline/funnel"
)

func main() { cli.Main(run) }

// run is the program. What it has to say goes to stderr, the report to stdout or
// the file that the flags name.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	return cli.Code(replay(ctx, args, stdout, stderr), usage, stdout, stderr)
}

func replay(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	o, err := parseFlags(args)
	if err != nil {
		return err
	}
	inputs := slices.Concat(o.histories, o.maps, []string{o.funnel})
	out := cli.Output{Command: "replay", What: "the report", Name: o.out, Notes: stderr, Inputs: inputs}
	if err := out.Check(); err != nil {
		return err
	}
	p := cli.NewProgress(stderr)
	defer p.Clear()
	h, err := leadhistory.Open(ctx, o.histories, o.maps, p)
	if err != nil {
		return err
	}
	p.Clear() // for notes
	ro, err := reportOptions(o, h)
	if err != nil {
		return err
	}
	f, err := funnelOf(o, h, ro.AsOf, stderr)
	if err != nil {
		return err
	}
	r, err := f.Report(leadhistory.Counting(ctx, h, p), ro)
	if errors.Is(err, funnel.ErrDuplicate) {
		err = cli.Invalid(err)
	}
	if err != nil {
		return err
	}
	p.Clear()
	if part, ok := parts[o.report]; ok {
		r = r.Only(part)
	}
	render := map[string]func(io.Writer) error{
		"text": r.WriteText, "json": r.WriteJSON, "csv": r.WriteCSV, "md": r.WriteMarkdown, "html": r.WriteHTML,
	}[o.format]
	if err := out.Write(stdout, func(b *bytes.Buffer) error { return render(b) }); err != nil {
		return err
	}
	for _, line := range h.Summary() {
		fmt.Fprintln(stderr, line)
	}
	return nil
}

// parts are those of a report by the name that -report calls them; all of them have
// none.
var parts = map[string]funnel.Part{"funnel": funnel.FunnelPart, "handoff": funnel.HandOffPart, "status": funnel.StatusPart}
