CREATE TABLE a (x integer);
CREATE TABLE b (a a, n integer);
CREATE TABLE c (b b, bs b[]);
CREATE VIEW v AS SELECT ((b).a).x FROM c;
CREATE TYPE w AS (a a);
CREATE DOMAIN d AS a;
CREATE TABLE e (w w, d d);
INSERT INTO c VALUES ('("(1)",2)', '{}');
INSERT INTO e VALUES ('("(3)")', '(4)');
