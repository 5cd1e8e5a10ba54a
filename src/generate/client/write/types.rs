//! The module of the database's own types.

use super::doc::Doc;
use super::gives::row;
use super::part::Part;
use crate::generate::client::model::{Field, Model, Named, Shape, Type};

/// The module.
pub(in crate::generate::client) fn types(model: &Model) -> Vec<Part> {
    let mut head = Doc::default()
        .told("The enumerations, domains and composite types that functions take and give.")
        .inner();
    head.push_str(
        "#[allow(unused_imports, reason = \"a database may have no types of its own\")]
        use crate::runtime::prelude::*;
        #[allow(unused_imports, reason = \"a database may have no types of its own\")]
        use crate::{ids, types, values};\n",
    );
    let mut parts = vec![Part::Rust(head)];
    for it in &model.types {
        let doc = match &it.comment {
            Some(comment) => Doc::default().said(comment),
            None => Doc::default(),
        };
        let doc = doc.told(format!("`{}`", it.name.to_string().replace('`', "'")));
        match &it.shape {
            Shape::Enum(labels) => parts.push(enumeration(it, &doc, labels)),
            Shape::Domain(inner, words) => parts.push(domain(it, doc, inner, words)),
            Shape::Json(structures) => {
                parts.push(Part::Rust(doc.text() + &super::shapes::structures(structures)));
            }
            Shape::Composite(fields, whole) => {
                parts.push(row(&it.rust, &doc, fields));
                if *whole {
                    parts.push(composite(it, fields));
                }
                let of = fields.iter().map(|it| (&*it.rust, &*it.data_type.rust, it.null));
                parts.push(Part::Rust(constructor(&it.rust, of)));
            }
        }
    }
    parts
}

fn enumeration(it: &Named, doc: &Doc, labels: &[(String, String)]) -> Part {
    let labels: String =
        labels.iter().map(|(variant, label)| format!("        {variant} = {label:?},\n")).collect();
    let (rust, name) = (&it.rust, &*it.name.name);
    Part::Laid(format!(
        "label! {{\n{}    {rust} of {name:?} {{\n{labels}    }}\n}}\n",
        doc.comment(1)
    ))
}

fn domain(it: &Named, doc: Doc, inner: &Type, words: &str) -> Part {
    let said =
        format!("A `{}` of which the server says whether it is one.", words.replace('`', "'"));
    let doc = doc.told(said).comment(1);
    Part::Laid(format!("domain! {{\n{doc}    {}({})\n}}\n", it.rust, inner.rust))
}

fn composite(it: &Named, fields: &[Field]) -> Part {
    let names: Vec<&str> = fields.iter().map(|it| &*it.rust).collect();
    let (rust, name) = (&it.rust, &*it.name.name);
    Part::Laid(format!("composite!({rust} of {name:?} {{ {}, }});\n", names.join(", ")))
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
