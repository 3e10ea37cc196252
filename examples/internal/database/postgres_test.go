package database

import (
	"net/url"
	"os"
	"testing"
)

// TestPostgresIsLookedAtBeforeItIsChanged needs LEADLINE_POSTGRES, the URL of a
// database. It keeps to a schema of its own.
func TestPostgresIsLookedAtBeforeItIsChanged(t *testing.T) {
	u, err := url.Parse(os.Getenv("LEADLINE_POSTGRES"))
	if err != nil || u.Scheme == "" {
		t.Skip("LEADLINE_POSTGRES, the URL of a PostgreSQL, is not set")
	}
	admin, err := Open(t.Context(), u.String())
	if err != nil {
		t.Fatal(err)
	}
	defer admin.Close()
	const schema = "leadline_database_test"
	if _, err := admin.Exec("DROP SCHEMA IF EXISTS " + schema + " CASCADE; CREATE SCHEMA " + schema); err != nil {
		t.Fatal(err)
	}
	defer func() {
		if _, err := admin.Exec("DROP SCHEMA " + schema + " CASCADE"); err != nil {
			t.Error(err)
		}
	}()
	q := u.Query()
	q.Set("search_path", schema)
	u.RawQuery = q.Encode()
	db, err := Open(t.Context(), u.String())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, want := range []bool{false, true} {
		if found, err := db.HasTable(t.Context(), "leadline_leads"); err != nil || found != want {
			t.Errorf("found %v, %v; want %v", found, err, want)
		}
		if err := db.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}
