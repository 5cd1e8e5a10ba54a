//! What stands around the body that an author wrote.

use crate::support::request::{Caller, one};
use crate::world::{Person, World, claims};

const BOOK: &str = "select api.book('{family}', 'anna', '2026-01-02')";

/// A call of `book` with a key of its own.
fn book(world_key: &str, arguments: &str) -> String {
    Person::keyed(world_key, &format!("select api.book('{{family}}', {arguments})"))
}

pub(crate) async fn nobody_else_calls_it(world: &World) {
    let mut person = world.member().await;
    person.caller.role = "stays_anonymous".into();
    person.refused(BOOK, "42501").await;
    person.caller.role = "stays_member".into();
    // The function that has the author's body is for the owner alone.
    let text = person.refused(
        "select api.book_body('{family}', 'anna', '2026-01-02', 'calm', '{1}', '')",
        "42501",
    );
    assert!(text.await.contains("permission denied"));
    let open = "select string_agg(p.oid::regprocedure::text, ', ') from pg_proc p \
        where pronamespace in ('api'::regnamespace, 'app'::regnamespace, 'auth'::regnamespace, 'audit'::regnamespace) \
        and (exists (select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a where a.grantee = 0) \
          or not 'search_path=pg_catalog, pg_temp' = any (proconfig) \
          or (p.prosecdef is false and p.proname !~ '_body$'))";
    assert_eq!(world.read(open).await, "");
}

pub(crate) async fn a_session_and_its_token_must_hold_what_is_required(world: &World) {
    let mut person = world.member().await;
    let booked = person.ask(&book("a", "'anna', '2026-01-02'")).await;
    assert_eq!(booked.len(), 1);
    let good = claims(&person.id);
    for (claims, wanted) in [
        (good.replace("aal2", "aal1"), "another factor"),
        (good.replace("\"aal\":\"aal2\",", ""), "another factor"),
        (good.replace("true", "false"), "email_verified"),
        (good.replace("\"email_verified\":true,", ""), "email_verified"),
        (good.replace("gold", "tin"), "app.tier"),
        (good.replace("{\"tier\":\"gold\"}", "1"), "app.tier"),
        (good.replace("\"sub\"", "\"so\""), "sub"),
    ] {
        person.caller.claims = Some(claims.clone());
        let text = person.refused(&book("b", "'anna', '2026-01-03'"), "42501").await;
        assert!(text.contains(wanted), "{claims}: {text}");
    }
    // EXECUTE is granted to visitors, too; what the token says of the role does not help.
    person.caller = Caller { role: "stays_visitor".into(), claims: Some(good.clone()) };
    let text = person.refused(&book("b", "'anna', '2026-01-03'"), "42501").await;
    assert!(text.contains("your role"), "{text}");
    person.caller =
        Caller { role: "stays_member".into(), claims: Some(good.replace("aal2", "aal3")) };
    person.ask(&book("b", "'anna', '2026-01-03'")).await;
}

pub(crate) async fn claims_of_every_form_open_nothing(world: &World) {
    let mut person = world.member().await;
    for claims in [
        None,
        Some(""),
        Some("null"),
        Some("[]"),
        Some("{}"),
        Some("{"),
        Some("\"x\""),
        Some("{\"sub\":\"\"}"),
        Some("{\"sub\":1}"),
    ] {
        person.caller.claims = claims.map(str::to_owned);
        assert_eq!(person.one("select api.who()").await, "", "{claims:?}");
        person.refused(&book("c", "'anna', '2026-01-02'"), "42501").await;
        person.refused("select api.total('{family}')", "42501").await;
    }
    person.caller.claims = Some(claims(&person.id));
    assert_eq!(person.one("select api.who()").await, person.id);
    // The setting of a request that is over reads as '' in the next one.
    person.caller.claims = None;
    assert_eq!(person.one("select api.who()").await, "");
}

pub(crate) async fn arguments_are_as_they_must_be(world: &World) {
    let person = world.member().await;
    for (arguments, wanted) in [
        ("null, '2026-01-02'", "host must be given"),
        ("' \t', '2026-01-02'", "host must not be empty"),
        ("'abcdefghijk', '2026-01-02'", "host must have at most 10"),
        ("'Anna', '2026-01-02'", "host does not have the form"),
        ("'anna\nb', '2026-01-02'", "host does not have the form"),
        ("'anna', null", "day must be given"),
        ("'anna', '2023-12-31'", "day must be at least"),
        ("'anna', 'infinity'", "day must be at most"),
        ("'anna', '2026-01-02', null", "mood must be given"),
        ("'anna', '2026-01-02', 'calm', '{}'", "rooms must have at least 1"),
        ("'anna', '2026-01-02', 'calm', '{1,2,3}'", "rooms must have at most 2"),
    ] {
        let text = person.refused(&book("d", arguments), "22023").await;
        assert!(text.starts_with(wanted), "{arguments}: {text}");
    }
    person.ask(&book("d", "'anna', '2026-02-02', 'lively', null")).await;
}

