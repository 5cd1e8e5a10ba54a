//! What the catalog of the migrated database says: M7.1 and M8.1 hold for what is there, whatever was meant.

use crate::session::{ANONYMOUS, COMMUNITY, Caller, FINANCIAL, MEMBER};
use crate::world::World;
use std::collections::BTreeMap;

const CLIENTS: [&str; 4] = [ANONYMOUS, MEMBER, FINANCIAL, COMMUNITY];

/// The roles that the authenticator can become, itself among them.
const REACHABLE: &str = "with recursive reachable as (
    select oid, rolname from pg_roles where rolname = 'momni_authenticator'
    union
    select r.oid, r.rolname from reachable m join pg_auth_members a on a.member = m.oid join pg_roles r on r.oid = a.roleid
)";

async fn list(world: &World, sql: &str) -> Vec<String> {
    let rows = world.operate(sql).await.unwrap_or_else(|refusal| panic!("{sql}: {refusal:?}"));
    rows.into_iter()
        .map(|row| row.into_iter().map(Option::unwrap_or_default).collect::<Vec<_>>().join(" "))
        .collect()
}

const NONE: [String; 0] = [];

pub(crate) async fn only_the_authenticator_logs_in_and_becomes_only_clients(world: &World) {
    let attributes = "select rolname, rolcanlogin, rolinherit, rolsuper or rolbypassrls or rolcreaterole or rolcreatedb
                      or rolreplication from pg_roles where rolname like 'momni\\_%' and oid >= 16384 order by 1";
    assert_eq!(
        list(world, attributes).await,
        [
            "momni_anonymous f t f",
            "momni_archivist f f f",
            "momni_auditor f f f",
            "momni_authenticator t f f",
            "momni_bookings f f f",
            "momni_bookkeeper f f f",
            "momni_community_administrator f t f",
            "momni_consumer f f f",
            "momni_definer f f f",
            "momni_eraser f f f",
            "momni_financial_administrator f t f",
            "momni_guard f f f",
            "momni_issuer f f f",
            "momni_jobs f f f",
            "momni_keeper f f f",
            "momni_member f t f",
            "momni_owner f t f",
            "momni_postman f f f",
            "momni_sealer f f f",
            "momni_teller f f f",
            "momni_webhook f f f",
        ]
    );
    let reachable =
        list(world, &format!("{REACHABLE} select rolname from reachable order by 1")).await;
    let mut expected: Vec<&str> = CLIENTS.into_iter().chain(["momni_authenticator"]).collect();
    expected.sort_unstable();
    assert_eq!(reachable, expected);
    for role in [
        "momni_owner",
        "momni_definer",
        "momni_guard",
        "momni_bookings",
        "momni_bookkeeper",
        "momni_jobs",
        "momni_webhook",
        "momni_auditor",
        "momni_postman",
        "momni_consumer",
        "momni_sealer",
        "momni_eraser",
        "momni_teller",
        "momni_archivist",
    ] {
        let refused = world.anonymous().await.refused(&format!("set role {role}")).await;
        assert_eq!(refused.code, "42501", "{role}");
    }
}

