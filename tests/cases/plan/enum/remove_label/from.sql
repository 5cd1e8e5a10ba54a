CREATE TYPE mood AS ENUM ('sad','ok','happy');
CREATE TABLE t (id int, m mood NOT NULL DEFAULT 'ok', ms mood[]);
CREATE VIEW v AS SELECT id, m FROM t WHERE m <> 'sad';
CREATE INDEX t_m ON t (m);
CREATE FUNCTION f(mood) RETURNS mood LANGUAGE sql AS 'SELECT $1';
GRANT SELECT ON v TO r_member;
