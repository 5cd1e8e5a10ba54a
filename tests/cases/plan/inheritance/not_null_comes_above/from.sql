-- only: 18
CREATE TABLE t (id bigint, c text, d text);
CREATE TABLE h (x integer) INHERITS (t);
ALTER TABLE h ALTER COLUMN c SET NOT NULL, ADD CONSTRAINT own NOT NULL d;
