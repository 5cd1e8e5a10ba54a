//! M1.2, M1.3: what each administrator may do, and nothing else.

use crate::world::{Person, World};

const REFUNDS: [&str; 5] =
    ["issue_refunds", "grant_credits", "operate_money", "settle_disputes", "read_money_trail"];
const COMMUNITY: [&str; 6] = [
    "manage_users",
    "verify_hosts",
    "grant_roles",
    "moderate_content",
    "handle_reports",
    "read_community_trail",
];

async fn capabilities(person: &Person) -> Vec<String> {
    person
        .ask("select unnest(capabilities)::text from api.get_my_account()")
        .await
        .into_iter()
        .map(|row| row[0].clone().unwrap())
        .collect()
}

pub(crate) async fn each_role_has_its_capabilities_and_no_other(world: &World) {
    assert_eq!(capabilities(&world.newcomer("Ann").await).await, ["take_part"]);
    assert_eq!(capabilities(&world.financial_administrator().await).await, REFUNDS);
    assert_eq!(capabilities(&world.community_administrator().await).await, COMMUNITY);
}

/// Requests that would succeed for whom they are meant, made by each administrator.
pub(crate) async fn administrators_do_not_take_part(world: &World) {
    let ann = world.newcomer("Ann").await;
    let family = ann.family("Adams").await;
    let (_, child) = ann.child(&family, "Cleo").await;
    let code =
        ann.one(&format!("select code from api.invite_to_family('{family}', 'relative')")).await;
    let requests = [
        "select api.create_family('Mine')".to_owned(),
        format!("select api.rename_family('{family}', 'Mine')"),
        format!("select * from api.add_child('{family}', 'Dora', '2021-01-01')"),
        format!("select api.update_child('{child}', 'Dora')"),
        format!("select * from api.get_family('{family}')"),
        format!("select * from api.list_family_members('{family}')"),
        format!("select api.may_book_for('{family}')"),
        format!("select api.accept_invitation('{code}')"),
        "select api.close_my_account()".to_owned(),
    ];
    for administrator in
        [world.financial_administrator().await, world.community_administrator().await]
    {
        for request in &requests {
            assert_eq!(administrator.refused(request).await.code, "42501", "{request}");
        }
    }
    // The same requests by members.
    let bob = world.newcomer("Bob").await;
    let taking_part = [(&ann, &requests[..7]), (&bob, &requests[7..])];
    for (person, requests) in taking_part {
        for request in requests {
            person.ask(request).await;
        }
    }
}

pub(crate) async fn a_community_administrator_manages_users(world: &World) {
    let admin = world.community_administrator().await;
    let name = format!("Zoe_{}%", &admin.id[..8]);
    let zoe = world.newcomer(&name).await;
    let bob = world.newcomer("Bob").await;
    let found = |beginning: &str| format!("select user_id from api.search_users('{beginning}')");

    // The text is a beginning and not a pattern, in any case of letters.
    assert_eq!(admin.one(&found(&name.to_uppercase())).await, zoe.id);
    assert_eq!(admin.one(&found(&name[..8])).await, zoe.id);
    assert_eq!(admin.one(&found(&zoe.id[..8])).await, zoe.id, "by address");
    assert!(admin.ask(&found("Zo%")).await.is_empty());

    // Pages meet without a gap or a repeat.
    let first =
        admin.ask("select user_id, registered_at from api.search_users(page_size => 2)").await;
    assert_eq!(first.len(), 2);
    let (id, at) = (first[1][0].clone().unwrap(), first[1][1].clone().unwrap());
    let rest = format!(
        "select user_id from api.search_users(after_registered_at => '{at}', after_id => '{id}', page_size => 1)"
    );
    let third = admin.one(&rest).await;
    let both = "select user_id from api.search_users(page_size => 3)";
    assert_eq!(admin.ask(both).await[2][0].as_deref(), Some(third.as_str()));

    let family = zoe.family("Zed").await;
    zoe.ask("select api.update_my_profile(visibility => 'public')").await;
    let profile = format!("select display_name from api.get_profile('{}')", zoe.id);
    assert_eq!(bob.one(&profile).await, name);

    assert_eq!(
        admin.refused(&format!("select api.suspend_user('{}', '')", zoe.id)).await.code,
        "22023"
    );
    admin.ask(&format!("select api.suspend_user('{}', 'reported')", zoe.id)).await;
    assert_eq!(zoe.refused("select api.create_family('Second')").await.code, "42501");
    assert_eq!(zoe.refused("select api.register('Zoe')").await.code, "MM001");
    assert!(zoe.ask(&format!("select * from api.get_family('{family}')")).await.is_empty());
    assert_eq!(zoe.one("select status_reason from api.get_my_account()").await, "reported");
    assert!(bob.ask(&profile).await.is_empty(), "the profile of a suspended account");
    assert_eq!(admin.one(&profile).await, name, "an administrator still sees it");

    admin.ask(&format!("select api.reinstate_user('{}', 'a mistake')", zoe.id)).await;
    assert_eq!(zoe.ask(&format!("select * from api.get_family('{family}')")).await.len(), 1);
    assert_eq!(bob.one(&profile).await, name);
    assert_eq!(
        admin.refused(&format!("select api.reinstate_user('{}', 'again')", zoe.id)).await.code,
        "P0002"
    );

    // An administrator's account is not shut before the role is taken back.
    let other = world.community_administrator().await;
    let suspend = format!("select api.suspend_user('{}', 'left')", other.id);
    assert_eq!(admin.refused(&suspend).await.code, "MM007");
    admin.ask(&format!("select api.revoke_role('{}', 'left')", other.id)).await;
    admin.ask(&suspend).await;
    assert_eq!(
        admin.refused(&format!("select api.suspend_user('{}', 'me')", admin.id)).await.code,
        "MM007"
    );
}

