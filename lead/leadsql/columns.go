package leadsql

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/leadline-go/leadline/lead"
)

// Many rows travel to PostgreSQL as one JSON text, so that a statement has the same
// text and one parameter however many they are.

// record is a row in that text; its names are those of the columns.
type record struct {
	LeadID   string          `json:"lead_id"`
	Version  int64           `json:"version"`
	Event    lead.Event      `json:"event"`
	From     lead.Status     `json:"from_status"`
	To       lead.Status     `json:"to_status"`
	Prior    lead.Status     `json:"prior"`
	At       int64           `json:"at"`
	Recorded int64           `json:"recorded"`
	Since    int64           `json:"since"`
	Due      *int64          `json:"due"`
	Side     lead.Side       `json:"actor_side"`
	Kind     lead.Kind       `json:"actor_kind"`
	Reason   string          `json:"reason"`
	Criteria string          `json:"criteria"`
	Labels   json.RawMessage `json:"labels"`
	Changed  json.RawMessage `json:"changed"`
	Key      string          `json:"key"`
	KeyHash  string          `json:"key_hash"`
	Spec     string          `json:"spec"`
	Inferred int             `json:"inferred"`

	Actor    string `json:"actor"`
	Note     string `json:"note"`
	Evidence string `json:"evidence"`

	// Of the rows of one statement:
	Before int64 `json:"before"` // the version before the first row of its lead
	Last   bool  `json:"last"`   // it is the last of its lead
}

type column struct{ name, kind string }

// inputColumns are the columns of a record with their types for PostgreSQL.
var inputColumns = [...]column{
	{"lead_id", "text"},
	{"version", "bigint"},
	{"event", "text"},
	{"from_status", "text"},
	{"to_status", "text"},
	{"prior", "text"},
	{"at", "bigint"},
	{"recorded", "bigint"},
	{"since", "bigint"},
	{"due", "bigint"},
	{"actor_side", "text"},
	{"actor_kind", "text"},
	{"reason", "text"},
	{"criteria", "text"},
	{"labels", "jsonb"},
	{"changed", "jsonb"},
	{"key", "text"},
	{"key_hash", "text"},
	{"spec", "text"},
	{"inferred", "integer"},
	{"actor", "text"},
	{"note", "text"},
	{"evidence", "text"},
}

// rowColumnCount is how many of inputColumns are columns of a row; the others may be
// personal.
const rowColumnCount = len(inputColumns) - 3

func columnNames(columns []column) []string {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.name
	}
	return names
}

func columnIndex(name string) int {
	return slices.IndexFunc(inputColumns[:], func(c column) bool { return c.name == name })
}

// values are the record's columns in the order of inputColumns.
func (r *record) values() [len(inputColumns)]any {
	var due any
	if r.Due != nil {
		due = *r.Due
	}
	return [...]any{
		r.LeadID, r.Version, string(r.Event), string(r.From), string(r.To), string(r.Prior), r.At, r.Recorded, r.Since, due,
		string(r.Side), string(r.Kind), r.Reason, r.Criteria, string(r.Labels), string(r.Changed), r.Key, r.KeyHash, r.Spec, r.Inferred,
		r.Actor, r.Note, r.Evidence,
	}
}

func recordOf(t *lead.Transition) (record, error) {
	r := record{
		LeadID: t.LeadID, Version: t.Version, Event: t.Event, From: t.From, To: t.To, Prior: t.Prior,
		At: t.At.UnixMicro(), Recorded: t.Recorded.UnixMicro(), Since: t.Since.UnixMicro(),
		Side: t.Actor.Side, Kind: t.Actor.Kind, Reason: t.Reason, Criteria: t.Criteria,
		Labels: json.RawMessage("{}"), Changed: json.RawMessage("[]"),
		Key: t.Key, KeyHash: t.KeyHash, Spec: t.Spec,
		Actor: t.Actor.ID, Note: t.Note, Evidence: string(t.Evidence),
	}
	if !t.Due.IsZero() {
		r.Due = new(t.Due.UnixMicro())
	}
	if t.Inferred {
		r.Inferred = 1
	}
	var err error
	if len(t.Labels) > 0 {
		if r.Labels, err = json.Marshal(t.Labels); err != nil {
			return r, fmt.Errorf("leadsql: labels of lead %q: %w", t.LeadID, err)
		}
	}
	if len(t.Set) > 0 {
		if r.Changed, err = json.Marshal(t.Set); err != nil {
			return r, fmt.Errorf("leadsql: changed labels of lead %q: %w", t.LeadID, err)
		}
	}
	return r, nil
}

