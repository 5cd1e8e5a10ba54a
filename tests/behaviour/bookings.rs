//! The way of a booking, and what is kept on it.

use crate::homes::{self, Family, agree, ask, stay, stay_takes_place};
use crate::money::pay;
use crate::people::take_in;
use crate::world::{Person, World, at, forbidden, one, refused};
use momni_client::bookings::{
    self, AcceptBookingError, AcknowledgeRequirementError, AddChildRequirementError,
    AddChildRequirementParams, CancelBookingError, CancelBookingParams,
    ChangeChildRequirementParams, CheckInError, CreateBookingGroupParams, GetBookingError,
    HoldBookingError, JoinBookingGroupError, JoinWaitlistParams, LeaveWaitlistError,
    ListBookingsParams, QuoteCancellationError, ReadRequirementsError, RequestBookingError,
    RequestBookingGroupError, RequestBookingParams, SetMyHostTermsParams,
};
use momni_client::ids::{BookingId, HostId};
use momni_client::types::{
    AgeGroup, BookingStatus, HandoverKind, MemberKind, Party, RequirementKind, RequirementSeverity,
    WaitlistStatus,
};
use momni_client::values::Interval;
use std::collections::BTreeMap;

/// Where a booking stands.
pub(crate) async fn status(who: &Person, booking: BookingId) -> BookingStatus {
    bookings::get_booking(&who.user, booking).await.unwrap().status
}

/// Places for so many children at once.
pub(crate) async fn takes(host: &Person, places: i16, exclusive: bool) {
    let terms = SetMyHostTermsParams::builder()
        .places(places)
        .exclusive(exclusive)
        .minimum_notice(Interval::default())
        .build();
    bookings::set_my_host_terms(&host.user, &terms).await.unwrap();
    bookings::set_my_capacity(&host.user, AgeGroup::School, places, 1000).await.unwrap();
}

/// Somebody with a family.
pub(crate) async fn parent(world: &World, name: &str) -> (Person, Family) {
    let person = world.member(name).await;
    let family = homes::family(&person, name).await;
    (person, family)
}

