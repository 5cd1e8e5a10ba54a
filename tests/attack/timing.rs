//! How long it takes to learn that there is nothing: a stranger's key against one that nobody has. It is measured and
//! said, and no test hangs on it: docs/security.md has what it means.

use crate::cast::{Attacker, Victims};
use crate::session::{MEMBER, quote};
use crate::tally::{Tally, say};
use crate::world::World;
use std::time::Instant;

/// How often each is asked.
const TIMES: usize = 150;

const CALLS: &[(&str, &str)] = &[
    ("user", "select * from api.get_profile({key})"),
    ("family", "select * from api.get_family({key})"),
    ("family", "select * from api.get_family_profile({key})"),
    ("family", "select * from api.list_family_members({key})"),
    ("family", "select api.may_book_for({key})"),
    ("child", "select api.update_child({key})"),
    ("member", "select api.remove_family_member({key})"),
    ("invitation", "select api.revoke_invitation({key})"),
];

pub(crate) async fn attack(world: &World, tally: &mut Tally) {
    let victims = Victims::move_in(world).await;
    let mallory = Attacker::of(world, MEMBER).await;
    for (of, call) in CALLS {
        let key = &victims.keys.iter().find(|(name, _)| name == of).unwrap().1;
        let nobody = world.read("select gen_random_uuid()").await;
        let mut times = [Vec::new(), Vec::new()];
        let mut answers = [String::new(), String::new()];
        for _ in 0..TIMES {
            // In turn, so that what else the machine does falls on both.
            for (which, key) in [key, &nobody].into_iter().enumerate() {
                let sql = call.replace("{key}", &quote(key));
                let start = Instant::now();
                let outcome = mallory.person.request(&sql).await;
                times[which].push(start.elapsed());
                answers[which] = format!("{outcome:?}").replace(key, "<key>");
            }
        }
        tally.failed(&format!("{call}: {answers:?}"), answers[0] == answers[1]);
        let [strangers, none] = times.map(|mut all| {
            all.sort_unstable();
            all[all.len() / 2].as_secs_f64() * 1000.0
        });
        say(&format!(
            "PostgreSQL {}, timing: {call}: a stranger's {strangers:.2} ms, nobody's {none:.2} ms, ratio {:.2}",
            world.major,
            strangers / none
        ));
    }
}
