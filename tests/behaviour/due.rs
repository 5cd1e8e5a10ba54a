//! What moves on by itself when its time has come, by the jobs that Momni declares.

use crate::bookings::{hosted, status};
use crate::homes::{self, agree, stay};
use crate::money::pay;
use crate::world::{World, at, one, refused};
use momni_client::administration::{self, SuspendUserParams};
use momni_client::bookings::{
    self, CreateBookingGroupParams, HoldBookingError, JoinBookingGroupError,
};
use momni_client::families::{self, AcceptInvitationError, InviteToFamilyParams};
use momni_client::ids::BookingId;
use momni_client::reviews::{self, ListHostReviewsParams, WriteReviewParams};
use momni_client::trust::{self, HoldHostParams, ListBehaviourParams};
use momni_client::types::{BehaviourKind, BookingStatus, HandoverKind, MemberKind};
use momni_client::values::{Interval, Timestamptz};
use std::time::{Duration, SystemTime};

/// M3.2, M2.8. To whom nobody comes, and who forgets to say that it is over, waits for no one.
pub(crate) async fn stays_end_though_nobody_says_so(world: &World) {
    let (bo, house) = homes::host(world, "Bo").await;
    let ada = world.member("Ada").await;
    let family = homes::family(&ada, "Lovelace").await;
    let over = async |booking: BookingId| {
        let over = format!(
            "update app.bookings set due_at = now() - interval '1 second' where id = '{booking}'"
        );
        world.operate(&over).await;
    };
    let missed = agree(&ada, family, &bo, house, 5).await;
    pay(world, &ada, missed).await;
    world.earlier(missed, 7).await;
    over(missed).await;
    world.job("app.mark_no_shows()").await;
    let after = bookings::get_booking(&bo.user, missed).await.unwrap();
    assert_eq!((after.status, after.fee), (BookingStatus::NoShow, Some(after.price)));
    // M2.8. It counts for the record of who did not come.
    let clara = world.community_administrator("Clara").await;
    let of_ada = ListBehaviourParams::builder().user_id(ada.id).build();
    let told = one(trust::list_behaviour(&clara.user, &of_ada).await.unwrap());
    assert_eq!((told.kind, told.subject_id), (BehaviourKind::NoShow, missed.into()));
    assert!(trust::get_safety_score(&clara.user, ada.id).await.unwrap() > 0);
    assert_eq!(trust::get_safety_score(&clara.user, bo.id).await.unwrap(), 0);

    let kept = agree(&ada, family, &bo, house, 6).await;
    pay(world, &ada, kept).await;
    world.earlier(kept, 7).await;
    let code = bookings::make_handover_code(&ada.user, kept, HandoverKind::CheckIn).await.unwrap();
    assert!(bookings::check_in(&bo.user, kept, &one(code).code).await.unwrap());
    over(kept).await;
    world.job("app.complete_stays()").await;
    assert_eq!(status(&ada, kept).await, BookingStatus::Completed);
}

/// M3.4. A group that does not ask in time lets its places go.
pub(crate) async fn a_group_that_does_not_ask_lets_go(world: &World) {
    let (_, house) = homes::host(world, "Bo").await;
    let (ada, eve) = (world.member("Ada").await, world.member("Eve").await);
    let (lovelace, other) =
        (homes::family(&ada, "Lovelace").await, homes::family(&eve, "Eve").await);
    let gather = CreateBookingGroupParams::builder()
        .family_id(lovelace.id)
        .host_id(house)
        .starts_at(at(4, 12))
        .ends_at(at(4, 14))
        .member_ids([lovelace.member])
        .name("Rabbits")
        .open_for(Interval::from_micros(3_600_000_000))
        .build();
    let group = one(bookings::create_booking_group(&ada.user, &gather).await.unwrap());
    let hour_ago = format!(
        "update app.booking_groups set closes_at = now() - interval '1 second' where id = '{0}';
         update app.bookings set due_at = now() - interval '1 second' where group_id = '{0}'",
        group.group_id
    );
    world.past(&hour_ago).await;
    refused!(
        bookings::join_booking_group(&eve.user, &group.code, other.id, [other.member]),
        JoinBookingGroupError::CodeUnknown(_)
    );
    world.job("app.expire_groups()").await;
    world.job("app.expire_bookings()").await;
    assert_eq!(status(&ada, group.booking_id).await, BookingStatus::Expired);
    refused!(
        bookings::request_booking_group(&ada.user, group.group_id),
        bookings::RequestBookingGroupError::GroupNotInState(_)
    );
}

