//! M1.7: profiles, to whom they are shown, and addresses, which are not.

use crate::world::{Person, World};

async fn sees(person: &Person, sql: &str) -> bool {
    match person.request(sql).await {
        Ok(rows) => !rows.is_empty(),
        Err(refusal) => {
            assert_eq!(refusal.code, "42501");
            false
        }
    }
}

pub(crate) async fn a_personal_profile_is_shown_as_far_as_its_owner_says(world: &World) {
    let (ann, tia, eve) =
        (world.newcomer("Ann").await, world.newcomer("Tia").await, world.newcomer("Eve").await);
    let family = ann.family("Adams").await;
    ann.take_in(&family, &tia, "relative").await;
    let (anonymous, stranger) = (world.anonymous().await, world.stranger().await);
    let (financial, community) =
        (world.financial_administrator().await, world.community_administrator().await);
    let profile = format!("select * from api.get_profile('{}')", ann.id);

    // Ann herself, a relative, another member, nobody, a token without a user, and the two administrators.
    let viewers = [&ann, &tia, &eve, &anonymous, &stranger, &financial, &community];
    for (visibility, expected) in [
        ("private", [true, false, false, false, false, false, true]),
        ("family", [true, true, false, false, false, false, true]),
        ("members", [true, true, true, false, false, false, true]),
        ("public", [true, true, true, true, true, true, true]),
    ] {
        ann.ask(&format!("select api.update_my_profile(visibility => '{visibility}')")).await;
        let mut seen = Vec::new();
        for viewer in viewers {
            seen.push(sees(viewer, &profile).await);
        }
        assert_eq!(seen, expected, "{visibility}");
    }

    // Nobody in between leaves it open: it ends with the family.
    ann.ask("select api.update_my_profile(visibility => 'family')").await;
    tia.ask(&format!("select api.leave_family('{family}')")).await;
    assert!(!sees(&tia, &profile).await);
}

pub(crate) async fn a_profile_is_changed_by_its_owner_and_keeps_its_form(world: &World) {
    let ann = world.newcomer("Ann").await;
    ann.ask("select api.update_my_profile(bio => 'Plays the cello', languages => '{en,pt-BR}')")
        .await;
    let row = ann
        .ask("select display_name, bio, languages, visibility from api.get_my_profile()")
        .await
        .remove(0);
    assert_eq!(
        row.iter().flatten().collect::<Vec<_>>(),
        ["Ann", "Plays the cello", "{en,pt-BR}", "family"]
    );
    for wrong in [
        "languages => '{English!}'",
        "display_name => ''",
        "display_name => E'A\\nB'",
        "bio => repeat('x', 2001)",
    ] {
        assert_eq!(
            ann.refused(&format!("select api.update_my_profile({wrong})")).await.code,
            "23514",
            "{wrong}"
        );
    }
    let stranger = world.stranger().await;
    assert_eq!(stranger.refused("select api.update_my_profile(bio => 'x')").await.code, "42501");
}

pub(crate) async fn a_family_profile_is_shown_as_far_as_its_creator_says(world: &World) {
    let (ann, tia, eve) =
        (world.newcomer("Ann").await, world.newcomer("Tia").await, world.newcomer("Eve").await);
    let family = ann.family("Adams").await;
    ann.take_in(&family, &tia, "relative").await;
    let (anonymous, financial) = (world.anonymous().await, world.financial_administrator().await);
    let community = world.community_administrator().await;
    let profile = format!("select * from api.get_family_profile('{family}')");

    let viewers = [&ann, &tia, &eve, &anonymous, &financial, &community];
    for (visibility, expected) in [
        ("family", [true, true, false, false, false, true]),
        ("members", [true, true, true, false, false, true]),
        ("public", [true, true, true, true, false, true]),
    ] {
        ann.ask(&format!(
            "select api.update_family_profile('{family}', visibility => '{visibility}')"
        ))
        .await;
        let mut seen = Vec::new();
        for viewer in viewers {
            seen.push(sees(viewer, &profile).await);
        }
        assert_eq!(seen, expected, "{visibility}");
    }
    let private = format!("select api.update_family_profile('{family}', visibility => 'private')");
    assert_eq!(ann.refused(&private).await.code, "23514");
    for person in [&tia, &eve] {
        let refused = person
            .refused(&format!("select api.update_family_profile('{family}', about => 'x')"))
            .await;
        assert_eq!(refused.code, "P0002");
    }
    ann.ask(&format!("select api.close_family('{family}')")).await;
    assert!(!sees(&anonymous, &profile).await, "the profile of a closed family");
}

pub(crate) async fn an_address_is_for_those_who_need_it(world: &World) {
    let (ann, rob, tia, eve) = (
        world.newcomer("Ann").await,
        world.newcomer("Rob").await,
        world.newcomer("Tia").await,
        world.newcomer("Eve").await,
    );
    let family = ann.family("Adams").await;
    ann.take_in(&family, &rob, "guardian").await;
    ann.take_in(&family, &tia, "relative").await;
    ann.ask(&format!("select api.set_family_address('{family}', '1 Street', 'Berlin', 'DE', phone => '+4930123456')")).await;
    let address = format!("select * from api.get_family_address('{family}')");
    for (person, expected) in [(&ann, true), (&rob, true), (&tia, false), (&eve, false)] {
        assert_eq!(sees(person, &address).await, expected);
    }
    assert!(!sees(&world.community_administrator().await, &address).await);
    let set = format!("select api.set_family_address('{family}', '2 Street', 'Berlin', 'DE')");
    assert_eq!(rob.refused(&set).await.code, "P0002");
    assert_eq!(
        ann.refused("select api.set_my_address('1 Street', 'Berlin', 'Germany')").await.code,
        "23514"
    );
    assert_eq!(
        ann.refused("select api.set_my_address('1 Street', 'Berlin', 'DE', phone => '030')")
            .await
            .code,
        "23514"
    );

    ann.ask("select api.set_my_address('3 Street', 'Berlin', 'DE', postal_code => '10115')").await;
    ann.ask("select api.set_my_address('4 Street', 'Berlin', 'DE')").await;
    let row = ann.ask("select line1, postal_code from api.get_my_address()").await.remove(0);
    assert_eq!(row, [Some("4 Street".to_owned()), None], "put in place, not merged");
    assert!(!sees(&rob, "select * from api.get_my_address()").await);
    ann.ask("select api.remove_my_address()").await;
    assert!(!sees(&ann, "select * from api.get_my_address()").await);
    ann.ask("select api.set_my_address('5 Street', 'Berlin', 'DE')").await;
    assert!(sees(&ann, "select * from api.get_my_address()").await);
}
