//! Whether the rows that came are those that were expected: the server says which values are the same.

use super::act::Done;
use super::bench::Bench;
use super::world::World;
use crate::catalog::Name;
use crate::connect::StatementError;
use crate::render::literal;
use crate::trial::{Expected, Value};
use std::fmt::Write;

/// Whether a comparison needs the types of the columns.
pub(super) fn needs_types(expected: &Expected) -> bool {
    !matches!(expected, Expected::Count(_))
}

/// What is wrong with what came, in words, a line each; `None` where nothing is.
pub(super) async fn compare(
    bench: &Bench<'_>,
    world: &World,
    done: &Done,
    expected: &Expected,
) -> Result<Option<Vec<String>>, StatementError> {
    let rows = &done.given.rows;
    match expected {
        Expected::Count(count) if *count == done.given.count => Ok(None),
        Expected::Count(count) => {
            let mut told = vec![format!("{} expected, {} came", counted(*count), done.given.count)];
            told.extend(rows.iter().map(|row| format!("came: {}", shown(done, row))));
            Ok(Some(shortened(told)))
        }
        Expected::Value(value) => {
            if done.given.columns.len() != 1 || rows.len() != 1 {
                let (rows, columns) = (rows.len(), done.given.columns.len());
                let told = format!("one value expected, {rows} row(s) of {columns} column(s) came");
                return Ok(Some(vec![told]));
            }
            let name = Name::from(&done.given.columns[0]);
            let wanted = vec![vec![(name, value.clone())]];
            listed(bench, world, done, &wanted, true).await
        }
        Expected::OneOf(wanted) => {
            if let Some(told) = unknown(done, wanted) {
                return Ok(Some(told));
            }
            let same = same(bench, world, done, wanted).await?;
            if rows.len() == 1 && !same.is_empty() {
                return Ok(None);
            }
            let mut told =
                vec![format!("one row of {} expected, {} came", wanted.len(), rows.len())];
            told.extend(rows.iter().map(|row| format!("came: {}", shown(done, row))));
            Ok(Some(shortened(told)))
        }
        Expected::Rows { rows, ordered } => listed(bench, world, done, rows, *ordered).await,
    }
}

async fn listed(
    bench: &Bench<'_>,
    world: &World,
    done: &Done,
    wanted: &[Vec<(Name, Value)>],
    ordered: bool,
) -> Result<Option<Vec<String>>, StatementError> {
    if let Some(told) = unknown(done, wanted) {
        return Ok(Some(told));
    }
    let rows = &done.given.rows;
    let mut same = same(bench, world, done, wanted).await?;
    if ordered {
        same.retain(|(came, wanted)| came == wanted);
    }
    let pairs = matched(rows.len(), wanted.len(), &same);
    if rows.len() == wanted.len() && pairs.iter().all(Option::is_some) {
        return Ok(None);
    }
    let mut told = Vec::new();
    for (at, values) in wanted.iter().enumerate() {
        if !pairs.contains(&Some(at)) {
            told.push(format!("expected: {}", wanted_row(world, values)));
        }
    }
    for (row, pair) in rows.iter().zip(&pairs) {
        if pair.is_none() {
            told.push(format!("came:     {}", shown(done, row)));
        }
    }
    told.insert(
        0,
        format!("{} expected, {} came; these differ:", counted(wanted.len() as u64), rows.len()),
    );
    Ok(Some(shortened(told)))
}

/// For each row that came, the expected one that it stands for: as many as possible.
fn matched(came: usize, wanted: usize, same: &[(usize, usize)]) -> Vec<Option<usize>> {
    fn place(
        at: usize,
        same: &[(usize, usize)],
        seen: &mut [bool],
        of: &mut [Option<usize>],
    ) -> bool {
        for (_, wanted) in same.iter().filter(|(came, _)| *came == at) {
            if std::mem::replace(&mut seen[*wanted], true) {
                continue;
            }
            if of[*wanted].is_none_or(|other| place(other, same, seen, of)) {
                of[*wanted] = Some(at);
                return true;
            }
        }
        false
    }
    let mut of = vec![None; wanted];
    for at in 0..came {
        place(at, same, &mut vec![false; wanted], &mut of);
    }
    (0..came).map(|at| of.iter().position(|it| *it == Some(at))).collect()
}

