//! F8: an invitation is for one address, good once, for a time, and its token is stored nowhere.

use crate::world::{Person, World, until_it_waits};

async fn household(world: &World) -> (Person, String, Person) {
    let ann = world.person("Ann").await;
    let family = ann.family("Adams").await;
    (ann, family, world.person("Bob").await)
}

fn accept(token: &str) -> String {
    format!("select api.accept_family_invitation('{token}')")
}

fn decline(token: &str) -> String {
    format!("select api.decline_family_invitation('{token}')")
}

fn status(family: &str) -> String {
    format!(
        "select status, responded_at is null from app.family_invitations where family_id = '{family}'"
    )
}

pub(crate) async fn an_invitation_is_accepted_once(world: &World) {
    let (ann, family, bob) = household(world).await;
    let token = ann
        .one(&format!(
            "select token from api.create_family_invitation('{family}', upper('{}'), 'caregiver', 'uncle', 'Welcome!')",
            bob.email
        ))
        .await;
    let preview = world
        .anonymous()
        .await
        .ask(&format!(
            "select family_name, role_name, personal_message, status from api.preview_family_invitation('{token}')"
        ))
        .await;
    assert_eq!(
        preview,
        [["Adams", "Caregiver", "Welcome!", "pending"].map(|it| Some(it.to_owned()))]
    );
    assert_eq!(
        bob.ask("select family_name from api.list_my_invitations()").await,
        [[Some("Adams".to_owned())]]
    );
    assert!(!bob.enters(&family).await);

    let membership = bob.one(&accept(&token)).await;
    assert!(bob.enters(&family).await);
    let row = world
        .operate(&format!(
            "select r.type, m.relationship, m.joined_via, m.invited_by, i.status, i.responded_by
             from app.family_memberships m join app.roles r on r.id = m.role_id
             join app.family_invitations i on i.id = m.invitation_id where m.id = '{membership}'"
        ))
        .await;
    let expected = ["caregiver", "uncle", "invitation", &ann.id, "accepted", &bob.id];
    assert_eq!(row, [expected.map(|it| Some(it.to_owned()))]);

    bob.refused("FG006", &accept(&token)).await;
    bob.refused("FG006", &decline(&token)).await;
    // Used is used, even for somebody who has left since.
    bob.ask(&format!("select api.leave_family('{family}')")).await;
    bob.refused("FG006", &accept(&token)).await;
    assert!(bob.ask("select * from api.list_my_invitations()").await.is_empty());
}

pub(crate) async fn of_two_sessions_with_one_token_one_gets_in(world: &World) {
    let (ann, family, bob) = household(world).await;
    let token = ann.invite(&family, &bob.email, "viewer").await;
    let again = world.caller(bob.caller.clone(), &bob.id, &bob.email).await;
    bob.begin("", &accept(&token)).await.unwrap();
    let pid = again.pid().await;
    let take = accept(&token);
    let second = again.refused("FG006", &take);
    let first = async {
        until_it_waits(world, pid).await;
        bob.end("commit").await.unwrap();
    };
    tokio::join!(second, first);
    let members =
        format!("select count(*) from app.family_memberships where family_id = '{family}'");
    assert_eq!(world.read(&members).await, "2");
}

pub(crate) async fn an_invitation_ends(world: &World) {
    let (ann, family, bob) = household(world).await;
    let token = ann.invite(&family, &bob.email, "viewer").await;
    world
        .operate(&format!(
            "update app.family_invitations set created_at = created_at - interval '8 days',
             last_sent_at = last_sent_at - interval '8 days', expires_at = expires_at - interval '8 days'
             where family_id = '{family}'"
        ))
        .await;
    bob.refused("FG016", &accept(&token)).await;
    bob.refused("FG016", &decline(&token)).await;
    let preview = format!("select status from api.preview_family_invitation('{token}')");
    assert_eq!(world.anonymous().await.one(&preview).await, "expired");
    let listed = format!("select status from api.list_family_invitations('{family}')");
    assert_eq!(ann.one(&listed).await, "expired");
    assert!(bob.ask("select * from api.list_my_invitations()").await.is_empty());
    // It does not stand in the way of a new one.
    let token = ann.invite(&family, &bob.email, "viewer").await;
    bob.ask(&accept(&token)).await;
    // Longer than thirty days is not to be had.
    let long = format!(
        "select api.create_family_invitation('{family}', 'cat@example.org', p_valid_for => '31 days')"
    );
    ann.refused("23514", &long).await;
    let past = long.replace("31 days", "-1 day");
    ann.refused("23514", &past).await;
}

pub(crate) async fn only_the_owner_of_the_address_answers(world: &World) {
    let (ann, family, bob) = household(world).await;
    let cat = world.person("Cat").await;
    let token = ann.invite(&family, &bob.email, "viewer").await;
    cat.refused("FG007", &accept(&token)).await;
    cat.refused("FG007", &decline(&token)).await;
    world.anonymous().await.refused("42501", &accept(&token)).await;
    bob.refused("FG006", &accept("no token")).await;
    world
        .anonymous()
        .await
        .refused("FG006", "select * from api.preview_family_invitation('no token')")
        .await;

    // An address that is claimed and not proven is nobody's.
    let service = world.service().await;
    let claim = format!("select api.sync_user('{}', '{}', false)", bob.id, bob.email);
    service.ask(&claim).await;
    bob.refused("FG007", &accept(&token)).await;
    assert!(bob.ask("select * from api.list_my_invitations()").await.is_empty());
    service.ask(&claim.replace("false", "true")).await;
    bob.ask(&accept(&token)).await;
}

