//! Tables without a privilege: every relation and sequence, every operation, by the login and by every role of a client.

use crate::cast::{CLIENTS, bare, by_login, column, tables};
use crate::session::{one, quote};
use crate::tally::Tally;
use crate::world::World;

/// What is tried on each table, and what shows that it is no slip: the same as the operator would say it.
const OPERATIONS: &[(&str, &str)] = &[
    ("select * from {t}", "select * from {t}"),
    ("select count(*) from {t}", "select count(*) from {t}"),
    ("select from {t} for update", "select from {t}"),
    ("table {t}", "table {t}"),
    ("insert into {t} select * from {t}", "table {t} limit 0"),
    ("insert into {t} default values", "explain insert into {t} default values"),
    ("delete from {t}", "explain delete from {t}"),
    ("truncate {t}", "select 1"),
    ("copy {t} to stdout", "copy (table {t}) to '/dev/null'"),
    ("copy {t} from stdin", "copy {t} from '/dev/null'"),
    ("copy (select * from {t}) to stdout", "copy (select * from {t}) to '/dev/null'"),
    ("lock table {t} in access share mode", "lock table {t} in access share mode"),
    ("lock table {t} in access exclusive mode", "lock table {t} in row share mode"),
    ("explain analyze select * from {t}", "explain analyze select * from {t}"),
    ("declare c cursor for select * from {t}", "declare c cursor for select * from {t}"),
    ("prepare p as select * from {t}", "prepare p as select * from {t}; deallocate p"),
    ("do $$begin perform from {t}; end$$", "do $$begin perform from {t}; end$$"),
    ("select table_to_xml('{t}', true, false, '')", "select '{t}'::regclass"),
    ("select query_to_xml('select * from {t}', true, false, '')", "select 1"),
    (
        "select * from ts_stat('select to_tsvector(t::text) from {t} t')",
        "select count(*) from ts_stat('select to_tsvector(t::text) from {t} t')",
    ),
    (
        "create trigger x after insert on {t} execute function suppress_redundant_updates_trigger()",
        "select 1",
    ),
    ("merge into {t} a using (select 1) b on false when not matched then do nothing", "select 1"),
];

const PRIVILEGES: [&str; 7] =
    ["SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER"];

pub(crate) async fn attack(world: &World, tally: &mut Tally) {
    let session = world.login().await;
    let operator = world.operator().await;
    let tables = tables(world).await;
    tally.control("there are tables", tables.len() > 14);
    for (of, table) in tables.iter().enumerate() {
        let first = format!(
            "select quote_ident(attname) from pg_attribute where attrelid = '{table}'::regclass
             and attnum > 0 and attgenerated = '' and attidentity = '' limit 1"
        );
        let first = one(operator.run(&first).await.unwrap());
        let updatable = format!("update {table} set {first} = {first}");
        let mut tried: Vec<String> =
            OPERATIONS.iter().map(|(operation, _)| operation.replace("{t}", table)).collect();
        tried.push(updatable.clone());
        for (_, sql) in tried.iter().enumerate().filter(|(at, _)| world.has(of + at)) {
            let outcome = by_login(&session, sql).await;
            tally.refused(&format!("the login: {sql}"), &["42501"], &outcome);
            for role in CLIENTS {
                let outcome = bare(&session, role, sql).await;
                tally.refused(&format!("{role}: {sql}"), &["42501"], &outcome);
            }
        }
        for sql in OPERATIONS
            .iter()
            .map(|(_, control)| control.replace("{t}", table))
            .chain([format!("explain {updatable}")])
        {
            let done = operator.run(&format!("begin; {sql}")).await;
            operator.run("rollback").await.unwrap();
            tally.control(&format!("the operator: {sql}: {done:?}"), done.is_ok());
        }
    }
    for row in operator.run(&holds(&tables)).await.unwrap() {
        let [role, privilege, table, holds] = &row[..] else { panic!("{row:?}") };
        tally.failed(
            &format!("{role:?} holds {privilege:?} on {table:?}"),
            holds.as_deref() == Some("f"),
        );
    }
    sequences(world, tally).await;
    // Somebody may: the role that the functions run as, and only through them.
    let reads = "begin; set local role momni_definer; select count(*) from app.users; rollback";
    tally.control("momni_definer reads app.users", operator.run(reads).await.is_ok());
}

/// What every role holds on every table or a column of it.
fn holds(tables: &[String]) -> String {
    let words = |words: &[&str]| words.iter().map(|it| quote(it)).collect::<Vec<_>>().join(", ");
    let tables: Vec<&str> = tables.iter().map(String::as_str).collect();
    format!(
        "select r, p, t, has_table_privilege(r, t, p)
           or case when p in ('SELECT', 'INSERT', 'UPDATE', 'REFERENCES') then has_any_column_privilege(r, t, p) else false end
         from unnest(array[{}, 'momni_authenticator']) r, unnest(array[{}]) p, unnest(array[{}]) t",
        words(&CLIENTS),
        words(&PRIVILEGES),
        words(&tables)
    )
}

/// Sequences tell how many rows there are.
async fn sequences(world: &World, tally: &mut Tally) {
    let session = world.login().await;
    let sql = "select c.oid::regclass from pg_class c join pg_namespace n on n.oid = c.relnamespace
               where c.relkind = 'S' and n.nspname !~ '^pg_'";
    let sequences = column(world.operate(sql).await.unwrap());
    tally.control("there are sequences", !sequences.is_empty());
    for sequence in &sequences {
        for sql in [
            format!("select nextval('{sequence}')"),
            format!("select setval('{sequence}', 1)"),
            format!("select last_value from {sequence}"),
            format!("select pg_get_sequence_data('{sequence}')::text"),
        ] {
            for role in CLIENTS {
                let outcome = bare(&session, role, &sql).await;
                // On PostgreSQL 15 there is no pg_get_sequence_data; later it gives NULLs.
                if sql.contains("pg_get_sequence_data") {
                    let told = matches!(&outcome, Ok(rows) if rows[0][0].as_deref() != Some("(,,)") && rows[0][0].as_deref() != Some("(,)"));
                    tally.failed(&format!("{role}: {sql}: {outcome:?}"), !told);
                } else {
                    tally.refused(&format!("{role}: {sql}"), &["42501"], &outcome);
                }
            }
        }
    }
    for role in CLIENTS {
        let known = "select last_value from pg_sequences";
        let outcome = bare(&session, role, known).await;
        tally.nothing(&format!("{role}: {known}"), &[], &outcome);
    }
    let known = "select count(last_value) > 0 from pg_sequences";
    tally.control("the operator reads pg_sequences", world.read(known).await == "t");
}