/// Every relation, sequence and column of the database, those of the tool too, times every privilege.
pub(crate) async fn no_role_of_a_client_touches_a_table(world: &World) {
    let privileges = |roles: &str| {
        format!(
            "{REACHABLE}
             select r.rolname, c.oid::regclass, p.privilege
             from {roles} r
             cross join pg_class c
             join pg_namespace n on n.oid = c.relnamespace
             cross join unnest('{{SELECT,INSERT,UPDATE,DELETE,TRUNCATE,REFERENCES,TRIGGER}}'::text[]) p (privilege)
             where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and c.relkind in ('r', 'p', 'v', 'm', 'f')
               and (has_table_privilege(r.oid, c.oid, p.privilege)
                 or p.privilege in ('SELECT', 'INSERT', 'UPDATE', 'REFERENCES')
                   and has_any_column_privilege(r.oid, c.oid, p.privilege))
             union all
             select r.rolname, c.oid::regclass, p.privilege
             from {roles} r
             cross join pg_class c
             join pg_namespace n on n.oid = c.relnamespace
             cross join unnest('{{USAGE,SELECT,UPDATE}}'::text[]) p (privilege)
             where n.nspname !~ '^pg_' and c.relkind = 'S' and has_sequence_privilege(r.oid, c.oid, p.privilege)"
        )
    };
    assert_eq!(list(world, &privileges("reachable")).await, NONE);
    let definer = "(select oid, rolname from pg_roles where rolname = 'momni_definer')";
    assert!(list(world, &privileges(definer)).await.len() > 20, "the question finds what is there");

    // Asked as a client, of every table.
    let tables = list(
        world,
        "select c.oid::regclass from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where c.relkind in ('r', 'p', 'v', 'm') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'",
    )
    .await;
    assert!(tables.len() > 10);
    for role in CLIENTS {
        let client = world.caller(Caller::claiming(role, None), "").await;
        for table in &tables {
            for statement in [
                format!("select from {table}"),
                format!("delete from {table}"),
                format!("truncate {table}"),
            ] {
                assert_eq!(client.refused(&statement).await.code, "42501", "{role}: {statement}");
            }
        }
    }
}

pub(crate) async fn clients_hold_nothing_but_execute_on_functions_of_api(world: &World) {
    let schemas = format!(
        "{REACHABLE}
         select distinct n.nspname from reachable r cross join pg_namespace n
         where n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'public')
           and (has_schema_privilege(r.oid, n.oid, 'USAGE') or has_schema_privilege(r.oid, n.oid, 'CREATE'))"
    );
    assert_eq!(list(world, &schemas).await, ["api"]);
    let create = format!(
        "{REACHABLE}
         select r.rolname, n.nspname from reachable r cross join pg_namespace n
         where n.nspname <> 'pg_toast' and has_schema_privilege(r.oid, n.oid, 'CREATE')"
    );
    assert_eq!(list(world, &create).await, NONE);
    let database = format!(
        "{REACHABLE}
         select r.rolname, p.privilege from reachable r cross join unnest('{{CREATE,TEMPORARY,CONNECT}}'::text[]) p (privilege)
         where has_database_privilege(r.oid, current_database(), p.privilege) order by 1, 2"
    );
    assert_eq!(list(world, &database).await, ["momni_authenticator CONNECT"]);
    assert_eq!(
        world.anonymous().await.refused("create temporary table t (a int)").await.code,
        "42501"
    );

    let elsewhere = format!(
        "{REACHABLE}
         select p.oid::regprocedure from reachable r cross join pg_proc p join pg_namespace n on n.oid = p.pronamespace
         where n.nspname in ('app', 'auth', 'audit') and has_function_privilege(r.oid, p.oid, 'EXECUTE')"
    );
    assert_eq!(list(world, &elsewhere).await, NONE);
}

/// Which role may call which function: what is written in tests/cases/momni/execute.txt, and no more.
pub(crate) async fn each_role_executes_what_is_written_down(world: &World) {
    let rows = list(
        world,
        "select p.proname, r.rolname from pg_proc p cross join pg_roles r
         where p.pronamespace = 'api'::regnamespace
           and r.rolname in ('momni_anonymous', 'momni_member', 'momni_financial_administrator', 'momni_community_administrator')
           and has_function_privilege(r.oid, p.oid, 'EXECUTE')
         order by p.proname collate \"C\", r.rolname collate \"C\"",
    )
    .await;
    let mut functions: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for row in &rows {
        let (function, role) = row.split_once(' ').unwrap();
        functions.entry(function).or_default().push(role.trim_start_matches("momni_"));
    }
    let found: String =
        functions.iter().map(|(f, roles)| format!("{f}: {}\n", roles.join(", "))).collect();
    assert_eq!(found, include_str!("../cases/momni/execute.txt"));
    let all = list(
        world,
        "select distinct proname from pg_proc p where pronamespace = 'api'::regnamespace
         and not exists (select from pg_proc o where o.pronamespace = p.pronamespace and o.proname || '_body' = p.proname)",
    )
    .await;
    assert_eq!(
        all.len(),
        functions.len(),
        "a function that nobody may call has no business in api"
    );
}

