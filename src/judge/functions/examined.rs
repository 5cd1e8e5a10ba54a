//! What plpgsql_check says of bodies.

use super::{Found, Needs, Rule, Subject, dynamic};
use crate::catalog::{ObjectId, QName};
use crate::diagnostic::Level;
use crate::judge::Class;
use std::collections::{BTreeMap, BTreeSet};

pub(super) const ERRORS: Rule = Rule {
    id: "plpgsql-check",
    level: Level::Error,
    needs: Needs::Examined,
    about: "A statement of a PL/pgSQL body that fails when it is reached.",
    why: "PostgreSQL reads the statements of such a body when they run: a column that is gone, a wrong type or a missing table are found by the first caller. \
          The extension plpgsql_check looks at all of them, with the rows of each table whose triggers call the function. A table that the function makes \
          itself (CREATE TEMP TABLE) it does not know: that is worth an `allow`.",
    fixes: false,
    run: |subject| found(subject, &[Class::Error]),
};

pub(super) const WARNINGS: Rule = Rule {
    id: "plpgsql-check-warning",
    level: Level::Warning,
    needs: Needs::Examined,
    about: "What plpgsql_check warns of in a body: a variable that nobody reads, a path without RETURN, a value that is cast unseen, SQL that a caller may write.",
    why: "Most of it is a rest of an older version or a slip of the pen. A variable that is written and never read is often one that was meant elsewhere.",
    fixes: false,
    run: |subject| found(subject, &[Class::Warning, Class::Security]),
};

pub(super) const PERFORMANCE: Rule = Rule {
    id: "plpgsql-check-performance",
    level: Level::Warning,
    needs: Needs::Examined,
    about: "What plpgsql_check finds slow in a body: a function that is VOLATILE and need not be, a cast that keeps an index from being used.",
    why: "A VOLATILE function is called for every row, and takes a snapshot for each statement. Of functions with dynamic SQL plpgsql_check does not know their volatility: these are left out.",
    fixes: false,
    run: |subject| found(subject, &[Class::Performance]),
};

fn found(subject: &Subject<'_>, classes: &[Class]) -> Vec<Found> {
    // The rule dynamic-sql tells of the same functions, and with the argument's name.
    let dynamic: BTreeSet<ObjectId> = match classes.contains(&Class::Security) {
        true => dynamic::functions(subject),
        false => BTreeSet::new(),
    };
    // The same of several tables is said once.
    let mut said: BTreeMap<_, Vec<&QName>> = BTreeMap::new();
    let remarks = subject.remarks.unwrap_or_default().iter();
    for it in remarks.filter(|it| classes.contains(&it.class)) {
        if it.class == Class::Security && dynamic.contains(&it.function) {
            continue;
        }
        let key = (&it.function, it.line, &it.message, &it.sqlstate, &it.more);
        said.entry(key).or_default().extend(&it.relation);
    }
    let found = said.into_iter().map(|((function, line, message, sqlstate, more), tables)| {
        let of = match tables.as_slice() {
            [] => String::new(),
            [table] => format!(", as a trigger of {table}"),
            [table, rest @ ..] => format!(", as a trigger of {table} and {} more", rest.len()),
        };
        let state = (*sqlstate != "00000").then(|| format!("SQLSTATE {sqlstate}"));
        let help: Vec<String> = state.into_iter().chain(more.iter().cloned()).collect();
        Found::on(function, format!("plpgsql_check: {message}{of}"), help.join("\n")).line(line)
    });
    found.collect()
}
