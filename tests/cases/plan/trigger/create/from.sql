CREATE TABLE t (id int PRIMARY KEY, a text, b int NOT NULL DEFAULT 1);

CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS $$begin return new; end$$;
CREATE VIEW v AS SELECT id, a FROM t;
