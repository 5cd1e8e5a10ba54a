//! What the kinds of secure functions make, errors, pages and batches.

use crate::world::World;
use every_client::families::{
    self, AddFamilyError, AddFamilyParams, AddHostError, BeginFamilyError, ForbidError,
    GetFamilyError, ListFamiliesParams, RemoveFamilyError, RenameFamilyError, ResizeFamilyError,
};
use every_client::idempotent::{self, AskOnceError};
use every_client::ids::{FamilyId, HostId};
use every_client::{Claims, Error, IdempotencyKey, Role, User};
use futures_util::{StreamExt, TryStreamExt};

/// A name that no other test has.
fn name(of: &str) -> String {
    use std::sync::atomic::{AtomicU32, Ordering};
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("{of}{}", NEXT.fetch_add(1, Ordering::Relaxed))
}

async fn family(user: &User, name: &str) -> FamilyId {
    let params = AddFamilyParams::builder().name(name).size(2).build();
    families::add_family(user, &params).await.unwrap()
}

pub(crate) async fn kinds_are_called_with_their_keys(world: &World) {
    let user = world.user();
    let name = name("k");
    let id: FamilyId = family(&user, &name).await;
    let found = families::get_family(&user, id).await.unwrap();
    assert_eq!((found.size, found.born_on), (2, None));
    assert_eq!(found.name.0, name);
    let host: HostId = families::add_host(&user, id).await.unwrap();
    assert!(host.0 > 0);
    let gone = families::get_family(
        &user,
        FamilyId("00000000-0000-0000-0000-000000000000".parse().unwrap()),
    )
    .await;
    assert!(matches!(gone, Err(GetFamilyError::NoSuchRow(_))), "{gone:?}");
}

pub(crate) async fn a_request_is_known_by_an_argument(world: &World) {
    let user = world.user();
    let key = IdempotencyKey::new();
    let answer = idempotent::ask_once(&user, 1, &key).await.unwrap();
    assert_eq!(idempotent::ask_once(&user, 1, &key).await.unwrap(), answer);
    // Another session, and the key as a text.
    let other = world.user();
    assert_eq!(idempotent::ask_once(&other, 1, key.as_str()).await.unwrap(), answer);
    assert_ne!(idempotent::ask_once(&user, 1, IdempotencyKey::new()).await.unwrap(), answer);
    // That of the header is another thing.
    let keyed = user.clone().idempotency_key(&key);
    assert_ne!(idempotent::ask_once(&keyed, 1, IdempotencyKey::new()).await.unwrap(), answer);
    let used = idempotent::ask_once(&user, 2, &key).await.unwrap_err();
    let AskOnceError::InvalidParameterValue(error) = &used else { panic!("{used:?}") };
    assert_eq!(error.message(), Some("The idempotency key was used for another request."));
    let many = vec![(1, key.clone()), (3, IdempotencyKey::new()), (1, key)];
    let answers = idempotent::ask_once_batch(&user, many).await.unwrap();
    assert_eq!((answers[0], answers[2]), (answer, answer));
    assert_ne!(answers[1], answer);
}

pub(crate) async fn errors_have_names(world: &World) {
    let user = world.user();
    let (one, two) = (name("e"), name("e"));
    let id = family(&user, &one).await;
    let other = family(&user, &two).await;
    let taken = families::rename_family(&user, id, &two).await.unwrap_err();
    let RenameFamilyError::NameTaken(error) = &taken else { panic!("{taken:?}") };
    assert_eq!(error.message(), Some("The name is taken by another family."));
    assert_eq!(error.hint(), Some("Choose another one."));
    let long = families::rename_family(&user, id, "more than ten characters").await.unwrap_err();
    assert!(matches!(long, RenameFamilyError::ShortTextLength(_)), "{long:?}");
    let empty = families::rename_family(&user, id, "").await.unwrap_err();
    assert!(
        matches!(&empty, RenameFamilyError::InvalidParameterValue(it) if it.column() == Some("name")),
        "{empty:?}"
    );
    assert!(families::remove_family(&user, other).await.unwrap());
    let gone = families::rename_family(&user, other, &one).await.unwrap_err();
    assert!(matches!(gone, RenameFamilyError::FamilyNotThereAnyMore(_)), "{gone:?}");
    let params = AddFamilyParams::builder().name(&*one).size(1).build();
    let again = families::add_family(&user, &params).await.unwrap_err();
    assert!(matches!(again, AddFamilyError::FamiliesNameKey(_)), "{again:?}");
    let nobody = families::add_host(&user, other).await.unwrap_err();
    assert!(matches!(nobody, AddHostError::HostsFamilyIdFkey(_)), "{nobody:?}");
    families::add_host(&user, id).await.unwrap();
    let held = families::remove_family(&user, id).await.unwrap_err();
    assert!(matches!(held, RemoveFamilyError::HostsFamilyIdFkey(_)), "{held:?}");
    assert!(!held.is_retryable());
    // PostgreSQL 18 has a code of its own for RESTRICT.
    let code = if world.major >= 18 { "23001" } else { "23503" };
    assert_eq!(Error::from(held).sqlstate(), Some(code));
}

