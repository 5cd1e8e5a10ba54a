-- only: 15
CREATE COLLATION c (provider = libc, locale = 'C');
CREATE COLLATION d (provider = icu, locale = 'de');
CREATE TABLE t (a text COLLATE c, b text COLLATE d UNIQUE);
