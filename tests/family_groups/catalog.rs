//! What the database says of itself: roles, rights, row security, indexes, comments.

use crate::server::project;
use crate::session::{Rows, one};
use crate::world::World;
use std::collections::BTreeSet;

const SCHEMAS: &str = "('app', 'auth', 'audit', 'api', 'internal', 'maintenance')";

fn first_column(rows: Rows) -> BTreeSet<String> {
    rows.into_iter().map(|mut row| row.remove(0).unwrap()).collect()
}

/// A query that must find nothing.
async fn nothing(world: &World, sql: &str) {
    let sql = sql.replace("{schemas}", SCHEMAS);
    assert_eq!(world.operate(&sql).await, Rows::new(), "{sql}");
}

pub(crate) async fn roles_are_no_more_than_they_must_be(world: &World) {
    nothing(
        world,
        "select rolname from pg_roles where rolname like 'fg\\_%'
         and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)",
    )
    .await;
    let logins = world
        .operate("select rolname from pg_roles where rolname like 'fg\\_%' and rolcanlogin")
        .await;
    assert_eq!(first_column(logins), ["fg_authenticator", "fg_worker"].map(str::to_owned).into());
    nothing(
        world,
        "select rolname from pg_roles where rolname = 'fg_authenticator' and rolinherit",
    )
    .await;
    let becomes = world
        .operate(
            "select r.rolname from pg_auth_members m join pg_roles r on r.oid = m.roleid
             join pg_roles u on u.oid = m.member where u.rolname like 'fg\\_%'",
        )
        .await;
    assert_eq!(
        first_column(becomes),
        ["fg_administrator", "fg_anonymous", "fg_member", "fg_service"].map(str::to_owned).into()
    );
}

pub(crate) async fn each_role_executes_what_is_written_down(world: &World) {
    let path = project().join("../../tests/cases/family_groups/execute.txt");
    let rows = world
        .operate(&format!(
            "select n.nspname || '.' || p.proname || ': ' || string_agg(r.rolname, ' ' order by r.rolname)
             from pg_proc p join pg_namespace n on n.oid = p.pronamespace
             join pg_roles r on r.rolname in
               ('fg_anonymous', 'fg_member', 'fg_administrator', 'fg_service', 'fg_authenticator', 'fg_worker')
             where n.nspname in {SCHEMAS} and has_function_privilege(r.oid, p.oid, 'execute')
               and has_schema_privilege(r.oid, n.oid, 'usage')
             group by n.nspname, p.proname, p.oid order by 1"
        ))
        .await;
    let lines: Vec<String> = rows.into_iter().map(|mut row| row.remove(0).unwrap()).collect();
    let expected = std::fs::read_to_string(&path).unwrap();
    assert_eq!(lines.join("\n") + "\n", expected);
}

pub(crate) async fn secure_functions_are_secure(world: &World) {
    // A pinned search_path with pg_temp last; an owner that owns no table of anybody's rows and is no superuser.
    nothing(
        world,
        "select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
         join pg_roles r on r.oid = p.proowner
         where n.nspname in {schemas} and p.prosecdef
           and (p.proconfig is distinct from array['search_path=pg_catalog, pg_temp']
             or r.rolname not in ('fg_definer', 'fg_joiner', 'fg_guard', 'fg_keeper', 'fg_system')
             or p.proleakproof
             or has_function_privilege('public', p.oid, 'execute'))",
    )
    .await;
    nothing(
        world,
        "select c.oid::regclass from pg_class c join pg_namespace n on n.oid = c.relnamespace
         join pg_roles r on r.oid = c.relowner
         where n.nspname in {schemas} and c.relkind in ('r', 'p') and r.rolname <> 'fg_owner'",
    )
    .await;
    // Every function that a client may call is one of them, apart from the three that say who is calling.
    nothing(
        world,
        "select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
         where n.nspname in ('api', 'maintenance') and not p.prosecdef",
    )
    .await;
    // Invoker functions with a string for a body resolve their names by a pinned path too.
    nothing(
        world,
        "select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
         where n.nspname in {schemas} and not p.prosecdef and p.prosqlbody is null
           and p.proconfig is distinct from array['search_path=pg_catalog, pg_temp']",
    )
    .await;
    let temporary = "select has_database_privilege('public', current_database(), 'temporary')
                         or has_database_privilege('public', current_database(), 'connect')";
    assert_eq!(one(world.operate(temporary).await), "f");
}

pub(crate) async fn policies_bind_everybody_and_are_asked_once(world: &World) {
    nothing(
        world,
        "select c.oid::regclass from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where n.nspname in {schemas} and c.relkind in ('r', 'p')
           and not (c.relrowsecurity and c.relforcerowsecurity)",
    )
    .await;
    // No policy is for everybody, and none for a role that a client can be.
    nothing(
        world,
        "select polname from pg_policy where 0 = any (polroles) or exists (
           select 1 from pg_roles r where r.oid = any (polroles)
             and r.rolname not in ('fg_definer', 'fg_joiner', 'fg_guard', 'fg_keeper', 'fg_system', 'fg_owner'))",
    )
    .await;
    // Functions of the caller stand in subqueries, so that the planner asks them once. The one that is asked for each row
    // takes the row's columns, and stands where rows come one at a time: WITH CHECK of INSERT.
    nothing(
        world,
        "select polrelid::regclass, polname from pg_policy p,
           lateral (select coalesce(pg_get_expr(polqual, polrelid), '') || ' ' || coalesce(pg_get_expr(polwithcheck, polrelid), '')) e (text)
         where regexp_replace(e.text, 'SELECT (auth|internal)\\.\\w+\\(', '', 'g') ~ '(auth|internal)\\.\\w+\\('
           and not (polcmd = 'a' and regexp_replace(regexp_replace(e.text, 'SELECT (auth|internal)\\.\\w+\\(', '', 'g'),
             'internal\\.may_assign_role\\(family_id, role_id\\)', '', 'g') !~ '(auth|internal)\\.\\w+\\(')",
    )
    .await;
    // No policy reads a table: what it must know it asks functions of another role, so none recurses.
    nothing(
        world,
        "select polname from pg_policy where coalesce(pg_get_expr(polqual, polrelid), '')
           || coalesce(pg_get_expr(polwithcheck, polrelid), '') ~ ' FROM '",
    )
    .await;
}