/// M3.2. A booking goes its way step by step, each by whose step it is.
pub(crate) async fn a_booking_goes_its_way_and_no_other(world: &World) {
    let (bo, house) = homes::host(world, "Bo").await;
    let (otto, _) = homes::host(world, "Otto").await;
    let ((ada, family), (eve, _)) = (parent(world, "Ada").await, parent(world, "Eve").await);
    let noon = stay(family, house, at(3, 12), at(3, 14));
    let key = ada.with_key("the only one");
    let held: BookingId = bookings::hold_booking(&key, &noon).await.unwrap();
    // The same request, sent again, holds nothing more.
    assert_eq!(bookings::hold_booking(&key, &noon).await.unwrap(), held);
    assert_eq!(status(&ada, held).await, BookingStatus::Held);
    // The host is not asked yet, and does not see it.
    refused!(bookings::accept_booking(&bo.user, held), AcceptBookingError::NoSuchBooking(_));

    let asked = RequestBookingParams::builder().booking_id(held).note("She likes numbers.").build();
    for wrong in [&eve.user, &bo.user] {
        refused!(bookings::request_booking(wrong, &asked), RequestBookingError::NoSuchBooking(_));
    }
    bookings::request_booking(&ada.user, &asked).await.unwrap();
    assert_eq!(
        bookings::get_booking(&bo.user, held).await.unwrap().note.as_deref(),
        Some("She likes numbers.")
    );
    for wrong in [&ada.user, &otto.user, &eve.user] {
        refused!(bookings::accept_booking(wrong, held), AcceptBookingError::NoSuchBooking(_));
    }
    assert_eq!(bookings::accept_booking(&bo.user, held).await.unwrap(), BookingStatus::Accepted);
    refused!(bookings::accept_booking(&bo.user, held), AcceptBookingError::BookingNotInState(_));
    refused!(bookings::check_in(&bo.user, held, "000000"), CheckInError::BookingNotInState(_));
    pay(world, &ada, held).await;
    assert_eq!(status(&bo, held).await, BookingStatus::Confirmed);
    refused!(bookings::check_in(&bo.user, held, "000000"), CheckInError::TooEarly(_));

    world.earlier(held, 4).await;
    let code = bookings::make_handover_code(&ada.user, held, HandoverKind::CheckIn).await.unwrap();
    let code = one(code).code;
    let wrong = if code == "000000" { "000001" } else { "000000" };
    assert!(!bookings::check_in(&bo.user, held, wrong).await.unwrap());
    refused!(bookings::check_in(&otto.user, held, &code), CheckInError::NoSuchBooking(_));
    assert!(bookings::check_in(&bo.user, held, &code).await.unwrap());
    assert_eq!(status(&ada, held).await, BookingStatus::InProgress);
    let code = bookings::make_handover_code(&ada.user, held, HandoverKind::CheckOut).await.unwrap();
    assert!(bookings::check_out(&bo.user, held, &one(code).code).await.unwrap());

    let way: Vec<_> = bookings::list_booking_events(&ada.user, held).await.unwrap();
    let way: Vec<_> = way.into_iter().map(|it| (it.to_status, it.party)).collect();
    let expected = [
        (BookingStatus::Held, Party::Family),
        (BookingStatus::Requested, Party::Family),
        (BookingStatus::Accepted, Party::Host),
        (BookingStatus::Confirmed, Party::System),
        (BookingStatus::InProgress, Party::Host),
        (BookingStatus::Completed, Party::Host),
    ];
    assert_eq!(way, expected);
    let cancel = CancelBookingParams::builder().booking_id(held).build();
    refused!(
        bookings::cancel_booking(&ada.user, &cancel),
        CancelBookingError::BookingNotInState(_)
    );
    // To others there is no such booking.
    refused!(bookings::get_booking(&eve.user, held), GetBookingError::NoSuchRow(_));
    let of_family = ListBookingsParams::builder().by_family_id(family.id).build();
    assert!(bookings::list_bookings(&eve.user, &of_family).await.unwrap().is_empty());
    assert_eq!(one(bookings::list_bookings(&ada.user, &of_family).await.unwrap()).id, held);
}

/// M3.2. A place is given once: in a shared house as many children as it has places, in an exclusive one a family at a time.
pub(crate) async fn no_place_is_given_twice(world: &World) {
    let (bo, house) = homes::host(world, "Bo").await;
    let ((ada, lovelace), (eve, other)) = (parent(world, "Ada").await, parent(world, "Eve").await);
    takes(&bo, 1, false).await;
    let noon = stay(lovelace, house, at(3, 12), at(3, 14));
    let overlapping = stay(other, house, at(3, 13), at(3, 15));
    bookings::hold_booking(&ada.once(), &noon).await.unwrap();
    refused!(
        bookings::hold_booking(&eve.once(), &overlapping),
        HoldBookingError::NotEnoughPlaces(_)
    );
    bookings::hold_booking(&eve.once(), &stay(other, house, at(3, 14), at(3, 15))).await.unwrap();

    takes(&bo, 2, true).await;
    bookings::hold_booking(&ada.once(), &stay(lovelace, house, at(6, 12), at(6, 14)))
        .await
        .unwrap();
    let overlapping = stay(other, house, at(6, 13), at(6, 15));
    refused!(bookings::hold_booking(&eve.once(), &overlapping), HoldBookingError::HostTaken(_));

    // Two hosts may be asked for one child; the first who agrees has it.
    let (otto, second) = homes::host(world, "Otto").await;
    let (here, there) = (ask(&ada, lovelace, house, 9).await, ask(&ada, lovelace, second, 9).await);
    bookings::accept_booking(&otto.user, there).await.unwrap();
    refused!(bookings::accept_booking(&bo.user, here), AcceptBookingError::ChildTakenElsewhere(_));
}

