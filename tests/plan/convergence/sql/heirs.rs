//! Partitions, and tables that inherit.

use super::tables::{self, Table};
use super::{Sql, constraints, indexes, list, types};
use crate::convergence::choices::At;

pub(super) fn all(sql: &mut Sql<'_>) {
    let tables = tables::there(sql);
    let parent = tables.iter().find(|it| it.by.is_some());
    for name in ["p0a", "p0b", "p0d"] {
        let at = sql.at(name);
        if at.is("there", 60) {
            partition(sql, &at, parent);
        }
    }
    if let Some(parent) = parent {
        indexes::all(sql, parent);
    }
    let at = sql.at("h0");
    if at.is("there", 50) {
        heir(sql, &at, tables.iter().find(|it| it.name == "app.t0"));
    }
}

fn bound(at: &At<'_>, by: &str) -> String {
    let (range, list, hash) = match at.name() {
        "p0a" => {
            (["FROM (0) TO (10)", "FROM (0) TO (20)"], "IN (1, 2)", "(MODULUS 2, REMAINDER 0)")
        }
        "p0b" => (
            ["FROM (100) TO (200)", "FROM (50) TO (MAXVALUE)"],
            "IN (3)",
            "(MODULUS 2, REMAINDER 1)",
        ),
        _ => return "DEFAULT".to_owned(),
    };
    match by {
        _ if by.starts_with("RANGE") => format!("FOR VALUES {}", at.one("bound", &range)),
        "LIST (id)" => format!("FOR VALUES {list}"),
        _ => format!("FOR VALUES WITH {hash}"),
    }
}

fn partition(sql: &mut Sql<'_>, at: &At<'_>, parent: Option<&Table<'_>>) {
    let name = format!("app.{}", at.name());
    let sub = at.name() == "p0b" && at.is("sub", 30);
    let by = if sub { " PARTITION BY HASH (id)" } else { "" };
    let options = list(" WITH ", &tables::options(at, sub));
    match parent {
        Some(it) if at.is("loose", 20) => {
            sql.say(format!("CREATE TABLE {name} (LIKE {}){by}{options}", it.name));
        }
        Some(it) => {
            let by_parent = it.by.unwrap_or_default();
            if at.name() == "p0d" && by_parent.starts_with("HASH") {
                return;
            }
            let bound = bound(at, by_parent);
            sql.say(format!("CREATE TABLE {name} PARTITION OF {} {bound}{by}{options}", it.name));
            if constraints::has_primary_key(it) {
                sql.comment(&at.at("pkey"), "INDEX", &format!("{name}_pkey"));
            }
        }
        None => sql.say(format!("CREATE TABLE {name} (id bigint NOT NULL, c0 text){by}{options}")),
    }
    sql.common(at, "TABLE", &name, &["SELECT", "UPDATE"]);
    tables::rows_security(sql, at, &name);
    if at.is("own_check", 20) {
        let check = format!("{}_own", at.name());
        sql.say(format!("ALTER TABLE {name} ADD CONSTRAINT {check} CHECK (id > 3)"));
        sql.comment(&at.at("own_check"), "CONSTRAINT", &format!("{check} ON {name}"));
    }
    if at.is("own_index", 20) {
        let index = format!("{}_own_ix", at.name());
        sql.say(format!("CREATE INDEX {index} ON {name} (id)"));
    }
    guarded(sql, at, &name);
    if let Some(column) = parent.and_then(|it| at.maybe("column", 40, &it.columns)) {
        own(sql, at, &name, &column);
    }
    if sub && at.is("below", 60) {
        let bound = "FOR VALUES WITH (MODULUS 2, REMAINDER 0)";
        sql.say(format!("CREATE TABLE {name}x PARTITION OF {name} {bound}"));
        sql.comment(&at.at("x"), "TABLE", &format!("{name}x"));
    }
}

