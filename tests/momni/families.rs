//! M1.4 to M1.6: many families, a creator who books for every member, others who do not; M7.4: what is deleted stays.

use crate::session::{one, quote};
use crate::world::{Person, World, until_it_waits};

async fn may_book(person: &Person, family: &str) -> bool {
    person.one(&format!("select api.may_book_for('{family}')")).await == "t"
}

pub(crate) async fn a_user_makes_and_joins_many_families(world: &World) {
    let (ann, bob) = (world.newcomer("Ann").await, world.newcomer("Bob").await);
    let mut families = Vec::new();
    for name in ["Delta", "Alpha", "Charlie"] {
        families.push(ann.family(name).await);
    }
    let bobs = bob.family("Bravo").await;
    bob.take_in(&bobs, &ann, "guardian").await;

    let all = ann.ask("select name, kind, may_book from api.list_my_families()").await;
    let all: Vec<String> = all
        .into_iter()
        .map(|row| row.into_iter().flatten().collect::<Vec<_>>().join(" "))
        .collect();
    assert_eq!(all, ["Alpha parent t", "Bravo guardian f", "Charlie parent t", "Delta parent t"]);

    let page = ann.ask("select name, id from api.list_my_families(page_size => 3)").await;
    let (name, id) = (page[2][0].clone().unwrap(), page[2][1].clone().unwrap());
    assert_eq!(name, "Charlie");
    let next = format!("select name from api.list_my_families({}, '{id}')", quote(&name));
    assert_eq!(ann.one(&next).await, "Delta");

    assert_eq!(ann.refused("select api.create_family(' ')").await.code, "23514");
    assert_eq!(ann.refused("select api.create_family('Echo', 'child')").await.code, "22023");
}

pub(crate) async fn the_creator_books_for_every_member_and_others_do_not(world: &World) {
    let (ann, rob, eve) =
        (world.newcomer("Ann").await, world.newcomer("Rob").await, world.newcomer("Eve").await);
    let family = ann.family("Adams").await;
    for kind in ["parent", "guardian", "relative", "caregiver"] {
        let member = world.newcomer("Member").await;
        ann.take_in(&family, &member, kind).await;
        assert!(!may_book(&member, &family).await, "a {kind} who did not create the family");
    }
    ann.take_in(&family, &rob, "parent").await;
    ann.child(&family, "Cleo").await;
    assert!(may_book(&ann, &family).await);
    assert!(!may_book(&rob, &family).await);
    assert!(!may_book(&eve, &family).await);
    assert!(!may_book(&ann, "00000000-0000-0000-0000-000000000000").await);

    // Handed on, the privilege goes with it.
    let other = eve.family("Evans").await;
    ann.ask(&format!("select api.transfer_family('{family}', '{}')", rob.id)).await;
    assert!(may_book(&rob, &family).await);
    assert!(!may_book(&ann, &family).await);
    assert_eq!(
        ann.refused(&format!("select api.rename_family('{family}', 'Mine')")).await.code,
        "P0002"
    );
    assert_eq!(
        rob.refused(&format!("select api.transfer_family('{family}', '{}')", eve.id)).await.code,
        "MM006"
    );
    assert_eq!(
        rob.refused(&format!("select api.transfer_family('{other}', '{}')", rob.id)).await.code,
        "P0002"
    );
    assert!(may_book(&eve, &other).await);
}

/// The seam for bookings asks for each member, too: those of the family now, and of no other.
pub(crate) async fn bookings_are_for_members_of_the_family(world: &World) {
    let (ann, rob) = (world.newcomer("Ann").await, world.newcomer("Rob").await);
    let (family, other) = (ann.family("Adams").await, ann.family("Other").await);
    ann.take_in(&family, &rob, "parent").await;
    let (cleo, _) = ann.child(&family, "Cleo").await;
    let (dora, _) = ann.child(&family, "Dora").await;
    let (elsewhere, _) = ann.child(&other, "Finn").await;

    let asks = |members: &[&str]| {
        format!("auth.may_book_for('{family}', '{{{}}}'::uuid[])", members.join(","))
    };
    for (members, expected) in [
        (vec![cleo.as_str()], true),
        (vec![&cleo, &dora], true),
        (vec![], false),
        (vec![&cleo, &elsewhere], false),
        (vec![&family], false),
    ] {
        assert_eq!(ann.holds(&asks(&members)).await, expected, "{members:?}");
        assert!(!rob.holds(&asks(&members)).await, "{members:?} by another member");
    }
    ann.ask(&format!("select api.remove_family_member('{dora}')")).await;
    assert!(!ann.holds(&asks(&[&dora])).await, "who has left");
    assert!(ann.holds(&asks(&[&cleo])).await);
}

