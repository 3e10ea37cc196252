package leadsql

import (
	"strconv"
	"strings"
)

// texts are the statements that are the same each time. Those of the two databases
// differ in how a parameter is written and a JSON text is read, and in PostgreSQL
// doing in one statement what takes SQLite three.
type texts struct {
	load, loadKeyed, loadAll string
	append                   string // many rows, PostgreSQL only
	singles                  map[single][]plain
}

var sqliteTexts, postgresTexts = newTexts(SQLite), newTexts(Postgres)

func (d Dialect) texts() *texts {
	if d == SQLite {
		return sqliteTexts
	}
	return postgresTexts
}

func newTexts(d Dialect) *texts {
	const from = ` FROM leadline_leads l LEFT JOIN leadline_personal o ON o.lead_id = l.lead_id AND o.version = l.version`
	const keyed = ` LEFT JOIN leadline_rows r ON r.lead_id = l.lead_id AND r.key <> '' AND r.key = `
	wanted := d.input("w", column{"i", "bigint"}, column{"lead_id", "text"}, column{"key", "text"})
	t := &texts{
		load:      `SELECT ` + stateColumns + from + ` WHERE l.lead_id = ?`,
		loadKeyed: `SELECT ` + stateColumns + `, ` + rowColumns + from + keyed + `?` + fromPersonal + ` WHERE l.lead_id = ?`,
		loadAll: `SELECT w.i, ` + stateColumns + `, ` + rowColumns + ` FROM ` + wanted + ` JOIN leadline_leads l ON l.lead_id = w.lead_id` +
			strings.TrimPrefix(from, ` FROM leadline_leads l`) + keyed + `w.key` + fromPersonal,
	}
	t.singles = singles(d)
	if d == Postgres {
		t.append = appendText(d)
	}
	for _, text := range []*string{&t.load, &t.loadKeyed, &t.loadAll} {
		*text = d.numbered(*text)
	}
	return t
}

// appendText guards the version: a lead's head moves to its last row only from the
// version before its first, and if the lead has used none of the keys. Rows are
// written where the head moved. What it gives is the first lead that has not moved.
func appendText(d Dialect) string {
	const head = `lead_id, version, status, at, since, due, prior, labels, actor_side, actor_kind`
	row := columnNames(inputColumns[:rowColumnCount])
	return d.numbered(`WITH x AS (SELECT * FROM ` + d.input("x", append(inputColumns[:], column{"before", "bigint"}, column{"last", "boolean"})...) + `), b AS (
SELECT jsonb_object_agg(lead_id, before) AS before FROM x WHERE last), h AS (
INSERT INTO leadline_leads (` + head + `)
SELECT x.lead_id, x.version, x.to_status, x.at, x.since, x.due, x.prior, x.labels, x.actor_side, x.actor_kind
FROM x
WHERE x.last AND (x.before = 0 OR EXISTS (SELECT 1 FROM leadline_leads l WHERE l.lead_id = x.lead_id AND l.version = x.before))
  AND x.lead_id NOT IN (SELECT k.lead_id FROM x y JOIN leadline_rows k ON k.lead_id = y.lead_id AND k.key = y.key
                        WHERE y.key <> '' AND k.key <> '')
ORDER BY x.lead_id
ON CONFLICT (lead_id) DO UPDATE SET version = excluded.version, status = excluded.status, at = excluded.at,
  since = excluded.since, due = excluded.due, prior = excluded.prior, labels = excluded.labels,
  actor_side = excluded.actor_side, actor_kind = excluded.actor_kind
WHERE leadline_leads.version = ((SELECT b.before FROM b) ->> excluded.lead_id)::bigint
RETURNING lead_id), p AS (
INSERT INTO leadline_personal (lead_id, version, actor, note, evidence)
SELECT x.lead_id, x.version, x.actor, x.note, x.evidence FROM x JOIN h ON h.lead_id = x.lead_id
WHERE x.actor <> '' OR x.note <> '' OR x.evidence <> ''), r AS (
INSERT INTO leadline_rows (` + strings.Join(row, ", ") + `) SELECT x.` + strings.Join(row, ", x.") + ` FROM x JOIN h ON h.lead_id = x.lead_id
ORDER BY x.lead_id, x.version)
SELECT x.lead_id, x.before FROM x LEFT JOIN h ON h.lead_id = x.lead_id WHERE x.last AND h.lead_id IS NULL
ORDER BY x.lead_id COLLATE "C" LIMIT 1`) // seq rises with the version: the feed goes by it
}

// input reads the JSON list of the one parameter as a table with an alias.
func (d Dialect) input(alias string, columns ...column) string {
	parts := make([]string, len(columns))
	for i, c := range columns {
		parts[i] = `value ->> '$.` + c.name + `' AS ` + c.name
		if d == Postgres {
			parts[i] = c.name + ` ` + c.kind
		}
	}
	list := strings.Join(parts, ", ")
	if d == Postgres {
		return `jsonb_to_recordset(?::jsonb) AS ` + alias + `(` + list + `)`
	}
	return `(SELECT ` + list + ` FROM json_each(?1)) ` + alias
}

// numbered writes the parameters of a statement as the database wants them: they are
// written ? and used once each.
func (d Dialect) numbered(text string) string {
	if d != Postgres {
		return text
	}
	var b strings.Builder
	for i := 1; ; i++ {
		before, after, more := strings.Cut(text, "?")
		b.WriteString(before)
		if !more {
			return b.String()
		}
		b.WriteString("$" + strconv.Itoa(i))
		text = after
	}
}
