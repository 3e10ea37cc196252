package sqltest

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"
)

// program builds one of the examples.
func program(t *testing.T, name string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	cmd := exec.Command("go", "build", "-o", file, ".")
	cmd.Dir = filepath.Join("..", "..", "..", "examples", name)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return file
}

// postgresURL makes an empty database in the server, and returns its URL.
func postgresURL(t *testing.T) string {
	t.Helper()
	server, err := pgx.ParseConfig(postgresDSN(t))
	if err != nil {
		t.Fatal(err)
	}
	admin, err := pgx.ConnectConfig(t.Context(), server)
	if err != nil {
		t.Fatal(err)
	}
	name := fmt.Sprintf("program_%d_%d", pid, schemas.Add(1))
	if _, err := admin.Exec(t.Context(), "CREATE DATABASE "+name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		if _, err := admin.Exec(ctx, "DROP DATABASE "+name+" WITH (FORCE)"); err != nil {
			t.Error(err)
		}
		_ = admin.Close(ctx)
	})
	query := url.Values{"host": {server.Host}, "port": {strconv.Itoa(int(server.Port))}, "user": {server.User}}
	if server.Password != "" {
		query.Set("password", server.Password)
	}
	if server.TLSConfig == nil {
		query.Set("sslmode", "disable")
	}
	return (&url.URL{Scheme: "postgres", Path: "/" + name, RawQuery: query.Encode()}).String()
}

func TestTheWeekIsTheSameOnEachDatabase(t *testing.T) {
	week, dir := program(t, "week"), t.TempDir()
	run := func(args ...string) (said, page string) {
		file := filepath.Join(dir, "report.html")
		cmd := exec.CommandContext(t.Context(), week, append(args, "-o", file)...)
		var stdout, stderr bytes.Buffer
		cmd.Stdout, cmd.Stderr = &stdout, &stderr
		if err := cmd.Run(); err != nil {
			t.Fatalf("%v\n%s", err, &stderr)
		}
		html, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		return stdout.String(), string(html)
	}
	said, page := run()
	for _, where := range []string{filepath.Join(dir, "week.db"), postgresURL(t)} {
		gotSaid, gotPage := run("-db", where)
		if diff := cmp.Diff(said, gotSaid); diff != "" {
			t.Errorf("%.8s: it says (-in memory +there):\n%s", where, diff)
		}
		if diff := cmp.Diff(page, gotPage); diff != "" {
			t.Errorf("%.8s: the page is (-in memory +there):\n%s", where, diff)
		}
	}
}

func TestTheCRMRunsOnPostgres(t *testing.T) {
	crm, where := program(t, "crm"), postgresURL(t)
	var before string
	for range 2 { // the second time it finds what the first has left
		ctx, cancel := context.WithCancel(t.Context())
		cmd := exec.CommandContext(ctx, crm, "-addr", "127.0.0.1:0", "-db", where)
		cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
		cmd.WaitDelay = 10 * time.Second
		var stderr bytes.Buffer
		cmd.Stderr = &stderr
		out, err := cmd.StdoutPipe()
		if err == nil {
			err = cmd.Start()
		}
		if err != nil {
			t.Fatal(err)
		}
		line, err := bufio.NewReader(out).ReadString('\n')
		base, ok := strings.CutPrefix(strings.TrimSpace(line), "crm: ")
		if err != nil || !ok {
			t.Fatalf("%q, %v\n%s", line, err, &stderr)
		}
		var pages strings.Builder
		for _, path := range []string{"", "queue", "leads/L-0001", "reports", "reports/funnel", "maturity", "questionnaire?department=sales"} {
			answer, err := http.Get(base + path)
			if err != nil {
				t.Fatal(err)
			}
			body, err := io.ReadAll(answer.Body)
			answer.Body.Close()
			if err != nil || answer.StatusCode != http.StatusOK {
				t.Errorf("%s: %s, %v", path, answer.Status, err)
			}
			if path == "" {
				pages.WriteString(string(body[bytes.Index(body, []byte("<main")):bytes.Index(body, []byte("</main>"))]))
			}
		}
		cancel()
		if err := cmd.Wait(); cmd.ProcessState.ExitCode() != 0 {
			t.Errorf("it ended with %v\n%s", err, &stderr)
		}
		cards := strings.Count(pages.String(), `class="card"`)
		if got := fmt.Sprint(cards, " cards"); cards < 30 || before != "" && got != before {
			t.Errorf("%s on the board, and %q before", got, before)
		} else {
			before = got
		}
	}
}

// The tests of the programs that have a database of their own to look at run on
// PostgreSQL too. They are not part of this module, and skip where they stand alone.
func TestTheTestsOfTheProgramsPassOnPostgres(t *testing.T) {
	cmd := exec.CommandContext(t.Context(), "go", "test", "-count=1", "-v", "./crm", "./internal/database")
	cmd.Dir = filepath.Join("..", "..", "..", "examples")
	cmd.Env = append(os.Environ(), "LEADLINE_POSTGRES="+postgresURL(t))
	out, err := cmd.CombinedOutput()
	if err != nil || bytes.Contains(out, []byte("--- SKIP")) {
		t.Fatalf("%v\n%s", err, out)
	}
}
