//! What somebody does not see, as it came while they waited, they do not undo.

use super::scene::{STRANGER, as_administrator, as_member, family, host, member, user};
use super::server::Clone;
use super::wire::Wire;
use std::time::Duration;

const BOOKING: &str = "00000000-0000-4000-8000-00000000b001";

/// Who moves a booking at repeatable read, and began before something came to it, is told to try again.
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

/// Whoever closes a family that nobody manages, or hands it on, waits for another who hands it on, and finds that somebody manages it.
pub(crate) async fn a_family_that_is_just_handed_on_is_left_to_whom_it_went() {
    let database = Clone::new("handed_on").await;
    let operator = Wire::open(&database.operator).await;
    let late = Wire::open(&database.authenticator).await;
    let (home, heir, other) = (family(1), user(STRANGER), user(0));
    operator
        .rows(&format!(
            "update app.user_roles set role = 'community_administrator' where user_id = '{}';
             insert into app.family_members (family_id, user_id, kind) values ('{home}', '{heir}', 'relative'), ('{home}', '{other}', 'relative');
             insert into app.child_relations (child_id, user_id, relation, custody, confirmed_at)
             select child_id, '{}', 'other', 'no_contact', now() from app.family_members where id = '{}'",
            as_administrator().user.unwrap(),
            user(1),
            member(1, 1)
        ))
        .await;
    let close = format!("select api.close_unmanaged_family('{home}', 'x')");
    let hand_on = format!("select api.hand_family_on('{home}', '{other}', 'x')");
    for deed in [close, hand_on] {
        operator.rows("begin").await;
        let hand = format!("update app.families set creator_id = '{heir}' where id = '{home}'");
        operator.rows(&hand).await;
        let (administrator, waiting) = (
            as_administrator(),
            "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
        );
        let (outcome, ()) = tokio::join!(late.ask(&administrator, &deed), async {
            // What is never waited for is told by what comes.
            for _ in 0..6000 {
                if !operator.rows(waiting).await.is_empty() {
                    break;
                }
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
            operator.rows("commit").await;
        });
        assert_eq!(outcome.unwrap_err().code, "P0002", "{deed}");
        let now = format!("select creator_id from app.families where id = '{home}' and open");
        assert_eq!(operator.rows(&now).await, [[Some(heir.clone())]], "{deed}");
        let back =
            format!("update app.families set creator_id = '{}' where id = '{home}'", user(1));
        operator.rows(&back).await;
    }
    drop((operator, late));
    database.end().await;
}
