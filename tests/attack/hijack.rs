//! Objects of the caller's own in the way of what functions call. Nobody may make any; here TEMPORARY is granted all the
//! same, in a database apart, so that what the functions do without that wall is seen as well.

use crate::cast::{Attacker, CLIENTS, Victims, column};
use crate::routines::routines;
use crate::session::{MEMBER, quote};
use crate::tally::Tally;
use crate::world::{Person, World};

/// What the traps say when one of them is stepped on.
const TRAP: &str = "hijacked by";

/// Types by whose names a careless function would cast.
const TYPES: &[&str] = &[
    "text",
    "uuid",
    "jsonb",
    "name",
    "boolean",
    "integer",
    "bigint",
    "bytea",
    "date",
    "timestamptz",
    "interval",
    "member_kind",
    "user_role",
    "capability",
    "visibility",
    "person_name",
    "account_status",
    "area",
    "change_operation",
];

/// Functions that the bodies call without a schema.
const FUNCTIONS: &[&str] = &[
    "lower(text)",
    "sha256(bytea)",
    "now()",
    "gen_random_uuid()",
    "convert_to(text, text)",
    "btrim(text)",
    "cardinality(uuid[])",
    "regexp_replace(text, text, text, text)",
    "set_config(text, text, boolean)",
    "current_setting(text, boolean)",
    "current_setting(text)",
    "hashtextextended(text, bigint)",
    "pg_advisory_xact_lock(bigint)",
    "encode(bytea, text)",
    "translate(text, text, text)",
    "uuid_send(uuid)",
    "to_jsonb(anyelement)",
    "jsonb_typeof(jsonb)",
    "length(text)",
    "format(text, text)",
    "unnest(uuid[])",
    "claims()",
    "claimed_user()",
    "session_role()",
    "can(text)",
    "require(text)",
    "user_id()",
    "member_id()",
    "my_families()",
    "created_families()",
    "role()",
    "texteq(text, text)",
    "uuid_eq(uuid, uuid)",
];

/// Operators that the bodies use: symbol and operands.
const OPERATORS: &[(&str, &str, &str)] = &[
    ("=", "uuid", "uuid"),
    ("<>", "uuid", "uuid"),
    (">", "uuid", "uuid"),
    ("=", "text", "text"),
    ("~", "text", "text"),
    ("~~", "text", "text"),
    ("||", "text", "text"),
    ("||", "bytea", "bytea"),
    ("->>", "jsonb", "text"),
    (">", "timestamptz", "timestamptz"),
    ("=", "bytea", "bytea"),
    ("<=", "integer", "integer"),
];

pub(crate) async fn attack(world: &World, tally: &mut Tally) {
    closed(world, tally).await;
    let major = world.major;
    let apart =
        std::thread::spawn(move || crate::server::opened(major, "momni_hijack")).join().unwrap();
    let grant =
        "select format('grant temporary on database %I to momni_member', current_database())";
    let grant = apart.read(grant).await;
    apart.operate(&format!("drop function public.probe(text); {grant}")).await.unwrap();
    let victims = Victims::move_in(&apart).await;
    let mallory = Attacker::of(&apart, MEMBER).await;
    let before = victims.state(&apart).await;
    lay(&apart, tally, &mallory.person).await;
    for path in [
        "pg_temp, pg_catalog, app, auth, api",
        "pg_temp",
        "app, pg_temp, pg_catalog",
        "pg_catalog, pg_temp",
    ] {
        for routine in routines(&apart, Some(MEMBER)).await {
            if routine.name == "close_my_account" || routine.name == "close_family" {
                continue;
            }
            let call = routine.call(&mallory, &[]);
            let sql = format!("set local search_path = {path}; {call}");
            let outcome = mallory.person.request(&sql).await;
            let safe = match &outcome {
                Ok(rows) => !victims.betrayed(rows),
                Err(refusal) => {
                    !refusal.text.contains(TRAP)
                        && !refusal.code.starts_with("42P")
                        && refusal.code != "42883"
                }
            };
            tally.failed(&format!("{sql}: {outcome:?}"), safe);
        }
    }
    let caught = mallory.person.request("select pg_temp.trap()").await;
    let caught = matches!(caught, Err(refusal) if refusal.text.contains(TRAP));
    tally.control("the traps still stand at the end", caught);
    tally.failed("rows of the victims changed", victims.state(&apart).await == before);
    // A victim at the same pooled session, who knows nothing of the traps.
    let hers = mallory
        .person
        .as_another(&victims.ann.caller, "select display_name from api.get_my_profile()")
        .await;
    let safe = matches!(&hers, Ok(rows) if victims.betrayed(rows));
    tally.failed(&format!("a victim in a session with traps: {hers:?}"), safe);
}

