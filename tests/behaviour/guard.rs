//! How the database is guarded: functions alone, tokens, what others see, what is deleted, and what stays quick.

use crate::homes::{self, agree};
use crate::support;
use crate::world::{World, at, forbidden, one, refused};
use futures_util::TryStreamExt;
use momni_client::accounts::{self, CloseMyAccountError, UpdateMyProfileParams};
use momni_client::administration::{self, ListChangesParams, SearchUsersParams};
use momni_client::audit::{self, ListCallsParams};
use momni_client::bookings::{self, ListBookingsParams};
use momni_client::families::{
    self, CreateFamilyParams, ListFamilyMembersParams, ListMyFamiliesParams,
};
use momni_client::hosting;
use momni_client::money::{self, ListPaymentsParams};
use momni_client::people;
use momni_client::types::ChangeOperation;
use momni_client::{Claims, Role};
use std::collections::BTreeSet;
use std::time::{SystemTime, UNIX_EPOCH};

/// M7.1. Whoever logs in for clients touches no table, as none of the roles that a token may name.
pub(crate) async fn the_login_of_the_api_touches_no_table(world: &World) {
    let tables = "select format('%I.%I', n.nspname, c.relname) from pg_class c
        join pg_namespace n on n.oid = c.relnamespace
        where n.nspname in ('app', 'audit', 'auth', 'api') and c.relkind in ('r', 'p', 'v', 'm')";
    let tables: Vec<String> =
        world.operate(tables).await.into_iter().filter_map(|row| row[0].clone()).collect();
    assert!(tables.len() > 80, "{}", tables.len());
    let login = support::session(&world.login()).await;
    let roles = [
        Role::MomniAnonymous,
        Role::MomniMember,
        Role::MomniFinancialAdministrator,
        Role::MomniCommunityAdministrator,
    ];
    for role in roles.iter().map(|it| it.as_str()).chain(["momni_authenticator"]) {
        login.batch(&format!("set role {role}")).await.unwrap();
        for table in &tables {
            for deed in [format!("select from {table}"), format!("delete from {table}")] {
                let refused = login.batch(&deed).await.unwrap_err();
                assert_eq!(refused.sqlstate.as_deref(), Some("42501"), "{role}: {deed}: {refused}");
            }
        }
    }
    // Nor does it become whoever can.
    for role in ["momni_definer", "momni_owner", "momni_bookkeeper", "momni_jobs", "momni_issuer"] {
        let refused = login.batch(&format!("set role {role}")).await.unwrap_err();
        assert_eq!(refused.sqlstate.as_deref(), Some("42501"), "{role}");
    }
}

/// M7.2. A token counts as long as it is good, for the role that the table says, and for who has an account.
pub(crate) async fn a_token_counts_while_it_is_good(world: &World) {
    let ada = world.member("Ada").await;
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs() as i64;
    let client = world.client();
    let create = CreateFamilyParams::builder().name("Lovelace").build();
    let member = Claims::new(Role::MomniMember).subject(ada.id);
    let good = client.as_user(&member.clone().with("exp", now + 600).with("nbf", now - 600));
    families::create_family(&good, &create).await.unwrap();
    for bad in [
        member.clone().with("exp", now - 600),
        member.clone().with("nbf", now + 600),
        Claims::new(Role::MomniMember),
        Claims::new(Role::MomniMember).subject("no key"),
        Claims::new(Role::MomniMember).subject(momni_client::values::Uuid::from_u128(1)),
        Claims::new(Role::MomniCommunityAdministrator).subject(ada.id),
        Claims::new(Role::MomniAnonymous).subject(ada.id),
    ] {
        let bad = client.as_user(&bad);
        forbidden!(families::create_family(&bad, &create));
        forbidden!(administration::search_users(&bad, &SearchUsersParams::default()));
    }
    for unknown in ["momni_definer", "postgres", "nobody at all"] {
        let unknown = client.as_user(&Claims::new(unknown).subject(ada.id));
        let refused = accounts::get_my_account(&unknown).await.unwrap_err();
        let refused = momni_client::Error::from(refused);
        assert!(matches!(refused.sqlstate(), Some("42501" | "22023")), "{refused:?}");
    }
}

