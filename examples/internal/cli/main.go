package cli

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

// Exit codes of every command.
const (
	ExitOK      = 0
	ExitFailed  = 1 // anything but ExitInvalid: the result could not be written, or it was interrupted
	ExitInvalid = 2 // flags or files: what was given is not as it should be
)

// Main runs a command with the arguments behind its name and ends the process with
// the exit code that it returns. An interrupt and SIGTERM end ctx.
func Main(run func(ctx context.Context, args []string, stdout, stderr io.Writer) int) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// Code is the exit code of a command that ended with err, which it writes to stderr.
// On [flag.ErrHelp] it writes the usage to stdout, and that is no error.
func Code(err error, usage string, stdout, stderr io.Writer) int {
	switch {
	case err == nil:
		return ExitOK
	case errors.Is(err, flag.ErrHelp):
		if _, err := io.WriteString(stdout, usage); err != nil {
			return ExitFailed
		}
		return ExitOK
	}
	fmt.Fprintln(stderr, err)
	if _, ok := errors.AsType[invalid](err); ok {
		return ExitInvalid
	}
	return ExitFailed
}

// invalid marks an error of what the user gave.
type invalid struct{ error }

func (e invalid) Unwrap() error { return e.error }

// Invalid marks err, which is not nil, as one of what the user gave: [Code] is
// [ExitInvalid]. The text stays the same.
func Invalid(err error) error { return invalid{err} }

// Invalidf is [Invalid] of [fmt.Errorf].
func Invalidf(format string, args ...any) error { return invalid{fmt.Errorf(format, args...)} }
