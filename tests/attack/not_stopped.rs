//! What PostgreSQL lets everybody do who may send SQL at all. docs/security.md names each; here it is seen to be so, and
//! to end where the document says.

use crate::cast::{Victims, bare, by_login};
use crate::session::MEMBER;
use crate::world::World;

/// As a member's role, without a token.
const BY_CLIENT: &[&str] = &[
    "select prosrc from pg_proc where proname = 'grant_role'",
    "select pg_get_expr(polqual, polrelid) from pg_policy",
    "select reltuples from pg_class where relname = 'users'",
    "select rolname from pg_roles",
    "select n_live_tup from pg_stat_all_tables where relname = 'users'",
    "select * from pg_locks",
    "select pg_relation_size(oid) from pg_class where relname = 'users' and relkind = 'r'",
    "select pg_advisory_xact_lock(hashtextextended('momni: roles', 0))",
    "select lo_from_bytea(0, 'x')",
    "select pg_notify('momni', 'x')",
    "set local statement_timeout = 0; set local lock_timeout = 0",
    "set local role momni_community_administrator",
    "set local request.jwt.claims = '{}'",
    "do $$begin null; end$$",
];

/// As the login, outside of a request.
const BY_LOGIN: &[&str] = &[
    "alter role momni_authenticator password 'another'",
    "alter role momni_authenticator set statement_timeout = 0",
];

pub(crate) async fn is_as_documented(world: &World) {
    let session = world.login().await;
    for sql in BY_CLIENT {
        let done = bare(&session, MEMBER, sql).await;
        assert!(done.is_ok(), "{sql}: {done:?}");
    }
    for sql in BY_LOGIN {
        let done = by_login(&session, sql).await;
        assert!(done.is_ok(), "{sql}: {done:?}");
    }
    // Settings of a login cannot carry claims: names that no module has defined are a superuser's to keep.
    let keep = r#"alter role momni_authenticator set request.jwt.claims = '{"sub":"x"}'"#;
    assert_eq!(by_login(&session, keep).await.unwrap_err().code, "42501");
    // Whoever writes claims as well as SQL is whom they say.
    let victims = Victims::move_in(world).await;
    let claims = crate::session::quote(victims.ann.caller.claims.as_deref().unwrap());
    let forge = format!(
        "set local request.jwt.claims = {claims}; select display_name from api.get_my_profile()"
    );
    assert!(victims.betrayed(&bare(&session, MEMBER, &forge).await.unwrap()));
}
