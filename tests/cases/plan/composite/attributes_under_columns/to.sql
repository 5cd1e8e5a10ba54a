CREATE TYPE place AS (street text, town text, country text);
CREATE TABLE houses (id integer PRIMARY KEY, at place);
CREATE VIEW v AS SELECT id, (at).town AS town FROM houses;
