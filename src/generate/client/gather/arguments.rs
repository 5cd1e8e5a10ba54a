//! What a function takes.

use super::super::model::{Argument, Type, is_positional};
use super::super::names::{Taken, snake};
use super::super::scalar::Pass;
use super::function::One;
use crate::catalog::{ArgMode, Argument as Parameter};

/// What an argument is that holds the key of a request.
const KEY: &str =
    "Whoever sends the request makes it: sent again with the same one, it gets the same answer.";

impl One<'_> {
    pub(super) fn arguments(&self) -> Result<Vec<Argument>, &'static str> {
        let given =
            |it: &&Parameter| matches!(it.mode, ArgMode::In | ArgMode::InOut | ArgMode::Variadic);
        let all: Vec<&Parameter> = self.callable.function.args.iter().filter(given).collect();
        let unnamed = all.iter().any(|it| it.name.is_none());
        let prefixed = all.iter().all(|it| it.name.as_ref().is_some_and(|it| it.starts_with("p_")));
        let secured = self.signature.secured.as_ref();
        let key = secured.and_then(|it| it.idempotent.as_ref()?.key);
        let is_key = |at: usize| key == Some(at);
        let mut taken = Taken::default();
        let mut arguments = Vec::new();
        for (at, it) in all.into_iter().enumerate() {
            let name = it.name.as_deref();
            let known = self
                .types
                .of(&it.data_type)
                .ok_or("an argument has a type that stands for others")?;
            let short = name.map(|it| if prefixed { &it[2..] } else { it });
            let said = self.said(name);
            let null_default = it
                .default
                .as_deref()
                .is_some_and(|it| it.get(..4).is_some_and(|it| it.eq_ignore_ascii_case("null")));
            // What has no name cannot be left out by name.
            if unnamed && it.default.is_some() {
                continue;
            }
            let rust = taken.take(snake(short.unwrap_or(&format!("arg{}", at + 1))));
            arguments.push(Argument {
                rust,
                name: name.filter(|_| !unnamed).map(str::to_owned),
                data_type: match is_key(at) {
                    true if known.rust == "String" => {
                        Type { rust: "crate::IdempotencyKey".to_owned(), pass: Pass::Into, ..known }
                    }
                    _ => self.argument_key(name, short, known),
                },
                null: said.null.unwrap_or(null_default),
                required: it.default.is_none(),
                variadic: it.mode == ArgMode::Variadic,
                comment: match is_key(at) {
                    true => Some(said.comment.map_or(String::new(), |it| it + " ") + KEY),
                    false => said.comment,
                },
                default: it.default.clone(),
            });
        }
        // Stable: within each of the two they stay in their order.
        arguments.sort_by_key(|it| !it.required);
        if is_positional(&arguments) {
            // These stand beside them.
            let mut taken = Taken::with(&["on", "call"]);
            arguments.iter_mut().for_each(|it| it.rust = taken.take(it.rust.clone()));
        }
        Ok(arguments)
    }

    /// The key that an argument holds: by its name, else by what becomes of it.
    fn argument_key(&self, name: Option<&str>, short: Option<&str>, known: Type) -> Type {
        let known = match short {
            Some("id" | "by_id") => self.identifiers.of_row(&self.callable.id.name, None, known),
            Some(short) => {
                self.identifiers.named(short.strip_prefix("by_").unwrap_or(short), known)
            }
            None => known,
        };
        let table = name.and_then(|it| self.flow.arguments.get(it));
        self.identifiers.of_table(table, known)
    }
}
