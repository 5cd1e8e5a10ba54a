//! What goes online over data steps, in every case of planning that has such a column: the parts lead to the catalog from
//! which the rest is planned, lock what is said, and lose no row; the rest leads to the other side.

use super::{Side, Steps, back, cases, create, kept, observed, prove_by, roles, rows};
use crate::support;
use momni_db::catalog::{Intent, differences};
use momni_db::plan::{Staged, plan, staged};
use momni_db::scratch::Server;

/// The cases in which columns come and change; elsewhere few do.
const KINDS: [&str; 5] = ["column", "enum", "index", "constraint", "together"];

/// Whether anything goes over data steps, there and back. In most cases nothing does, and two databases tell it.
async fn goes(server: &Server, name: &str, sql: [&str; 2]) -> Result<[bool; 2], String> {
    let one = Side::new(server, format!("{name}_from"), sql[0], false).await?;
    let other = Side::new(server, format!("{name}_to"), sql[1], false).await?;
    let intent = Intent::default();
    let goes = |from: &Side, to: &Side| {
        let first = plan(&from.catalog, &to.catalog, &intent);
        staged(&from.catalog, &to.catalog, &intent, &first).is_some()
    };
    let goes = [goes(&one, &other), goes(&other, &one)];
    let maintenance = support::session(&server.target("postgres")).await;
    for side in [one, other] {
        drop(side.session);
        let drop = format!("DROP DATABASE {} WITH (FORCE)", side.name);
        maintenance.client.batch_execute(&drop).await.unwrap();
    }
    Ok(goes)
}

/// Gives what is wrong, and whether anything is done so at all.
async fn judge(server: &Server, name: &str, sql: [&str; 2]) -> Result<bool, String> {
    let to = Side::new(server, format!("{name}_to"), sql[1], true).await?;
    let mut from = Side::new(server, format!("{name}_from"), sql[0], false).await?;
    let intent = Intent::default();
    let first = plan(&from.catalog, &to.catalog, &intent);
    let Some(it) = staged(&from.catalog, &to.catalog, &intent, &first) else { return Ok(false) };
    let Staged { parts, reached, .. } = it;
    let kept = kept(&from.catalog, &to.catalog, &first);
    let before = rows(&from.session, &kept).await;
    let client = &from.session.client;
    observed::apply(client, &from.catalog, &to.catalog, &parts).await?;
    let after = rows(&from.session, &kept).await;
    if after != before {
        return Err(format!("loses rows: of {before:?} are left {after:?}"));
    }
    let found = super::catalog(&from.session).await?;
    let other: Vec<String> = differences(&reached, &found)
        .iter()
        .map(|difference| difference.sentence("what is planned from", "the database"))
        .collect();
    if !other.is_empty() {
        return Err(format!("leads elsewhere:\n{}", other.join("\n")));
    }
    from.catalog = reached;
    prove_by(server, &from, &to, Steps::Together).await.map(|_| true)
}

fn run(major: u32) {
    let server = support::server(major, &["pg_trgm"]);
    support::runtime().block_on(async {
        roles(server).await;
        let maintenance = create(server, &format!("staged_{major}")).await;
        let only = std::env::var("CASE").ok();
        let (mut failures, mut done, mut swaps) = (Vec::new(), 0, 0);
        for (number, case) in cases().iter().enumerate() {
            let read = |file: &str| std::fs::read_to_string(case.join(file)).unwrap();
            let (from, to) = (read("from.sql"), read("to.sql"));
            let stated = from.lines().next().and_then(|line| line.strip_prefix("-- only: "));
            let is_other = stated.is_some_and(|only| only.parse::<u32>().unwrap() != major);
            let shown = case.display().to_string();
            let is_of = |kind: &&str| shown.contains(&format!("tests/cases/plan/{kind}/"));
            // A subscription keeps its database from being dropped.
            let is_subscribed = from.contains("SUBSCRIPTION") || to.contains("SUBSCRIPTION");
            if is_other
                || is_subscribed
                || !KINDS.iter().any(is_of)
                || only.as_ref().is_some_and(|it| !shown.contains(it))
            {
                continue;
            }
            let name = format!("staged{number}");
            let goes = match goes(server, &name, [&from, &to]).await {
                Ok(goes) => goes,
                Err(error) => {
                    failures.push(format!("## {shown}\n{error}"));
                    continue;
                }
            };
            let directions =
                [("from → to", [&*from, &*to], goes[0]), ("to → from", [&*to, &*from], goes[1])];
            for (heading, sql, _) in directions.into_iter().filter(|(_, _, goes)| *goes) {
                match judge(server, &name, sql).await {
                    Ok(is_done) => done += usize::from(is_done),
                    Err(error) => failures.push(format!("## {shown} ({heading})\n{error}")),
                }
                match back::judge(server, &format!("{name}_back"), sql).await {
                    Ok(these) => swaps += these,
                    Err(error) => {
                        failures.push(format!("## {shown} ({heading}), back\n{error}"));
                    }
                }
                for side in ["from", "to", "back_from", "back_to"] {
                    let drop = format!("DROP DATABASE IF EXISTS {name}_{side} WITH (FORCE)");
                    maintenance.client.batch_execute(&drop).await.unwrap();
                }
            }
        }
        assert!(failures.is_empty(), "{} failed:\n{}", failures.len(), failures.join("\n\n"));
        assert!(only.is_some() || done > 10, "{done} cases go online over data steps");
        assert!(only.is_some() || swaps > 5, "{swaps} files are undone with rows");
        println!("{done} cases go online over data steps, {swaps} files are undone with rows");
    });
}

#[test]
fn data_steps_of_every_case_on_postgresql_15() {
    run(15);
}

#[test]
fn data_steps_of_every_case_on_postgresql_18() {
    run(18);
}