/// A closed family keeps its creator, whose account may be closed all the same.
pub(crate) async fn whoever_has_closed_a_family_may_close_their_account(world: &World) {
    let ann = world.newcomer("Ann").await;
    let family = ann.family("Adams").await;
    ann.ask(&format!("select api.close_family('{family}')")).await;
    ann.ask("select api.close_my_account()").await;
    assert_eq!(ann.refused("select api.create_family('Again')").await.code, "42501");
}

pub(crate) async fn the_creator_stays_a_member_by_a_foreign_key(world: &World) {
    let (ann, rob) = (world.newcomer("Ann").await, world.newcomer("Rob").await);
    let family = ann.family("Adams").await;
    ann.take_in(&family, &rob, "parent").await;
    assert_eq!(ann.refused(&format!("select api.leave_family('{family}')")).await.code, "MM002");
    let own = format!(
        "select member_id from api.list_family_members('{family}') where user_id = '{}'",
        ann.id
    );
    let own = ann.one(&own).await;
    assert_eq!(
        ann.refused(&format!("select api.remove_family_member('{own}')")).await.code,
        "MM002"
    );
    assert_eq!(ann.refused("select api.close_my_account()").await.code, "MM005");

    // Beneath the functions, for the operator too.
    let leave = |user: &str| {
        format!(
            "update app.family_members set deleted_at = now() where family_id = '{family}' and user_id = '{user}'"
        )
    };
    assert_eq!(world.operate(&leave(&ann.id)).await.unwrap_err().code, "23503");
    world.operate(&leave(&rob.id)).await.unwrap();
}

/// A transfer to somebody who leaves at the same moment: one of the two fails.
pub(crate) async fn a_family_is_not_handed_to_somebody_who_is_leaving(world: &World) {
    let (ann, rob) = (world.newcomer("Ann").await, world.newcomer("Rob").await);
    let family = ann.family("Adams").await;
    ann.take_in(&family, &rob, "parent").await;
    rob.begin(&format!("select api.leave_family('{family}')")).await.unwrap();
    let pid = ann.pid().await;
    let transfer = format!("select api.transfer_family('{family}', '{}')", rob.id);
    let (answer, ()) = tokio::join!(ann.request(&transfer), async {
        until_it_waits(world, pid).await;
        rob.commit().await.unwrap();
    });
    assert_eq!(answer.unwrap_err().code, "23503");
    assert!(may_book(&ann, &family).await);
}

