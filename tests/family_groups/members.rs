//! F4, F2: what members of a family do with one another, and how far a role reaches.

use crate::world::{Person, World};

/// A family on the standard plan with one of each: a coordinator, a caregiver, a viewer.
async fn household(world: &World) -> (String, Person, Person, Person) {
    let ann = world.person("Ann").await;
    let family = ann.family("Adams").await;
    world.subscribe(&family, "standard", "active").await;
    let (carl, vic) = (world.person("Carl").await, world.person("Vic").await);
    ann.add(&family, &carl, "caregiver").await;
    ann.add(&family, &vic, "viewer").await;
    (family, ann, carl, vic)
}

pub(crate) async fn a_member_is_added_once_and_by_a_coordinator(world: &World) {
    let (family, ann, carl, vic) = household(world).await;
    let dan = world.person("Dan").await;
    let add = format!("select api.add_family_member('{family}', '{}')", dan.id);
    carl.refused("42501", &add).await;
    dan.refused("P0002", &add).await;
    let id = ann
        .one(&format!(
            "select api.add_family_member('{family}', '{}', 'child', 'nephew', 'Danny')",
            dan.id
        ))
        .await;
    let row = format!(
        "select r.type, m.relationship, m.display_name, m.joined_via, m.invited_by, m.is_default_family
         from app.family_memberships m join app.roles r on r.id = m.role_id where m.id = '{id}'"
    );
    let expected = ["child", "nephew", "Danny", "added", &ann.id, "t"];
    assert_eq!(world.operate(&row).await, [expected.map(|it| Some(it.to_owned()))]);
    ann.refused("FG008", &add).await;
    ann.refused("P0002", &add.replace(&dan.id, &family)).await;
    // Who left is asked and not added.
    vic.ask(&format!("select api.leave_family('{family}')")).await;
    ann.refused("FG008", &add.replace(&dan.id, &vic.id)).await;
    let root = world.root().await;
    root.ask(&format!("select api.set_family_status('{family}', 'suspended', 'unclear')")).await;
    let eve = world.person("Eve").await;
    ann.refused("FG001", &add.replace(&dan.id, &eve.id)).await;
    let insert = format!(
        "insert into app.family_memberships (family_id, user_id, role_id, joined_via)
         select '{family}', '{}', id, 'added' from app.roles where type = 'viewer'",
        eve.id
    );
    assert_eq!(world.try_operate(&insert).await.unwrap_err().code, "FG001");
}

pub(crate) async fn nobody_gives_or_takes_a_role_above_their_own(world: &World) {
    let (family, ann, carl, vic) = household(world).await;
    let dan = world.person("Dan").await;
    let change = |who: &Person, role: &str| {
        format!("select api.change_family_member_role('{family}', '{}', '{role}')", who.id)
    };
    ann.refused(
        "42501",
        &format!("select api.add_family_member('{family}', '{}', 'system_admin')", dan.id),
    )
    .await;
    // The membership holds no global role whoever writes it: neither a coordinator nor the operator makes an
    // administrator by membership.
    ann.refused("42501", &change(&vic, "system_admin")).await;
    let forged = format!(
        "update app.family_memberships set role_id = (select id from app.roles where type = 'system_admin')
         where user_id = '{}'",
        ann.id
    );
    assert_eq!(world.try_operate(&forged).await.unwrap_err().code, "FG011");
    carl.refused("42501", &change(&vic, "child")).await;
    vic.refused("42501", &change(&vic, "family_coordinator")).await;

    // Inside a secure function too: with the permission to manage members given to caregivers, the priority still holds.
    let operator = world.operator().await;
    operator
        .run(
            "begin; insert into app.role_permissions values ('caregiver', 'members.manage', 'family');
             set local role fg_member",
        )
        .await
        .unwrap();
    operator
        .run(&format!("set local request.jwt.claims = '{}'", carl.caller.claims.clone().unwrap()))
        .await
        .unwrap();
    operator
        .run(&format!("savepoint s; {}", change(&vic, "child")))
        .await
        .expect("below the caregiver's own");
    for (who, role) in
        [(&vic, "family_coordinator"), (&ann, "viewer"), (&carl, "family_coordinator")]
    {
        operator.run("savepoint t").await.unwrap();
        assert_eq!(operator.run(&change(who, role)).await.unwrap_err().code, "42501");
        operator.run("rollback to t").await.unwrap();
    }
    operator.run("rollback").await.unwrap();
}

