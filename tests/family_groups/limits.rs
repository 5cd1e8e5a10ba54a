//! F3: what a plan allows, held by the database whatever path leads to a row, and by whichever of two sessions comes first.

use crate::session::quote;
use crate::world::{Person, World, until_it_waits};

/// A coordinator with a family on the free plan.
async fn household(world: &World) -> (Person, String) {
    let ann = world.person("Ann").await;
    let family = ann.family("Adams").await;
    (ann, family)
}

fn document(family: &str, key: &str, bytes: u64) -> String {
    format!("select api.add_family_document('{family}', 'A document', '{key}', {bytes})")
}

const GIB: u64 = 1 << 30;

pub(crate) async fn a_family_has_no_more_members_than_its_plan(world: &World) {
    let (ann, family) = household(world).await;
    ann.add(&family, &world.person("Bob").await, "viewer").await;
    assert_eq!(ann.one(&format!("select api.validate_family_limits('{family}')")).await, "t");
    let cat = world.person("Cat").await;
    ann.add(&family, &cat, "viewer").await;
    assert_eq!(ann.one(&format!("select api.validate_family_limits('{family}')")).await, "f");

    let dan = world.person("Dan").await;
    let fourth = format!("select api.add_family_member('{family}', '{}')", dan.id);
    ann.refused("FG002", &fourth).await;
    // Not in the functions alone: the operator cannot either, nor can a suspended member come back into a full family.
    let insert = format!(
        "insert into app.family_memberships (family_id, user_id, role_id, joined_via)
         select '{family}', '{}', id, 'added' from app.roles where type = 'viewer'",
        dan.id
    );
    assert_eq!(world.try_operate(&insert).await.unwrap_err().code, "FG002");
    ann.ask(&format!("select api.suspend_family_member('{family}', '{}')", cat.id)).await;
    ann.ask(&fourth).await;
    ann.refused("FG002", &format!("select api.reinstate_family_member('{family}', '{}')", cat.id))
        .await;

    world.subscribe(&family, "standard", "active").await;
    ann.ask(&format!("select api.reinstate_family_member('{family}', '{}')", cat.id)).await;
}

pub(crate) async fn two_sessions_do_not_pass_the_limit_of_members(world: &World) {
    for (isolation, refusal) in [("", "FG002"), ("isolation level repeatable read", "40001")] {
        let (ann, family) = household(world).await;
        ann.add(&family, &world.person("Bob").await, "family_coordinator").await;
        let bob = world.caller(ann.caller.clone(), &ann.id, "").await;
        let (cat, dan) = (world.person("Cat").await, world.person("Dan").await);
        let add = |who: &Person| format!("select api.add_family_member('{family}', '{}')", who.id);

        ann.begin(isolation, &add(&cat)).await.expect("there is one place");
        let pid = bob.pid().await;
        let second = async {
            let second = bob.begin(isolation, &add(&dan)).await;
            bob.end("rollback").await.unwrap();
            second
        };
        let first = async {
            until_it_waits(world, pid).await;
            ann.end("commit").await.expect("the first session has the place");
        };
        let (second, ()) = tokio::join!(second, first);
        assert_eq!(second.expect_err("there was one place").code, refusal, "{isolation}");
        let members =
            format!("select count(*) from app.family_memberships where family_id = '{family}'");
        assert_eq!(world.read(&members).await, "3");
    }
}

pub(crate) async fn a_place_is_free_again_when_the_first_session_gives_up(world: &World) {
    let (ann, family) = household(world).await;
    ann.add(&family, &world.person("Bob").await, "viewer").await;
    let other = world.caller(ann.caller.clone(), &ann.id, "").await;
    let (cat, dan) = (world.person("Cat").await, world.person("Dan").await);
    ann.begin("", &format!("select api.add_family_member('{family}', '{}')", cat.id))
        .await
        .unwrap();
    let pid = other.pid().await;
    let add = format!("select api.add_family_member('{family}', '{}')", dan.id);
    let second = other.ask(&add);
    let first = async {
        until_it_waits(world, pid).await;
        ann.end("rollback").await.unwrap();
    };
    tokio::join!(second, first);
}

