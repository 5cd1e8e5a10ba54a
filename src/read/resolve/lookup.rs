//! From a name in the YAML to what it names: the schema of its file first, then the search path.

use super::names::{ByName, Names};
use super::{Place, Resolver, name};
use crate::catalog::{Kind, Name, QName};
use crate::check::Wanted;
use crate::diagnostic::Span;
use crate::read::decode::Text;
use crate::render::quoted;

/// The trigger functions that PostgreSQL brings.
pub(crate) const BUILT_IN_TRIGGERS: [&str; 3] = [
    "suppress_redundant_updates_trigger",
    "tsvector_update_trigger",
    "tsvector_update_trigger_column",
];

/// The schema that an unqualified name is found in.
pub(super) fn find<'a>(
    map: &'a ByName,
    search_path: &[Name],
    place: &Place,
    name: &str,
) -> Option<&'a Name> {
    let schemas = map.get(name)?;
    std::iter::once(&place.schema)
        .chain(search_path)
        .find_map(|schema| schemas.iter().find(|found| *found == schema))
}

impl Resolver<'_> {
    /// The name of something that is declared here.
    pub(super) fn declared_name(&mut self, place: &Place, key: &Text) -> Option<QName> {
        match name::qualified(key) {
            Ok((Some(schema), name)) => {
                self.mention(&key.span, Wanted::Schema(schema.clone()));
                Some(QName { schema, name })
            }
            Ok((None, name)) => Some(QName { schema: place.schema.clone(), name }),
            Err(reason) => {
                self.bad_name(key, reason);
                None
            }
        }
    }

    /// A name that refers to something declared; where it would stand when there is none.
    fn refer(
        &mut self,
        place: &Place,
        text: &Text,
        map: fn(&Names) -> &ByName,
        wanted: fn(QName) -> Wanted,
    ) -> Option<QName> {
        match name::qualified(text) {
            Ok((schema, name)) => Some(self.refer_to(place, schema, name, &text.span, map, wanted)),
            Err(reason) => {
                self.bad_name(text, reason);
                None
            }
        }
    }

    fn refer_to(
        &mut self,
        place: &Place,
        schema: Option<Name>,
        name: Name,
        at: &Span,
        map: fn(&Names) -> &ByName,
        wanted: fn(QName) -> Wanted,
    ) -> QName {
        let schema = schema.unwrap_or_else(|| {
            let found = find(map(&self.names), &self.config.search_path, place, &name);
            found.unwrap_or(&place.schema).clone()
        });
        let found = QName { schema, name };
        self.mention(at, wanted(found.clone()));
        found
    }

    /// `invoices.no` or `billing.invoices.no`.
    pub(super) fn table_column(&mut self, place: &Place, text: &Text) -> Option<(QName, Name)> {
        let mut parts = name::parts(text).unwrap_or_default();
        let (column, table, schema) = (parts.pop(), parts.pop(), parts.pop());
        let (Some(column), Some(table), true) = (column, table, parts.is_empty()) else {
            self.bad_name(text, "a table and a column are wanted, `invoices.no`");
            return None;
        };
        let map: fn(&Names) -> &ByName = |names| &names.relations;
        let table = self.refer_to(place, schema, table, &text.span, map, Wanted::Table);
        self.mention(&text.span, Wanted::Column(table.clone(), column.clone()));
        Some((table, column))
    }

    /// A collation as SQL takes it. One that is not declared is the server's.
    pub(super) fn collation(&mut self, text: &Text) -> String {
        self.by_name(Some(Kind::Collation), text, |names| &names.collations)
    }

    /// The name of an object that may be declared, or be the server's or an extension's, as SQL takes it.
    pub(super) fn by_name(
        &mut self,
        kind: Option<Kind>,
        text: &Text,
        map: fn(&Names) -> &ByName,
    ) -> String {
        match name::qualified(text) {
            Ok((Some(schema), name)) => {
                if let Some(kind) = kind
                    && self.names.schemas.contains(&schema)
                {
                    let wanted = QName { schema: schema.clone(), name: name.clone() };
                    self.mention(&text.span, Wanted::Object(kind, wanted));
                }
                format!("{}.{}", quoted(&schema), quoted(&name))
            }
            Ok((None, name)) => {
                let own = self.schemas.get(&text.span.file).cloned();
                let schemas = map(&self.names).get(&name);
                let mut path = own.iter().chain(&self.config.search_path);
                match path.find(|schema| schemas.is_some_and(|it| it.contains(schema))) {
                    Some(schema) => format!("{}.{}", quoted(schema), quoted(&name)),
                    None => quoted(&name),
                }
            }
            Err(reason) => {
                self.bad_name(text, reason);
                String::new()
            }
        }
    }

    pub(super) fn table(&mut self, place: &Place, text: &Text) -> Option<QName> {
        self.refer(place, text, |names| &names.relations, Wanted::Table)
    }

    pub(super) fn table_or_view(&mut self, place: &Place, text: &Text) -> Option<QName> {
        self.refer(place, text, |names| &names.relations, Wanted::TableOrView)
    }

    pub(super) fn relation(&mut self, place: &Place, text: &Text) -> Option<QName> {
        self.refer(place, text, |names| &names.relations, Wanted::Relation)
    }

    pub(super) fn sequence(&mut self, place: &Place, text: &Text) -> Option<QName> {
        self.refer(place, text, |names| &names.sequences, Wanted::Sequence)
    }

    pub(super) fn type_of(&mut self, place: &Place, text: &Text) -> Option<QName> {
        self.refer(place, text, |names| &names.types, Wanted::Type)
    }

    pub(super) fn trigger_function(&mut self, place: &Place, text: &Text) -> Option<QName> {
        let known = self.names.function_names.contains_key(&**text);
        if !known && BUILT_IN_TRIGGERS.contains(&&**text) {
            return Some(QName::new("pg_catalog", &**text));
        }
        self.refer(place, text, |names| &names.function_names, Wanted::TriggerFunction)
    }

    /// A function as SQL takes it, without arguments: one that is declared, or the server's or an extension's.
    pub(super) fn routine(&mut self, place: &Place, text: &Text) -> String {
        match name::qualified(text) {
            Ok((Some(schema), name)) => {
                if self.names.schemas.contains(&schema) {
                    let wanted = QName { schema: schema.clone(), name: name.clone() };
                    self.mention(&text.span, Wanted::Function(wanted, None));
                }
                format!("{}.{}", quoted(&schema), quoted(&name))
            }
            Ok((None, name)) => {
                let path = &self.config.search_path;
                match find(&self.names.function_names, path, place, &name) {
                    Some(schema) => format!("{}.{}", quoted(schema), quoted(&name)),
                    None => quoted(&name),
                }
            }
            Err(reason) => {
                self.bad_name(text, reason);
                String::new()
            }
        }
    }

    /// A schema that is mentioned.
    pub(super) fn schema(&mut self, text: &Text) -> Option<Name> {
        match name::single(text) {
            Ok(name) => {
                self.mention(&text.span, Wanted::Schema(name.clone()));
                Some(name)
            }
            Err(reason) => {
                self.bad_name(text, reason);
                None
            }
        }
    }

    /// Columns of a table.
    pub(super) fn columns<'t>(
        &mut self,
        table: &QName,
        columns: impl IntoIterator<Item = &'t Text>,
    ) -> Vec<Name> {
        columns.into_iter().filter_map(|column| self.column(table, column)).collect()
    }

    /// A column of a table.
    pub(super) fn column(&mut self, table: &QName, text: &Text) -> Option<Name> {
        let name = self.member_name(text)?;
        self.mention(&text.span, Wanted::Column(table.clone(), name.clone()));
        Some(name)
    }

    /// A function or procedure by name, or by name and argument types.
    pub(super) fn function(
        &mut self,
        place: &Place,
        text: &Text,
    ) -> Option<(QName, Option<String>)> {
        let bare = super::names::without_arguments(text);
        let (stated, short) = match name::qualified(bare) {
            Ok(it) => it,
            Err(reason) => {
                self.bad_name(text, reason);
                return None;
            }
        };
        let schema = stated.unwrap_or_else(|| {
            let path = &self.config.search_path;
            find(&self.names.function_names, path, place, &short).unwrap_or(&place.schema).clone()
        });
        let name = QName { schema, name: short };
        let args = (bare.len() < text.len()).then(|| {
            let inner = text[bare.len()..].trim().trim_start_matches('(').trim_end_matches(')');
            super::type_name::list(&self.names, &self.config.search_path, place, inner)
        });
        self.mention(&text.span, Wanted::Function(name.clone(), args.clone()));
        Some((name, args))
    }
}
