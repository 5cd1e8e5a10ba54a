//! What a database gets for the tests: a schema of their own, by whose functions policies are asked and roles act, and a
//! setting on each function that the planner would merge into its caller.

use crate::catalog::{Catalog, Kind, Name, ObjectId};
use crate::render::{literal, qualified, quoted};
use std::fmt::Write;

/// The schema of the tool's own objects.
const SCHEMA: &str = "momni_db_test";

/// `ask`, as a definer function of the superuser, sees every row while the session is still the caller to whoever asks.
/// A row of `mark` has the number of the subtransaction that wrote it.
const OWN: &str = "\
    SET track_functions = 'all'; \
    CREATE SCHEMA momni_db_test; GRANT USAGE ON SCHEMA momni_db_test TO PUBLIC; \
    CREATE TABLE momni_db_test.mark (); \
    CREATE FUNCTION momni_db_test.ask(query pg_catalog.text) RETURNS pg_catalog.text[] \
    LANGUAGE plpgsql SECURITY DEFINER AS $$ \
    DECLARE answer pg_catalog.text[]; BEGIN EXECUTE query INTO answer; RETURN answer; END $$; \
    GRANT EXECUTE ON FUNCTION momni_db_test.ask TO PUBLIC;\n";

/// The statements that equip a database.
pub(super) fn equip(catalog: &Catalog) -> String {
    let mut sql = OWN.to_owned();
    for (id, _) in catalog.of_kind(Kind::Role) {
        definer(&mut sql, &id.name);
    }
    let functions: Vec<String> =
        catalog.of_kind(Kind::Function).map(|(id, _)| spelled(id)).collect();
    // The planner merges no function that has a setting, and what it merges the server does not count.
    let _ = write!(
        sql,
        "DO $$ DECLARE it pg_catalog.regprocedure; BEGIN \
         FOR it IN SELECT p.oid FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_language l ON l.oid = p.prolang \
         WHERE l.lanname = 'sql' AND p.prokind = 'f' AND p.proconfig IS NULL AND p.oid = ANY (ARRAY[{}]::pg_catalog.oid[]) \
         LOOP EXECUTE pg_catalog.format('ALTER FUNCTION %s SET {SCHEMA}.counted = ''on''', it); END LOOP; END $$",
        functions
            .iter()
            .map(|it| format!("pg_catalog.to_regprocedure({})", literal(it)))
            .collect::<Vec<_>>()
            .join(", ")
    );
    sql
}

/// A function's name with the types of its arguments, as `regprocedure` reads it.
pub(super) fn spelled(id: &ObjectId) -> String {
    format!("{}({})", qualified(&id.qname()), id.args.as_deref().unwrap_or_default())
}

/// Two functions that run a statement with the rights of their owner: one gives its rows, the other counts them.
fn definer(sql: &mut String, role: &Name) {
    for (name, returns, body) in [
        (rows_as(role), "SETOF record", "BEGIN RETURN QUERY EXECUTE query; END"),
        (
            count_as(role),
            "pg_catalog.int8",
            "DECLARE n pg_catalog.int8; BEGIN EXECUTE query; GET DIAGNOSTICS n = ROW_COUNT; RETURN n; END",
        ),
    ] {
        let _ = writeln!(
            sql,
            "CREATE FUNCTION {name}(query pg_catalog.text) RETURNS {returns} \
             LANGUAGE plpgsql SECURITY DEFINER AS $$ {body} $$; \
             ALTER FUNCTION {name} OWNER TO {}; GRANT EXECUTE ON FUNCTION {name} TO PUBLIC;",
            quoted(role)
        );
    }
}

/// The function that gives the rows of a statement that runs with the rights of a role.
pub(super) fn rows_as(role: &Name) -> String {
    format!("{SCHEMA}.{}", quoted(&Name::from(format!("rows_{role}"))))
}

/// The function that gives how many rows such a statement touches.
pub(super) fn count_as(role: &Name) -> String {
    format!("{SCHEMA}.{}", quoted(&Name::from(format!("count_{role}"))))
}
