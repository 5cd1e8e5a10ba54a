CREATE TABLE z (id integer, n integer);
CREATE SEQUENCE numbers OWNED BY z.n;
CREATE TABLE a (id integer, n integer DEFAULT nextval('numbers'));
CREATE TABLE y (id integer, n integer);
CREATE SEQUENCE more OWNED BY y.n;
CREATE TABLE b (id integer, n integer DEFAULT nextval('more'));
