//! What a function gives.

use super::super::identifiers::Identifiers;
use super::super::model::{Field, Gives, Type};
use super::super::names::{Taken, snake};
use super::super::types::{Attribute, Types, own_name};
use super::function::One;
use crate::catalog::{ArgMode, Argument as Parameter, QName};

impl One<'_> {
    pub(super) fn gives(&self) -> Result<Gives, &'static str> {
        let returned =
            |it: &&Parameter| matches!(it.mode, ArgMode::Out | ArgMode::InOut | ArgMode::Table);
        let columns: Vec<&Parameter> =
            self.callable.function.args.iter().filter(returned).collect();
        let Some(words) = self.callable.function.returns.as_deref() else {
            return match columns.is_empty() {
                true => Ok(Gives::Nothing),
                false => self.fields(&columns).map(Gives::Row),
            };
        };
        let (words, set) = words.strip_prefix("SETOF ").map_or((words, false), |it| (it, true));
        if words == "void" {
            return Ok(Gives::Nothing);
        }
        let is_table = words.starts_with("TABLE(");
        if is_table || columns.len() > 1 {
            let fields = self.fields(&columns)?;
            // A `get` that finds no row has failed.
            let secured = self.signature.secured.as_ref();
            let one = secured.is_some_and(|it| it.kind == Some("get"));
            return Ok(match (set || is_table) && !one {
                true => Gives::Rows(fields),
                false => Gives::Row(fields),
            });
        }
        let said = self.signature.returns.get("").cloned().unwrap_or_default();
        let null = said.null.unwrap_or(false);
        if let Some(name) = own_name(words).filter(|_| set)
            && self.types.attributes(&name).is_some()
        {
            let fields = attributes(self.types, self.identifiers, &name);
            let fields = fields.ok_or("a column has a type that stands for others")?;
            return Ok(Gives::Typed(name, fields));
        }
        let known =
            self.types.of(words).ok_or("what it returns has a type that stands for others")?;
        let verbs = ["create", "add", "insert", "new", "register", "open", "start"];
        let known = self.identifiers.of_row(&self.callable.id.name, Some(&verbs), known);
        let known = self.identifiers.of_table(self.flow.results.get(&0), known);
        Ok(if set { Gives::Values(known, null) } else { Gives::Value(known, null) })
    }

    fn fields(&self, columns: &[&Parameter]) -> Result<Vec<Field>, &'static str> {
        let mut taken = Taken::default();
        let field = |(place, it): (usize, &&Parameter)| {
            let name = it.name.as_deref().unwrap_or_default();
            let of_table = it.mode == ArgMode::Table;
            let said = match of_table {
                true => self.signature.returns.get(name).cloned().unwrap_or_default(),
                false => self.said(Some(name)),
            };
            let known =
                self.types.of(&it.data_type).ok_or("a column has a type that stands for others")?;
            Ok(Field {
                rust: taken.take(snake(name)),
                name: name.to_owned(),
                data_type: self
                    .identifiers
                    .of_table(self.flow.results.get(&place), self.key(name, known)),
                null: said.null.unwrap_or(!of_table),
                comment: said.comment,
            })
        };
        columns.iter().enumerate().map(field).collect()
    }

    fn key(&self, name: &str, known: Type) -> Type {
        if name == "id" {
            let verbs = ["get", "list", "find", "search", "show", "read", "create", "add"];
            return self.identifiers.of_row(&self.callable.id.name, Some(&verbs), known);
        }
        self.identifiers.named(name, known)
    }
}

/// The fields of a composite type or a relation.
pub(super) fn attributes(
    types: &Types<'_>,
    identifiers: &Identifiers,
    name: &QName,
) -> Option<Vec<Field>> {
    let mut taken = Taken::default();
    let field = |it: Attribute| {
        let known = types.of(&it.data_type)?;
        Some(Field {
            rust: taken.take(snake(&it.name)),
            name: it.name.to_string(),
            data_type: identifiers.of_column(name, &it.name, known),
            null: it.null,
            comment: it.comment,
        })
    };
    types.attributes(name)?.into_iter().map(field).collect()
}
