package cli

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// Flags reads the flags of a command, which are defined on it as on the
// [flag.FlagSet] that it is. Their usage texts are not shown: [Code] writes one text
// for all.
type Flags struct{ *flag.FlagSet }

// NewFlags returns the flags of a command, none as yet. Messages begin with its name.
func NewFlags(name string) Flags {
	fs := flag.NewFlagSet(name, flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	return Flags{fs}
}

// Parse reads the arguments, which are flags only. The error is [flag.ErrHelp] or
// [Invalid].
func (f Flags) Parse(args []string) error {
	switch err := f.FlagSet.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return err
	case err != nil:
		return f.Helpf("%w", err)
	case f.NArg() > 0:
		return f.Helpf("expected flags only, found %q", f.Arg(0))
	}
	return nil
}

// OneOf checks the value of the flag name, which has few. The error is [Invalid].
func (f Flags) OneOf(name, value string, known ...string) error {
	if slices.Contains(known, value) {
		return nil
	}
	return f.Errorf("-%s: expected one of %s, found %q", name, strings.Join(known, ", "), value)
}

// Errorf is an [Invalid] error of the command line.
func (f Flags) Errorf(format string, args ...any) error {
	return Invalidf("%s: %w", f.Name(), fmt.Errorf(format, args...))
}

// Helpf is Errorf for those who do not know the flags: it says where they are told.
func (f Flags) Helpf(format string, args ...any) error {
	return f.Errorf("%w; %s -h tells the flags", fmt.Errorf(format, args...), f.Name())
}

// AMoment is what [ParseMoment] expects, for messages.
const AMoment = `a date such as "2026-03-31" or a time such as "2026-03-31T16:59:42Z"`

// ParseMoment reads a date, which is its first moment in UTC, or a time as of RFC
// 3339, of the years 1 to 9999. The result is in UTC.
func ParseMoment(s string) (time.Time, error) {
	for _, layout := range []string{time.DateOnly, time.RFC3339} {
		if t, err := time.Parse(layout, s); err == nil && t.UTC().Year() >= 1 && t.UTC().Year() <= 9999 {
			return t.UTC(), nil
		}
	}
	return time.Time{}, errors.New("expected " + AMoment)
}
