//! The whole way of two people through Momni.

use crate::bookings::{hosted, parent, takes};
use crate::homes;
use crate::money::report;
use crate::world::{World, at, forbidden, one, refused};
use momni_client::bookings::{self, CreateBookingGroupParams};
use momni_client::money::{
    self, DrawUpPayoutsParams, ListPayoutsParams, ListRefundsParams, PayBookingError,
};
use momni_client::reviews::{self, WriteReviewParams};
use momni_client::types::{BookingStatus, HostStatus, LedgerPurpose, PayoutStatus};
use momni_client::{accounts, hosting};

/// M1 to M4. From signing up to a stay that was paid, held, reviewed, partly given back, and paid out.
pub(crate) async fn from_signing_up_to_the_payout(world: &World) {
    let ada = world.stranger("Ada").await;
    accounts::register(&ada.user, "Ada").await.unwrap();
    let family = homes::family(&ada, "Lovelace").await;
    let (bo, house) = homes::host(world, "Bo").await;
    assert_eq!(one(hosting::get_my_host(&bo.user).await.unwrap()).status, HostStatus::Listed);
    let finn = world.financial_administrator("Finn").await;
    let booking = hosted(world, &ada, family, &bo, house).await;
    for (who, words) in [(&ada, "Rabbits!"), (&bo, "On time.")] {
        let says = WriteReviewParams::builder().booking_id(booking).rating(5).body(words).build();
        reviews::write_review(&who.user, &says).await.unwrap();
    }
    let about = reviews::ListHostReviewsParams::builder().host_id(house).build();
    assert_eq!(reviews::list_host_reviews(&world.nobody(), &about).await.unwrap().len(), 1);

    let of_booking = money::ListPaymentsParams::builder().by_booking_id(booking).build();
    let payment = one(money::list_payments(&ada.user, &of_booking).await.unwrap()).id;
    let dispute =
        money::open_dispute(&ada.user, payment, 700, "An hour was missing.").await.unwrap();
    money::decide_dispute(&finn.user, dispute, true, "It was.").await.unwrap();
    let back = ListRefundsParams::builder().by_intent_id(payment);
    assert_eq!(one(money::list_refunds(&ada.user, &back.build()).await.unwrap()).amount.0, 700);

    // Three days after the stay the rest is the host's, and an administrator has it paid out.
    world.earlier(booking, 4).await;
    world.job("app.release_holds()").await;
    let account = format!("select app.set_payout_account('{house}', 'stripe', 'acct_{house}')");
    world.of("momni_webhook", &account).await;
    let draw = DrawUpPayoutsParams::builder().currency("EUR").reason("Of this week.").build();
    forbidden!(money::draw_up_payouts(&bo.once(), &draw));
    assert!(one(money::draw_up_payouts(&finn.once(), &draw).await.unwrap()).done);
    let mine = ListPayoutsParams::builder().by_host_id(house).build();
    let payout = one(money::list_payouts(&bo.user, &mine).await.unwrap());
    let due = 1714 - 600;
    assert_eq!((payout.amount.0, payout.status), (due, PayoutStatus::Ready));
    assert!(money::list_payouts(&ada.user, &mine).await.unwrap().is_empty());
    let sent = format!("select app.payout_sent('{0}', 'po_{0}')", payout.id);
    world.of("momni_webhook", &sent).await;
    let paid = serde_json::json!({ "data": { "object": { "id": format!("po_{}", payout.id), "amount": due } } });
    let key = format!("evt_po_{}", payout.id);
    assert_eq!(report(world, &key, "payout.paid", &paid).await, "applied");
    let payout = one(money::list_payouts(&bo.user, &mine).await.unwrap());
    assert_eq!(payout.status, PayoutStatus::Paid);
    let left = money::list_my_balances(&bo.user).await.unwrap();
    assert!(left.iter().all(|it| it.balance == 0), "{left:?}");
    let trial = money::trial_balance(&finn.user).await.unwrap();
    assert_eq!(trial.iter().filter(|it| it.currency == "EUR").map(|it| it.balance).sum::<i64>(), 0);
    assert!(trial.iter().any(|it| it.purpose == LedgerPurpose::PlatformFees));
}

/// M4.6, M4.7. Of what families book together each pays its own; who does not pay leaves the others theirs.
pub(crate) async fn each_family_of_a_group_pays_its_own(world: &World) {
    let (bo, house) = homes::host(world, "Bo").await;
    takes(&bo, 2, true).await;
    let ((ada, lovelace), (byron, second)) =
        (parent(world, "Ada").await, parent(world, "Byron").await);
    let gather = CreateBookingGroupParams::builder()
        .family_id(lovelace.id)
        .host_id(house)
        .starts_at(at(4, 12))
        .ends_at(at(4, 14))
        .member_ids([lovelace.member])
        .name("Birthday")
        .build();
    let group = one(bookings::create_booking_group(&ada.user, &gather).await.unwrap());
    let joined = bookings::join_booking_group(&byron.user, &group.code, second.id, [second.member]);
    let joined = joined.await.unwrap();
    bookings::request_booking_group(&ada.user, group.group_id).await.unwrap();
    bookings::accept_booking_group(&bo.user, group.group_id).await.unwrap();
    // Nobody pays for another, and nobody is shown what another pays.
    refused!(money::pay_booking(&ada.user, joined), PayBookingError::NoSuchBooking(_));
    crate::money::pay(world, &ada, group.booking_id).await;
    let of_host = money::ListPaymentsParams::builder().by_host_id(house).build();
    assert_eq!(one(money::list_payments(&ada.user, &of_host).await.unwrap()).amount.0, 2000);
    assert!(money::list_payments(&byron.user, &of_host).await.unwrap().is_empty());
    let late = format!(
        "update app.bookings set due_at = now() - interval '1 second' where id = '{joined}'"
    );
    world.operate(&late).await;
    world.job("app.expire_bookings()").await;
    assert_eq!(
        bookings::get_booking(&byron.user, joined).await.unwrap().status,
        BookingStatus::Expired
    );
    let mine = bookings::get_booking(&ada.user, group.booking_id).await.unwrap();
    assert_eq!(mine.status, BookingStatus::Confirmed);
}
