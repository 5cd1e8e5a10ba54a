//! Repeated requests.

use crate::support::request::{one, until_it_waits};
use crate::world::{Person, World};

fn book(key: &str, host: &str, day: &str) -> String {
    Person::keyed(key, &format!("select api.book('{{family}}', '{host}', '{day}')"))
}

async fn stays(world: &World, person: &Person) -> String {
    world
        .read(&format!("select count(*) from app.stays where family_id = '{}'", person.family))
        .await
}

pub(crate) async fn a_repeated_request_is_answered_and_not_done_again(world: &World) {
    let person = world.member().await;
    let id = person.one(&book("one", "kurt", "2029-01-01")).await;
    assert_eq!(person.one(&book("one", "kurt", "2029-01-01")).await, id);
    assert_eq!(stays(world, &person).await, "1");
    let recorded = format!("select count(*) from audit.calls where caller = '{}'", person.id);
    assert_eq!(world.read(&recorded).await, "1");
    let text = person.refused(&book("one", "kurt", "2029-01-02"), "22023").await;
    assert!(text.contains("another request"), "{text}");
    for no_key in
        ["select api.book('{family}', 'kurt', '2029-01-02')", &book("", "kurt", "2029-01-02")]
    {
        let text = person.refused(no_key, "22023").await;
        assert!(text.contains("idempotency key"), "{text}");
    }
}

pub(crate) async fn two_sessions_with_one_key_do_it_once(world: &World) {
    let person = world.member().await;
    let (first, second) = (world.session().await, world.session().await);
    let call = book("both", "lena", "2029-02-01").replace("{family}", &person.family);
    let (operator, pid) = (world.operator().await, second.pid().await);
    first.begin("", &person.caller).await;
    let id = one(first.run(&call).await.unwrap());
    let (again, ()) = tokio::join!(second.request(&person.caller, &call), async {
        until_it_waits(&operator, pid).await;
        first.run("commit").await.unwrap();
    });
    assert_eq!(one(again.unwrap()), id);
    assert_eq!(stays(world, &person).await, "1");
}

pub(crate) async fn the_first_session_gives_up_and_the_second_does_it(world: &World) {
    let person = world.member().await;
    let (first, second) = (world.session().await, world.session().await);
    let call = book("given up", "mara", "2029-03-01").replace("{family}", &person.family);
    let (operator, pid) = (world.operator().await, second.pid().await);
    first.begin("", &person.caller).await;
    let id = one(first.run(&call).await.unwrap());
    let (again, ()) = tokio::join!(second.request(&person.caller, &call), async {
        until_it_waits(&operator, pid).await;
        first.run("rollback").await.unwrap();
    });
    assert_ne!(one(again.unwrap()), id);
    assert_eq!(stays(world, &person).await, "1");
}

pub(crate) async fn every_form_of_answer_is_kept(world: &World) {
    let person = world.member().await;
    // Nothing.
    let promise = "select api.promise('{family}', 'p')";
    person.ask(promise).await;
    person.ask(promise).await;
    assert_eq!(stays(world, &person).await, "1");
    // Rows of a type; the author's body is SQL.
    let receipts = "select * from api.receipts('{family}', 'r')";
    let rows = person.ask(receipts).await;
    assert_eq!((rows.len(), rows[0].len()), (1, 2));
    assert_eq!(person.ask(receipts).await, rows);
    let rank = format!("select rank from app.stays where family_id = '{}'", person.family);
    assert_eq!(world.read(&rank).await, "1");
    // Rows of columns, and an answer that is no longer true.
    let days = "select * from api.days('{family}', 'd')";
    let rows = person.ask(days).await;
    assert_eq!((rows.len(), rows[0].len()), (1, 2));
    person.ask("select api.add_stay('{family}', 'nils', '2029-04-01')").await;
    assert_eq!(person.ask(days).await, rows);
    assert_eq!(person.ask("select * from api.days('{family}', 'e')").await.len(), 2);
    // A row, an array that is NULL, values.
    for call in [
        "select stay_id, mood from api.receipt('{family}', 'x')",
        "select api.words('w', 'a', 'b')",
        "select api.words('v', 'none')",
        "select api.numbers('n')",
    ] {
        let answer = person.ask(call).await;
        assert_eq!(person.ask(call).await, answer, "{call}");
        assert_eq!(answer.len(), if call.contains("numbers") { 3 } else { 1 }, "{call}");
    }
    assert_eq!(person.one("select cardinality(api.words('w', 'a', 'b'))").await, "3");
    let text = person.refused("select api.words('w', 'a', 'c')", "22023").await;
    assert!(text.contains("another request"), "{text}");
    // Without a key where none is required nothing is kept.
    world.operate(&format!("delete from app.stays where family_id = '{}'", person.family)).await;
    person.ask("select api.promise('{family}', null)").await;
    let kept = format!(
        "select count(*) from app.requests where caller = '{}' and operation = 'api.promise'",
        person.id
    );
    assert_eq!(world.read(&kept).await, "1");
}

pub(crate) async fn a_key_is_the_callers_own_and_expires(world: &World) {
    let (person, other) = (world.member().await, world.member().await);
    let id = person.one(&book("shared", "olga", "2029-05-01")).await;
    let theirs = other.one(&book("shared", "olga", "2029-05-02")).await;
    assert_ne!(id, theirs);
    let keep = "select bool_and(expires_at between now() + '23 hours' and now() + '24 hours') from app.requests where key = 'shared'";
    assert_eq!(world.read(keep).await, "t");
    world
        .operate(&format!(
            "update app.requests set expires_at = now() where caller = '{}'",
            person.id
        ))
        .await;
    // Now it is a new request.
    let again = person.one(&book("shared", "olga", "2029-05-03")).await;
    assert_ne!(again, id);
    assert_eq!(stays(world, &person).await, "2");
}

pub(crate) async fn an_answer_is_kept_for_whom_the_caller_was(world: &World) {
    let person = world.member().await;
    let given = person.one("select api.sign_out('once')").await;
    assert_eq!(person.one("select api.sign_out('once')").await, given);
}
