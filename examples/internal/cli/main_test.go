package cli_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/leadline-go/leadline/examples/internal/cli"
	"github.com/leadline-go/leadline/examples/internal/clitest"
)

const usage = "count [-by day|week] [-asof T]\n\nExample:\n\n  count -by day\n"

// count is a command with little to do.
var count clitest.Program = func(_ context.Context, args []string, stdout, stderr io.Writer) int {
	return cli.Code(func() error {
		fs := cli.NewFlags("count")
		by := fs.String("by", "day", "")
		fs.Func("asof", "", func(s string) error {
			_, err := cli.ParseMoment(s)
			return err
		})
		if err := fs.Parse(args); err != nil {
			return err
		}
		if err := fs.OneOf("by", *by, "day", "week"); err != nil {
			return err
		}
		_, err := fmt.Fprintln(stdout, *by)
		return err
	}(), usage, stdout, stderr)
}

func TestFlagsAreReadOrRefused(t *testing.T) {
	t.Chdir(t.TempDir())
	if stdout, stderr := count.Succeed(t, "-by", "week"); stdout != "week\n" || stderr != "" {
		t.Errorf("got %q and %q", stdout, stderr)
	}
	if stdout, stderr := count.Succeed(t, "-h"); stdout != usage || stderr != "" {
		t.Errorf("got %q and %q", stdout, stderr)
	}
	for _, tt := range []struct {
		want string
		args []string
	}{
		{"count: flag provided but not defined: -yb; count -h tells the flags", []string{"-yb", "day"}},
		{"count: flag needs an argument: -by; count -h tells the flags", []string{"-by"}},
		{`count: expected flags only, found "more"; count -h tells the flags`, []string{"-by", "day", "more"}},
		{`count: -by: expected one of day, week, found "50%d"`, []string{"-by", "50%d"}},
		{
			`count: invalid value "31.3.2026" for flag -asof: expected a date such as "2026-03-31" or a time such as "2026-03-31T16:59:42Z"; count -h tells the flags`,
			[]string{"-asof", "31.3.2026"},
		},
	} {
		code, stdout, stderr := count.Call(t, tt.args...)
		if code != cli.ExitInvalid || stdout != "" || stderr != tt.want+"\n" {
			t.Errorf("%q: got exit code %d, %q and %q, want %s", tt.args, code, stdout, stderr, tt.want)
		}
	}
}

func TestTheExitCodeTellsWhoCanMendIt(t *testing.T) {
	disk := errors.New("disk on fire")
	for _, tt := range []struct {
		name string
		err  error
		want int
	}{
		{"nothing", nil, cli.ExitOK},
		{"a disk", disk, cli.ExitFailed},
		{"an invalid input", cli.Invalid(disk), cli.ExitInvalid},
		{"an invalid input, further up", fmt.Errorf("count: %w", cli.Invalidf("in.csv: %w", disk)), cli.ExitInvalid},
		{"one of many", errors.Join(disk, cli.Invalid(disk)), cli.ExitInvalid},
	} {
		var stderr strings.Builder
		if got := cli.Code(tt.err, usage, clitest.FullDisk{}, &stderr); got != tt.want {
			t.Errorf("%s: got exit code %d, want %d", tt.name, got, tt.want)
		}
		if tt.err != nil && (stderr.String() != tt.err.Error()+"\n" || !errors.Is(tt.err, disk)) {
			t.Errorf("%s: stderr: %q", tt.name, stderr.String())
		}
	}
	if code := count(t.Context(), []string{"-h"}, clitest.FullDisk{}, io.Discard); code != cli.ExitFailed {
		t.Errorf("help on a full disk: got exit code %d", code)
	}
}

func TestMomentsAreDatesOrTimesOfTheCalendar(t *testing.T) {
	for s, want := range map[string]time.Time{
		"2026-03-31":                time.Date(2026, 3, 31, 0, 0, 0, 0, time.UTC),
		"2026-03-31T16:59:42+02:00": time.Date(2026, 3, 31, 14, 59, 42, 0, time.UTC),
		"9999-12-31":                time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC),
	} {
		if got, err := cli.ParseMoment(s); err != nil || got != want {
			t.Errorf("%s: got %v, %v, want %v", s, got, err, want)
		}
	}
	for _, s := range []string{"", "2026-02-30", "2026-3-1", "2026-03-31 10:00", "0000-12-31", "9999-12-31T23:59:59-01:00", "0001-01-01T00:00:00+01:00"} {
		if got, err := cli.ParseMoment(s); err == nil || err.Error() != "expected "+cli.AMoment {
			t.Errorf("%s: got %v, %v", s, got, err)
		}
	}
}
