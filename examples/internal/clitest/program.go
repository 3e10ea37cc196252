package clitest

import (
	"bytes"
	"context"
	"io"
	"runtime"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/examples/internal/cli"
	_ "github.com/leadline-go/leadline/internal/lazygc"
)

// Program is a command, as cli.Main runs it.
type Program func(ctx context.Context, args []string, stdout, stderr io.Writer) int

// Call runs the program.
func (p Program) Call(t testing.TB, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, err bytes.Buffer
	code = p(t.Context(), args, &out, &err)
	return code, out.String(), err.String()
}

// Succeed runs the program, which must end well.
func (p Program) Succeed(t testing.TB, args ...string) (stdout, stderr string) {
	t.Helper()
	code, stdout, stderr := p.Call(t, args...)
	if code != cli.ExitOK {
		t.Fatalf("exit code %d: %s", code, stderr)
	}
	return stdout, stderr
}

// Refuse runs the program, which must find what it is given invalid, say want and
// leave nothing behind in the working directory. If there are arguments, but no -o
// among them, there is a file before that -o names, which must stay as it was.
func (p Program) Refuse(t testing.TB, want string, args ...string) {
	t.Helper()
	Write(t, "out.txt", "as it was")
	if len(args) > 0 && !slices.Contains(args, "-o") {
		args = slices.Concat([]string{"-o", "out.txt"}, args)
	}
	before := Names(t)
	code, stdout, stderr := p.Call(t, args...)
	if code != cli.ExitInvalid {
		t.Errorf("got exit code %d, want %d", code, cli.ExitInvalid)
	}
	if diff := cmp.Diff(want+"\n", stderr); diff != "" {
		t.Errorf("stderr (-want +got)\n%s", diff)
	}
	if stdout != "" {
		t.Errorf("stdout: %s", stdout)
	}
	if got := Read(t, "out.txt"); got != "as it was" {
		t.Errorf("the file before is now %q", got)
	}
	if diff := cmp.Diff(before, Names(t)); diff != "" {
		t.Errorf("files (-before +after)\n%s", diff)
	}
}

// RefuseWithin is Refuse in little memory: the program may allocate so many bytes,
// freed or not.
func (p Program) RefuseWithin(t testing.TB, most uint64, want string, args ...string) {
	t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	p.Refuse(t, want, args...)
	runtime.ReadMemStats(&after)
	if used := after.TotalAlloc - before.TotalAlloc; used > most {
		t.Errorf("took %d MiB", used>>20)
	}
}