/// Puts traps into the caller's session, and sees that each of them works on who looks in `pg_temp` first.
async fn lay(world: &World, tally: &mut Tally, mallory: &Person) {
    mallory
        .ask(&format!(
            "create function pg_temp.trap() returns boolean language plpgsql as
             $$begin raise exception '{TRAP} %', current_user; end$$"
        ))
        .await;
    // While the traps are laid their own types have to be the real ones.
    for of in TYPES {
        let real = match *of {
            "boolean" => "bool",
            "integer" => "int4",
            "bigint" => "int8",
            of if of.contains('_') || ["area", "capability", "visibility"].contains(&of) => "text",
            of => of,
        };
        mallory
            .ask(&format!(
                "create domain pg_temp.{} as pg_catalog.{real} check (pg_temp.trap())",
                quote_name(of)
            ))
            .await;
    }
    for function in FUNCTIONS {
        let returns =
            if function.contains("anyelement") { "anyelement" } else { "pg_catalog.bool" };
        let body = "begin perform pg_temp.trap(); return null; end";
        mallory
            .ask(&format!(
                "set local search_path = pg_catalog; create function pg_temp.{function} returns {returns} language plpgsql as $${body}$$"
            ))
            .await;
    }
    for (symbol, left, right) in OPERATORS {
        let name = format!(
            "op_{left}_{right}_{}",
            symbol.bytes().map(|b| b.to_string()).collect::<String>()
        );
        mallory
            .ask(&format!(
                "set local search_path = pg_catalog;
                 create function pg_temp.{name}({left}, {right}) returns bool language plpgsql as $$begin perform pg_temp.trap(); return true; end$$;
                 create operator pg_temp.{symbol} (function = pg_temp.{name}, leftarg = {left}, rightarg = {right})"
            ))
            .await;
    }
    let relations = "select format('create temporary table %I (%s)', c.relname, string_agg(format('%I pg_catalog.text', a.attname), ', '))
                     from pg_class c join pg_attribute a on a.attrelid = c.oid join pg_namespace n on n.oid = c.relnamespace
                     where n.nspname in ('app', 'audit') and c.relkind = 'r' and a.attnum > 0 group by c.oid, c.relname";
    for create in column(world.operate(relations).await.unwrap()) {
        mallory.ask(&create).await;
    }
    for careless in
        ["select 'x'::text", "select (null::jsonb) is null", "select 'a' operator(pg_temp.=) 'b'"]
    {
        let sql = format!("set local search_path = pg_temp, pg_catalog; {careless}");
        let caught = mallory.request(&sql).await;
        let caught = matches!(&caught, Err(refusal) if refusal.text.contains(TRAP));
        tally.control(&format!("{careless} is caught"), caught);
    }
}

fn quote_name(name: &str) -> String {
    format!("\"{name}\"")
}

/// The wall itself: without TEMPORARY there is nothing to put anything into.
async fn closed(world: &World, tally: &mut Tally) {
    for role in CLIENTS {
        let attacker = Attacker::of(world, role).await;
        for sql in [
            "create temporary table users (id int)",
            "create temporary view users as select 1",
            "create temporary sequence s",
            "select 1 as id into temporary users",
            "create function pg_temp.lower(text) returns text language sql as 'select $1'",
            "create domain pg_temp.text as pg_catalog.text",
            "create type pg_temp.uuid as enum ('a')",
            "create operator pg_temp.= (function = pg_catalog.texteq, leftarg = text, rightarg = text)",
            "create cast (text as uuid) with inout as implicit",
            "create table users (id int)",
            "create table public.users (id int)",
            "create function public.lower(text) returns text language sql as 'select $1'",
            "create function api.require(text) returns text language sql as 'select $1'",
            "do $$begin create temporary table users (id int); end$$",
        ] {
            for path in ["pg_temp, pg_catalog", "pg_catalog, pg_temp"] {
                let sql = format!("set local search_path = {path}; {sql}");
                tally.refused(
                    &format!("{role}: {sql}"),
                    &["42501", "3F000"],
                    &attacker.person.request(&sql).await,
                );
            }
        }
        // With a path of the caller's, unqualified names lead nowhere.
        for path in ["app", "app, auth, audit", "audit, pg_temp", "\"$user\", app", "''"] {
            let sql = format!("set local search_path = {path}; select * from users");
            tally.refused(
                &format!("{role}: {sql}"),
                &["42501", "42P01"],
                &attacker.person.request(&sql).await,
            );
        }
    }
    let may = world
        .operate(&format!(
            "begin; create temporary table users (id int); rollback; select {}",
            quote("x")
        ))
        .await;
    tally.control("the operator makes a temporary table", may.is_ok());
}
