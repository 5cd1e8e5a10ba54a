//! Statements that fail: what is shown of them.

use super::support::{MAJORS, run, server};
use super::{StatementError, connect};
use insta::assert_snapshot;

/// The error of a batch, on both majors: they say the same.
fn error(sql: &str) -> StatementError {
    let [first, second] = MAJORS.map(|major| {
        run(async {
            let session = connect(&server(major, &[]).target("postgres")).await.unwrap();
            session.batch(sql).await.unwrap_err()
        })
    });
    assert_eq!(first, second);
    first
}

#[test]
fn one_of_several_with_the_line_in_the_batch() {
    let error = error(
        "SELECT 'é;ü';\n\n-- the second\nSELECT 'ö' AS a,\n       b\nFROM (SELECT 1 AS c) AS t;\nSELECT 3",
    );
    let position = error.position.unwrap();
    assert_eq!((position.line, position.column, position.statement_line), (5, 8, 3));
    assert!(error.statement.as_ref().unwrap().starts_with("-- the second\nSELECT 'ö'"));
    assert_snapshot!(error, @r#"
    error: column "b" does not exist (SQLSTATE 42703)
      |
    3 | -- the second
    4 | SELECT 'ö' AS a,
    5 |        b
      |        ^
    "#);
}

#[test]
fn far_into_a_statement_its_beginning_is_shown() {
    let lines: String = (0..20).map(|n| format!("  a{n} int,\n")).collect();
    let table = format!("SELECT 1;\nCREATE TABLE wide (\n{lines}  b nothing\n)");
    assert_snapshot!(error(&table), @r#"
    error: type "nothing" does not exist (SQLSTATE 42704)
       |
     2 | CREATE TABLE wide (
    ...
    23 |   b nothing
       |     ^^^^^^^
    "#);
}

#[test]
fn the_end_of_the_input() {
    assert_snapshot!(error("SELECT 1;\nSELECT (2"), @r#"
    error: syntax error at end of input (SQLSTATE 42601)
      |
    2 | SELECT (2
      |          ^
    "#);
}

#[test]
fn without_a_position_the_only_statement_is_shown() {
    assert_snapshot!(error("SELECT\n 1 / 0"), @r#"
    error: division by zero (SQLSTATE 22012)
      |
    1 | SELECT
    2 |  1 / 0
      |
    "#);
    let long = format!("SELECT\n{} 1 / 0", " 1,\n".repeat(20));
    assert_snapshot!(error(&long), @r#"
    error: division by zero (SQLSTATE 22012)
       |
     1 | SELECT
     2 |  1,
     3 |  1,
     4 |  1,
     5 |  1,
     6 |  1,
     7 |  1,
     8 |  1,
     9 |  1,
    10 |  1,
       |
    "#);
    let several = error("SELECT 1; SELECT 1 / 0");
    assert_eq!((several.statement.clone(), several.position), (None, None));
    assert_snapshot!(several, @"error: division by zero (SQLSTATE 22012)");
}

#[test]
fn detail_hint_and_the_names_of_objects() {
    let sql = "CREATE TABLE t (a int CONSTRAINT t_a UNIQUE); INSERT INTO t VALUES (7), (7)";
    let unique = error(sql);
    assert_eq!(unique.sqlstate.as_deref(), Some("23505"));
    assert_eq!(unique.detail.as_deref(), Some("Key (a)=(7) already exists."));
    assert!(unique.objects.contains(&("constraint", "t_a".into())), "{:?}", unique.objects);
    assert_snapshot!(unique, @r#"
    error: duplicate key value violates unique constraint "t_a" (SQLSTATE 23505)
     |
     = detail: Key (a)=(7) already exists.
     = about: schema public, table t, constraint t_a
    "#);
    assert_snapshot!(error("SELECT lower(1)"), @r#"
    error: function lower(integer) does not exist (SQLSTATE 42883)
      |
    1 | SELECT lower(1)
      |        ^^^^^
      |
      = hint: No function matches the given name and argument types. You might need to add explicit type casts.
    "#);
}

#[test]
fn a_query_within_a_function() {
    let sql = "CREATE FUNCTION twice_lost() RETURNS int LANGUAGE plpgsql AS $$
               BEGIN RETURN (SELECT nothing FROM pg_class LIMIT 1); END $$;
               SELECT twice_lost()";
    let error = error(sql);
    assert_eq!(error.internal.as_ref().unwrap().0, "(SELECT nothing FROM pg_class LIMIT 1)");
    assert_snapshot!(error, @r#"
    error: column "nothing" does not exist (SQLSTATE 42703)
      |
      = note: in this query, which the server ran by itself
      |
    1 | (SELECT nothing FROM pg_class LIMIT 1)
      |         ^^^^^^^
      |
      = context: PL/pgSQL function twice_lost() line 2 at RETURN
    "#);
}

#[test]
fn a_password_in_a_statement_is_not_shown() {
    let error = error("SELECT 1;\nALTER ROLE no_such_role PASSWORD 's3cret' LOGIN");
    assert_eq!(error.sqlstate.as_deref(), Some("42704"));
    let only = self::error("ALTER ROLE no_such_role PASSWORD 's3cret' LOGIN");
    assert!(only.to_string().contains("PASSWORD ******** LOGIN"), "{only}");
    let wrong = self::error("ALTER ROLE no_such_role PASSWORD 's3cret' LOGIN oops");
    assert_eq!(wrong.position.unwrap().column, 49);
    assert!(!format!("{error}{error:?}{only}{only:?}{wrong}{wrong:?}").contains("s3cret"));
}
