//! Sequences. One that goes with a column stands with its table.

use super::Writer;
use super::files::Place;
use super::grants::Target;
use super::name::member;
use super::yaml::Map;
use crate::catalog::{Definition, Kind, Object, ObjectId, Persistence, Sequence, SequenceOptions};
use crate::read::Class;

pub(super) fn write(cx: &mut Writer<'_>, id: &ObjectId, object: &Object, it: &Sequence) {
    let Sequence { data_type, options: numbers, owned_by, unlogged } = it;
    let schema = super::schema_of(id);
    let with = owned_by.as_ref().filter(|(table, _)| table.schema == schema);
    let place = match with {
        Some((table, _)) => Place::own(&ObjectId::in_schema(Kind::Table, table), "tables"),
        None => Writer::place(id, "sequences"),
    };
    let mut map = Map::new();
    if data_type != "bigint" {
        map.text("type", Some(data_type));
    }
    options(&mut map, numbers);
    let table = owned_by.as_ref().map(|(table, _)| ObjectId::in_schema(Kind::Table, table));
    let whole = table.and_then(|table| cx.catalog.get(&table));
    let with_table = whole.is_some_and(|table| {
        matches!(&table.definition, Definition::Table(it) if it.persistence == Persistence::Unlogged)
    });
    map.flag("unlogged", *unlogged, with_table);
    let mut default = cx.default_owner();
    if let Some((table, column)) = owned_by {
        let name = cx.names.refer(&cx.names.relations, &schema, table);
        map.text("owned_by", Some(&format!("{name}.{}", member(column))));
        default = whole.and_then(|it| it.owner.clone()).unwrap_or(default);
    }
    let target = Target::new(Class::Sequence, "sequences", member(&id.name));
    cx.owned(&mut map, &place, object, &default, &target);
    cx.put(&place, "sequences", member(&id.name), map);
}

/// What a sequence counts, as sequences and identities say it.
pub(super) fn options(map: &mut Map, it: &SequenceOptions) {
    let SequenceOptions { start, increment, min, max, cache, cycle } = it;
    map.number("start", *start);
    map.number("increment", *increment);
    map.number("min", *min);
    map.number("max", *max);
    map.number("cache", *cache);
    map.flag("cycle", *cycle, false);
}
