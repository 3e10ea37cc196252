package cli_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/leadline-go/leadline/examples/internal/cli"
)

// A shell's "program | head" closes the pipe when head has enough.
func TestAReaderThatIsGoneIsAnErrorAndNoSignal(t *testing.T) {
	file := filepath.Join(t.TempDir(), "program")
	for _, program := range []string{"../../score", "../../assess"} {
		if out, err := exec.Command("go", "build", "-o", file, program).CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		r, w, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		r.Close()
		var stderr strings.Builder
		cmd := exec.Command(file, "-h")
		cmd.Stdout, cmd.Stderr = w, &stderr
		err = cmd.Run()
		w.Close()
		exit, ok := errors.AsType[*exec.ExitError](err)
		if !ok || exit.ExitCode() != cli.ExitFailed {
			t.Errorf("%s: got %v, want exit code %d; stderr: %s", program, err, cli.ExitFailed, stderr.String())
		}
	}
}
