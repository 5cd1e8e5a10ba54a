//! A family from its first day to its last, by which every function of the example is called at least once. The server
//! itself counts the calls.

use crate::world::World;
use std::time::Duration;

pub(crate) async fn every_function_is_called(world: &World) {
    let name = world.read("select current_database()").await;
    world.operate(&format!("alter database {name} set track_functions = 'all'")).await;
    live(world).await;
    let missing = "
        select p.oid::regprocedure from pg_proc p
        where p.pronamespace in (select oid from pg_namespace
            where nspname in ('app', 'auth', 'audit', 'api', 'internal', 'maintenance'))
          and not exists (select 1 from pg_stat_user_functions s where s.funcid = p.oid and s.calls > 0)
        order by 1";
    // A session reports its calls when it ends, a little later.
    let mut left = world.operate(missing).await;
    for _ in 0..100 {
        if left.is_empty() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
        left = world.operate(missing).await;
    }
    // What the planner writes into the query that calls it is not counted.
    let inlined = world
        .operate(
            "select p.oid::regprocedure from pg_proc p join pg_language l on l.oid = p.prolang
             where l.lanname = 'sql' and not p.prosecdef and p.proconfig is null
               and p.pronamespace in (select oid from pg_namespace where nspname in ('auth', 'internal')) order by 1",
        )
        .await;
    assert_eq!(left, inlined, "not called: {left:?}");
}

async fn live(world: &World) {
    let root = world.root().await;
    let service = world.service().await;
    let (ann, bob, cat, dan) = (
        world.person("Ann").await,
        world.person("Bob").await,
        world.person("Cat").await,
        world.person("Dan").await,
    );

    ann.ask("select * from api.list_subscription_tiers()").await;
    ann.ask("select * from api.list_roles()").await;
    let family = ann.family("Adams").await;
    let of = |function: &str| format!("select * from api.{function}('{family}')");
    let member = |function: &str, id: &str| format!("select api.{function}('{family}', '{id}')");
    ann.ask(&of("generate_family_invite_code")).await;
    let code = ann.one(&of("get_family_invite_code")).await;
    dan.ask(&format!("select api.join_family_by_code('{code}')")).await;
    ann.ask(&of("disable_family_invite_code")).await;
    ann.ask(&member("remove_family_member", &dan.id)).await;
    world.subscribe(&family, "premium", "active").await;
    ann.ask(&format!("select api.update_family('{family}', 'Adams')")).await;

    let token = ann.invite(&family, &bob.email, "caregiver").await;
    world
        .anonymous()
        .await
        .ask(&format!("select * from api.preview_family_invitation('{token}')"))
        .await;
    let invitation = bob.one("select invitation_id from api.list_my_invitations()").await;
    let token =
        ann.one(&format!("select token from api.resend_family_invitation('{invitation}')")).await;
    bob.ask(&format!("select api.accept_family_invitation('{token}')")).await;
    let token = ann.invite(&family, &dan.email, "viewer").await;
    dan.ask(&format!("select api.decline_family_invitation('{token}')")).await;
    ann.invite(&family, &dan.email, "viewer").await;
    let pending = ann
        .one(&format!(
            "select invitation_id from api.list_family_invitations('{family}', 'pending')"
        ))
        .await;
    ann.ask(&format!("select api.revoke_family_invitation('{pending}')")).await;

    ann.add(&family, &cat, "viewer").await;
    ann.ask(&format!("select api.change_family_member_role('{family}', '{}', 'child')", cat.id))
        .await;
    ann.ask(&member("suspend_family_member", &cat.id)).await;
    ann.ask(&member("reinstate_family_member", &cat.id)).await;
    ann.ask(&format!("select api.set_temporary_access('{family}', '{}', null, null)", cat.id))
        .await;
    cat.ask(&of("set_default_family")).await;
    cat.ask(&format!("select api.update_my_membership('{family}', 'Cathy')")).await;
    cat.ask("select * from api.find_user_families()").await;
    cat.ask(&of("get_family_members")).await;
    cat.ask(&of("get_subscription_limits")).await;
    cat.ask(&of("validate_family_limits")).await;
    cat.ask(&format!("select api.family_has_feature('{family}', 'bot_agents')")).await;
    assert!(cat.enters(&family).await);
    cat.ask("select api.update_my_preferences(p_theme => 'dark')").await;
    cat.ask("select * from api.get_my_preferences()").await;

    let document =
        bob.one(&format!("select api.add_family_document('{family}', 'Plan', 'plan', 5)")).await;
    bob.ask(&format!("select api.assign_family_document('{document}', '{}')", cat.id)).await;
    bob.ask(&of("list_family_documents")).await;
    bob.ask(&format!("select api.delete_family_document('{document}')")).await;
    ann.ask(&of("list_family_audit")).await;

    root.ask(&format!("select api.grant_system_role('{}')", dan.id)).await;
    root.ask(&format!("select api.revoke_system_role('{}')", dan.id)).await;
    root.ask(&format!("select api.set_family_status('{family}', 'suspended', 'unclear')")).await;
    root.ask(&format!("select api.set_family_status('{family}', 'active', 'clear')")).await;
    root.ask("select * from api.list_family_access()").await;

    cat.ask(&of("leave_family")).await;
    ann.ask(&format!(
        "select api.change_family_member_role('{family}', '{}', 'family_coordinator')",
        bob.id
    ))
    .await;
    ann.ask(&member("transfer_family_ownership", &bob.id)).await;
    bob.ask(&of("archive_family")).await;
    service.ask(&format!("select api.remove_user('{}')", cat.id)).await;

    world
        .operate(
            "insert into audit.events (occurred_at, action, relation) values (now() - interval '2 years', 'ACCESS', 'x')",
        )
        .await;
    for job in [
        "refresh_user_family_access()",
        "expire_invitations()",
        "expire_memberships()",
        "purge_invitations()",
        "purge_archived_families()",
        "archive_audit_events()",
        "key_metrics()",
        "index_usage()",
    ] {
        world.job(job).await;
    }
}

