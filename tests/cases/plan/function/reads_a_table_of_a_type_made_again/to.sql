CREATE TYPE e AS ENUM ('b', 'a');
CREATE TABLE new (x e);
CREATE FUNCTION reads() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(*) FROM new; END;
CREATE TABLE stays (x integer);
CREATE FUNCTION of_column() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(x) FROM new; END;
CREATE DOMAIN d AS text;
CREATE TABLE of_domain (x d);
CREATE FUNCTION over_range() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(*) FROM of_domain; END;
