//! Columns: how they are made, and what is set for them.

use super::name::{literal, object, options, quoted, relation};
use super::sequence::sequence_options;
use crate::catalog::{
    Column, Generated, Identity, Kind, Name, NotNull, ObjectId, Options, Persistence, Storage,
    generated,
};
use crate::plan::{Alteration, BY_NAME, aside_name};

/// A column as CREATE TABLE and ADD COLUMN take it.
pub(super) fn column(id: &ObjectId, it: &Column, default: Option<&str>) -> String {
    let (name, schema) = (&id.name, id.schema.as_deref().unwrap_or_default());
    let mut text = format!("{} {}", quoted(name), it.data_type);
    if let Some(compression) = &it.compression {
        text.push_str(&format!(" COMPRESSION {compression}"));
    }
    text.push_str(&super::foreign::given(&it.foreign_options));
    if let Some(collation) = &it.collation {
        text.push_str(&format!(" COLLATE {collation}"));
    }
    if let Some(Generated { expression, stored }) = &it.generated {
        let kind = if *stored { "STORED" } else { "VIRTUAL" };
        text.push_str(&format!(" GENERATED ALWAYS AS ({expression}) {kind}"));
    }
    if let Some(it) = &it.identity {
        let name = it.name.as_ref().map(|name| format!("{}.{}", quoted(schema), quoted(name)));
        text.push_str(&format!(" {}", identity(it, name.as_deref())));
    }
    if let Some(default) = default {
        text.push_str(&format!(" DEFAULT {default}"));
    }
    match &it.not_null {
        // Added by itself.
        Some(not_null) if !not_null.validated => {}
        Some(NotNull { name, no_inherit, .. }) => {
            if let Some(name) = name {
                text.push_str(&format!(" CONSTRAINT {}", quoted(name)));
            }
            text.push_str(" NOT NULL");
            if *no_inherit {
                text.push_str(" NO INHERIT");
            }
        }
        None if !it.null => text.push_str(" NOT NULL"),
        None => {}
    }
    text
}

/// What CREATE TABLE and ADD COLUMN cannot say of a column.
pub(super) fn column_settings(id: &ObjectId, it: &Column) -> Vec<String> {
    let mut clauses: Vec<String> = [
        it.storage.map(Alteration::ColumnStorage),
        it.statistics.map(|target| Alteration::ColumnStatistics(Some(target))),
    ]
    .iter()
    .flatten()
    .filter_map(|setting| column_setting(&id.name, setting))
    .collect();
    clauses.extend(column_options(&id.name, &it.options, &[]));
    let mut statements = Vec::new();
    if !clauses.is_empty() {
        statements.push(format!("ALTER TABLE {} {}", relation(id), clauses.join(", ")));
    }
    if let Some(identity) = &it.identity
        && let Some(unlogged) = identity.unlogged
    {
        let table = id.relation_qname().name;
        let given = || generated(&table, Some(&id.name), "seq");
        let name = identity.name.clone().unwrap_or_else(given);
        let persistence = if unlogged { Persistence::Unlogged } else { Persistence::Logged };
        statements.push(identity_persistence(id, &name, persistence));
    }
    if let Some(not_null) = &it.not_null {
        if !not_null.validated {
            statements.push(add_not_null(id, not_null));
        }
        if let NotNull { name, comment: Some(comment), .. } = not_null {
            statements.push(comment_on_not_null(id, name.as_deref(), Some(comment)));
        }
    }
    statements
}

/// Whether the sequence beneath an identity column is logged.
pub(super) fn identity_persistence(id: &ObjectId, name: &str, persistence: Persistence) -> String {
    let schema = quoted(id.schema.as_deref().unwrap_or_default());
    let word = match persistence {
        Persistence::Logged => "LOGGED",
        Persistence::Unlogged => "UNLOGGED",
    };
    format!("ALTER SEQUENCE {schema}.{} SET {word}", quoted(name))
}

/// A column gets the new form of its type, and each attribute of a value the one of its name. An array can only be read so
/// as part of something.
pub(super) fn type_by_name(id: &ObjectId, data_type: &str) -> Vec<String> {
    let (table, column) = (relation(id), quoted(&id.name));
    let alter = |using: &str| {
        format!("ALTER TABLE {table} ALTER COLUMN {column} TYPE {data_type} USING {using}")
    };
    if data_type == BY_NAME {
        return vec![alter(&format!("to_jsonb({column})"))];
    }
    if !data_type.ends_with("[]") {
        let using = format!("jsonb_populate_record(NULL::{data_type}, to_jsonb({column}))");
        return vec![alter(&using)];
    }
    let schema = quoted(id.schema.as_deref().unwrap_or_default());
    let whole = format!("{schema}.{}", quoted(&aside_name(&format!("values_{}", id.name))));
    let using = format!(
        "(jsonb_populate_record(NULL::{whole}, jsonb_build_object('v', to_jsonb({column})))).v"
    );
    vec![
        format!("CREATE TYPE {whole} AS (v {data_type})"),
        alter(&using),
        format!("DROP TYPE {whole}"),
    ]
}

/// `PLAIN`, `MAIN` …
pub(super) fn storage(storage: Storage) -> &'static str {
    match storage {
        Storage::Plain => "PLAIN",
        Storage::External => "EXTERNAL",
        Storage::Extended => "EXTENDED",
        Storage::Main => "MAIN",
    }
}

