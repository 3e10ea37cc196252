-- Times are microseconds since 1970, UTC. Statements are separated by blank lines.
-- xact is the transaction that wrote the row: the feed goes by it, as numbers of seq
-- may be committed out of order.
CREATE TABLE leadline_rows (
    seq         BIGINT NOT NULL GENERATED ALWAYS AS IDENTITY,
    xact        BIGINT NOT NULL DEFAULT (pg_current_xact_id()::text::bigint),
    lead_id     TEXT COLLATE "C" NOT NULL,
    version     BIGINT NOT NULL CHECK (version > 0),
    event       TEXT NOT NULL,
    from_status TEXT NOT NULL,
    to_status   TEXT NOT NULL,
    prior       TEXT NOT NULL,
    at          BIGINT NOT NULL,
    recorded    BIGINT NOT NULL,
    since       BIGINT NOT NULL,
    due         BIGINT,
    actor_side  TEXT NOT NULL,
    actor_kind  TEXT NOT NULL,
    reason      TEXT NOT NULL,
    criteria    TEXT NOT NULL,
    labels      JSONB NOT NULL,
    changed     JSONB NOT NULL,
    key         TEXT COLLATE "C" NOT NULL,
    key_hash    TEXT NOT NULL,
    spec        TEXT NOT NULL,
    inferred    INTEGER NOT NULL,
    PRIMARY KEY (lead_id, version)
)

CREATE UNIQUE INDEX leadline_rows_key ON leadline_rows (lead_id, key) WHERE key <> ''

CREATE INDEX leadline_rows_seq ON leadline_rows (seq)

CREATE INDEX leadline_rows_xact ON leadline_rows (xact, seq)

-- What may be personal stands apart, to be erased.
CREATE TABLE leadline_personal (
    lead_id  TEXT COLLATE "C" NOT NULL,
    version  BIGINT NOT NULL,
    actor    TEXT NOT NULL,
    note     TEXT NOT NULL,
    evidence TEXT NOT NULL,
    PRIMARY KEY (lead_id, version)
)

-- Each lead's last row: the optimistic lock, and what queues are read from.
CREATE TABLE leadline_leads (
    lead_id    TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    version    BIGINT NOT NULL,
    status     TEXT COLLATE "C" NOT NULL,
    at         BIGINT NOT NULL,
    since      BIGINT NOT NULL,
    due        BIGINT,
    prior      TEXT NOT NULL,
    labels     JSONB NOT NULL,
    actor_side TEXT NOT NULL,
    actor_kind TEXT NOT NULL
)

CREATE INDEX leadline_leads_status ON leadline_leads (status, lead_id)

CREATE INDEX leadline_leads_due ON leadline_leads (due, lead_id) WHERE due IS NOT NULL

-- The labels of each lead's last row, kept by the trigger below.
CREATE TABLE leadline_labels (
    lead_id TEXT COLLATE "C" NOT NULL,
    name    TEXT COLLATE "C" NOT NULL,
    value   TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (name, value, lead_id)
)

CREATE INDEX leadline_labels_lead ON leadline_labels (lead_id, name)

CREATE FUNCTION leadline_labels_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        DELETE FROM leadline_labels WHERE lead_id = NEW.lead_id;
    END IF;
    INSERT INTO leadline_labels (lead_id, name, value)
    SELECT NEW.lead_id, e.key, e.value FROM jsonb_each_text(NEW.labels) AS e;
    RETURN NULL;
END
$$

CREATE TRIGGER leadline_labels_opened AFTER INSERT ON leadline_leads
FOR EACH ROW WHEN (NEW.labels <> '{}'::jsonb) EXECUTE FUNCTION leadline_labels_keep()

CREATE TRIGGER leadline_labels_changed AFTER UPDATE ON leadline_leads
FOR EACH ROW WHEN (NEW.labels <> OLD.labels) EXECUTE FUNCTION leadline_labels_keep()

-- Where each consumer of the feed stands.
CREATE TABLE leadline_consumers (
    name TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    low  BIGINT NOT NULL,
    high BIGINT NOT NULL,
    seq  BIGINT NOT NULL
)

-- For reports in SQL: nothing personal, times to read.
CREATE VIEW leadline_history AS
SELECT lead_id, version, event, from_status, to_status,
       to_timestamp(at / 1000000.0) AS at,
       to_timestamp(since / 1000000.0) AS since,
       to_timestamp(due / 1000000.0) AS due,
       actor_side, actor_kind, reason, criteria, labels, spec, inferred
FROM leadline_rows
