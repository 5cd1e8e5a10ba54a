CREATE COLLATION c (provider = icu, locale = 'en');
CREATE COLLATION d (provider = icu, locale = 'de', deterministic = false);
CREATE TABLE t (a text COLLATE c, b text COLLATE d UNIQUE);
