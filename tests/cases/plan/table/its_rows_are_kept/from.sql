CREATE TABLE a (x integer, y text, z text);
CREATE TABLE b (id integer, a a, aa a[] NOT NULL DEFAULT '{}');
CREATE VIEW v AS SELECT id, (a).x FROM b;
INSERT INTO b VALUES (1, '(1,one,gone)', '{"(2,two,)"}'), (2, NULL, '{}');
