//! Bodies of functions: they were taken unread, so that their order did not matter. Now PostgreSQL reads them.

use super::Failure;
use super::build::{run, words};
use super::halves::{Effects, refused};
use crate::catalog::{Body, Definition, Kind, ObjectId};
use crate::connect::StatementError;
use crate::diagnostic::Diagnostic;
use crate::read::Objects;
use crate::render::{literal, qualified};
use tokio_postgres::Client;

/// A finding for each declared function whose body PostgreSQL refuses.
pub(super) async fn bodies(
    client: &Client,
    declared: &Objects,
) -> Result<Vec<(ObjectId, Diagnostic)>, Failure> {
    let read: Vec<(&ObjectId, String)> = declared
        .catalog
        .of_kind(Kind::Function)
        .filter(|(id, object)| match &object.definition {
            // One of BEGIN ATOMIC was read when it was made.
            Definition::Function(it) => {
                let source = matches!(it.body, Body::Source(_));
                source
                    && matches!(&*it.language, "sql" | "plpgsql")
                    && !declared.unchecked.contains(*id)
            }
            _ => false,
        })
        .map(|(id, _)| {
            (id, format!("{}({})", qualified(&id.qname()), id.args.as_deref().unwrap_or_default()))
        })
        .collect();
    const LIST: &str = "\
        SELECT s.place, p.oid, l.lanvalidator::pg_catalog.regproc::text, \
            pg_catalog.pg_get_function_identity_arguments(p.oid), \
            (SELECT pg_catalog.substr(c, 13) FROM pg_catalog.unnest(p.proconfig) c \
                WHERE pg_catalog.starts_with(c, 'search_path=')), \
            pg_catalog.current_setting('search_path') \
        FROM pg_catalog.unnest($1::pg_catalog.text[]) WITH ORDINALITY s(name, place) \
        JOIN pg_catalog.pg_proc p ON p.oid = pg_catalog.to_regprocedure(s.name) \
        JOIN pg_catalog.pg_language l ON l.oid = p.prolang \
        ORDER BY 1";
    let names: Vec<&str> = read.iter().map(|(_, name)| name.as_str()).collect();
    let rows = client
        .query(LIST, &[&names])
        .await
        .map_err(|error| Failure::Statement(Box::new(StatementError::new(&error, LIST))))?;
    run(client, "SET LOCAL check_function_bodies = on").await?;
    let checks = rows.iter().map(|row| {
        let (oid, validator, path): (u32, &str, Option<&str>) =
            (row.get(1), row.get(2), row.get(4));
        // As CREATE FUNCTION does it: names are looked up where they will be when it runs.
        let path = literal(path.unwrap_or_else(|| row.get(5)));
        format!(
            "SELECT pg_catalog.set_config('search_path', {path}, true); SELECT {validator}({oid})"
        )
    });
    let checks: Vec<String> = checks.collect();
    let checks: Vec<&str> = checks.iter().map(String::as_str).collect();
    let refused = refused(client, &checks, Effects::TakenBack).await?;
    let found = refused.into_iter().filter_map(|(at, error)| {
        let row = rows.get(at)?;
        let (place, args): (i64, &str) = (row.get(0), row.get(3));
        let (id, _) = read.get(usize::try_from(place - 1).ok()?)?;
        Some(((*id).clone(), finding(declared, id, args, &error)))
    });
    Ok(found.collect())
}

fn finding(declared: &Objects, id: &ObjectId, args: &str, error: &StatementError) -> Diagnostic {
    let mut help = words(error);
    help.extend(error.context.clone());
    let name = id.qname();
    let message = format!("the body of {name}({args}) is refused: {}", error.message);
    let authored = declared.authored.get(id);
    let line = authored.and_then(|it| it.line(line(error)?, &declared.sources));
    let origin = line.or_else(|| declared.origins.get(id).cloned());
    Diagnostic::error("postgres", message).at(origin).help(help.join("\n"))
}

/// The line of the body that PostgreSQL speaks of, from 1.
fn line(error: &StatementError) -> Option<usize> {
    let context = error.context.as_deref().unwrap_or_default();
    // `compilation of PL/pgSQL function "book" near line 3`, `SQL function "total" during startup`
    let said = context.rsplit_once("line ").and_then(|(_, rest)| {
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        digits.parse().ok()
    });
    let Some((query, at)) = error.internal.as_ref() else { return said };
    let within = query.get(..*at).map(|before| before.matches('\n').count() + 1);
    // Of a statement in a PL/pgSQL body the query is that statement alone.
    if context.contains("PL/pgSQL") && said.is_some() { said } else { within }
}
