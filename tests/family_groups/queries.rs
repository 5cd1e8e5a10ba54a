//! F9, F5: the four query patterns of the document as functions, held against the document's own queries, and the
//! materialized view with its refresh.

use crate::session::Rows;
use crate::world::{Person, World};

/// Two families with several members, one of them in both.
async fn families(world: &World) -> (Person, Person, String, String) {
    let (ann, cat) = (world.person("Ann").await, world.person("Cat").await);
    let adams = ann.family("Adams").await;
    let clark = cat.family("Clark").await;
    for (role, name) in [("viewer", "Vic"), ("caregiver", "Carl")] {
        let person = world.person(name).await;
        let token = ann.invite(&adams, &person.email, role).await;
        person
            .ask(&format!("select api.accept_family_invitation('{token}', '{name} the {role}')"))
            .await;
        if role == "caregiver" {
            cat.add(&clark, &person, "helper").await;
        }
    }
    cat.add(&clark, &ann, "viewer").await;
    (ann, cat, adams, clark)
}

pub(crate) async fn the_four_patterns_answer_as_the_documents_queries_do(world: &World) {
    let (ann, cat, adams, clark) = families(world).await;
    // Find User's Families
    let document = format!(
        "SELECT f.id, f.name, fm.role_id, r.type as role_type, fm.is_default_family
         FROM app.families f
         JOIN app.family_memberships fm ON f.id = fm.family_id
         JOIN app.roles r ON fm.role_id = r.id
         WHERE fm.user_id = '{}' AND fm.status = 'active' AND f.status = 'active' ORDER BY f.name",
        ann.id
    );
    let ours = "select family_id, family_name, role_id, role_type, is_default_family
                from api.find_user_families() order by family_name";
    let expected = world.operate(&document).await;
    assert_eq!(expected.len(), 2);
    assert_eq!(ann.ask(ours).await, expected);
    let of_ann = format!("from api.find_user_families('{}')", ann.id);
    assert_eq!(
        world.root().await.ask(&ours.replace("from api.find_user_families()", &of_ann)).await,
        expected
    );
    cat.refused("42501", &ours.replace("from api.find_user_families()", &of_ann)).await;

    // Get Family Members with Roles
    let document = |family: &str| {
        format!(
            "SELECT u.email, fm.display_name, fm.relationship, r.name as role_name
             FROM app.family_memberships fm
             JOIN auth.users u ON fm.user_id = u.id
             JOIN app.roles r ON fm.role_id = r.id
             WHERE fm.family_id = '{family}' AND fm.status = 'active' AND fm.display_name IS NOT NULL
             ORDER BY r.priority DESC, fm.joined_at"
        )
    };
    let ours = |family: &str| {
        format!(
            "select email, display_name, relationship, role_name from api.get_family_members('{family}')
             where display_name like '% the %'"
        )
    };
    let expected = world.operate(&document(&adams)).await;
    assert_eq!(expected.len(), 2);
    assert_eq!(ann.ask(&ours(&adams)).await, expected);

    // Validate Subscription Limits
    for (family, who) in [(&adams, &ann), (&clark, &cat)] {
        let document = format!(
            "SELECT f.name, st.max_family_members, COUNT(fm.id) as current_members
             FROM app.families f
             JOIN app.subscription_tiers st ON f.subscription_tier_id = st.id
             LEFT JOIN app.family_memberships fm ON f.id = fm.family_id AND fm.status = 'active'
             WHERE f.id = '{family}' GROUP BY f.id, st.id"
        );
        let ours = format!(
            "select family_name, max_family_members, current_members from api.get_subscription_limits('{family}')"
        );
        assert_eq!(who.ask(&ours).await, world.operate(&document).await);
    }
}

/// The document's third pattern, as the operator puts it to the view.
fn by_the_view(user: &str, family: &str) -> String {
    format!(
        "SELECT EXISTS (SELECT 1 FROM app.user_family_access ufa
         WHERE ufa.user_id = '{user}' AND ufa.family_id = '{family}' AND ufa.access_currently_valid = true)"
    )
}

