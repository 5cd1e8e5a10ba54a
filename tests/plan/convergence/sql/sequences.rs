//! Sequences.

use super::tables::{self, Table};
use super::{Sql, owner};
use crate::convergence::choices::At;

fn there<'a>(sql: &Sql<'a>) -> Vec<At<'a>> {
    let slots = (0..2).map(|slot| sql.at(format!("s{slot}")));
    slots.filter(|at| at.is("there", 70)).collect()
}

/// What a sequence counts, for a sequence and an identity column.
pub(super) fn options(at: &At<'_>) -> String {
    let increment = at.one("increment", &[1, 2, -1]);
    let start = at.one("start", &[1, 2, 3]) * i32::signum(increment);
    let mut text = format!("INCREMENT {increment} START {start}");
    if at.is("bounds", 30) {
        text.push_str(" MINVALUE -100 MAXVALUE 100");
    }
    if let Some(cache) = at.maybe("cache", 30, &[2, 3]) {
        text.push_str(&format!(" CACHE {cache}"));
    }
    format!("{text}{}", at.words("cycle", 30, " CYCLE"))
}

/// The call of a sequence that is there.
pub(super) fn next(sql: &Sql<'_>, at: &At<'_>) -> Option<String> {
    let name = format!("s{}", at.number("sequence", 2));
    let is_there = there(sql).iter().any(|it| it.name() == name);
    is_there.then(|| format!("nextval('app.{name}')"))
}

pub(super) fn all(sql: &mut Sql<'_>) {
    for at in there(sql) {
        let name = format!("app.{}", at.name());
        let data_type = at.one("type", &["bigint", "integer", "smallint"]);
        let unlogged = at.words("unlogged", 10, "UNLOGGED ");
        sql.say(format!("CREATE {unlogged}SEQUENCE {name} AS {data_type} {}", options(&at)));
        sql.comment(&at, "SEQUENCE", &name);
        if owned_by(sql, &at).is_none() {
            sql.owner(&at, "SEQUENCE", &name);
            sql.privileges(&at, "SEQUENCE", &name, &["USAGE", "SELECT"]);
        }
    }
}

/// The table and the column that a sequence goes with.
fn owned_by<'a>(sql: &Sql<'a>, at: &At<'_>) -> Option<(Table<'a>, String)> {
    let mut tables = tables::there(sql);
    tables.retain(|it| it.schema == super::schema(0));
    let table = at.maybe("owned", 50, &tables)?;
    let columns: Vec<String> = table.columns.iter().map(|it| it.name.clone()).collect();
    let column = at.maybe("column", 100, &columns)?;
    Some((table, column))
}

/// A sequence has the owner of the table that it goes with.
pub(super) fn owned(sql: &mut Sql<'_>) {
    for at in there(sql) {
        let name = format!("app.{}", at.name());
        let Some((table, column)) = owned_by(sql, &at) else { continue };
        if let Some(owner) = owner(&table.at) {
            sql.say(format!("ALTER SEQUENCE {name} OWNER TO {owner}"));
        }
        sql.say(format!("ALTER SEQUENCE {name} OWNED BY {}.{column}", table.name));
        let owner = owner(&table.at);
        sql.granted(&at, owner, "SEQUENCE", &name, &["USAGE", "SELECT"]);
    }
}