pub(crate) async fn a_guard_that_does_not_hold_ends_the_call(world: &World) {
    let (person, other) = (world.member().await, world.member().await);
    let theirs =
        Person::keyed("e", &format!("select api.book('{}', 'anna', '2026-03-02')", other.family));
    let text = person.refused(&theirs, "42501").await;
    assert_eq!(text, "You may not do this.");
    person
        .refused(&Person::keyed("e", "select api.book(null, 'anna', '2026-03-02')"), "42501")
        .await;
    let text =
        person.refused(&format!("select api.promise('{}', null)", other.family), "P0002").await;
    assert_eq!(text, "There is no such family.");
    person.refused(&format!("select api.total('{}')", other.family), "42501").await;
    assert_eq!(person.one("select api.total('{family}')").await, "0");
    // A call that is refused leaves nothing, not even its key.
    person.ask(&Person::keyed("e", "select api.book('{family}', 'anna', '2026-03-02')")).await;
    assert_eq!(person.one("select api.total('{family}')").await, "1");
    // What a body says of ambiguous names is not said of its guard.
    assert_eq!(person.one("select many from api.odd('{family}')").await, "1");
    other.refused(&format!("select * from api.odd('{}')", person.family), "42501").await;
}

pub(crate) async fn errors_speak_as_declared(world: &World) {
    let person = world.member().await;
    let text = person.refused(&book("f", "'nobody', '2026-04-02'"), "MB001").await;
    assert_eq!(text, "The host is not at home.\nAsk another one.");
    person.ask(&book("g", "'frank', '2026-04-02'")).await;
    let text = person.refused(&book("h", "'frank', '2026-04-02'"), "23505").await;
    assert_eq!(text, "The host is taken on that day.");
    assert!(!text.contains("stays_host_day_key"));
    let text =
        person.refused("select api.add_stay('{family}', 'frank', '2026-04-02')", "23505").await;
    assert_eq!(text, "The host is taken on that day.\nChoose another day.");
}

pub(crate) async fn calls_beyond_the_limit_are_refused(world: &World) {
    let person = world.member().await;
    for day in 1..=3 {
        person.ask(&book(&format!("k{day}"), &format!("'gus', '2026-05-0{day}'"))).await;
    }
    let text = person.refused(&book("k4", "'gus', '2026-05-04'"), "PT429").await;
    assert_eq!(text, "Too many calls. Try again later.");
    // Everybody has a limit of their own.
    world.member().await.ask(&book("k4", "'gus', '2026-05-04'")).await;
    let mut stranger = world.member().await;
    stranger.caller = Caller { role: "stays_anonymous".into(), claims: None };
    let knock = format!("select api.knock('{}')", person.id);
    stranger.ask(&knock).await;
    stranger.ask(&knock).await;
    stranger.refused(&knock, "PT429").await;
    assert_eq!(stranger.one("select api.knock('Ali Baba')").await, "t");
    tokio::time::sleep(std::time::Duration::from_millis(1100)).await;
    assert_eq!(stranger.one(&knock).await, "f");
}

pub(crate) async fn a_call_is_recorded_without_its_secrets(world: &World) {
    let person = world.member().await;
    let id = person.one(&book("l", "'hugo', '2026-06-01', code => 'xyzzy'")).await;
    let log = world
        .operate(&format!(
            "select action, arguments ->> 'host', answer #>> '{{}}', (arguments ? 'code')::text from audit.calls where caller = '{}'",
            person.id
        ))
        .await;
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(log, [vec![text("stay.booked"), text("hugo"), Some(id), text("false")]]);
    assert_eq!(
        world.read("select count(*) from audit.calls c where c::text like '%xyzzy%'").await,
        "0"
    );
    // What is refused is not recorded.
    person.refused(&book("m", "'nobody', '2026-06-02'"), "MB001").await;
    let count = format!("select count(*) from audit.calls where caller = '{}'", person.id);
    assert_eq!(world.read(&count).await, "1");
}

/// Objects of the caller's own, with names that the bodies use, in the schema that is searched first unless it is named.
pub(crate) async fn nothing_of_the_callers_is_run_with_the_owners_rights(world: &World) {
    let person = world.member().await;
    let hijack = "create temp table stays as select * from pg_catalog.pg_class limit 0;
        create function pg_temp.gotcha(text) returns boolean language plpgsql as $$ begin raise exception 'hijacked as %', current_user; end $$;
        create domain pg_temp.text as pg_catalog.text check (pg_temp.gotcha(value::pg_catalog.text));
        create function pg_temp.length(pg_catalog.text) returns integer language plpgsql as $$ begin raise exception 'hijacked as %', current_user; end $$;
        set local search_path = pg_temp, pg_catalog; ";
    let id = person.one(&format!("{hijack}{}", book("n", "'ida', '2026-07-01'"))).await;
    assert_eq!(world.read(&format!("select host from app.stays where id = '{id}'")).await, "ida");
    let rows = person
        .ask("set local search_path = pg_temp, pg_catalog; select host from api.list_stays()")
        .await;
    assert_eq!(one(rows), "ida");
}
