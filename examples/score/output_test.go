package main

import (
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTheScoresGoIntoAFile(t *testing.T) {
	inDemo(t)
	want, _ := succeed(t, demo...)
	writeFile(t, "old.txt", "old")
	for _, name := range []string{"new.txt", "old.txt"} {
		stdout, _ := succeed(t, with(demo, "-o", name)...)
		if got := readFile(t, name); stdout != "" || got != want {
			t.Errorf("%s holds %q, stdout %q", name, got, stdout)
		}
	}
	before := []string{"demo-activities.csv", "demo-leads.csv", "new.txt", "old.txt", "rules.yaml"}
	if diff := cmp.Diff(before, names(t)); diff != "" {
		t.Errorf("files (-want +got)\n%s", diff)
	}
}

func TestALinkToAFileStaysALink(t *testing.T) {
	inDemo(t)
	writeFile(t, "real.txt", "old")
	if err := os.Symlink("real.txt", "link.txt"); err != nil {
		t.Skipf("no symbolic links here: %v", err)
	}
	want, _ := succeed(t, demo...)
	succeed(t, with(demo, "-o", "link.txt")...)
	if got := readFile(t, "real.txt"); got != want {
		t.Errorf("the file behind the link holds %q", got)
	}
	if info, err := os.Lstat("link.txt"); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link is gone: %v, %v", info, err)
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }

func TestScoresThatCannotBeWrittenAreAnError(t *testing.T) {
	inDemo(t)
	t.Run("to stdout", func(t *testing.T) {
		var stderr strings.Builder
		code := run(t.Context(), demo, now, full{}, &stderr)
		if want := "score: writing the scores: no space left on device\n"; code != exitFailed || stderr.String() != want {
			t.Errorf("got exit code %d and %q", code, stderr.String())
		}
	})
	t.Run("help", func(t *testing.T) {
		if code := run(t.Context(), []string{"-h"}, now, full{}, io.Discard); code != exitFailed {
			t.Errorf("got exit code %d", code)
		}
	})
	t.Run("to a file beside which there can be no other", func(t *testing.T) {
		name := strings.Repeat("n", 253) // the longest name has 255 bytes
		code, stdout, stderr := call(t, with(demo, "-o", name)...)
		want := "score: writing the scores: " + name + ": creating a file beside it: file name too long\n"
		if code != exitFailed || stdout != "" || stderr != want {
			t.Errorf("got exit code %d, %q and %q", code, stdout, stderr)
		}
	})
	t.Run("to a full disk", func(t *testing.T) {
		if _, err := os.Stat("/dev/full"); err != nil {
			t.Skip("there is no /dev/full here")
		}
		code, _, stderr := call(t, with(demo, "-o", "/dev/full")...)
		if code != exitFailed || !strings.Contains(stderr, "no space left") {
			t.Errorf("got exit code %d and %q", code, stderr)
		}
	})
}

func TestAnInterruptedRunLeavesNothing(t *testing.T) {
	inDemo(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	before := names(t)
	var stdout, stderr strings.Builder
	code := run(ctx, with(demo, "-o", "out.txt"), now, &stdout, &stderr)
	if code != exitFailed || stdout.Len() > 0 || stderr.String() != "demo-leads.csv:2: context canceled\n" {
		t.Errorf("got exit code %d, %q and %q", code, stdout.String(), stderr.String())
	}
	if diff := cmp.Diff(before, names(t)); diff != "" {
		t.Errorf("files (-before +after)\n%s", diff)
	}
}
