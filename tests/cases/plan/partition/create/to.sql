CREATE FUNCTION bucket(text) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT length($1)';
CREATE TABLE events (id bigint NOT NULL, at timestamptz NOT NULL DEFAULT now(), kind text, note text COLLATE "C",
    UNIQUE (id, at, kind), CHECK (id > 0)) PARTITION BY RANGE (at);
CREATE TABLE events_2024 PARTITION OF events FOR VALUES FROM ('2024-01-01 00:00+00') TO ('2025-01-01 00:00+00');
CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01 00:00+00') TO (MAXVALUE) PARTITION BY LIST (kind);
CREATE TABLE events_2025_a PARTITION OF events_2025 FOR VALUES IN ('a', 'b', NULL);
CREATE TABLE events_2025_rest PARTITION OF events_2025 DEFAULT;
CREATE TABLE events_rest PARTITION OF events DEFAULT;
CREATE INDEX events_kind_idx ON events (kind, lower(note));
CREATE UNIQUE INDEX events_note_idx ON events (at, kind, note) WHERE note IS NOT NULL;
CREATE TABLE hashed (a int, b text) PARTITION BY HASH (a, bucket(b));
CREATE TABLE hashed_0 PARTITION OF hashed FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE hashed_1 PARTITION OF hashed FOR VALUES WITH (MODULUS 2, REMAINDER 1) WITH (fillfactor = 70);
CREATE TABLE "Odd name" (a text, "B c" text) PARTITION BY RANGE (lower(a) COLLATE "C" text_pattern_ops, "B c" COLLATE "POSIX");
CREATE TABLE "Odd part" PARTITION OF "Odd name" FOR VALUES FROM (MINVALUE, MINVALUE) TO ('m', 'n');
CREATE TABLE empty (a int) PARTITION BY LIST ((a % 10));
CREATE SCHEMA archive;
CREATE TABLE archive.old PARTITION OF empty FOR VALUES IN (1, 2);
