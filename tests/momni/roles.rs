//! M1.1: one role at a time, by a constraint; a grant replaces; every change is in the trail.

use crate::session::{COMMUNITY, Caller, FINANCIAL, MEMBER, Session, one};
use crate::world::{World, until_it_waits};

/// The roles of a user through time, as the trail tells it: `from>to`.
async fn trail(world: &World, user: &str) -> Vec<String> {
    let rows = world
        .operate(&format!(
            "select coalesce(from_role::text, '') || '>' || coalesce(to_role::text, '')
             from audit.role_changes where user_id = '{user}' order by id"
        ))
        .await
        .unwrap();
    rows.into_iter().map(|row| row[0].clone().unwrap()).collect()
}

async fn role(world: &World, user: &str) -> String {
    world
        .read(&format!(
            "select string_agg(role::text, '+') from app.user_roles where user_id = '{user}'"
        ))
        .await
}

pub(crate) async fn registration_makes_a_member_once(world: &World) {
    let ann = world.stranger().await;
    assert_eq!(ann.refused("select api.create_family('Adams')").await.code, "42501");
    assert_eq!(ann.ask("select * from api.get_my_account()").await, Vec::<Vec<_>>::new());

    assert_eq!(ann.one("select api.register('Ann')").await, ann.id);
    assert_eq!(ann.one("select api.register('Another name')").await, ann.id);
    assert_eq!(ann.one("select display_name from api.get_my_profile()").await, "Ann");
    assert_eq!(ann.one("select role from api.get_my_account()").await, "member");
    assert_eq!(ann.one("select capabilities from api.get_my_account()").await, "{take_part}");
    assert_eq!(trail(world, &ann.id).await, [">member"]);

    // The address is the one that the issuer vouches for, also when it changes.
    let before = ann.one("select email from api.get_my_account()").await;
    assert_eq!(before, format!("{}@momni.example", &ann.id[..8]));
    let claims = format!(r#"{{"sub":"{}","email":"new@momni.example"}}"#, ann.id);
    let ann = world.caller(Caller::claiming(MEMBER, Some(&claims)), &ann.id).await;
    ann.ask("select api.register('Ann')").await;
    assert_eq!(ann.one("select email from api.get_my_account()").await, "new@momni.example");
}

pub(crate) async fn two_registrations_at_once_make_one_account(world: &World) {
    let first = world.stranger().await;
    let second = world.caller(first.caller.clone(), &first.id).await;
    first.begin("select api.register('First')").await.unwrap();
    let pid = second.pid().await;
    let (answer, ()) = tokio::join!(second.request("select api.register('Second')"), async {
        until_it_waits(world, pid).await;
        first.commit().await.unwrap();
    });
    assert_eq!(one(answer.unwrap()), first.id);
    assert_eq!(second.one("select display_name from api.get_my_profile()").await, "First");
    assert_eq!(trail(world, &first.id).await, [">member"]);
}

pub(crate) async fn a_grant_replaces_and_leaves_a_trail(world: &World) {
    let root = world.community_administrator().await;
    let ann = world.newcomer("Ann").await;

    root.ask(&format!(
        "select api.grant_role('{}', 'financial_administrator', 'keeps the books')",
        ann.id
    ))
    .await;
    assert_eq!(role(world, &ann.id).await, "financial_administrator");
    root.ask(&format!(
        "select api.grant_role('{}', 'community_administrator', 'changes desks')",
        ann.id
    ))
    .await;
    assert_eq!(role(world, &ann.id).await, "community_administrator");
    root.ask(&format!("select api.grant_role('{}', 'community_administrator', 'again')", ann.id))
        .await;
    root.ask(&format!("select api.revoke_role('{}', 'left the staff')", ann.id)).await;
    assert_eq!(role(world, &ann.id).await, "member");

    assert_eq!(
        trail(world, &ann.id).await,
        [
            ">member",
            "member>financial_administrator",
            "financial_administrator>community_administrator",
            "community_administrator>member",
        ]
    );
    let last = root
        .ask(&format!("select * from api.list_role_changes('{}', page_size => 1)", ann.id))
        .await;
    let [row] = last.as_slice() else { panic!("{last:?}") };
    assert_eq!(row[2].as_deref(), Some(ann.id.as_str()));
    assert_eq!(row[5].as_deref(), Some("left the staff"));
    assert_eq!(row[6].as_deref(), Some(root.id.as_str()));
    let when = world
        .read(&format!(
            "select changed_at between now() - interval '5 minutes' and now() and login = 'momni_authenticator'
               and database_role = '{COMMUNITY}'
             from audit.role_changes where user_id = '{}' order by id desc limit 1",
            ann.id
        ))
        .await;
    assert_eq!(when, "t");

    // Everybody may read their own history, and nobody else's.
    assert_eq!(ann.ask("select * from api.list_role_changes()").await.len(), 4);
    let bob = world.newcomer("Bob").await;
    assert_eq!(bob.ask("select * from api.list_role_changes()").await.len(), 1);
    assert!(
        bob.ask(&format!("select * from api.list_role_changes('{}')", ann.id)).await.is_empty()
    );

    let refused =
        root.refused(&format!("select api.grant_role('{}', 'member', ' ')", ann.id)).await;
    assert_eq!(refused.code, "22023");
    let refused =
        root.refused("select api.grant_role(gen_random_uuid(), 'member', 'nobody')").await;
    assert_eq!(refused.code, "P0002");
}

pub(crate) async fn roles_do_not_stack_even_for_the_operator(world: &World) {
    let ann = world.newcomer("Ann").await.id;
    let insert = format!(
        "insert into app.user_roles (user_id, role, reason) values ('{ann}', 'financial_administrator', 'x')"
    );
    let refused = world.operate(&insert).await.unwrap_err();
    assert_eq!(refused.code, "23505", "a second role: {refused:?}");

    let none = world
        .operate(&format!("delete from app.user_roles where user_id = '{ann}'"))
        .await
        .unwrap_err();
    assert_eq!(none.code, "23503", "no role at all: {none:?}");

    let own = format!("update app.user_roles set granted_by = user_id where user_id = '{ann}'");
    let refused = world.operate(&own).await.unwrap_err();
    assert_eq!(refused.code, "23514", "a role given by oneself: {refused:?}");

    // The same statements with nothing wrong in them pass.
    let replace = format!(
        "update app.user_roles set role = 'financial_administrator' where user_id = '{ann}'"
    );
    world.operate(&replace).await.unwrap();
    assert_eq!(trail(world, &ann).await, [">member", "member>financial_administrator"]);
}

pub(crate) async fn two_grants_at_once_leave_one_role(world: &World) {
    let (one_admin, other_admin) =
        (world.community_administrator().await, world.community_administrator().await);
    let ann = world.newcomer("Ann").await.id;

    one_admin
        .begin(&format!("select api.grant_role('{ann}', 'financial_administrator', 'first')"))
        .await
        .unwrap();
    let second = format!("select api.grant_role('{ann}', 'community_administrator', 'second')");
    let pid = other_admin.pid().await;
    let (answer, ()) = tokio::join!(other_admin.request(&second), async {
        until_it_waits(world, pid).await;
        one_admin.commit().await.unwrap();
    });
    answer.unwrap();

    assert_eq!(role(world, &ann).await, "community_administrator");
    assert_eq!(
        trail(world, &ann).await,
        [
            ">member",
            "member>financial_administrator",
            "financial_administrator>community_administrator"
        ]
    );
}

/// Beneath the functions: two sessions that both add a role to a user who has none.
pub(crate) async fn two_inserts_at_once_leave_one_role(world: &World) {
    let id = world.read("select gen_random_uuid()").await;
    let (first, second) = (world.operator().await, world.operator().await);
    // The user exists for both only once it is committed, and cannot be without a role: the check is put off, not away.
    first.run("begin").await.unwrap();
    first.run(&format!("insert into app.users (id) values ('{id}')")).await.unwrap();
    let insert = |role| {
        format!("insert into app.user_roles (user_id, role, reason) values ('{id}', '{role}', 'x')")
    };
    first.run(&insert("member")).await.unwrap();
    let upsert = insert("financial_administrator");
    let pid = second.pid().await;
    let (answer, ()) = tokio::join!(second.run(&upsert), async {
        until_it_waits(world, pid).await;
        first.run("commit").await.unwrap();
    });
    assert_eq!(answer.unwrap_err().code, "23505");
    assert_eq!(role(world, &id).await, "member");
}

pub(crate) async fn administrators_who_dismiss_each_other_leave_one(world: &World) {
    let (ann, bob) = (world.community_administrator().await, world.community_administrator().await);
    ann.begin(&format!("select api.revoke_role('{}', 'no longer needed')", bob.id)).await.unwrap();
    let revoke = format!("select api.revoke_role('{}', 'no longer needed')", ann.id);
    let pid = bob.pid().await;
    let (answer, ()) = tokio::join!(bob.request(&revoke), async {
        until_it_waits(world, pid).await;
        ann.commit().await.unwrap();
    });
    assert_eq!(answer.unwrap_err().code, "42501");
    assert_eq!(role(world, &ann.id).await, "community_administrator");
    assert_eq!(role(world, &bob.id).await, "member");
}

pub(crate) async fn nobody_changes_their_own_role(world: &World) {
    let community = world.community_administrator().await;
    for role in ["financial_administrator", "member"] {
        let refused = community
            .refused(&format!("select api.grant_role('{}', '{role}', 'me')", community.id))
            .await;
        assert_eq!(refused.code, "42501");
    }
    assert_eq!(
        community.refused(&format!("select api.revoke_role('{}', 'me')", community.id)).await.code,
        "42501"
    );
    assert_eq!(role(world, &community.id).await, "community_administrator");

    let (member, financial) = (world.newcomer("Ann").await, world.financial_administrator().await);
    for person in [&member, &financial] {
        let refused = person
            .refused(&format!("select api.grant_role('{}', 'member', 'me')", person.id))
            .await;
        assert_eq!(refused.code, "42501");
    }
}

/// A token outlives a change of role, but opens nothing: neither the old one, nor one that claims too much.
pub(crate) async fn a_token_counts_only_while_the_table_agrees(world: &World) {
    let admin = world.community_administrator().await;
    let ann = world.newcomer("Ann").await;
    ann.family("Adams").await;
    for role in [FINANCIAL, COMMUNITY] {
        let boaster = world.caller(Caller::of(role, &ann.id), &ann.id).await;
        assert_eq!(boaster.one("select capabilities from api.get_my_account()").await, "{}");
        assert_eq!(boaster.refused("select * from api.list_changes()").await.code, "42501");
    }

    admin
        .ask(&format!("select api.grant_role('{}', 'community_administrator', 'helps')", ann.id))
        .await;
    assert_eq!(ann.one("select capabilities from api.get_my_account()").await, "{}");
    assert_eq!(ann.refused("select api.create_family('Second')").await.code, "42501");
    assert!(ann.ask("select * from api.list_my_families()").await.is_empty(), "the family rests");
    let promoted = world.caller(Caller::of(COMMUNITY, &ann.id), &ann.id).await;
    assert!(!promoted.ask("select * from api.search_users()").await.is_empty());

    admin.ask(&format!("select api.revoke_role('{}', 'thanks')", ann.id)).await;
    assert_eq!(promoted.refused("select * from api.search_users()").await.code, "42501");
    assert_eq!(
        ann.ask("select * from api.list_my_families()").await.len(),
        1,
        "and is there again"
    );
}

pub(crate) async fn the_first_administrator_is_the_operators_to_appoint_once(world: &World) {
    let ann = world.newcomer("Ann").await.id;
    let appoint = format!("select auth.appoint_first_administrator('{ann}', 'a second first')");
    let refused = world.operate(&appoint).await.unwrap_err();
    assert_eq!(refused.code, "42501");
    assert!(refused.text.contains("There is an administrator already"), "{refused:?}");
    assert_eq!(role(world, &ann).await, "member");

    for caller in [Caller::member(&ann), Caller::of(COMMUNITY, &world.root), Caller::anonymous()] {
        let person = world.caller(caller, &ann).await;
        assert!(person.refused(&appoint).await.text.contains("permission denied for schema auth"));
    }
    // World::open has appointed one by it, with nobody as the author.
    assert_eq!(trail(world, &world.root).await, [">member", "member>community_administrator"]);
    let by =
        format!("select granted_by is null from app.user_roles where user_id = '{}'", world.root);
    assert_eq!(world.read(&by).await, "t");
}

/// In a database that has no administrator yet.
pub(crate) async fn two_first_administrators_at_once_are_one(world: &World) {
    let operator = world.operator().await;
    let (ann, bob) = (world.newcomer("Ann").await.id, world.newcomer("Bob").await.id);
    operator
        .run("begin; update app.user_roles set role = 'member', reason = 'none is left'")
        .await
        .unwrap();
    operator.run("commit").await.unwrap();

    let appoint = |id: &str| format!("select auth.appoint_first_administrator('{id}', 'first')");
    let other = world.operator().await;
    operator.run(&format!("begin; {}", appoint(&ann))).await.unwrap();
    let second = appoint(&bob);
    let pid = other.pid().await;
    let (answer, ()) = tokio::join!(other.run(&second), async {
        until_it_waits(world, pid).await;
        operator.run("commit").await.unwrap();
    });
    assert_eq!(answer.unwrap_err().code, "42501");
    assert_eq!(
        (role(world, &ann).await, role(world, &bob).await),
        ("community_administrator".into(), "member".into())
    );
}

pub(crate) async fn the_trail_is_append_only(world: &World) {
    for table in ["audit.role_changes", "audit.changes"] {
        let rows = format!("select count(*) from {table}");
        let before = world.read(&rows).await.parse::<u64>().unwrap();
        assert!(before > 0, "{table} has rows to lose");
        for statement in [
            format!("update {table} set changed_by = null"),
            format!("delete from {table}"),
            format!("truncate {table}"),
        ] {
            let refused = world.operate(&statement).await.unwrap_err();
            assert_eq!(refused.code, "42501");
            assert!(refused.text.contains("append-only"), "{statement}: {refused:?}");
        }
        assert!(world.read(&rows).await.parse::<u64>().unwrap() >= before);
    }
}

/// "And nothing else" is a foreign key: no statement can give a role a capability of another area.
pub(crate) async fn capabilities_do_not_cross_areas(world: &World) {
    let operator: Session = world.operator().await;
    operator.run("begin").await.unwrap();
    for area in ["money", "community"] {
        let refused = operator
            .run(&format!(
                "savepoint s;
                 insert into app.role_capabilities (role, capability, area, database_role)
                 values ('community_administrator', 'issue_refunds', '{area}', 'momni_community_administrator')"
            ))
            .await
            .unwrap_err();
        assert_eq!(refused.code, "23503", "{area}");
        operator.run("rollback to s").await.unwrap();
    }
    let own = "delete from app.role_capabilities where capability = 'issue_refunds';
               insert into app.role_capabilities (role, capability, area, database_role)
               values ('financial_administrator', 'issue_refunds', 'money', 'momni_financial_administrator')";
    operator.run(own).await.unwrap();
    operator.run("rollback").await.unwrap();
}