/// M3.2. What nobody answers runs out by itself, and its places are free.
pub(crate) async fn what_nobody_answers_runs_out(world: &World) {
    let (bo, house) = homes::host(world, "Bo").await;
    let (ada, family) = parent(world, "Ada").await;
    let noon = stay(family, house, at(3, 12), at(3, 14));
    let held: BookingId = bookings::hold_booking(&ada.once(), &noon).await.unwrap();
    let asked = ask(&ada, family, house, 5).await;
    let run_out = async |booking: BookingId| {
        let late = format!(
            "update app.bookings set due_at = now() - interval '1 second' where id = '{booking}'"
        );
        world.operate(&late).await;
    };
    run_out(held).await;
    let request = RequestBookingParams::builder().booking_id(held).build();
    refused!(bookings::request_booking(&ada.user, &request), RequestBookingError::HoldRunOut(_));
    run_out(asked).await;
    refused!(bookings::accept_booking(&bo.user, asked), AcceptBookingError::RequestRunOut(_));
    world.job("app.expire_bookings()").await;
    for booking in [held, asked] {
        assert_eq!(status(&ada, booking).await, BookingStatus::Expired);
    }
    let last = bookings::list_booking_events(&ada.user, asked).await.unwrap();
    assert_eq!(last.last().unwrap().party, Party::System);
}

/// M3.3. Who waits is offered what gets free, in the order of coming.
pub(crate) async fn who_waits_is_served_in_order(world: &World) {
    let (bo, house) = homes::host(world, "Bo").await;
    takes(&bo, 1, false).await;
    let (ada, lovelace) = parent(world, "Ada").await;
    let (byron, second) = parent(world, "Byron").await;
    let (eve, third) = parent(world, "Eve").await;
    let taken = ask(&ada, lovelace, house, 4).await;
    let wait = |family: Family| {
        JoinWaitlistParams::builder()
            .family_id(family.id)
            .host_id(house)
            .starts_at(at(4, 12))
            .ends_at(at(4, 14))
            .member_ids([family.member])
            .build()
    };
    let first = bookings::join_waitlist(&byron.user, &wait(second)).await.unwrap();
    bookings::join_waitlist(&eve.user, &wait(third)).await.unwrap();
    let entry = async |who: &Person, family: Family| {
        one(bookings::list_waitlist(&who.user, family.id).await.unwrap())
    };
    let byrons = entry(&byron, second).await;
    assert_eq!((byrons.status, byrons.ahead), (WaitlistStatus::Waiting, Some(0)));
    assert_eq!(entry(&eve, third).await.ahead, Some(1));
    refused!(bookings::leave_waitlist(&eve.user, first), LeaveWaitlistError::NoSuchEntry(_));
    refused!(
        bookings::join_waitlist(&eve.user, &wait(second)),
        bookings::JoinWaitlistError::NoSuchFamily(_)
    );
    assert!(bookings::list_waitlist(&eve.user, second.id).await.unwrap().is_empty());

    let cancel = |booking| CancelBookingParams::builder().booking_id(booking).build();
    bookings::cancel_booking(&ada.user, &cancel(taken)).await.unwrap();
    let byrons = entry(&byron, second).await;
    assert_eq!(byrons.status, WaitlistStatus::Offered);
    assert_eq!(entry(&eve, third).await.status, WaitlistStatus::Waiting);
    // Nobody comes in between.
    let noon = stay(lovelace, house, at(4, 12), at(4, 14));
    refused!(bookings::hold_booking(&ada.once(), &noon), HoldBookingError::NotEnoughPlaces(_));
    // The first lets it go, and the next takes it.
    bookings::cancel_booking(&byron.user, &cancel(byrons.booking_id.unwrap())).await.unwrap();
    assert_eq!(entry(&byron, second).await.status, WaitlistStatus::Passed);
    let eves = entry(&eve, third).await;
    assert_eq!(eves.status, WaitlistStatus::Offered);
    let take = RequestBookingParams::builder().booking_id(eves.booking_id.unwrap()).build();
    bookings::request_booking(&eve.user, &take).await.unwrap();
    assert_eq!(entry(&eve, third).await.status, WaitlistStatus::Taken);
    refused!(
        bookings::leave_waitlist(&byron.user, first),
        LeaveWaitlistError::DoesNotWaitAnyMore(_)
    );
}

