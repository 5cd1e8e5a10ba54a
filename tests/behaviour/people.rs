//! Users, their roles, their families and what they show of themselves.

use crate::homes::{self, born};
use crate::world::{Person, World, at, forbidden, one, refused};
use momni_client::accounts::{self, RegisterError, UpdateMyProfileParams};
use momni_client::administration::{
    self, GrantRoleError, ListRoleChangesParams, SearchUsersParams, SuspendUserError,
    SuspendUserParams,
};
use momni_client::bookings::{self, HoldBookingError};
use momni_client::families::{
    self, AcceptInvitationError, CreateFamilyParams, InviteToFamilyError, InviteToFamilyParams,
    ListFamilyMembersParams, ListMyFamiliesParams, RenameFamilyError, TransferFamilyError,
    UpdateFamilyProfileError, UpdateFamilyProfileParams,
};
use momni_client::hosting::{
    self, SetMyHostAddressError, SetMyHostAddressParams, UpdateMyHostProfileParams,
};
use momni_client::ids::FamilyId;
use momni_client::money::{self, GrantCreditParams, ListMoneyOrdersParams};
use momni_client::types::{AccountStatus, Capability, MemberKind, UserRole, Visibility};

/// What somebody may do with the token that they have.
async fn capabilities(person: &Person) -> Vec<Capability> {
    let account = one(accounts::get_my_account(&person.user).await.unwrap());
    account.capabilities.into_vec().unwrap()
}

/// Lets somebody into a family.
pub(crate) async fn take_in(
    creator: &Person,
    family: FamilyId,
    newcomer: &Person,
    kind: MemberKind,
) {
    let invite = InviteToFamilyParams::builder().family_id(family).kind(kind).build();
    let code = one(families::invite_to_family(&creator.user, &invite).await.unwrap()).code;
    let joined = families::accept_invitation(&newcomer.user, &code).await.unwrap();
    assert_eq!(joined, family);
}

/// M1.1. A user holds one role; a grant replaces it, an old token opens nothing, and each change is on record.
pub(crate) async fn a_grant_replaces_the_role_and_is_on_record(world: &World) {
    let (ada, eve) = (world.member("Ada").await, world.member("Eve").await);
    let clara = world.community_administrator("Clara").await;
    let before = one(accounts::get_my_account(&ada.user).await.unwrap());
    assert_eq!(before.role, UserRole::Member);
    assert_eq!(before.capabilities.into_vec().unwrap(), [Capability::TakePart]);

    let financial = UserRole::FinancialAdministrator;
    administration::grant_role(&clara.user, ada.id, financial.clone(), "Counts well.")
        .await
        .unwrap();
    // The token still names a member.
    assert!(capabilities(&ada).await.is_empty());
    forbidden!(families::create_family(
        &ada.user,
        &CreateFamilyParams::builder().name("A").build()
    ));
    let changed = world.again(&ada).await;
    let account = one(accounts::get_my_account(&changed.user).await.unwrap());
    assert_eq!(account.role, financial);
    assert!(!account.capabilities.iter().any(|it| it == Some(&Capability::TakePart)));

    let of_ada = ListRoleChangesParams::builder().of_user(ada.id.0).build();
    let changes = administration::list_role_changes(&clara.user, &of_ada).await.unwrap();
    let told: Vec<_> = changes
        .iter()
        .map(|it| (it.from_role.clone(), it.to_role.clone(), it.changed_by))
        .collect();
    assert_eq!(told[0], (Some(UserRole::Member), Some(financial), Some(clara.id.into())));
    assert_eq!(told[1].1, Some(UserRole::Member));
    assert_eq!(changes[0].reason.as_deref(), Some("Counts well."));

    // Neither a member nor a financial administrator gives roles, and nobody changes their own.
    let community = UserRole::CommunityAdministrator;
    forbidden!(administration::grant_role(&eve.user, eve.id, community.clone(), "Please."));
    forbidden!(administration::grant_role(&changed.user, eve.id, community, "Please."));
    refused!(
        administration::grant_role(&clara.user, clara.id, UserRole::Member, "Enough."),
        GrantRoleError::YouMayNotChangeOwnRole(_)
    );
    let unknown = world.stranger("Nobody").await;
    refused!(
        administration::grant_role(&clara.user, unknown.id, UserRole::Member, "Who?"),
        GrantRoleError::NoSuchUser(_)
    );

    administration::revoke_role(&clara.user, ada.id, "Has moved on.").await.unwrap();
    let account = one(accounts::get_my_account(&ada.user).await.unwrap());
    assert_eq!(account.role, UserRole::Member);
    assert!(capabilities(&changed).await.is_empty());
}

