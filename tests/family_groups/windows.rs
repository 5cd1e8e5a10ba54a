//! F1: temporary access - it begins and ends with its window and not with the job that tidies up.

use crate::world::{Person, World};

async fn household(world: &World) -> (Person, String, Person) {
    let ann = world.person("Ann").await;
    let family = ann.family("Adams").await;
    (ann, family, world.person("Hal").await)
}

fn window(family: &str, who: &Person, starts: &str, ends: &str) -> String {
    format!(
        "select api.set_temporary_access('{family}', '{}', {starts}, {ends}, 'surgery')",
        who.id
    )
}

/// Whether somebody enters, sees the members, and finds the family in their list: always the same answer.
async fn gets_in(who: &Person, family: &str) -> bool {
    let enters = who.enters(family).await;
    let listed = who.ask("select * from api.find_user_families()").await.len() == 1;
    let seen = who.request(&format!("select * from api.get_family_members('{family}')")).await;
    if let Err(refusal) = &seen {
        assert_eq!(refusal.code, "P0002");
    }
    assert_eq!((listed, seen.is_ok()), (enters, enters));
    enters
}

pub(crate) async fn a_helper_gets_in_only_while_a_window_is_open(world: &World) {
    for role in ["helper", "emergency_contact"] {
        let (ann, family, hal) = household(world).await;
        ann.add(&family, &hal, role).await;
        assert!(!gets_in(&hal, &family).await, "without a window");
        ann.ask(&window(&family, &hal, "now() + interval '1 hour'", "now() + interval '2 hours'"))
            .await;
        assert!(!gets_in(&hal, &family).await, "before the window");
        ann.ask(&window(&family, &hal, "null", "now() + interval '1 hour'")).await;
        assert!(gets_in(&hal, &family).await, "in the window");
        ann.ask(&window(
            &family,
            &hal,
            "now() - interval '2 hours'",
            "now() - interval '1 second'",
        ))
        .await;
        assert!(!gets_in(&hal, &family).await, "after the window, though no job has run");
        ann.ask(&window(&family, &hal, "now() - interval '1 hour'", "null")).await;
        assert!(!gets_in(&hal, &family).await, "a window without an end is none");
        ann.refused("23514", &window(&family, &hal, "now()", "now()")).await;
    }
}

pub(crate) async fn other_roles_can_have_a_window_and_need_none(world: &World) {
    let (ann, family, hal) = household(world).await;
    ann.add(&family, &hal, "viewer").await;
    assert!(gets_in(&hal, &family).await);
    ann.ask(&window(&family, &hal, "null", "now() - interval '1 second'")).await;
    assert!(!gets_in(&hal, &family).await);
    ann.ask(&window(&family, &hal, "null", "null")).await;
    assert!(gets_in(&hal, &family).await);
    // A member cannot widen their own, nor the window of the owner be narrowed.
    hal.refused("42501", &window(&family, &hal, "null", "now()")).await;
    ann.refused("FG012", &window(&family, &ann, "null", "now() + interval '1 day'")).await;
}

pub(crate) async fn a_window_that_is_offered_comes_with_the_membership(world: &World) {
    let (ann, family, hal) = household(world).await;
    let token = ann
        .one(&format!(
            "select token from api.create_family_invitation('{family}', '{}', 'helper', p_access_ends_at => now() + interval '1 day')",
            hal.email
        ))
        .await;
    hal.ask(&format!("select api.accept_family_invitation('{token}')")).await;
    assert!(gets_in(&hal, &family).await);
}

pub(crate) async fn the_job_ends_what_is_over_and_frees_the_place(world: &World) {
    let (ann, family, hal) = household(world).await;
    ann.add(&family, &hal, "helper").await;
    ann.add(&family, &world.person("Bob").await, "viewer").await;
    let status = format!(
        "select status, is_default_family, ended_at is not null from app.family_memberships
         where family_id = '{family}' and user_id = '{}'",
        hal.id
    );
    ann.ask(&window(&family, &hal, "null", "now() + interval '1 day'")).await;
    world.job("expire_memberships()").await;
    assert_eq!(world.operate(&status).await, [["active", "t", "f"].map(|it| Some(it.to_owned()))]);

    ann.ask(&window(&family, &hal, "null", "now() - interval '1 second'")).await;
    ann.refused(
        "FG002",
        &format!("select api.add_family_member('{family}', '{}')", world.person("Cat").await.id),
    )
    .await;
    world.job("expire_memberships()").await;
    assert_eq!(world.operate(&status).await, [["expired", "f", "t"].map(|it| Some(it.to_owned()))]);
    ann.add(&family, &world.person("Cat").await, "viewer").await;
    // A new window needs a place again.
    ann.refused("FG002", &window(&family, &hal, "null", "now() + interval '1 day'")).await;
    world.subscribe(&family, "standard", "active").await;
    ann.ask(&window(&family, &hal, "null", "now() + interval '1 day'")).await;
    assert!(gets_in(&hal, &family).await);
}
