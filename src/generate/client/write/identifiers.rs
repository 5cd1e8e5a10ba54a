//! The module of identifiers.

use super::doc::Doc;
use crate::generate::client::model::{Identifier, Model};
use std::fmt::Write;

/// The module.
pub(in crate::generate::client) fn identifiers(model: &Model) -> String {
    let mut text = Doc::default()
        .told("The keys of rows, a type for each table, so that the key of one is not taken for that of another.")
        .inner();
    text.push_str("#[allow(unused_imports, reason = \"a database may have no keys\")] use crate::{runtime::newtype::through_inner, values}; #[allow(unused_imports)] use serde::{Deserialize, Serialize};\n");
    for it in &model.identifiers {
        text.push_str(&identifier(it));
    }
    text
}

fn identifier(it: &Identifier) -> String {
    let Identifier { rust, table, inner } = it;
    let doc = Doc::default()
        .told(format!("The key of a row of `{}`.", table.to_string().replace('`', "'")))
        .text();
    let copy = if inner == "String" { "" } else { "Copy, " };
    let mut text = format!(
        "{doc}#[derive(Debug, Clone, {copy}PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct {rust}(pub {inner});
        through_inner!({rust}, {inner});
        impl From<{inner}> for {rust} {{ fn from(key: {inner}) -> Self {{ Self(key) }} }}
        impl From<{rust}> for {inner} {{ fn from(key: {rust}) -> Self {{ key.0 }} }}
        impl std::fmt::Display for {rust} {{
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {{ self.0.fmt(f) }}
        }}
        impl std::str::FromStr for {rust} {{
            type Err = <{inner} as std::str::FromStr>::Err;
            fn from_str(text: &str) -> Result<Self, Self::Err> {{ text.parse().map(Self) }}
        }}\n"
    );
    if inner == "String" {
        let _ = writeln!(
            text,
            "impl From<&str> for {rust} {{ fn from(key: &str) -> Self {{ Self(key.to_owned()) }} }}"
        );
    }
    if inner == "values::Uuid" {
        let _ = writeln!(
            text,
            "#[cfg(feature = \"uuid\")]
            impl From<uuid::Uuid> for {rust} {{ fn from(key: uuid::Uuid) -> Self {{ Self(key.into()) }} }}
            #[cfg(feature = \"uuid\")]
            impl From<{rust}> for uuid::Uuid {{ fn from(key: {rust}) -> Self {{ key.0.into() }} }}"
        );
    }
    text
}
