-- rows: {"table": {"schema": "public", "name": "tiers"}, "key": ["name"], "columns": ["price", "features", "since"], "keys": null}
-- rows: {"table": {"schema": "public", "name": "Pairs"}, "key": ["b", "a"], "columns": ["Note"], "keys": [[{"text": "x"}, {"text": "1"}], [{"text": "é'\""}, {"text": "2"}], [{"text": "absent"}, {"text": "9"}]]}
-- rows: {"table": {"schema": "public", "name": "not_there"}, "key": ["a"], "columns": [], "keys": null}
-- rows: {"table": {"schema": "public", "name": "tiers"}, "key": ["not_there"], "columns": [], "keys": null}
-- rows: {"table": {"schema": "public", "name": "empty"}, "key": ["a"], "columns": [], "keys": null}
CREATE TABLE tiers (name text PRIMARY KEY, price numeric(6, 2), features jsonb, since timestamptz, other int);
INSERT INTO tiers VALUES ('free', NULL, '{"chat": true}', '2020-01-01 00:00+05', 1), ('full', 9.5, '[]', NULL, 2);
CREATE TABLE "Pairs" (a int, b text, "Note" double precision, PRIMARY KEY (a, b));
INSERT INTO "Pairs" VALUES (1, 'x', 0.1), (2, 'é''"', 1e100), (3, 'x', 3);
CREATE TABLE empty (a date);