pub(crate) async fn secure_functions_are_secure(world: &World) {
    let ours = "from pg_proc p join pg_namespace n on n.oid = p.pronamespace join pg_roles o on o.oid = p.proowner
                where n.nspname in ('app', 'auth', 'audit', 'api')";
    let open = format!(
        "select p.oid::regprocedure {ours} and exists (
           select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
           where a.grantee = 0)"
    );
    assert_eq!(list(world, &open).await, NONE, "executable by PUBLIC");
    let path = format!(
        "select p.oid::regprocedure {ours} and p.prosecdef
         and 'search_path=pg_catalog, pg_temp' <> all (coalesce(p.proconfig, '{{}}'))"
    );
    assert_eq!(list(world, &path).await, NONE, "without a pinned search_path");
    let invoker =
        format!("select p.oid::regprocedure {ours} and n.nspname = 'api' and not p.prosecdef and exists (
           select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a where a.grantee <> p.proowner)");
    assert_eq!(list(world, &invoker).await, NONE, "in api, and runs as its caller");
    let owners = format!(
        "select n.nspname, o.rolname, count(*) > 0 {ours} and p.prosecdef group by 1, 2 order by 1, 2"
    );
    assert_eq!(
        list(world, &owners).await,
        [
            "api momni_definer t",
            "api momni_teller t",
            "app momni_archivist t",
            "app momni_auditor t",
            "app momni_bookings t",
            "app momni_bookkeeper t",
            "app momni_definer t",
            "app momni_issuer t",
            "app momni_jobs t",
            "app momni_keeper t",
            "app momni_owner t",
            "app momni_postman t",
            "audit momni_auditor t",
            "audit momni_eraser t",
            "audit momni_sealer t",
            "auth momni_guard t",
            "auth momni_owner t"
        ]
    );
    let of = |owner: &str| {
        format!("select p.proname {ours} and p.prosecdef and o.rolname = '{owner}' order by 1")
    };
    let as_owner = list(world, &of("momni_owner")).await;
    assert_eq!(as_owner, ["appoint_first_administrator", "keep_partitions"]);
    let as_teller = list(world, &of("momni_teller")).await;
    assert_eq!(as_teller, ["family_statement", "host_statement"]);
    let owned = "select distinct o.rolname from pg_class c join pg_roles o on o.oid = c.relowner
                 join pg_namespace n on n.oid = c.relnamespace where n.nspname in ('app', 'auth', 'audit', 'api')";
    assert_eq!(list(world, owned).await, ["momni_owner"], "owners of tables");
    let leakproof = format!("select p.oid::regprocedure {ours} and p.proleakproof");
    assert_eq!(list(world, &leakproof).await, NONE);
}

/// Tables in which there is nothing of anybody: row security is off with a reason, and no role that is a client's may read them.
const NOBODYS: [&str; 4] = [
    "app.behaviour_weights",
    "app.incident_deadlines",
    "app.incident_transitions",
    "app.rate_limits",
];

