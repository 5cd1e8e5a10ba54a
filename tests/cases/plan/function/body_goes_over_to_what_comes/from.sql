CREATE FUNCTION small(n integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT n < 9';
CREATE TABLE old (id integer CHECK (small(id)));
CREATE FUNCTION many() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(*) FROM old; END;
CREATE VIEW v AS SELECT many() AS n;
CREATE FUNCTION alike(bigint, bigint) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE OPERATOR === (FUNCTION = alike, LEFTARG = bigint, RIGHTARG = bigint, HASHES);
CREATE TABLE old_rows (id bigint);
CREATE POLICY p ON old_rows USING (id === 5);
CREATE FUNCTION all_rows() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(*) FROM old_rows; END;
