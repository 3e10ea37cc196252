package sqltest

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// cluster is a throw-away PostgreSQL server, started when a test first asks for it
// and stopped when all have run.
type cluster struct {
	once sync.Once
	dir  string // data and socket
	dsn  string
	err  error
	bin  string
}

var server cluster

func TestMain(m *testing.M) {
	if child := os.Getenv(childVariable); child != "" {
		os.Exit(runChild(child))
	}
	code := m.Run()
	server.stop()
	os.Exit(code)
}

var errNoPostgres = errors.New("no initdb in PATH or /usr/lib/postgresql, and no LEADLINE_POSTGRES")

// postgresDSN is the address of a server, or skips the test.
func postgresDSN(t testing.TB) string {
	t.Helper()
	server.once.Do(server.start)
	if errors.Is(server.err, errNoPostgres) && !slices.Contains(strings.Split(os.Getenv("LEADLINE_REQUIRE"), ","), "postgres") {
		t.Skip(server.err)
	}
	if server.err != nil {
		t.Fatal(server.err)
	}
	return server.dsn
}

func (c *cluster) start() {
	if c.dsn = os.Getenv("LEADLINE_POSTGRES"); c.dsn != "" {
		return
	}
	initdb, err := exec.LookPath("initdb")
	if err == nil {
		initdb, err = filepath.EvalSymlinks(initdb)
	} else if found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb"); len(found) > 0 {
		initdb, err = found[len(found)-1], nil
	}
	if err != nil {
		c.err = errNoPostgres
		return
	}
	c.bin = filepath.Dir(initdb)
	if c.dir, c.err = os.MkdirTemp("", "leadline"); c.err != nil {
		return
	}
	if as := unprivileged(); as != nil {
		if c.err = os.Chown(c.dir, int(as.Uid), int(as.Gid)); c.err != nil {
			return
		}
	}
	data := filepath.Join(c.dir, "data")
	if c.err = c.run(initdb, "-D", data, "-A", "trust", "-U", "leadline", "-E", "UTF8", "--locale=C", "--no-sync"); c.err != nil {
		return
	}
	options := "-k " + c.dir + " -c listen_addresses= -c max_connections=200 -c max_prepared_transactions=10"
	c.err = c.run(filepath.Join(c.bin, "pg_ctl"), "-D", data, "-w", "-t", "60", "-l", filepath.Join(c.dir, "log"), "-o", options, "start")
	c.dsn = "host=" + c.dir + " user=leadline dbname=postgres sslmode=disable"
}

// run runs a program of PostgreSQL, which does not want to be root.
func (c *cluster) run(program string, args ...string) error {
	cmd := exec.Command(program, args...)
	cmd.Dir = c.dir
	if as := unprivileged(); as != nil {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: as}
	}
	log, err := os.CreateTemp("", "leadline-run")
	if err != nil {
		return err
	}
	defer os.Remove(log.Name())
	cmd.Stdout, cmd.Stderr = log, log // not a pipe: the server would keep it open
	if err := cmd.Run(); err != nil {
		said, _ := os.ReadFile(log.Name())
		return fmt.Errorf("%s: %w\n%s", program, err, said)
	}
	return nil
}

// unprivileged is whom to be instead of root, or nil.
func unprivileged() *syscall.Credential {
	if os.Geteuid() != 0 {
		return nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		if u, err := user.Lookup(name); err == nil {
			uid, _ := strconv.ParseUint(u.Uid, 10, 32)
			gid, _ := strconv.ParseUint(u.Gid, 10, 32)
			return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
		}
	}
	return nil
}

func (c *cluster) stop() {
	if c.dir == "" {
		return
	}
	if c.dsn != "" {
		_ = c.run(filepath.Join(c.bin, "pg_ctl"), "-D", filepath.Join(c.dir, "data"), "-m", "immediate", "-w", "stop")
	}
	_ = os.RemoveAll(c.dir)
}
