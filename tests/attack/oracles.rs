//! Error oracles: what a function says of a stranger's row must be what it says of a row that there is not.

use crate::cast::{Attacker, CLIENTS, Victims};
use crate::routines::routines;
use crate::session::{COMMUNITY, MEMBER, quote};
use crate::support::request::{Refusal, Rows};
use crate::tally::Tally;
use crate::world::World;

/// What a client learns from an outcome, with the key that was asked for blotted out.
fn learned(outcome: &Result<Rows, Refusal>, key: &str) -> String {
    match outcome {
        Ok(rows) => format!("{rows:?}"),
        Err(refusal) => format!("{} {}", refusal.code, refusal.text),
    }
    .replace(key, "<key>")
}

/// A key that differs in its last digit.
fn neighbour(key: &str) -> String {
    let (rest, last) = key.split_at(key.len() - 1);
    format!("{rest}{}", if last == "0" { "1" } else { "0" })
}

pub(crate) async fn attack(world: &World, tally: &mut Tally) {
    let victims = Victims::move_in(world).await;
    let before = victims.state(world).await;
    for role in CLIENTS {
        let attacker = Attacker::of(world, role).await;
        for routine in routines(world, Some(role)).await {
            for argument in routine.arguments.iter().filter(|argument| argument.of == "uuid") {
                for (of, key) in &victims.keys {
                    // Whoever manages users, and moderates profiles, sees them by right.
                    if role == COMMUNITY && ["user", "family"].contains(of) {
                        continue;
                    }
                    // The next key: nobody's, and in the same place where keys are put in order.
                    let nobody = neighbour(key);
                    let mut heard = Vec::new();
                    for key in [key, &nobody] {
                        let call = routine.call(&attacker, &[(&argument.name, &quote(key))]);
                        let outcome = attacker.person.request(&call).await;
                        heard.push(learned(&outcome, key));
                    }
                    let what = format!(
                        "{role}: {}({} => the {of} of a stranger): {heard:?}",
                        routine.name, argument.name
                    );
                    tally.failed(&what, heard[0] == heard[1]);
                }
            }
        }
    }
    let after = victims.state(world).await;
    let changed: Vec<&str> =
        after.split(' ').filter(|it| !before.split(' ').any(|old| old == *it)).collect();
    tally.failed(&format!("rows of the victims changed: {changed:?}"), changed.is_empty());
    codes(world, tally, &victims).await;

    // The same question tells the difference to whom the row belongs.
    let profile = |key: &str| format!("select count(*) from api.get_family_profile('{key}')");
    let there = victims.ann.one(&profile(&victims.family)).await;
    let nobody = world.read("select gen_random_uuid()").await;
    let not = victims.ann.one(&profile(&nobody)).await;
    tally.control("the creator finds her family and no other", (&*there, &*not) == ("1", "0"));
}

/// A code that is spent, and one that there never was.
async fn codes(world: &World, tally: &mut Tally, victims: &Victims) {
    let mallory = Attacker::of(world, MEMBER).await;
    let invite = format!("select * from api.invite_to_family('{}', 'relative')", victims.family);
    let mut spent = Vec::new();
    for how in ["revoked", "expired", "used", "of a closed family"] {
        let mut invite = invite.clone();
        if how == "of a closed family" {
            let closed = victims.ann.family("Closed").await;
            invite = invite.replace(&victims.family, &closed);
            let made = victims.ann.ask(&invite).await.remove(0);
            victims.ann.ask(&format!("select api.close_family('{closed}')")).await;
            spent.push((how, made[1].clone().unwrap()));
            continue;
        }
        let made = victims.ann.ask(&invite).await.remove(0);
        let (id, code) = (made[0].clone().unwrap(), made[1].clone().unwrap());
        match how {
            "revoked" => {
                drop(victims.ann.ask(&format!("select api.revoke_invitation('{id}')")).await)
            }
            "used" => {
                let guest = world.newcomer("Guest").await;
                guest.ask(&format!("select api.accept_invitation('{code}')")).await;
            }
            _ => {
                let expire = format!(
                    "update app.family_invitations set created_at = now() - interval '2 days',
                     expires_at = now() - interval '1 day' where id = '{id}'"
                );
                world.operate(&expire).await.unwrap();
            }
        }
        spent.push((how, code));
    }
    let accept = |code: &str| format!("select api.accept_invitation({})", quote(code));
    let never = "x".repeat(32);
    let unknown = mallory.person.request(&accept(&never)).await;
    tally.refused("an unknown code", &["MM003"], &unknown);
    for (how, code) in spent {
        let outcome = mallory.person.request(&accept(&code)).await;
        let same = learned(&outcome, &code) == learned(&unknown, &never);
        tally.failed(&format!("a code that is {how}: {outcome:?}"), same);
    }
    let good = mallory.person.request(&accept(&victims.code)).await;
    tally.control("a good code opens the family", good.is_ok());
}
