// Score reads leads and what they did from CSV files, scores them by a rule file,
// and says who qualifies, who nearly does, and why. It is a program to start from:
// flags in [parseFlags], reading in [load], scoring in [scoreAll], and the rest is
// making sure that no half list is ever left behind.
//
// Run it with -h for its flags and an example.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"os/signal"
	"slices"
	"syscall"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], time.Now(), os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// Exit codes.
const (
	exitOK      = 0
	exitFailed  = 1 // anything but exitInvalid: the list could not be written, or it was interrupted
	exitInvalid = 2 // flags, rules or data: what was given cannot be scored
)

// invalid marks an error of what the user gave.
type invalid struct{ error }

func (e invalid) Unwrap() error { return e.error }

func invalidf(format string, args ...any) error { return invalid{fmt.Errorf(format, args...)} }

// run is the program; now is when leads are scored without -asof. What it has to
// say goes to stderr, the scores to stdout or the file that the flags name.
func run(ctx context.Context, args []string, now time.Time, stdout, stderr io.Writer) int {
	err := score(ctx, args, now, stdout, stderr)
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

func score(ctx context.Context, args []string, now time.Time, stdout, stderr io.Writer) error {
	o, err := parseFlags(args, now)
	if err != nil {
		return err
	}
	if err := checkOut(o); err != nil {
		return err
	}
	model, err := loadModel(o.rules)
	if err != nil {
		return err
	}
	p := newProgress(stderr)
	defer p.clear()
	spec := model.Spec()
	in, err := load(ctx, o, spec, p)
	if err != nil {
		return err
	}
	list, err := scoreAll(ctx, o, model, in, p)
	if err != nil {
		return err
	}
	p.clear()
	if err := write(o, model.ID(), list, stdout); err != nil {
		return err
	}
	in.summarize(stderr, o, slices.Sorted(maps.Keys(spec.Activities)))
	return nil
}
