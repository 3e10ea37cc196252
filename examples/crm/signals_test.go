package main

import (
	"bufio"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/leadline-go/leadline/examples/internal/cli"
)

// asProgram makes the program of the tests be the CRM.
const asProgram = "LEADLINE_CRM_ARGS"

func TestMain(m *testing.M) {
	if args := os.Getenv(asProgram); args != "" {
		os.Args = append([]string{"crm"}, strings.Fields(args)...)
		main()
	}
	os.Exit(m.Run())
}

// process runs the CRM as a process, and returns it and its address when it listens.
func process(t *testing.T) (p *exec.Cmd, addr, temp string) {
	t.Helper()
	temp = t.TempDir()
	p = exec.CommandContext(t.Context(), os.Args[0])
	p.Env = append(os.Environ(), asProgram+"=-empty -addr 127.0.0.1:0", "TMPDIR="+temp)
	p.Stderr = &strings.Builder{}
	out, err := p.StdoutPipe()
	if err == nil {
		err = p.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Process.Kill() })
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return p, strings.Trim(strings.TrimPrefix(line, "crm: http:"), "/\n"), temp
}

// unfinished begins a request that does not end.
func unfinished(t *testing.T, addr string) {
	t.Helper()
	var d net.Dialer
	conn, err := d.DialContext(t.Context(), "tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	fmt.Fprintf(conn, "POST /sign-in HTTP/1.1\r\nHost: %s\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\nExpect: 100-continue\r\n\r\n", addr)
	// The answer comes when the program has begun to read what is not sent.
	if line, err := bufio.NewReader(conn).ReadString('\n'); err != nil || !strings.Contains(line, "100") {
		t.Fatalf("%q, %v", line, err)
	}
}

func TestASignalLeavesNoDatabaseBehind(t *testing.T) {
	for _, sig := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP} {
		p, _, temp := process(t)
		if left, err := os.ReadDir(temp); err != nil || len(left) != 1 {
			t.Fatalf("while it runs: %v, %v", left, err)
		}
		if err := p.Process.Signal(sig); err != nil {
			t.Fatal(err)
		}
		if err := p.Wait(); err != nil {
			t.Errorf("%s: %v", sig, err)
		}
		if left, err := os.ReadDir(temp); err != nil || len(left) > 0 {
			t.Errorf("%s: left behind: %v, %v", sig, left, err)
		}
	}
}

// As under nohup.
func TestAHangupThatIsIgnoredFromTheBeginningStillIs(t *testing.T) {
	signal.Ignore(syscall.SIGHUP) // which a process that is started inherits
	defer signal.Reset(syscall.SIGHUP)
	p, addr, _ := process(t)
	if err := p.Process.Signal(syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
	time.Sleep(200 * time.Millisecond) // a signal that does nothing tells nobody when it has come
	if body := (&running{url: "http://" + addr + "/"}).get(t); !strings.Contains(body, "0 leads") {
		t.Errorf("the board: %s", text(body))
	}
	if err := p.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := p.Wait(); err != nil {
		t.Errorf("%v", err)
	}
}

func TestARequestThatDoesNotEndIsClosedAtTheEnd(t *testing.T) {
	t.Parallel()
	p, addr, temp := process(t)
	unfinished(t, addr)
	if err := p.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := p.Wait(); err != nil || p.ProcessState.ExitCode() != cli.ExitOK {
		t.Errorf("%v", err)
	}
	if log := fmt.Sprint(p.Stderr); !strings.HasSuffix(log, "a request that did not end has been closed\n") {
		t.Errorf("the log: %s", log)
	}
	if left, err := os.ReadDir(temp); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestASecondInterruptEndsItAtOnce(t *testing.T) {
	t.Parallel()
	p, addr, _ := process(t)
	unfinished(t, addr)
	if err := p.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	time.Sleep(200 * time.Millisecond) // two signals at the same moment are one
	began := time.Now()
	if err := p.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	exit, ok := errors.AsType[*exec.ExitError](p.Wait())
	if !ok || time.Since(began) > shutdownWithin/2 {
		t.Errorf("%v after %s", exit, time.Since(began))
	}
}
