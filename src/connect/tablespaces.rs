//! Which tablespaces SQL names, and which of them a server lacks. They belong to the cluster: no migration makes one.

use super::StatementError;
use super::session::Session;
use super::statement::{Kind, statements, token};
use std::collections::BTreeSet;
use std::ops::Range;

/// The names behind the word TABLESPACE where a table, an index or a materialized view is made or moved, each with its
/// place.
///
/// What stands within quotes, and in the query of a table or a view, is not looked at; nor is a column of that name.
pub fn tablespaces(sql: &str) -> Vec<(String, Range<usize>)> {
    let mut found = Vec::new();
    for statement in statements(sql) {
        let text = &sql[statement.clone()];
        for (name, at) in of_statement(text) {
            found.push((name, statement.start + at.start..statement.start + at.end));
        }
    }
    found
}

/// Words after which TABLESPACE is the name of something.
const BEFORE_NAMES: [&str; 8] = ["table", "exists", "view", "index", "on", "only", "of", "schema"];

fn of_statement(sql: &str) -> Vec<(String, Range<usize>)> {
    let mut found = Vec::new();
    let (mut at, mut depth) = (0, 0_usize);
    let mut last: [String; 2] = Default::default();
    let mut first = String::new();
    while at < sql.len() {
        let next = token(sql, at);
        let text = &sql[at..at + next.len];
        at += next.len;
        if next.kind == Kind::Blank {
            continue;
        }
        let word = match next.kind {
            Kind::Word => text.to_ascii_lowercase(),
            _ => text.to_owned(),
        };
        match text {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            _ => {}
        }
        if first.is_empty() {
            first.clone_from(&word);
        }
        if depth == 0 && (word == "as" || word == "where") {
            break;
        }
        if word == "tablespace" && next.kind == Kind::Word {
            let of_index = last[0] == "using" && last[1] == "index";
            let names = match first.as_str() {
                "create" => of_index || (depth == 0 && !BEFORE_NAMES.contains(&last[1].as_str())),
                "alter" => of_index || last[1] == "set" || last[1] == "in",
                _ => false,
            };
            found.extend(names.then(|| name(sql, at)).flatten());
        }
        last = [std::mem::take(&mut last[1]), word];
    }
    found
}

/// The name that stands next.
fn name(sql: &str, mut at: usize) -> Option<(String, Range<usize>)> {
    while at < sql.len() {
        let next = token(sql, at);
        let text = &sql[at..at + next.len];
        match next.kind {
            Kind::Blank => at += next.len,
            Kind::Word => return Some((text.to_lowercase(), at..at + next.len)),
            Kind::Other => {
                let inner = text.strip_prefix('"')?.strip_suffix('"')?;
                return Some((inner.replace("\"\"", "\""), at..at + next.len));
            }
        }
    }
    None
}

/// Those of the names that the server has no tablespace of.
pub async fn missing_tablespaces(
    session: &Session,
    names: BTreeSet<String>,
) -> Result<BTreeSet<String>, StatementError> {
    if names.is_empty() {
        return Ok(names);
    }
    let rows = session.rows("select spcname from pg_catalog.pg_tablespace").await?;
    let there: BTreeSet<String> = rows.into_iter().flatten().flatten().collect();
    Ok(names.difference(&there).cloned().collect())
}

/// What makes good that a tablespace is missing.
pub fn how_to_make(name: &str) -> String {
    let name = crate::render::quoted(name);
    format!(
        "a tablespace belongs to the cluster, and no migration makes one: a superuser runs `create tablespace {name} \
         location '…'`, and `grant create on tablespace {name} to …` where another role runs the migrations"
    )
}

#[cfg(test)]
mod tests {
    use super::tablespaces;

    #[track_caller]
    fn check(sql: &str, expected: &[&str]) {
        let found = tablespaces(sql);
        let names: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, expected, "{sql}");
    }

    #[test]
    fn where_something_is_made_or_moved() {
        check(
            "create table t (a int primary key using index tablespace b) tablespace Fast",
            &["b", "fast"],
        );
        check("create table p partition of t default tablespace \"A \"\"b\"", &["A \"b"]);
        check("create index on t (a) with (fillfactor = 9) tablespace x where a > 1; x", &["x"]);
        check("create materialized view v tablespace x as select 1", &["x"]);
        check(
            "alter table t set tablespace x; alter index i set /* so */ tablespace y",
            &["x", "y"],
        );
        check("alter table t add constraint k unique (a) using index tablespace x", &["x"]);
        check("alter table all in tablespace a set tablespace b", &["a", "b"]);
        let sql = "select 1; create table t () tablespace fast";
        assert_eq!(&sql[tablespaces(sql)[0].1.clone()], "fast");
    }

    #[test]
    fn not_where_it_is_a_name_or_a_text() {
        check("create table t (tablespace text, x tablespace)", &[]);
        check("create table tablespace (a int)", &[]);
        check("create table t as select tablespace x from y", &[]);
        check("create index on t (a) where tablespace is null", &[]);
        check("alter table t add tablespace text; alter table t rename tablespace to x", &[]);
        check("update t set tablespace = 'a'; select 'create table t () tablespace x'", &[]);
        check("-- create table t () tablespace x\nselect 1", &[]);
        check("do $$ create table t () tablespace x $$", &[]);
    }
}
