//! Claims that are forged, expired, empty, NULL or no JSON at all, and those that another request has left behind.

use crate::cast::{Attacker, CLIENTS, SECRET, Victims};
use crate::routines::routines;
use crate::row_security::asking_for;
use crate::session::{ANONYMOUS, COMMUNITY, Caller, FINANCIAL, MEMBER, Session, quote};
use crate::tally::Tally;
use crate::world::World;

/// Claims that are those of nobody. `{ann}` is a victim's key.
const NOBODY: &[(&str, &str)] = &[
    ("empty", ""),
    ("blank", " "),
    ("null", "null"),
    ("true", "true"),
    ("a number", "1"),
    ("a string", "\"{ann}\""),
    ("a bare key", "{ann}"),
    ("an array", "[\"{ann}\"]"),
    ("an array of objects", "[{\"sub\":\"{ann}\"}]"),
    ("half an object", "{\"sub\":\"{ann}\""),
    ("two objects", "{\"sub\":\"{ann}\"}{\"sub\":\"{ann}\"}"),
    ("single quotes", "{'sub':'{ann}'}"),
    ("no subject", "{}"),
    ("a null subject", "{\"sub\":null}"),
    ("an empty subject", "{\"sub\":\"\"}"),
    ("a subject that is a list", "{\"sub\":[\"{ann}\"]}"),
    ("a subject that is an object", "{\"sub\":{\"sub\":\"{ann}\"}}"),
    ("a subject in braces", "{\"sub\":\"{{ann}}\"}"),
    ("a subject with a space", "{\"sub\":\" {ann}\"}"),
    ("a subject with a line feed", "{\"sub\":\"{ann}\\n\"}"),
    ("a subject with SQL", "{\"sub\":\"{ann}' or true --\"}"),
    ("a subject with a zero", "{\"sub\":\"{ann}\\u0000\"}"),
    ("a subject in capitals of the name", "{\"SUB\":\"{ann}\"}"),
    ("a subject further in", "{\"user\":{\"sub\":\"{ann}\"}}"),
    ("another name for it", "{\"user_id\":\"{ann}\",\"id\":\"{ann}\"}"),
    ("the zero key", "{\"sub\":\"00000000-0000-0000-0000-000000000000\"}"),
    ("a number for a subject", "{\"sub\":1}"),
    ("the path of the prototype", "{\"__proto__\":{\"sub\":\"{ann}\"}}"),
    ("expired", "{\"sub\":\"{ann}\",\"exp\":1000000000}"),
    ("expired, with a fraction", "{\"sub\":\"{ann}\",\"exp\":1000000000.5}"),
    ("expired before there was time", "{\"sub\":\"{ann}\",\"exp\":-1e300}"),
    ("an end that is a text", "{\"sub\":\"{ann}\",\"exp\":\"9999999999\"}"),
    ("an end that is null", "{\"sub\":\"{ann}\",\"exp\":null}"),
    ("an end that is a list", "{\"sub\":\"{ann}\",\"exp\":[9999999999]}"),
    ("not yet good", "{\"sub\":\"{ann}\",\"nbf\":9999999999}"),
    ("a begin that is a text", "{\"sub\":\"{ann}\",\"nbf\":\"0\"}"),
];

pub(crate) async fn attack(world: &World, tally: &mut Tally) {
    let victims = Victims::move_in(world).await;
    let before = victims.state(world).await;
    let nobody = Attacker::of(world, ANONYMOUS).await;
    let all: Vec<(&str, Option<String>)> = NOBODY
        .iter()
        .map(|(what, claims)| (*what, Some(claims.replace("{ann}", &victims.ann.id))))
        .chain([("none", None), ("too deep", Some("[".repeat(100_000)))])
        .collect();
    for role in CLIENTS {
        let routines = routines(world, Some(role)).await;
        // One session has them all, as one of a pool. In that of a request without claims nobody set any before.
        let pooled = world.caller(Caller::claiming(role, None), "").await;
        for (of, (what, claims)) in all.iter().enumerate() {
            let caller = Caller::claiming(role, claims.as_deref());
            let fresh = match claims {
                None => Some(world.caller(caller.clone(), "").await),
                Some(_) => None,
            };
            let person = fresh.as_ref().unwrap_or(&pooled);
            for (_, routine) in routines.iter().enumerate().filter(|(at, _)| world.has(of + at)) {
                for call in asking_for(routine, &nobody, &victims) {
                    let outcome = person.as_another(&caller, &call).await;
                    let kept = match &outcome {
                        Ok(rows) => !victims.betrayed(rows),
                        Err(refusal) => {
                            // The key of nobody is somebody's once it has registered.
                            ["42501", "P0002", "22023", "MM003", "MM006"].contains(&&*refusal.code)
                                || *what == "the zero key"
                                    && ["23514", "MM511"].contains(&&*refusal.code)
                        }
                    };
                    tally.failed(&format!("{role} with claims: {what}: {call}: {outcome:?}"), kept);
                }
            }
        }
    }
    tally.failed("rows of the victims changed", victims.state(world).await == before);
    other_roles(world, tally, &victims).await;
    left_behind(world, tally, &victims).await;
    good(world, tally, &victims).await;
    tally.failed("rows of the victims changed", victims.state(world).await == before);
}

