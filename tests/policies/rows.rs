//! Who sees and changes which rows.

use crate::world::{ANN, ANNS, BEN, CLEO, CLEOS, DAN, World};

const FAMILIES: &str = "select coalesce(string_agg(name, ' ' order by name), '') from app.families";
const MEMBERS: &str = "select count(*) from app.family_members";
const PHOTOS: &str = "select coalesce(string_agg(privacy || case family_id when '10000000-0000-0000-0000-00000000000a' then ' of Ann' else '' end, ', ' order by family_id, privacy), '') from app.photos";

pub(crate) async fn a_family_is_seen_by_its_members(world: &World) {
    for who in [ANN, BEN] {
        assert_eq!(world.ask(who, FAMILIES).await, "Ann");
        // The policy of the members asks the members themselves; those who left are members' rows, too.
        assert_eq!(world.ask(who, MEMBERS).await, "3");
    }
    assert_eq!(world.ask(CLEO, FAMILIES).await, "Cleo");
    assert_eq!(world.ask(CLEO, MEMBERS).await, "1");
    for sql in [FAMILIES, MEMBERS] {
        let none = world.try_as("app_user", None, sql).await.unwrap();
        assert!(matches!(none[0][0].as_deref(), Some("" | "0")), "{none:?}");
    }
}

pub(crate) async fn who_left_sees_nothing(world: &World) {
    assert_eq!(world.ask(DAN, FAMILIES).await, "");
    assert_eq!(world.ask(DAN, MEMBERS).await, "0");
    let leave = "update app.family_members set live = false returning user_id";
    assert_eq!(world.ask(BEN, leave).await, BEN);
    // Coming back is nobody's own doing.
    let back = "with changed as (update app.family_members set live = true where not live returning 1) select count(*) from changed";
    assert_eq!(world.ask(DAN, back).await, "0");
    assert_eq!(world.refused(BEN, "update app.family_members set live = true").await, "42501");
}

pub(crate) async fn a_row_is_seen_as_its_column_says(world: &World) {
    let shown = "family of Ann, members of Ann, public of Ann, members, public";
    assert_eq!(world.ask(BEN, PHOTOS).await, shown);
    assert_eq!(world.ask(ANN, PHOTOS).await, format!("private of Ann, {shown}"));
    assert_eq!(world.ask(DAN, PHOTOS).await, "members of Ann, public of Ann, members, public");
    let nobody = world.try_as("app_user", None, PHOTOS).await.unwrap();
    assert_eq!(nobody[0][0].as_deref(), Some("public of Ann, public"));
}

pub(crate) async fn a_row_is_its_owners_and_stays_so(world: &World) {
    let add = |by: &str| {
        format!(
            "insert into app.photos (id, family_id, privacy, taken_by) values (gen_random_uuid(), '{ANNS}', 'public', '{by}')"
        )
    };
    world.try_as("app_user", Some(ANN), &add(ANN)).await.unwrap();
    assert_eq!(world.refused(ANN, &add(BEN)).await, "42501");
    let give = format!("update app.photos set taken_by = '{BEN}'");
    assert_eq!(world.refused(ANN, &give).await, "42501");
    let change = "with changed as (update app.photos set privacy = 'private' returning 1) select count(*) from changed";
    assert_eq!(world.ask(ANN, change).await, "4");
    // A row that is only shown is not changed.
    assert_eq!(world.ask(BEN, change).await, "0");
    let delete = format!(
        "with gone as (delete from app.photos where family_id = '{CLEOS}' returning 1) select count(*) from gone"
    );
    assert_eq!(world.ask(ANN, &delete).await, "0");
    assert_eq!(world.ask(CLEO, &delete).await, "4");
}

pub(crate) async fn what_is_required_takes_away(world: &World) {
    let user = world.operate("select owner_id from app.diaries limit 1").await;
    let user = user[0][0].clone().unwrap();
    let count = "select count(*) > 0 from app.diaries";
    assert_eq!(world.ask(&user, count).await, "t");
    let weak = format!(
        "set local request.jwt.claims = '{{\"sub\":\"{user}\",\"aal\":\"aal1\"}}'; {count}"
    );
    assert_eq!(world.ask(&user, &weak).await, "f");
    let add = format!(
        "insert into app.diaries (id, text, owner_id) values (gen_random_uuid(), 'x', '{user}')"
    );
    world.try_as("app_user", Some(&user), &add).await.unwrap();
    let weak = weak.replace(count, &add);
    assert_eq!(world.refused(&user, &weak).await, "42501");
}

pub(crate) async fn the_owner_of_the_tables_is_bound_too(world: &World) {
    for table in ["families", "family_members", "photos", "diaries"] {
        let sql = format!("select count(*) from app.{table}");
        let rows = world.try_as("app_owner", Some(ANN), &sql).await.unwrap();
        assert_eq!(rows[0][0].as_deref(), Some("0"), "{table}");
    }
    let rows = world.try_as("app_owner", None, "select count(*) from app.countries").await.unwrap();
    assert_eq!(rows[0][0].as_deref(), Some("2"));
}

pub(crate) async fn nobody_else_calls_the_function(world: &World) {
    let call = "select app.family_members_of_caller()";
    assert_eq!(world.ask(ANN, call).await, ANNS);
    let refusal = world.try_as("pg_monitor", Some(ANN), call).await.unwrap_err();
    assert_eq!(refusal.code, "42501");
    // Its owner reads what it needs, and no more.
    let guard = |sql| world.try_as("app_guard", Some(ANN), sql);
    assert_eq!(guard("select count(*) from app.photos").await.unwrap_err().code, "42501");
    let has = "select has_column_privilege('app_guard', 'app.family_members', 'live', 'select')
        and not has_table_privilege('app_guard', 'app.family_members', 'select, insert, update, delete')
        and not has_any_column_privilege('app_guard', 'app.families', 'select, insert, update')";
    assert_eq!(world.operate(has).await[0][0].as_deref(), Some("t"));
}

/// A policy for everybody binds the function's owner, too, and calls the function.
pub(crate) async fn a_policy_for_everybody_on_the_members_does_not_recurse(world: &World) {
    let sql = format!(
        "begin;
         create policy everybody on app.family_members for select
            using (family_id = any (array(select app.family_members_of_caller())));
         set local role app_user;
         set local request.jwt.claims = '{{\"sub\":\"{ANN}\"}}';
         {MEMBERS};
         rollback"
    );
    assert_eq!(world.operate(&sql).await, [[Some("3".to_owned())]]);
}