pub(crate) async fn functions_in_sql_have_the_errors_of_constraints(world: &World) {
    let user = world.user();
    let name = name("q");
    let id: FamilyId = families::begin_family(&user, &name, 1).await.unwrap();
    let again = families::begin_family(&user, &name, 1).await.unwrap_err();
    assert!(matches!(again, BeginFamilyError::FamiliesNameKey(_)), "{again:?}");
    let long = families::begin_family(&user, "more than ten characters", 1).await.unwrap_err();
    assert!(matches!(long, BeginFamilyError::ShortTextLength(_)), "{long:?}");
    assert_eq!(families::resize_family(&user, &name, 3).await.unwrap(), id);
    // The column that ON CONFLICT writes alone.
    let small = families::resize_family(&user, &name, -1).await.unwrap_err();
    assert!(matches!(small, ResizeFamilyError::FamiliesSizeCheck(_)), "{small:?}");
}

pub(crate) async fn who_may_not_call_is_told_so_by_no_function(world: &World) {
    // What the function says is 42501 as well.
    let refused = families::forbid(&world.user()).await.unwrap_err();
    let ForbidError::NotAllowed(error) = &refused else { panic!("{refused:?}") };
    assert_eq!(error.message(), Some("You may not do it here."));
    let other = world.client().as_user(&Claims::new(Role::EveryOther).subject("somebody"));
    let refused = families::forbid(&other).await.unwrap_err();
    let ForbidError::Other(error) = &refused else { panic!("{refused:?}") };
    assert_eq!(error.sqlstate(), Some("42501"));
    // Who is no role that the login may become has not come as far as the function.
    let nobody = world.client().as_user(&Claims::new("every_owner").subject("somebody"));
    let refused = families::forbid(&nobody).await.unwrap_err();
    let ForbidError::Other(error) = &refused else { panic!("{refused:?}") };
    assert_eq!(error.sqlstate(), Some("42501"));
}

pub(crate) async fn pages_are_one_stream(world: &World) {
    let user = world.user();
    let mut made = Vec::new();
    for _ in 0..8 {
        let name = name("p");
        family(&user, &name).await;
        made.push(name);
    }
    let all = families::list_families_pages(&user, ListFamiliesParams::default());
    let rows: Vec<_> = all.try_collect().await.unwrap();
    let names: Vec<&str> = rows.iter().map(|it| &*it.name.0).collect();
    assert!(names.is_sorted() && made.iter().all(|it| names.contains(&&**it)), "{names:?}");
    // As many as a page has, and a page beyond.
    for size in [1, 4, 50] {
        let params = ListFamiliesParams::builder().page_size(size).build();
        let mut stream = families::list_families_pages(&user, params);
        let mut seen = Vec::new();
        while let Some(row) = stream.next().await {
            seen.push(row.unwrap().id);
        }
        let wanted: Vec<_> = rows.iter().map(|it| it.id).collect();
        assert!(wanted.iter().all(|it| seen.contains(it)), "{size}");
    }
}

pub(crate) async fn batches_are_one_statement(world: &World) {
    let user = world.user();
    let things = (0..1_000).map(|it| (format!("thing {it}").into(), format!("title {it}")));
    families::save_thing_batch(&user, things).await.unwrap();
    let count = "select count(*) from app.things where key like 'thing %' and title = 'title ' || split_part(key, ' ', 2)";
    assert_eq!(world.driver().await.query_one(count, &[]).await.unwrap().get::<_, i64>(0), 1_000);
    let names = [name("b"), name("b"), name("b")];
    let params = |name: &String| AddFamilyParams::builder().name(&**name).size(1);
    let born = "2024-02-29".parse::<every_client::values::Date>().unwrap();
    let calls = [
        params(&names[0]).build(),
        params(&names[1]).born_on(born).build(),
        params(&names[2]).build(),
    ];
    let calls = &calls;
    let ids = user
        .transaction(
            |tx| async move { Ok::<_, Error>(families::add_family_batch(&tx, calls).await?) },
        )
        .await
        .unwrap();
    let rows = families::families_of(&user, ids.clone()).await.unwrap();
    assert_eq!(rows.iter().map(|it| it.name.0.clone()).collect::<Vec<_>>(), names);
    assert_eq!(rows.iter().map(|it| it.id).collect::<Vec<_>>(), ids);
    assert_eq!(rows.iter().map(|it| it.born_on).collect::<Vec<_>>(), [None, Some(born), None]);
    let failed = families::add_host_batch(
        &user,
        [ids[0], FamilyId(every_client::values::Uuid::from_u128(1))],
    )
    .await;
    assert!(matches!(failed, Err(AddHostError::HostsFamilyIdFkey(_))), "{failed:?}");
    assert!(families::remove_family(&user, ids[0]).await.unwrap(), "the first one was undone, too");
}

pub(crate) async fn rows_of_a_table_are_its_type(world: &World) {
    let user = world.user();
    let one = name("t");
    let id = family(&user, &one).await;
    let rows: Vec<every_client::types::Families> =
        families::families_of(&user, [id]).await.unwrap();
    assert_eq!((rows.len(), rows[0].id, &*rows[0].name.0), (1, id, &*one));
    let json = serde_json::to_value(&rows[0]).unwrap();
    assert_eq!(json["name"], *one);
    assert_eq!(serde_json::from_value::<every_client::types::Families>(json).unwrap(), rows[0]);
}