/// M3.4. Families book together: one gathers, others join by a code, the host agrees to all.
pub(crate) async fn families_book_together(world: &World) {
    let (bo, house) = homes::host(world, "Bo").await;
    takes(&bo, 2, true).await;
    let (ada, lovelace) = parent(world, "Ada").await;
    let (byron, second) = parent(world, "Byron").await;
    let (eve, third) = parent(world, "Eve").await;
    let gather = CreateBookingGroupParams::builder()
        .family_id(lovelace.id)
        .host_id(house)
        .starts_at(at(4, 12))
        .ends_at(at(4, 14))
        .member_ids([lovelace.member])
        .name("Rabbits")
        .build();
    refused!(
        bookings::create_booking_group(&eve.user, &gather),
        bookings::CreateBookingGroupError::NoSuchFamily(_)
    );
    let group = one(bookings::create_booking_group(&ada.user, &gather).await.unwrap());
    let join = async |who: &Person, code: &str, family: Family| {
        bookings::join_booking_group(&who.user, code, family.id, [family.member]).await
    };
    refused!(join(&byron, "no such code", second), JoinBookingGroupError::CodeUnknown(_));
    refused!(join(&eve, &group.code, second), JoinBookingGroupError::NoSuchFamily(_));
    let joined = join(&byron, &group.code, second).await.unwrap();
    refused!(join(&byron, &group.code, second), JoinBookingGroupError::FamilyJoinedAlready(_));
    refused!(join(&eve, &group.code, third), JoinBookingGroupError::NotEnoughPlaces(_));

    refused!(
        bookings::request_booking_group(&byron.user, group.group_id),
        RequestBookingGroupError::NoSuchGroup(_)
    );
    assert_eq!(bookings::request_booking_group(&ada.user, group.group_id).await.unwrap(), 2);
    refused!(join(&eve, &group.code, third), JoinBookingGroupError::CodeUnknown(_));
    refused!(
        bookings::accept_booking_group(&ada.user, group.group_id),
        bookings::AcceptBookingGroupError::NoRequest(_)
    );
    assert_eq!(bookings::accept_booking_group(&bo.user, group.group_id).await.unwrap(), 2);
    let members = bookings::list_group_bookings(&byron.user, group.group_id).await.unwrap();
    assert!(members.iter().all(|it| it.status == BookingStatus::Accepted));
    assert_eq!(members.len(), 2);
    refused!(
        bookings::list_group_bookings(&eve.user, group.group_id),
        bookings::ListGroupBookingsError::NoSuchGroup(_)
    );
    // Each goes its own way from here.
    let cancel = CancelBookingParams::builder().booking_id(joined).build();
    bookings::cancel_booking(&byron.user, &cancel).await.unwrap();
    assert_eq!(status(&ada, group.booking_id).await, BookingStatus::Accepted);
}

