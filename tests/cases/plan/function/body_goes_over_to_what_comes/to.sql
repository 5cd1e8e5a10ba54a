CREATE FUNCTION small(n integer, OUT is_so boolean) LANGUAGE sql IMMUTABLE AS 'SELECT n < 9';
CREATE TABLE new (id integer CHECK (small(id)));
CREATE FUNCTION many() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(*) FROM new; END;
CREATE VIEW v AS SELECT many() AS n;
CREATE FUNCTION alike(bigint, bigint) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE OPERATOR === (FUNCTION = alike, LEFTARG = bigint, RIGHTARG = bigint, COMMUTATOR = ===, HASHES);
CREATE TABLE new_rows (id bigint CHECK (id === 5));
CREATE FUNCTION all_rows() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(*) FROM new_rows; END;
