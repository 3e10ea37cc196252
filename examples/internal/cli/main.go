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
// the exit code that it returns. An interrupt, SIGTERM and SIGHUP end ctx; a second one
// ends the process at once. A SIGHUP that was ignored from the beginning, as by nohup,
// still is. SIGPIPE is ignored, so that a reader that is gone is an error of writing like
// any other.
func Main(run func(ctx context.Context, args []string, stdout, stderr io.Writer) int) {
	ends := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) {
		ends = append(ends, syscall.SIGHUP)
	}
	ctx, stop := signal.NotifyContext(context.Background(), ends...)
	context.AfterFunc(ctx, stop)
	signal.Ignore(syscall.SIGPIPE)
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
