//! The catalog as it is read from real servers: each case is a script and the part of the catalog that it makes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[path = "introspect/order.rs"]
mod order;
#[path = "introspect/shown.rs"]
mod shown;
mod support;
#[path = "introspect/transaction.rs"]
mod transaction;
#[path = "introspect/who.rs"]
mod who;

use momni_db::catalog::{Catalog, Name, RowsSpec, Scope};
use momni_db::connect::Target;
use momni_db::introspect::introspect;
use std::path::Path;
use support::{MAJORS, database, execute, run, server, session};

/// Extensions that cases create.
const EXTENSIONS: [&str; 4] = ["btree_gist", "citext", "hstore", "pg_trgm"];

fn read(target: &Target, scope: &Scope) -> Catalog {
    run(async {
        let session = session(target).await;
        introspect(&session.client, scope).await.unwrap_or_else(|error| panic!("{error}"))
    })
}

/// What the first lines of a script say: `-- roles: a b`, `-- pin: citext`, `-- rows: {…}`, `-- from: 17`.
struct Directives {
    scope: Scope,
    /// The oldest major version that knows the statements.
    from: u32,
}

fn directives(script: &str) -> Directives {
    let mut scope = Scope { roles: Some(Default::default()), ..Scope::everything() };
    let mut from = 0;
    for line in script.lines() {
        let Some((directive, value)) = line.strip_prefix("-- ").and_then(|it| it.split_once(": "))
        else {
            break;
        };
        let names = || value.split_whitespace().map(Name::from);
        match directive {
            "roles" if value == "all" => scope.roles = None,
            "roles" => scope.roles = Some(names().collect()),
            "pin" => scope.pinned_extensions = names().collect(),
            "rows" => scope.rows.push(serde_json::from_str::<RowsSpec>(value).unwrap()),
            "from" => from = value.parse().unwrap(),
            _ => break,
        }
    }
    Directives { scope, from }
}

/// One snapshot for all versions where they say the same, one for each where they do not.
fn check(path: &Path) {
    let script = std::fs::read_to_string(path).unwrap();
    let directives = directives(&script);
    let folder = path.parent().unwrap();
    let case = path.file_stem().unwrap().to_str().unwrap();
    let kind = folder.file_name().unwrap().to_str().unwrap();
    let mut shown: Vec<(u32, serde_json::Value)> = Vec::new();
    for major in MAJORS.into_iter().filter(|major| *major >= directives.from) {
        let target = database(server(major, &EXTENSIONS), &format!("{kind}_{case}"));
        if script.contains(" TABLESPACE ") {
            run(support::tablespaces(server(major, &EXTENSIONS)));
        }
        let empty = read(&target, &directives.scope);
        execute(&target, &script);
        let catalog = read(&target, &directives.scope);
        assert_eq!(catalog.major, major);
        shown.push((major, shown::shown(&catalog, &empty, kind == "privileges")));
    }
    let alike = shown.windows(2).all(|pair| pair[0].1 == pair[1].1);
    for (major, _) in &shown {
        let stale = if alike { format!("{case}-{major}.snap") } else { format!("{case}.snap") };
        assert!(!folder.join(&stale).exists(), "{kind}/{stale} is of no use any more: remove it");
    }
    for (major, value) in &shown {
        let name = if alike { case.to_owned() } else { format!("{case}-{major}") };
        insta::with_settings!({
            snapshot_path => folder,
            prepend_module_to_snapshot => false,
            snapshot_suffix => "",
            omit_expression => true,
            input_file => path,
        }, {
            insta::assert_json_snapshot!(name, value);
        });
    }
}

#[test]
fn cases() {
    insta::glob!("cases/introspect/*/*.sql", check);
}
