-- Data elsewhere: wrappers, servers, who may read there as whom, foreign tables.
CREATE FUNCTION judge(text[], oid) RETURNS void LANGUAGE plpgsql AS 'BEGIN END';
CREATE FOREIGN DATA WRAPPER ledger VALIDATOR judge OPTIONS (protocol 'v2');
CREATE SERVER archive TYPE 'books' VERSION '7' FOREIGN DATA WRAPPER ledger OPTIONS (host 'archive.example', port '5433');
COMMENT ON SERVER archive IS 'Closed years.';
CREATE USER MAPPING FOR PUBLIC SERVER archive OPTIONS (usr 'reader');
CREATE FOREIGN TABLE old_entries (
    id bigint OPTIONS (column_name 'entry no') NOT NULL,
    at date DEFAULT now() NOT NULL,
    amount numeric(12,2),
    CONSTRAINT not_nothing CHECK (amount <> 0)
) SERVER archive OPTIONS (book 'entries');
COMMENT ON COLUMN old_entries.amount IS 'In euros.';
CREATE TABLE entries (id bigint NOT NULL, at date NOT NULL, amount numeric(12,2)) PARTITION BY RANGE (at);
CREATE TABLE entries_now PARTITION OF entries FOR VALUES FROM ('2020-01-01') TO ('2030-01-01');
CREATE FOREIGN TABLE entries_then PARTITION OF entries
    FOR VALUES FROM ('2000-01-01') TO ('2020-01-01') SERVER archive OPTIONS (book 'then');
ALTER FOREIGN TABLE entries_then ALTER id OPTIONS (ADD column_name 'no');
