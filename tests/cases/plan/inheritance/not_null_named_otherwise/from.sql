-- only: 18
CREATE TABLE t (id bigint NOT NULL, c text CONSTRAINT said NOT NULL);
