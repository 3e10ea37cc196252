package main

import (
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/leadline-go/leadline/examples/internal/cli"
	"github.com/leadline-go/leadline/examples/internal/clitest"
)

func TestBadFlags(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, tt := range []struct {
		want string
		args []string
	}{
		{"crm: flag provided but not defined: -x; crm -h tells the flags", []string{"-x"}},
		{`crm: expected flags only, found "leads.db"; crm -h tells the flags`, []string{"leads.db"}},
		{`crm: -lang: expected one of en, de, found "fr"`, []string{"-lang", "fr"}},
		{`crm: -addr: expected an address such as "127.0.0.1:8080", found "8080"`, []string{"-addr", "8080"}},
		{`crm: -addr: expected a port from 0 to 65535, found "http"`, []string{"-addr", "127.0.0.1:http"}},
		{`crm: -addr: expected an address of this machine such as "127.0.0.1:8080", as there are no passwords, found ":8080"`, []string{"-addr", ":8080"}},
		{`crm: -addr: expected an address of this machine such as "127.0.0.1:8080", as there are no passwords, found "0.0.0.0:8080"`, []string{"-addr", "0.0.0.0:8080"}},
		{`crm: -addr: expected an address of this machine such as "127.0.0.1:8080", as there are no passwords, found "crm.example:8080"`, []string{"-addr", "crm.example:8080"}},
	} {
		code, stdout, stderr := clitest.Program(run).Call(t, tt.args...)
		if code != cli.ExitInvalid || stdout != "" || stderr != tt.want+"\n" {
			t.Errorf("%q: %d, %q, %q", tt.args, code, stdout, stderr)
		}
	}
	stdout, stderr := clitest.Program(run).Succeed(t, "-h")
	if stdout != usage || stderr != "" {
		t.Errorf("%q, %q", stdout, stderr)
	}
	if left := clitest.Names(t); len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
}

// running is the program while it runs.
type running struct {
	url  string
	stop context.CancelFunc
	done chan int
}

func start(t *testing.T, args ...string) *running {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	r, w := io.Pipe()
	p := &running{stop: cancel, done: make(chan int, 1)}
	var stderr strings.Builder
	go func() {
		p.done <- run(ctx, append([]string{"-addr", "127.0.0.1:0"}, args...), w, &stderr)
		w.Close()
	}()
	line := make([]byte, 100)
	n, err := r.Read(line)
	got := string(line[:n])
	if err != nil || !regexp.MustCompile(`^crm: http://127\.0\.0\.1:\d+/\n$`).MatchString(got) {
		cancel()
		t.Fatalf("%q, %v, exit code %d: %s", got, err, <-p.done, &stderr)
	}
	p.url = strings.TrimSpace(strings.TrimPrefix(got, "crm: "))
	return p
}

// end ends the program, which must go well and soon.
func (p *running) end(t *testing.T) {
	t.Helper()
	p.stop()
	select {
	case code := <-p.done:
		if code != cli.ExitOK {
			t.Errorf("exit code %d", code)
		}
	case <-time.After(2 * shutdownWithin):
		t.Error("it does not end")
	}
}

func (p *running) get(t *testing.T) string {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, p.url, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func TestItRunsUntilItIsInterruptedAndLeavesNothing(t *testing.T) {
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	p := start(t)
	if body := p.get(t); !strings.Contains(body, "42 leads") {
		t.Errorf("the board: %s", text(body))
	}
	p.end(t)
	left, err := os.ReadDir(temp)
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// Browsers connect in advance.
func TestAConnectionOnWhichNothingIsAskedDoesNotKeepItFromEnding(t *testing.T) {
	p := start(t, "-empty")
	var d net.Dialer
	conn, err := d.DialContext(t.Context(), "tcp", strings.Trim(strings.TrimPrefix(p.url, "http:"), "/"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	p.get(t) // by when the other connection has been accepted
	began := time.Now()
	p.end(t)
	if took := time.Since(began); took > shutdownWithin {
		t.Errorf("it took %s to end", took)
	}
}

func TestAFileIsSeededOnce(t *testing.T) {
	file := filepath.Join(t.TempDir(), "leads.db")
	for _, args := range [][]string{{"-db", file}, {"-db", file}, {"-db", file, "-empty"}} {
		p := start(t, args...)
		if body := p.get(t); !strings.Contains(body, "42 leads") {
			t.Errorf("%q: the board: %s", args, text(body))
		}
		p.end(t)
	}
	p := start(t, "-empty", "-lang", "de")
	if body := p.get(t); !strings.Contains(body, "0 leads") || !strings.Contains(body, "/maturity?lang=de") {
		t.Errorf("the board: %s", text(body))
	}
	p.end(t)
}

func TestADatabaseThatCannotBeOpenedIsAnError(t *testing.T) {
	code, stdout, stderr := clitest.Program(run).Call(t, "-addr", "127.0.0.1:0", "-db", filepath.Join(t.TempDir(), "no", "such.db"))
	if code != cli.ExitInvalid || stdout != "" || !strings.HasPrefix(stderr, "crm: -db: expected a SQLite file that can be written, found ") {
		t.Errorf("%d, %q, %q", code, stdout, stderr)
	}
}

func TestAPortInUseIsTheUsersToChange(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	code, stdout, stderr := clitest.Program(run).Call(t, "-addr", l.Addr().String(), "-empty")
	if code != cli.ExitFailed || stdout != "" || !strings.HasPrefix(stderr, "crm: listen tcp "+l.Addr().String()+": ") ||
		!strings.HasSuffix(stderr, "; take another address with -addr: port 0 is any that is free\n") {
		t.Errorf("exit code %d, %q, %s", code, stdout, stderr)
	}
}