pub(crate) async fn check_family_access_answers_as_a_fresh_view_does(world: &World) {
    let (ann, cat, adams, clark) = families(world).await;
    let everybody: Rows =
        world.operate("select id from auth.users order by random() limit 50").await;
    let mut users: Vec<String> =
        everybody.into_iter().map(|mut row| row.remove(0).unwrap()).collect();
    users.extend([ann.id.clone(), cat.id.clone()]);
    users.extend(
        world
            .operate(&format!("select user_id from app.family_memberships where family_id in ('{adams}', '{clark}')"))
            .await
            .into_iter()
            .map(|mut row| row.remove(0).unwrap()),
    );
    world.job("refresh_user_family_access()").await;
    let root = world.root().await;
    let mut answers = (0, 0);
    for user in &users {
        for family in [&adams, &clark] {
            let ours =
                root.one(&format!("select api.check_family_access('{user}', '{family}')")).await;
            assert_eq!(ours, world.read(&by_the_view(user, family)).await);
            if ours == "t" { answers.0 += 1 } else { answers.1 += 1 }
        }
    }
    assert!(answers.0 > 3 && answers.1 > 3, "both answers were given: {answers:?}");
    // A coordinator asks about their own families, a member about themselves, nobody about others.
    let ask = |user: &Person, family: &str| {
        format!("select api.check_family_access('{}', '{family}')", user.id)
    };
    assert_eq!(cat.one(&ask(&ann, &clark)).await, "t");
    cat.refused("42501", &ask(&ann, &adams)).await;
    assert_eq!(cat.one(&ask(&cat, &adams)).await, "f");
}

pub(crate) async fn the_view_is_as_old_as_its_refresh_and_decides_nothing(world: &World) {
    let (ann, cat, adams, _) = families(world).await;
    let vic = world.read(&format!(
        "select user_id from app.family_memberships where family_id = '{adams}' and display_name = 'Vic the viewer'"
    )).await;
    world.job("refresh_user_family_access()").await;
    assert_eq!(world.read(&by_the_view(&vic, &adams)).await, "t");
    ann.ask(&format!("select api.remove_family_member('{adams}', '{vic}')")).await;
    // The view would still let Vic in. The function does not.
    assert_eq!(world.read(&by_the_view(&vic, &adams)).await, "t");
    assert_eq!(ann.one(&format!("select api.check_family_access('{vic}', '{adams}')")).await, "f");
    world.job("refresh_user_family_access()").await;
    assert_eq!(world.read(&by_the_view(&vic, &adams)).await, "f");

    // Its content is the document's query, with the windows held against the moment of the refresh.
    let hal = world.person("Hal").await;
    ann.add(&adams, &hal, "helper").await;
    world.job("refresh_user_family_access()").await;
    let row = format!(
        "select family_name, role_type, role_priority, subscription_tier, access_currently_valid
         from app.user_family_access where user_id = '{}'",
        hal.id
    );
    let expected = ["Adams", "helper", "60", "free", "f"];
    assert_eq!(world.operate(&row).await, [expected.map(|it| Some(it.to_owned()))]);

    // Administrators read it, in pages; nobody else does.
    let root = world.root().await;
    let page = format!(
        "select user_id, family_id from api.list_family_access(p_family_id => '{adams}', p_limit => 2"
    );
    let first = root.ask(&format!("{page})")).await;
    let (user, family) = (first[1][0].clone().unwrap(), first[1][1].clone().unwrap());
    let second =
        root.ask(&format!("{page}, p_after_user => '{user}', p_after_family => '{family}')")).await;
    let all = root
        .ask(&format!("select user_id, family_id from api.list_family_access('{adams}')"))
        .await;
    assert_eq!([first, second].concat(), all);
    assert_eq!(all.len(), 3);
    cat.refused("42501", "select * from api.list_family_access()").await;
}

pub(crate) async fn readers_go_on_while_the_view_is_refreshed(world: &World) {
    let (_, _, adams, _) = families(world).await;
    let reader = world.operator().await;
    reader.run("begin; select count(*) from app.user_family_access").await.unwrap();
    // The reader's lock would stop a refresh that is not concurrent.
    world.job("refresh_user_family_access()").await;
    reader.run("commit").await.unwrap();
    let fresh = format!("select count(*) from app.user_family_access where family_id = '{adams}'");
    assert_eq!(world.read(&fresh).await, "3");
}

pub(crate) async fn a_view_that_was_never_filled_is_filled(world: &World) {
    families(world).await;
    world.operate("refresh materialized view app.user_family_access with no data").await;
    world.job("refresh_user_family_access()").await;
    assert_ne!(world.read("select count(*) from app.user_family_access").await, "0");
}
