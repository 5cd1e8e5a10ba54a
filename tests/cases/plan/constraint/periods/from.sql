-- only: 18
CREATE TABLE u (id int4range, during tstzrange);
CREATE TABLE t (id int4range, during tstzrange);