pub(crate) async fn a_member_changes_only_what_is_theirs(world: &World) {
    let (family, ann, _, vic) = household(world).await;
    vic.ask(&format!(
        "select api.update_my_membership('{family}', 'Vicky', 'aunt', '{{\"color\":\"red\",\"mute\":true}}')"
    ))
    .await;
    vic.ask(&format!(
        "select api.update_my_membership('{family}', p_preferences => '{{\"mute\":null}}')"
    ))
    .await;
    let mine = format!(
        "select display_name, relationship, preferences from app.family_memberships
         where family_id = '{family}' and user_id = '{}'",
        vic.id
    );
    let expected = ["Vicky", "aunt", r#"{"color": "red"}"#];
    assert_eq!(world.operate(&mine).await, [expected.map(|it| Some(it.to_owned()))]);

    // What a policy cannot tell apart a trigger does: a careless function could not raise its caller's role.
    let operator = world.operator().await;
    let within = vic.caller.within("fg_definer");
    let own = format!("where family_id = '{family}' and user_id = '{}'", vic.id);
    for change in [
        "role_id = (select id from app.roles where type = 'family_coordinator')",
        "status = 'suspended'",
        "access_ends_at = now() + interval '9 years'",
    ] {
        let refusal = operator
            .trial(&within, &format!("update app.family_memberships set {change} {own}"))
            .await;
        assert_eq!(refusal.expect_err(change).code, "42501", "{change}");
    }
    let harmless =
        format!("update app.family_memberships set display_name = 'V' {own} returning 1");
    assert_eq!(operator.trial(&within, &harmless).await.unwrap().len(), 1);
    // A membership never moves.
    let moved = format!(
        "update app.family_memberships set user_id = '{}' {own}",
        world.person("Dan").await.id
    );
    assert_eq!(world.try_operate(&moved).await.unwrap_err().code, "FG014");
    vic.refused("P0002", &format!("select api.update_my_membership('{}')", ann.id)).await;
}

pub(crate) async fn a_member_is_suspended_reinstated_and_removed(world: &World) {
    let (family, ann, carl, vic) = household(world).await;
    let on_vic = |function: &str| format!("select api.{function}('{family}', '{}')", vic.id);
    carl.refused("42501", &on_vic("suspend_family_member")).await;
    ann.ask(&on_vic("suspend_family_member")).await;
    assert!(!vic.enters(&family).await);
    vic.refused("P0002", &format!("select api.leave_family('{family}')")).await;
    ann.refused("P0002", &on_vic("suspend_family_member")).await;
    ann.ask(&on_vic("reinstate_family_member")).await;
    assert!(vic.enters(&family).await);
    ann.refused("P0002", &on_vic("reinstate_family_member")).await;
    ann.ask(&on_vic("remove_family_member")).await;
    assert!(!vic.enters(&family).await);
    ann.refused("P0002", &on_vic("remove_family_member")).await;
    ann.refused("P0002", &on_vic("reinstate_family_member")).await;
}

pub(crate) async fn the_owner_stays_a_coordinator(world: &World) {
    let (family, ann, carl, _) = household(world).await;
    ann.refused("FG012", &format!("select api.leave_family('{family}')")).await;
    ann.ask(&format!(
        "select api.change_family_member_role('{family}', '{}', 'family_coordinator')",
        carl.id
    ))
    .await;
    for call in [
        format!("select api.remove_family_member('{family}', '{}')", ann.id),
        format!("select api.suspend_family_member('{family}', '{}')", ann.id),
        format!("select api.change_family_member_role('{family}', '{}', 'viewer')", ann.id),
    ] {
        carl.refused("FG012", &call).await;
    }
    carl.refused("42501", &format!("select api.archive_family('{family}')")).await;
    let transfer =
        |to: &Person| format!("select api.transfer_family_ownership('{family}', '{}')", to.id);
    carl.refused("42501", &transfer(&carl)).await;
    // A careless function would not help: the trigger asks whose the family is.
    let operator = world.operator().await;
    let taken = format!("update app.families set owner_id = '{}' where id = '{family}'", carl.id);
    assert_eq!(
        operator.trial(&carl.caller.within("fg_definer"), &taken).await.unwrap_err().code,
        "42501"
    );
    ann.refused("FG012", &transfer(&world.person("Eve").await)).await;
    ann.ask(&transfer(&carl)).await;
    ann.ask(&format!("select api.leave_family('{family}')")).await;
    assert!(carl.enters(&family).await);
    // The operator cannot leave a family without its owner either.
    let gone = format!(
        "delete from app.family_memberships where family_id = '{family}' and user_id = '{}'",
        carl.id
    );
    assert_eq!(world.try_operate(&gone).await.unwrap_err().code, "23503");
}

pub(crate) async fn the_new_owner_and_their_removal_do_not_pass_each_other(world: &World) {
    let (family, ann, carl, _) = household(world).await;
    ann.ask(&format!(
        "select api.change_family_member_role('{family}', '{}', 'family_coordinator')",
        carl.id
    ))
    .await;
    let dora = world.person("Dora").await;
    ann.add(&family, &dora, "family_coordinator").await;
    ann.begin("", &format!("select api.transfer_family_ownership('{family}', '{}')", carl.id))
        .await
        .unwrap();
    let pid = dora.pid().await;
    let sql = format!("select api.remove_family_member('{family}', '{}')", carl.id);
    let removal = dora.refused("FG012", &sql);
    let transfer = async {
        crate::world::until_it_waits(world, pid).await;
        ann.end("commit").await.unwrap();
    };
    tokio::join!(removal, transfer);
}

pub(crate) async fn a_family_is_changed_by_its_coordinators(world: &World) {
    let (family, ann, carl, _) = household(world).await;
    let update = |what: &str| format!("select api.update_family('{family}', {what})");
    carl.refused("42501", &update("p_name => 'Mine'")).await;
    ann.ask(&update(
        "'Adams-Brown', 'Two houses', 'Europe/Berlin', 'de', '{\"week_starts_on\":\"sunday\"}'",
    ))
    .await;
    ann.ask(&update("p_settings => '{\"members_may_see_emails\":false}'")).await;
    let row =
        "select family_name, description, timezone, locale, settings from api.find_user_families()";
    let settings = r#"{"week_starts_on": "sunday", "members_may_see_emails": false}"#;
    let expected = ["Adams-Brown", "Two houses", "Europe/Berlin", "de", settings];
    assert_eq!(carl.ask(row).await, [expected.map(|it| Some(it.to_owned()))]);
    for (code, wrong) in [
        ("23514", "p_name => '  '"),
        ("23514", "p_locale => 'German'"),
        ("22023", "p_timezone => 'Europe/Nowhere'"),
        ("23514", "p_settings => '{\"week_starts_on\":\"friday\"}'"),
        ("23514", "p_settings => '{\"members_may_see_emails\":\"no\"}'"),
        ("22001", "p_name => repeat('x', 201)"),
    ] {
        ann.refused(code, &update(wrong)).await;
    }
}

pub(crate) async fn addresses_are_for_those_who_may_see_them(world: &World) {
    let (family, ann, carl, vic) = household(world).await;
    let emails = format!("select user_id, email from api.get_family_members('{family}')");
    let seen = |rows: Vec<Vec<Option<String>>>, who: &Person| {
        rows.into_iter().find(|row| row[0].as_deref() == Some(&who.id)).unwrap()[1].clone()
    };
    // Carl and Vic were added: their address is theirs alone.
    assert_eq!(seen(ann.ask(&emails).await, &carl), None);
    assert_eq!(seen(carl.ask(&emails).await, &carl), Some(carl.email.clone()));
    assert_eq!(seen(vic.ask(&emails).await, &ann), Some(ann.email.clone()));
    // Bob accepted an invitation: he shows it, until the family no longer shows addresses to its members.
    let bob = world.person("Bob").await;
    let token = ann.invite(&family, &bob.email, "viewer").await;
    bob.ask(&format!("select api.accept_family_invitation('{token}')")).await;
    assert_eq!(seen(carl.ask(&emails).await, &bob), Some(bob.email.clone()));
    ann.ask(&format!(
        "select api.update_family('{family}', p_settings => '{{\"members_may_see_emails\":false}}')"
    ))
    .await;
    assert_eq!(seen(carl.ask(&emails).await, &bob), None);
    assert_eq!(seen(ann.ask(&emails).await, &bob), Some(bob.email.clone()));
}

pub(crate) async fn an_account_is_erased_with_what_is_its_own(world: &World) {
    let (family, ann, carl, vic) = household(world).await;
    let service = world.service().await;
    carl.ask(&format!("select api.add_family_document('{family}', 'Plan', 'plan-{}', 5)", carl.id))
        .await;
    carl.ask(&format!("select api.update_my_membership('{family}', 'Carlotta')")).await;
    service.refused("FG012", &format!("select api.remove_user('{}')", ann.id)).await;
    assert_eq!(service.one(&format!("select api.remove_user('{}')", carl.id)).await, "t");
    assert_eq!(service.one(&format!("select api.remove_user('{}')", carl.id)).await, "f");
    let kept = format!("select title, uploaded_by from api.list_family_documents('{family}')");
    assert_eq!(ann.ask(&kept).await, [vec![Some("Plan".to_owned()), None]]);
    let traces = format!(
        "select (select count(*) from app.family_memberships where user_id = '{0}')
              + (select count(*) from app.user_family_preferences where user_id = '{0}')
              + (select count(*) from audit.events e where e::text like '%{1}%')
              + (select count(*) from audit.events e where e::text like '%Carlotta%')",
        carl.id, carl.email
    );
    assert_eq!(world.read(&traces).await, "0");
    assert_eq!(
        world
            .read(&format!(
                "select member_count from app.family_usage where family_id = '{family}'"
            ))
            .await,
        "2"
    );
    assert!(vic.enters(&family).await);
}
