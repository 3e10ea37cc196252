package main

import (
	"bufio"
	"bytes"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/leadline-go/leadline/examples/internal/clitest"
)

// crm starts the example crm, and returns its address.
func crm(t *testing.T) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "crm")
	build := exec.Command("go", "build", "-o", file, ".")
	build.Dir = ".."
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	cmd := exec.Command(file, "-addr", "127.0.0.1:0")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		if err := cmd.Wait(); cmd.ProcessState.ExitCode() != 0 || stderr.Len() > 0 {
			t.Errorf("crm ended with %v\n%s", err, &stderr)
		}
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	base, ok := strings.CutPrefix(strings.TrimSpace(line), "crm: ")
	if err != nil || !ok {
		t.Fatalf("%q, %v\n%s", line, err, &stderr)
	}
	return base
}

var program = clitest.Program(run)

func TestManyPeopleAtOnceSeeNoError(t *testing.T) {
	code, stdout, stderr := program.Call(t, "-url", crm(t), "-users", "8", "-for", "2s")
	if code != 0 {
		t.Fatalf("exit code %d: %s\n%s", code, stderr, stdout)
	}
	for _, want := range []string{"board ", "lead ", "move ", "queue ", "sign in ", " 0 errors\n"} {
		if !strings.Contains(stdout, want) {
			t.Errorf("nothing of %q in\n%s", want, stdout)
		}
	}
}

func TestAnErrorIsTold(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "no", http.StatusTeapot) }))
	defer server.Close()
	code, stdout, stderr := program.Call(t, "-url", server.URL, "-users", "2", "-for", "1s")
	if code != 1 || !strings.Contains(stdout, "board: GET /: 418 I'm a teapot") || !strings.Contains(stderr, "were errors") {
		t.Errorf("exit code %d: %s\n%s", code, stderr, stdout)
	}
}

func TestBadFlags(t *testing.T) {
	for _, tt := range []struct{ flag, value, want string }{
		{"-url", "https://example.com/", "load: -url: expected an address such as http://127.0.0.1:8080/, found \"https://example.com/\"\n"},
		{"-users", "0", "load: -users: expected 1 to 1000, found 0\n"},
		{"-for", "2h", "load: -for: expected 1s to 1h, found 2h0m0s\n"},
	} {
		if code, stdout, stderr := program.Call(t, tt.flag, tt.value); code != 2 || stderr != tt.want || stdout != "" {
			t.Errorf("%s %s: exit code %d, %q, %q", tt.flag, tt.value, code, stderr, stdout)
		}
	}
	if code, stdout, _ := program.Call(t, "-h"); code != 0 || stdout != usage {
		t.Errorf("-h: exit code %d, %q", code, stdout)
	}
}
