//! Views and materialized views.

use super::column::{column_setting, column_settings};
use super::name::{object, quoted, tablespace, with};
use crate::catalog::{Definition, MaterializedView, Object, ObjectId, View};
use crate::plan::Alteration;

pub(super) fn create_view(id: &ObjectId, it: &View, replace: bool) -> String {
    let or_replace = if replace { "OR REPLACE " } else { "" };
    format!("CREATE {or_replace}VIEW {}{} AS\n{}", object(id), with(&it.options), it.query)
}

pub(super) fn create_materialized_view(
    id: &ObjectId,
    it: &MaterializedView,
    parts: &[(ObjectId, Object)],
) -> Vec<String> {
    let data = if it.populated { "" } else { "\nWITH NO DATA" };
    let using = it.using.as_ref().map_or(String::new(), |it| format!(" USING {}", quoted(it)));
    let name = object(id);
    let with = with(&it.options);
    let tablespace = tablespace(it.tablespace.as_ref());
    let mut statements = vec![format!(
        "CREATE MATERIALIZED VIEW {name}{using}{with}{tablespace} AS\n{}{data}",
        it.query
    )];
    for (id, part) in parts {
        if let Definition::Column(it) = &part.definition {
            let compression = it.compression.clone();
            let compression = compression.map(|it| Alteration::ColumnCompression(Some(it)));
            let compression = compression.and_then(|it| column_setting(&id.name, &it));
            statements.extend(compression.map(|it| format!("ALTER TABLE {name} {it}")));
            statements.extend(column_settings(id, it));
        }
    }
    statements
}
