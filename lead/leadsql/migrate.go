package leadsql

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

//go:embed migrations
var migrations embed.FS

// Migrate makes the tables, or brings them up to date. It may be called by many
// processes at once and at each start; it does nothing where nothing is to be done.
// Either all of it is done or nothing. Tables that a newer program has made are an
// error.
//
// After a PostgreSQL database has been restored into another cluster from a dump, call
// it before the first Consume: the numbers of transactions begin anew there, and so do
// the consumers.
func (s *Store) Migrate(ctx context.Context) error {
	steps, err := s.dialect.steps()
	if err != nil {
		return err
	}
	return s.atomically(ctx, "migrate", func(s *Store) error {
		if err := s.lockSchema(ctx); err != nil {
			return err
		}
		version := 0
		err := s.each(ctx, "migrate", `SELECT coalesce(max(version), 0) FROM leadline_schema`, nil,
			func(scan func(...any) error) error { return scan(&version) })
		if err != nil {
			return err
		}
		if version > len(steps) {
			return fmt.Errorf("leadsql: migrate: the tables are of version %d, this program knows %d", version, len(steps))
		}
		for i := version; i < len(steps); i++ {
			for _, text := range steps[i] {
				if _, err := s.db.ExecContext(ctx, text); err != nil {
					return s.failed(ctx, fmt.Sprintf("migrate to version %d", i+1), err)
				}
			}
			if _, err := s.db.ExecContext(ctx, s.dialect.numbered(`INSERT INTO leadline_schema (version) VALUES (?)`), i+1); err != nil {
				return s.failed(ctx, "migrate", err)
			}
		}
		return s.settle(ctx)
	})
}

// lockFunction is the first thing that Migrate asks PostgreSQL for.
const lockFunction = `pg_advisory_xact_lock`

// lockSchema keeps other processes out until the transaction ends, and makes the
// table that says how far the others are.
func (s *Store) lockSchema(ctx context.Context) error {
	there := false
	if s.dialect == Postgres {
		// "leadline" in letters; PostgreSQL's IF NOT EXISTS does not wait for others.
		if _, err := s.db.ExecContext(ctx, `SELECT `+lockFunction+`(7810204160567307877)`); err != nil {
			return s.failed(ctx, "migrate", err)
		}
		// Nor does it let anybody pass who may make no tables.
		err := s.each(ctx, "migrate", `SELECT to_regclass(quote_ident(current_schema()) || '.leadline_schema') IS NOT NULL`, nil,
			func(scan func(...any) error) error { return scan(&there) })
		if err != nil {
			return err
		}
	}
	if there {
		return nil
	}
	_, err := s.db.ExecContext(ctx, `CREATE TABLE IF NOT EXISTS leadline_schema (version INTEGER NOT NULL PRIMARY KEY)`)
	return s.failed(ctx, "migrate", err)
}

// settle has rows from another cluster count as the oldest there are, and all
// consumers begin anew if there were any. Such rows are of transactions that are yet
// to come here.
func (s *Store) settle(ctx context.Context) error {
	if s.dialect != Postgres {
		return nil
	}
	const next = `pg_snapshot_xmax(pg_current_snapshot())::text::bigint`
	done, err := s.db.ExecContext(ctx, `UPDATE leadline_rows SET xact = 0 WHERE xact >= `+next)
	if err != nil {
		return s.failed(ctx, "migrate", err)
	}
	n, err := done.RowsAffected()
	if err != nil {
		return s.failed(ctx, "migrate", err)
	}
	text := `DELETE FROM leadline_consumers WHERE high > ` + next
	if n > 0 {
		text = `DELETE FROM leadline_consumers`
	}
	_, err = s.db.ExecContext(ctx, text)
	return s.failed(ctx, "migrate", err)
}

// steps are the statements of each migration, in order. In a file they are separated
// by blank lines.
func (d Dialect) steps() ([][]string, error) {
	dir, known := map[Dialect]string{SQLite: "migrations/sqlite", Postgres: "migrations/postgres"}[d]
	if !known {
		return nil, &Error{Op: "migrate", Err: unset(d).err()}
	}
	files, err := fs.ReadDir(migrations, dir)
	if err != nil {
		return nil, fmt.Errorf("leadsql: migrate: %w", err)
	}
	var steps [][]string
	for _, f := range files { // sorted by name, which begins with the number
		text, err := fs.ReadFile(migrations, path.Join(dir, f.Name()))
		if err != nil {
			return nil, fmt.Errorf("leadsql: migrate: %w", err)
		}
		steps = append(steps, strings.Split(strings.TrimSpace(string(text)), "\n\n"))
	}
	return steps, nil
}
