//! Example rows: each way to say what a column holds, and what is refused.

use crate::small::Small;
use crate::support::{MAJORS, Ran, query};
use std::fs;

const SCHEMA: &str = "\
schema: library
enums:
  shelf_kind: [wood, steel]
domains:
  code: { type: text, checks: { code_length: length(value) between 1 and 12 } }
tables:
  shelves:
    columns:
      id: { type: bigint, identity: always }
      kind: shelf_kind
      made_at: { type: timestamptz, default: now() }
      height: integer
      weight: { type: 'numeric(8,2)' }
      label: { type: text, null: true }
      key: { type: uuid, default: gen_random_uuid() }
    primary_key: [id]
    indexes: { shelves_key_idx: { columns: [key], unique: true } }
  boards:
    columns:
      shelf_id: { type: bigint, references: { table: shelves } }
      place: integer
      loaded_at: timestamptz
      code: code
      open: { type: boolean }
    primary_key: [shelf_id, place]
  loans_of_boards:
    columns:
      id: { type: uuid }
      shelf_id: { type: bigint }
      place: integer
      tags: text[]
    primary_key: [id]
    foreign_keys:
      loans_board_fkey: { columns: [shelf_id, place], references: { table: boards } }
";

const SEED: &str = "\
words:
  woods: [oak, ash, elm]
