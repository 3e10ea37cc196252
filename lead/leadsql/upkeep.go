package leadsql

import (
	"context"
	"fmt"
	"time"
)

// Erase clears for good what may be personal in a lead's rows: Actor.ID, Note and
// Evidence. Side and Kind of the actor stay, and all that figures are made of. Rows
// that come later are not affected. A lead without rows is [lead.ErrNotFound]. See
// the package comment on what remains in files.
//
// KeyHash goes too, for it was made of what is erased: whoever repeats a command of
// that time with its key gets [lead.ErrKeyReused].
func (s *Store) Erase(ctx context.Context, id string) error {
	if _, _, err := s.Load(ctx, id, ""); err != nil {
		return err
	}
	const hashes = `UPDATE leadline_rows SET key_hash = '' WHERE lead_id = ? AND key_hash <> ''`
	const personal = `DELETE FROM leadline_personal WHERE lead_id = ?`
	if s.dialect == Postgres {
		_, err := s.write(ctx, "erase", `WITH k AS (`+hashes+`) `+personal, id, id)
		return err
	}
	// Once begun, a transaction of our own is undone as a whole, and a savepoint is one
	// already: database/sql rolls back by itself when the context ends, and another
	// savepoint would be missing then.
	return s.atomically(ctx, "erase", func(s *Store) error {
		if _, err := s.writeOnce(ctx, "erase", hashes, id); err != nil {
			return err
		}
		_, err := s.writeOnce(ctx, "erase", personal, id)
		return err
	})
}

// PruneKeys forgets the idempotency keys of rows recorded before a time, and returns
// how many. A command repeated after that is a new one.
func (s *Store) PruneKeys(ctx context.Context, before time.Time) (int64, error) {
	return s.write(ctx, "prune keys",
		`UPDATE leadline_rows SET key = '', key_hash = '' WHERE key <> '' AND recorded < ?`, ceilMicro(before))
}

// Finding is something that is wrong with what is stored.
type Finding struct {
	LeadID  string // whose rows
	Version int64  // of the row, or the last there is; 0: of none in particular
	Message string // what was expected, what was found
}

// String names the lead.
func (f Finding) String() string {
	return fmt.Sprintf("lead %q, version %d: %s", f.LeadID, f.Version, f.Message)
}

// Verify compares the tables with each other, and calls report for each thing that
// is wrong; false from it ends the search. A connection is in use meanwhile: where
// there is only one, as on SQLite, report must not ask the store anything.
//
// Each lead's rows must be numbered without a gap, its head must be its last row, its
// labels those of its head, and nothing personal may stand without a row. Whether the
// rows follow from each other is for [lead.Machine.Verify] to say, on History.
//
// The database's constraints and Append keep all of that: a finding means that
// somebody wrote to the tables.
func (s *Store) Verify(ctx context.Context, report func(Finding) bool) error {
	for _, c := range s.checks() {
		more := true
		err := s.each(ctx, "verify", c.query, nil, func(scan func(...any) error) error {
			f := Finding{Message: c.message}
			if err := scan(&f.LeadID, &f.Version); err != nil {
				return err
			}
			if more = report(f); !more {
				return errEnough
			}
			return nil
		})
		if err != nil || !more {
			return err
		}
	}
	return nil
}

type check struct{ message, query string }

func (s *Store) checks() []check {
	labels, differs := `SELECT h.lead_id, j.key AS name, j.value FROM leadline_leads h, json_each(h.labels) j`, "IS NOT"
	if s.dialect == Postgres {
		labels = `SELECT h.lead_id, j.key AS name, j.value FROM leadline_leads h, jsonb_each_text(h.labels) j`
		differs = "IS DISTINCT FROM" // SQLite has it from 3.39 on
	}
	return []check{
		{
			"its versions have a gap, or do not begin with 1",
			`SELECT lead_id, max(version) FROM leadline_rows GROUP BY lead_id HAVING count(*) <> max(version) OR min(version) <> 1 ORDER BY lead_id`,
		},
		{
			"it has rows, but no head",
			`SELECT r.lead_id, max(r.version) FROM leadline_rows r WHERE NOT EXISTS (SELECT 1 FROM leadline_leads l WHERE l.lead_id = r.lead_id)
GROUP BY r.lead_id ORDER BY r.lead_id`,
		},
		{
			"its head is not its last row",
			`SELECT l.lead_id, l.version FROM leadline_leads l
LEFT JOIN leadline_rows r ON r.lead_id = l.lead_id AND r.version = l.version
WHERE r.lead_id IS NULL OR r.to_status <> l.status OR r.at <> l.at OR r.since <> l.since OR r.due ` + differs + ` l.due
   OR r.prior <> l.prior OR r.labels <> l.labels OR r.actor_side <> l.actor_side OR r.actor_kind <> l.actor_kind
   OR EXISTS (SELECT 1 FROM leadline_rows n WHERE n.lead_id = l.lead_id AND n.version > l.version)
ORDER BY l.lead_id`,
		},
		{
			"its labels are not those of its head",
			`SELECT lead_id, 0 FROM (
  SELECT * FROM (` + labels + ` EXCEPT SELECT lead_id, name, value FROM leadline_labels) a
  UNION ALL
  SELECT * FROM (SELECT lead_id, name, value FROM leadline_labels EXCEPT ` + labels + `) b
) d GROUP BY lead_id ORDER BY lead_id`,
		},
		{
			"something personal stands without its row",
			`SELECT p.lead_id, p.version FROM leadline_personal p
WHERE NOT EXISTS (SELECT 1 FROM leadline_rows r WHERE r.lead_id = p.lead_id AND r.version = p.version) ORDER BY p.lead_id, p.version`,
		},
	}
}
