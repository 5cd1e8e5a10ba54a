//! LISTEN on the channels of others: nothing of Momni is told on any.

use crate::cast::{CLIENTS, Victims};
use crate::tally::Tally;
use crate::world::World;
use std::future::poll_fn;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio_postgres::{AsyncMessage, NoTls};

/// Channels that somebody might have thought of; a channel has no privileges, anybody may listen to any.
const CHANNELS: &[&str] = &[
    "momni",
    "app",
    "api",
    "audit",
    "auth",
    "users",
    "app_users",
    "pgrst",
    "events",
    "notifications",
    "\"app.users\"",
    "realtime",
];

pub(crate) async fn attack(world: &World, tally: &mut Tally) {
    let (client, mut connection) =
        tokio_postgres::connect(&world.authenticator.to_string(), NoTls).await.unwrap();
    let heard: Arc<Mutex<Vec<String>>> = Arc::default();
    let ears = Arc::clone(&heard);
    let listening = tokio::spawn(async move {
        while let Some(Ok(message)) = poll_fn(|context| connection.poll_message(context)).await {
            if let AsyncMessage::Notification(told) = message {
                ears.lock().unwrap().push(format!("{}: {}", told.channel(), told.payload()));
            }
        }
    });
    for role in CLIENTS {
        client.batch_execute(&format!("set role {role}")).await.unwrap();
        for channel in CHANNELS {
            client.batch_execute(&format!("listen {channel}")).await.unwrap();
        }
    }
    let victims = Victims::move_in(world).await;
    victims.ann.ask("select api.update_my_profile(bio => 'x')").await;
    victims.ann.ask(&format!("select api.close_family('{}')", victims.family)).await;
    victims.ann.ask("select api.close_my_account()").await;
    world.operate("notify momni, 'the end'").await.unwrap();
    for _ in 0..500 {
        client.batch_execute("select 1").await.unwrap();
        if !heard.lock().unwrap().is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let heard = heard.lock().unwrap().clone();
    tally.control(
        "what is told is heard",
        heard.last().is_some_and(|told| told == "momni: the end"),
    );
    for channel in CHANNELS {
        let told = heard.iter().any(|told| {
            told.starts_with(&format!("{}:", channel.trim_matches('"'))) && told != "momni: the end"
        });
        tally.failed(&format!("heard on {channel}: {heard:?}"), !told);
    }
    let told = "select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
                where n.nspname in ('api', 'app', 'audit', 'auth') and p.prosrc ~* '\\m(pg_)?notify\\M'
                and exists (select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
                  where a.grantee = 0 or pg_has_role('momni_authenticator', a.grantee, 'MEMBER'))";
    tally.nothing("a function that tells", &[], &world.operate(told).await);
    drop(client);
    listening.await.unwrap();
}
