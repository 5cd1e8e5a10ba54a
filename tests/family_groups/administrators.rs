//! F2, F7: global scope - who has it, how one gets it, and what it leaves behind.

use crate::session::Caller;
use crate::world::World;

pub(crate) async fn token_and_table_must_agree(world: &World) {
    let (ann, bob) = (world.person("Ann").await, world.person("Bob").await);
    let family = ann.family("Adams").await;
    let members = format!("select count(*) from api.get_family_members('{family}')");

    // A forged or former administrator's token without a row gives nothing but what a member has.
    let pretender =
        world.caller(Caller::of("fg_administrator", &bob.id), &bob.id, &bob.email).await;
    pretender.refused("P0002", &members).await;
    pretender.refused("42501", "select * from api.list_family_access()").await;
    pretender.refused("42501", &format!("select api.grant_system_role('{}')", ann.id)).await;
    pretender.refused("42501", &format!("select api.revoke_system_role('{}')", ann.id)).await;
    pretender
        .refused("42501", &format!("select api.set_family_status('{family}', 'suspended', 'x')"))
        .await;

    // With a row it is an administrator's; the same person with a member's token is a member.
    let root = world.root().await;
    root.ask(&format!("select api.grant_system_role('{}')", bob.id)).await;
    assert_eq!(pretender.one(&members).await, "1");
    bob.refused("P0002", &members).await;
    bob.refused("42501", "select * from api.list_family_access()").await;

    // It ends by itself, and when it is taken back.
    root.ask(&format!("select api.grant_system_role('{}', now() + interval '1 hour')", bob.id))
        .await;
    assert_eq!(pretender.one(&members).await, "1");
    world
        .operate(&format!(
            "update app.system_role_assignments set created_at = now() - interval '2 hours',
             expires_at = now() - interval '1 hour' where user_id = '{}'",
            bob.id
        ))
        .await;
    pretender.refused("P0002", &members).await;
    root.ask(&format!("select api.grant_system_role('{}')", bob.id)).await;
    assert_eq!(pretender.one(&members).await, "1");
    root.ask(&format!("select api.revoke_system_role('{}')", bob.id)).await;
    pretender.refused("P0002", &members).await;
    root.refused("P0002", &format!("select api.revoke_system_role('{}')", bob.id)).await;
    root.refused("42501", &format!("select api.revoke_system_role('{}')", root.id)).await;
    root.refused("P0002", &format!("select api.grant_system_role('{family}')")).await;
}

pub(crate) async fn only_a_global_role_is_held_without_a_family(world: &World) {
    let ann = world.person("Ann").await;
    let assign = format!(
        "insert into app.system_role_assignments (user_id, role_id)
         select '{}', id from app.roles where type = 'family_coordinator'",
        ann.id
    );
    assert_eq!(world.try_operate(&assign).await.unwrap_err().code, "FG011");
    let oneself = format!(
        "insert into app.system_role_assignments (user_id, role_id, granted_by)
         select '{0}', id, '{0}' from app.roles where type = 'system_admin'",
        ann.id
    );
    assert_eq!(world.try_operate(&oneself).await.unwrap_err().code, "23514");
}

pub(crate) async fn every_look_of_an_administrator_is_logged(world: &World) {
    let ann = world.person("Ann").await;
    let family = ann.family("Adams").await;
    let root = world.root().await;
    let looks = [
        format!("select * from api.get_family_members('{family}')"),
        format!("select * from api.get_subscription_limits('{family}')"),
        format!("select * from api.list_family_documents('{family}')"),
        format!("select * from api.list_family_invitations('{family}')"),
        format!("select * from api.list_family_audit('{family}')"),
        format!("select api.get_family_invite_code('{family}')"),
        format!("select api.check_family_access('{}', '{family}')", ann.id),
        format!("select api.validate_family_limits('{family}')"),
        format!("select api.family_has_feature('{family}', 'invite_codes')"),
    ];
    for look in &looks {
        root.ask(look).await;
    }
    let logged = format!(
        "select array_agg(relation order by id) from audit.events
         where family_id = '{family}' and action = 'ACCESS' and actor_id = '{}'",
        root.id
    );
    let functions: Vec<_> = looks
        .iter()
        .map(|look| look[look.find("api.").unwrap()..look.find('(').unwrap()].to_owned())
        .collect();
    assert_eq!(world.read(&logged).await, format!("{{{}}}", functions.join(",")));
    // The family's coordinator sees it. A member's own looks are not written down.
    world.subscribe(&family, "standard", "active").await;
    for look in &looks {
        ann.ask(look).await;
    }
    let seen = format!(
        "select count(*) from api.list_family_audit('{family}', p_limit => 500) where action = 'ACCESS'"
    );
    assert_eq!(ann.one(&seen).await, looks.len().to_string());
    root.ask(&format!("select * from api.find_user_families('{}')", ann.id)).await;
    let people = format!(
        "select count(*) from audit.events where action = 'ACCESS' and relation = 'api.find_user_families'
         and actor_id = '{}'",
        root.id
    );
    assert_ne!(world.read(&people).await, "0");
}

pub(crate) async fn an_administrator_suspends_and_restores(world: &World) {
    let ann = world.person("Ann").await;
    let family = ann.family("Adams").await;
    let root = world.root().await;
    let status =
        |status: &str| format!("select api.set_family_status('{family}', '{status}', 'a reason')");
    root.ask(&status("suspended")).await;
    // A suspended family can be read and not changed.
    assert_eq!(
        ann.one(&format!("select count(*) from api.get_family_members('{family}')")).await,
        "1"
    );
    assert!(ann.ask("select * from api.find_user_families()").await.is_empty());
    ann.refused("FG001", &format!("select api.update_family('{family}', 'x')")).await;
    ann.refused("FG001", &format!("select api.archive_family('{family}')")).await;
    ann.refused("FG001", &format!("select api.add_family_document('{family}', 'x', 'x', 1)")).await;
    ann.refused(
        "FG001",
        &format!("select api.create_family_invitation('{family}', 'x@example.org')"),
    )
    .await;
    assert_eq!(ann.one(&format!("select api.validate_family_limits('{family}')")).await, "f");
    root.ask(&status("active")).await;
    ann.ask(&format!("select api.archive_family('{family}', 'moved')")).await;
    // An archived one is gone for its members, and its owner cannot bring it back.
    assert!(!ann.enters(&family).await);
    assert!(ann.ask("select * from api.find_user_families()").await.is_empty());
    let revive =
        format!("update app.families set status = 'active' where id = '{family}' returning 1");
    let operator = world.operator().await;
    assert!(operator.trial(&ann.caller.within("fg_definer"), &revive).await.unwrap().is_empty());
    root.ask(&status("active")).await;
    assert!(ann.enters(&family).await);
    root.refused("P0002", &status("active").replace(&family, &ann.id)).await;
}