pub(crate) async fn an_invitation_is_good_once(world: &World) {
    let (ann, rob, eve) =
        (world.newcomer("Ann").await, world.newcomer("Rob").await, world.newcomer("Eve").await);
    let family = ann.family("Adams").await;
    let invite = format!("select code from api.invite_to_family('{family}', 'relative')");
    assert_eq!(eve.refused(&invite).await.code, "P0002");
    assert_eq!(
        ann.refused(&format!("select api.invite_to_family('{family}', 'child')")).await.code,
        "22023"
    );
    let forever = format!("select api.invite_to_family('{family}', 'parent', '31 days')");
    assert_eq!(ann.refused(&forever).await.code, "22023");

    let accept = |code: &str| format!("select api.accept_invitation('{code}')");
    let code = ann.one(&invite).await;
    assert_eq!(rob.one(&accept(&code)).await, family);
    assert_eq!(eve.refused(&accept(&code)).await.code, "MM003", "used");
    assert_eq!(eve.refused(&accept("unknown")).await.code, "MM003");
    assert_eq!(eve.refused("select api.accept_invitation(null)").await.code, "MM003");
    let code = ann.one(&invite).await;
    assert_eq!(rob.refused(&accept(&code)).await.code, "MM004", "a member already");

    // Revoked, by the creator and not by another member.
    let open = format!("select invitation_id from api.list_family_invitations('{family}')");
    assert!(rob.ask(&open).await.is_empty());
    let revoke = format!("select api.revoke_invitation('{}')", ann.one(&open).await);
    assert_eq!(rob.refused(&revoke).await.code, "P0002");
    ann.ask(&revoke).await;
    assert_eq!(eve.refused(&accept(&code)).await.code, "MM003");
    assert!(ann.ask(&open).await.is_empty());

    // Expired.
    let code = ann.one(&invite).await;
    let expire = "update app.family_invitations set created_at = now() - interval '8 days', expires_at = now() - interval '1 second'
                  where accepted_at is null and deleted_at is null and family_id = ";
    world.operate(&format!("{expire}'{family}'")).await.unwrap();
    assert_eq!(eve.refused(&accept(&code)).await.code, "MM003");

    // The code itself is nowhere.
    let kept =
        format!("select count(*) from app.family_invitations i where i::text like '%{code}%'");
    assert_eq!(world.read(&kept).await, "0");
    let kept = format!("select count(*) from audit.changes c where c::text like '%{code}%'");
    assert_eq!(world.read(&kept).await, "0");
    assert_eq!(code.len(), 32);
}

pub(crate) async fn one_code_at_two_sessions_lets_one_in(world: &World) {
    let (ann, rob, eve) =
        (world.newcomer("Ann").await, world.newcomer("Rob").await, world.newcomer("Eve").await);
    let family = ann.family("Adams").await;
    let code =
        ann.one(&format!("select code from api.invite_to_family('{family}', 'relative')")).await;
    let accept = format!("select api.accept_invitation('{code}')");
    rob.begin(&accept).await.unwrap();
    let pid = eve.pid().await;
    let (answer, ()) = tokio::join!(eve.request(&accept), async {
        until_it_waits(world, pid).await;
        rob.commit().await.unwrap();
    });
    assert_eq!(answer.unwrap_err().code, "MM003");
    let members =
        ann.ask(&format!("select user_id from api.list_family_members('{family}')")).await;
    assert_eq!(members.len(), 2);
    assert!(eve.ask("select * from api.list_my_families()").await.is_empty());
}

pub(crate) async fn children_have_records_of_their_own(world: &World) {
    let (ann, rob, tia) =
        (world.newcomer("Ann").await, world.newcomer("Rob").await, world.newcomer("Tia").await);
    let family = ann.family("Adams").await;
    ann.take_in(&family, &rob, "guardian").await;
    ann.take_in(&family, &tia, "relative").await;
    let (member, child) = ann.child(&family, "Cleo").await;
    let tomorrow = format!("select api.add_child('{family}', 'Dora', current_date + 1)");
    assert_eq!(ann.refused(&tomorrow).await.code, "22023");
    assert_eq!(
        rob.refused(&format!("select api.add_child('{family}', 'Dora', '2021-01-01')")).await.code,
        "P0002"
    );

    // Those who answer for the child correct its record; a relative only sees it.
    rob.ask(&format!("select api.update_child('{child}', 'Cleopatra')")).await;
    assert_eq!(
        tia.refused(&format!("select api.update_child('{child}', 'Mine')")).await.code,
        "P0002"
    );
    let name =
        format!("select name from api.list_family_members('{family}') where child_id = '{child}'");
    assert_eq!(tia.one(&name).await, "Cleopatra");

    assert_eq!(
        ann.refused(&format!("select api.change_member_kind('{member}', 'parent')")).await.code,
        "P0002"
    );
    let rob_is = format!(
        "select member_id from api.list_family_members('{family}') where user_id = '{}'",
        rob.id
    );
    let rob_is = ann.one(&rob_is).await;
    assert_eq!(
        ann.refused(&format!("select api.change_member_kind('{rob_is}', 'child')")).await.code,
        "22023"
    );
    ann.ask(&format!("select api.change_member_kind('{rob_is}', 'caregiver')")).await;
    assert_eq!(
        rob.refused(&format!("select api.update_child('{child}', 'Cleo')")).await.code,
        "P0002"
    );
}

