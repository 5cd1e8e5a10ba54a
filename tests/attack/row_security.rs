//! `SET row_security = off`, BYPASSRLS and the switches of tables, then every function that reads.

use crate::cast::{Attacker, CLIENTS, Victims, bare};
use crate::routines::{Argument, Routine, routines};
use crate::session::quote;
use crate::tally::Tally;
use crate::world::World;

/// Calls of a function that ask for the victims: each of their keys in each argument that takes a key.
pub(crate) fn asking_for(routine: &Routine, attacker: &Attacker, victims: &Victims) -> Vec<String> {
    let keys: Vec<&Argument> =
        routine.arguments.iter().filter(|argument| argument.of == "uuid").collect();
    if keys.is_empty() {
        return vec![routine.call(attacker, &[])];
    }
    let each = keys.iter().flat_map(|argument| {
        victims.keys.iter().map(|(_, key)| {
            let key = quote(key);
            routine.call(attacker, &[(&argument.name, &key)])
        })
    });
    each.collect()
}

pub(crate) async fn attack(world: &World, tally: &mut Tally) {
    let victims = Victims::move_in(world).await;
    let before = victims.state(world).await;
    for role in CLIENTS {
        // A community administrator sees accounts and profiles by right, and is asked for the rest elsewhere.
        if role == crate::session::COMMUNITY {
            continue;
        }
        let attacker = Attacker::of(world, role).await;
        for routine in routines(world, Some(role)).await {
            // A fresh session, and one whose plans were made while row security was on.
            for call in asking_for(&routine, &attacker, &victims) {
                let warm = attacker.person.request(&call).await;
                let kept = !matches!(&warm, Ok(rows) if victims.betrayed(rows));
                tally.failed(&format!("{role}: {call} shows rows of strangers"), kept);
                let off = format!("set local row_security = off; {call}");
                let outcome = attacker.person.request(&off).await;
                let kept = !matches!(&outcome, Ok(rows) if victims.betrayed(rows));
                tally.failed(&format!("{role}: {off}: {outcome:?}"), kept);
            }
        }
    }
    tally.failed("rows of the victims changed", victims.state(world).await == before);

    // PostgreSQL refuses what policies would cut, rather than show the whole.
    let off = "set local row_security = off; select * from api.get_my_profile()";
    tally.refused(
        "her own profile with row_security off",
        &["42501"],
        &victims.ann.request(off).await,
    );
    let on = victims.ann.request("select * from api.get_my_profile()").await.unwrap();
    tally.control("her own profile", victims.betrayed(&on));

    let session = world.login().await;
    for role in CLIENTS {
        for sql in [
            "alter table app.users disable row level security",
            "alter table app.users no force row level security",
            "alter policy users_read_own on app.users using (true)",
            "drop policy users_read_own on app.users",
            "create policy open on app.users using (true)",
            "alter role current_user bypassrls",
            "set local row_security = off; select * from app.users",
        ] {
            tally.refused(&format!("{role}: {sql}"), &["42501"], &bare(&session, role, sql).await);
        }
    }
}
