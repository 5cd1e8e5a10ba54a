CREATE TYPE e AS ENUM ('a', 'b');
CREATE TABLE old (x e);
CREATE FUNCTION reads() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(*) FROM old; END;
CREATE TABLE stays (x integer, y e);
CREATE FUNCTION of_column() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(y) FROM stays; END;
CREATE DOMAIN d AS integer;
CREATE TYPE r AS RANGE (subtype = d);
CREATE TABLE of_range (x r);
CREATE FUNCTION over_range() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(*) FROM of_range; END;
