//! The tables that these functions are about.

use crate::catalog::{Name, QName};
use crate::read::decode::Text;
use crate::read::grammar::Table;
use crate::read::resolve::traits::{self, Traits};
use crate::read::resolve::{Place, Resolver, name};
use crate::secure::Column;
use std::collections::BTreeMap;

/// Every table by name, and where unqualified names in it live.
pub(super) type Tables<'a> = BTreeMap<QName, (Place, &'a Table)>;

/// A table as far as these functions need it.
pub(super) struct About {
    pub(super) name: QName,
    pub(super) columns: Vec<Column>,
    pub(super) key: Vec<Name>,
    pub(super) comments: BTreeMap<Name, Text>,
}

/// The table's columns, those of its traits included.
pub(super) fn about(
    cx: &mut Resolver<'_>,
    place: &Place,
    tables: &Tables<'_>,
    traits: &Traits<'_>,
    text: &Text,
) -> Option<About> {
    let name = cx.table(place, text)?;
    let (home, table) = tables.get(&name)?;
    let added = traits::layers(cx, traits, &name, &table.traits);
    let layers: Vec<(&Place, &Table)> = std::iter::once((home, *table))
        .chain(added.iter().map(|(place, table)| (place, table)))
        .collect();
    let mut about = About { name, columns: Vec::new(), key: Vec::new(), comments: BTreeMap::new() };
    for (place, layer) in layers {
        for (key, column) in layer.columns.iter() {
            let Ok(name) = name::single(key) else { continue };
            about.comments.extend(column.comment.clone().map(|text| (name.clone(), text)));
            about.columns.push(Column {
                name,
                data_type: cx.data_type(place, &column.r#type),
                null: column.null.unwrap_or(false),
                default: column.default.0.as_ref().map(|sql| sql.trim().to_owned()),
            });
        }
        if let (Some(key), true) = (&layer.primary_key, about.key.is_empty()) {
            about.key = key.columns.iter().filter_map(|it| name::single(it).ok()).collect();
        }
    }
    Some(about)
}
