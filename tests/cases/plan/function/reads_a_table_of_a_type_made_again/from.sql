CREATE TYPE e AS ENUM ('a', 'b');
CREATE TABLE old (x e);
CREATE FUNCTION reads() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(*) FROM old; END;
CREATE TABLE stays (x integer, y e);
CREATE FUNCTION of_column() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(y) FROM stays; END;