/// M7.3. With the keys of another's rows in hand, nobody is shown one of them.
pub(crate) async fn with_anothers_keys_nothing_is_seen(world: &World) {
    let (bo, house) = homes::host(world, "Bo").await;
    let (ada, eve) = (world.member("Ada").await, world.member("Eve").await);
    let family = homes::family(&ada, "Lovelace").await;
    let booking = agree(&ada, family, &bo, house, 4).await;
    let members = ListFamilyMembersParams::builder().family_id(family.id).build();
    let of_family = ListBookingsParams::builder().by_family_id(family.id).build();
    let payments = ListPaymentsParams::builder().by_family_id(family.id).build();
    money::pay_booking(&ada.user, booking).await.unwrap();
    for (who, sees) in [(&ada.user, true), (&eve.user, false)] {
        let (member, creator) = (usize::from(sees) * 2, usize::from(sees));
        assert_eq!(families::list_family_members(who, &members).await.unwrap().len(), member);
        assert_eq!(families::get_family(who, family.id).await.unwrap().len(), creator);
        assert_eq!(bookings::list_bookings(who, &of_family).await.unwrap().len(), creator);
        assert_eq!(bookings::list_booking_children(who, booking).await.unwrap().len(), creator);
        assert_eq!(bookings::list_booking_events(who, booking).await.unwrap().len(), creator * 3);
        assert_eq!(money::list_payments(who, &payments).await.unwrap().len(), creator);
    }
    // Another host is as blind, and whoever is not signed in has no such function.
    let (otto, _) = homes::host(world, "Otto").await;
    assert!(bookings::list_booking_children(&otto.user, booking).await.unwrap().is_empty());
    forbidden!(families::list_family_members(&world.nobody(), &members));
    forbidden!(bookings::list_bookings(&world.nobody(), &of_family));
}

/// M7.4. Who leaves is gone for others at once; that they were there, and who changed what, stays on record.
pub(crate) async fn what_is_deleted_is_gone_and_stays_on_record(world: &World) {
    let clara = world.community_administrator("Clara").await;
    let finn = world.financial_administrator("Finn").await;
    let (ada, byron) = (world.member("Ada").await, world.member("Byron").await);
    let family = homes::family(&ada, "Lovelace").await;
    let shown =
        UpdateMyProfileParams::builder().visibility(momni_client::types::Visibility::Public);
    accounts::update_my_profile(&ada.user, &shown.build()).await.unwrap();
    refused!(
        accounts::close_my_account(&ada.user, &Default::default()),
        CloseMyAccountError::AccountStillManagesFamilies(_)
    );
    families::close_family(&ada.user, family.id).await.unwrap();
    assert!(families::get_family(&ada.user, family.id).await.unwrap().is_empty());
    accounts::close_my_account(&ada.user, &Default::default()).await.unwrap();
    assert!(!world.is_let_in(&ada).await);
    assert!(accounts::get_profile(&byron.user, ada.id).await.unwrap().is_empty());
    forbidden!(families::create_family(
        &ada.user,
        &CreateFamilyParams::builder().name("A").build()
    ));

    let by_ada = ListChangesParams::builder().by_user(ada.id.0).of_table("app.users").build();
    let changes = administration::list_changes(&clara.user, &by_ada).await.unwrap();
    assert!(changes.iter().all(|it| it.operation != ChangeOperation::Delete));
    assert!(
        changes
            .iter()
            .any(|it| it.columns.iter().any(|it| it.is_some_and(|it| it == "deleted_at")))
    );
    assert!(administration::list_changes(&finn.user, &by_ada).await.unwrap().is_empty());
    forbidden!(administration::list_changes(&byron.user, &by_ada));
    // Somebody shows that nothing of the record was changed.
    world.operate("select audit.seal()").await;
    assert!(world.operate("select * from audit.verify()").await.is_empty());
}

