package cli_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/examples/internal/cli"
	"github.com/leadline-go/leadline/examples/internal/clitest"
)

func report(name string) cli.Output {
	return cli.Output{Command: "count", What: "the report", Name: name, Inputs: []string{"in.csv", ""}}
}

func text(s string) func(*bytes.Buffer) error {
	return func(b *bytes.Buffer) error {
		b.WriteString(s)
		return nil
	}
}

func TestAResultGoesToStdoutOrReplacesAFile(t *testing.T) {
	t.Chdir(t.TempDir())
	var stdout strings.Builder
	if err := report("").Write(&stdout, text("new")); err != nil || stdout.String() != "new" {
		t.Errorf("stdout is %q, %v", stdout.String(), err)
	}
	clitest.Write(t, "old.txt", "old, and longer")
	for _, name := range []string{"new.txt", "old.txt"} {
		if err := report(name).Write(clitest.FullDisk{}, text("new")); err != nil || clitest.Read(t, name) != "new" {
			t.Errorf("%s holds %q, %v", name, clitest.Read(t, name), err)
		}
	}
	if diff := cmp.Diff([]string{"new.txt", "old.txt"}, clitest.Names(t)); diff != "" {
		t.Errorf("files (-want +got)\n%s", diff)
	}
	var notes strings.Builder
	for _, name := range []string{"", "new.txt", "no/such.txt"} {
		o := report(name)
		o.Notes = &notes
		_ = o.Write(io.Discard, text("new"))
	}
	if notes.String() != "wrote new.txt\n" { // neither of stdout nor of what was not
		t.Errorf("notes: %s", notes.String())
	}
	if info, err := os.Stat("old.txt"); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file before had mode 0600, now %v, %v", info.Mode(), err)
	}
}

func TestALinkToAFileStaysALink(t *testing.T) {
	t.Chdir(t.TempDir())
	clitest.Write(t, "real.txt", "old")
	if err := os.Symlink("real.txt", "link.txt"); err != nil {
		t.Skipf("no symbolic links here: %v", err)
	}
	if err := report("link.txt").Write(io.Discard, text("new")); err != nil {
		t.Error(err)
	}
	if got := clitest.Read(t, "real.txt"); got != "new" {
		t.Errorf("the file behind the link holds %q", got)
	}
	if info, err := os.Lstat("link.txt"); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link is gone: %v, %v", info, err)
	}
}

func TestAResultThatCannotBeFinishedIsNotBegun(t *testing.T) {
	t.Chdir(t.TempDir())
	clitest.Write(t, "out.txt", "as it was")
	half := errors.New("half of it")
	for _, name := range []string{"", "out.txt"} {
		var stdout strings.Builder
		err := report(name).Write(&stdout, func(b *bytes.Buffer) error {
			b.WriteString("half")
			return half
		})
		if err != half || stdout.Len() > 0 || clitest.Read(t, "out.txt") != "as it was" {
			t.Errorf("got %v, %q on stdout, %q in the file", err, stdout.String(), clitest.Read(t, "out.txt"))
		}
	}
}

func TestAResultThatCannotBeWrittenIsAnErrorAndLeavesNothing(t *testing.T) {
	t.Chdir(t.TempDir())
	long := strings.Repeat("n", 253) // the longest name has 255 bytes
	for _, tt := range []struct{ name, want string }{
		{"", "count: writing the report: no space left on device"},
		{long, "count: writing the report: " + long + ": creating a file beside it: file name too long"},
		{"/dev/full", "count: writing the report: write /dev/full: no space left on device"},
	} {
		if _, err := os.Stat(tt.name); tt.name == "/dev/full" && err != nil {
			t.Log("there is no /dev/full here")
			continue
		}
		err := report(tt.name).Write(clitest.FullDisk{}, text("new"))
		if err == nil || err.Error() != tt.want {
			t.Errorf("%q: got %v, want %s", tt.name, err, tt.want)
		}
		if code := cli.Code(err, "", io.Discard, io.Discard); code != cli.ExitFailed {
			t.Errorf("%q: got exit code %d", tt.name, code)
		}
	}
	if left := clitest.Names(t); len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
}

func TestOutputsThatCannotBeAreRefusedBeforehand(t *testing.T) {
	t.Chdir(t.TempDir())
	clitest.Write(t, "in.csv", "input")
	clitest.Write(t, "old.txt", "old")
	for name, want := range map[string]string{
		"":         "",
		"old.txt":  "",
		"new.txt":  "",
		".":        "count: -o: expected a file, found the folder .",
		"./in.csv": "count: -o: expected a file of its own, found the input in.csv",
		"nodir/x":  "count: -o: expected a file in a folder that is there, found the folder nodir: no such file or directory",
		"in.csv/x": "count: -o: expected a file in a folder that is there, found the folder in.csv: it is a file",
	} {
		var stderr strings.Builder
		code := cli.Code(report(name).Check(), "", io.Discard, &stderr)
		if got := strings.TrimSuffix(stderr.String(), "\n"); got != want || (code == cli.ExitInvalid) != (want != "") {
			t.Errorf("%q: got exit code %d and %q, want %q", name, code, got, want)
		}
	}
	keep := report(".")
	keep.Flag = "keep"
	if err := keep.Check(); err == nil || err.Error() != "count: -keep: expected a file, found the folder ." {
		t.Errorf("another flag: got %v", err)
	}
}
