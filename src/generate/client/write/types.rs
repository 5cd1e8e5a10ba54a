//! The module of the database's own types.

use super::doc::Doc;
use super::gives::{decode, fields_of};
use crate::generate::client::model::{Field, Gives, Model, Named, Shape, Type};

/// The module.
pub(in crate::generate::client) fn types(model: &Model) -> String {
    let mut text = Doc::default()
        .told("The enumerations, domains and composite types that functions take and give.")
        .inner();
    text.push_str(
        "#[allow(unused_imports, reason = \"a database may have no types of its own\")]
        use crate::runtime::prelude::*;
        #[allow(unused_imports, reason = \"a database may have no types of its own\")]
        use crate::{ids, types, values};\n",
    );
    let is_row = |named: &Named| {
        model
            .areas
            .values()
            .flatten()
            .any(|it| matches!(&it.gives, Gives::Typed(name, _) if *name == named.name))
    };
    for it in &model.types {
        let doc = match &it.comment {
            Some(comment) => Doc::default().said(comment),
            None => Doc::default(),
        };
        text.push_str(&doc.told(format!("`{}`", it.name.to_string().replace('`', "'"))).text());
        text.push_str(&match &it.shape {
            Shape::Enum(labels) => enumeration(it, labels),
            Shape::Domain(inner, words) => domain(it, inner, words),
            Shape::Json(structures) => super::shapes::structures(structures),
            Shape::Composite(fields, whole) => {
                let mut made = fields_of(&it.rust, fields);
                if is_row(it) {
                    made.push_str(&decode(&it.rust, fields));
                }
                if *whole {
                    made.push_str(&composite(it, fields));
                }
                let parts = fields.iter().map(|it| (&*it.rust, &*it.data_type.rust, it.null));
                made.push_str(&constructor(&it.rust, parts));
                made
            }
        });
    }
    text
}

fn enumeration(it: &Named, labels: &[(String, String)]) -> String {
    let Named { rust, .. } = it;
    let variants: String = labels
        .iter()
        .map(|(variant, label)| {
            let doc = Doc::default().told(format!("`{}`.", label.replace('`', "'"))).text();
            format!("{doc}{variant},\n")
        })
        .collect();
    let from: String =
        labels.iter().map(|(variant, label)| format!("{label:?} => Self::{variant},")).collect();
    let to: String =
        labels.iter().map(|(variant, label)| format!("Self::{variant} => {label:?},")).collect();
    let all: String = labels.iter().map(|(variant, _)| format!("Self::{variant},")).collect();
    format!(
        "#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum {rust} {{
            {variants}
            /// A label that was added after this crate was made.
            Unknown(String),
        }}
        impl {rust} {{
            /// All that were there when this crate was made, in their order.
            pub const ALL: [Self; {}] = [{all}];
            /// The label.
            pub fn as_str(&self) -> &str {{
                match self {{ {to} Self::Unknown(label) => label }}
            }}
        }}
        impl From<&str> for {rust} {{
            fn from(label: &str) -> Self {{
                match label {{ {from} _ => Self::Unknown(label.to_owned()) }}
            }}
        }}
        through_label!({rust}, {:?});\n",
        labels.len(),
        &*it.name.name,
    )
}

fn domain(it: &Named, inner: &Type, words: &str) -> String {
    let Named { rust, .. } = it;
    let inner_rust = &inner.rust;
    let doc =
        format!("A `{}` of which the server says whether it is one.", words.replace('`', "'"));
    let text = match &**inner_rust {
        "String" => format!(
            "impl From<&str> for {rust} {{ fn from(value: &str) -> Self {{ Self(value.to_owned()) }} }}
            impl AsRef<str> for {rust} {{ fn as_ref(&self) -> &str {{ &self.0 }} }}
            impl std::fmt::Display for {rust} {{
                fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {{ self.0.fmt(f) }}
            }}\n"
        ),
        _ => String::new(),
    };
    format!(
        "{}#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct {rust}(pub {inner_rust});
        through_inner!({rust}, {inner_rust});
        impl From<{inner_rust}> for {rust} {{ fn from(value: {inner_rust}) -> Self {{ Self(value) }} }}
        impl From<{rust}> for {inner_rust} {{ fn from(value: {rust}) -> Self {{ value.0 }} }}
        {text}",
        Doc::default().told("").told(doc).text(),
    )
}

fn composite(it: &Named, fields: &[Field]) -> String {
    let Named { rust, .. } = it;
    let read: String = fields.iter().map(|it| format!("{}: reader.next()?,", it.rust)).collect();
    let written: String = fields.iter().map(|it| format!("&self.{},", it.rust)).collect();
    format!(
        "through_fields!({rust}, {:?}, reader, {{ {read} }}, self, [{written}]);\n",
        &*it.name.name
    )
}

/// A struct that may get more fields is made by a function. A field is its name, what it holds, and whether it may be NULL.
pub(super) fn constructor<'f>(
    rust: &str,
    fields: impl Iterator<Item = (&'f str, &'f str, bool)>,
) -> String {
    let fields: Vec<_> = fields.collect();
    let required = fields.iter().filter(|(.., null)| !null);
    let parameters: String = required.map(|(name, holds, _)| format!("{name}: {holds},")).collect();
    let field = |(name, _, null): &(&str, &str, bool)| match null {
        true => format!("{name}: None,"),
        false => format!("{name},"),
    };
    let made: String = fields.iter().map(field).collect();
    let default = match parameters.is_empty() {
        true => format!("impl Default for {rust} {{ fn default() -> Self {{ Self::new() }} }}\n"),
        false => String::new(),
    };
    format!(
        "impl {rust} {{
            /// With what is never NULL; all else is.
            #[allow(clippy::too_many_arguments, reason = \"there are as many as the database has\")]
            pub fn new({parameters}) -> Self {{ Self {{ {made} }} }}
        }}\n{default}"
    )
}
