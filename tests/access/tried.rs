//! Every statement, tried as every role, and what the server says to it.

use crate::asked::Compared;
use crate::built::Built;
use crate::support;
use momni_db::access::{Cell, Missing, Verdict};
use momni_db::catalog::{Definition, Kind, Name, ObjectId, Principal, Privilege, Timing};
use momni_db::connect::Session;
use momni_db::render::{qualified, quoted};
use tokio_postgres::SimpleQueryMessage;

/// A role that is nobody: it has what PUBLIC has.
const NOBODY: &str = "access_nobody";

/// What the server says to a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Said {
    /// It is done, with so many rows.
    Rows(u64),
    /// A privilege is missing.
    Refused(String),
    /// A policy does not let a new row through.
    Violates,
    /// Anything else, for which privileges and policies were passed.
    Failed(String),
}

pub(crate) async fn differences(built: &Built) -> Compared {
    let session = support::session(&built.target).await;
    session.batch("BEGIN; SET LOCAL search_path = ''").await.unwrap();
    session.batch(&format!("CREATE ROLE {NOBODY}")).await.unwrap();
    let mut compared = Compared::default();
    for cell in &built.answer.cells {
        let relation =
            matches!(cell.object.kind, Kind::Table | Kind::View | Kind::MaterializedView);
        if relation {
            one(built, &session, cell, &mut compared).await;
        }
    }
    session.batch("ROLLBACK").await.unwrap();
    compared
}

async fn one(built: &Built, session: &Session, cell: &Cell, compared: &mut Compared) {
    let columns = columns(built, &cell.object);
    let (held, others): (Vec<_>, Vec<_>) = columns
        .iter()
        .cloned()
        .partition(|(name, _)| cell.found.columns.listed().is_none_or(|it| it.contains(name)));
    let refused = cell.found.missing.iter().any(|it| !matches!(it, Missing::Policy(_)));
    for (statement, kind) in statements(cell, &held) {
        let said = tried(session, &cell.role, &statement).await;
        if matches!(&said, Said::Failed(code) if code == "55000" || code == "0A000") {
            // Nobody can write to this view, or truncate a table that others refer to.
            continue;
        }
        compared.count += 1;
        let right = match kind {
            Try::Privileges => matches!(said, Said::Refused(_)) == refused,
            Try::Row if refused => matches!(said, Said::Refused(_)),
            Try::Row => row_is_right(built, session, cell, &said).await,
        };
        if !right {
            let Cell { role, object, operation, found, .. } = cell;
            compared.wrong.push(format!(
                "{role}: {} on {object}: {:?}, missing {:?}: the server says {said:?} to {statement}",
                operation.word(),
                cell.verdict(),
                found.missing
            ));
        }
    }
    if !refused {
        for column in &others {
            for (statement, _) in statements(cell, std::slice::from_ref(column)) {
                compared.count += 1;
                let said = tried(session, &cell.role, &statement).await;
                if !matches!(said, Said::Refused(_)) {
                    compared.wrong.push(format!("{}: {said:?} to {statement}", cell.role));
                }
            }
        }
    }
}

/// Whether what happens to rows is as it was worked out.
async fn row_is_right(built: &Built, session: &Session, cell: &Cell, said: &Said) -> bool {
    let insert = cell.operation == Privilege::Insert;
    match cell.verdict() {
        // Triggers and domains see a row before policies do, and may refuse it themselves.
        Verdict::Denied if insert && refuses_before(built, &cell.object) => {
            matches!(said, Said::Violates | Said::Failed(_))
        }
        Verdict::Denied if insert => *said == Said::Violates,
        Verdict::Denied => matches!(said, Said::Rows(0) | Said::Violates),
        Verdict::Allowed => match said {
            Said::Rows(count) if cell.object.kind == Kind::Table && counts(cell.operation) => {
                Some(*count) == counted(session, &cell.object, "true").await
            }
            said => matches!(said, Said::Rows(_) | Said::Failed(_)),
        },
        Verdict::SomeRows => match (said, cell.found.rows.using.condition()) {
            (Said::Rows(count), Some(condition)) if counts(cell.operation) => {
                Some(*count) == counted(session, &cell.object, &condition.sql()).await
            }
            (said, _) => !matches!(said, Said::Refused(_)),
        },
    }
}

