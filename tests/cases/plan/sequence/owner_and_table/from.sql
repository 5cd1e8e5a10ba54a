CREATE TABLE a (id integer, n integer);
CREATE TABLE b (id integer, n integer);
ALTER TABLE b OWNER TO r_member;
CREATE SEQUENCE moved OWNED BY a.n;
CREATE SEQUENCE stays OWNED BY a.id;
CREATE SEQUENCE freed;
ALTER SEQUENCE freed OWNER TO r_member;