seeds:
  boards:
    table: library.boards
    per: shelves
    each: 0..4
    columns:
      place: k
      loaded_at: { from: \"timestamptz '2025-01-01Z'\", to: \"timestamptz '2025-12-31Z'\" }
      code: { words: \"{woods}-{woods}\" }
  loans:
    table: library.loans_of_boards
    per: boards
    where: k = 1 and parent.place = 1
    keep: { twice: 2 * n }
    columns: { tags: \"array[twice::text, parent.code]\" }
  shelves:
    table: library.shelves
    rows: { small: 200, large: 20000 }
    columns:
      kind: { weighted: { wood: 9, steel: 1 } }
      height: { from: 1, to: 10, spread: zipf }
      weight: { from: 0, to: 100, spread: normal }
      label: { one_of: [left, right], null: 0.25 }
  noted:
    sql: update library.shelves set label = 'first' where id = (select min(id) from seed_shelves)
    after: [shelves]
";

fn seeded(major: u32, name: &str, seed: &str) -> Small {
    let small = Small::with_database(major, name);
    fs::write(small.root().join("schema/shelves.yaml"), SCHEMA).unwrap();
    fs::create_dir(small.root().join("seed")).unwrap();
    fs::write(small.root().join("seed/rows.yaml"), seed).unwrap();
    small
}

#[track_caller]
fn refused(ran: &Ran, code: i32, parts: &[&str]) {
    assert_eq!(ran.code, Some(code), "{ran:?}");
    for part in parts {
        assert!(ran.stderr.contains(part) || ran.stdout.contains(part), "{part}: {ran:?}");
    }
}

#[test]
fn rows_are_what_is_said_of_them() {
    for major in MAJORS {
        let small = seeded(major, "seed_said", SEED).migrated();
        let ran = small.run(&["seed", "--format", "json"]);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        let document: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
        let sets: Vec<&str> = document["result"]["sets"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| it["set"].as_str().unwrap())
            .collect();
        assert_eq!(sets, ["shelves", "boards", "loans", "noted"]);
        let holds = |sql: &str| {
            let found = query(small.database(), sql).remove(0).remove(0);
            assert_eq!(found.as_deref(), Some("t"), "PostgreSQL {major}: {sql}");
        };
        holds("select count(*) = 200 and min(id) = 1 and max(id) = 200 from library.shelves");
        holds(
            "select count(*) filter (where kind = 'wood') between 160 and 195 from library.shelves",
        );
        holds(
            "select min(height) >= 1 and max(height) <= 10 and avg(height) < 4 from library.shelves",
        );
        holds("select avg(weight) between 40 and 60 and stddev(weight) < 20 from library.shelves");
        holds(
            "select count(*) filter (where label is null) between 25 and 75 from library.shelves",
        );
        holds(
            "select count(distinct made_at) = 1 and min(made_at) = '2026-01-01 12:00Z' from library.shelves",
        );
        holds("select count(*) filter (where label = 'first') = 1 from library.shelves");
        holds("select count(*) between 250 and 550 and max(place) = 4 from library.boards");
        holds("select bool_and(code ~ '^(oak|ash|elm)-(oak|ash|elm)$') from library.boards");
        holds(
            "select bool_and(loaded_at between '2025-01-01Z' and '2025-12-31Z') from library.boards",
        );
        holds(
            "select count(*) = (select count(*) from library.boards where place = 1) from library.loans_of_boards",
        );
        // The next row of the program's own gets a number that is free.
        holds(
            "insert into library.shelves (kind, height, weight) values ('wood', 1, 1) returning id = 201",
        );
    }
}

#[test]
fn a_database_that_is_not_migrated_is_refused() {
    let small = seeded(MAJORS[0], "seed_not_migrated", SEED).generated();
    refused(&small.run(&["seed"]), 1, &["the database is not what is declared"]);
}

#[test]
fn another_machine_is_asked_for() {
    let small = seeded(MAJORS[0], "seed_elsewhere", SEED);
    // Nothing is sent there but the opening of a connection, which fails.
    let ran = small.run(&["seed", "--database-url", "postgresql://u@db.invalid/x"]);
    refused(&ran, 2, &["is on another machine", "--yes"]);
}

#[test]
fn what_cannot_be_made_is_told_at_its_place() {
    let faulty = SEED
        .replace("weighted: { wood: 9, steel: 1 }", "weighted: { wood: 0 }")
        .replace("spread: zipf", "spread: zip")
        .replace("{woods}-{woods}", "{wood}")
        .replace("each: 0..4", "each: many");
    let small = seeded(MAJORS[0], "seed_faulty", &faulty);
    let ran = small.run(&["seed"]);
    refused(
        &ran,
        2,
        &[
            "nothing of kind has a weight",
            "did you mean `zipf`?",
            "this is no number of rows",
            "seed/rows.yaml:7:",
        ],
    );
    let unknown = SEED
        .replace("{woods}-{woods}", "{wood}")
        .replace("      height:", "      hight:")
        .replace("per: boards", "per: board");
    let small = seeded(MAJORS[0], "seed_unknown", &unknown).migrated();
    refused(
        &small.run(&["seed"]),
        2,
        &["there is no list of words `wood`", "has no column hight", "the nearest one is `boards`"],
    );
    let small = seeded(MAJORS[0], "seed_size", SEED).migrated();
    refused(&small.run(&["seed", "--size", "huge"]), 2, &["does not say how many rows `huge` has"]);
}

#[test]
fn rows_that_the_server_does_not_take_leave_nothing() {
    let seed = SEED.replace("{woods}-{woods}", "{woods}-{woods}-{woods}-{woods}");
    let small = seeded(MAJORS[0], "seed_not_taken", &seed).migrated();
    refused(&small.run(&["seed"]), 3, &["seed/rows.yaml:4:3", "23514", "Nothing was kept"]);
    let rows = query(small.database(), "select count(*) from library.shelves");
    assert_eq!(rows[0][0].as_deref(), Some("0"));
}

/// What comes besides, where no trigger fires.
const OFF: &str = "
triggers: off
as_of: 2030-05-01 00:00:00Z
";

#[test]
fn no_trigger_fires_where_they_are_off() {
    for major in MAJORS {
        // With the rows of the set before, and within its transaction, as a trigger that is not declared would be drift.
        let fires = "
  refuses:
    sql: create function library.refuse() returns trigger language plpgsql as $$ begin raise 'fired'; end $$
  fires:
    sql: create trigger fires before insert on library.shelves for each row execute function library.refuse()
    after: [refuses]
";
        let seed = SEED.replace("  shelves:\n", "  shelves:\n    after: [fires]\n");
        let small = seeded(major, "seed_off", &format!("{seed}{fires}")).migrated();
        refused(&small.run(&["seed"]), 3, &["fired", "Nothing was kept"]);
        let off = format!("{seed}{fires}{OFF}");
        fs::write(small.root().join("seed/rows.yaml"), off).unwrap();
        assert_eq!(small.run(&["seed"]).code, Some(0));
    }
}

#[test]
fn rows_that_refer_to_nothing_are_refused() {
    for major in MAJORS {
        let lost = "  lost:\n    table: library.boards\n    sql: insert into library.boards values (-1, 1, now(), 'x', true)\n    after: [shelves]\n";
        let small = seeded(major, "seed_lost", &format!("{SEED}{lost}{OFF}")).migrated();
        refused(
            &small.run(&["seed"]),
            3,
            &["rows of library.boards refer to nothing in library.shelves", "shelf_id is (-1)"],
        );
        assert_eq!(query(small.database(), "select 1 from library.boards"), Vec::<Vec<_>>::new());
        fs::write(small.root().join("seed/rows.yaml"), format!("{SEED}{OFF}")).unwrap();
        let ran = small.run(&["seed", "--as-of", "2031-01-01 00:00Z"]);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        let times =
            query(small.database(), "select distinct made_at = '2031-01-01Z' from library.shelves");
        assert_eq!(times, [[Some("t".to_owned())]]);
    }
}

/// `hashint8extended` alone has one hash for two of some ten thousand numbers.
#[test]
fn keys_of_many_rows_are_not_the_same() {
    let many = "\
seeds:
  shelves:
    table: library.shelves
    rows: { small: 200000 }
    columns: { kind: \"'wood'\", height: \"1\", weight: \"1\" }
";
    let small = seeded(15, "seed_keys", many).migrated();
    let ran = small.run(&["seed"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
}

#[test]
fn a_word_that_says_nothing_of_triggers_is_refused() {
    let small = seeded(15, "seed_word", &format!("{SEED}triggers: never\n"));
    refused(&small.run(&["seed"]), 2, &["`never` does not say whether triggers fire"]);
}
