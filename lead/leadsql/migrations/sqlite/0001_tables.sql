-- Times are microseconds since 1970, UTC. Statements are separated by blank lines.
CREATE TABLE leadline_rows (
    seq         INTEGER PRIMARY KEY AUTOINCREMENT,
    xact        INTEGER NOT NULL DEFAULT 0,
    lead_id     TEXT NOT NULL,
    version     INTEGER NOT NULL CHECK (version > 0),
    event       TEXT NOT NULL,
    from_status TEXT NOT NULL,
    to_status   TEXT NOT NULL,
    prior       TEXT NOT NULL,
    at          INTEGER NOT NULL,
    recorded    INTEGER NOT NULL,
    since       INTEGER NOT NULL,
    due         INTEGER,
    actor_side  TEXT NOT NULL,
    actor_kind  TEXT NOT NULL,
    reason      TEXT NOT NULL,
    criteria    TEXT NOT NULL,
    labels      TEXT NOT NULL,
    changed     TEXT NOT NULL,
    key         TEXT NOT NULL,
    key_hash    TEXT NOT NULL,
    spec        TEXT NOT NULL,
    inferred    INTEGER NOT NULL,
    UNIQUE (lead_id, version)
) STRICT

CREATE UNIQUE INDEX leadline_rows_key ON leadline_rows (lead_id, key) WHERE key <> ''

-- What may be personal stands apart, to be erased.
CREATE TABLE leadline_personal (
    lead_id  TEXT NOT NULL,
    version  INTEGER NOT NULL,
    actor    TEXT NOT NULL,
    note     TEXT NOT NULL,
    evidence TEXT NOT NULL,
    PRIMARY KEY (lead_id, version)
) STRICT, WITHOUT ROWID

-- Each lead's last row: the optimistic lock, and what queues are read from.
CREATE TABLE leadline_leads (
    lead_id    TEXT NOT NULL PRIMARY KEY,
    version    INTEGER NOT NULL,
    status     TEXT NOT NULL,
    at         INTEGER NOT NULL,
    since      INTEGER NOT NULL,
    due        INTEGER,
    prior      TEXT NOT NULL,
    labels     TEXT NOT NULL,
    actor_side TEXT NOT NULL,
    actor_kind TEXT NOT NULL
) STRICT, WITHOUT ROWID

CREATE INDEX leadline_leads_status ON leadline_leads (status, lead_id)

CREATE INDEX leadline_leads_due ON leadline_leads (due, lead_id) WHERE due IS NOT NULL

-- The labels of each lead's last row, kept by the triggers below.
CREATE TABLE leadline_labels (
    lead_id TEXT NOT NULL,
    name    TEXT NOT NULL,
    value   TEXT NOT NULL,
    PRIMARY KEY (name, value, lead_id)
) STRICT, WITHOUT ROWID

CREATE INDEX leadline_labels_lead ON leadline_labels (lead_id, name)

CREATE TRIGGER leadline_labels_opened AFTER INSERT ON leadline_leads WHEN NEW.labels <> '{}' BEGIN
    INSERT INTO leadline_labels (lead_id, name, value) SELECT NEW.lead_id, key, value FROM json_each(NEW.labels);
END

CREATE TRIGGER leadline_labels_changed AFTER UPDATE OF labels ON leadline_leads WHEN NEW.labels <> OLD.labels BEGIN
    DELETE FROM leadline_labels WHERE lead_id = NEW.lead_id;
    INSERT INTO leadline_labels (lead_id, name, value) SELECT NEW.lead_id, key, value FROM json_each(NEW.labels);
END

-- Where each consumer of the feed stands.
CREATE TABLE leadline_consumers (
    name TEXT NOT NULL PRIMARY KEY,
    low  INTEGER NOT NULL,
    high INTEGER NOT NULL,
    seq  INTEGER NOT NULL
) STRICT, WITHOUT ROWID

-- For reports in SQL: nothing personal, times to read.
CREATE VIEW leadline_history AS
SELECT lead_id, version, event, from_status, to_status,
       strftime('%Y-%m-%d %H:%M:%f', at / 1000000.0, 'unixepoch') AS at,
       strftime('%Y-%m-%d %H:%M:%f', since / 1000000.0, 'unixepoch') AS since,
       strftime('%Y-%m-%d %H:%M:%f', due / 1000000.0, 'unixepoch') AS due,
       actor_side, actor_kind, reason, criteria, labels, spec, inferred
FROM leadline_rows