/// M3.5. What it costs to cancel is what the terms said when it was booked, by the notice that is left.
pub(crate) async fn cancelling_costs_what_the_terms_said(world: &World) {
    let (bo, house) = homes::host(world, "Bo").await;
    let ((ada, family), (eve, _)) = (parent(world, "Ada").await, parent(world, "Eve").await);
    let cancel =
        |booking| CancelBookingParams::builder().booking_id(booking).reason("Is ill.").build();
    // Under the moderate policy, agreed on two hours ago: the time of grace is over.
    for (days, fee) in [(10, 0), (3, 1000), (2, 2000)] {
        let booking = agree(&ada, family, &bo, house, days).await;
        assert_eq!(bookings::quote_cancellation(&ada.user, booking).await.unwrap(), 0, "{days}");
        let ago = format!(
            "update app.bookings set accepted_at = accepted_at - interval '2 hours' where id = '{booking}'"
        );
        world.operate(&ago).await;
        if days == 2 {
            world.earlier(booking, 2).await;
        }
        // Nothing is due for what was not paid.
        assert_eq!(bookings::quote_cancellation(&ada.user, booking).await.unwrap(), 0, "{days}");
        world.operate(&format!("select app.booking_paid('{booking}')")).await;
        assert_eq!(bookings::quote_cancellation(&ada.user, booking).await.unwrap(), fee, "{days}");
        assert_eq!(bookings::quote_cancellation(&bo.user, booking).await.unwrap(), fee, "{days}");
        refused!(
            bookings::quote_cancellation(&eve.user, booking),
            QuoteCancellationError::NoSuchBooking(_)
        );
        refused!(
            bookings::cancel_booking(&eve.user, &cancel(booking)),
            CancelBookingError::NoSuchBooking(_)
        );
        // A later policy changes nothing for what is booked.
        let strict = SetMyHostTermsParams::builder().places(2).minimum_notice(Interval::default());
        bookings::set_my_host_terms(&bo.user, &strict.cancellation_policy("strict").build())
            .await
            .unwrap();
        assert_eq!(
            bookings::cancel_booking(&ada.user, &cancel(booking)).await.unwrap(),
            fee,
            "{days}"
        );
        let cancelled = bookings::get_booking(&bo.user, booking).await.unwrap();
        assert_eq!(cancelled.fee.unwrap().0, fee);
        assert_eq!(cancelled.status_reason.as_deref(), Some("Is ill."));
        takes(&bo, 2, false).await;
    }
    // A host who cancels costs the family nothing.
    let booking = agree(&ada, family, &bo, house, 2).await;
    let ago = format!(
        "update app.bookings set accepted_at = accepted_at - interval '2 hours' where id = '{booking}'"
    );
    world.operate(&ago).await;
    assert_eq!(bookings::cancel_booking(&bo.user, &cancel(booking)).await.unwrap(), 0);
    let policies = bookings::list_cancellation_policies(&world.nobody()).await.unwrap();
    assert!(policies.iter().any(|it| it.policy.0 == "moderate" && it.fee_basis_points == 5000));
}

