//! Two tenants, each with a row in every table that leads to them by foreign keys.

use super::attempt::{Who, snapshot, watch};
use super::case::TENANTS;
use super::{Case, calls, order, rows, tables};
use crate::catalog::QName;
use crate::connect::StatementError;
use crate::exercise::Ran;
use crate::exercise::bench::{Bench, Given};
use crate::exercise::world::{Row, World};
use crate::read::Objects;
use crate::trial::Tenants;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

/// A tenant and what is theirs.
pub(super) struct Tenant {
    /// A row of each table.
    pub(super) rows: BTreeMap<QName, Row>,
    /// The claims of their token.
    pub(super) claims: String,
    /// Texts that occur in their rows and nowhere else: who reads one has learnt of them.
    pub(super) marks: BTreeSet<String>,
    /// Their rows before anything is tried.
    pub(super) before: Given,
}

/// Makes the tenants, and tries what one may do to the other.
pub(super) async fn run(
    bench: &mut Bench<'_>,
    objects: &Objects,
    tenants: &Tenants,
    cases: &[Case],
) -> Result<Vec<Ran>, StatementError> {
    let begin = Instant::now();
    let order = order::owned(bench.catalog, tenants);
    let mut world = World::default();
    let mut found = BTreeMap::new();
    let one = rows::make(bench, &mut world, &order, &mut found, objects, tenants).await?;
    // The second one's rows are not mistaken for what the first one needs.
    world.made.clear();
    let other = rows::make(bench, &mut world, &order, &mut found, objects, tenants).await?;
    let mut ran: Vec<Ran> =
        found.into_iter().filter_map(|(name, found)| found.ran(name, TENANTS, begin)).collect();
    let (Some(mut one), Some(mut other)) = (tenant(one, tenants), tenant(other, tenants)) else {
        return Ok(ran);
    };
    let (left, right) = (values(&one.rows), values(&other.rows));
    watch(bench, &other.rows).await?;
    other.before = snapshot(bench).await?;
    one.marks = left.difference(&right).cloned().collect();
    other.marks = right.difference(&left).cloned().collect();
    for case in cases {
        let begin = Instant::now();
        let claims = &one.claims;
        let found = match case {
            Case::Caller { .. } => continue,
            Case::Table { table, role, definer, operation } => {
                let who = Who { role, definer: definer.as_ref(), claims };
                let of = (table, *operation);
                tables::attempt(bench, objects, of, who, (&one, &other)).await?
            }
            Case::Call { function, role } => {
                let who = Who { role, definer: None, claims };
                calls::attempt(bench, objects, function, who, &other).await?
            }
        };
        ran.extend(found.ran(case.name(), case.group(), begin));
    }
    Ok(ran)
}

fn tenant(rows: BTreeMap<QName, Row>, tenants: &Tenants) -> Option<Tenant> {
    let row = rows.get(&tenants.table)?;
    let claims = claims(&tenants.claims, row).to_string();
    Some(Tenant { claims, rows, marks: BTreeSet::new(), before: Given::default() })
}

/// The claims with a row's values: `{id}`.
fn claims(claims: &serde_json::Value, row: &Row) -> serde_json::Value {
    use serde_json::Value as Json;
    match claims {
        Json::String(text) => {
            let mut text = text.clone();
            for (name, value) in row {
                text = text.replace(&format!("{{{name}}}"), value.as_deref().unwrap_or_default());
            }
            Json::String(text)
        }
        Json::Array(items) => items.iter().map(|it| self::claims(it, row)).collect(),
        Json::Object(map) => {
            Json::Object(map.iter().map(|(key, it)| (key.clone(), self::claims(it, row))).collect())
        }
        _ => claims.clone(),
    }
}

/// The values of rows that are long enough to be recognized.
fn values(rows: &BTreeMap<QName, Row>) -> BTreeSet<String> {
    let all = rows.values().flat_map(|row| row.values().flatten());
    all.filter(|it| it.len() >= 6).cloned().collect()
}
