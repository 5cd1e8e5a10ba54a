CREATE TABLE t (id integer, a date, b int4range);
