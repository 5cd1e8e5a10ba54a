//! A schema of N tables as SQL: 12 columns, 2 foreign keys, 2 checks, 3 indexes, 2 policies, a trigger and comments
//! each; N/10 enums and N/10 functions.

use std::fmt::Write as _;

pub(crate) fn script(tables: usize) -> String {
    let few = (tables / 10).max(1);
    let mut sql = String::from(ROLES);
    for n in 0..few {
        // Writing to a string cannot fail.
        let _ = write!(
            sql,
            "CREATE TYPE app.state_{n} AS ENUM ('open', 'held', 'closed');
COMMENT ON TYPE app.state_{n} IS 'States of kind {n}.';
CREATE FUNCTION app.touch_{n}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS 'BEGIN NEW.updated_at := now(); RETURN NEW; END';
COMMENT ON FUNCTION app.touch_{n}() IS 'Notes when a row was changed.';
REVOKE EXECUTE ON FUNCTION app.touch_{n}() FROM PUBLIC;
"
        );
    }
    for n in 0..tables {
        let _ = write!(sql, "{}", table(n, few));
    }
    for n in 0..tables {
        let (first, second) = ((n * 7 + 1) % tables, (n * 13 + 5) % tables);
        let _ = write!(
            sql,
            "ALTER TABLE app.t{n} ADD CONSTRAINT t{n}_first_fkey FOREIGN KEY (first_id) REFERENCES app.t{first} ON DELETE CASCADE,
ADD CONSTRAINT t{n}_second_fkey FOREIGN KEY (second_id) REFERENCES app.t{second} ON DELETE SET NULL;
"
        );
    }
    sql
}

const ROLES: &str = "
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'bench_reader') THEN
        CREATE ROLE bench_reader;
        CREATE ROLE bench_writer;
    END IF;
END $$;
CREATE SCHEMA app;
";

fn table(n: usize, few: usize) -> String {
    let state = n % few;
    let columns = [
        "id",
        "code",
        "title",
        "amount",
        "quantity",
        "state",
        "tags",
        "payload",
        "first_id",
        "second_id",
        "created_at",
        "updated_at",
    ];
    let comments: String = columns
        .iter()
        .map(|column| format!("COMMENT ON COLUMN app.t{n}.{column} IS 'What {column} is.';\n"))
        .collect();
    format!(
        "CREATE TABLE app.t{n} (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    code text NOT NULL,
    title varchar(120),
    amount numeric(12,2) NOT NULL DEFAULT 0,
    quantity integer NOT NULL DEFAULT 1,
    state app.state_{state} NOT NULL DEFAULT 'open',
    tags text[] NOT NULL DEFAULT '{{}}',
    payload jsonb,
    first_id uuid,
    second_id uuid,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT t{n}_quantity_check CHECK (quantity BETWEEN 1 AND 500),
    CONSTRAINT t{n}_code_check CHECK (length(code) > 0 AND code = lower(code))
);
COMMENT ON TABLE app.t{n} IS 'Table {n}.';
{comments}COMMENT ON CONSTRAINT t{n}_code_check ON app.t{n} IS 'Only small letters.';
CREATE UNIQUE INDEX t{n}_code_idx ON app.t{n} (code);
CREATE INDEX t{n}_first_idx ON app.t{n} (first_id, created_at DESC);
CREATE INDEX t{n}_open_idx ON app.t{n} (lower(title)) WHERE state = 'open';
COMMENT ON INDEX app.t{n}_code_idx IS 'One row for a code.';
ALTER TABLE app.t{n} ENABLE ROW LEVEL SECURITY;
CREATE POLICY t{n}_read ON app.t{n} FOR SELECT TO bench_reader USING (state <> 'closed' OR amount > 0);
CREATE POLICY t{n}_write ON app.t{n} TO bench_writer USING (quantity > 0) WITH CHECK (quantity < 500);
COMMENT ON POLICY t{n}_read ON app.t{n} IS 'Who reads.';
CREATE TRIGGER t{n}_touch BEFORE UPDATE ON app.t{n} FOR EACH ROW EXECUTE FUNCTION app.touch_{state}();
COMMENT ON TRIGGER t{n}_touch ON app.t{n} IS 'Keeps the time.';
GRANT SELECT ON app.t{n} TO bench_reader;
GRANT INSERT, UPDATE, DELETE ON app.t{n} TO bench_writer;
"
    )
}
