CREATE UNLOGGED TABLE u (a int);
CREATE TABLE s (a int, b text) WITH (fillfactor = 70, autovacuum_enabled = off, toast.autovacuum_enabled = off);
CREATE TABLE r (a int);
ALTER TABLE r ENABLE ROW LEVEL SECURITY;
CREATE TABLE f (a int);
ALTER TABLE f ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE TABLE nothing ();
