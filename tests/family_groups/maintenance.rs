//! F11: the jobs of the worker.

use crate::session::Session;
use crate::world::World;
use std::collections::BTreeMap;

/// What a job says it did, until it says 0.
async fn until_done(world: &World, call: &str) -> u32 {
    let mut done = 0;
    loop {
        let number: u32 = world.job(call).await[0][0].as_deref().unwrap().parse().unwrap();
        if number == 0 {
            return done;
        }
        done += number;
    }
}

pub(crate) async fn invitations_expire_and_are_purged(world: &World) {
    let ann = world.person("Ann").await;
    let family = ann.family("Adams").await;
    for number in 1..=5 {
        ann.invite(&family, &format!("guest{number}@example.org"), "viewer").await;
    }
    let pending = format!(
        "select count(*) from app.family_invitations where family_id = '{family}' and status = 'pending'"
    );
    assert_eq!(until_done(world, "expire_invitations()").await, 0);
    let old = |days: u32| {
        format!(
            "update app.family_invitations set created_at = created_at - interval '{days} days',
             last_sent_at = last_sent_at - interval '{days} days', expires_at = expires_at - interval '{days} days',
             responded_at = responded_at - interval '{days} days'
             where family_id = '{family}' and invited_email <> 'guest5@example.org'"
        )
    };
    world.operate(&old(8)).await;
    assert_eq!(until_done(world, "expire_invitations(3)").await, 4);
    assert_eq!(world.read(&pending).await, "1");
    // Closed ones are kept for a while, then they go; pending ones never.
    assert_eq!(until_done(world, "purge_invitations()").await, 0);
    world.operate(&old(90)).await;
    assert_eq!(until_done(world, "purge_invitations('90 days', 3)").await, 4);
    let left = format!("select count(*) from app.family_invitations where family_id = '{family}'");
    assert_eq!(world.read(&left).await, "1");
    let worker = Session::open(&world.login("fg_worker")).await;
    let hasty = worker.run("select maintenance.purge_invitations('1 hour')").await;
    assert_eq!(hasty.unwrap_err().code, "22023");
}

pub(crate) async fn two_workers_do_not_wait_for_each_other(world: &World) {
    let ann = world.person("Ann").await;
    let family = ann.family("Adams").await;
    for number in 1..=4 {
        ann.invite(&family, &format!("guest{number}@example.org"), "viewer").await;
    }
    world
        .operate(&format!(
            "update app.family_invitations set created_at = created_at - interval '8 days',
             last_sent_at = last_sent_at - interval '8 days', expires_at = expires_at - interval '8 days'
             where family_id = '{family}'"
        ))
        .await;
    let first = Session::open(&world.login("fg_worker")).await;
    let second = Session::open(&world.login("fg_worker")).await;
    let take = "select maintenance.expire_invitations(2)";
    let done = first.run(&format!("begin; {take}")).await.unwrap();
    assert_eq!(done, [[Some("2".to_owned())]]);
    // lock_timeout of the role would end a wait with 55P03.
    assert_eq!(second.run(take).await.unwrap(), [[Some("2".to_owned())]]);
    first.run("commit").await.unwrap();
    assert_eq!(second.run(take).await.unwrap(), [[Some("0".to_owned())]]);
}

pub(crate) async fn archived_families_are_purged_with_all_that_is_theirs(world: &World) {
    let (ann, bob) = (world.person("Ann").await, world.person("Bob").await);
    let family = ann.family("Adams").await;
    ann.add(&family, &bob, "viewer").await;
    ann.invite(&family, "guest@example.org", "viewer").await;
    ann.ask(&format!("select api.add_family_document('{family}', 'x', 'x', 1)")).await;
    ann.ask(&format!("select api.archive_family('{family}')")).await;
    assert_eq!(until_done(world, "purge_archived_families('30 days')").await, 0);
    world
        .operate(&format!("set session_replication_role = replica; update app.families set archived_at = now() - interval '91 days' where id = '{family}'"))
        .await;
    assert_eq!(until_done(world, "purge_archived_families()").await, 1);
    for table in
        ["families", "family_memberships", "family_invitations", "family_documents", "family_usage"]
    {
        let key = if table == "families" { "id" } else { "family_id" };
        let left = format!("select count(*) from app.{table} where {key} = '{family}'");
        assert_eq!(world.read(&left).await, "0", "{table}");
    }
    let log = format!(
        "select count(*) from audit.events where family_id = '{family}' and action = 'DELETE'"
    );
    assert_ne!(world.read(&log).await, "0");
    let worker = Session::open(&world.login("fg_worker")).await;
    let hasty = worker.run("select maintenance.purge_archived_families('1 day')").await;
    assert_eq!(hasty.unwrap_err().code, "22023");
    // The owner has room for a family again.
    ann.family("Again").await;
}

pub(crate) async fn metrics_count_what_happened(world: &World) {
    let metrics = async || -> BTreeMap<(String, String), i64> {
        let rows = world.job("key_metrics()").await;
        rows.into_iter()
            .map(|row| {
                let [metric, label, value] = [0, 1, 2].map(|at| row[at].clone().unwrap());
                ((metric, label), value.parse().unwrap())
            })
            .collect()
    };
    let before = metrics().await;
    let (ann, bob, cat) =
        (world.person("Ann").await, world.person("Bob").await, world.person("Cat").await);
    let (adams, clark) = (ann.family("Adams").await, cat.family("Clark").await);
    world.subscribe(&adams, "standard", "active").await;
    for name in ["Dan", "Eve", "Fay"] {
        ann.add(&adams, &world.person(name).await, "viewer").await;
    }
    let token = ann.invite(&adams, &bob.email, "viewer").await;
    bob.ask(&format!("select api.accept_family_invitation('{token}')")).await;
    ann.invite(&adams, "guest@example.org", "viewer").await;
    cat.add(&clark, &bob, "viewer").await;
    bob.ask(&format!("select api.set_default_family('{clark}')")).await;
    world.subscribe(&adams, "standard", "canceled").await;
    let after = metrics().await;
    let risen = |metric: &str, label: &str| {
        let key = (metric.to_owned(), label.to_owned());
        after[&key] - before[&key]
    };
    assert_eq!(risen("active_memberships", "standard"), 5);
    assert_eq!(risen("active_memberships", "free"), 2);
    assert_eq!(risen("new_memberships", "standard"), 5);
    assert_eq!(risen("families_over_limit", "standard"), 1);
    assert_eq!(risen("families_over_limit", "free"), 0);
    assert_eq!(risen("invitations", "accepted"), 1);
    assert_eq!(risen("invitations", "pending"), 1);
    assert_eq!(risen("default_family_switches", "all"), 1);

    let indexes = world.job("index_usage()").await;
    let named = |name: &str| indexes.iter().any(|row| row[2].as_deref() == Some(name));
    assert!(named("idx_family_memberships_user_active"));
    assert!(indexes.iter().all(|row| row[4].as_deref() != Some("0")));
}
