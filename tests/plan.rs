//! From one database to another: plan, apply, compare, plan again.
//!
//! A case is a folder `tests/cases/plan/<kind>/<case>/` with `from.sql` and `to.sql`, and perhaps `values.sql`, a query
//! whose answer after each plan is part of the snapshot. Both are run in databases of
//! their own. The plan between them, in each direction, is a snapshot; it is applied to a copy of the first, which
//! must then equal the second, plan to nothing, and read the same to `pg_dump`, which shares no code with the
//! introspection.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[path = "plan/back.rs"]
mod back;
#[path = "plan/convergence.rs"]
mod convergence;
#[path = "plan/coverage.rs"]
mod coverage;
#[path = "plan/observed.rs"]
mod observed;
#[path = "plan/staged.rs"]
mod staged;
mod support;

use coverage::{Coverage, Model};
use momni_db::catalog::{
    Catalog, Definition, Intent, Kind, Name, ObjectId, Scope, Table, differences,
};
use momni_db::connect::Session;
use momni_db::introspect::introspect;
use momni_db::plan::{Alteration, Change, Part, Plan, online};
use momni_db::render::statements;
use momni_db::scratch::Server;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use support::FASTEST;
use tokio_postgres::error::SqlState;

/// What a failure begins with that nobody else sees.
const DUMP: &str = "pg_dump sees a difference";

const ROLES: [&str; 3] = ["r_owner", "r_member", "r_other"];

/// A superuser, who alone may own some kinds of object.
const SUPER: &str = "r_super";

fn scope() -> Scope {
    let roles = ROLES.iter().chain([&SUPER]).map(Name::from).collect();
    Scope { roles: Some(roles), ..Scope::everything() }
}

fn folders(path: &Path) -> BTreeSet<PathBuf> {
    let entries = std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path());
    entries.filter(|path| path.is_dir()).collect()
}

fn cases() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/plan");
    folders(&root).iter().flat_map(|kind| folders(kind)).collect()
}

async fn create(server: &Server, name: &str) -> Session {
    let maintenance = support::session(&server.target("postgres")).await;
    maintenance.client.batch_execute(&format!("CREATE DATABASE {name} {FASTEST}")).await.unwrap();
    support::session(&server.target(name)).await
}

async fn catalog(session: &Session) -> Result<Catalog, String> {
    introspect(&session.client, &scope()).await.map_err(|error| format!("is not read: {error:?}"))
}

/// Whether a table states a column or a check that it inherits itself, too: PostgreSQL sets that when a table becomes
/// an heir, and never takes it back. And whether an inherited check is validated where that of the parent is not, as
/// it is for a child that is made later.
const STATED: [(&str, &str, &str, &str); 3] = [
    ("pg_constraint", "oid::text", "convalidated", "contype = 'c' AND coninhcount > 0"),
    ("pg_constraint", "oid::text", "conislocal", "coninhcount > 0"),
    ("pg_attribute", "attrelid || '.' || attnum", "attislocal", "attinhcount > 0 AND attnum > 0"),
];

/// `pg_dump`, with what has no meaning taken out: the order of lines, commas, comments, its own settings,
/// and how a table has what it inherits.
async fn dump(server: &Server, session: &Session, name: &str) -> Vec<String> {
    let mut back = String::new();
    for (catalog, key, stated, inherited) in STATED {
        let set = format!(
            "UPDATE {catalog} SET {stated} = true WHERE NOT {stated} AND {inherited} RETURNING {key}"
        );
        let rows = session.client.query(&set, &[]).await.unwrap();
        let keys: Vec<String> =
            rows.iter().map(|row| format!("'{}'", row.get::<_, String>(0))).collect();
        if !keys.is_empty() {
            let keys = keys.join(", ");
            back += &format!("UPDATE {catalog} SET {stated} = false WHERE {key} IN ({keys});");
        }
    }
    let lines = dumped(server, name);
    session.client.batch_execute(&back).await.unwrap();
    lines
}

