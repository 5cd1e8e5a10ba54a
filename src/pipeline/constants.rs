//! Conditions that are the same for every row, as PostgreSQL's planner sees it.
//!
//! It folds what does not depend on a row before it plans anything: what EXPLAIN then says of the condition is a literal. Nothing is
//! run but functions that are declared IMMUTABLE and called with constants.

use super::Failure;
use super::build::run;
use crate::catalog::{Catalog, ConstraintBody, Definition, ObjectId};
use crate::connect::StatementError;
use crate::judge::Constant;
use crate::render::qualified;
use tokio_postgres::{Client, SimpleQueryMessage};

/// How many conditions are asked about in one round trip.
const TOGETHER: usize = 200;

/// The conditions of policies, checks, indexes and triggers that are constants, of a state that was built in the open unit of work.
///
/// # Errors
/// [`Failure::Statement`] where the connection is lost.
pub(super) async fn constants(
    client: &Client,
    catalog: &Catalog,
) -> Result<Vec<Constant>, Failure> {
    let asked: Vec<(&ObjectId, &str, String)> = catalog.iter().flat_map(conditions).collect();
    // The catalog's words qualify every name. A function that never ends is no constant.
    run(
        client,
        "SAVEPOINT constants; SET LOCAL search_path = ''; SET LOCAL statement_timeout = '5s'",
    )
    .await?;
    let mut found = Vec::new();
    for part in asked.chunks(TOGETHER) {
        match folded(client, part).await? {
            Some(values) => found.extend(part.iter().zip(values).filter_map(constant)),
            // One of them fails already when it is folded: `1 / 0 > 0`.
            None => {
                for one in part.chunks(1) {
                    let values = folded(client, one).await?.unwrap_or_default();
                    found.extend(one.iter().zip(values).filter_map(constant));
                }
            }
        }
    }
    run(client, "ROLLBACK TO constants; RELEASE constants").await?;
    Ok(found)
}

/// The conditions of an object, and what there is a row of where each is asked.
fn conditions<'c>(
    (id, object): (&'c ObjectId, &'c crate::catalog::Object),
) -> Vec<(&'c ObjectId, &'c str, String)> {
    let relation = || qualified(&id.relation_qname());
    let texts: Vec<(Option<&str>, String)> = match &object.definition {
        Definition::Policy(it) => {
            vec![(it.using.as_deref(), relation()), (it.with_check.as_deref(), relation())]
        }
        Definition::Constraint(it) => match &it.body {
            ConstraintBody::Check { expression, .. } => vec![(Some(expression), relation())],
            _ => Vec::new(),
        },
        Definition::Index(it) => vec![(it.predicate.as_deref(), relation())],
        Definition::Trigger(it) => {
            vec![(it.when.as_deref(), format!("{0} old, {0} new", relation()))]
        }
        _ => Vec::new(),
    };
    texts.into_iter().filter_map(|(text, from)| Some((id, text?, from))).collect()
}

/// What the planner makes of each condition; `None` where PostgreSQL refuses one.
async fn folded(
    client: &Client,
    asked: &[(&ObjectId, &str, String)],
) -> Result<Option<Vec<String>>, Failure> {
    let each = asked.iter().map(|(_, condition, from)| {
        format!("EXPLAIN (VERBOSE, COSTS OFF, FORMAT JSON) SELECT ({condition}) FROM {from}")
    });
    let sql = each.collect::<Vec<_>>().join(";\n");
    run(client, "SAVEPOINT part").await?;
    let said = client.simple_query(&sql).await;
    run(client, "ROLLBACK TO part; RELEASE part").await?;
    let said = match said {
        Ok(said) => said,
        Err(error) if error.code().is_some() => return Ok(None),
        Err(error) => {
            return Err(Failure::Statement(Box::new(StatementError::new(&error, &sql))));
        }
    };
    let plans = said.iter().filter_map(|message| match message {
        SimpleQueryMessage::Row(row) => row.get(0),
        _ => None,
    });
    let plans: Vec<String> = plans.map(output).collect();
    Ok((plans.len() == asked.len()).then_some(plans))
}

/// The only column of what a plan gives.
fn output(plan: &str) -> String {
    let plan: serde_json::Value = serde_json::from_str(plan).unwrap_or_default();
    let column = plan.pointer("/0/Plan/Output/0").and_then(serde_json::Value::as_str);
    column.unwrap_or_default().to_owned()
}

fn constant(((id, condition, _), value): (&(&ObjectId, &str, String), String)) -> Option<Constant> {
    let value = match value.as_str() {
        "true" => Some(true),
        "false" => Some(false),
        "NULL::boolean" => None,
        _ => return None,
    };
    Some(Constant { on: (*id).clone(), condition: (*condition).to_owned(), value })
}
