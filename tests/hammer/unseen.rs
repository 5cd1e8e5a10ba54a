//! Who moves a booking at repeatable read, and began before something came to it, is told to try again: what they do not see they would
//! leave as it is.

use super::scene::{as_member, family, host, member, user};
use super::server::Clone;
use super::wire::Wire;

const BOOKING: &str = "00000000-0000-4000-8000-00000000b001";

pub(crate) async fn a_payment_that_is_not_seen_is_not_overlooked() {
    let database = Clone::new("unseen").await;
    let early = Wire::open(&database.operator).await;
    let payer = Wire::open(&database.authenticator).await;
    early
        .rows(&format!(
            "insert into app.bookings (id, host_id, family_id, booked_by, status, during)
             select '{BOOKING}', '{}', '{}', '{}', 'accepted', tstzrange(d, d + interval '2 hours')
             from (select date_trunc('day', now()) + interval '3 days 12 hours') x (d);
             insert into app.booking_children (booking_id, member_id) values ('{BOOKING}', '{}')",
            host(1),
            family(1),
            user(1),
            member(1, 1)
        ))
        .await;

    early.rows("begin isolation level repeatable read").await;
    early.rows("select from app.payment_intents").await;
    payer.ask(&as_member(1), &format!("select api.pay_booking('{BOOKING}')")).await.unwrap();
    let cancelled = format!("update app.bookings set status = 'cancelled' where id = '{BOOKING}'");
    let outcome = early.run(&cancelled).await;
    assert_eq!(outcome.unwrap_err().code, "40001", "it leaves a payment that it does not see");
    early.rows("rollback").await;

    early.rows(&cancelled).await;
    let open =
        "select from app.payment_intents where status in ('open', 'processing', 'authorized')";
    assert!(early.rows(open).await.is_empty());
    drop((early, payer));
    database.end().await;
}
