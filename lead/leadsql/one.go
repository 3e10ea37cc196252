package leadsql

import (
	"context"
	"database/sql"
	"strconv"
	"strings"

	"github.com/leadline-go/leadline/lead"
)

// A single row goes by plain parameters: to build and take apart a JSON text costs
// more than that saves, and single rows are what people wait for. So do all rows to
// SQLite.

// single says which statements a row needs.
type single struct {
	opens    bool // it is its lead's first
	keyed    bool // it carries a key, which the lead must not have used
	personal bool // it has something personal
}

func singleOf(r *record) single {
	return single{opens: r.Version == 1, keyed: r.Version > 1 && r.Key != "", personal: r.Actor != "" || r.Note != "" || r.Evidence != ""}
}

// plain is a statement whose parameters are columns of a record.
type plain struct {
	text    string
	columns []int // of inputColumns, in the order of the parameters
}

// singles are the statements for each kind of row, in order; the first says whether
// the row fits.
func singles(d Dialect) map[single][]plain {
	const (
		opens = `INSERT INTO leadline_leads (lead_id, version, status, at, since, due, prior, labels, actor_side, actor_kind)
VALUES ({lead_id}, {version}, {to_status}, {at}, {since}, {due}, {prior}, {labels}, {actor_side}, {actor_kind})
ON CONFLICT (lead_id) DO NOTHING`
		moves = `UPDATE leadline_leads SET version = {version}, status = {to_status}, at = {at}, since = {since}, due = {due},
  prior = {prior}, labels = {labels}, actor_side = {actor_side}, actor_kind = {actor_kind}
WHERE lead_id = {lead_id} AND version = {version} - 1`
		unused = `
  AND NOT EXISTS (SELECT 1 FROM leadline_rows k WHERE k.lead_id = {lead_id} AND k.key <> '' AND k.key = {key})`
	)
	insert := func(table string, columns []string) string {
		values := "{" + strings.Join(columns, "}, {") + "}"
		text := `INSERT INTO ` + table + ` (` + strings.Join(columns, ", ") + `) `
		if d == SQLite {
			return text + `VALUES (` + values + `)`
		}
		return text + `SELECT ` + values + ` FROM h`
	}
	rows := insert(`leadline_rows`, columnNames(inputColumns[:rowColumnCount]))
	personal := insert(`leadline_personal`, []string{"lead_id", "version", "actor", "note", "evidence"})

	all := map[single][]plain{}
	for i := range 8 {
		k := single{opens: i&1 != 0, keyed: i&2 != 0, personal: i&4 != 0}
		head := moves
		if k.opens {
			head = opens
		} else if k.keyed {
			head += unused
		}
		texts := []string{head, rows}
		if k.personal {
			texts = append(texts, personal)
		}
		if d == Postgres {
			whole := `WITH h AS (` + head + ` RETURNING lead_id)`
			if k.personal {
				whole += `, p AS (` + personal + `)`
			}
			texts = []string{whole + "\n" + rows}
		}
		for _, text := range texts {
			all[k] = append(all[k], d.plain(text))
		}
	}
	return all
}

// plain replaces {column} by a parameter.
func (d Dialect) plain(text string) plain {
	var p plain
	var b strings.Builder
	number := map[int]int{}
	for {
		before, rest, more := strings.Cut(text, "{")
		b.WriteString(before)
		if !more {
			p.text = b.String()
			return p
		}
		name, after, _ := strings.Cut(rest, "}")
		c := columnIndex(name)
		if number[c] == 0 || d == SQLite {
			p.columns = append(p.columns, c)
			number[c] = len(p.columns)
		}
		if d == SQLite {
			b.WriteString("?")
		} else {
			b.WriteString("$" + strconv.Itoa(number[c]) + "::" + inputColumns[c].kind)
		}
		text = after
	}
}

// exec runs a statement.
type exec func(ctx context.Context, text string, args ...any) (sql.Result, error)

// appendSingle adds a row inside a transaction, or by the one statement it takes.
func (s *Store) appendSingle(ctx context.Context, r *record, run exec) error {
	values := r.values()
	for i, p := range s.sql.singles[singleOf(r)] {
		args := make([]any, len(p.columns))
		for n, c := range p.columns {
			args[n] = values[c]
		}
		done, err := run(ctx, p.text, args...)
		if err != nil && s.begin != nil { // the statement is its own COMMIT
			return s.unsure(ctx, "append", err)
		}
		if err != nil {
			return s.failed(ctx, "append", err)
		}
		if i > 0 {
			continue
		}
		if n, err := done.RowsAffected(); err != nil {
			return s.failed(ctx, "append", err)
		} else if n != 1 {
			return misfit(r.LeadID, r.Version-1)
		}
	}
	return nil
}

// appendLoop adds rows to SQLite, where a statement that is prepared once costs less
// than one that takes a JSON text apart.
func (s *Store) appendLoop(ctx context.Context, trs []lead.Transition) error {
	run, closeAll := s.prepared()
	defer closeAll()
	for i := range trs {
		r, err := recordOf(&trs[i])
		if err != nil {
			return err
		}
		if err := s.appendSingle(ctx, &r, run); err != nil {
			return err
		}
	}
	return nil
}

// prepared runs statements that it prepares once each, if the database can.
func (s *Store) prepared() (run exec, closeAll func()) {
	db, ok := s.db.(interface {
		PrepareContext(ctx context.Context, query string) (*sql.Stmt, error)
	})
	if !ok {
		return s.db.ExecContext, func() {}
	}
	statements := map[string]*sql.Stmt{}
	run = func(ctx context.Context, text string, args ...any) (sql.Result, error) {
		st := statements[text]
		if st == nil {
			var err error
			if st, err = db.PrepareContext(ctx, text); err != nil {
				return nil, err
			}
			statements[text] = st
		}
		return st.ExecContext(ctx, args...)
	}
	return run, func() {
		for _, st := range statements {
			_ = st.Close() // it has done its work
		}
	}
}
