//! Something that one tenant does, and what it does to another.

use super::rows::is_row;
use super::tenants::Tenant;
use crate::catalog::{Name, QName};
use crate::connect::StatementError;
use crate::exercise::act::{Through, become_role, perform};
use crate::exercise::bench::{Bench, Given};
use crate::exercise::coverage::{Acted, When, look, mark, note};
use crate::exercise::world::Row;
use crate::render::{literal, qualified};
use std::collections::BTreeMap;

/// Who does it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Who<'a> {
    pub(super) role: &'a Name,
    /// Within a definer function of this role.
    pub(super) definer: Option<&'a Name>,
    /// The claims of the token.
    pub(super) claims: &'a str,
}

/// What came of it.
pub(super) struct Tried {
    pub(super) answer: Result<Given, StatementError>,
    /// The other one's rows are no longer what they were.
    pub(super) is_changed: bool,
}

/// Does it and takes it back.
pub(super) async fn attempted(
    bench: &mut Bench<'_>,
    who: Who<'_>,
    other: &Tenant,
    sql: &str,
) -> Result<Tried, StatementError> {
    let before = look(bench).await?;
    bench.session.batch("SAVEPOINT momni_db_tried").await?;
    let since = mark(bench).await?;
    let become_one = become_role(bench, Some(who.role), Some(who.claims));
    bench.session.batch(&become_one).await?;
    let through = who.definer.map(|definer| Through { role: Some(who.role), definer });
    let mut answer = perform(bench, through, sql, false).await.map(|it| it.given);
    if answer.is_ok()
        && let Err(error) = bench.session.batch("SET CONSTRAINTS ALL IMMEDIATE").await
    {
        answer = Err(error);
    }
    let when = match &answer {
        Err(error) if error.connection_lost => return Err(error.clone()),
        Err(_) => {
            bench.session.batch("ROLLBACK TO momni_db_tried").await?;
            When::Before
        }
        Ok(_) => When::After(since),
    };
    bench.session.batch("RESET ROLE").await?;
    let is_changed = other.before != snapshot(bench).await?;
    let after = look(bench).await?;
    bench.session.batch(&become_one).await?;
    let role = Some(who.definer.unwrap_or(who.role));
    let error = answer.as_ref().err();
    note(bench, &Acted { role, sql, before: &before, after: &after, error }, when).await?;
    let end = "RESET ROLE; ROLLBACK TO momni_db_tried; RELEASE momni_db_tried";
    bench.session.batch(end).await?;
    Ok(Tried { answer, is_changed })
}

/// Has the server plan once how a tenant's rows are read.
pub(super) async fn watch(
    bench: &Bench<'_>,
    rows: &BTreeMap<QName, Row>,
) -> Result<(), StatementError> {
    let rows = rows.iter().map(|(table, row)| {
        let condition = is_row(bench.catalog, table, row);
        format!(
            "(SELECT {}, t::pg_catalog.text FROM {} t WHERE {condition})",
            literal(&table.to_string()),
            qualified(table)
        )
    });
    let rows = rows.collect::<Vec<_>>().join(" UNION ALL ");
    bench.session.batch(&format!("PREPARE momni_db_rows AS {rows} ORDER BY 1, 2")).await
}

/// Every row of the tenant who is watched, as it is now.
pub(super) async fn snapshot(bench: &Bench<'_>) -> Result<Given, StatementError> {
    bench.ask("EXECUTE momni_db_rows").await
}

/// What an error tells of a tenant that the statement did not say.
pub(super) fn revealed(error: &StatementError, other: &Tenant, sql: &str) -> Option<String> {
    let said = [Some(&error.message), error.detail.as_ref(), error.hint.as_ref()];
    let text: Vec<&str> = said.into_iter().flatten().map(String::as_str).collect();
    let text = text.join(" ");
    let mark = other
        .marks
        .iter()
        .find(|mark| text.contains(mark.as_str()) && !sql.contains(mark.as_str()))?;
    Some(format!("an error tells `{mark}` of another tenant: {}", error.message))
}
