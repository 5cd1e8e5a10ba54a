//! Columns that give back the places that they have taken, and what comes back there.

use super::alter::alter;
use super::create::alter_table;
use super::name::{literal, qualified, quoted};
use crate::catalog::{Kind, ObjectId};
use crate::plan::{Alteration, Returned};

/// Where the last values of sequences are kept while these are made anew; the number of the column follows.
const LAST_VALUE: &str = "momni_db.last_value_";

/// One UPDATE for all of them: each row is written once.
pub(super) fn give_back(table: &ObjectId, columns: &[Returned]) -> Vec<String> {
    let mut statements = Vec::new();
    for (number, it) in columns.iter().enumerate() {
        statements.extend(make_room(table, number, it));
    }
    let set: Vec<String> = columns.iter().map(assignment).collect();
    statements.push(format!("UPDATE {} SET {}", qualified(&table.qname()), set.join(", ")));
    for (number, it) in columns.iter().enumerate() {
        statements.extend(settle(table, number, it));
    }
    statements
}

fn make_room(table: &ObjectId, number: usize, it: &Returned) -> Vec<String> {
    let id = column(table, it);
    let (name, beside) = (quoted(&it.column), quoted(&it.beside));
    let mut statements = Vec::new();
    if it.identity.is_some() {
        let sequence = sequence(table, it);
        statements.push(format!(
            "SELECT set_config('{LAST_VALUE}{number}', pg_sequence_last_value({sequence}::regclass)::text, true)"
        ));
    }
    statements.push(alter_table(&id, &format!("RENAME {name} TO {beside}")));
    if it.identity.is_some() {
        statements.push(alter_table(&id, &format!("ALTER COLUMN {beside} DROP IDENTITY")));
    }
    // On PostgreSQL 18 it has a name, which the other one's will have.
    if !it.beside_null {
        statements.push(alter_table(&id, &format!("ALTER COLUMN {beside} DROP NOT NULL")));
    }
    let collation = it.collation.as_ref().map_or(String::new(), |it| format!(" COLLATE {it}"));
    statements.push(alter_table(&id, &format!("ADD {name} {}{collation}", it.data_type)));
    statements
}

fn assignment(it: &Returned) -> String {
    let by = it.through.map_or(String::new(), |by| format!("::{by}"));
    format!("{} = {}{by}::{}", quoted(&it.column), quoted(&it.beside), it.data_type)
}

fn settle(table: &ObjectId, number: usize, it: &Returned) -> Vec<String> {
    let id = column(table, it);
    let mut statements = Vec::new();
    if !it.null {
        let name = quoted(&it.column);
        statements.push(alter_table(&id, &format!("ALTER COLUMN {name} SET NOT NULL")));
    }
    if let Some(identity) = &it.identity {
        statements.extend(alter(&id, &Alteration::ColumnAddIdentity(identity.clone())));
        // It is empty where the sequence has given no value yet.
        let last = format!("current_setting('{LAST_VALUE}{number}')");
        let sequence = sequence(table, it);
        statements.push(format!("SELECT setval({sequence}, {last}::bigint) WHERE {last} <> ''"));
    }
    statements
}

fn column(table: &ObjectId, it: &Returned) -> ObjectId {
    ObjectId::of_relation(Kind::Column, &table.qname(), it.column.clone())
}

fn sequence(table: &ObjectId, it: &Returned) -> String {
    let table = literal(&qualified(&table.qname()));
    format!("pg_get_serial_sequence({table}, {})", literal(&it.column))
}
