-- only: 18
CREATE TABLE u (id int4range, during tstzrange, PRIMARY KEY (id, during WITHOUT OVERLAPS), CONSTRAINT other UNIQUE (id, during WITHOUT OVERLAPS));
CREATE TABLE t (id int4range, during tstzrange, CONSTRAINT refers FOREIGN KEY (id, PERIOD during) REFERENCES u (id, PERIOD during));
