//! What other systems are told.

use crate::bookings::parent;
use crate::homes::{self, agree};
use crate::money::pay;
use crate::support;
use crate::world::World;
use futures_util::StreamExt;
use momni_client::bookings::{self, CancelBookingParams};
use momni_client::ids::BookingId;
use std::time::Duration;

/// What a consumer keeps, in the transaction in which it passes what it was given.
const KEPT: &str = "
    create table public.told (consumer text, event_id bigint, key text, kind text, payload jsonb,
      at bigint generated always as identity, primary key (consumer, event_id));
    grant insert on public.told to momni_consumer;
    grant usage on schema public to momni_consumer;
    insert into app.outbox_consumers (consumer, topic) values ('letters', 'mail'), ('telephones', 'mail')";

/// Takes once, in a transaction that `end` ends. How many events were taken.
async fn take(world: &World, consumer: &str, most: usize, end: &str) -> usize {
    let session = support::session(world.operator()).await;
    session.batch("begin; set local role momni_consumer").await.unwrap();
    let given = format!("select id, key, kind, payload from app.take_events('{consumer}', {most})");
    let given = session.rows(&given).await.unwrap();
    for event in &given {
        let [Some(id), Some(key), Some(kind), Some(payload)] = &event[..] else {
            panic!("{event:?}");
        };
        let keep = format!(
            "insert into public.told (consumer, event_id, key, kind, payload)
             values ('{consumer}', {id}, '{key}', '{kind}', '{payload}')"
        );
        session.batch(&keep).await.unwrap();
    }
    if let Some(Some(last)) = given.last().map(|it| &it[0]) {
        session.batch(&format!("select app.pass_events('{consumer}', {last})")).await.unwrap();
    }
    match end {
        // The server ends the session as it does when the program or the machine dies.
        "crash" => {
            let died = session.batch("select pg_terminate_backend(pg_backend_pid())").await;
            assert!(died.is_err());
        }
        end => session.batch(end).await.unwrap(),
    }
    given.len()
}

/// What a consumer has heard of a key, in order.
async fn heard(world: &World, consumer: &str, key: &str) -> Vec<String> {
    let heard = format!(
        "select kind from public.told where consumer = '{consumer}' and key = '{key}' order by at"
    );
    let rows = world.operate(&heard).await;
    rows.into_iter().map(|mut row| row.remove(0).unwrap()).collect()
}

/// Goes round until what a consumer has heard of a booking ends so: who writes beside it may hold it up for a while.
async fn listen(world: &World, consumer: &str, booking: BookingId, last: &str) -> Vec<String> {
    for round in 0..600 {
        let end = if round % 3 == 0 { "crash" } else { "commit" };
        take(world, consumer, 5, end).await;
        let heard = heard(world, consumer, &booking.to_string()).await;
        if heard.last().is_some_and(|it| it == last) {
            return heard;
        }
        if round > 50 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
    panic!("{consumer} never heard of {last}");
}

/// M8.7. A booking is told to each who consumes, once, in order, though they die at it; with keys and nothing of persons.
pub(crate) async fn a_booking_is_told_once_and_in_order(world: &World) {
    world.batch(KEPT).await;
    let (ada, family) = parent(world, "Ada").await;
    let (bo, house) = homes::host(world, "Bo").await;
    let booking = agree(&ada, family, &bo, house, 9).await;
    pay(world, &ada, booking).await;
    let cancel = CancelBookingParams::builder().booking_id(booking).reason("Ill.").build();
    bookings::cancel_booking(&ada.user, &cancel).await.unwrap();

    let way = ["requested", "accepted", "confirmed", "cancelled"].map(|it| format!("booking_{it}"));
    for consumer in ["letters", "telephones"] {
        assert_eq!(listen(world, consumer, booking, "booking_cancelled").await, way, "{consumer}");
    }

    let payload = format!(
        "select distinct k from public.told t, jsonb_object_keys(t.payload) k where t.key = '{booking}' order by k"
    );
    let keys: Vec<_> = world.operate(&payload).await.into_iter().flatten().flatten().collect();
    assert_eq!(keys, ["family_id", "host_id", "moved_by"]);
    // What the provider of payments does is told to whoever talks to it: an attempt, and what is given back.
    let money = format!(
        "select string_agg(e.kind, ' ' order by e.id) from app.outbox_events e
         join app.payment_intents p on p.id = (e.payload ->> 'intent_id')::uuid
         where e.topic = 'payments' and p.booking_id = '{booking}'"
    );
    assert_eq!(world.operate(&money).await, [[Some("attempt_started refund".to_owned())]]);
}

/// M8.7. Whoever listens hears that there is something, when it is there.
pub(crate) async fn whoever_listens_hears_of_it(world: &World) {
    let mut heard = world.client().listen(&["momni_outbox"]).await.unwrap();
    let (ada, family) = parent(world, "Ada").await;
    let (_, house) = homes::host(world, "Bo").await;
    homes::ask(&ada, family, house, 9).await;
    // Others are told of something, too.
    loop {
        let next = tokio::time::timeout(Duration::from_secs(60), heard.next()).await.unwrap();
        if next.unwrap().unwrap().payload == "mail" {
            return;
        }
    }
}
