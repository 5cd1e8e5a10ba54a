CREATE TABLE t (id integer, n integer);
CREATE SEQUENCE numbers INCREMENT -1 OWNED BY t.n;
