CREATE UNLOGGED TABLE t (id bigint GENERATED ALWAYS AS IDENTITY (START 10) PRIMARY KEY, "Odd Name" text COLLATE "C" NOT NULL DEFAULT 'x', n numeric(10,2) CHECK (n > 0), g int GENERATED ALWAYS AS (length("Odd Name")) STORED, arr text[] NOT NULL DEFAULT '{}', UNIQUE ("Odd Name")) WITH (autovacuum_enabled=false, fillfactor=70, toast.autovacuum_enabled=false);
COMMENT ON TABLE t IS 'T; --';
COMMENT ON COLUMN t."Odd Name" IS 'It''s odd';
ALTER TABLE t OWNER TO r_owner;
GRANT SELECT, INSERT ON t TO r_member;
GRANT UPDATE (n) ON t TO r_member WITH GRANT OPTION;
