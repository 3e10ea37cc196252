package sqltest

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/lead/leadsql"
)

// twin is what a careful developer writes instead of leadline, on the same tables by
// the same driver: a SELECT, a rule in a map, and a guarded write of the head, the row
// and what is personal, in one transaction. Its values are plain parameters. It knows
// one lifecycle, and neither clocks in calendars, nor guards, nor reasons.
type twin struct {
	db                        *sql.DB
	load, head, row, personal string
	whole                     string // PostgreSQL: the three writes in one statement; "": a transaction
	preparedLoad              *sql.Stmt
	prepared                  [3]*sql.Stmt // or nil: the texts are sent each time
	rules                     map[[2]string]string
	spec                      string
}

var errTwinStale = errors.New("the lead was changed by somebody else")

type twinState struct {
	id, status, prior, side, kind string
	actor                         sql.NullString
	version, at, since            int64
	due                           sql.NullInt64
	labels                        map[string]string
}

const (
	twinHead = `UPDATE leadline_leads SET version = ?, status = ?, at = ?, since = ?, due = ?, prior = ?, labels = ?, actor_side = ?, actor_kind = ?
WHERE lead_id = ? AND version = ?`
	twinRow = `INSERT INTO leadline_rows (lead_id, version, event, from_status, to_status, prior, at, recorded, since, due,
actor_side, actor_kind, reason, criteria, labels, changed, key, key_hash, spec, inferred)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
	twinPersonal = `INSERT INTO leadline_personal (lead_id, version, actor, note, evidence) VALUES (?, ?, ?, ?, ?)`
	twinLoad     = `SELECT l.lead_id, l.version, l.status, l.at, l.since, l.due, l.prior, l.labels, l.actor_side, l.actor_kind, o.actor
FROM leadline_leads l LEFT JOIN leadline_personal o ON o.lead_id = l.lead_id AND o.version = l.version WHERE l.lead_id = ?`

	// As a good hand would write it for PostgreSQL: $1 the lead, $2 the new version.
	twinWhole = `WITH h AS (
UPDATE leadline_leads SET version = $2, status = $5, at = $7, since = $9, due = $10, prior = $6, labels = $15, actor_side = $11, actor_kind = $12
WHERE lead_id = $1 AND version = $2 - 1 RETURNING lead_id), p AS (
INSERT INTO leadline_personal (lead_id, version, actor, note, evidence) SELECT lead_id, $2, $21, $22, $23 FROM h)
INSERT INTO leadline_rows (lead_id, version, event, from_status, to_status, prior, at, recorded, since, due,
actor_side, actor_kind, reason, criteria, labels, changed, key, key_hash, spec, inferred)
SELECT lead_id, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20 FROM h`
)

func newTwin(d *database) *twin {
	return &twin{
		db: d.DB, spec: "twin@1",
		load: d.marked(twinLoad), head: d.marked(twinHead), row: d.marked(twinRow), personal: d.marked(twinPersonal),
		rules: map[[2]string]string{
			{"inquiry", "engage"}: "engaged", {"recycled", "engage"}: "engaged", {"engaged", "recycle"}: "recycled",
		},
	}
}

// marked writes the parameters of a statement as the database wants them.
func (d *database) marked(text string) string {
	if d.dialect == leadsql.SQLite {
		return text
	}
	for i := 1; strings.Contains(text, "?"); i++ {
		text = strings.Replace(text, "?", fmt.Sprintf("$%d", i), 1)
	}
	return text
}

// inOne has the twin write by one statement.
func (w *twin) inOne() *twin {
	w.whole = twinWhole
	return w
}

// prepare has the twin prepare what it sends.
func (w *twin) prepare(ctx context.Context) (err error) {
	if w.preparedLoad, err = w.db.PrepareContext(ctx, w.load); err != nil {
		return err
	}
	for i, text := range []string{w.head, w.row, w.personal} {
		if w.prepared[i], err = w.db.PrepareContext(ctx, text); err != nil {
			return err
		}
	}
	return nil
}

func (w *twin) state(ctx context.Context, id string) (s twinState, err error) {
	var labels []byte
	row := (*sql.Row)(nil)
	if w.preparedLoad != nil {
		row = w.preparedLoad.QueryRowContext(ctx, id)
	} else {
		row = w.db.QueryRowContext(ctx, w.load, id)
	}
	err = row.Scan(&s.id, &s.version, &s.status, &s.at, &s.since, &s.due, &s.prior, &labels, &s.side, &s.kind, &s.actor)
	if err != nil {
		return s, err
	}
	return s, json.Unmarshal(labels, &s.labels)
}

// apply moves a lead.
func (w *twin) apply(ctx context.Context, id, event string, by lead.Actor, note string, now time.Time) error {
	s, err := w.state(ctx, id)
	if err != nil {
		return err
	}
	to, ok := w.rules[[2]string{s.status, event}]
	if !ok || by.Side != lead.Marketing {
		return fmt.Errorf("lead %s: %s is not allowed in %s", id, event, s.status)
	}
	at := now.UnixMicro()
	due := sql.NullInt64{Int64: now.AddDate(0, 0, 30).UnixMicro(), Valid: to == "recycled"}
	labels, err := json.Marshal(s.labels)
	if err != nil {
		return err
	}
	kind, v := string(lead.Human), s.version+1
	row := []any{
		id, v, event, s.status, to, s.status, at, at, at, due, string(by.Side), kind,
		"", "", string(labels), "[]", "", "", w.spec, 0,
	}
	if w.whole != "" {
		return w.one(w.db.ExecContext(ctx, w.whole, append(row, by.ID, note, "")...))
	}
	tx, err := w.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // after a commit there is nothing to roll back
	head := []any{v, to, at, at, due, s.status, string(labels), string(by.Side), kind, id, s.version}
	if err := w.write(ctx, tx, head, row, []any{id, v, by.ID, note, ""}); err != nil {
		return err
	}
	return tx.Commit()
}

func (w *twin) write(ctx context.Context, tx *sql.Tx, head, row, personal []any) error {
	exec := func(i int, text string, args ...any) (sql.Result, error) {
		if st := w.prepared[i]; st != nil {
			return tx.StmtContext(ctx, st).ExecContext(ctx, args...)
		}
		return tx.ExecContext(ctx, text, args...)
	}
	if err := w.one(exec(0, w.head, head...)); err != nil {
		return err
	}
	if _, err := exec(1, w.row, row...); err != nil {
		return err
	}
	_, err := exec(2, w.personal, personal...)
	return err
}

// one wants one row to have been written.
func (w *twin) one(done sql.Result, err error) error {
	if err != nil {
		return err
	}
	if n, err := done.RowsAffected(); err != nil || n != 1 {
		return errors.Join(errTwinStale, err)
	}
	return nil
}