const MINE: &str = "select display_name from api.get_my_profile()";

/// The claims name one role and the session has taken another.
async fn other_roles(world: &World, tally: &mut Tally, victims: &Victims) {
    let (ann, root) = (&victims.ann.id, &world.root);
    for (role, named, sub, call) in [
        (ANONYMOUS, MEMBER, ann, "select display_name from api.get_profile('{ann}')"),
        (ANONYMOUS, COMMUNITY, root, "select display_name from api.get_profile('{ann}')"),
        (ANONYMOUS, COMMUNITY, root, "select display_name from api.get_family_profile('{family}')"),
        (ANONYMOUS, MEMBER, ann, "select display_name from api.get_family_profile('{family}')"),
        (FINANCIAL, MEMBER, ann, MINE),
        (COMMUNITY, MEMBER, ann, MINE),
        (COMMUNITY, COMMUNITY, ann, "select * from api.search_users()"),
        (MEMBER, COMMUNITY, root, "select api.create_family('x')"),
        (MEMBER, COMMUNITY, root, "select display_name from api.get_profile('{ann}')"),
        (FINANCIAL, COMMUNITY, root, "select * from api.list_changes()"),
    ] {
        let claims = format!(r#"{{"sub":"{sub}","role":"{named}"}}"#);
        let call = call.replace("{ann}", ann).replace("{family}", &victims.family);
        let person = world.caller(Caller::claiming(role, Some(&claims)), sub).await;
        let outcome = person.request(&call).await;
        tally.nothing(&format!("{role}, claims of {named}: {call}"), &["42501"], &outcome);
    }
}

/// A pooled session in which somebody set claims for longer than a transaction.
async fn left_behind(world: &World, tally: &mut Tally, victims: &Victims) {
    let mallory = Attacker::of(world, MEMBER).await;
    let session: Session = world.login().await;
    let theirs = victims.ann.caller.claims.clone().unwrap();
    for way in [
        format!("select set_config('request.jwt.claims', {}, false)", quote(&theirs)),
        format!("set request.jwt.claims = {}", quote(&theirs)),
    ] {
        session.run(&way).await.unwrap();
        let next = Caller::claiming(ANONYMOUS, None);
        let call = format!("select display_name from api.get_profile('{}')", victims.ann.id);
        tally.nothing("an anonymous request after it", &[], &session.request(&next, &call).await);
        for empty in ["", "null", "{}"] {
            let next = Caller::claiming(MEMBER, Some(empty));
            tally.nothing(
                "a request without a subject after it",
                &[],
                &session.request(&next, MINE).await,
            );
        }
        let own = session.request(&mallory.person.caller, MINE).await;
        tally.failed(
            &format!("the next request is another's: {own:?}"),
            own.is_ok_and(|rows| rows[0][0].as_deref() == Some("Mallory")),
        );
        session.run("reset all").await.unwrap();
    }
    // What a request sets for itself ends with it.
    session.request(&victims.ann.caller, MINE).await.unwrap();
    for role in CLIENTS.into_iter().filter(|role| *role != ANONYMOUS) {
        let outcome = session.request(&Caller::claiming(role, None), MINE).await;
        tally.nothing(&format!("{role}, after a request of hers"), &["42501"], &outcome);
    }
    let code = format!("select api.accept_invitation('{}')", "x".repeat(32));
    let refused = session.request(&mallory.person.caller, &code).await;
    tally.refused("a wrong code", &["MM003"], &refused);
    let presented =
        session.run("select nullif(current_setting('momni.presented_code', true), '')").await;
    tally.nothing("a code stays presented", &[], &presented);
}

/// The same claims, when they are in order, are those of Ann.
async fn good(world: &World, tally: &mut Tally, victims: &Victims) {
    let now = world.read("select extract(epoch from now())::bigint").await;
    let now: i64 = now.parse().unwrap();
    for (what, rest) in [
        ("without an end", String::new()),
        ("with an end to come", format!(",\"exp\":{}", now + 3600)),
        ("with an end to come, with a fraction", format!(",\"exp\":{}.25", now + 3600)),
        ("from a server whose clock is a little behind", format!(",\"exp\":{}", now - 5)),
        ("from a server whose clock is a little ahead", format!(",\"nbf\":{}", now + 5)),
        ("with a begin that is past", format!(",\"nbf\":{},\"iat\":{}", now - 60, now - 60)),
    ] {
        let claims = format!("{{\"sub\":\"{}\"{rest}}}", victims.ann.id);
        let person = world.caller(Caller::claiming(MEMBER, Some(&claims)), &victims.ann.id).await;
        let name = person.request(MINE).await;
        let hers = matches!(&name, Ok(rows) if victims.betrayed(rows));
        tally.control(&format!("Ann {what} ({SECRET}): {name:?}"), hers);
    }
    let late = format!("{{\"sub\":\"{}\",\"exp\":{}}}", victims.ann.id, now - 120);
    let person = world.caller(Caller::claiming(MEMBER, Some(&late)), &victims.ann.id).await;
    tally.nothing("two minutes too late", &["42501"], &person.request(MINE).await);
    tally.refused(
        "two minutes too late",
        &["42501"],
        &person.request("select api.create_family('x')").await,
    );
}
