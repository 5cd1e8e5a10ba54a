//! What plpgsql_check says of the bodies of a state that was built.
//!
//! PostgreSQL looks at the statements of a PL/pgSQL body when they run. plpgsql_check looks at all of them at once. It is made
//! after the state was read back and goes with the transaction, so that it is no part of what was declared.

use super::Failure;
use super::build::run;
use crate::catalog::{Body, Definition, Function, Kind, ObjectId, QName};
use crate::connect::StatementError;
use crate::judge::{Class, Remark};
use crate::read::Declared;
use crate::render::{qualified, quoted};
use tokio_postgres::{Client, Row};

/// The extension.
pub(super) const EXTENSION: &str = "plpgsql_check";

const MADE: &str = "\
    SELECT n.nspname FROM pg_catalog.pg_extension e \
    JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'plpgsql_check'";
const OFFERED: &str = "\
    SELECT EXISTS (SELECT FROM pg_catalog.pg_available_extensions() WHERE name = 'plpgsql_check')";
const MAKE: &str = "\
    CREATE SCHEMA momni_db_examined; \
    CREATE EXTENSION plpgsql_check SCHEMA momni_db_examined; \
    SET LOCAL session_replication_role = origin";
/// Triggers of events that are declared do not fire for what is ours.
const ALONE: &str = "SET LOCAL session_replication_role = replica";

/// What plpgsql_check says of every declared PL/pgSQL function whose body PostgreSQL may read, or why it was not asked. A trigger
/// function is examined once for each relation whose triggers call it, one that no trigger calls not at all.
///
/// # Errors
/// [`Failure::Statement`] where the connection is lost.
pub(super) async fn remarks(
    client: &Client,
    declared: &Declared,
) -> Result<Result<Vec<Remark>, String>, Failure> {
    let objects = declared.objects()?;
    let all = objects.catalog.of_kind(Kind::Function);
    let functions: Vec<(&ObjectId, &Function)> = all
        .filter_map(|(id, object)| match &object.definition {
            Definition::Function(it) if &*it.language == "plpgsql" => Some((id, it)),
            _ => None,
        })
        .filter(|(id, _)| !objects.unchecked.contains(*id))
        .collect();
    if functions.is_empty() {
        return Ok(Ok(Vec::new()));
    }
    let schema = match extension(client).await? {
        Ok(schema) => schema,
        Err(why) => return Ok(Err(why)),
    };
    let path: Vec<String> = declared.outline.search_path.iter().map(|name| quoted(name)).collect();
    run(client, &format!("SET LOCAL search_path = {}", path.join(", "))).await?;
    let mut remarks = Vec::new();
    match examined(client, &schema, &functions).await? {
        Ok(rows) => remarks.extend(rows.iter().filter_map(|row| remark(&functions, row))),
        // One that ends with an error shall not hide what there is to say of the others.
        Err(_) => {
            for function in functions.chunks(1) {
                match examined(client, &schema, function).await? {
                    Ok(rows) => remarks.extend(rows.iter().filter_map(|it| remark(function, it))),
                    Err(error) => remarks.push(failed(function[0].0, &error)),
                }
            }
        }
    }
    remarks.sort();
    remarks.dedup();
    Ok(Ok(remarks))
}

/// The schema of the extension, which is made where it is not there, or why it cannot be had.
async fn extension(client: &Client) -> Result<Result<String, String>, Failure> {
    if let Some(row) = client.query_opt(MADE, &[]).await.map_err(|it| lost(&it, MADE))? {
        return Ok(Ok(quoted(row.get(0)).to_string()));
    }
    let offered = client.query_one(OFFERED, &[]).await.map_err(|it| lost(&it, OFFERED))?;
    if !offered.get::<_, bool>(0) {
        let why = "the scratch server does not offer the extension plpgsql_check";
        return Ok(Err(why.to_owned()));
    }
    run(client, "SAVEPOINT examined").await?;
    let make = format!("{ALONE}; {MAKE}");
    let made = client.batch_execute(&make).await.map_err(|it| StatementError::new(&it, &make));
    let Err(error) = made else { return Ok(Ok("momni_db_examined".to_owned())) };
    run(client, "ROLLBACK TO examined; RELEASE examined").await?;
    Ok(Err(format!("the extension plpgsql_check cannot be made: {}", error.message)))
}

fn lost(error: &tokio_postgres::Error, sql: &str) -> Failure {
    Failure::Statement(Box::new(StatementError::new(error, sql)))
}