/// What a child has of its own besides, and what reads it.
fn guarded(sql: &mut Sql<'_>, at: &At<'_>, name: &str) {
    let short = at.name();
    for (what, statement) in [
        ("own_policy", format!("CREATE POLICY own ON {name} USING (id > 1)")),
        (
            "own_trigger",
            format!(
                "CREATE TRIGGER own AFTER INSERT ON {name} FOR EACH ROW EXECUTE FUNCTION app.fired()"
            ),
        ),
        ("own_rule", format!("CREATE RULE own AS ON DELETE TO {name} DO INSTEAD NOTHING")),
        ("own_extended", format!("CREATE STATISTICS app.{short}_st ON id, (id % 3) FROM {name}")),
        ("seen", format!("CREATE VIEW app.{short}_pv AS SELECT id FROM {name} WHERE id > 2")),
    ] {
        if at.is(what, 15) {
            sql.say(statement);
        }
    }
}

/// What a child has otherwise than its parent.
fn own(sql: &mut Sql<'_>, at: &At<'_>, name: &str, column: &tables::Column<'_>) {
    let alter = format!("ALTER TABLE {name} ALTER COLUMN {}", column.name);
    let plain = !matches!(column.at.number("value", 16), 9 | 10);
    if plain {
        match at.number("default", 3) {
            1 => sql.say(format!("{alter} SET DEFAULT {}", types::literal(sql, &column.data_type))),
            2 => sql.say(format!("{alter} DROP DEFAULT")),
            _ => {}
        }
    }
    if at.is("own_null", 30) && column.stored {
        sql.say(format!("{alter} SET NOT NULL"));
    }
    if column.stored && at.is("own_statistics", 20) {
        sql.say(format!("{alter} SET STATISTICS 70"));
    }
    sql.comment(&at.at("column"), "COLUMN", &format!("{name}.{}", column.name));
}

fn heir(sql: &mut Sql<'_>, at: &At<'_>, parent: Option<&Table<'_>>) {
    let name = "app.h0";
    let mixed = at.is("mixed", 40);
    if mixed {
        let default = at.words("mixed_default", 50, " DEFAULT 'm'");
        let check = at.words("mixed_check", 50, ", CONSTRAINT mix_ck CHECK (mx > 0)");
        sql.say(format!("CREATE TABLE app.mix (mx integer, my text{default}{check})"));
    }
    let mut columns = Vec::new();
    if at.is("own_column", 60) {
        columns.push(format!("x0 {}", types::any(sql, &at.at("x0"), 30)));
    }
    // Stated here, too; its default comes from the parent, or is its own.
    if at.is("stated", 30) {
        columns.push(format!("id {} NOT NULL", parent.map_or("bigint", |it| it.id)));
    }
    let parents: Vec<String> = parent
        .filter(|_| !at.is("loose", 20))
        .map(|it| it.name.clone())
        .into_iter()
        .chain(mixed.then(|| "app.mix".to_owned()))
        .collect();
    let is_heir = parents.iter().any(|it| it == "app.t0");
    if !is_heir && !columns.iter().any(|it| it.starts_with("id ")) {
        columns.push("id bigint NOT NULL".to_owned());
    }
    let said = sql.major() >= 18 && at.is("said", 25);
    if said && !columns.iter().any(|it| it.starts_with("id ")) {
        columns.push("CONSTRAINT h0_said NOT NULL id".to_owned());
    }
    let options = list(" WITH ", &tables::options(at, false));
    sql.say(format!(
        "CREATE TABLE {name} ({}){}{options}",
        columns.join(", "),
        list(" INHERITS ", &parents)
    ));
    sql.common(at, "TABLE", name, &["SELECT", "UPDATE"]);
    if at.is("own_check", 30) {
        sql.say(format!("ALTER TABLE {name} ADD CONSTRAINT h0_own CHECK (id > 3)"));
    }
    if at.is("own_index", 30) {
        sql.say(format!("CREATE INDEX h0_own_ix ON {name} (id)"));
    }
    guarded(sql, at, name);
    if is_heir && let Some(column) = parent.and_then(|it| at.maybe("column", 40, &it.columns)) {
        own(sql, at, name, &column);
    }
}
