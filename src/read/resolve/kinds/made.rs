//! A function that is being written out: its arguments, the rows that it is about, what it returns.

use super::about::About;
use crate::catalog::Name;
use crate::diagnostic::Diagnostic;
use crate::read::decode::{Brief, DefaultSql, Entry, HasBrief, List, Map, Sql, Text};
use crate::read::grammar::{self, Argument, ReturnColumn, Returns};
use crate::read::resolve::{Place, Resolver};
use crate::secure::{Column, Filter, Operator, Rows};

/// A function that is being written out.
pub(super) struct Made<'a, 'c> {
    pub(super) cx: &'a mut Resolver<'c>,
    pub(super) place: &'a Place,
    pub(super) about: &'a About,
    pub(super) key: &'a Text,
    pub(super) args: Vec<(Text, Argument)>,
    /// The names of the columns that are returned.
    pub(super) returned: Vec<Name>,
}

impl Made<'_, '_> {
    /// A column that is named; one that is not there is told like any other.
    pub(super) fn column(&mut self, text: &Text) -> Option<Column> {
        let name = self.cx.column(&self.about.name, text)?;
        self.about.columns.iter().find(|it| it.name == name).cloned()
    }

    pub(super) fn columns(&mut self, texts: &[Text]) -> Option<Vec<Column>> {
        let found: Vec<Option<Column>> = texts.iter().map(|text| self.column(text)).collect();
        found.into_iter().collect()
    }

    /// The columns of the stated key, or of the primary key.
    pub(super) fn key_columns(&mut self, stated: &List<Text>) -> Option<Vec<Column>> {
        if !stated.is_empty() {
            return self.columns(stated);
        }
        let columns = &self.about.columns;
        let key: Vec<Column> = self
            .about
            .key
            .iter()
            .filter_map(|name| columns.iter().find(|it| it.name == *name).cloned())
            .collect();
        if key.is_empty() {
            let fault = Diagnostic::error(
                "no-key",
                format!("table {} has no primary key", self.about.name),
            )
            .at(self.key.span.clone())
            .help("declare one; `key: […]` names other columns where a row is found by them");
            self.cx.fault(fault);
            return None;
        }
        Some(key)
    }

    pub(super) fn by_key(&mut self, stated: &List<Text>) -> Option<Vec<Filter>> {
        let columns = self.key_columns(stated)?;
        let filters = columns.into_iter().map(|column| {
            let argument = self.name_of(&column.name);
            self.argument(&argument, &column.data_type, false, Some(&column.name));
            Filter { column, argument, operator: Operator::Equal, optional: false }
        });
        Some(filters.collect())
    }

    pub(super) fn filters(&mut self, stated: &[Brief<grammar::Filter>]) -> Option<Vec<Filter>> {
        let mut filters = Vec::new();
        for it in stated {
            let column = self.column(&it.column)?;
            let argument = match &it.name {
                Some(text) => self.cx.member_name(text)?,
                None => self.name_of(&column.name),
            };
            let operator = it.operator.unwrap_or(Operator::Equal);
            let data_type = match operator {
                Operator::In => format!("{}[]", column.data_type),
                Operator::Prefix => "text".to_owned(),
                _ => column.data_type.clone(),
            };
            let optional = it.required != Some(true);
            self.argument(&argument, &data_type, optional, Some(&column.name));
            filters.push(Filter { column, argument, operator, optional });
        }
        Some(filters)
    }

    /// The argument for a column: PostgreSQL has no argument of the name of a returned column.
    pub(super) fn name_of(&self, column: &Name) -> Name {
        match self.returned.contains(column) {
            true => Name::from(format!("by_{column}")),
            false => column.clone(),
        }
    }

    pub(super) fn argument(
        &mut self,
        name: &Name,
        data_type: &str,
        optional: bool,
        column: Option<&Name>,
    ) {
        let text = |text: &str| Text::new(text, self.key.span.clone());
        let mut arg = Argument::from_brief(text(data_type), self.key.span.clone());
        arg.null = Some(optional);
        arg.comment = column.and_then(|name| self.about.comments.get(name).cloned());
        if optional {
            arg.default = default("null", self.key);
        }
        self.args.push((text(&name_key(name)), arg));
    }

    pub(super) fn rows(
        &mut self,
        filters: Vec<Filter>,
        condition: Option<&Sql>,
        deleted_at: Option<&Text>,
    ) -> Option<Rows> {
        let deleted_at = match deleted_at {
            Some(text) => Some(self.column(text)?),
            None => {
                let wanted = &self.cx.secure.deleted_at;
                let column = self.about.columns.iter().find(|it| it.name == *wanted && it.null);
                column.cloned()
            }
        };
        Some(Rows {
            table: self.about.name.clone(),
            columns: self.about.columns.clone(),
            filters,
            condition: condition.map(|sql| self.cx.qualified_names(self.place, sql.trim())),
            deleted_at,
            set: Vec::new(),
        })
    }

    pub(super) fn set(&mut self, stated: &Map<Sql>) -> Option<Vec<(Name, String)>> {
        let mut found = Vec::new();
        for (key, sql) in stated.iter() {
            let column = self.column(key)?;
            found.push((column.name, self.cx.qualified_names(self.place, sql.trim())));
        }
        Some(found)
    }

    /// What is hidden of these columns, and when.
    pub(super) fn hides(
        &mut self,
        stated: &Map<Sql>,
        columns: &[Column],
    ) -> Option<Vec<(Name, String)>> {
        let hides = self.set(stated)?;
        for ((name, _), (key, _)) in hides.iter().zip(stated.iter()) {
            if columns.iter().any(|it| it.name == *name && it.null) {
                continue;
            }
            let what = format!("column {name} is not returned or is never NULL");
            let fault = Diagnostic::error("wrong-column", what).at(key.span.clone());
            let help = "hide columns that are returned and may be NULL";
            self.cx.fault(fault.help(help));
            return None;
        }
        Some(hides)
    }

    pub(super) fn value(&self, data_type: &str) -> Returns {
        let r#type = Some(Text::new(data_type, self.key.span.clone()));
        Returns { r#type, set_of: None, table: None, null: None }
    }

    pub(super) fn table(&self, columns: &[Column], cursor: bool) -> Returns {
        let text = |text: &str| Text::new(text, self.key.span.clone());
        let column = |name: &Name, data_type: &str, null: bool| {
            let comment = self.about.comments.get(name).cloned();
            let null = null.then_some(true);
            let value = ReturnColumn { r#type: text(data_type), null, comment };
            Entry { key: text(&name_key(name)), value: Some(Brief::new(value)), faulty: false }
        };
        let mut entries: Vec<_> =
            columns.iter().map(|it| column(&it.name, &it.data_type, it.null)).collect();
        if cursor {
            entries.push(column(&Name::from("cursor"), "text", false));
        }
        Returns { r#type: None, set_of: None, table: Some(Map(entries)), null: None }
    }
}

/// A name as a key of the YAML has it.
pub(super) fn name_key(name: &Name) -> String {
    match name.contains(['.', '"']) {
        true => format!("\"{}\"", name.replace('"', "\"\"")),
        false => name.to_string(),
    }
}

pub(super) fn default(sql: &str, at: &Text) -> DefaultSql {
    DefaultSql(Some(Sql(Text::new(sql, at.span.clone()))))
}