pub(crate) async fn a_financial_administrator_manages_no_users(world: &World) {
    let financial = world.financial_administrator().await;
    let ann = world.newcomer("Ann").await;
    for request in [
        "select * from api.search_users()".to_owned(),
        format!("select api.suspend_user('{}', 'x')", ann.id),
        format!("select api.reinstate_user('{}', 'x')", ann.id),
        format!("select api.grant_role('{}', 'financial_administrator', 'x')", ann.id),
        format!("select api.revoke_role('{}', 'x')", ann.id),
    ] {
        assert_eq!(financial.refused(&request).await.code, "42501", "{request}");
    }
    assert_eq!(
        financial.ask("select * from api.list_role_changes()").await.len(),
        2,
        "only their own"
    );
    assert!(
        financial.ask(&format!("select * from api.get_profile('{}')", ann.id)).await.is_empty()
    );
    let admin = world.community_administrator().await;
    assert_eq!(admin.ask(&format!("select * from api.get_profile('{}')", ann.id)).await.len(), 1);
    assert!(admin.ask("select * from api.list_role_changes()").await.len() > 2);
}

/// Each administrator reads the trail of their own area, members none; and nobody reads values.
pub(crate) async fn each_administrator_reads_their_own_trail(world: &World) {
    let (financial, community) =
        (world.financial_administrator().await, world.community_administrator().await);
    let ann = world.newcomer("Ann").await;
    ann.ask("select api.update_my_profile(bio => 'likes chess')").await;
    // Nothing moves money yet: what its triggers will write.
    let mark = world.read("select gen_random_uuid()").await;
    world
        .operate(&format!(
            "insert into audit.changes (area, table_name, row_key, operation, columns, changed_by, database_role)
             values ('money', 'money.entries', '{{}}', 'insert', '{{amount}}', '{mark}', 'none')"
        ))
        .await
        .unwrap();

    let by = |who: &str| {
        format!("select table_name, operation, columns from api.list_changes(by_user => '{who}')")
    };
    assert_eq!(financial.ask(&by(&mark)).await.len(), 1);
    assert!(community.ask(&by(&mark)).await.is_empty(), "a community administrator sees no money");
    assert!(
        financial.ask(&by(&ann.id)).await.is_empty(),
        "a financial administrator sees no users"
    );
    let seen = community.ask(&by(&ann.id)).await;
    let newest: Vec<_> = seen[0].iter().map(|value| value.clone().unwrap()).collect();
    assert_eq!(newest, ["app.personal_profiles", "update", "{bio}"]);
    let row = format!(
        "select changed_by from api.list_changes('app.personal_profiles', '{{\"user_id\": \"{}\"}}', page_size => 1)",
        ann.id
    );
    assert_eq!(community.one(&row).await, ann.id);
    assert_eq!(ann.refused("select * from api.list_changes()").await.code, "42501");

    // The values are there, for the operator.
    let values = format!(
        "select new_values from audit.changes where changed_by = '{}' and operation = 'update'
         and table_name = 'app.personal_profiles'",
        ann.id
    );
    assert_eq!(world.read(&values).await, r#"{"bio": "likes chess"}"#);
}
