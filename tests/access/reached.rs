//! What functions and triggers do with the rights of others, as it is told and as it happens.

use crate::built::plain_library;
use crate::support::{self, MAJORS};
use momni_db::access::Reached;
use momni_db::catalog::{Principal, Privilege};

fn role(name: &str) -> Principal {
    Principal::Role(name.into())
}

#[test]
fn what_is_reached_with_the_rights_of_others_is_what_happens() {
    for major in MAJORS {
        let built = plain_library(major);
        let reached = |who: &str, table: &str, operation: Privilege| -> Option<&Reached> {
            built.answer.reached.iter().find(|it| {
                it.role == role(who)
                    && it.operation == operation
                    && it.relation.as_ref().is_some_and(|id| *id.name == *table)
            })
        };
        support::run(async {
            let session = support::session(&built.target).await;
            let one = async |sql: &str| {
                let rows = session.rows(sql).await.unwrap_or_else(|error| panic!("{error}"));
                rows.last().and_then(|row| row[0].clone()).unwrap_or_default()
            };
            // A function that counts what the policies of its owner show.
            let counted = reached("acc_member", "books", Privilege::Select).unwrap();
            assert_eq!(counted.runs_as, role("acc_definer"));
            let rows = counted.found.rows.using.condition().unwrap().sql();
            let expected = one(&format!("SELECT count(*) FROM app.books WHERE {rows}")).await;
            let all = one("SELECT count(*) FROM app.books").await;
            assert_ne!(expected, all);
            let seen = one("BEGIN; SET LOCAL ROLE acc_member; SELECT app.count_books()").await;
            session.batch("ROLLBACK").await.unwrap();
            assert_eq!(seen, expected, "PostgreSQL {major}");
            // A trigger that writes what whoever fires it may not.
            let written = reached("acc_member", "trail", Privilege::Insert).unwrap();
            assert_eq!(written.runs_as, role("acc_auditor"));
            session.batch("BEGIN; SET LOCAL ROLE acc_member; DELETE FROM app.books").await.unwrap();
            let lines = one("RESET ROLE; SELECT count(*) FROM app.trail").await;
            session.batch("ROLLBACK").await.unwrap();
            assert_ne!(lines, "0", "PostgreSQL {major}");
            // Whoever has no USAGE on the schema does not come as far.
            assert_eq!(reached("acc_nobody", "books", Privilege::Select), None);
            let refused = session.rows("SET ROLE acc_nobody; SELECT app.count_books()").await;
            assert_eq!(refused.unwrap_err().sqlstate.as_deref(), Some("42501"));
        });
    }
}