pub(crate) async fn a_smaller_plan_and_a_new_member_do_not_pass_each_other(world: &World) {
    let (ann, family) = household(world).await;
    world.subscribe(&family, "standard", "active").await;
    for name in ["Bob", "Cat"] {
        ann.add(&family, &world.person(name).await, "viewer").await;
    }
    let dan = world.person("Dan").await;
    let service = world.service().await;
    let smaller = format!(
        "select api.apply_subscription('{family}', clock_timestamp(), 'free', 'active', 'free')"
    );
    service.begin("", &smaller).await.unwrap();
    let pid = ann.pid().await;
    let add = format!("select api.add_family_member('{family}', '{}')", dan.id);
    let fourth = ann.refused("FG002", &add);
    let downgrade = async {
        until_it_waits(world, pid).await;
        service.end("commit").await.unwrap();
    };
    tokio::join!(fourth, downgrade);
}

pub(crate) async fn a_family_over_its_limits_keeps_what_it_has(world: &World) {
    let (ann, family) = household(world).await;
    world.subscribe(&family, "standard", "active").await;
    let mut members = Vec::new();
    for name in ["Bob", "Cat", "Dan"] {
        let person = world.person(name).await;
        ann.add(&family, &person, "viewer").await;
        members.push(person);
    }
    // A subscription that is not in force counts as the free plan; one that is late with a payment is still in force.
    world.subscribe(&family, "standard", "past_due").await;
    let over =
        format!("select is_over_limit, tier_name from api.get_subscription_limits('{family}')");
    assert_eq!(ann.ask(&over).await, [[Some("f".to_owned()), Some("standard".to_owned())]]);
    world.subscribe(&family, "standard", "unpaid").await;
    assert_eq!(ann.ask(&over).await, [[Some("t".to_owned()), Some("free".to_owned())]]);

    for person in &members {
        assert!(person.enters(&family).await);
    }
    let eve = world.person("Eve").await;
    let add = format!("select api.add_family_member('{family}', '{}')", eve.id);
    ann.refused("FG002", &add).await;
    ann.ask(&format!("select api.remove_family_member('{family}', '{}')", members[0].id)).await;
    ann.refused("FG002", &add).await;
    ann.ask(&format!(
        "select api.change_family_member_role('{family}', '{}', 'child')",
        members[1].id
    ))
    .await;
}

pub(crate) async fn late_and_repeated_billing_events_change_nothing(world: &World) {
    let (_, family) = household(world).await;
    let service = world.service().await;
    let event = |at: &str, tier: &str| {
        format!("select api.apply_subscription('{family}', '{at}', '{tier}', 'active', 'yearly')")
    };
    assert_eq!(service.one(&event("2026-01-02", "premium")).await, "t");
    assert_eq!(service.one(&event("2026-01-02", "premium")).await, "f");
    assert_eq!(service.one(&event("2026-01-01", "free")).await, "f");
    let tier = format!(
        "select t.name from app.families f join app.subscription_tiers t on t.id = f.subscription_tier_id
         where f.id = '{family}'"
    );
    assert_eq!(world.read(&tier).await, "premium");
    service.refused("P0002", &event("2026-01-03", "gold")).await;
    let nobody = family.replace(|c: char| c.is_ascii_digit(), "0");
    service.refused("P0002", &event("2026-01-03", "free").replace(&family, &nobody)).await;
}

pub(crate) async fn documents_and_their_bytes_are_limited(world: &World) {
    let (ann, family) = household(world).await;
    let first = ann.one(&document(&family, "first", GIB - 24)).await;
    ann.refused("FG003", &document(&family, "too-large", 25)).await;
    for number in 2..=25 {
        ann.ask(&document(&family, &format!("small-{number}"), 1)).await;
    }
    let limits = format!(
        "select current_documents, current_storage_bytes, is_over_limit from api.get_subscription_limits('{family}')"
    );
    let used = ["25".to_owned(), GIB.to_string(), "f".to_owned()].map(Some);
    assert_eq!(ann.ask(&limits).await, [used]);
    // Both limits are reached; the number of documents is named first.
    ann.refused("FG004", &document(&family, "one-more", 1)).await;
    let grown =
        format!("update app.family_documents set byte_size = byte_size + 1 where id = '{first}'");
    assert_eq!(world.try_operate(&grown).await.unwrap_err().code, "FG003");

    assert_eq!(ann.one(&format!("select api.delete_family_document('{first}')")).await, "first");
    ann.ask(&document(&family, "one-more", 1)).await;
    // The counters are what a count would say.
    let counted = format!(
        "select (u.document_count, u.storage_bytes) = (count(d.id), sum(d.byte_size)) from app.family_usage u
         join app.family_documents d on d.family_id = u.family_id where u.family_id = '{family}'
         group by u.family_id"
    );
    assert_eq!(world.read(&counted).await, "t");
}

