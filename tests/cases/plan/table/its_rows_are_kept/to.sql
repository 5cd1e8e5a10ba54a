CREATE TABLE a (x bigint, y varchar, w integer DEFAULT 3);
CREATE TABLE b (id integer, a a, aa a[] NOT NULL DEFAULT '{}');
CREATE VIEW v AS SELECT id, (a).x FROM b;
INSERT INTO b VALUES (1, '(1,one,3)', '{"(2,two,)"}'), (2, NULL, '{}');