/// The pairs of a row that came and one that was expected that are the same, as the server compares them.
async fn same(
    bench: &Bench<'_>,
    world: &World,
    done: &Done,
    wanted: &[Vec<(Name, Value)>],
) -> Result<Vec<(usize, usize)>, StatementError> {
    let rows = &done.given.rows;
    if rows.is_empty() || wanted.is_empty() {
        return Ok(Vec::new());
    }
    let mut pairs = Vec::new();
    for as_text in [false, true] {
        pairs.clear();
        for (came, row) in rows.iter().enumerate() {
            for (at, values) in wanted.iter().enumerate() {
                let conditions: Vec<String> = values
                    .iter()
                    .filter_map(|(name, value)| condition(world, done, row, name, value, as_text))
                    .collect();
                let all =
                    if conditions.is_empty() { "true".into() } else { conditions.join(" AND ") };
                pairs.push(format!("({came}, {at}, {all})"));
            }
        }
        let sql = format!(
            "SELECT came, wanted FROM (VALUES {}) v (came, wanted, same) WHERE same",
            pairs.join(", ")
        );
        match bench.attempt(&sql).await {
            // A type without equality: its text form is compared.
            Err(error) if !as_text && error.sqlstate.as_deref() == Some("42883") => {}
            answer => {
                let number = |it: &Option<String>| it.as_deref().and_then(|it| it.parse().ok());
                let rows = answer?.rows.into_iter();
                return Ok(rows
                    .filter_map(|row| Some((number(row.first()?)?, number(row.get(1)?)?)))
                    .collect());
            }
        }
    }
    Ok(Vec::new())
}

fn condition(
    world: &World,
    done: &Done,
    row: &[Option<String>],
    name: &Name,
    value: &Value,
    as_text: bool,
) -> Option<String> {
    let at = done.given.columns.iter().position(|it| **it == **name)?;
    let of = done.types.get(at)?;
    let (named, is_array) = (&of.name, of.is_array);
    let came = row.get(at)?.as_deref().map_or_else(|| "NULL".into(), literal);
    let wanted = world.value(value, is_array);
    let text = if as_text { "::pg_catalog.text" } else { "" };
    Some(format!(
        "(CAST({came} AS {named}){text} IS NOT DISTINCT FROM CAST({wanted} AS {named}){text})"
    ))
}

fn unknown(done: &Done, wanted: &[Vec<(Name, Value)>]) -> Option<Vec<String>> {
    let columns = &done.given.columns;
    let names = wanted.iter().flatten().map(|(name, _)| name);
    let unknown = names.into_iter().find(|name| !columns.iter().any(|it| **it == ***name))?;
    Some(vec![format!("no column `{unknown}` came; the columns are {}", columns.join(", "))])
}

/// A row that came, for people.
pub(super) fn shown(done: &Done, row: &[Option<String>]) -> String {
    let mut text = String::from("{ ");
    for (at, (name, value)) in done.given.columns.iter().zip(row).enumerate() {
        let comma = if at > 0 { ", " } else { "" };
        let _ = write!(text, "{comma}{name}: {}", value.as_deref().unwrap_or("null"));
    }
    text + " }"
}

fn wanted_row(world: &World, values: &[(Name, Value)]) -> String {
    let value = |value: &Value| match value {
        Value::Null => "null".to_owned(),
        Value::Text(text) => text.clone(),
        Value::Sql(sql) => format!("{{ sql: {} }}", world.sql(sql)),
        Value::Json { json, .. } => world.json(json),
        Value::Of(it) => world.of(it).unwrap_or("null").to_owned(),
    };
    let values: Vec<String> =
        values.iter().map(|(name, it)| format!("{name}: {}", value(it))).collect();
    format!("{{ {} }}", values.join(", "))
}

fn counted(count: u64) -> String {
    if count == 1 { "1 row".to_owned() } else { format!("{count} rows") }
}

/// What nobody reads to its end is cut.
fn shortened(mut told: Vec<String>) -> Vec<String> {
    const LINES: usize = 12;
    if told.len() > LINES {
        let left = told.len() - LINES;
        told.truncate(LINES);
        told.push(format!("and {left} more"));
    }
    told
}

#[cfg(test)]
mod tests {
    use super::matched;

    #[test]
    fn rows_are_matched_as_far_as_possible() {
        // The first row is like both, the second like the first alone.
        assert_eq!(matched(2, 2, &[(0, 0), (0, 1), (1, 0)]), [Some(1), Some(0)]);
        assert_eq!(matched(2, 1, &[(0, 0), (1, 0)]), [Some(0), None]);
    }
}