/// The clause of ALTER TABLE that sets something for a column.
pub(super) fn column_setting(name: &str, setting: &Alteration) -> Option<String> {
    let clause = match setting {
        Alteration::ColumnStorage(it) => format!("STORAGE {}", storage(*it)),
        Alteration::ColumnCompression(method) => {
            format!("COMPRESSION {}", method.as_deref().unwrap_or("DEFAULT"))
        }
        Alteration::ColumnStatistics(target) => format!("STATISTICS {}", target.unwrap_or(-1)),
        _ => return None,
    };
    Some(format!("ALTER COLUMN {} SET {clause}", quoted(name)))
}

/// The clauses of ALTER TABLE that set and reset options of a column.
pub(super) fn column_options(name: &str, set: &Options, reset: &[String]) -> Vec<String> {
    let column = quoted(name);
    let mut clauses = Vec::new();
    if !set.is_empty() {
        clauses.push(format!("ALTER COLUMN {column} SET ({})", options(set)));
    }
    if !reset.is_empty() {
        clauses.push(format!("ALTER COLUMN {column} RESET ({})", reset.join(", ")));
    }
    clauses
}

/// NOT NULL by a constraint that is unusual.
pub(super) fn add_not_null(id: &ObjectId, it: &NotNull) -> String {
    let name =
        it.name.as_ref().map_or(String::new(), |name| format!("CONSTRAINT {} ", quoted(name)));
    let inherit = if it.no_inherit { " NO INHERIT" } else { "" };
    let valid = if it.validated { "" } else { " NOT VALID" };
    let (table, column) = (relation(id), quoted(&id.name));
    format!("ALTER TABLE {table} ADD {name}NOT NULL {column}{inherit}{valid}")
}

/// Gives the NOT NULL of a column a name, whatever it is called. One that the table has from another one keeps its name:
/// it changes with that of the other.
pub(super) fn rename_not_null(id: &ObjectId, to: &Name) -> String {
    let but = format!(" AND c.coninhcount = 0 AND c.conname <> {}", literal(to));
    let clause = format!("ALTER TABLE {} RENAME CONSTRAINT %I TO %I", escaped(&relation(id)));
    with_not_null(id, &but, &clause, &format!(", {}", literal(to)))
}

/// Validates the NOT NULL of a column, whatever it is called. SET NOT NULL does not where it is inherited.
pub(super) fn validate_not_null(id: &ObjectId) -> String {
    let clause = format!("ALTER TABLE {} VALIDATE CONSTRAINT %I", escaped(&relation(id)));
    with_not_null(id, " AND NOT c.convalidated", &clause, "")
}

/// `COMMENT ON CONSTRAINT` of the NOT NULL of a column or a domain; without a name it is looked up.
pub(super) fn comment_on_not_null(
    id: &ObjectId,
    name: Option<&str>,
    comment: Option<&str>,
) -> String {
    let on = match id.kind {
        Kind::Domain => format!("DOMAIN {}", object(id)),
        _ => relation(id),
    };
    let text = comment.map_or_else(|| "NULL".to_owned(), literal);
    match name {
        Some(name) => format!("COMMENT ON CONSTRAINT {} ON {on} IS {text}", quoted(name)),
        None => {
            let statement = format!("COMMENT ON CONSTRAINT %I ON {on} IS {text}");
            with_not_null(id, "", &escaped(&statement).replace("%%I", "%I"), "")
        }
    }
}

/// Text for a literal that format() reads.
fn escaped(text: &str) -> String {
    text.replace('%', "%%").replace('\'', "''")
}

/// Looks up the NOT NULL of a column or a domain for a statement, as format() reads it, in which it is the first name.
fn with_not_null(id: &ObjectId, but: &str, statement: &str, names: &str) -> String {
    let of = match id.kind {
        Kind::Domain => {
            let domain = literal(&object(id));
            format!("pg_catalog.pg_constraint c WHERE c.contypid = {domain}::regtype")
        }
        _ => format!(
            "pg_catalog.pg_constraint c JOIN pg_catalog.pg_attribute a\n        \
             ON a.attrelid = c.conrelid AND c.conkey = ARRAY[a.attnum] WHERE c.conrelid = {}::regclass\n        \
             AND a.attname = {}",
            literal(&relation(id)),
            literal(&id.name),
        ),
    };
    // Nothing within ends the body.
    let mut tag = String::new();
    while format!("{of}{but}{statement}{names}").contains(&format!("${tag}$")) {
        tag.push('_');
    }
    format!(
        "DO ${tag}$DECLARE it name; BEGIN\n    \
         SELECT c.conname INTO it FROM {of} AND c.contype = 'n'{but};\n    \
         IF FOUND THEN EXECUTE format('{statement}', it{names}); END IF;\nEND${tag}$"
    )
}

/// `GENERATED … AS IDENTITY (…)`; the sequence lies where the table does.
pub(super) fn identity(it: &Identity, name: Option<&str>) -> String {
    let kind = if it.always { "ALWAYS" } else { "BY DEFAULT" };
    let mut options = sequence_options(&it.sequence, false);
    if let Some(name) = name {
        options.insert(0, format!("SEQUENCE NAME {name}"));
    }
    let options =
        if options.is_empty() { String::new() } else { format!(" ({})", options.join(" ")) };
    format!("GENERATED {kind} AS IDENTITY{options}")
}