/// M1.2. Whoever works with money does that and nothing else.
pub(crate) async fn a_financial_administrator_orders_money_and_manages_nobody(world: &World) {
    let (ada, finn) = (world.member("Ada").await, world.financial_administrator("Finn").await);
    let clara = world.community_administrator("Clara").await;
    let credit = GrantCreditParams::builder()
        .user_id(ada.id)
        .amount(500)
        .currency("EUR")
        .reason("For the trouble.")
        .build();
    assert!(one(money::grant_credit(&finn.once(), &credit).await.unwrap()).done);
    let balance = one(money::list_my_balances(&ada.user).await.unwrap());
    assert_eq!((balance.balance, &*balance.currency), (500, "EUR"));
    let orders = ListMoneyOrdersParams::builder().by_user_id(ada.id).build();
    assert_eq!(money::list_money_orders(&finn.user, &orders).await.unwrap().len(), 1);
    assert!(!money::trial_balance(&finn.user).await.unwrap().is_empty());

    let finns = one(accounts::get_my_account(&finn.user).await.unwrap()).capabilities;
    let of_money = [
        Capability::IssueRefunds,
        Capability::GrantCredits,
        Capability::OperateMoney,
        Capability::SettleDisputes,
        Capability::ReadMoneyTrail,
    ];
    assert!(finns.iter().all(|it| of_money.contains(it.unwrap())), "{finns:?}");
    let suspension = SuspendUserParams::builder().user_id(ada.id).reason("No.").build();
    forbidden!(administration::suspend_user(&finn.user, &suspension));
    forbidden!(administration::search_users(&finn.user, &SearchUsersParams::default()));
    forbidden!(administration::grant_role(&finn.user, ada.id, UserRole::Member, "No."));
    forbidden!(families::create_family(
        &finn.user,
        &CreateFamilyParams::builder().name("Finn").build()
    ));
    // Nobody else has the money.
    for other in [&ada.user, &clara.user, &world.nobody()] {
        forbidden!(money::grant_credit(&other.clone().idempotency_key("other"), &credit));
        forbidden!(money::trial_balance(other));
    }
}

/// M1.3. Whoever manages people does that and nothing else.
pub(crate) async fn a_community_administrator_manages_people_and_no_money(world: &World) {
    let (eve, clara) = (world.member("Eve").await, world.community_administrator("Clara").await);
    let finn = world.financial_administrator("Finn").await;
    let beginning = SearchUsersParams::builder().beginning(eve.login()).build();
    let found = one(administration::search_users(&clara.user, &beginning).await.unwrap());
    assert_eq!((found.user_id, found.role), (eve.id, UserRole::Member));

    let suspension = SuspendUserParams::builder().user_id(eve.id).reason("Was rude.").build();
    administration::suspend_user(&clara.user, &suspension).await.unwrap();
    // They still sign in, which opens nothing but why, and the appeal.
    let eve = world.again(&eve).await;
    let account = one(accounts::get_my_account(&eve.user).await.unwrap());
    assert_eq!(account.status, AccountStatus::Suspended);
    assert_eq!(account.status_reason.as_deref(), Some("Was rude."));
    assert!(capabilities(&eve).await.is_empty());
    forbidden!(families::create_family(
        &eve.user,
        &CreateFamilyParams::builder().name("Eve").build()
    ));
    administration::reinstate_user(&clara.user, eve.id, "Is sorry.").await.unwrap();
    assert_eq!(capabilities(&eve).await, [Capability::TakePart]);

    let administrator = SuspendUserParams::builder().user_id(finn.id).reason("No.").build();
    refused!(
        administration::suspend_user(&clara.user, &administrator),
        SuspendUserError::UserIsAdministrator(_)
    );
    forbidden!(administration::suspend_user(&eve.user, &suspension));
    forbidden!(administration::reinstate_user(&finn.user, eve.id, "No."));
    forbidden!(money::list_money_orders(&clara.user, &ListMoneyOrdersParams::default()));
    forbidden!(families::create_family(
        &clara.user,
        &CreateFamilyParams::builder().name("C").build()
    ));
}

