//! `list`.

use super::made::{Made, name_key};
use crate::catalog::Name;
use crate::diagnostic::Diagnostic;
use crate::read::decode::{At, List, Map, Text};
use crate::read::grammar::{self, Returns};
use crate::secure::{Kind, Once, Rows, Sort, SortKey};
use crate::sql::says_not_null;

/// The order of a list that states none.
pub(in crate::read::resolve) const BY_KEY: &str = "key";

/// The arguments by which every list is ordered and paged: name, type, meaning. Each may be left out.
const PAGES: [(&str, &str, &str); 4] = [
    ("sort", "text", "The order."),
    (
        "after",
        "text",
        "The cursor after which the page begins: that of the last row of the page before.",
    ),
    (
        "before",
        "text",
        "The cursor before which the page ends: that of the first row of the page after.",
    ),
    ("page_size", "integer", "How many rows at most."),
];

/// How many rows a page has at most, and where the caller does not say.
pub(in crate::read::resolve) fn page_sizes(it: &grammar::ListRows) -> (u32, u32) {
    let size = |at: Option<&At<u32>>, default| at.map_or(default, |at| at.value);
    let limit = it.limit.as_ref();
    let max = size(limit.and_then(|it| it.max.as_ref()), 100).max(1);
    (max, size(limit.and_then(|it| it.default.as_ref()), 50).clamp(1, max))
}

impl Made<'_, '_> {
    pub(super) fn list(&mut self, it: &grammar::ListRows) -> Option<(Kind, Rows, Returns)> {
        let columns = self.columns(&it.columns)?;
        self.returned = columns.iter().map(|it| it.name.clone()).collect();
        let filters = self.filters(&it.filters)?;
        let key = self.key_columns(&List::default())?;
        let mut sorts = Vec::new();
        for (name, parts) in it.sorts.iter() {
            let mut keys = Vec::new();
            for part in parts.iter() {
                let (text, descending) = match part.strip_suffix(" desc") {
                    Some(text) => (text, true),
                    None => (part.strip_suffix(" asc").unwrap_or(part), false),
                };
                let column = self.column(&Text::new(text.trim(), part.span.clone()))?;
                let shown = it.r#where.as_deref();
                if column.null && !shown.is_some_and(|it| says_not_null(it, &column.name)) {
                    let fault = Diagnostic::error(
                        "nullable-sort",
                        format!("{} may be NULL: no page can begin after such a row", column.name),
                    )
                    .at(part.span.clone())
                    .help(format!(
                        "sort by columns that are NOT NULL, or say `where: {} is not null`",
                        column.name
                    ));
                    self.cx.fault(fault);
                    return None;
                }
                keys.push(SortKey { column: column.name, data_type: column.data_type, descending });
            }
            sorts.push(Sort { name: name.to_string(), keys });
        }
        if sorts.is_empty() {
            sorts.push(Sort { name: BY_KEY.into(), keys: Vec::new() });
        }
        for sort in &mut sorts {
            // The key tells rows apart that are equal in the rest, in the direction of the last column.
            let descending = sort.keys.last().is_some_and(|it| it.descending);
            for column in &key {
                if !sort.keys.iter().any(|it| it.column == column.name) {
                    let (column, data_type) = (column.name.clone(), column.data_type.clone());
                    sort.keys.push(SortKey { column, data_type, descending });
                }
            }
        }
        let (max, default) = page_sizes(it);
        for (name, data_type, comment) in PAGES {
            self.argument(&Name::from(name), data_type, true, None);
            if let Some((_, argument)) = self.args.last_mut() {
                argument.comment = Some(Text::new(comment, self.key.span.clone()));
            }
        }
        let once = self.once(&it.once)?;
        let hides = self.hides(&it.hides, &columns)?;
        for (name, (key, _)) in hides.iter().map(|it| &it.0).zip(it.hides.iter()) {
            let narrows = filters.iter().any(|it| it.column.name == *name);
            if narrows || sorts.iter().flat_map(|it| &it.keys).any(|it| it.column == *name) {
                let what = format!("the list is narrowed or sorted by {name}, which it hides");
                let fault = Diagnostic::error("wrong-column", what).at(key.span.clone());
                self.cx.fault(fault.help("what is hidden would be told by which rows come"));
                return None;
            }
        }
        let rows = self.rows(filters, it.r#where.as_ref(), it.deleted_at.as_ref())?;
        let returns = self.table(&columns, true);
        Some((Kind::List { columns, hides, sorts, max, default, once }, rows, returns))
    }

    /// A name that is a column's, or one of the template's own, would be taken for another.
    fn once(&mut self, stated: &Map<grammar::Once>) -> Option<Vec<Once>> {
        let mut found = Vec::new();
        for (key, it) in stated.iter() {
            let name = self.cx.member_name(key)?;
            let is_column = self.about.columns.iter().any(|column| column.name == name);
            let is_argument = self.args.iter().any(|(arg, _)| **arg == *name_key(&name));
            if is_column || is_argument || ["opaque", "parts", "size"].contains(&&*name) {
                let what = if is_column { "a column" } else { "another value" };
                let fault = Diagnostic::error(
                    "once-taken",
                    format!("{name} is the name of {what} of this list already"),
                )
                .at(key.span.clone())
                .help("give the value another name");
                self.cx.fault(fault);
                return None;
            }
            let data_type = self.cx.data_type(self.place, &it.r#type);
            let value = self.cx.qualified_names(self.place, it.value.trim());
            found.push(Once { name, data_type, value });
        }
        Some(found)
    }
}
