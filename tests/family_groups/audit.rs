//! The audit log: every change with who did it, no secret, and nothing that is written can be changed.

use crate::session::Caller;
use crate::world::World;

pub(crate) async fn every_change_is_logged_with_who_and_what(world: &World) {
    let ann = world.person("Ann").await;
    let family = ann.family("Adams").await;
    ann.ask(&format!("select api.update_family('{family}', 'Adams-Brown')")).await;
    let change = format!(
        "select actor_id, actor_role, login, action, relation, row_id, old_values, new_values from audit.events
         where family_id = '{family}' and relation = 'app.families' order by id desc limit 1"
    );
    let expected = [
        ann.id.as_str(),
        "fg_member",
        "fg_authenticator",
        "UPDATE",
        "app.families",
        &family,
        r#"{"name": "Adams"}"#,
        r#"{"name": "Adams-Brown"}"#,
    ];
    assert_eq!(world.operate(&change).await, [expected.map(|it| Some(it.to_owned()))]);
    // An update that changes nothing is none.
    let count = format!("select count(*) from audit.events where family_id = '{family}'");
    let before = world.read(&count).await;
    ann.ask(&format!("select api.update_family('{family}', 'Adams-Brown')")).await;
    assert_eq!(world.read(&count).await, before);
    // What is refused leaves nothing.
    ann.refused("23514", &format!("select api.update_family('{family}', ' ')")).await;
    assert_eq!(world.read(&count).await, before);
    // A change by a job names the login and no actor.
    let hal = world.person("Hal").await;
    ann.add(&family, &hal, "helper").await;
    ann.ask(&format!(
        "select api.set_temporary_access('{family}', '{}', null, now() - interval '1 s')",
        hal.id
    ))
    .await;
    world.job("expire_memberships()").await;
    let by_job = format!(
        "select actor_id, login, new_values ->> 'status' from audit.events
         where family_id = '{family}' order by id desc limit 1"
    );
    let expected = vec![None, Some("fg_worker".to_owned()), Some("expired".to_owned())];
    assert_eq!(world.operate(&by_job).await, [expected]);
}

pub(crate) async fn secrets_and_addresses_are_not_in_the_log(world: &World) {
    let (ann, bob) = (world.person("Ann").await, world.person("Bob").await);
    let family = ann.family("Adams").await;
    let code = ann.one(&format!("select api.generate_family_invite_code('{family}')")).await;
    ann.ask(&format!(
        "select api.create_family_invitation('{family}', '{}', p_message => 'a very private word')",
        bob.email
    ))
    .await;
    let hash = world
        .read(&format!(
            "select invitation_token_hash from app.family_invitations where family_id = '{family}'"
        ))
        .await;
    for secret in
        [&code, &bob.email, &ann.email, "a very private word", hash.trim_start_matches("\\x")]
    {
        let found = format!("select count(*) from audit.events e where e::text like '%{secret}%'");
        assert_eq!(world.read(&found).await, "0", "{secret}");
    }
    let redacted = format!(
        "select new_values ->> 'invited_email' from audit.events
         where family_id = '{family}' and relation = 'app.family_invitations'"
    );
    assert_eq!(world.read(&redacted).await, "[redacted]");
}

pub(crate) async fn the_log_is_append_only(world: &World) {
    let ann = world.person("Ann").await;
    ann.family("Adams").await;
    let operator = world.operator().await;
    for table in ["audit.events", "audit.events_archive"] {
        if table == "audit.events_archive" {
            world
                .operate(&format!(
                    "insert into audit.events_archive
                       (id, occurred_at, transaction_id, login, action, relation)
                     select -txid_current()::bigint, now(), '1', 'x', 'INSERT', '{}'",
                    ann.id
                ))
                .await;
        }
        // The operator is bound by no policy and holds every privilege: the triggers refuse.
        for change in [
            format!("update {table} set relation = 'x'"),
            format!("delete from {table}"),
            format!("truncate {table}"),
        ] {
            assert_eq!(world.try_operate(&change).await.unwrap_err().code, "FG010", "{change}");
        }
        for role in ["fg_definer", "fg_joiner", "fg_guard", "fg_keeper", "fg_system"] {
            let caller = Caller { role: role.to_owned(), claims: ann.caller.claims.clone() };
            for change in [
                format!("update {table} set relation = 'x'"),
                format!("delete from {table} where occurred_at > now() - interval '1 day'"),
                format!("truncate {table}"),
            ] {
                match operator.trial(&caller, &change).await {
                    // fg_system may delete, and no policy shows it anything young.
                    Ok(_) => {
                        assert!(
                            role == "fg_system"
                                && table == "audit.events"
                                && change.starts_with("delete")
                        );
                    }
                    Err(refusal) => assert_eq!(refusal.code, "42501", "{role}: {change}"),
                }
            }
            let insert = format!(
                "insert into {table} (id, occurred_at, transaction_id, login, action, relation)
                 overriding system value values (0, now(), '1', 'x', 'INSERT', 'x')"
            );
            let writer = (role, table) == ("fg_keeper", "audit.events")
                || (role, table) == ("fg_system", "audit.events_archive");
            assert_eq!(operator.trial(&caller, &insert).await.is_ok(), writer, "{role}: {table}");
        }
    }
}

