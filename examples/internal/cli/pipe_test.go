package cli_test

import (
	"context"
	"errors"
	"flag"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/leadline-go/leadline/examples/internal/cli"
)

// asProgram makes the program of the tests be one that tells its help.
const asProgram = "LEADLINE_CLI_PROGRAM"

// apart keeps its exit codes from those of a failed test.
const apart = 40

// A shell's "program | head" closes the pipe when head has enough.
func TestAReaderThatIsGoneIsAnErrorAndNoSignal(t *testing.T) {
	if os.Getenv(asProgram) != "" {
		cli.Main(func(_ context.Context, _ []string, stdout, stderr io.Writer) int {
			return apart + cli.Code(flag.ErrHelp, "usage\n", stdout, stderr)
		})
	}
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	r.Close()
	var stderr strings.Builder
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestAReaderThatIsGoneIsAnErrorAndNoSignal$")
	cmd.Env = append(os.Environ(), asProgram+"=1")
	cmd.Stdout, cmd.Stderr = w, &stderr
	err = cmd.Run()
	w.Close()
	exit, ok := errors.AsType[*exec.ExitError](err)
	if !ok || exit.ExitCode() != apart+cli.ExitFailed {
		t.Errorf("got %v, want exit code %d; stderr: %s", err, apart+cli.ExitFailed, stderr.String())
	}
}