/// M1.4. A user is a member of several families, by their own act.
pub(crate) async fn a_user_belongs_to_many_families(world: &World) {
    let (ada, byron) = (world.member("Ada").await, world.member("Byron").await);
    let (eve, stranger) = (world.member("Eve").await, world.stranger("Nemo").await);
    let one_family = homes::family(&ada, "Lovelace").await;
    let another = homes::family(&byron, "Byron").await;
    let invite =
        InviteToFamilyParams::builder().family_id(another.id).kind(MemberKind::Relative).build();
    let code = one(families::invite_to_family(&byron.user, &invite).await.unwrap()).code;
    forbidden!(families::accept_invitation(&stranger.user, &code));
    families::accept_invitation(&ada.user, &code).await.unwrap();
    refused!(
        families::accept_invitation(&eve.user, &code),
        AcceptInvitationError::InvitationUnknown(_)
    );

    let mine =
        families::list_my_families(&ada.user, &ListMyFamiliesParams::default()).await.unwrap();
    let mut told: Vec<_> =
        mine.iter().map(|it| (&*it.name, it.kind.clone(), it.may_book)).collect();
    told.sort_by_key(|it| it.0);
    assert_eq!(
        told,
        [("Byron", MemberKind::Relative, false), ("Lovelace", MemberKind::Parent, true)]
    );
    let of_byron = ListFamilyMembersParams::builder().family_id(another.id).build();
    assert_eq!(families::list_family_members(&ada.user, &of_byron).await.unwrap().len(), 3);
    // Others see nothing of either.
    assert!(families::list_family_members(&eve.user, &of_byron).await.unwrap().is_empty());
    assert!(families::get_family(&eve.user, one_family.id).await.unwrap().is_empty());
    // Only who manages a family lets others in.
    refused!(families::invite_to_family(&ada.user, &invite), InviteToFamilyError::NoSuchFamily(_));

    families::leave_family(&ada.user, another.id).await.unwrap();
    let mine =
        families::list_my_families(&ada.user, &ListMyFamiliesParams::default()).await.unwrap();
    assert_eq!(one(mine).id, one_family.id);
}

/// M1.5. A user makes several families, and may hand one on to another member.
pub(crate) async fn a_user_creates_many_families_and_hands_one_on(world: &World) {
    let (ada, byron, eve) =
        (world.member("Ada").await, world.member("Byron").await, world.member("Eve").await);
    let first = homes::family(&ada, "Lovelace").await;
    let second = homes::family(&ada, "King").await;
    let mine =
        families::list_my_families(&ada.user, &ListMyFamiliesParams::default()).await.unwrap();
    assert_eq!(mine.iter().filter(|it| it.may_book).count(), 2);

    refused!(
        families::transfer_family(&ada.user, second.id, byron.id),
        TransferFamilyError::UserCannotTakeFamilyOver(_)
    );
    take_in(&ada, second.id, &byron, MemberKind::Parent).await;
    refused!(
        families::transfer_family(&byron.user, second.id, byron.id),
        TransferFamilyError::NoSuchFamily(_)
    );
    families::transfer_family(&ada.user, second.id, byron.id).await.unwrap();
    assert_eq!(one(families::get_family(&ada.user, second.id).await.unwrap()).creator_id, byron.id);
    refused!(
        families::rename_family(&ada.user, second.id, "Mine"),
        RenameFamilyError::NoSuchFamily(_)
    );
    families::rename_family(&byron.user, second.id, "Byron").await.unwrap();
    assert_eq!(one(families::get_family(&ada.user, first.id).await.unwrap()).creator_id, ada.id);
    refused!(
        families::close_family(&eve.user, first.id),
        families::CloseFamilyError::NoSuchFamily(_)
    );
    forbidden!(families::create_family(
        &world.nobody(),
        &CreateFamilyParams::builder().name("X").build()
    ));
}

/// M1.6. The creator books for every member of the family; another member, also a parent, does not.
pub(crate) async fn the_creator_books_for_every_member_and_nobody_else_does(world: &World) {
    let (ada, byron, eve) =
        (world.member("Ada").await, world.member("Byron").await, world.member("Eve").await);
    let (_, house) = homes::host(world, "Bo").await;
    let family = homes::family(&ada, "Lovelace").await;
    take_in(&ada, family.id, &byron, MemberKind::Parent).await;
    let other = homes::family(&eve, "Eve").await;
    assert!(families::may_book_for(&ada.user, family.id).await.unwrap());
    assert!(!families::may_book_for(&byron.user, family.id).await.unwrap());
    assert!(!families::may_book_for(&eve.user, family.id).await.unwrap());

    let noon = homes::stay(family, house, at(3, 12), at(3, 14));
    for wrong in [&byron, &eve] {
        refused!(bookings::hold_booking(&wrong.once(), &noon), HoldBookingError::NoSuchFamily(_));
    }
    let with_anothers_child =
        homes::stay(homes::Family { member: other.member, ..family }, house, at(3, 12), at(3, 14));
    refused!(
        bookings::hold_booking(&ada.once(), &with_anothers_child),
        HoldBookingError::NoSuchFamily(_)
    );
    // A child that the other parent brings is a member like any.
    let second = families::add_child(&ada.user, family.id, "Ralph", born(9)).await.unwrap();
    let both = bookings::HoldBookingParams::builder()
        .family_id(family.id)
        .host_id(house)
        .starts_at(at(3, 12))
        .ends_at(at(3, 14))
        .member_ids([family.member, one(second).member_id])
        .build();
    let held = bookings::hold_booking(&ada.once(), &both).await.unwrap();
    let booking = bookings::get_booking(&byron.user, held).await.unwrap();
    assert_eq!((booking.family_id, booking.price.0), (family.id, 4000));
    forbidden!(bookings::hold_booking(&world.nobody().idempotency_key("n"), &both));
}

