//! Sequences that are declared by themselves.

use super::acl::Class;
use super::{Place, Resolver};
use crate::catalog::{Definition, Kind, ObjectId, Persistence, Sequence, SequenceOptions};
use crate::read::decode::Text;
use crate::read::grammar::{self, File};

pub(super) fn sequences(cx: &mut Resolver<'_>, place: &Place, file: &File) {
    super::types::each(cx, place, Kind::Sequence, &file.sequences.0, one);
}

fn one(cx: &mut Resolver<'_>, place: &Place, id: ObjectId, key: &Text, it: &grammar::Sequence) {
    let owned_by = it.owned_by.as_ref().and_then(|text| cx.table_column(place, text));
    let options = SequenceOptions {
        start: it.start,
        increment: it.increment,
        min: it.min,
        max: it.max,
        cache: it.cache,
        cycle: it.cycle.unwrap_or(false),
    };
    let data_type =
        it.r#type.as_ref().map_or("bigint".to_owned(), |text| cx.data_type(place, text));
    let table = owned_by.as_ref().map(|(table, _)| ObjectId::in_schema(Kind::Table, table));
    let table = table.and_then(|table| cx.declared.catalog.get(&table));
    // As `serial` makes it.
    let with_table = table.is_some_and(|table| {
        matches!(&table.definition, Definition::Table(it) if it.persistence == Persistence::Unlogged)
    });
    // PostgreSQL demands that a sequence and the table that it goes with have one owner.
    let of_table = table.and_then(|table| table.owner.clone());
    let owner = match (&it.owner, of_table) {
        (None, Some(owner)) => owner,
        (stated, _) => cx.owner(stated.as_ref()),
    };
    let sequence =
        Sequence { data_type, options, owned_by, unlogged: it.unlogged.unwrap_or(with_table) };
    let object = cx.owned(sequence, Class::Sequence, owner, it.comment.as_ref(), &it.grants);
    cx.add(id.clone(), object, &key.span);
    cx.renamed(&id, it.renamed_from.as_ref());
}
