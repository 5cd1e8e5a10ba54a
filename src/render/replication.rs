//! Publications and subscriptions.

use super::name::{list, literal, object, option_name, qualified, quoted};
use crate::catalog::{Name, ObjectId, Options, Publication, PublishedTable, Subscription};
use std::collections::BTreeSet;

pub(super) fn create_publication(id: &ObjectId, it: &Publication) -> String {
    let what = match (it.all_tables, objects(it)) {
        (true, _) => " FOR ALL TABLES".to_owned(),
        (false, None) => String::new(),
        (false, Some(objects)) => format!(" FOR {objects}"),
    };
    let options = options(it, None);
    let with = if options.is_empty() { String::new() } else { format!(" WITH ({options})") };
    format!("CREATE PUBLICATION {}{what}{with}", object(id))
}

/// What is published by name; `None` when nothing is.
fn objects(it: &Publication) -> Option<String> {
    let mut parts = Vec::new();
    let tables: Vec<String> = it.tables.iter().map(table).collect();
    if !tables.is_empty() {
        parts.push(format!("TABLE {}", tables.join(", ")));
    }
    if !it.schemas.is_empty() {
        parts.push(format!("TABLES IN SCHEMA {}", list(&it.schemas)));
    }
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// Its heirs are published where they are named.
fn table(it: &PublishedTable) -> String {
    let columns = &it.columns;
    let columns = if columns.is_empty() { String::new() } else { format!(" ({})", list(columns)) };
    let filter = it.filter.as_ref().map_or(String::new(), |it| format!(" WHERE ({it})"));
    format!("ONLY {}{columns}{filter}", qualified(&it.table))
}

/// Those that differ from another publication, or from what a bare CREATE PUBLICATION gives.
fn options(it: &Publication, from: Option<&Publication>) -> String {
    let events = |it: &Publication| [it.insert, it.update, it.delete, it.truncate];
    let mut options = Vec::new();
    if events(it) != from.map_or([true; 4], events) {
        let words = ["insert", "update", "delete", "truncate"].into_iter().zip(events(it));
        let words: Vec<&str> = words.filter_map(|(word, given)| given.then_some(word)).collect();
        options.push(format!("publish = {}", literal(&words.join(", "))));
    }
    if it.via_root != from.is_some_and(|it| it.via_root) {
        options.push(format!("publish_via_partition_root = {}", it.via_root));
    }
    if it.generated_columns != from.is_some_and(|it| it.generated_columns) {
        let word = if it.generated_columns { "stored" } else { "none" };
        options.push(format!("publish_generated_columns = {word}"));
    }
    options.join(", ")
}

/// SET takes the whole list, but not an empty one.
pub(super) fn set_objects(id: &ObjectId, from: &Publication, to: &Publication) -> String {
    let name = object(id);
    match objects(to) {
        Some(objects) => format!("ALTER PUBLICATION {name} SET {objects}"),
        None => {
            let tables = from.tables.iter();
            let bare =
                tables.map(|it| PublishedTable { columns: Vec::new(), filter: None, ..it.clone() });
            let gone = Publication { tables: bare.collect(), ..from.clone() };
            format!("ALTER PUBLICATION {name} DROP {}", objects_or_nothing(&gone))
        }
    }
}

fn objects_or_nothing(it: &Publication) -> String {
    objects(it).unwrap_or_default()
}

pub(super) fn set_options(id: &ObjectId, from: &Publication, to: &Publication) -> String {
    format!("ALTER PUBLICATION {} SET ({})", object(id), options(to, Some(from)))
}

/// Disabled, and without a look at the publisher: whoever has the secret enables it.
pub(super) fn create_subscription(id: &ObjectId, it: &Subscription) -> String {
    let mut options = vec!["connect = false".to_owned(), slot(it.slot.as_ref())];
    options.extend(
        it.options
            .iter()
            .map(|(name, value)| format!("{} = {}", option_name(name), literal(value))),
    );
    format!(
        "CREATE SUBSCRIPTION {} CONNECTION {} PUBLICATION {} WITH ({})",
        object(id),
        literal(it.connection.as_deref().unwrap_or_default()),
        list(&it.publications),
        options.join(", ")
    )
}

fn slot(slot: Option<&Name>) -> String {
    slot.map_or("slot_name = NONE".to_owned(), |it| format!("slot_name = {}", literal(it)))
}

/// The slot stays on the publisher: nobody can reach it from within a transaction.
pub(super) fn drop_subscription(id: &ObjectId) -> String {
    let name = object(id);
    format!(
        "ALTER SUBSCRIPTION {name} DISABLE;\nALTER SUBSCRIPTION {name} SET (slot_name = NONE);\n\
         DROP SUBSCRIPTION {name}"
    )
}

pub(super) fn set_connection(id: &ObjectId, connection: &str) -> String {
    format!("ALTER SUBSCRIPTION {} CONNECTION {}", object(id), literal(connection))
}

/// Without `refresh = false` the publisher would be asked, which no transaction may.
pub(super) fn set_publications(id: &ObjectId, publications: &BTreeSet<Name>) -> String {
    let list = list(publications);
    format!("ALTER SUBSCRIPTION {} SET PUBLICATION {list} WITH (refresh = false)", object(id))
}

/// A slot is only exchanged while nobody uses it.
pub(super) fn set_slot(id: &ObjectId, name: Option<&Name>) -> Vec<String> {
    let subscription = object(id);
    vec![
        format!("ALTER SUBSCRIPTION {subscription} DISABLE"),
        format!("ALTER SUBSCRIPTION {subscription} SET ({})", slot(name)),
    ]
}

pub(super) fn subscription_options(id: &ObjectId, set: &Options, reset: &[String]) -> String {
    let defaults = reset.iter().map(|name| {
        let value = match name.as_str() {
            "synchronous_commit" => "off",
            "password_required" => "true",
            "origin" => "any",
            _ => "false",
        };
        format!("{} = {}", quoted(name), literal(value))
    });
    let set = set.iter().map(|(name, value)| format!("{} = {}", option_name(name), literal(value)));
    let options: Vec<String> = set.chain(defaults).collect();
    format!("ALTER SUBSCRIPTION {} SET ({})", object(id), options.join(", "))
}
