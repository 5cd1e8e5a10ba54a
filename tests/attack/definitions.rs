//! DDL: making, changing and dropping objects, by the login and by every role of a client.

use crate::cast::{CLIENTS, bare, by_login, catalog, column, privileges, tables};
use crate::tally::Tally;
use crate::world::World;

const TABLE: &[&str] = &[
    "alter table {t} disable row level security",
    "alter table {t} no force row level security",
    "alter table {t} disable trigger all",
    "alter table {t} owner to current_user",
    "alter table {t} add column x int",
    "create policy x on {t} using (true)",
    "create index on {t} ((1))",
    "create rule x as on insert to {t} do instead nothing",
    "create trigger x before insert on {t} execute function suppress_redundant_updates_trigger()",
    "comment on table {t} is 'x'",
    "drop table {t} cascade",
];

const FUNCTION: &[&str] = &[
    "alter routine {f} owner to current_user",
    "alter routine {f} security invoker",
    "alter routine {f} set search_path = public",
    "alter routine {f} reset all",
    "alter routine {f} leakproof",
    "alter routine {f} rename to x",
    "comment on routine {f} is 'x'",
    "drop routine {f} cascade",
];

const SCHEMA: &[&str] = &[
    "create table {s}.x (a int)",
    "create view {s}.x as select 1",
    "create function {s}.x() returns int language sql as 'select 1'",
    "create function {s}.x() returns int security definer language plpgsql as 'begin return 1; end'",
    "create type {s}.x as enum ('a')",
    "create domain {s}.x as text",
    "create sequence {s}.x",
    "create operator {s}.= (function = texteq, leftarg = text, rightarg = text)",
    "alter schema {s} owner to current_user",
    "drop schema {s} cascade",
];

const ELSE: &[&str] = &[
    "create schema x",
    "create schema authorization current_user",
    "create temporary table x (a int)",
    "create function pg_temp.x() returns int language sql as 'select 1'",
    "create type pg_temp.x as enum ('a')",
    "create domain pg_temp.text as pg_catalog.text",
    "create cast (text as uuid) with inout as implicit",
    "create cast (uuid as jsonb) without function",
    "create language x handler plpgsql_call_handler",
    "create foreign data wrapper x",
    "create event trigger x on ddl_command_start execute function suppress_redundant_updates_trigger()",
    "create publication x for all tables",
    "create publication x for table app.users",
    "alter database template1 owner to current_user",
    "alter default privileges for role momni_owner grant select on tables to public",
    "alter default privileges for role momni_definer grant execute on functions to public",
    "alter type api.user_role add value 'x'",
    "alter type api.user_role owner to current_user",
    "alter domain app.person_name drop constraint person_name_form",
    "drop domain app.person_name cascade",
    "drop extension plpgsql",
    "create or replace function pg_catalog.now() returns timestamptz language sql as 'select null::timestamptz'",
    "select pg_catalog.pg_replication_origin_create('x')",
    "select pg_create_logical_replication_slot('x', 'test_decoding')",
    "select pg_create_physical_replication_slot('x')",
    "reindex table app.users",
    "cluster app.users using users_pkey",
    "checkpoint",
    "refresh materialized view app.users",
];

/// What cannot be said within a transaction.
const OUTSIDE: &[&str] = &[
    "create subscription x connection '' publication x",
    "create database x",
    "create tablespace x location '/tmp'",
    "drop database template1",
    "reindex schema app",
    "create index concurrently on app.users (id)",
    "drop index concurrently app.users_email_idx",
    "alter system reset all",
];

/// PostgreSQL answers these with a warning where the role holds the privilege itself, and grants nothing.
const GRANTS: &[&str] = &[
    "grant select on all tables in schema app to public",
    "grant all on app.users to current_user",
    "grant usage on schema app to public",
    "grant usage, create on schema api to public",
    "grant create on schema public to public",
    "grant execute on all routines in schema api to public",
    "grant execute on all routines in schema auth to public",
    "grant execute on function api.grant_role(uuid, api.user_role, text) to momni_member",
    "grant temporary, create on database postgres to public",
    "grant select on pg_catalog.pg_authid to public",
    "grant set on parameter session_replication_role to public",
];

pub(crate) async fn attack(world: &World, tally: &mut Tally) {
    let _alone = crate::cast::CLUSTER.lock().await;
    let before = catalog(world).await;
    let session = world.login().await;
    let mut all: Vec<String> = Vec::new();
    let of = |kinds: &[&str], place: &str, name: &str| -> Vec<String> {
        kinds.iter().map(|kind| kind.replace(place, name)).collect()
    };
    for table in tables(world).await {
        all.extend(of(TABLE, "{t}", &table));
    }
    let functions =
        "select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
                     where n.nspname in ('api', 'app', 'audit', 'auth')";
    for function in column(world.operate(functions).await.unwrap()) {
        all.extend(of(FUNCTION, "{f}", &function));
    }
    for schema in
        ["api", "app", "audit", "auth", "momni_db", "public", "pg_catalog", "information_schema"]
    {
        all.extend(of(SCHEMA, "{s}", schema));
    }
    let extensions =
        "select format('create extension %I cascade', name) from pg_available_extensions
                      where installed_version is null order by name";
    all.extend(column(world.operate(extensions).await.unwrap()));
    all.extend(ELSE.iter().map(|sql| (*sql).to_owned()));
    let refusals = ["42501"];
    for sql in &all {
        tally.refused(&format!("the login: {sql}"), &refusals, &by_login(&session, sql).await);
        for role in CLIENTS {
            tally.refused(&format!("{role}: {sql}"), &refusals, &bare(&session, role, sql).await);
        }
    }
    for role in CLIENTS.into_iter().chain(["momni_authenticator"]) {
        session.run(&format!("set role {role}")).await.unwrap();
        for sql in OUTSIDE {
            tally.refused(&format!("{role}: {sql}"), &refusals, &session.run(sql).await);
        }
        for sql in GRANTS {
            let before = privileges(world).await;
            tally.nothing(&format!("{role}: {sql}"), &refusals, &session.run(sql).await);
            tally.failed(
                &format!("{role}: {sql} granted something"),
                privileges(world).await == before,
            );
        }
        session.run("reset role").await.unwrap();
    }
    tally.failed("the catalog changed", catalog(world).await == before);
    // The owner may, in a transaction that is given up.
    let operator = world.operator().await;
    for sql in ["alter table app.users disable row level security", "create table app.x (a int)"] {
        let done =
            operator.run(&format!("begin; set local role momni_owner; {sql}; rollback")).await;
        tally.control(&format!("momni_owner: {sql}"), done.is_ok());
    }
}
