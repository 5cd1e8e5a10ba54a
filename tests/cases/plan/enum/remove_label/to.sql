CREATE TYPE mood AS ENUM ('happy','ok');
CREATE TABLE t (id int, m mood NOT NULL DEFAULT 'ok', ms mood[]);
CREATE VIEW v AS SELECT id, m FROM t WHERE m <> 'happy';
CREATE INDEX t_m ON t (m);
CREATE FUNCTION f(mood) RETURNS mood LANGUAGE sql AS 'SELECT $1';
GRANT SELECT ON v TO r_member;
