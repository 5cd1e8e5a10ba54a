//! `list`: pages in every order and both directions.

use crate::world::{Person, World};

/// Ten rows in two days: `host`, `day` and `rank` say where each stands.
async fn filled(world: &World, host: &str) -> Person {
    let person = world.member().await;
    world
        .operate(&format!(
            "insert into app.stays (family_id, host, day, rank) \
             select '{}', '{host}' || chr(96 + i) || '-{}', date '2028-01-01' + i % 2, i / 4 from generate_series(1, 10) i",
            person.family, person.id
        ))
        .await;
    person
}

fn names(rows: &[Vec<Option<String>>]) -> Vec<String> {
    rows.iter().map(|row| row[0].clone().unwrap()).collect()
}

pub(crate) async fn pages_go_forth_and_back(world: &World) {
    let person = filled(world, "p").await;
    for (sort, order) in [
        ("newest", "created_at desc, id desc"),
        ("day", "day, rank desc, id desc"),
        ("host", "host, id"),
    ] {
        let all = world
            .operate(&format!(
                "select host from app.stays where family_id = '{}' order by {order}",
                person.family
            ))
            .await;
        let all = names(&all);
        assert_eq!(all.len(), 10);
        let (mut seen, mut after) = (Vec::new(), "null".to_owned());
        let mut cursors = Vec::new();
        loop {
            let page = person
                .ask(&format!("select host, cursor from api.list_stays('{{family}}', sort => '{sort}', after => {after}, page_size => 4)"))
                .await;
            if page.is_empty() {
                break;
            }
            seen.extend(names(&page));
            cursors.extend(page.iter().map(|row| row[1].clone().unwrap()));
            after = format!("'{}'", cursors.last().unwrap());
        }
        assert_eq!(seen, all, "{sort}");
        // The page that ends before a row, in the same order.
        let before = person
            .ask(&format!("select host from api.list_stays('{{family}}', sort => '{sort}', before => '{}', page_size => 3)", cursors[7]))
            .await;
        assert_eq!(names(&before), all[4..7], "{sort}");
        let first = format!(
            "select host from api.list_stays('{{family}}', sort => '{sort}', before => '{}')",
            cursors[0]
        );
        assert!(person.ask(&first).await.is_empty(), "{sort}");
        assert!(
            cursors.iter().all(|it| it
                .bytes()
                .all(|it| it.is_ascii_alphanumeric() || it == b'-' || it == b'_'))
        );
    }
    // Without words: the first sort, the default size; and never more than the cap.
    assert_eq!(person.ask("select * from api.list_stays()").await.len(), 3);
    assert_eq!(person.ask("select * from api.list_stays(page_size => 1000)").await.len(), 4);
    person.refused("select * from api.list_stays(page_size => 0)", "22023").await;
    person.refused("select * from api.list_stays(sort => 'id; drop table x')", "22023").await;
    // A session with other settings reads the same cursor.
    let cursor = person.one("select cursor from api.list_stays('{family}', page_size => 1)").await;
    let odd = "set local timezone = 'Asia/Tokyo'; set local datestyle = 'German'; set local intervalstyle = 'sql_standard'; ";
    let rest = format!("select host from api.list_stays('{{family}}', after => '{cursor}')");
    assert_eq!(person.ask(&format!("{odd}{rest}")).await, person.ask(&rest).await);
}

pub(crate) async fn filters_narrow_the_list(world: &World) {
    let person = filled(world, "q").await;
    let count = async |filter: &str| {
        let rows =
            person.ask(&format!("select * from api.list_stays('{{family}}', {filter})")).await;
        rows.len()
    };
    assert_eq!(count("since => '2028-01-02', page_size => 4").await, 4);
    assert_eq!(count("since => '2028-01-03'").await, 0);
    let two = format!("hosts => array['qa-{0}', 'qb-{0}']", person.id);
    assert_eq!(count(&two).await, 2);
    assert_eq!(count(&format!("{two}, since => '2028-01-02'")).await, 1);
    assert_eq!(count("host_begins => 'qc'").await, 1);
    assert_eq!(count("host_begins => '%'").await, 0);
}

pub(crate) async fn filters_look_into_arrays_and_ranges(world: &World) {
    let person = filled(world, "s").await;
    let days = "tstzrange(day::timestamptz, day::timestamptz + interval '1 day')";
    world
        .operate(&format!(
            "update app.stays set open = {days}, tags = case when rank = 0 then '{{cat}}' else '{{cat,dog}}' end::text[] where family_id = '{}'",
            person.family
        ))
        .await;
    let count = async |filter: &str| {
        person.ask(&format!("select * from api.search_stays({filter})")).await.len()
    };
    assert_eq!(count("").await, 10);
    assert_eq!(count("all_of => '{cat}'").await, 10);
    assert_eq!(count("all_of => '{cat,dog}'").await, 7);
    assert_eq!(count("any_of => '{dog,cow}'").await, 7);
    assert_eq!(count("any_of => '{cow}'").await, 0);
    assert_eq!(count("among => '{cat,cow}'").await, 3);
    let hours = |from: &str, to: &str| format!("'[2028-01-0{from},2028-01-0{to})'");
    let some = format!("open_in => {}", hours("1 12:00", "3"));
    assert_eq!(count(&some).await, 10);
    assert_eq!(count(&format!("open_in => {}", hours("2 12:00", "4"))).await, 5);
    assert_eq!(count(&format!("open_throughout => {}", hours("2 12:00", "2 13:00"))).await, 5);
    assert_eq!(count(&format!("open_throughout => {}", hours("1 12:00", "2 13:00"))).await, 0);
}

pub(crate) async fn a_bad_cursor_is_refused(world: &World) {
    let person = filled(world, "r").await;
    let cursor = person.one("select cursor from api.list_stays('{family}', page_size => 1)").await;
    let encoded = async |json: &str| {
        world.read(&format!("select translate(encode('{json}', 'base64'), e'+/=\\n', '-_')")).await
    };
    let mut bad = vec![
        "x".to_owned(),
        String::new(),
        "é".into(),
        format!("{cursor}A"),
        cursor[1..].to_owned(),
        "____".into(),
    ];
    for json in [
        "null",
        "{}",
        "[]",
        "[\"newest\"]",
        "[\"newest\",1,2]",
        "[\"newest\",null,null]",
        "[\"newest\",\"2026-01-01\",\"x\"]",
        "[\"host\",\"a\",\"00000000-0000-0000-0000-000000000000\"]",
        "[\"newest\",{},[]]",
        "[\"newest\",\"2026-01-01\"]",
    ] {
        bad.push(encoded(json).await);
    }
    for cursor in bad {
        for way in ["after", "before"] {
            let text = person
                .refused(&format!("select * from api.list_stays({way} => '{cursor}')"), "22023")
                .await;
            assert!(text.starts_with("the cursor"), "{cursor}: {text}");
        }
    }
    person
        .refused(
            &format!("select * from api.list_stays(after => '{cursor}', before => '{cursor}')"),
            "22023",
        )
        .await;
    person
        .refused(
            &format!("select * from api.list_stays(sort => 'host', after => '{cursor}')"),
            "22023",
        )
        .await;
}
