-- only: 15
CREATE COLLATION c (provider = icu, locale = 'de');
CREATE TABLE t (a text COLLATE c UNIQUE);
