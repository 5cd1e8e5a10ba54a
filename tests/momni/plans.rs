//! No query of a function reads a large table from its beginning to its end: `tests/cases/momni/plans.txt` calls each function of `api`,
//! and auto_explain tells the plan of each statement within, and how many rows were read in vain.
//!
//! The town is of a tenth of the large one. So a table is large in it from 5,000 rows on; and what has 100 there is read again with
//! `enable_seqscan = off`: what is then still read as a whole has no index that could be used, however many rows there are.

use crate::seed::seed;
use crate::server::{migrated, project};
use crate::support::{query, run, session};
use momni_db::connect::{Session, Target};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// What is read as a whole all the same: the beginning of a call, the table, and why.
const ALLOWED: [(&str, &str, &str); 1] = [(
    "financial: select * from api.trial_balance()",
    "ledger_entries",
    "It sums up all of the ledger.",
)];

/// Tables that are large from so many rows on, for plans as they are, and for those with `enable_seqscan = off`.
const LARGE: [(&str, f64); 2] = [("on", 5000.0), ("off", 100.0)];

#[test]
fn no_function_reads_a_large_table_as_a_whole() {
    let target = migrated(15, "momni_plans");
    let before = indexes(&target);
    let ran = seed(&target, &["--size", "medium", "--as-of", "now"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    // Some were dropped while their table was filled.
    let after = indexes(&target);
    assert!(before.iter().zip(&after).any(|(old, new)| old[0] != new[0]), "none was set aside");
    let same =
        |it: &[Vec<Option<String>>]| it.iter().map(|it| it[1..].to_vec()).collect::<Vec<_>>();
    assert_eq!(same(&before), same(&after));
    let rows = sizes(&target);
    assert!(rows["bookings"] > 10_000.0, "{rows:?}");
    let called = fs::read_to_string(project().join("tests/cases/momni/plans.txt")).unwrap();
    let sql = "select distinct p.proname from pg_proc p, unnest('{anonymous,member,financial_administrator,community_administrator}'::text[]) r \
         where p.pronamespace = 'api'::regnamespace and has_function_privilege('momni_' || r, p.oid, 'execute') order by 1";
    let functions = query(&target, sql);
    let functions = functions.iter().map(|row| row[0].as_deref().unwrap());
    let left: Vec<_> = functions.filter(|it| !called.contains(&format!("api.{it}("))).collect();
    assert!(left.is_empty(), "no line of plans.txt calls {left:?}");
    let mut found = run(read(&target, &rows));
    let unused: Vec<_> = ALLOWED
        .iter()
        .filter(|(call, table, _)| {
            !found.iter().any(|it| it.call.contains(call) && it.table == *table)
        })
        .collect();
    found.retain(|it| {
        !ALLOWED.iter().any(|(call, table, _)| it.call.contains(call) && it.table == *table)
    });
    assert!(found.is_empty(), "read as a whole: {found:#?}");
    assert!(unused.is_empty(), "allowed, and not there any more: {unused:#?}");
}

/// Every index with its key, which another one has that was made anew, and all that it is.
fn indexes(target: &Target) -> Vec<Vec<Option<String>>> {
    let sql = "select i.indexrelid, pg_get_indexdef(i.indexrelid), c.relowner::regrole, obj_description(i.indexrelid, 'pg_class'), i.indisvalid \
         from pg_index i join pg_class c on c.oid = i.indexrelid where c.relnamespace in ('app'::regnamespace, 'audit'::regnamespace) \
         order by c.relnamespace, c.relname";
    query(target, sql)
}

/// A table that a call reads from its beginning to its end.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Whole {
    call: String,
    table: String,
    filter: String,
    statement: String,
}

/// How many rows each table has.
fn sizes(target: &Target) -> BTreeMap<String, f64> {
    let sql = "select relname, max(reltuples) from pg_class where relkind in ('r', 'p') \
         and relnamespace in ('app'::regnamespace, 'audit'::regnamespace) group by 1";
    let rows = query(target, sql);
    rows.into_iter()
        .map(|row| (row[0].clone().unwrap(), row[1].as_deref().unwrap().parse().unwrap()))
        .collect()
}

async fn read(target: &Target, rows: &BTreeMap<String, f64>) -> Vec<Whole> {
    // A session each: a plan that PL/pgSQL keeps is not made anew because a setting has changed.
    let mut sessions = Vec::new();
    for (scans, least) in LARGE {
        let session = session(target).await;
        session
            .batch(&format!(
                "load 'auto_explain'; set auto_explain.log_min_duration = 0; set auto_explain.log_nested_statements = on; \
                 set auto_explain.log_analyze = on; set auto_explain.log_timing = off; \
                 set auto_explain.log_format = json; set enable_seqscan = {scans}"
            ))
            .await
            .unwrap();
        sessions.push((session, scans == "on", least));
    }
    let mut names = BTreeMap::new();
    let mut found = BTreeSet::new();
    let text = fs::read_to_string(project().join("tests/cases/momni/plans.txt")).unwrap();
    for work in works(&text) {
        if let [Line { head: Head::Set(name), sql, text, .. }] = &work[..] {
            let row = sessions[0].0.rows(&filled(sql, &names)).await;
            let row = row.unwrap_or_else(|error| panic!("{text}: {error}"));
            let value = row.into_iter().next().and_then(|row| row[0].clone());
            let value = value.unwrap_or_else(|| panic!("the town has none: {text}"));
            names.insert(name.clone(), value);
            continue;
        }
        for (session, as_is, least) in &sessions {
            let is_large = |table: &str| rows.get(table).is_some_and(|it| it >= least);
            for (call, plan) in explained(session, &work, &names, &is_large).await {
                let statement = plan["Query Text"].as_str().unwrap_or_default();
                let statement: String = statement.split_whitespace().collect::<Vec<_>>().join(" ");
                walk(&plan["Plan"], &mut |node| {
                    let table = node["Relation Name"].as_str().unwrap_or_default();
                    let removed = node["Rows Removed by Filter"].as_f64().unwrap_or_default();
                    let in_vain = *as_is && removed > rows.get(table).map_or(0.0, |it| it / 2.0);
                    let is_read = node["Actual Loops"] != 0.0;
                    // An index that is read to its end for its order is no better.
                    if is_read && is_large(table) && (node["Node Type"] == "Seq Scan" || in_vain) {
                        found.insert(Whole {
                            call: call.clone(),
                            table: table.to_owned(),
                            filter: node["Filter"].as_str().unwrap_or_default().to_owned(),
                            statement: statement.chars().take(300).collect(),
                        });
                    }
                });
            }
        }
    }
    found.into_iter().collect()
}

/// A line of the file.
struct Line {
    /// The whole of it, for who reads what failed.
    text: String,
    head: Head,
    sql: String,
    /// How what comes is called.
    gives: Vec<String>,
}

enum Head {
    /// Something to call with is found.
    Set(String),
    /// A call of a user, by their name, in a role.
    Call { role: String, user: String },
    /// Nobody's.
    Town,
}

/// The lines, those together that are one transaction.
fn works(text: &str) -> Vec<Vec<Line>> {
    let mut all: Vec<Vec<Line>> = Vec::new();
    for line in text.lines().filter(|it| !it.is_empty() && !it.starts_with('#')) {
        let (head, sql) = line.split_once(": ").unwrap_or_else(|| panic!("{line}"));
        let (sql, gives) = sql.rsplit_once(" -> ").unwrap_or((sql, ""));
        let head = match head.trim().split_once(' ') {
            Some(("set", name)) => Head::Set(name.to_owned()),
            Some((role, user)) => Head::Call { role: role.to_owned(), user: user.to_owned() },
            None => Head::Town,
        };
        let gives = gives.split(", ").filter(|it| !it.is_empty()).map(str::to_owned).collect();
        let made = Line { text: line.trim().to_owned(), head, sql: sql.to_owned(), gives };
        match all.last_mut().filter(|_| line.starts_with(' ')) {
            Some(last) => last.push(made),
            None => all.push(vec![made]),
        }
    }
    all
}

/// The plans of all statements of the calls of a transaction, which is taken back.
async fn explained(
    session: &Session,
    work: &[Line],
    names: &BTreeMap<String, String>,
    is_large: &impl Fn(&str) -> bool,
) -> Vec<(String, Value)> {
    let mut names = names.clone();
    let mut found = Vec::new();
    session.batch("begin").await.unwrap();
    for line in work {
        let text = &line.text;
        let caller = match &line.head {
            Head::Call { role, user } => format!(
                "reset role; set local role momni_{role}; set local request.jwt.claims = '{{\"sub\":\"{}\",\"role\":\"momni_{role}\"}}'; \
                 set local request.headers = '{{\"idempotency-key\":\"0123456789abcdef\"}}'; set local client_min_messages = log",
                names[user]
            ),
            _ => "reset role".to_owned(),
        };
        session.batch(&caller).await.unwrap();
        session.take_notices();
        let rows = session.rows(&filled(&line.sql, &names)).await;
        let rows = rows.unwrap_or_else(|error| panic!("{text}: {error}"));
        let notices = session.take_notices();
        if let Head::Call { user, .. } = &line.head {
            let call = format!("{user}: {}", line.sql);
            let plans = notices.iter().filter_map(|it| it.message.split_once("plan:\n"));
            let plans: Vec<&str> = plans.map(|(_, plan)| plan).collect();
            assert!(!plans.is_empty(), "{text} tells no plan");
            let plans = plans.into_iter().filter(|it| is_worth_reading(it, is_large));
            found.extend(plans.map(|it| (call.clone(), serde_json::from_str(it).unwrap())));
        }
        let row = rows.into_iter().next().unwrap_or_default();
        for (at, name) in line.gives.iter().enumerate() {
            let value = row.get(at).cloned().flatten();
            names.insert(name.clone(), value.unwrap_or_else(|| panic!("{text} gives no {name}")));
        }
    }
    session.batch("rollback").await.unwrap();
    found
}

/// Whether a large table is read as a whole there, or many rows in vain. There are thousands of plans, and to parse all of them takes a minute.
fn is_worth_reading(plan: &str, is_large: &impl Fn(&str) -> bool) -> bool {
    let after = |node: &str, key: &str, end: char| {
        let found = node.split_once(key).map(|(_, it)| it.split(end).next().unwrap_or_default());
        found.unwrap_or_default().to_owned()
    };
    plan.split("\"Node Type\": \"").skip(1).any(|node| {
        is_large(&after(node, "\"Relation Name\": \"", '"'))
            && (node.starts_with("Seq Scan\"")
                || after(node, "\"Rows Removed by Filter\": ", ',').trim().len() > 3)
    })
}

/// The query with values in place of `:name`.
fn filled(sql: &str, names: &BTreeMap<String, String>) -> String {
    let mut filled = sql.to_owned();
    // The longest name first: `:host` is the beginning of `:hoster`.
    for (name, value) in names.iter().rev() {
        filled = filled.replace(&format!(":{name}"), &format!("'{value}'"));
    }
    filled
}

fn walk(node: &Value, seen: &mut impl FnMut(&Value)) {
    seen(node);
    for inner in node["Plans"].as_array().into_iter().flatten() {
        walk(inner, seen);
    }
}
