//! `update`.

use super::made::{Made, default};
use crate::catalog::Name;
use crate::read::grammar::{self, Returns};
use crate::render::quoted;
use crate::secure::{Kind, Locked, Rows};

impl Made<'_, '_> {
    pub(super) fn update(&mut self, it: &grammar::Update) -> Option<(Kind, Rows, Returns)> {
        let columns = self.columns(&it.columns)?;
        let filters = self.by_key(&it.key)?;
        let lock = match &it.lock {
            Some(text) => {
                let column = self.column(text)?;
                let argument = column.name.clone();
                self.argument(&argument, &column.data_type.clone(), false, Some(&argument));
                let next = match &*column.data_type {
                    "smallint" | "integer" | "bigint" | "int" | "int4" | "int8" => {
                        Some(format!("t.{} + 1", quoted(&column.name)))
                    }
                    text if text.starts_with("timestamp") => Some("clock_timestamp()".to_owned()),
                    _ => None,
                };
                Some(Locked { column, argument, next })
            }
            None => None,
        };
        for column in &columns {
            self.argument(&column.name, &column.data_type.clone(), true, Some(&column.name));
        }
        if columns.iter().any(|it| it.null) {
            self.argument(&Name::from("clear"), "text[]", true, None);
            if let Some((_, arg)) = self.args.last_mut() {
                arg.default = default("'{}'", self.key);
            }
        }
        let set = self.set(&it.set)?;
        let mut rows = self.rows(filters, it.r#where.as_ref(), it.deleted_at.as_ref())?;
        rows.set = set;
        let returns = match &lock {
            Some(lock) => self.value(&lock.column.data_type),
            None => self.value("void"),
        };
        Some((Kind::Update { columns, lock }, rows, returns))
    }
}
