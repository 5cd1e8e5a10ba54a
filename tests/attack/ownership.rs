//! Who owns what, and what a function is before anybody has called it.

use crate::cast::column;
use crate::tally::Tally;
use crate::world::World;

/// The functions of the project.
const OURS: &str = "from pg_proc p join pg_namespace n on n.oid = p.pronamespace join pg_roles o on o.oid = p.proowner
    where n.nspname in ('api', 'app', 'audit', 'auth')";

pub(crate) async fn attack(world: &World, tally: &mut Tally) {
    let all = column(world.operate(&format!("select p.oid {OURS}")).await.unwrap());
    tally.control("there are functions", all.len() > 60);
    for (what, fault) in [
        ("is owned by a superuser", "o.rolsuper"),
        ("is owned by a role that passes by row security", "o.rolbypassrls"),
        ("is owned by a role that logs in", "o.rolcanlogin"),
        (
            "is owned by a role that makes roles",
            "o.rolcreaterole or o.rolcreatedb or o.rolreplication",
        ),
        (
            "of api is owned by an owner of tables",
            "n.nspname = 'api' and exists (select from pg_class c where c.relowner = p.proowner)",
        ),
        (
            "is executable by PUBLIC",
            "exists (select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a where a.grantee = 0)",
        ),
        (
            "runs as its owner, with whatever search_path the caller has",
            "p.prosecdef and not coalesce(p.proconfig, '{}') @> array['search_path=pg_catalog, pg_temp']",
        ),
        (
            "of api can be called by others than its owner and runs as its caller",
            "n.nspname = 'api' and not p.prosecdef and exists (
               select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a where a.grantee <> p.proowner)",
        ),
        ("claims to be leakproof", "p.proleakproof"),
        (
            "is written in C, or in a language that is not trusted",
            "p.prolang not in (select l.oid from pg_language l where l.lanpltrusted or l.lanname = 'sql')",
        ),
        (
            "can be granted on by a client",
            "exists (select from aclexplode(p.proacl) a join pg_roles g on g.oid = a.grantee
               where a.is_grantable and g.oid <> p.proowner)",
        ),
        (
            // What has no client's text in it: names of tables, from the catalog.
            "puts texts together to SQL",
            "p.prosrc ~* '\\mexecute\\M' and p.oid::regprocedure::text <> all (
               '{app.keep_partitions(integer),app.keep_transitions(),app.keep_verification()}')",
        ),
        (
            "is owned by a role that a client can become",
            "pg_has_role('momni_authenticator', p.proowner, 'MEMBER')",
        ),
    ] {
        let sql = format!("select p.oid::regprocedure, coalesce({fault}, false) {OURS}");
        for row in world.operate(&sql).await.unwrap() {
            let is_open = row[1].as_deref() != Some("f");
            tally.failed(&format!("{:?} {what}", row[0]), !is_open);
        }
    }
    for (what, sql) in [
        (
            "a schema that a client may create in",
            "select n.nspname from pg_namespace n, pg_roles r where r.rolname ~ '^momni_(auth|anon|memb|fin|comm)'
             and n.nspname <> 'pg_toast' and has_schema_privilege(r.oid, n.oid, 'CREATE')",
        ),
        (
            "a relation that a client owns",
            "select c.relname from pg_class c where pg_has_role('momni_authenticator', c.relowner, 'MEMBER')",
        ),
        (
            "TEMPORARY or CREATE on the database",
            "select r.rolname from pg_roles r where r.rolname ~ '^momni_(auth|anon|memb|fin|comm)'
             and (has_database_privilege(r.oid, current_database(), 'TEMPORARY')
               or has_database_privilege(r.oid, current_database(), 'CREATE'))",
        ),
        (
            "a table of the project whose owner is not bound by its policies",
            "select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
             where c.relkind in ('r', 'p') and n.nspname in ('app', 'audit') and not (c.relrowsecurity and c.relforcerowsecurity)
             and c.relname not in ('behaviour_weights', 'incident_deadlines', 'incident_transitions', 'rate_limits')",
        ),
        (
            "a view that reads as its owner",
            "select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
             where c.relkind in ('v', 'm') and n.nspname in ('api', 'app', 'audit', 'auth')
               and not coalesce(c.reloptions, '{}') @> '{security_invoker=true}'",
        ),
    ] {
        let found = column(world.operate(sql).await.unwrap());
        tally.failed(&format!("{what}: {found:?}"), found.is_empty());
    }
    let definers =
        column(world.operate(&format!("select p.oid {OURS} and p.prosecdef")).await.unwrap());
    tally.control("there are definers", definers.len() > 40);
}
