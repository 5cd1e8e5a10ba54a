//! Building a declared state, whose ties are known only roughly.
//!
//! The statements come in an order that is right nearly always; what is refused because something is not there yet is
//! tried again after the rest. What is refused to the end is a finding at its place in the YAML.

use super::bodies::bodies;
use super::halves::{Effects, refused};
use super::{Failure, Place};
use crate::catalog::{Catalog, Kind, ObjectId};
use crate::connect::{StatementError, how_to_make, tablespaces};
use crate::diagnostic::Diagnostic;
use crate::read::{Declared, Origins};
use crate::render::{Statement, quoted};
use std::collections::BTreeSet;
use tokio_postgres::Client;

/// Runs the statements that lead to a state in a unit of work, which stays open for the caller to read the result and
/// to end it.
///
/// # Errors
/// [`Failure::Declaration`] when PostgreSQL refuses some to the end, [`Failure::Bodies`] when it refuses no more than
/// the bodies of functions.
pub async fn build(
    place: &Place,
    declared: &Declared,
    to: &Catalog,
    statements: &[Statement],
) -> Result<(), Failure> {
    let client = &place.session.client;
    let path: Vec<String> = declared.outline.search_path.iter().map(|name| quoted(name)).collect();
    run(
        client,
        &format!(
            "{}; SET LOCAL search_path = {}; SET LOCAL check_function_bodies = off",
            place.begin(),
            path.join(", ")
        ),
    )
    .await?;
    let refused = in_rounds(client, statements).await?;
    let failure = if refused.is_empty() {
        let found = bodies(client, declared.objects()?).await?;
        if found.is_empty() {
            return Ok(());
        }
        Failure::Bodies(found)
    } else {
        Failure::Declaration(findings(&declared.objects()?.origins, to, &refused))
    };
    run(client, place.take_back()).await?;
    Err(failure)
}

/// Runs the statements that make a database like another one, and keeps what they do.
///
/// # Errors
/// [`Failure::Rebuild`] when PostgreSQL refuses one to the end.
pub(super) async fn rebuild(place: &Place, statements: &[Statement]) -> Result<(), Failure> {
    let client = &place.session.client;
    let begin = place.begin();
    run(client, &format!("{begin}; SET LOCAL check_function_bodies = off")).await?;
    if let Some((_, error)) = in_rounds(client, statements).await?.into_iter().next() {
        run(client, place.take_back()).await?;
        return Err(Failure::Rebuild(Box::new(error)));
    }
    run(client, place.keep()).await
}

pub(super) async fn run(client: &Client, sql: &str) -> Result<(), Failure> {
    client
        .batch_execute(sql)
        .await
        .map_err(|error| Failure::Statement(Box::new(StatementError::new(&error, sql))))
}

type Refused<'a> = Vec<(&'a Statement, StatementError)>;

async fn in_rounds<'a>(
    client: &Client,
    statements: &'a [Statement],
) -> Result<Refused<'a>, Failure> {
    let mut open: Vec<&Statement> = statements.iter().collect();
    loop {
        let sql: Vec<&str> = open.iter().map(|statement| statement.sql.as_str()).collect();
        let refused = refused(client, &sql, Effects::Kept).await?;
        // Each round must let at least one pass, so there are no more rounds than statements.
        let is_last = refused.is_empty() || refused.len() == open.len();
        let refused = refused.into_iter();
        let refused = refused.filter_map(|(at, error)| Some((*open.get(at)?, error)));
        let refused: Refused<'_> = refused.collect();
        if is_last {
            return Ok(refused);
        }
        open = refused.into_iter().map(|(statement, _)| statement).collect();
    }
}

/// A finding for each refused object. Those that fail only because another one did are left out.
fn findings(origins: &Origins, to: &Catalog, refused: &Refused<'_>) -> Vec<Diagnostic> {
    let failed: BTreeSet<_> = refused.iter().map(|(statement, _)| &statement.id).collect();
    let follows = |statement: &Statement, error: &StatementError| {
        let missing = matches!(
            error.sqlstate.as_deref(),
            Some("42P01" | "42704" | "42883" | "42703" | "3F000")
        );
        let needs = to.get(&statement.id).map(|object| &object.depends_on);
        let table = ObjectId::in_schema(Kind::Table, &statement.id.relation_qname());
        missing
            && (statement.id != table && failed.contains(&table)
                || needs.is_some_and(|needs| {
                    needs.iter().any(|id| *id != statement.id && failed.contains(id))
                }))
    };
    let roots: Vec<_> =
        refused.iter().filter(|(statement, error)| !follows(statement, error)).collect();
    let shown = if roots.is_empty() { refused.iter().collect() } else { roots };
    let mut seen = BTreeSet::new();
    shown
        .into_iter()
        .filter(|(statement, _)| seen.insert(&statement.id))
        .map(|(statement, error)| finding(origins, statement, error))
        .collect()
}

fn finding(origins: &Origins, statement: &Statement, error: &StatementError) -> Diagnostic {
    let message = format!("PostgreSQL refuses {}: {}", statement.id, error.message);
    let origin = origins.get(&statement.id).or_else(|| {
        let relation = ObjectId::in_schema(Kind::Table, &statement.id.relation_qname());
        origins.get(&relation)
    });
    let mut help = words(error);
    let statement = error.statement.as_deref().unwrap_or(&statement.sql);
    let offset = error.position.map_or(0, |position| position.offset).min(statement.len());
    let line = statement[..statement.floor_char_boundary(offset)].lines().count().max(1) - 1;
    help.push(format!(
        "in the statement: {}",
        statement.lines().nth(line).unwrap_or_default().trim()
    ));
    // On a server that is lent nothing is made that outlives the transaction.
    if error.sqlstate.as_deref() == Some("42704") {
        let named = tablespaces(statement).into_iter().map(|(name, _)| name);
        help.extend(
            named.filter(|name| error.message.contains(&**name)).map(|it| how_to_make(&it)),
        );
    }
    Diagnostic::error("postgres", message).at(origin.cloned()).help(help.join("\n"))
}

/// What the server says beyond its message.
pub(super) fn words(error: &StatementError) -> Vec<String> {
    let mut words = Vec::new();
    words.extend(error.sqlstate.as_ref().map(|state| format!("SQLSTATE {state}")));
    words.extend(error.detail.clone());
    words.extend(error.hint.clone());
    words
}
