package browsertest

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// folder holds what is built for all tests.
var folder string

func TestMain(m *testing.M) {
	os.Exit(func() int {
		var err error
		if folder, err = os.MkdirTemp("", "leadline-browsertest-"); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		defer os.RemoveAll(folder)
		return m.Run()
	}())
}

// build builds a program of the examples.
func build(name string) (string, error) {
	file := filepath.Join(folder, filepath.Base(name))
	cmd := exec.Command("go", "build", "-o", file, ".")
	cmd.Dir = filepath.Join("..", "..", filepath.FromSlash(name))
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w\n%s", err, out)
	}
	return file, nil
}

var builtCRM = sync.OnceValues(func() (string, error) { return build("crm") })

// start runs the CRM until the test ends, and returns its address, which ends in a
// slash. What it logs fails the test.
func start(t testing.TB, args ...string) string {
	t.Helper()
	file, err := builtCRM()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, file, append([]string{"-addr", "127.0.0.1:0"}, args...)...)
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = 10 * time.Second
	var logged bytes.Buffer
	cmd.Stderr = &logged
	out, err := cmd.StdoutPipe()
	if err != nil {
		cancel()
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		cancel()
		t.Fatal(err)
	}
	lines := bufio.NewReader(out)
	line, err := lines.ReadString('\n')
	t.Cleanup(func() {
		began := time.Now()
		cancel()
		rest, _ := io.ReadAll(lines) // a broken pipe shows in how it ends
		if err := cmd.Wait(); cmd.ProcessState.ExitCode() != 0 {
			t.Errorf("crm ended with %v\n%s", err, &logged)
		}
		if len(rest) > 0 || logged.Len() > 0 {
			t.Errorf("crm wrote %q and logged:\n%s", rest, &logged)
		}
		if took := time.Since(began); took > 8*time.Second {
			t.Errorf("crm took %v to end", took)
		}
	})
	base, ok := strings.CutPrefix(strings.TrimSpace(line), "crm: ")
	if err != nil || !ok {
		t.Fatalf("crm wrote %q, %v; want its address\n%s", line, err, &logged)
	}
	return base
}