pub(crate) async fn policies_bind_everybody_and_are_asked_once(world: &World) {
    let tables = "from pg_class c join pg_namespace n on n.oid = c.relnamespace
                  where c.relkind in ('r', 'p') and n.nspname in ('app', 'audit')";
    let loose = format!(
        "select c.oid::regclass {tables} and not (c.relrowsecurity and c.relforcerowsecurity)"
    );
    let mut found = list(world, &loose).await;
    found.sort_unstable();
    assert_eq!(found, NOBODYS, "row security is not forced");
    let bare = format!(
        "select c.oid::regclass {tables} and c.relrowsecurity and not c.relispartition
         and not exists (select from pg_policy p where p.polrelid = c.oid)"
    );
    assert_eq!(list(world, &bare).await, NONE, "without a policy");
    let public = "select polname from pg_policy where 0 = any (polroles)";
    assert_eq!(list(world, public).await, NONE, "a policy for PUBLIC");

    // Every call of a function of ours is a sub-select of its own, which PostgreSQL runs once per statement.
    let expressions = "select polrelid::regclass || '.' || polname,
                         coalesce(pg_get_expr(polqual, polrelid), '') || ' ' || coalesce(pg_get_expr(polwithcheck, polrelid), '')
                       from pg_policy order by 1";
    let mut calls = 0;
    for row in list(world, expressions).await {
        for (at, _) in row.match_indices("auth.") {
            calls += 1;
            let before = row[..at].trim_end();
            assert!(
                before.ends_with("SELECT") || before.ends_with("AS") || before.ends_with("FROM"),
                "per row: {row}"
            );
        }
    }
    assert!(calls > 30, "{calls}");
}

/// M8.1: each foreign key has an index that begins with its columns, or with a key of the table that is among them.
pub(crate) async fn every_foreign_key_has_an_index(world: &World) {
    let without = "select k.conrelid::regclass, k.conname
         from pg_constraint k
         join pg_namespace n on n.oid = k.connamespace
         where k.contype = 'f' and n.nspname in ('app', 'audit') and not exists (
           select from pg_index i
           where i.indrelid = k.conrelid and i.indisvalid
             and (i.indkey::int2[])[0:cardinality(k.conkey) - 1] @> k.conkey
             and (i.indpred is null or pg_get_expr(i.indpred, i.indrelid) ~ 'IS NOT NULL')
           union all
           select from pg_index i
           where i.indrelid = k.conrelid and i.indisunique and i.indpred is null
             and (i.indkey::int2[])[0:i.indnkeyatts - 1] <@ k.conkey
         )";
    assert_eq!(list(world, without).await, NONE);
    let keys = "select count(*) from pg_constraint k join pg_namespace n on n.oid = k.connamespace
                where k.contype = 'f' and n.nspname = 'app'";
    assert!(world.read(keys).await.parse::<u32>().unwrap() > 20);
}

pub(crate) async fn everything_is_explained(world: &World) {
    let silent = "select 'table ' || c.oid::regclass from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where c.relkind in ('r', 'p', 'v', 'm') and n.nspname in ('app', 'audit', 'api') and obj_description(c.oid, 'pg_class') is null
         union all
         select 'column ' || a.attrelid::regclass || '.' || a.attname
         from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
         where c.relkind in ('r', 'p') and not c.relispartition and n.nspname in ('app', 'audit') and a.attnum > 0 and not a.attisdropped
           and col_description(a.attrelid, a.attnum) is null
         union all
         select 'function ' || p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
         where n.nspname in ('app', 'auth', 'audit', 'api') and obj_description(p.oid, 'pg_proc') is null
         union all
         select 'type ' || t.oid::regtype from pg_type t join pg_namespace n on n.oid = t.typnamespace
         where n.nspname in ('app', 'audit', 'api') and t.typtype in ('e', 'd') and obj_description(t.oid, 'pg_type') is null
         union all
         select 'schema ' || n.nspname from pg_namespace n
         where n.nspname in ('app', 'auth', 'audit', 'api') and obj_description(n.oid, 'pg_namespace') is null
         union all
         select 'role ' || r.rolname from pg_roles r
         where r.rolname like 'momni\\_%' and r.oid >= 16384 and shobj_description(r.oid, 'pg_authid') is null";
    assert_eq!(list(world, silent).await, NONE);
}
