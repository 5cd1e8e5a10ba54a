//! `generate --data`: the frame of a data step, and what becomes of it.

use crate::small::Small;
use std::fs;

#[test]
fn a_frame_is_written_edited_entered_and_run() {
    for major in [15, 18] {
        let small = Small::with_database(major, "data_step").migrated();
        let ran = small.run(&["generate", "--data", "fill", "--table", "loans"]);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        assert!(ran.stdout.starts_with("wrote migrations/V2__fill.sql\n"), "{ran:?}");
        let path = small.root().join("migrations/V2__fill.sql");
        let frame = fs::read_to_string(&path).unwrap();
        for part in [
            "-- momni-db: no transaction\n-- momni-db: batches of 5000 over library.loans by id\n",
            "UPDATE library.loans SET … WHERE id BETWEEN $1 AND $2;",
        ] {
            assert!(frame.contains(part), "{part}: {frame}");
        }
        // As it is, it is refused before anything runs.
        let ran = small.run(&["migrate"]);
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(
            ran.stderr.contains("batches without a statement in `migrations/V2__fill.sql`"),
            "{ran:?}"
        );
        assert_eq!(small.run(&["generate"]).stdout.lines().count(), 1);
        // A mistake is found on the scratch server, and nothing is entered.
        let statement = |text: &str| fs::write(&path, format!("{frame}\n{text};\n")).unwrap();
        statement("UPDATE library.loans SET nothing = 1 WHERE id BETWEEN $1 AND $2");
        let ran = small.run(&["generate", "--data", "fill"]);
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(ran.stderr.contains("column \"nothing\" of relation \"loans\""), "{ran:?}");
        assert!(ran.stderr.contains("migrations/V2__fill.sql:"), "{ran:?}");
        statement("UPDATE library.loans SET reader = upper(reader) WHERE id BETWEEN $1 AND $2");
        let ran = small.run(&["migrate"]);
        assert!(ran.stderr.contains("was changed after it was generated"), "{ran:?}");
        let ran = small.run(&["generate", "--data", "fill"]);
        assert_eq!(
            (ran.code, ran.stdout.as_str()),
            (Some(0), "entered migrations/V2__fill.sql\n"),
            "{ran:?}"
        );
        let ran = small.run(&["migrate"]);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        // What follows is generated as ever.
        small.edit(
            "schema/library.yaml",
            "reader: text\n",
            "reader: text\n      extra: { type: text, null: true }\n",
        );
        let ran = small.run(&["generate"]);
        assert!(ran.stdout.starts_with("wrote migrations/V3__"), "{ran:?}");
        // It is no newest one any more: it stays as it is.
        statement("DELETE FROM library.loans WHERE id BETWEEN $1 AND $2");
        let ran = small.run(&["generate", "--data", "fill"]);
        assert_eq!(ran.code, Some(2), "{ran:?}");
    }
}

#[test]
fn frames_that_cannot_be_written() {
    let small = Small::new().generated();
    for (arguments, said) in [
        (
            &["generate", "--data", "x", "--table", "nowhere"][..],
            "the migrations lead to no table `nowhere`",
        ),
        (&["generate", "--data", "a b"], "choose a name of a-z"),
        (&["generate", "--data", "x", "--offline"], "cannot be used with"),
        (&["generate", "--table", "loans"], "--data"),
    ] {
        let ran = small.run(arguments);
        assert!(ran.code != Some(0) && ran.stderr.contains(said), "{said}: {ran:?}");
    }
    // Without a table its names are placeholders.
    let ran = small.run(&["generate", "--data", "x"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let frame = fs::read_to_string(small.root().join("migrations/V2__x.sql")).unwrap();
    assert!(frame.contains("batches of 5000 over schema_of.\"table\" by key"), "{frame}");
}