pub(crate) async fn old_events_move_to_the_archive_and_young_ones_stay(world: &World) {
    let ann = world.person("Ann").await;
    let family = ann.family("Adams").await;
    // The log cannot be aged, not even by the operator: events are written as if they were old.
    world
        .operate(&format!(
            "insert into audit.events (occurred_at, action, relation, family_id, old_values)
             select now() - make_interval(days => 400 + n), 'UPDATE', 'app.families', '{family}', '{{\"n\":1}}'
             from generate_series(1, 5) n"
        ))
        .await;
    let young = format!(
        "select count(*) from audit.events where family_id = '{family}' and occurred_at > now() - interval '1 day'"
    );
    let young_before = world.read(&young).await;
    assert_ne!(young_before, "0");
    let count = |table: &str| {
        format!(
            "select count(*) from {table} where family_id = '{family}' and occurred_at < now() - interval '1 year'"
        )
    };
    assert_eq!(world.read(&count("audit.events")).await, "5");
    let mut moved = Vec::new();
    loop {
        match world.job("archive_audit_events('1 year', 2)").await[0][0].as_deref() {
            Some("0") => break,
            Some(number) => moved.push(number.to_owned()),
            None => panic!(),
        }
    }
    assert_eq!(moved, ["2", "2", "1"]);
    assert_eq!(world.read(&count("audit.events")).await, "0");
    assert_eq!(world.read(&count("audit.events_archive")).await, "5");
    assert_eq!(world.read(&young).await, young_before);
    let archived = "select count(*) from audit.events_archive where old_values = '{\"n\":1}'";
    let operator = world.operator().await;
    let root = world.root().await;
    assert_eq!(
        crate::session::one(
            operator.trial(&root.caller.within("fg_definer"), archived).await.unwrap()
        ),
        "5"
    );
    assert_eq!(
        crate::session::one(
            operator.trial(&ann.caller.within("fg_definer"), archived).await.unwrap()
        ),
        "0"
    );
    let worker = crate::session::Session::open(&world.login("fg_worker")).await;
    let young = worker.run("select maintenance.archive_audit_events('29 days')").await;
    assert_eq!(young.unwrap_err().code, "22023");
}

pub(crate) async fn a_family_reads_its_own_log_in_pages(world: &World) {
    let (ann, bob) = (world.person("Ann").await, world.person("Bob").await);
    let family = ann.family("Adams").await;
    world.subscribe(&family, "premium", "active").await;
    ann.add(&family, &bob, "caregiver").await;
    bob.refused("42501", &format!("select * from api.list_family_audit('{family}')")).await;
    let all = ann
        .ask(&format!("select event_id from api.list_family_audit('{family}', p_limit => 500)"))
        .await;
    let mut paged = Vec::new();
    let mut before = "null".to_owned();
    loop {
        let page = ann
            .ask(&format!("select event_id from api.list_family_audit('{family}', {before}, 2)"))
            .await;
        let Some(last) = page.last() else { break };
        before = last[0].clone().unwrap();
        paged.extend(page);
    }
    assert_eq!(paged, all);
    let total = format!("select count(*) from audit.events where family_id = '{family}'");
    assert_eq!(world.read(&total).await, all.len().to_string());
}
