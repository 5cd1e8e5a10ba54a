//! F4, F1: the default family - one at most, the membership's flag and the preference always the same.

use crate::world::{Person, World, until_it_waits};

/// The default family by the flag and by the preference; both must agree.
async fn default_family(world: &World, who: &Person) -> String {
    let flag = format!(
        "select (select family_id from app.family_memberships where user_id = '{0}' and is_default_family),
                (select default_family_id from app.user_family_preferences where user_id = '{0}')",
        who.id
    );
    let mut row = world.operate(&flag).await.remove(0);
    let preference = row.pop().unwrap();
    let flagged = row.pop().unwrap();
    assert_eq!(flagged, preference);
    flagged.unwrap_or_default()
}

fn set_default(family: &str) -> String {
    format!("select api.set_default_family('{family}')")
}

/// Somebody in three families, and those who coordinate the second and the third.
async fn joiner(world: &World) -> (Person, [String; 3], [Person; 3]) {
    let bob = world.person("Bob").await;
    let mut families = Vec::new();
    let mut coordinators = Vec::new();
    for name in ["Ann", "Cat", "Dan"] {
        let coordinator = world.person(name).await;
        let family = coordinator.family(name).await;
        coordinator.add(&family, &bob, "viewer").await;
        families.push(family);
        coordinators.push(coordinator);
    }
    let (Ok(families), Ok(coordinators)) = (families.try_into(), coordinators.try_into()) else {
        panic!()
    };
    (bob, families, coordinators)
}

pub(crate) async fn the_first_family_is_the_default(world: &World) {
    let (bob, [first, second, _], [ann, ..]) = joiner(world).await;
    assert_eq!(default_family(world, &bob).await, first);
    assert_eq!(default_family(world, &ann).await, first);
    bob.ask(&set_default(&second)).await;
    assert_eq!(default_family(world, &bob).await, second);
    assert_eq!(bob.one("select default_family_id from api.get_my_preferences()").await, second);
    bob.ask(&set_default(&second)).await;
    assert_eq!(default_family(world, &bob).await, second);
    assert_eq!(bob.one("select family_id from api.find_user_families() limit 1").await, second);
    // One person's default is nothing to another's.
    assert_eq!(default_family(world, &ann).await, first);
}

pub(crate) async fn only_a_family_that_one_can_enter_is_a_default(world: &World) {
    let (bob, [first, second, _], [_, cat, _]) = joiner(world).await;
    let eve = world.person("Eve").await;
    eve.refused("P0002", &set_default(&first)).await;
    cat.ask(&format!("select api.suspend_family_member('{second}', '{}')", bob.id)).await;
    bob.refused("P0002", &set_default(&second)).await;
    assert_eq!(default_family(world, &bob).await, first);
    // Nor by hand: the preference refers to a membership, and the flag to an active one.
    let preference = format!(
        "update app.user_family_preferences set default_family_id = '{first}' where user_id = '{}'",
        eve.id
    );
    eve.ask("select api.update_my_preferences(p_theme => 'dark')").await;
    assert_eq!(world.try_operate(&preference).await.unwrap_err().code, "23503");
    let flag = format!(
        "update app.family_memberships set is_default_family = true where user_id = '{}' and family_id = '{second}'
         returning is_default_family",
        bob.id
    );
    assert_eq!(world.read(&flag).await, "f");
}

pub(crate) async fn a_default_goes_with_its_membership(world: &World) {
    let (bob, [first, second, third], [_, cat, dan]) = joiner(world).await;
    bob.ask(&format!("select api.leave_family('{first}')")).await;
    assert_eq!(default_family(world, &bob).await, "");
    bob.ask(&set_default(&second)).await;
    cat.ask(&format!("select api.remove_family_member('{second}', '{}')", bob.id)).await;
    assert_eq!(default_family(world, &bob).await, "");
    bob.ask(&set_default(&third)).await;
    dan.ask(&format!("select api.archive_family('{third}')")).await;
    assert_eq!(default_family(world, &bob).await, "");
    assert_eq!(default_family(world, &dan).await, "");
    bob.refused("P0002", &set_default(&third)).await;
    // The next family that takes somebody without a default is theirs.
    let token = cat.invite(&second, &bob.email, "viewer").await;
    bob.ask(&format!("select api.accept_family_invitation('{token}')")).await;
    assert_eq!(default_family(world, &bob).await, second);
}

pub(crate) async fn two_sessions_leave_one_default(world: &World) {
    let (bob, [_, second, third], _) = joiner(world).await;
    let again = world.caller(bob.caller.clone(), &bob.id, &bob.email).await;
    bob.begin("", &set_default(&second)).await.unwrap();
    let pid = again.pid().await;
    let last = set_default(&third);
    let later = again.ask(&last);
    let earlier = async {
        until_it_waits(world, pid).await;
        bob.end("commit").await.unwrap();
    };
    tokio::join!(later, earlier);
    assert_eq!(default_family(world, &bob).await, third);
}

pub(crate) async fn two_first_families_at_once_leave_one_default(world: &World) {
    let (ann, cat, bob) =
        (world.person("Ann").await, world.person("Cat").await, world.person("Bob").await);
    let (first, second) = (ann.family("Adams").await, cat.family("Clark").await);
    ann.begin("", &format!("select api.add_family_member('{first}', '{}')", bob.id)).await.unwrap();
    let pid = cat.pid().await;
    let add = format!("select api.add_family_member('{second}', '{}')", bob.id);
    let later = cat.ask(&add);
    let earlier = async {
        until_it_waits(world, pid).await;
        ann.end("commit").await.unwrap();
    };
    tokio::join!(later, earlier);
    assert_eq!(default_family(world, &bob).await, first);
}

pub(crate) async fn preferences_are_ones_own_and_have_their_form(world: &World) {
    let ann = world.person("Ann").await;
    // Before anything is set a caller gets what a row would get.
    let untouched = ann.ask("select * from api.get_my_preferences()").await;
    ann.ask("select api.update_my_preferences()").await;
    assert_eq!(ann.ask("select * from api.get_my_preferences()").await, untouched);
    ann.ask("select api.update_my_preferences(p_theme => 'dark', p_locale => 'pt-BR', p_timezone => 'Europe/Lisbon')").await;
    ann.ask("select api.update_my_preferences(p_quiet_hours_start => '22:00', p_quiet_hours_end => '07:00')").await;
    let set = "select theme, locale, timezone, quiet_hours_start, quiet_hours_end, font_scale from api.get_my_preferences()";
    let expected = ["dark", "pt-BR", "Europe/Lisbon", "22:00:00", "07:00:00", "1.00"];
    assert_eq!(ann.ask(set).await, [expected.map(|it| Some(it.to_owned()))]);
    ann.ask("select api.update_my_preferences(p_quiet_hours_start => '00:00', p_quiet_hours_end => '00:00')").await;
    assert_eq!(ann.one("select quiet_hours_start from api.get_my_preferences()").await, "");
    for (code, wrong) in [
        ("23514", "p_font_scale => 9"),
        ("23514", "p_locale => 'English'"),
        ("23514", "p_timezone => 'FOO5'"),
        ("22023", "p_timezone => 'Europe/Nowhere'"),
        ("22P02", "p_theme => 'pink'"),
        ("23514", "p_quiet_hours_start => '22:00'"),
    ] {
        ann.refused(code, &format!("select api.update_my_preferences({wrong})")).await;
    }
}
