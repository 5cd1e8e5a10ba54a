CREATE FUNCTION level(id integer) RETURNS integer STABLE LANGUAGE sql AS 'SELECT $1';
CREATE TABLE t (id integer, lvl numeric DEFAULT level(1));
CREATE POLICY high ON t USING (level(id) > 1);
CREATE VIEW v AS SELECT id FROM t WHERE level(id) > 2;
CREATE VIEW w AS SELECT id FROM v;
GRANT SELECT ON w TO r_member;