pub(crate) async fn an_invitation_is_declined_for_good(world: &World) {
    let (ann, family, bob) = household(world).await;
    let token = ann.invite(&family, &bob.email, "viewer").await;
    bob.ask(&decline(&token)).await;
    bob.refused("FG006", &accept(&token)).await;
    bob.refused("FG006", &decline(&token)).await;
    assert!(!bob.enters(&family).await);
    assert_eq!(
        world.operate(&status(&family)).await,
        [["declined", "f"].map(|it| Some(it.to_owned()))]
    );
    // Nor does the database let it be pending again, whoever asks.
    let reopen = format!(
        "update app.family_invitations set status = 'pending', responded_at = null where family_id = '{family}'"
    );
    assert_eq!(world.try_operate(&reopen).await.unwrap_err().code, "FG006");
}

pub(crate) async fn an_invitation_is_taken_back(world: &World) {
    let (ann, family, bob) = household(world).await;
    let token = ann.invite(&family, &bob.email, "viewer").await;
    let id = world
        .read(&format!("select id from app.family_invitations where family_id = '{family}'"))
        .await;
    ann.refused(
        "FG015",
        &format!("select api.create_family_invitation('{family}', '{}')", bob.email),
    )
    .await;
    // A new token is worth something, the old one nothing.
    let fresh = ann.one(&format!("select token from api.resend_family_invitation('{id}')")).await;
    bob.refused("FG006", &accept(&token)).await;
    ann.ask(&format!("select api.revoke_family_invitation('{id}')")).await;
    ann.refused("FG006", &format!("select api.revoke_family_invitation('{id}')")).await;
    ann.refused("FG006", &format!("select api.resend_family_invitation('{id}')")).await;
    bob.refused("FG006", &accept(&fresh)).await;
    let again = ann.invite(&family, &bob.email, "viewer").await;
    bob.ask(&accept(&again)).await;
    ann.refused(
        "FG008",
        &format!("select api.create_family_invitation('{family}', '{}')", bob.email),
    )
    .await;
}

pub(crate) async fn who_may_no_longer_invite_leaves_no_invitation(world: &World) {
    let (ann, family, bob) = household(world).await;
    world.subscribe(&family, "standard", "active").await;
    let cat = world.person("Cat").await;
    ann.add(&family, &cat, "family_coordinator").await;
    let token = cat.invite(&family, &bob.email, "viewer").await;
    ann.ask(&format!(
        "select api.change_family_member_role('{family}', '{}', 'caregiver')",
        cat.id
    ))
    .await;
    bob.refused("FG006", &accept(&token)).await;
    cat.refused(
        "42501",
        &format!("select api.create_family_invitation('{family}', '{}')", bob.email),
    )
    .await;
}

pub(crate) async fn nobody_invites_above_themselves(world: &World) {
    let (ann, family, bob) = household(world).await;
    let offer = |role: &str| {
        format!("select api.create_family_invitation('{family}', '{}', '{role}')", bob.email)
    };
    ann.refused("42501", &offer("system_admin")).await;
    let forged = format!(
        "insert into app.family_invitations (family_id, invited_email, role_id, invitation_token_hash)
         select '{family}', '{}', id, sha256('x') from app.roles where type = 'system_admin'",
        bob.email
    );
    assert_eq!(world.try_operate(&forged).await.unwrap_err().code, "FG011");
    // Accepting is for the invited: those who may invite cannot mark an invitation accepted.
    ann.ask(&offer("viewer")).await;
    let accepted = format!(
        "update app.family_invitations set status = 'accepted' where family_id = '{family}' returning 1"
    );
    let operator = world.operator().await;
    let refusal = operator.trial(&ann.caller.within("fg_definer"), &accepted).await.unwrap_err();
    assert_eq!(refusal.code, "42501");
}

pub(crate) async fn a_full_or_sleeping_family_takes_nobody_in(world: &World) {
    let (ann, family, bob) = household(world).await;
    let token = ann.invite(&family, &bob.email, "viewer").await;
    for name in ["Cat", "Dan"] {
        ann.add(&family, &world.person(name).await, "viewer").await;
    }
    bob.refused("FG002", &accept(&token)).await;
    ann.refused(
        "FG002",
        &format!("select api.create_family_invitation('{family}', 'eve@example.org')"),
    )
    .await;
    let root = world.root().await;
    root.ask(&format!("select api.set_family_status('{family}', 'suspended', 'unclear')")).await;
    bob.refused("FG001", &accept(&token)).await;
    root.ask(&format!("select api.set_family_status('{family}', 'active', 'clear')")).await;
    // What failed used nothing up.
    world.subscribe(&family, "standard", "active").await;
    bob.ask(&accept(&token)).await;
}

pub(crate) async fn the_token_is_stored_nowhere(world: &World) {
    let (ann, family, bob) = household(world).await;
    let token = ann.invite(&family, &bob.email, "viewer").await;
    assert_eq!(token.len(), 64);
    let found = format!(
        "select (select count(*) from app.family_invitations i where i::text like '%{token}%')
              + (select count(*) from audit.events e where e::text like '%{token}%')"
    );
    assert_eq!(world.read(&found).await, "0");
    let hash = format!(
        "select count(*) from app.family_invitations
         where family_id = '{family}' and invitation_token_hash = sha256('{token}')"
    );
    assert_eq!(world.read(&hash).await, "1");
}