/// What is said of these functions, or the error with which that ends.
async fn examined(
    client: &Client,
    schema: &str,
    functions: &[(&ObjectId, &Function)],
) -> Result<Result<Vec<Row>, StatementError>, Failure> {
    let sql = format!(
        "SELECT s.place, n.nspname, c.relname, f.lineno, f.sqlstate, f.message, f.detail, f.hint, f.level, \
            f.\"position\", f.query \
        FROM pg_catalog.unnest($1::pg_catalog.text[]) WITH ORDINALITY s(name, place) \
        JOIN pg_catalog.pg_proc p ON p.oid = pg_catalog.to_regprocedure(s.name) \
        LEFT JOIN (SELECT DISTINCT tgfoid, tgrelid, tgoldtable, tgnewtable FROM pg_catalog.pg_trigger \
            WHERE NOT tgisinternal AND tgparentid = 0) t ON t.tgfoid = p.oid \
        LEFT JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid \
        LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
        CROSS JOIN LATERAL {schema}.plpgsql_check_function_tb(p.oid::pg_catalog.regprocedure, \
            coalesce(t.tgrelid, 0)::pg_catalog.regclass, fatal_errors => false, all_warnings => true, \
            oldtable => t.tgoldtable, newtable => t.tgnewtable) f \
        WHERE p.prorettype <> 'pg_catalog.trigger'::pg_catalog.regtype OR t.tgrelid IS NOT NULL"
    );
    let names: Vec<String> = functions.iter().map(|(id, _)| signature(id)).collect();
    run(client, "SAVEPOINT examined").await?;
    let rows = client.query(&sql, &[&names]).await;
    let rows = rows.map_err(|error| StatementError::new(&error, &sql));
    if let Err(error) = rows.as_ref()
        && error.sqlstate.is_none()
    {
        return Err(Failure::Statement(Box::new(error.clone())));
    }
    run(client, "ROLLBACK TO examined; RELEASE examined").await?;
    Ok(rows)
}

fn signature(id: &ObjectId) -> String {
    format!("{}({})", qualified(&id.qname()), id.args.as_deref().unwrap_or_default())
}

fn remark(functions: &[(&ObjectId, &Function)], row: &Row) -> Option<Remark> {
    let place: i64 = row.get(0);
    let (id, function) = functions.get(usize::try_from(place - 1).ok()?)?;
    let (schema, relation): (Option<&str>, Option<&str>) = (row.get(1), row.get(2));
    let text = |at: usize| row.get::<_, Option<String>>(at).filter(|it| !it.is_empty());
    let class = match row.get::<_, Option<&str>>(8).unwrap_or_default() {
        "error" => Class::Error,
        "performance" => Class::Performance,
        "security" => Class::Security,
        _ => Class::Warning,
    };
    let (detail, hint) = (text(6), text(7));
    // It says so itself: of such a function it does not know what it says.
    if class == Class::Performance && detail.as_ref().is_some_and(|it| it.contains("dynamic SQL")) {
        return None;
    }
    let statement: Option<i32> = row.get(3);
    let statement = statement.and_then(|it| usize::try_from(it).ok()).filter(|it| *it > 0);
    let (query, position): (Option<String>, Option<i32>) = (text(10), row.get(9));
    let position = position.and_then(|it| usize::try_from(it - 1).ok());
    let Body::Source(body) = &function.body else { return None };
    let line = statement.map(|line| {
        let at = query.as_ref().zip(position);
        at.and_then(|(query, at)| line_within(body, line, query, at)).unwrap_or(line)
    });
    Some(Remark {
        function: (*id).clone(),
        relation: schema.zip(relation).map(|(schema, name)| QName::new(schema, name)),
        line,
        class,
        sqlstate: text(4).unwrap_or_default(),
        message: text(5).unwrap_or_default(),
        more: detail.into_iter().chain(hint).collect(),
    })
}

/// The line of a character of a query, from 0, where the statement that begins at a line has the query's words. Of a query PL/pgSQL
/// takes INTO and what follows it away and leaves as many blanks.
fn line_within(body: &str, line: usize, query: &str, at: usize) -> Option<usize> {
    let start = body.split_inclusive('\n').take(line - 1).map(str::len).sum::<usize>();
    let is_here = |text: &[u8]| {
        text.iter().zip(query.as_bytes()).all(|(is, asked)| is == asked || *asked == b' ')
    };
    let rest = body.as_bytes().get(start..)?;
    let found = start + rest.windows(query.len().max(1)).position(is_here)?;
    let at = query.char_indices().nth(at).map_or(query.len(), |(at, _)| at);
    let before = &body.as_bytes()[..found + at];
    Some(before.iter().filter(|it| **it == b'\n').count() + 1)
}

fn failed(id: &ObjectId, error: &StatementError) -> Remark {
    Remark {
        function: id.clone(),
        relation: None,
        line: None,
        class: Class::Warning,
        sqlstate: error.sqlstate.clone().unwrap_or_default(),
        message: format!("plpgsql_check ends with an error: {}", error.message),
        more: error.detail.iter().chain(&error.hint).cloned().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::line_within;

    #[test]
    fn a_place_in_a_query_is_a_line_of_the_body() {
        let body = "begin\n  select é,\n    nope\n  from t;\nend";
        assert_eq!(line_within(body, 2, "select é,\n    nope\n  from t", 14), Some(3));
        assert_eq!(line_within(body, 2, "select é,\n    nope\n  from t", 7), Some(2));
        let body = "begin\n  select a\n  into b\n  from t;\nend";
        assert_eq!(line_within(body, 2, "select a\n        \n  from t", 22), Some(4));
        // PL/pgSQL has put other words around it.
        assert_eq!(line_within(body, 2, "SELECT é", 7), None);
        assert_eq!(line_within(body, 9, "select é", 7), None);
    }
}