/// M7.4, M8.3. Deeds of administrators are on record, in a partition of their month, which a job makes beforehand.
pub(crate) async fn deeds_are_on_record_in_partitions(world: &World) {
    let clara = world.community_administrator("Clara").await;
    let finn = world.financial_administrator("Finn").await;
    let eve = world.member("Eve").await;
    administration::grant_role(
        &clara.user,
        eve.id,
        momni_client::types::UserRole::Member,
        "As before.",
    )
    .await
    .unwrap();
    let by_clara = ListCallsParams::builder().of_caller(clara.id.0).build();
    let calls = audit::list_calls(&clara.user, &by_clara).await.unwrap();
    assert!(!calls.is_empty());
    assert!(audit::list_calls(&finn.user, &by_clara).await.unwrap().is_empty());
    forbidden!(audit::list_calls(&eve.user, &by_clara));
    let lies = "select count(*) from audit.calls where tableoid = 'audit.calls'::regclass";
    assert_eq!(one(world.operate(lies).await), [Some("0".to_owned())]);
    let coming = "select count(*) from pg_inherits where inhparent = 'audit.calls'::regclass";
    let coming: i32 = one(world.operate(coming).await)[0].as_ref().unwrap().parse().unwrap();
    assert!(coming >= 3, "{coming}");
}

/// M8.2. A list comes in pages, each from where the last one ended: every row once, also while rows are added.
pub(crate) async fn lists_come_in_pages_without_gaps(world: &World) {
    let (_, house) = homes::host(world, "Bo").await;
    let ada = world.member("Ada").await;
    let family = homes::family(&ada, "Lovelace").await;
    let mut made = BTreeSet::new();
    for hour in 0..12 {
        let held = homes::stay(family, house, at(3, hour), at(3, hour + 1));
        made.insert(bookings::hold_booking(&ada.once(), &held).await.unwrap());
    }
    let pages = ListBookingsParams::builder().by_host_id(house).page_size(5).build();
    let found: Vec<_> =
        bookings::list_bookings_pages(&ada.user, pages).try_collect().await.unwrap();
    assert!(found.is_sorted_by(|one, next| one.starts_at > next.starts_at));
    assert_eq!(found.iter().map(|it| it.id).collect::<BTreeSet<_>>(), made);

    let first = ListBookingsParams::builder().by_host_id(house).page_size(5).build();
    let first = bookings::list_bookings(&ada.user, &first).await.unwrap();
    let later = homes::stay(family, house, at(4, 1), at(4, 2));
    bookings::hold_booking(&ada.once(), &later).await.unwrap();
    let next =
        ListBookingsParams::builder().by_host_id(house).page_size(5).after(&*first[4].cursor);
    let next = bookings::list_bookings(&ada.user, &next.build()).await.unwrap();
    assert!(next[0].starts_at < first[4].starts_at && next.len() == 5);
    let forged = ListBookingsParams::builder().after("not a cursor").build();
    refused!(
        bookings::list_bookings(&ada.user, &forged),
        bookings::ListBookingsError::InvalidParameterValue(_)
    );
    let mine = ListMyFamiliesParams::builder().page_size(1).build();
    assert_eq!(families::list_my_families(&ada.user, &mine).await.unwrap().len(), 1);
}

/// M9.8. Somebody gets all that is known of them, and of nobody else.
pub(crate) async fn everybody_gets_what_is_known_of_them(world: &World) {
    let (ada, bo) = (world.member("Ada").await, world.member("Bo").await);
    homes::family(&ada, "Lovelace").await;
    homes::open_house(&bo).await;
    let export = people::export_my_data(&ada.user).await.unwrap();
    let text: String = export.iter().map(|it| it.content.text()).collect();
    assert!(text.contains("Annabella") && text.contains(&ada.id.to_string()));
    assert!(!text.contains(&bo.id.to_string()) && !text.contains("Gartenweg"));
    let bos: String = people::export_my_data(&bo.user)
        .await
        .unwrap()
        .iter()
        .map(|it| it.content.text())
        .collect();
    assert!(bos.contains("Gartenweg") && !bos.contains("Annabella"));
    forbidden!(people::export_my_data(&world.nobody()));
    for _ in 0..2 {
        people::export_my_data(&ada.user).await.unwrap();
    }
    refused!(people::export_my_data(&ada.user), people::ExportMyDataError::TooManyCalls(_));
    hosting::stop_hosting(&bo.user).await.unwrap();
    assert!(hosting::get_my_host(&bo.user).await.unwrap().is_empty());
}
