// Replay reads the history that a CRM exports and prints its funnel: how many
// leads got how far, what share, how fast, and what is odd about the rows. It is a
// program to start from: flags in [parseFlags], reading in [load], the funnel in
// [funnelOf], and the rest is making sure that no half report is ever left behind.
//
// Run it with -h for its flags and an example.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // the zones that a map may name, where the system has none
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// Exit codes.
const (
	exitOK      = 0
	exitFailed  = 1 // anything but exitInvalid: the report could not be written, or it was interrupted
	exitInvalid = 2 // flags, maps, the funnel file or the data: what was given cannot be reported on
)

// invalid marks an error of what the user gave.
type invalid struct{ error }

func (e invalid) Unwrap() error { return e.error }

func invalidf(format string, args ...any) error { return invalid{fmt.Errorf(format, args...)} }

// run is the program. What it has to say goes to stderr, the report to stdout or
// the file that the flags name.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	err := replay(ctx, args, stdout, stderr)
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, flag.ErrHelp):
		if _, err := io.WriteString(stdout, usage); err != nil {
			return exitFailed
		}
		return exitOK
	}
	fmt.Fprintln(stderr, err)
	if _, ok := errors.AsType[invalid](err); ok {
		return exitInvalid
	}
	return exitFailed
}

func replay(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	o, err := parseFlags(args)
	if err != nil {
		return err
	}
	if err := checkOut(o); err != nil {
		return err
	}
	p := newProgress(stderr)
	defer p.clear()
	h, err := load(ctx, o, p)
	if err != nil {
		return err
	}
	p.clear() // for notes
	f, err := funnelOf(o, h, stderr)
	if err != nil {
		return err
	}
	ro, err := reportOptions(o, h)
	if err != nil {
		return err
	}
	r, err := f.Report(p.rows(ctx, h), ro)
	if err != nil {
		return err
	}
	p.clear()
	if err := write(o, r, stdout); err != nil {
		return err
	}
	summarize(stderr, h)
	return nil
}
