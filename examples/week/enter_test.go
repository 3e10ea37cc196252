package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/leadline-go/leadline/examples/internal/cli"
	"github.com/leadline-go/leadline/examples/internal/clitest"
)

// keyboard runs the program with -step, and with a keyboard.
type keyboard struct {
	press  io.WriteCloser
	said   *bufio.Reader // what it prints
	code   chan int
	stderr *strings.Builder // to be read when the program has ended
}

func atKeyboard(ctx context.Context, args ...string) keyboard {
	stdin, press := io.Pipe()
	said, stdout := io.Pipe()
	k := keyboard{press, bufio.NewReader(said), make(chan int, 1), &strings.Builder{}}
	go func() {
		k.code <- run(ctx, append(args, "-step"), stdin, stdout, k.stderr)
		stdout.Close()
	}()
	return k
}

// until reads what is printed up to the first line that begins so.
func (k keyboard) until(t *testing.T, begins string) string {
	t.Helper()
	var b strings.Builder
	for {
		line, err := k.said.ReadString('\n')
		if b.WriteString(line); err != nil {
			t.Fatalf("%v before %s: %s", err, begins, &b)
		}
		if strings.HasPrefix(line, begins) {
			return b.String()
		}
	}
}

func TestStepWaitsForEnterAfterEachDay(t *testing.T) {
	k := atKeyboard(t.Context())
	var got strings.Builder
	got.WriteString(k.until(t, "  18:20"))
	for _, day := range []string{"MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY"} {
		// What is left of the day before is read first; then nothing comes.
		next := make(chan string, 1)
		go func() {
			var b strings.Builder
			for !strings.Contains(b.String(), "\n"+day+":") {
				line, err := k.said.ReadString('\n')
				if b.WriteString(line); err != nil {
					break
				}
			}
			next <- b.String()
		}()
		select {
		case early := <-next:
			t.Fatalf("%s came without Enter: %s", day, early)
		case <-time.After(50 * time.Millisecond):
		}
		if _, err := io.WriteString(k.press, "\n"); err != nil {
			t.Fatal(err)
		}
		got.WriteString(<-next)
	}
	rest, err := io.ReadAll(k.said)
	if err != nil {
		t.Fatal(err)
	}
	got.Write(rest)
	if code := <-k.code; code != cli.ExitOK {
		t.Errorf("exit code %d: %s", code, k.stderr)
	}
	if want, _ := theWeek(t); got.String() != want {
		t.Error("with -step it prints something else")
	}
	if n := strings.Count(k.stderr.String(), "Enter: go on"); n != 5 {
		t.Errorf("it asked %d times: %s", n, k.stderr)
	}
}

func TestAnInterruptedStepEndsCleanly(t *testing.T) {
	t.Chdir(t.TempDir())
	ctx, interrupt := context.WithCancel(t.Context())
	k := atKeyboard(ctx, "-o", "report.html", "-db", "week.db")
	k.until(t, "  18:20")
	if _, err := io.WriteString(k.press, "\n"); err != nil {
		t.Fatal(err)
	}
	k.until(t, "MONDAY")
	go io.Copy(io.Discard, k.said)
	time.Sleep(50 * time.Millisecond) // so that it waits; if it does not yet, it ends as well
	interrupt()
	if code := <-k.code; code != cli.ExitFailed || !strings.HasSuffix(k.stderr.String(), "week: interrupted after Monday\n") {
		t.Errorf("exit code %d: %s", code, k.stderr)
	}
	if left, err := filepath.Glob("report*"); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	// What has happened is there, and nothing on top of it.
	program.Refuse(t, inhabited("leads, 52 of them"), "-db", "week.db")
}

func TestAnInterruptBeforeAnyLeadCameIsToldAsWell(t *testing.T) {
	t.Chdir(t.TempDir())
	ctx, interrupt := context.WithCancel(t.Context())
	k := atKeyboard(ctx, "-db", "week.db")
	k.until(t, "SUNDAY")
	go io.Copy(io.Discard, k.said)
	time.Sleep(50 * time.Millisecond)
	interrupt()
	if code := <-k.code; code != cli.ExitFailed || !strings.HasSuffix(k.stderr.String(), "week: interrupted after Sunday\n") {
		t.Errorf("exit code %d: %s", code, k.stderr)
	}
	program.Refuse(t, inhabited("the table"), "-db", "week.db")
}

func TestWithoutAKeyboardStepDoesNotWait(t *testing.T) {
	want, _ := theWeek(t)
	if got, _ := program.Succeed(t, "-step"); got != want {
		t.Error("with -step it prints something else")
	}
}

func TestAKeyboardThatFailsIsAnError(t *testing.T) {
	var stderr strings.Builder
	code := run(t.Context(), []string{"-step"}, brokenKeyboard{}, io.Discard, &stderr)
	if code != cli.ExitFailed || !strings.HasSuffix(stderr.String(), "week: reading what was typed: unplugged\n") {
		t.Errorf("exit code %d: %s", code, &stderr)
	}
	if code := run(t.Context(), []string{"-step"}, brokenKeyboard{}, clitest.FullDisk{}, io.Discard); code != cli.ExitFailed {
		t.Errorf("exit code %d", code)
	}
}

type brokenKeyboard struct{}

func (brokenKeyboard) Read([]byte) (int, error) { return 0, errors.New("unplugged") }