fn refuses_before(built: &Built, id: &ObjectId) -> bool {
    let domains: Vec<String> = built
        .catalog
        .iter()
        .filter(|(id, _)| id.kind == Kind::Domain)
        .map(|(id, _)| qualified(&id.qname()))
        .collect();
    if columns(built, id).iter().any(|(_, data_type)| domains.contains(data_type)) {
        return true;
    }
    built.catalog.of_relation(Kind::Trigger, &id.qname()).any(|(_, object)| {
        matches!(&object.definition, Definition::Trigger(it)
            if it.timing == Timing::Before && it.events.insert)
    })
}

fn counts(operation: Privilege) -> bool {
    matches!(operation, Privilege::Select | Privilege::Update | Privilege::Delete)
}

/// How many rows there are for which a condition holds.
async fn counted(session: &Session, id: &ObjectId, condition: &str) -> Option<u64> {
    let sql = format!("SELECT count(*) FROM {} WHERE {condition}", qualified(&id.qname()));
    let rows = session.rows(&sql).await.unwrap_or_else(|error| panic!("{error}"));
    rows[0][0].as_ref()?.parse().ok()
}

/// What a statement is to show.
#[derive(Debug, Clone, Copy)]
enum Try {
    /// Whether it is refused at all: no row is touched.
    Privileges,
    /// What happens to rows.
    Row,
}

fn statements(cell: &Cell, columns: &[(Name, String)]) -> Vec<(String, Try)> {
    let name = qualified(&cell.object.qname());
    let names: Vec<String> = columns.iter().map(|(name, _)| quoted(name)).collect();
    let nulls: Vec<String> = columns.iter().map(|(_, it)| format!("NULL::{it}")).collect();
    let (names, nulls) = (names.join(", "), nulls.join(", "));
    match cell.operation {
        Privilege::Select => vec![(format!("SELECT {names} FROM {name}"), Try::Row)],
        Privilege::Insert if !columns.is_empty() => {
            let into =
                format!("INSERT INTO {name} ({names}) OVERRIDING SYSTEM VALUE SELECT {nulls}");
            vec![(format!("{into} WHERE false"), Try::Privileges), (into, Try::Row)]
        }
        Privilege::Update => {
            let set = |(column, _): &(Name, String)| {
                let set = format!("UPDATE {name} SET {} = ", quoted(column));
                vec![(format!("{set}DEFAULT"), Try::Row)]
            };
            columns.iter().flat_map(set).collect()
        }
        Privilege::Delete => vec![(format!("DELETE FROM {name}"), Try::Row)],
        Privilege::Truncate => vec![(format!("TRUNCATE {name}"), Try::Row)],
        _ => Vec::new(),
    }
}

/// The columns that a statement may write, with their types.
fn columns(built: &Built, id: &ObjectId) -> Vec<(Name, String)> {
    let all = built.catalog.of_relation(Kind::Column, &id.qname());
    let plain = all.filter_map(|(id, object)| match &object.definition {
        Definition::Column(it) => Some((id.name.clone(), it)),
        _ => None,
    });
    let written = plain.filter(|(_, it)| it.generated.is_none());
    written.map(|(name, it)| (name, it.data_type.clone())).collect()
}

async fn tried(session: &Session, role: &Principal, statement: &str) -> Said {
    let role = match role {
        Principal::Role(name) => quoted(name),
        _ => NOBODY.to_owned(),
    };
    session.batch(&format!("SAVEPOINT tried; SET LOCAL ROLE {role}")).await.unwrap();
    let said = match session.client.simple_query(statement).await {
        Ok(messages) => {
            let done = messages.iter().find_map(|it| match it {
                SimpleQueryMessage::CommandComplete(count) => Some(*count),
                _ => None,
            });
            Said::Rows(done.unwrap_or_default())
        }
        Err(error) => {
            let error = error.as_db_error().unwrap_or_else(|| panic!("{statement}: {error}"));
            match (error.code().code(), error.message()) {
                ("42501", text) if text.contains("violates row-level security") => Said::Violates,
                ("42501", text) if text.starts_with("permission denied") => {
                    Said::Refused(text.to_owned())
                }
                (code @ ("42601" | "42703" | "42804" | "42P01" | "428C9"), text) => {
                    panic!("{statement}: {code} {text}")
                }
                (code, _) => Said::Failed(code.to_owned()),
            }
        }
    };
    session.batch("ROLLBACK TO SAVEPOINT tried; RELEASE SAVEPOINT tried").await.unwrap();
    said
}