fn dumped(server: &Server, name: &str) -> Vec<String> {
    // PostgreSQL as npm has it comes without; then the one on the PATH, which is no older than the newest server.
    let own = server.bin.join("pg_dump");
    let output = std::process::Command::new(if own.exists() { own } else { "pg_dump".into() })
        .arg("--schema-only")
        .arg("--dbname")
        .arg(server.target(name).to_string())
        .output()
        .unwrap();
    assert!(output.status.success(), "pg_dump: {}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    let mut lines: Vec<String> = support::dump::without_promised_views(&text)
        .lines()
        .map(|line| support::dump::without_given_name(line.trim().trim_end_matches(',')))
        .map(|line| with_sorted_columns(&line))
        .map(|line| support::dump::with_sorted_tags(&support::dump::with_one_word(&line)))
        .filter(|line| !line.is_empty() && !line.starts_with("--") && !line.starts_with("\\"))
        .collect();
    lines.sort();
    lines
}

/// Statistics and publications list columns in the order of the table.
fn with_sorted_columns(line: &str) -> String {
    let sorted = |before: &str, columns: &str, after: &str| {
        let mut columns: Vec<&str> = columns.split(", ").collect();
        columns.sort_unstable();
        format!("{before}{}{after}", columns.join(", "))
    };
    let (start, end, last) = match line.split(' ').nth(1) {
        Some("STATISTICS") => (" ON ", " FROM ", true),
        Some("PUBLICATION") => (" (", ")", false),
        _ => return line.to_owned(),
    };
    let Some(first) = line.find(start).map(|at| at + start.len()) else { return line.to_owned() };
    let rest = &line[first..];
    let Some(end) = (if last { rest.rfind(end) } else { rest.find(end) }) else {
        return line.to_owned();
    };
    sorted(&line[..first], &rest[..end], &rest[end..])
}

/// A database before anything is done to it.
struct Side {
    session: Session,
    name: String,
    catalog: Catalog,
    /// Where `pg_dump` is asked, too.
    dump: Option<Vec<String>>,
}

impl Side {
    /// A database of its own with this content.
    async fn new(server: &Server, name: String, sql: &str, dumped: bool) -> Result<Self, String> {
        let session = create(server, &name).await;
        let made = session.client.batch_execute(sql).await;
        made.map_err(|error| format!("{name}: {error:?}"))?;
        Self::read(server, session, name, dumped).await
    }

    /// A database of its own with what it takes of this content.
    async fn of_some(server: &Server, name: String, scripts: &[&str]) -> Result<Self, String> {
        let session = create(server, &name).await;
        for sql in scripts {
            let _ = session.client.batch_execute(sql).await;
        }
        Self::read(server, session, name, true).await
    }

    async fn read(
        server: &Server,
        session: Session,
        name: String,
        dumped: bool,
    ) -> Result<Self, String> {
        let catalog = catalog(&session).await?;
        let dump = match dumped {
            true => Some(dump(server, &session, &name).await),
            false => None,
        };
        Ok(Self { session, name, catalog, dump })
    }
}

fn adds_label(step: &Change) -> bool {
    matches!(step, Change::Alter { alteration, .. }
        if matches!(**alteration, Alteration::EnumAddLabel { .. }))
}

/// The tables that a plan changes in place, but for partitions and heirs, and what has such: rows go and come with these.
fn kept(from: &Catalog, to: &Catalog, plan: &Plan) -> Vec<ObjectId> {
    let is_made = |table: &ObjectId| {
        plan.steps.iter().any(|step| matches!(step, Change::Create { id, .. } if id == table))
    };
    let alone = |catalog: &Catalog, id: &ObjectId| {
        let is_child = |table: &Table| table.partition_of.is_some() || !table.inherits.is_empty();
        match catalog.get(id).map(|object| &object.definition) {
            Some(Definition::Table(it)) => it.foreign.is_none() && !is_child(it),
            _ => false,
        }
    };
    let has_heirs = |catalog: &Catalog, id: &ObjectId| {
        catalog.of_kind(Kind::Table).any(|(_, object)| match &object.definition {
            Definition::Table(it) => {
                it.inherits.contains(&id.qname())
                    || it.partition_of.as_ref().is_some_and(|of| of.parent == id.qname())
            }
            _ => false,
        })
    };
    let tables = from.of_kind(Kind::Table).map(|(id, _)| id).filter(|id| !is_made(id));
    tables
        .filter(|id| [from, to].iter().all(|catalog| alone(catalog, id) && !has_heirs(catalog, id)))
        .cloned()
        .collect()
}

/// How many rows each table has.
async fn rows(session: &Session, tables: &[ObjectId]) -> Vec<(String, i64)> {
    let mut rows = Vec::new();
    for table in tables {
        let name = format!("{}.{}", quoted(table.schema.as_deref().unwrap()), quoted(&table.name));
        let count = session.client.query_one(&format!("SELECT count(*) FROM {name}"), &[]).await;
        rows.push((name, count.unwrap().get(0)));
    }
    rows
}

/// What the query `values.sql` of a case finds, where there is one: what became of the rows.
async fn values(case: &Path, session: &Session) -> String {
    let Ok(query) = std::fs::read_to_string(case.join("values.sql")) else { return String::new() };
    let rows = session.client.query(&query, &[]).await.unwrap();
    let lines = rows.iter().map(|row| format!("-- {}\n", row.get::<_, String>(0)));
    format!("-- values:\n{}\n", lines.collect::<String>())
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// Plans from one side to the other, applies it to the first and proves it; gives the plan's SQL, or what went wrong.
async fn prove(server: &Server, from: &Side, to: &Side) -> Result<String, String> {
    prove_by(server, from, to, Steps::Together).await
}

/// How the steps of a plan are run.
enum Steps {
    /// As in a migration: in one transaction.
    Together,
    /// In their online form, each step in a transaction of its own, with what it locks.
    Observed,
}

async fn prove_by(server: &Server, from: &Side, to: &Side, by: Steps) -> Result<String, String> {
    let intent = Intent::default();
    let worded = |plan: &Plan| -> String {
        statements(plan).into_iter().map(|it| format!("{};\n", it.sql)).collect()
    };
    let plan = momni_db::plan::plan(&from.catalog, &to.catalog, &intent);
    let sql = worded(&plan);
    let kept = kept(&from.catalog, &to.catalog, &plan);
    let before = rows(&from.session, &kept).await;
    // A label of an enum cannot be used in the transaction that adds it: migrations have a file for such before the rest.
    let parts = match by {
        Steps::Observed => {
            let (labels, rest): (Vec<Change>, _) = plan.steps.iter().cloned().partition(adds_label);
            let mut parts = vec![Part::of(labels)];
            parts.extend(online(&from.catalog, &to.catalog, Plan { steps: rest }));
            let applied = observed::apply(&from.session.client, &from.catalog, &to.catalog, &parts);
            applied.await?;
            [Vec::new(), Vec::new()]
        }
        Steps::Together => {
            let (labels, rest) = plan.steps.into_iter().partition(adds_label);
            [labels, rest]
        }
    };
    for steps in parts {
        let settings = "BEGIN; SET LOCAL check_function_bodies = off;\n";
        let text = format!("{settings}{}COMMIT", worded(&Plan { steps }));
        if let Err(error) = from.session.client.batch_execute(&text).await {
            return Err(format!("does not apply: {:?}\n{sql}", error.as_db_error()));
        }
    }
    let rows = rows(&from.session, &kept).await;
    if rows != before {
        return Err(format!("loses rows: of {before:?} are left {rows:?}\n{sql}"));
    }
    let after = catalog(&from.session).await?;
    let left: Vec<String> = differences(&to.catalog, &after)
        .iter()
        .map(|difference| difference.sentence("what is wanted", "the result"))
        .collect();
    if !left.is_empty() {
        return Err(format!("differs:\n{}\n{sql}", left.join("\n")));
    }
    let again = statements(&momni_db::plan::plan(&after, &to.catalog, &intent));
    if !again.is_empty() {
        return Err(format!("plans again: {again:?}\n{sql}"));
    }
    let Some(wanted) = &to.dump else { return Ok(sql) };
    let result = dump(server, &from.session, &from.name).await;
    if result != *wanted {
        let only = |a: &[String], b: &[String]| -> Vec<String> {
            let mut rest = a.to_vec();
            for line in b {
                if let Some(at) = rest.iter().position(|it| it == line) {
                    rest.remove(at);
                }
            }
            rest
        };
        return Err(format!(
            "{DUMP}: only in the result {:#?}, only in what is wanted {:#?}\n{sql}",
            only(&result, wanted),
            only(wanted, &result)
        ));
    }
    Ok(sql)
}

/// The roles and tablespaces that the cases name; another test of this process may have made them.
async fn roles(server: &Server) {
    let session = support::session(&server.target("postgres")).await;
    let roles = ROLES.map(|role| format!("CREATE ROLE {role}"));
    for sql in roles.into_iter().chain([format!("CREATE ROLE {SUPER} SUPERUSER")]) {
        let made = session.client.batch_execute(&sql).await;
        if let Err(error) = made {
            assert_eq!(error.code(), Some(&SqlState::DUPLICATE_OBJECT), "{error}");
        }
    }
    support::tablespaces(server).await;
}

fn run(major: u32) {
    let server = support::server(major, &["pg_trgm"]);
    support::runtime().block_on(async {
        roles(server).await;
        let maintenance = support::session(&server.target("postgres")).await;
        let mut failures = Vec::new();
        let only = std::env::var("CASE").ok();
        let (mut coverage, model) = (Coverage::default(), Model::read());
        let cases = cases();
        assert!(cases.len() > 50, "the cases are gone");
        for (number, case) in cases.iter().enumerate() {
            let name = case.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap();
            let name = name.strip_prefix("tests/cases/plan").unwrap().to_str().unwrap().to_owned();
            if only.as_ref().is_some_and(|only| !name.contains(only.as_str())) {
                continue;
            }
            let read = |file: &str| std::fs::read_to_string(case.join(file)).unwrap();
            let (from, to) = (read("from.sql"), read("to.sql"));
            // `-- only: 18` in the first line: no other version at hand has what the case is about.
            let stated = from.lines().next().and_then(|line| line.strip_prefix("-- only: "));
            if stated.is_some_and(|only| only.parse::<u32>().unwrap() != major) {
                continue;
            }
            // `pg_dump` takes a third of the time: each way is looked at by it on one version, unless `CASE` names some.
            let [back, forth] =
                [18, 15].map(|of| of == major || stated.is_some() || only.is_some());
            let from = Side::new(server, format!("case{number}_from"), &from, back).await;
            let to = Side::new(server, format!("case{number}_to"), &to, forth).await;
            let (from, to) = match (from, to) {
                (Ok(from), Ok(to)) => (from, to),
                (Err(error), _) | (_, Err(error)) => {
                    failures.push(format!("## {name} is refused: {error}"));
                    continue;
                }
            };
            let mut text = String::new();
            for (heading, from, to) in [("from → to", &from, &to), ("to → from", &to, &from)] {
                coverage.record(name.trim_start_matches('/'), &from.catalog, &to.catalog, &model);
                // The way back on the second version is that of the first one in other words: `EVERY` takes it, too.
                let back_again = heading == "to → from" && major != 15 && stated.is_none();
                if back_again && only.is_none() && std::env::var_os("EVERY").is_none() {
                    continue;
                }
                let by = match (major, heading) {
                    (15, "to → from") | (18, "from → to") => Steps::Observed,
                    _ => Steps::Together,
                };
                match prove_by(server, from, to, by).await {
                    Ok(sql) => {
                        let values = values(case, &from.session).await;
                        text.push_str(&format!("-- {heading}\n{sql}\n{values}"));
                    }
                    Err(error) => failures.push(format!("## {name} ({heading})\n{error}")),
                }
            }
            let names = [from.name.clone(), to.name.clone()];
            drop((from, to));
            for name in names {
                // Thousands of tables would fill the memory. One with a subscription stays: it cannot be dropped.
                let drop = format!("DROP DATABASE {name} WITH (FORCE)");
                if let Err(error) = maintenance.client.batch_execute(&drop).await {
                    assert_eq!(error.code(), Some(&SqlState::OBJECT_IN_USE), "{error}");
                }
            }
            // The wording of expressions differs by version; the plan is the same. One version keeps the snapshot.
            if major == 15 || stated.is_some() {
                let mut settings = insta::Settings::clone_current();
                settings.set_snapshot_path(case);
                settings.set_prepend_module_to_snapshot(false);
                settings.set_omit_expression(true);
                settings.bind(|| insta::assert_snapshot!("plan", text.trim_end()));
            }
        }
        assert!(failures.is_empty(), "{} failed:\n{}", failures.len(), failures.join("\n\n"));
        if only.is_none() {
            coverage::check(major, coverage, &model);
        }
    });
}

#[test]
fn every_case_on_postgresql_15() {
    run(15);
}

#[test]
fn every_case_on_postgresql_18() {
    run(18);
}
