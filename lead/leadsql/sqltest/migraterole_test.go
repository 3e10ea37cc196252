package sqltest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
)

// A program that may write rows, but make no tables, calls Migrate at each start too.
func TestWhoMayMakeNoTablesMayMigrateWhereTheyAre(t *testing.T) {
	d := postgres(t)
	schema := d.dsn[strings.LastIndex(d.dsn, "=")+1:]
	role := "app_of_" + schema
	d.sends(t, "CREATE ROLE "+role, "GRANT USAGE ON SCHEMA "+schema+" TO "+role,
		"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA "+schema+" TO "+role)
	t.Cleanup(func() {
		for _, text := range []string{"DROP OWNED BY ", "DROP ROLE "} {
			if _, err := d.ExecContext(context.Background(), text+role); err != nil {
				t.Error(err)
			}
		}
	})
	app := open(t, d.dialect, d.driver, d.dsn+" role="+role)
	appendTo(t, app.store(), plainRow("A", 1))
	want := d.made(t)
	if err := app.store().Migrate(t.Context()); err != nil {
		t.Error(err)
	}
	if got := d.made(t); !slices.Equal(got, want) {
		t.Errorf("there is %q, want %q", got, want)
	}
	d.empty(t)
	if err := app.store().Migrate(t.Context()); err == nil || !strings.Contains(err.Error(), "42501") {
		t.Errorf("where there are none: %v, want what PostgreSQL says of a missing privilege", err)
	}
}

// Tables of a schema that comes later in the search path are another's.
func TestEachSchemaHasTablesOfItsOwn(t *testing.T) {
	d, other := postgres(t), postgres(t)
	want := d.made(t)
	d.empty(t)
	both := open(t, d.dialect, d.driver, d.dsn+","+other.dsn[strings.LastIndex(other.dsn, "=")+1:])
	if err := both.store().Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := d.made(t); !slices.Equal(got, want) {
		t.Errorf("there is %q, want %q", got, want)
	}
}

// Whoever waits for another to finish must then see what that one has made.
func TestManyMayMigrateAtOnceUnderEachIsolation(t *testing.T) {
	d := postgres(t)
	for _, level := range []string{"read committed", "repeatable read", "serializable"} {
		t.Run(level, func(t *testing.T) {
			for round := range 5 {
				of := d.dsn[strings.LastIndex(d.dsn, "=")+1:]
				schema := fmt.Sprintf("%s_%s_%d", of, strings.ReplaceAll(level, " ", "_"), round)
				d.sends(t, "CREATE SCHEMA "+schema)
				strict := open(t, d.dialect, d.driver, strings.ReplaceAll(d.dsn, of, schema)+" default_transaction_isolation='"+level+"'")
				var all sync.WaitGroup
				for range 6 {
					all.Go(func() {
						if err := strict.store().Migrate(t.Context()); err != nil {
							t.Error(err)
						}
					})
				}
				all.Wait()
				if err := strict.Close(); err != nil {
					t.Error(err)
				}
				d.sends(t, "DROP SCHEMA "+schema+" CASCADE")
			}
		})
	}
}
