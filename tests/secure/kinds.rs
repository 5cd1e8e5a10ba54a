//! Functions without a body, on one row.

use crate::world::World;

const ADD: &str = "select api.add_stay('{family}', ";

pub(crate) async fn a_row_is_added_read_and_changed(world: &World) {
    let person = world.member().await;
    let id = person.one(&format!("{ADD}'adda', '2027-01-01', note => 'old')")).await;
    let get = format!("select day, mood, note, version from api.get_stay('{id}')");
    let row = |day: &str, mood: &str, note: Option<&str>, version: &str| {
        vec![vec![
            Some(day.to_owned()),
            Some(mood.to_owned()),
            note.map(str::to_owned),
            Some(version.to_owned()),
        ]]
    };
    // A column that was left out has its default.
    assert_eq!(person.ask(&get).await, row("2027-01-01", "calm", Some("old"), "1"));
    let by = world.read(&format!("select created_by from app.stays where id = '{id}'")).await;
    assert_eq!(by, person.id);
    assert_eq!(
        person.one(&format!("select api.change_stay('{id}', 1, mood => 'lively')")).await,
        "2"
    );
    assert_eq!(person.ask(&get).await, row("2027-01-01", "lively", Some("old"), "2"));
    assert_eq!(
        person
            .one(&format!(
                "select api.change_stay('{id}', 2, day => '2027-01-02', clear => '{{note}}')"
            ))
            .await,
        "3"
    );
    assert_eq!(person.ask(&get).await, row("2027-01-02", "lively", None, "3"));
    let text = person
        .refused(&format!("select api.change_stay('{id}', 3, clear => '{{day}}')"), "22023")
        .await;
    assert!(text.starts_with("clear "), "{text}");
    person.ask(&format!("select api.note_stay('{id}', 'new')")).await;
    assert_eq!(person.ask(&get).await, row("2027-01-02", "lively", Some("new"), "3"));
    assert_eq!(person.one(&format!("select api.has_stay('{id}')")).await, "t");
    assert_eq!(person.one("select api.count_stays('{family}')").await, "1");
    let text = person.refused(&format!("{ADD}' ', '2027-01-01')"), "22023").await;
    assert_eq!(text, "host must not be empty");
    let text = person.refused(&format!("{ADD}'adda', null)"), "22023").await;
    assert_eq!(text, "day must be given");
    let logged = format!(
        "select answer #>> '{{}}' from audit.calls where action = 'stay.added' and caller = '{}'",
        person.id
    );
    assert_eq!(world.read(&logged).await, id);
}

pub(crate) async fn a_change_of_another_version_is_refused(world: &World) {
    let person = world.member().await;
    let id = person.one(&format!("{ADD}'bert', '2027-02-01')")).await;
    // Two have read the first version; the second to write is told.
    let other = world.session().await;
    other.begin("", &person.caller).await;
    other.run(&format!("select api.change_stay('{id}', 1, note => 'first')")).await.unwrap();
    let second = format!("select api.change_stay('{id}', 1, note => 'second')");
    let (refused, ()) = tokio::join!(person.refused(&second, "PT409"), async {
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        other.run("commit").await.unwrap();
    });
    assert_eq!(refused, "Somebody else has changed the row meanwhile.");
    assert_eq!(person.one(&format!("select note from api.get_stay('{id}')")).await, "first");
    person.refused(&format!("select api.change_stay('{id}', null, note => 'x')"), "22023").await;
}

pub(crate) async fn what_is_deleted_is_not_seen_until_it_is_restored(world: &World) {
    let person = world.member().await;
    let id = person.one(&format!("{ADD}'carl', '2027-03-01')")).await;
    person.refused(&format!("select api.restore_stay('{id}')"), "PT404").await;
    person.ask(&format!("select api.remove_stay('{id}')")).await;
    for call in [
        format!("select * from api.get_stay('{id}')"),
        format!("select api.change_stay('{id}', 1, note => 'x')"),
        format!("select api.note_stay('{id}', 'x')"),
        format!("select api.remove_stay('{id}')"),
    ] {
        assert_eq!(person.refused(&call, "PT404").await, "There is no such row.", "{call}");
    }
    assert_eq!(person.one(&format!("select api.has_stay('{id}')")).await, "f");
    assert_eq!(person.one("select api.count_stays('{family}')").await, "0");
    assert!(person.ask("select * from api.list_stays('{family}')").await.is_empty());
    person.ask(&format!("select api.restore_stay('{id}')")).await;
    assert_eq!(person.one(&format!("select api.has_stay('{id}')")).await, "t");
    assert_eq!(person.ask("select * from api.list_stays('{family}')").await.len(), 1);
}

pub(crate) async fn rows_of_others_are_no_rows(world: &World) {
    let (person, other) = (world.member().await, world.member().await);
    let id = person.one(&format!("{ADD}'dora', '2027-04-01')")).await;
    let none = world.read("select gen_random_uuid()").await;
    for id in [&id, &none] {
        // One that is hidden and one that is not there are the same.
        for call in [
            "select * from api.get_stay('{id}')",
            "select api.remove_stay('{id}')",
            "select api.change_stay('{id}', 1, note => 'x')",
        ] {
            let text = other.refused(&call.replace("{id}", id), "PT404").await;
            assert_eq!(text, "There is no such row.");
        }
    }
    other.refused("select * from api.get_stay(null)", "22023").await;
    assert!(
        other.ask(&format!("select * from api.list_stays('{}')", person.family)).await.is_empty()
    );
}
