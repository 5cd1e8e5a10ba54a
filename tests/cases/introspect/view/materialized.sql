CREATE TABLE t (id int, name text);
CREATE MATERIALIZED VIEW m AS SELECT id, lower(name) AS lowered FROM t;
CREATE UNIQUE INDEX m_id ON m (id);
CREATE INDEX m_lowered ON m (lowered COLLATE "C") WHERE id > 0;
CREATE MATERIALIZED VIEW hollow WITH (fillfactor = 50) AS SELECT * FROM m WITH NO DATA;
CREATE VIEW over AS SELECT * FROM m;
COMMENT ON MATERIALIZED VIEW m IS 'Kept.';
COMMENT ON COLUMN m.lowered IS 'In small letters.';
