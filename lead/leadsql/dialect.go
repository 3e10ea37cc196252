package leadsql

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
)

// wrongFor is ErrDialect if an error shows that it is from another kind of database:
// the drivers for PostgreSQL alone give a SQLSTATE, and those for SQLite a result code.
func (d Dialect) wrongFor(err error) error {
	switch state := stateOf(err); {
	case d == SQLite && state != "":
		return fmt.Errorf("%w: New was given leadsql.SQLite, and the database is another (leadsql.Postgres?)", ErrDialect)
	case d == Postgres && state == "" && (codeOf(err) == sqliteError || strings.Contains(err.Error(), lockFunction)):
		return fmt.Errorf("%w: New was given leadsql.Postgres, and the database is another (leadsql.SQLite?)", ErrDialect)
	}
	return nil
}

// unset stands for the database of a Store whose dialect is none: it is asked nothing,
// as there are no texts for it.
type unset Dialect

func (u unset) err() error {
	given := "none"
	if u != 0 {
		given = fmt.Sprint(int(u))
	}
	return fmt.Errorf("%w: New was given %s; expected leadsql.SQLite or leadsql.Postgres", ErrDialect, given)
}

func (u unset) ExecContext(context.Context, string, ...any) (sql.Result, error) { return nil, u.err() }

func (u unset) QueryContext(context.Context, string, ...any) (*sql.Rows, error) { return nil, u.err() }
