//! Columns that are made anew beside the old ones, and take their places.

use super::create::alter_table;
use super::data_step::within;
use super::name::{qualified, quoted};
use crate::catalog::{Name, ObjectId};
use crate::plan::{Alteration, Beside, Change, Kept};

/// The new column, and the check that it is not null, which no row that is there is tested for.
pub(super) fn add(id: &ObjectId, it: &Beside) -> Vec<String> {
    let Beside { new, data_type, collation, not_null, .. } = it;
    let collation = collation.as_ref().map_or(String::new(), |it| format!(" COLLATE {it}"));
    let new = quoted(new);
    let mut statements = vec![alter_table(id, &format!("ADD {new} {data_type}{collation}"))];
    statements.extend(not_null.iter().map(|name| {
        let name = quoted(name);
        alter_table(id, &format!("ADD CONSTRAINT {name} CHECK ({new} IS NOT NULL) NOT VALID"))
    }));
    statements
}

/// The trigger fires in every session, of whatever replication role, and after all others that may change a row.
pub(super) fn keep(id: &ObjectId, it: &Kept) -> Vec<String> {
    let Kept { function, trigger, columns, .. } = it;
    let (table, function, trigger) = (table(id), qualified(function), quoted(trigger));
    let each = columns.iter().map(|it| {
        let new = quoted(&it.new);
        format!("    NEW.{new} := {};\n", value(it, "NEW."))
    });
    let body = format!("BEGIN\n{}    RETURN NEW;\nEND", each.collect::<String>());
    let mut tag = String::new();
    while body.contains(&format!("${tag}$")) {
        tag.push('_');
    }
    vec![
        format!(
            "CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS ${tag}${body}${tag}$"
        ),
        format!(
            "CREATE TRIGGER {trigger} BEFORE INSERT OR UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()"
        ),
        format!("ALTER TABLE {table} ENABLE ALWAYS TRIGGER {trigger}"),
    ]
}

/// Rows that the trigger has met since are left alone.
pub(super) fn fill(id: &ObjectId, it: &Kept) -> String {
    let set = it.columns.iter().map(|it| format!("{} = {}", quoted(&it.new), value(it, "")));
    format!(
        "UPDATE {} SET {} WHERE {} AND ({})",
        table(id),
        set.collect::<Vec<_>>().join(", "),
        within(&it.key, ""),
        unfilled(it)
    )
}

pub(super) fn fill_defaults(id: &ObjectId, columns: &[Name], key: &[Name]) -> String {
    let names: Vec<String> = columns.iter().map(|it| quoted(it)).collect();
    let set = names.iter().map(|name| format!("{name} = DEFAULT"));
    let empty = names.iter().map(|name| format!("{name} IS NULL"));
    format!(
        "UPDATE {} SET {} WHERE {} AND {}",
        table(id),
        set.collect::<Vec<_>>().join(", "),
        within(key, ""),
        empty.collect::<Vec<_>>().join(" AND ")
    )
}

/// What must hold when the rows have their values: a query that gives true.
pub(super) fn filled(step: &Change) -> Option<String> {
    let Change::Alter { id, alteration } = step else { return None };
    let Alteration::BesideFill(it) = &**alteration else { return None };
    Some(format!("SELECT NOT EXISTS (SELECT FROM {} WHERE {})", table(id), unfilled(it)))
}

pub(super) fn forget(id: &ObjectId, it: &Kept) -> Vec<String> {
    let (table, function, trigger) = (table(id), qualified(&it.function), quoted(&it.trigger));
    vec![format!("DROP TRIGGER {trigger} ON {table}"), format!("DROP FUNCTION {function}()")]
}

/// What belongs to the old column goes with it.
pub(super) fn take(id: &ObjectId, it: &Beside) -> Vec<String> {
    let (column, new) = (quoted(&it.column), quoted(&it.new));
    let mut statements = vec![
        alter_table(id, &format!("DROP COLUMN {column}")),
        alter_table(id, &format!("RENAME {new} TO {column}")),
    ];
    if let Some(check) = &it.not_null {
        statements.push(alter_table(id, &format!("ALTER COLUMN {column} SET NOT NULL")));
        statements.push(alter_table(id, &format!("DROP CONSTRAINT {}", quoted(check))));
    }
    statements
}

fn table(id: &ObjectId) -> String {
    qualified(&id.qname())
}

fn value(it: &Beside, of: &str) -> String {
    let by = it.through.map_or(String::new(), |by| format!("::{by}"));
    format!("{of}{}{by}::{}", quoted(&it.column), it.data_type)
}

fn unfilled(it: &Kept) -> String {
    let each = it
        .columns
        .iter()
        .map(|it| format!("{} IS NULL AND {} IS NOT NULL", quoted(&it.new), quoted(&it.column)));
    each.collect::<Vec<_>>().join(" OR ")
}