pub(crate) async fn policies_are_planned_as_init_plans(world: &World) {
    let ann = world.person("Ann").await;
    let operator = world.operator().await;
    for table in ["families", "family_memberships", "family_invitations", "family_documents"] {
        let plan = operator
            .trial(
                &ann.caller.within("fg_definer"),
                &format!("explain (costs off) select * from app.{table}"),
            )
            .await
            .unwrap();
        let plan: Vec<String> = plan.into_iter().map(|mut row| row.remove(0).unwrap()).collect();
        let plan = plan.join("\n");
        assert!(plan.contains("InitPlan"), "{table}\n{plan}");
        assert!(!plan.contains("SubPlan"), "{table}\n{plan}");
        let filters = plan.lines().filter(|line| line.contains("Filter") || line.contains("Cond"));
        assert!(filters.clone().count() > 0);
        for filter in filters {
            assert!(
                !filter.contains("internal.") && !filter.contains("current_setting"),
                "{table}\n{plan}"
            );
        }
    }
}

pub(crate) async fn the_indexes_of_the_document_are_there(world: &World) {
    for (index, definition) in [
        (
            "idx_family_memberships_user_active",
            "app.family_memberships USING btree (user_id, status)",
        ),
        (
            "idx_family_memberships_family_active",
            "app.family_memberships USING btree (family_id, status)",
        ),
        (
            "idx_family_memberships_default",
            "app.family_memberships USING btree (user_id, is_default_family)",
        ),
        (
            "idx_family_invitations_email_status",
            "app.family_invitations USING btree (invited_email, status)",
        ),
        (
            "idx_family_invitations_token",
            "app.family_invitations USING btree (invitation_token_hash)",
        ),
    ] {
        let found = world
            .read(&format!("select indexdef from pg_indexes where indexname = '{index}'"))
            .await;
        assert!(found.ends_with(&format!(" INDEX {index} ON {definition}")), "{found}");
    }
}

pub(crate) async fn every_foreign_key_has_an_index(world: &World) {
    nothing(
        world,
        "select conrelid::regclass, conname from pg_constraint k join pg_namespace n on n.oid = k.connamespace
         where k.contype = 'f' and n.nspname in {schemas} and not exists (
           select 1 from pg_index i
           where i.indrelid = k.conrelid and i.indpred is null
             and ((i.indkey::int2[])[0:cardinality(k.conkey) - 1] @> k.conkey
               or i.indisunique and k.conkey @> i.indkey::int2[]))",
    )
    .await;
    // And no two indexes are the same.
    nothing(
        world,
        "select indrelid::regclass, indkey from pg_index i join pg_class c on c.oid = i.indrelid
         join pg_namespace n on n.oid = c.relnamespace
         where n.nspname in {schemas}
         group by indrelid, indkey, indoption::text, pg_get_expr(indpred, indrelid), pg_get_expr(indexprs, indrelid)
         having count(*) > 1",
    )
    .await;
}

pub(crate) async fn everything_is_explained(world: &World) {
    nothing(
        world,
        "select n.nspname, c.relname, a.attname from pg_class c join pg_namespace n on n.oid = c.relnamespace
         join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
         where n.nspname in {schemas} and c.relkind in ('r', 'm') and col_description(c.oid, a.attnum) is null",
    )
    .await;
    nothing(
        world,
        "select c.oid::regclass from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where n.nspname in {schemas} and c.relkind in ('r', 'm', 'i') and obj_description(c.oid, 'pg_class') is null
           and not exists (select 1 from pg_constraint k where k.conindid = c.oid and k.contype in ('p', 'u', 'x'))",
    )
    .await;
    nothing(
        world,
        "select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
         where n.nspname in {schemas} and obj_description(p.oid, 'pg_proc') is null",
    )
    .await;
    nothing(
        world,
        "select t.oid::regtype from pg_type t join pg_namespace n on n.oid = t.typnamespace
         where n.nspname in {schemas} and t.typtype in ('e', 'd') and obj_description(t.oid, 'pg_type') is null",
    )
    .await;
    nothing(world, "select polname from pg_policy where obj_description(oid, 'pg_policy') is null")
        .await;
    nothing(
        world,
        "select tgname from pg_trigger where not tgisinternal and obj_description(oid, 'pg_trigger') is null",
    )
    .await;
    nothing(world, "select nspname from pg_namespace where nspname in {schemas} and obj_description(oid) is null").await;
    nothing(
        world,
        "select rolname from pg_roles where rolname like 'fg\\_%' and shobj_description(oid, 'pg_authid') is null",
    )
    .await;
}