// rowColumns are what a Transition is made of, from rows r and personal p.
const rowColumns = `r.lead_id, r.version, r.event, r.from_status, r.to_status, r.prior, r.at, r.recorded, r.since, r.due,
	r.actor_side, r.actor_kind, r.reason, r.criteria, r.labels, r.changed, r.key, r.key_hash, r.spec, r.inferred,
	p.actor, p.note, p.evidence`

const fromPersonal = ` LEFT JOIN leadline_personal p ON p.lead_id = r.lead_id AND p.version = r.version`

// rowScan takes rowColumns. All may be NULL, for a row that is joined from the left
// and not there.
type rowScan struct {
	id, event, from, to, prior               sql.NullString
	side, kind, reason, criteria             sql.NullString
	labels, changed                          []byte
	key, keyHash, spec                       sql.NullString
	actor, note, evidence                    sql.NullString
	version, at, recorded, since, due, infer sql.NullInt64
}

func (r *rowScan) fields() []any {
	return []any{
		&r.id, &r.version, &r.event, &r.from, &r.to, &r.prior, &r.at, &r.recorded, &r.since, &r.due,
		&r.side, &r.kind, &r.reason, &r.criteria, &r.labels, &r.changed, &r.key, &r.keyHash, &r.spec, &r.infer,
		&r.actor, &r.note, &r.evidence,
	}
}

// size is about what the row takes up in memory.
func (r *rowScan) size() int {
	return 400 + len(r.labels) + len(r.changed) + len(r.note.String) + len(r.evidence.String)
}

func (r *rowScan) transition() (lead.Transition, error) {
	t := lead.Transition{
		LeadID: r.id.String, Version: r.version.Int64, Event: lead.Event(r.event.String),
		From: lead.Status(r.from.String), To: lead.Status(r.to.String), Prior: lead.Status(r.prior.String),
		At: timeOf(r.at), Recorded: timeOf(r.recorded), Since: timeOf(r.since), Due: timeOf(r.due),
		Actor:  lead.Actor{ID: r.actor.String, Side: lead.Side(r.side.String), Kind: lead.Kind(r.kind.String)},
		Reason: r.reason.String, Note: r.note.String, Criteria: r.criteria.String,
		Key: r.key.String, KeyHash: r.keyHash.String, Spec: r.spec.String, Inferred: r.infer.Int64 != 0,
	}
	if r.evidence.String != "" {
		t.Evidence = json.RawMessage(r.evidence.String)
	}
	var err error
	if t.Labels, err = labelsOf(r.labels); err != nil {
		return t, fmt.Errorf("leadsql: lead %q, version %d: labels: %w", t.LeadID, t.Version, err)
	}
	if len(r.changed) > len("[]") {
		if err := json.Unmarshal(r.changed, &t.Set); err != nil {
			return t, fmt.Errorf("leadsql: lead %q, version %d: changed labels: %w", t.LeadID, t.Version, err)
		}
	}
	return t, nil
}

func labelsOf(raw []byte) (labels map[string]string, err error) {
	if len(raw) > len("{}") {
		err = json.Unmarshal(raw, &labels)
	}
	return labels, err
}

func timeOf(us sql.NullInt64) time.Time {
	if !us.Valid {
		return time.Time{}
	}
	return time.UnixMicro(us.Int64).UTC()
}

// stateColumns are what a State is made of, from leads l and the personal part o of
// its last row.
const stateColumns = `l.lead_id, l.version, l.status, l.at, l.since, l.due, l.prior, l.labels, l.actor_side, l.actor_kind, o.actor`

type stateScan struct {
	id, status, prior, side, kind, actor sql.NullString
	version, at, since, due              sql.NullInt64
	labels                               []byte
}

func (s *stateScan) fields() []any {
	return []any{&s.id, &s.version, &s.status, &s.at, &s.since, &s.due, &s.prior, &s.labels, &s.side, &s.kind, &s.actor}
}

func (s *stateScan) state() (lead.State, error) {
	labels, err := labelsOf(s.labels)
	if err != nil {
		err = fmt.Errorf("leadsql: lead %q: labels: %w", s.id.String, err)
	}
	return lead.State{
		LeadID: s.id.String, Status: lead.Status(s.status.String), Version: s.version.Int64,
		At: timeOf(s.at), Since: timeOf(s.since), Due: timeOf(s.due), Prior: lead.Status(s.prior.String), Labels: labels,
		Last: lead.Actor{ID: s.actor.String, Side: lead.Side(s.side.String), Kind: lead.Kind(s.kind.String)},
	}, err
}