pub(crate) async fn what_the_planner_inlines_says_what_it_should(world: &World) {
    let operator = world.operator().await;
    let one = async |sql: &str| crate::session::one(operator.run(sql).await.unwrap());
    assert_eq!(
        one("select auth.uid() is null and auth.role() is null and auth.claims() = '{}'").await,
        "t"
    );
    // After the end of a transaction a setting that was local is an empty string and not NULL.
    operator.run("begin; set local request.jwt.claims = '{\"sub\":\"00000000-0000-4000-8000-000000000001\",\"role\":\"r\"}'").await.unwrap();
    assert_eq!(
        one("select auth.uid() || ' ' || auth.role()").await,
        "00000000-0000-4000-8000-000000000001 r"
    );
    operator.run("commit").await.unwrap();
    assert_eq!(one("select current_setting('request.jwt.claims')").await, "");
    assert_eq!(one("select auth.uid() is null").await, "t");

    let at = "timestamptz '2026-01-02 00:00+00'";
    for (starts, ends, requires, valid) in [
        ("null", "null", false, true),
        ("null", "null", true, false),
        ("'2026-01-02 00:00+00'", "null", false, true),
        ("'2026-01-02 00:00+00'", "null", true, false),
        ("'2026-01-02 00:00:01+00'", "null", false, false),
        ("null", "'2026-01-02 00:00+00'", true, false),
        ("null", "'2026-01-02 00:00:01+00'", true, true),
        ("'2026-01-01 00:00+00'", "'2026-01-03 00:00+00'", true, true),
    ] {
        let sql = format!("select internal.access_is_valid({starts}, {ends}, {requires}, {at})");
        assert_eq!(one(&sql).await, if valid { "t" } else { "f" }, "{sql}");
    }
    assert_eq!(
        one("select count(distinct internal.random_token()) from generate_series(1, 100)").await,
        "100"
    );
    assert_eq!(one("select internal.random_token() ~ '^[0-9a-f]{64}$'").await, "t");
    assert_eq!(one("select internal.token_hash('abc') = sha256('abc')").await, "t");
}