pub(crate) async fn two_sessions_do_not_pass_the_limit_of_storage(world: &World) {
    let (ann, family) = household(world).await;
    let other = world.caller(ann.caller.clone(), &ann.id, "").await;
    ann.begin("", &document(&family, "half", GIB / 2 + 1)).await.unwrap();
    let pid = other.pid().await;
    let large = document(&family, "other-half", GIB / 2);
    let second = other.refused("FG003", &large);
    let first = async {
        until_it_waits(world, pid).await;
        ann.end("commit").await.unwrap();
    };
    tokio::join!(second, first);
}

pub(crate) async fn an_owner_has_no_more_families_than_their_best_plan(world: &World) {
    let (ann, family) = household(world).await;
    let another = format!("select api.create_family({})", quote("Another"));
    ann.refused("FG005", &another).await;
    world.subscribe(&family, "standard", "active").await;
    let second = ann.one(&another).await;
    ann.refused("FG005", &another).await;
    // Belonging to other people's families does not count.
    let bob = world.person("Bob").await;
    let bobs = bob.family("Brown").await;
    bob.add(&bobs, &ann, "viewer").await;
    // An archived family counts no longer, and comes back only where there is room.
    ann.ask(&format!("select api.archive_family('{second}')")).await;
    ann.ask(&another).await;
    let root = world.root().await;
    root.refused("FG005", &format!("select api.set_family_status('{second}', 'active', 'back')"))
        .await;
    // Nor is a family given to somebody who has no room.
    ann.add(&family, &bob, "family_coordinator").await;
    world.subscribe(&family, "free", "active").await;
    ann.refused(
        "FG005",
        &format!("select api.transfer_family_ownership('{family}', '{}')", bob.id),
    )
    .await;
    bob.ask(&format!("select api.archive_family('{bobs}')")).await;
    ann.ask(&format!("select api.transfer_family_ownership('{family}', '{}')", bob.id)).await;
}

pub(crate) async fn two_sessions_do_not_pass_the_limit_of_families(world: &World) {
    for (isolation, refusal) in [("", "FG005"), ("isolation level repeatable read", "40001")] {
        let ann = world.person("Ann").await;
        let other = world.caller(ann.caller.clone(), &ann.id, "").await;
        ann.begin(isolation, "select api.create_family('One')").await.unwrap();
        let pid = other.pid().await;
        let second = async {
            let second = other.begin(isolation, "select api.create_family('Two')").await;
            other.end("rollback").await.unwrap();
            second
        };
        let first = async {
            until_it_waits(world, pid).await;
            ann.end("commit").await.unwrap();
        };
        let (second, ()) = tokio::join!(second, first);
        assert_eq!(second.expect_err("one family").code, refusal, "{isolation}");
    }
}

pub(crate) async fn features_are_those_of_the_plan(world: &World) {
    let (ann, family) = household(world).await;
    let bot = world.person("Bot").await;
    let add = format!("select api.add_family_member('{family}', '{}', 'bot_agent')", bot.id);
    let history = format!("select * from api.list_family_audit('{family}')");
    let has = |feature: &str| format!("select api.family_has_feature('{family}', '{feature}')");
    ann.refused("FG013", &add).await;
    ann.refused("FG013", &history).await;
    assert_eq!(ann.one(&has("audit_history")).await, "f");
    assert_eq!(ann.one(&has("nothing_known")).await, "f");
    world.subscribe(&family, "premium", "trialing").await;
    assert_eq!(ann.one(&has("audit_history")).await, "t");
    ann.ask(&add).await;
    assert!(!ann.ask(&history).await.is_empty());
}
