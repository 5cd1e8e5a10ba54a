//! SQL, patterns, formats and masses of text in every text argument of every function that a role may call.

use crate::cast::{Attacker, CLIENTS, Victims, catalog};
use crate::routines::{Argument, Routine, routines};
use crate::session::{COMMUNITY, MEMBER, quote};
use crate::support::request::{Refusal, Rows};
use crate::tally::Tally;
use crate::world::World;

fn payloads() -> Vec<String> {
    let mut all: Vec<String> = [
        "'",
        "''",
        "\"",
        "\\",
        "\\'",
        "'; drop schema app cascade; --",
        "'); drop table app.users cascade; --",
        "' or '1'='1",
        "' union select id::text from app.users --",
        "x' || (select string_agg(email, ',') from app.users) || '",
        "$$; drop schema api cascade; $$",
        "$function$; drop schema api cascade; $function$",
        "$1",
        "; select pg_sleep(60); --",
        "/* */ -- \n",
        "\u{0}",
        "\\000",
        "\\u0000",
        "\u{1}\u{7f}\u{85}",
        "%",
        "_%",
        "%%%_%",
        "Quill%",
        "%s%I%L%n%1$s",
        "{}[]()|*+?.^$",
        ".*",
        "^(a+)+$",
        "(?:a|aa)*b",
        "\\1\\2\\m\\M",
        "{\"sub\":\"00000000-0000-0000-0000-000000000000\"}",
        "null",
        "app.users",
        "pg_catalog.pg_authid",
        "../../etc/passwd",
        "momni_owner",
        "E'\\x27 or 1=1'",
        "U&\"d!0061t!+000061\" UESCAPE '!'",
        "\u{2019}\u{ff07}\u{202e}\u{feff}",
        "",
        " ",
    ]
    .map(str::to_owned)
    .to_vec();
    all.push("a".repeat(1 << 20));
    all.push("%_".repeat(50_000));
    all.push(format!("{}!", "a".repeat(30_000)));
    all.push("(".repeat(30_000));
    all.push(format!("a@{}", "a.".repeat(20_000)));
    all
}

/// Whether an outcome is one that a function means: its own refusals, and values that have no proper form.
fn is_meant(outcome: &Result<Rows, Refusal>) -> bool {
    match outcome {
        Ok(_) => true,
        Err(refusal) => {
            let code = refusal.code.as_str();
            ["22", "23", "54", "MM"].contains(&&code[..2]) || code == "P0002" || code == "42501"
        }
    }
}

pub(crate) async fn attack(world: &World, tally: &mut Tally) {
    let victims = Victims::move_in(world).await;
    let (state, defined) = (victims.state(world).await, catalog(world).await);
    let mut of = 0;
    for role in CLIENTS {
        let mut session = world.login().await;
        for routine in routines(world, Some(role)).await {
            for argument in routine.arguments.iter().filter(|argument| argument.is_text()) {
                of += 1;
                // Each begins with nothing done to it, in the session of those before.
                let attacker = Attacker::within(world, role, session).await;
                each(world, tally, role, &routine, (of, argument), (&attacker, &victims)).await;
                session = attacker.person.leave();
            }
        }
    }
    claims(world, tally).await;
    tally.failed("rows of the victims changed", victims.state(world).await == state);
    tally.failed("the catalog changed", catalog(world).await == defined);
    come_back_as_they_are(world, tally).await;
}

async fn each(
    world: &World,
    tally: &mut Tally,
    role: &str,
    routine: &Routine,
    (of, argument): (usize, &Argument),
    (attacker, victims): (&Attacker, &Victims),
) {
    let payloads = payloads().into_iter().enumerate().filter(|(at, _)| world.has(of + at));
    for (_, payload) in payloads {
        // Text cannot hold a zero byte, and the driver none in a statement: its escape is what arrives.
        let value = match payload.as_str() {
            "\u{0}" if argument.of == "jsonb" => "'{\"a\":\"\\u0000\"}'".to_owned(),
            "\u{0}" => continue,
            // Every name begins with nothing, and whoever manages users may read all of them.
            "" if role == COMMUNITY && argument.name == "beginning" => continue,
            payload => argument.holds(payload),
        };
        let call = routine.call(attacker, &[(&argument.name, &value)]);
        let sql = format!("set local statement_timeout = '20s'; {call}");
        let outcome = attacker.person.request(&sql).await;
        let start: String = payload.chars().take(40).collect();
        let what = format!("{role}: {}({} => {start:?})", routine.name, argument.name);
        tally.failed(&format!("{what}: {}", said(&outcome)), is_meant(&outcome));
        let kept = !matches!(&outcome, Ok(rows) if victims.betrayed(rows));
        tally.failed(&format!("{what} shows rows of strangers"), kept);
    }
}

fn said(outcome: &Result<Rows, Refusal>) -> String {
    format!("{outcome:?}").chars().take(300).collect()
}

/// The address and the subject of a token are texts from outside, too.
async fn claims(world: &World, tally: &mut Tally) {
    for payload in payloads() {
        let id = world.read("select gen_random_uuid()").await;
        let json = format!(
            "select jsonb_build_object('sub', '{id}', 'email', {})",
            quote(&payload.replace('\u{0}', "\\u0000"))
        );
        let claims = world.read(&json).await;
        let caller = crate::session::Caller::claiming(MEMBER, Some(&claims));
        let person = world.caller(caller, &id).await;
        let sql = "set local statement_timeout = '20s'; select api.register('Mallory')";
        let outcome = person.request(sql).await;
        let start: String = payload.chars().take(40).collect();
        tally.failed(&format!("e-mail {start:?}: {}", said(&outcome)), is_meant(&outcome));
    }
}

/// What is stored is data: it comes back byte for byte, and is never read as anything else.
async fn come_back_as_they_are(world: &World, tally: &mut Tally) {
    let mallory = world.newcomer("Mallory").await;
    for payload in payloads() {
        let set = format!("select api.update_my_profile(bio => {})", quote(&payload));
        if payload.contains('\u{0}') || mallory.request(&set).await.is_err() {
            continue;
        }
        let bio = mallory.one("select bio from api.get_my_profile()").await;
        tally.failed(&format!("{payload:?} came back as {bio:?}"), bio == payload);
    }
}