/// M7.4. Whoever leaves, whatever is closed: the row stays, with who and when, and so does the trail.
pub(crate) async fn what_is_deleted_stays(world: &World) {
    let (ann, rob) = (world.newcomer("Ann").await, world.newcomer("Rob").await);
    let family = ann.family("Adams").await;
    ann.take_in(&family, &rob, "parent").await;
    ann.ask(&format!("select api.set_family_address('{family}', '1 Street', 'Berlin', 'DE')"))
        .await;
    rob.ask("select api.set_my_address('2 Street', 'Berlin', 'DE')").await;

    rob.ask(&format!("select api.leave_family('{family}')")).await;
    assert!(rob.ask(&format!("select * from api.get_family('{family}')")).await.is_empty());
    assert_eq!(
        ann.ask(&format!("select * from api.list_family_members('{family}')")).await.len(),
        1
    );
    ann.take_in(&family, &rob, "relative").await;
    assert_eq!(
        ann.ask(&format!("select * from api.list_family_members('{family}')")).await.len(),
        2
    );

    ann.ask(&format!("select api.remove_family_address('{family}')")).await;
    assert!(ann.ask(&format!("select * from api.get_family_address('{family}')")).await.is_empty());
    ann.ask(&format!("select api.close_family('{family}')")).await;
    assert!(ann.ask("select * from api.list_my_families()").await.is_empty());
    assert!(rob.ask("select * from api.list_my_families()").await.is_empty());
    assert!(!may_book(&ann, &family).await);
    rob.ask("select api.close_my_account('moving away')").await;
    assert_eq!(rob.one("select closed from api.get_my_account()").await, "t");
    assert_eq!(rob.refused("select api.create_family('Again')").await.code, "42501");

    let kept = |table: &str, key: &str, id: &str| {
        format!(
            "select count(*), count(deleted_at), count(distinct deleted_by) from {table} where {key} = '{id}'"
        )
    };
    for (table, key, id, expected) in [
        ("app.family_members", "user_id", &rob.id, ["2", "2", "1"]),
        ("app.families", "id", &family, ["1", "1", "1"]),
        ("app.family_addresses", "family_id", &family, ["1", "1", "1"]),
        ("app.personal_addresses", "user_id", &rob.id, ["1", "1", "1"]),
        ("app.users", "id", &rob.id, ["1", "1", "1"]),
        ("app.users", "id", &ann.id, ["1", "0", "0"]),
    ] {
        let row = world.operate(&kept(table, key, id)).await.unwrap().remove(0);
        assert_eq!(row.iter().flatten().collect::<Vec<_>>(), expected, "{table} of {id}");
        let trail = format!(
            "select count(*) from audit.changes where table_name = '{table}' and operation = 'update'
             and 'deleted_at' = any (columns)
             and row_key::jsonb <@ (select to_jsonb(t) from {table} t where {key} = '{id}' limit 1)"
        );
        let deleted = world.read(&trail).await != "0";
        assert_eq!(deleted, expected[1] != "0", "the trail of {table}");
    }

    // A sealed trail says that an address changed, and not what it was.
    let sealed = "select count(*), count(old_values), count(new_values) from audit.changes
                  where table_name in ('app.family_addresses', 'app.personal_addresses')";
    let row = world.operate(sealed).await.unwrap().remove(0);
    assert_ne!(row[0].as_deref(), Some("0"));
    assert_eq!((row[1].as_deref(), row[2].as_deref()), (Some("0"), Some("0")));
    let open = "select count(new_values) > 0 from audit.changes where table_name = 'app.families'";
    assert_eq!(one(world.operate(open).await.unwrap()), "t");
}