/// M1.4. A code to a family opens nothing after its time, and goes from the list.
pub(crate) async fn an_invitation_runs_out(world: &World) {
    let (ada, eve) = (world.member("Ada").await, world.member("Eve").await);
    let family = homes::family(&ada, "Lovelace").await;
    let invite = InviteToFamilyParams::builder().family_id(family.id).kind(MemberKind::Relative);
    let invited = one(families::invite_to_family(&ada.user, &invite.build()).await.unwrap());
    let late = format!(
        "update app.family_invitations set created_at = now() - interval '2 days', expires_at = now() - interval '1 second' where id = '{}'",
        invited.invitation_id
    );
    world.past(&late).await;
    refused!(
        families::accept_invitation(&eve.user, &invited.code),
        AcceptInvitationError::InvitationUnknown(_)
    );
    world.job("app.withdraw_expired_invitations()").await;
    assert!(families::list_family_invitations(&ada.user, family.id).await.unwrap().is_empty());
}

/// M2.5, M2.8. Holds on hosts and suspensions end when they were said to.
pub(crate) async fn holds_and_suspensions_end_by_themselves(world: &World) {
    let (_, house) = homes::host(world, "Bo").await;
    let (ada, eve) = (world.member("Ada").await, world.member("Eve").await);
    let clara = world.community_administrator("Clara").await;
    let family = homes::family(&ada, "Lovelace").await;
    let soon = Timestamptz::from(SystemTime::now() + Duration::from_secs(3600));
    let hold =
        HoldHostParams::builder().host_id(house).reason("Is looked into.").until(soon).build();
    trust::hold_host(&clara.user, &hold).await.unwrap();
    let out = SuspendUserParams::builder().user_id(eve.id).reason("Was rude.").until(soon).build();
    administration::suspend_user(&clara.user, &out).await.unwrap();
    let jobs = async || {
        world.job("app.lift_host_holds()").await;
        world.job("app.expire_suspensions()").await;
    };
    jobs().await;
    let noon = stay(family, house, at(3, 12), at(3, 14));
    refused!(bookings::hold_booking(&ada.once(), &noon), HoldBookingError::HostCannotBeBooked(_));
    assert_eq!(trust::get_my_suspension(&eve.user).await.unwrap().len(), 1);
    let over = format!(
        "update app.host_holds set created_at = now() - interval '2 hours', until = now() - interval '1 hour' where host_id = '{house}';
         update app.suspensions set created_at = now() - interval '2 hours', until = now() - interval '1 hour' where user_id = '{}'",
        eve.id
    );
    world.past(&over).await;
    jobs().await;
    bookings::hold_booking(&ada.once(), &noon).await.unwrap();
    assert!(trust::get_my_suspension(&eve.user).await.unwrap().is_empty());
}

/// M2.6. What one side wrote is shown after two weeks, though the other wrote nothing.
pub(crate) async fn a_review_is_shown_after_two_weeks(world: &World) {
    let (bo, house) = homes::host(world, "Bo").await;
    let ada = world.member("Ada").await;
    let family = homes::family(&ada, "Lovelace").await;
    let booking = hosted(world, &ada, family, &bo, house).await;
    let says = WriteReviewParams::builder().booking_id(booking).rating(5).body("Rabbits!").build();
    let review = reviews::write_review(&ada.user, &says).await.unwrap();
    let shown = ListHostReviewsParams::builder().host_id(house).build();
    world.job("app.reveal_reviews()").await;
    assert!(reviews::list_host_reviews(&bo.user, &shown).await.unwrap().is_empty());
    world.earlier(booking, 15).await;
    let late = format!(
        "update app.reviews set created_at = created_at - interval '15 days', closes_at = closes_at - interval '15 days' where id = '{review}'"
    );
    world.past(&late).await;
    world.job("app.reveal_reviews()").await;
    assert_eq!(reviews::list_host_reviews(&bo.user, &shown).await.unwrap().len(), 1);
    let answer = WriteReviewParams::builder().booking_id(booking).rating(1).body("Late.").build();
    refused!(reviews::write_review(&bo.user, &answer), reviews::WriteReviewError::TooLate(_));
}
