package sqltest

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"testing"

	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/lead/leadsql"
	"github.com/leadline-go/leadline/lead/leadtest"
)

// Whoever runs the server may have set what transactions are by default. Where none of
// the caller's is asked for, that makes no difference.
func TestStoreSuiteUnderStricterDefaults(t *testing.T) {
	for _, level := range []string{"repeatable read", "serializable"}[sized(1, 0):] {
		t.Run(level, func(t *testing.T) {
			leadtest.StoreSuite(t, func(t *testing.T) lead.Store {
				d := postgres(t)
				return open(t, leadsql.Postgres, d.driver, d.dsn+" default_transaction_isolation='"+level+"'").store()
			})
		})
	}
}

// torn is a database that ends all but READ COMMITTED to keep transactions apart.
type torn struct {
	*testing.T
	db *sql.DB
}

type serialization struct{}

func (serialization) Error() string    { return "could not serialize access" }
func (serialization) SQLState() string { return "40001" }

func (t torn) ExecContext(context.Context, string, ...any) (sql.Result, error) {
	return nil, serialization{}
}

func (t torn) QueryContext(context.Context, string, ...any) (*sql.Rows, error) {
	return nil, serialization{}
}

func (t torn) BeginTx(ctx context.Context, o *sql.TxOptions) (*sql.Tx, error) {
	if o == nil || o.Isolation != sql.LevelReadCommitted {
		t.Errorf("a transaction was begun with %+v", o)
	}
	return t.db.BeginTx(ctx, o)
}

func TestACallThatLosesForIsolationIsDoneInAModestOne(t *testing.T) {
	for _, c := range calls {
		t.Run(c.name, func(t *testing.T) {
			d := postgres(t)
			planted(t, d)
			err := c.call(t.Context(), leadsql.New(d.dialect, torn{t, d.DB}))
			if c.name == "Verify" { // it may have reported already
				wantIs(t, err, lead.ErrConflict)
				if errors.Is(err, lead.ErrTxAborted) || strings.Contains(err.Error(), "moved meanwhile") {
					t.Errorf("got %v, want no word of a transaction or a lead", err)
				}
			} else if err != nil {
				t.Error(err)
			}
		})
	}
}
