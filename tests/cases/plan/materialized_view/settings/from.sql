CREATE ACCESS METHOD other_heap TYPE TABLE HANDLER heap_tableam_handler;
CREATE TABLE t (a integer, b text, c text);
CREATE MATERIALIZED VIEW m AS SELECT a, b, c FROM t;
CREATE INDEX m_a_idx ON m (a);
CREATE INDEX m_b_idx ON m (b);
ALTER MATERIALIZED VIEW m CLUSTER ON m_a_idx;
ALTER MATERIALIZED VIEW m ALTER a SET STATISTICS 30, ALTER b SET COMPRESSION pglz;
CREATE MATERIALIZED VIEW gone WITH (fillfactor = 50, toast.autovacuum_enabled = false) AS SELECT a, b FROM t;
