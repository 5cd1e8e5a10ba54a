CREATE TABLE t (id serial NOT NULL, at date NOT NULL, n text, PRIMARY KEY (id, at));
CREATE TABLE refers (id int, at date, FOREIGN KEY (id, at) REFERENCES t);
CREATE VIEW v AS SELECT id, n FROM t;
CREATE INDEX t_n ON t (n);
GRANT SELECT ON t TO r_other;
