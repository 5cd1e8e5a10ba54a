//! The outbox: what many write at once reaches each consumer once, in the order of each key, and nothing is lost.

use crate::session::Session;
use crate::world::World;
use futures_util::future::join_all;
use std::cell::Cell;
use std::time::{Duration, Instant};

const WRITERS: usize = 8;
const EACH: usize = 40;

/// So long no other test has a transaction open.
const LONG: Duration = Duration::from_secs(300);

/// The instruments: who wrote what of a key in which order, by the key's lock; who consumed it, in the transaction that did.
const MADE: &str = "
    create table public.outbox_written (key text, event_id bigint primary key, nth bigint);
    create table public.outbox_read (consumer text, event_id bigint, key text, nth bigint, at bigint generated always as identity,
      primary key (consumer, event_id));
    insert into app.outbox_consumers (consumer, topic) values ('archive', 'mail');
    create function public.outbox_write(of_key text) returns void language plpgsql as $$
      declare
        event bigint := app.publish('mail', of_key, 'written', '{}');
      begin
        -- Within the key's lock: nobody else counts at the same time.
        insert into public.outbox_written
        select of_key, event, count(*) + 1 from public.outbox_written w where w.key = of_key;
      end $$;
    create function public.outbox_consume(who text, most integer) returns bigint language plpgsql as $$
      declare
        event record;
        taken bigint := 0;
      begin
        for event in select * from app.take_events(who, most) loop
          -- A statement of its own: the one that takes may have begun before the event was there.
          insert into public.outbox_read (consumer, event_id, key, nth)
          select who, event.id, event.key, (select w.nth from public.outbox_written w where w.event_id = event.id);
          taken := taken + 1;
        end loop;
        if taken > 0 then
          perform app.pass_events(who, event.id);
        end if;
        return taken;
      end $$;";

/// Transactions that number themselves early and write late, that write of several keys, and that are rolled back.
async fn writes(world: &World, writer: usize) {
    let session = world.operator().await;
    for round in 0..EACH {
        let key = (writer * 7 + round * 3) % 5;
        let early = if round % 3 == 0 { "select pg_current_xact_id(); " } else { "" };
        let other = match round % 5 {
            0 => format!("select public.outbox_write('other{writer}'); "),
            _ => String::new(),
        };
        let end = if round % 7 == 6 { "rollback" } else { "commit" };
        let sql = format!(
            "begin; {early}select pg_sleep(0.00{}); {other}select public.outbox_write('key{key}'); select pg_sleep(0.00{}); {end}",
            (writer + round) % 5,
            round % 3
        );
        done(&session, &sql).await;
    }
}

async fn done(session: &Session, sql: &str) {
    session.run(sql).await.unwrap_or_else(|refusal| panic!("{sql}: {refusal:?}"));
}

/// Two sessions for each of two consumers, of which some give up what they took.
async fn reads(world: &World, consumer: &str, most: usize, over: &Cell<bool>) {
    let session = world.operator().await;
    let ahead = format!(
        "select count(*) from app.outbox_events e join app.outbox_consumers c on c.topic = e.topic
         where c.consumer = '{consumer}' and (e.place, e.id) > (c.place, c.event_id)"
    );
    let (began, mut rounds) = (Instant::now(), 0);
    loop {
        let was_over = over.get();
        rounds += 1;
        let end = if rounds % 4 == 3 && !was_over { "rollback" } else { "commit" };
        let sql = format!("begin; select public.outbox_consume('{consumer}', {most}); {end}");
        let taken = session.run(&sql).await.unwrap_or_else(|refusal| panic!("{refusal:?}"));
        let none = taken.iter().flatten().flatten().any(|it| it == "0");
        if none && was_over {
            // While a transaction of any database of the server is older than an event it is not given out.
            if world.read(&ahead).await == "0" {
                return;
            }
            assert!(began.elapsed() < LONG, "events are never given out to {consumer}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

pub(crate) async fn events_reach_each_consumer_once_and_in_the_order_of_their_key(world: &World) {
    done(&world.operator().await, MADE).await;
    let over = Cell::new(false);
    let write = async {
        join_all((0..WRITERS).map(|writer| writes(world, writer))).await;
        over.set(true);
    };
    let read = join_all([
        reads(world, "mailer", 7, &over),
        reads(world, "mailer", 3, &over),
        reads(world, "archive", 20, &over),
        reads(world, "archive", 1, &over),
    ]);
    tokio::join!(write, read);

    let written = world.read("select count(*) from public.outbox_written").await;
    assert!(written.parse::<usize>().unwrap() > WRITERS * EACH * 3 / 4, "{written}");
    for consumer in ["mailer", "archive"] {
        // Nothing twice: by the key of the table. Nothing lost:
        let lost = format!(
            "select count(*) from public.outbox_written w
             where not exists (select from public.outbox_read r where r.event_id = w.event_id and r.consumer = '{consumer}')"
        );
        assert_eq!(world.read(&lost).await, "0", "{consumer}");
        let turned = format!(
            "select count(*) from (
               select nth, lag(nth, 1, 0::bigint) over (partition by key order by at) as before
               from public.outbox_read where consumer = '{consumer}') it
             where nth <> before + 1"
        );
        assert_eq!(world.read(&turned).await, "0", "{consumer}");
    }
    // All have passed all of it.
    world.operate("update app.outbox_topics set keep = '0' where topic = 'mail'").await.unwrap();
    assert_eq!(world.read("select app.trim_outbox() > 0").await, "t");
    let left = "select count(*) from app.outbox_events e join public.outbox_written w on w.event_id = e.id";
    assert_eq!(world.read(left).await, "0");
}
