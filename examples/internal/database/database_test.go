package database

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"github.com/leadline-go/leadline/examples/internal/cli"
	"github.com/leadline-go/leadline/examples/internal/clitest"
	"github.com/leadline-go/leadline/lead"
)

func TestADatabaseIsReadyForLeads(t *testing.T) {
	for _, where := range []string{Memory, filepath.Join(t.TempDir(), "a b?c#d%20.db")} {
		db, err := Open(t.Context(), where)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		if err := db.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		machine, err := lead.Compile(lead.Standard(), lead.Bindings[struct{}]{})
		if err != nil {
			t.Fatal(err)
		}
		tracker := lead.NewTracker(machine, db.Store(db), lead.Config{})
		tr, err := tracker.Open(t.Context(), lead.Command[struct{}]{ID: "L-1", Actor: lead.Actor{ID: "job", Kind: lead.System}})
		if err != nil || tr.Version != 1 {
			t.Errorf("%s: version %d, %v", where, tr.Version, err)
		}
		var statements int
		if err := db.QueryRow(db.SQL("SELECT ? + 1"), 2).Scan(&statements); err != nil || statements != 3 {
			t.Errorf("%s: %d, %v", where, statements, err)
		}
	}
}

func TestAFileIsWhereItsNameSays(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a b?c#d%20.db")
	db, err := Open(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	found, err := filepath.Glob(filepath.Join(filepath.Dir(file), "*.db"))
	if err != nil || len(found) != 1 || found[0] != file {
		t.Errorf("%q, %v", found, err)
	}
}

func TestOpeningChangesNothing(t *testing.T) {
	file := filepath.Join(t.TempDir(), "other.db")
	other, err := sql.Open("sqlite", file) // another program's, with a journal of another kind
	if err != nil {
		t.Fatal(err)
	}
	if _, err := other.Exec("CREATE TABLE opportunities (name TEXT)"); err != nil {
		t.Fatal(err)
	}
	if err := other.Close(); err != nil {
		t.Fatal(err)
	}
	before := clitest.Read(t, file)
	db, err := Open(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	has := func(table string) bool {
		found, err := db.HasTable(t.Context(), table)
		if err != nil {
			t.Error(err)
		}
		return found
	}
	if !has("opportunities") || has("leadline_leads") {
		t.Error("it has not the tables that are in the file")
	}
	if clitest.Read(t, file) != before {
		t.Error("the file has changed")
	}
	if err := db.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	var journal string
	if err := db.QueryRow("PRAGMA journal_mode").Scan(&journal); err != nil || journal != "wal" {
		t.Errorf("journal %s, %v", journal, err)
	}
	if !has("opportunities") || !has("leadline_leads") {
		t.Error("it has not the tables that are in the file and those of leadline")
	}
}

func TestWhatIsNoDatabaseIsTheUsersToMend(t *testing.T) {
	t.Chdir(t.TempDir())
	clitest.Write(t, "notes.txt", "no database at all\n")
	const expected = "-db: expected the name of a SQLite file, or the URL of a PostgreSQL, postgres://..., found "
	for where, want := range map[string]string{
		"":                                    expected + "nothing",
		"mysql://ann:secret@db.example/crm":   expected + "mysql://ann:xxxxx@db.example/crm",
		"mysql://db.example/?password=secret": expected + "mysql://db.example/?password=xxxxx",
		"mysql://ann:secret%zz@db.example":    expected + "a URL that cannot be read",
		"file:x.db?mode=ro":                   expected + "file:x.db?mode=ro",
		"notes.txt":                           "-db: expected a SQLite file that can be written, found notes.txt: file is not a database (26)",
		".":                                   "-db: expected a SQLite file that can be written, found .: unable to open database file (14)",
		"no/such.db":                          "-db: expected a SQLite file that can be written, found no/such.db: unable to open database file (14)",
	} {
		_, err := Open(t.Context(), where)
		var stderr strings.Builder
		if code := cli.Code(err, "", io.Discard, &stderr); code != cli.ExitInvalid || stderr.String() != want+"\n" {
			t.Errorf("%q: exit code %d\ngot  %swant %s", where, code, &stderr, want)
		}
	}
	if left := clitest.Names(t); len(left) != 1 {
		t.Errorf("left behind: %q", left)
	}
}

func TestAPasswordIsInNoError(t *testing.T) {
	for _, where := range []string{
		"postgres://ann:secret@127.0.0.1:1/leads?connect_timeout=1",
		"postgresql://127.0.0.1:1/leads?connect_timeout=1&password=secret",
		"postgres://ann:secret@127.0.0.1:port/leads",
		"postgres://127.0.0.1:1/leads?sslmode=no&password=secret",
	} {
		_, err := Open(t.Context(), where)
		var stderr strings.Builder
		code := cli.Code(err, "", io.Discard, &stderr)
		if code != cli.ExitInvalid || !strings.HasPrefix(stderr.String(), "-db: expected a PostgreSQL that answers, found ") || strings.Contains(stderr.String(), "secret") {
			t.Errorf("exit code %d: %s", code, &stderr)
		}
	}
}

func TestAnInterruptIsNotTheUsersToMend(t *testing.T) {
	ctx, interrupt := context.WithCancel(t.Context())
	interrupt()
	_, err := Open(ctx, filepath.Join(t.TempDir(), "leads.db"))
	if code := cli.Code(err, "", io.Discard, io.Discard); code != cli.ExitFailed || !errors.Is(err, context.Canceled) {
		t.Errorf("exit code %d: %v", code, err)
	}
}

func TestPlaceholdersAreThoseOfTheDatabase(t *testing.T) {
	db, err := open("postgres://ann@127.0.0.1:1/leads")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := db.SQL("INSERT INTO t VALUES (?, ?)"), "INSERT INTO t VALUES ($1, $2)"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
