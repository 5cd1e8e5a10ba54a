CREATE SEQUENCE d;
CREATE DOMAIN d AS varchar;
CREATE SEQUENCE e;
CREATE TABLE t (id integer, d d, e text);
