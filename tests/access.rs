//! Who may do what, as it is worked out from a catalog, held against what the server does: every privilege is asked, and
//! every statement is tried as every role.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[path = "access/asked.rs"]
mod asked;
#[path = "access/built.rs"]
mod built;
#[path = "access/commands.rs"]
mod commands;
#[path = "access/reached.rs"]
mod reached;
#[path = "access/tried.rs"]
mod tried;

mod support;

use built::Built;

/// Every answer against every server.
fn hold(build: fn(u32) -> Built) {
    for major in support::MAJORS {
        let built = build(major);
        support::run(async {
            let asked = asked::differences(&built).await;
            let tried = tried::differences(&built).await;
            eprintln!(
                "{} on PostgreSQL {major}: {} cells, {} asked, {} statements tried",
                built.name,
                built.answer.cells.len(),
                asked.count,
                tried.count
            );
            let wrong: Vec<String> = asked.wrong.into_iter().chain(tried.wrong).collect();
            assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
            assert!(asked.count > 100 && tried.count > 50);
        });
    }
}

#[test]
fn a_project_with_every_way_to_a_privilege_is_as_the_server_has_it() {
    hold(built::library);
}

#[test]
fn momni_is_as_the_server_has_it() {
    hold(built::momni);
}

#[test]
fn the_example_is_as_the_server_has_it() {
    hold(built::family_groups);
}
