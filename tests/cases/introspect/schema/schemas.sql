-- roles: schemas_owner
CREATE ROLE schemas_owner;
CREATE SCHEMA plain;
CREATE SCHEMA owned AUTHORIZATION schemas_owner;
COMMENT ON SCHEMA plain IS 'Plain.';
COMMENT ON SCHEMA public IS 'Ours.';
CREATE SCHEMA momni_db;
CREATE TABLE momni_db.journal (id int PRIMARY KEY);
CREATE FUNCTION momni_db.f() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE TYPE momni_db.e AS ENUM ('a');
CREATE AGGREGATE momni_db.total (int) (SFUNC = int4pl, STYPE = int);
ALTER TABLE momni_db.journal REPLICA IDENTITY FULL;
CREATE TEMPORARY TABLE passing (a int);