/// M3.6. What a child needs is known to whoever takes it in, in those days, and to nobody else; it is acknowledged first.
pub(crate) async fn a_host_acknowledges_what_a_child_needs(world: &World) {
    let (bo, house) = homes::host(world, "Bo").await;
    let (otto, _) = homes::host(world, "Otto").await;
    let ((ada, family), (eve, _)) = (parent(world, "Ada").await, parent(world, "Eve").await);
    let (byron, nanny) = (world.member("Byron").await, world.member("Nanny").await);
    take_in(&ada, family.id, &byron, MemberKind::Parent).await;
    take_in(&ada, family.id, &nanny, MemberKind::Caregiver).await;
    let needs = AddChildRequirementParams::builder()
        .child_id(family.child)
        .kind(RequirementKind::Allergy)
        .severity(RequirementSeverity::LifeThreatening)
        .title("Peanuts")
        .instructions("The pen is in the red bag.")
        .build();
    for wrong in [&eve.user, &nanny.user] {
        refused!(
            bookings::add_child_requirement(wrong, &needs),
            AddChildRequirementError::NoSuchChild(_)
        );
    }
    let id = bookings::add_child_requirement(&byron.user, &needs).await.unwrap();
    let listed = one(bookings::list_child_requirements(&ada.user, family.child).await.unwrap());
    assert_eq!((listed.id, &*listed.title, listed.revision), (id, "Peanuts", 1));
    for wrong in [&eve.user, &nanny.user, &bo.user] {
        assert!(bookings::list_child_requirements(wrong, family.child).await.unwrap().is_empty());
    }
    let clara = world.community_administrator("Clara").await;
    forbidden!(bookings::list_child_requirements(&clara.user, family.child));

    let booking = agree(&ada, family, &bo, house, 20).await;
    // Three weeks before is too early to know.
    refused!(
        bookings::read_requirements(&bo.user, booking),
        ReadRequirementsError::NoSuchBooking(_)
    );
    pay(world, &ada, booking).await;
    world.begun(booking).await;
    refused!(
        bookings::read_requirements(&otto.user, booking),
        ReadRequirementsError::NoSuchBooking(_)
    );
    refused!(
        bookings::read_requirements(&ada.user, booking),
        ReadRequirementsError::NoSuchBooking(_)
    );
    let read = one(bookings::read_requirements(&bo.user, booking).await.unwrap());
    assert_eq!(
        (&*read.given_name, &*read.instructions),
        ("Annabella", "The pen is in the red bag.")
    );
    assert!(!read.acknowledged);
    let code =
        bookings::make_handover_code(&ada.user, booking, HandoverKind::CheckIn).await.unwrap();
    let code = one(code).code;
    refused!(bookings::check_in(&bo.user, booking, &code), CheckInError::NotAcknowledged(_));
    // What is changed meanwhile has to be read again.
    let change =
        ChangeChildRequirementParams::builder().id(id).revision(1).title("Peanuts and nuts");
    assert_eq!(bookings::change_child_requirement(&ada.user, &change.build()).await.unwrap(), 2);
    refused!(
        bookings::acknowledge_requirement(&bo.user, booking, id, 1),
        AcknowledgeRequirementError::ChangedSince(_)
    );
    refused!(
        bookings::acknowledge_requirement(&otto.user, booking, id, 2),
        AcknowledgeRequirementError::NoSuchRequirement(_)
    );
    bookings::acknowledge_requirement(&bo.user, booking, id, 2).await.unwrap();
    assert!(one(bookings::read_requirements(&bo.user, booking).await.unwrap()).acknowledged);
    assert_eq!(one(bookings::list_acknowledgements(&ada.user, booking).await.unwrap()).revision, 2);
    stay_takes_place(&ada, &bo, booking).await;
}

/// A host who guesses gets a few tries of a code, and not the number of calls that they can make.
pub(crate) async fn a_code_is_guessed_a_few_times(world: &World) {
    let (ada, family) = parent(world, "Ada").await;
    let (bo, house) = homes::host(world, "Bo").await;
    let booking = agree(&ada, family, &bo, house, 4).await;
    pay(world, &ada, booking).await;
    world.begun(booking).await;
    let code = bookings::make_handover_code(&ada.user, booking, HandoverKind::CheckIn).await;
    let code = one(code.unwrap()).code;

    let wrong = (0..=100).map(|it| format!("{it:06}")).filter(|it| *it != code).take(100);
    let mut answers = BTreeMap::new();
    for guess in wrong {
        let answer = match bookings::check_in(&bo.user, booking, &guess).await {
            Ok(right) => right.to_string(),
            Err(error) => momni_client::Error::from(error).sqlstate().unwrap().to_owned(),
        };
        *answers.entry(answer).or_insert(0) += 1;
    }
    // Thirty are answered, and five of these were held against the code: the right one does nothing either after them.
    assert_eq!(answers, BTreeMap::from([("PT429".to_owned(), 70), ("false".to_owned(), 30)]));
    let tried = format!("select attempts from app.handover_codes where booking_id = '{booking}'");
    assert_eq!(world.operate(&tried).await, [[Some("5".to_owned())]]);
    world
        .batch(&format!("delete from app.rate_limits where bucket like 'api.check_in:%{}%'", bo.id))
        .await;
    assert!(!bookings::check_in(&bo.user, booking, &code).await.unwrap());
    assert_eq!(status(&bo, booking).await, BookingStatus::Confirmed);
}

/// A stay that was paid and took place just now.
pub(crate) async fn hosted(
    world: &World,
    creator: &Person,
    family: Family,
    host: &Person,
    house: HostId,
) -> BookingId {
    let booking = agree(creator, family, host, house, 6).await;
    pay(world, creator, booking).await;
    world.begun(booking).await;
    stay_takes_place(creator, host, booking).await;
    booking
}