/// M1.7. What is shown of a person, a family and a host is what they say, to whom they say.
pub(crate) async fn profiles_are_shown_as_far_as_their_owners_say(world: &World) {
    let (ada, byron, eve) =
        (world.member("Ada").await, world.member("Byron").await, world.member("Eve").await);
    let family = homes::family(&ada, "Lovelace").await;
    take_in(&ada, family.id, &byron, MemberKind::Parent).await;
    let nobody = world.nobody();

    let to = |visibility| {
        UpdateMyProfileParams::builder().bio("Numbers.").visibility(visibility).build()
    };
    for (visibility, to_family, to_members, to_all) in [
        (Visibility::Private, false, false, false),
        (Visibility::Family, true, false, false),
        (Visibility::Members, true, true, false),
        (Visibility::Public, true, true, true),
    ] {
        accounts::update_my_profile(&ada.user, &to(visibility.clone())).await.unwrap();
        let mine = one(accounts::get_my_profile(&ada.user).await.unwrap());
        assert_eq!((&*mine.bio, &mine.visibility), ("Numbers.", &visibility));
        for (who, seen) in [(&byron.user, to_family), (&eve.user, to_members), (&nobody, to_all)] {
            let shown = accounts::get_profile(who, ada.id).await.unwrap();
            assert_eq!(shown.len(), usize::from(seen), "{visibility:?}");
        }
    }
    let text = UpdateFamilyProfileParams::builder().family_id(family.id).about("Five of us.");
    let text = text.visibility(Visibility::Members).build();
    families::update_family_profile(&ada.user, &text).await.unwrap();
    let shown = one(families::get_family_profile(&eve.user, family.id).await.unwrap());
    assert_eq!(shown.about, "Five of us.");
    assert!(families::get_family_profile(&nobody, family.id).await.unwrap().is_empty());
    for wrong in [&byron.user, &eve.user] {
        refused!(
            families::update_family_profile(wrong, &text),
            UpdateFamilyProfileError::NoSuchFamily(_)
        );
    }

    let bo = world.member("Bo").await;
    let house = homes::open_house(&bo).await;
    let shown = one(hosting::get_host(&eve.user, house).await.unwrap());
    assert_eq!((&*shown.headline, shown.locality.as_deref()), ("A garden", Some("Potsdam")));
    // The area, to a kilometre; the address is the host's own.
    assert_eq!(shown.area_latitude.unwrap().to_string(), "52.39");
    assert_eq!(one(hosting::get_my_host_address(&bo.user).await.unwrap()).line1, "Gartenweg 1");
    assert!(hosting::get_host(&nobody, house).await.unwrap().is_empty());
    let public = UpdateMyHostProfileParams::builder().visibility(Visibility::Public).build();
    hosting::update_my_host_profile(&bo.user, &public).await.unwrap();
    assert_eq!(hosting::get_host(&nobody, house).await.unwrap().len(), 1);
    hosting::pause_my_host(&bo.user).await.unwrap();
    assert!(hosting::get_host(&eve.user, house).await.unwrap().is_empty());
    let address = SetMyHostAddressParams::builder().line1("1").locality("P").country("DE").build();
    refused!(hosting::set_my_host_address(&eve.user, &address), SetMyHostAddressError::NotAHost(_));
}

/// M1.4. Whoever is signed in and has not registered, or is not signed in, takes no part.
pub(crate) async fn who_has_not_registered_takes_no_part(world: &World) {
    let nemo = world.stranger("Nemo").await;
    assert!(accounts::get_my_account(&nemo.user).await.unwrap().is_empty());
    forbidden!(families::create_family(
        &nemo.user,
        &CreateFamilyParams::builder().name("N").build()
    ));
    refused!(accounts::register(&nemo.user, " "), RegisterError::ValueHasNoProperForm(_));
    forbidden!(accounts::register(&world.nobody(), "Nobody"));
    accounts::register(&nemo.user, "Nemo").await.unwrap();
    assert_eq!(accounts::register(&nemo.user, "Twice").await.unwrap(), nemo.id);
    assert_eq!(one(accounts::get_my_profile(&nemo.user).await.unwrap()).display_name, "Nemo");
    assert!(at(0, 0) < one(accounts::get_my_account(&nemo.user).await.unwrap()).registered_at);
}
