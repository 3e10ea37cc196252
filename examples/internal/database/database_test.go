package database

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/leadline-go/leadline/lead"
)

func TestADatabaseIsReadyForLeads(t *testing.T) {
	for _, where := range []string{Memory, filepath.Join(t.TempDir(), "a b?c#d%20.db")} {
		db, err := Open(t.Context(), where)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
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

func TestAPasswordIsInNoError(t *testing.T) {
	_, err := Open(t.Context(), "postgres://ann:secret@127.0.0.1:1/leads?connect_timeout=1")
	if err == nil || strings.Contains(err.Error(), "secret") {
		t.Errorf("%v", err)
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
