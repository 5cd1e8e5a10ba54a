-- Partitions stand within their table.
CREATE TABLE events (
    id bigint NOT NULL, at timestamptz NOT NULL DEFAULT now(), kind text NOT NULL, note text,
    PRIMARY KEY (id, at)
) PARTITION BY RANGE (at);
CREATE INDEX events_kind_idx ON events (kind);
CREATE TABLE events_2024 PARTITION OF events FOR VALUES FROM ('2024-01-01 00:00:00+00') TO ('2025-01-01 00:00:00+00');
CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01 00:00:00+00') TO ('2026-01-01 00:00:00+00')
    PARTITION BY HASH (id);
CREATE TABLE events_2025_0 PARTITION OF events_2025 FOR VALUES WITH (MODULUS 2, REMAINDER 0) WITH (fillfactor = 90);
CREATE TABLE events_2025_1 PARTITION OF events_2025 FOR VALUES WITH (MODULUS 2, REMAINDER 1);
CREATE TABLE events_rest PARTITION OF events (note DEFAULT 'late' NOT NULL, CHECK (note <> '')) DEFAULT;
COMMENT ON TABLE events_rest IS 'What came late.';
CREATE INDEX events_rest_note ON events_rest (note);
ALTER INDEX events_2024_kind_idx RENAME TO kinds_of_2024;
