CREATE TABLE t (id integer, a text, b integer, c text) WITH (toast.autovacuum_enabled = off);
ALTER TABLE t ALTER COLUMN a SET STORAGE PLAIN;
