package sqltest

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/lead/leadsql"
)

// jobVariable holds a child's job as JSON.
const jobVariable = "LEADLINE_SQLTEST_JOB"

// job is what a child process is to do, and where.
type job struct {
	Dialect     leadsql.Dialect
	Driver, DSN string

	Process, Writers, Leads, Rows int    // of the load
	Acknowledged                  string // file for what the load was told

	Mode        string // of the writer to be killed
	Round, Stop int
	First       []int
}

// sized is a size for every day, or the large one where that is wanted.
func sized(small, large int) int {
	if full() {
		return large
	}
	return small
}

// child is the command that runs the test binary as a child.
func (d *database) child(t *testing.T, name string, j job) *exec.Cmd {
	t.Helper()
	j.Dialect, j.Driver = d.dialect, d.driver
	if j.DSN == "" {
		j.DSN = d.dsn
	}
	raw, err := json.Marshal(j)
	if err != nil {
		t.Fatal(err)
	}
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), exe)
	cmd.Env = append(os.Environ(), childVariable+"="+name, jobVariable+"="+string(raw))
	return cmd
}

// jobOf is the job of this process, and its database.
func jobOf() (j job, d *database, err error) {
	if err := json.Unmarshal([]byte(os.Getenv(jobVariable)), &j); err != nil {
		return j, nil, err
	}
	db, err := sql.Open(j.Driver, j.DSN)
	if err != nil {
		return j, nil, err
	}
	db.SetMaxOpenConns(1)
	if j.Dialect == leadsql.Postgres {
		db.SetMaxOpenConns(32)
		db.SetMaxIdleConns(32)
	}
	return j, &database{DB: db, dialect: j.Dialect, driver: j.Driver, dsn: j.DSN}, nil
}

// busyMachine is the standard lifecycle with a visit, which any lead on the side of
// marketing can be paid: a step that is never refused.
func busyMachine() (*lead.Machine[string], error) {
	spec := lead.Standard()
	spec.Transitions = append(spec.Transitions, lead.TransitionSpec{
		Event: "visit", From: []string{"early", "recycled"}, To: "stay", By: []lead.Side{lead.Marketing},
	})
	return lead.Compile(spec, lead.Bindings[string]{})
}

func busyTracker(d *database) (*lead.Machine[string], *lead.Tracker[string], error) {
	m, err := busyMachine()
	if err != nil {
		return nil, nil, err
	}
	return m, lead.NewTracker(m, d.store(), lead.Config{}), nil
}

// opened opens leads, and says how many rows that gave.
func (d *database) opened(t *testing.T, prefix string, n int) (*lead.Tracker[string], []string) {
	t.Helper()
	_, tracker, err := busyTracker(d)
	if err != nil {
		t.Fatal(err)
	}
	ids := names(prefix, n)
	cmds := make([]lead.Command[string], n)
	for i, id := range ids {
		cmds[i] = lead.Command[string]{ID: id, Event: lead.EventOpen, Actor: mia, Labels: map[string]string{"source": "web"}}
	}
	must(t, tracker.ApplyAll(t.Context(), cmds))
	return tracker, ids
}

func names(prefix string, n int) []string {
	ids := make([]string, n)
	for i := range ids {
		ids[i] = fmt.Sprintf("%s%04d", prefix, i)
	}
	return ids
}

// sound wants the tables to agree with each other, the rows to follow from each
// other, and each to have its personal part.
func (d *database) sound(t *testing.T) {
	t.Helper()
	var found []string
	err := d.store().Verify(t.Context(), func(f leadsql.Finding) bool {
		found = append(found, f.String())
		return len(found) < 10
	})
	if err != nil {
		t.Fatal(err)
	}
	m, err := busyMachine()
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range m.Verify(d.store().History(t.Context(), lead.Query{})) {
		if found = append(found, err.Error()); len(found) > 20 {
			break
		}
	}
	var rows, personal int64
	err = d.QueryRowContext(t.Context(), `SELECT (SELECT count(*) FROM leadline_rows), (SELECT count(*) FROM leadline_personal)`).Scan(&rows, &personal)
	if err != nil {
		t.Fatal(err)
	}
	if rows != personal {
		found = append(found, fmt.Sprintf("%d rows by known people, but %d personal parts", rows, personal))
	}
	if len(found) > 0 {
		t.Fatalf("the database is not sound:\n%s", strings.Join(found, "\n"))
	}
}

// moved tells that somebody else was faster, so that a command can be repeated.
func moved(err error) bool {
	return errors.Is(err, lead.ErrConflict) || errors.Is(err, leadsql.ErrBusy)
}

// toggle moves a lead in or out of a waiting status, whichever fits.
func toggle(ctx context.Context, tr *lead.Tracker[string], cmd lead.Command[string]) (lead.Transition, error) {
	events := map[lead.Event]lead.Event{"engage": "recycle", "recycle": "engage"}
	for {
		row, err := tr.Apply(ctx, cmd)
		if errors.Is(err, lead.ErrNotPermitted) {
			cmd.Event = events[cmd.Event]
		} else if !moved(err) {
			return row, err
		}
	}
}
