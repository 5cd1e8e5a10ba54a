//! What the database must be like for the crate to work with it, as the crate asks a server.

use super::part::Part;
use crate::catalog::{ArgMode, Definition, Function, Kind, ObjectId};
use crate::generate::Source;
use crate::generate::client::model::{Model, Shape};
use std::collections::BTreeSet;
use std::fmt::Write;

/// The module.
pub(in crate::generate::client) fn contract(source: &Source<'_>, model: &Model) -> Vec<Part> {
    let mut text = String::from(
        "//! What the database must be like.\nuse crate::runtime::contract::{Expected, expected};\n\
         pub(crate) const FINGERPRINT: &str = ",
    );
    let _ =
        writeln!(text, "{:?};\npub(crate) const EXPECTED: &[Expected] = &[", source.fingerprint);
    let known: BTreeSet<&str> = model.areas.values().flatten().map(|it| &*it.identity).collect();
    for (id, object) in source.catalog.of_kind(Kind::Function) {
        let identity = format!("{}({})", id.qname(), id.args.as_deref().unwrap_or_default());
        if let Definition::Function(function) = &object.definition
            && known.contains(&*identity)
        {
            text.push_str(&expected("function", id, &shape(function)));
        }
    }
    for named in &model.types {
        let (word, kind, shape) = match &named.shape {
            Shape::Enum(labels) => {
                let labels: Vec<&str> = labels.iter().map(|(_, label)| &**label).collect();
                ("enum", Kind::Enum, labels.join("\n"))
            }
            Shape::Domain(_, words) => ("domain", Kind::Domain, words.clone()),
            Shape::Json(_) => ("domain", Kind::Domain, "jsonb".to_owned()),
            Shape::Composite(fields, _) => {
                let field = |it: &crate::generate::client::model::Field| {
                    let sent = it.data_type.as_text.as_ref().unwrap_or(&it.data_type.sent);
                    format!("{} {sent}", it.name)
                };
                let fields: Vec<String> = fields.iter().map(field).collect();
                ("composite", Kind::Composite, fields.join("\n"))
            }
        };
        text.push_str(&expected(word, &ObjectId::in_schema(kind, &named.name), &shape));
    }
    text.push_str("];\n");
    vec![Part::Laid(text), Part::Rust(others(source, &known))]
}

/// Functions beside those, which the crate knows and has no use for.
fn others(source: &Source<'_>, known: &BTreeSet<&str>) -> String {
    let functions: Vec<&ObjectId> =
        source.catalog.of_kind(Kind::Function).map(|(id, _)| id).collect();
    let identity =
        |id: &ObjectId| format!("{}({})", id.qname(), id.args.as_deref().unwrap_or_default());
    let schemas: BTreeSet<_> = functions
        .iter()
        .filter(|id| known.contains(&*identity(id)))
        .map(|id| id.schema.clone())
        .collect();
    let others = functions
        .into_iter()
        .filter(|id| schemas.contains(&id.schema) && !known.contains(&*identity(id)));
    let lines: String = others
        .map(|id| {
            let name = id.qname();
            let arguments = id.args.as_deref().unwrap_or_default();
            format!("({:?}, {:?}, {arguments:?}),", &*name.schema, &*name.name)
        })
        .collect();
    format!("pub(crate) const OTHERS: &[(&str, &str, &str)] = &[{lines}];\n")
}

fn expected(kind: &str, id: &ObjectId, shape: &str) -> String {
    let name = id.qname();
    format!(
        "    expected({kind:?}, {:?}, {:?}, {:?}, {shape:?}),\n",
        &*name.schema,
        &*name.name,
        id.args.as_deref().unwrap_or_default(),
    )
}

/// Names of the arguments that are given, how many have defaults, what is returned: as the statement in
/// `runtime/contract.rs` words it.
fn shape(function: &Function) -> String {
    let given = |mode| matches!(mode, ArgMode::In | ArgMode::InOut | ArgMode::Variadic);
    let args = function.args.iter().filter(|it| given(it.mode));
    let names: Vec<&str> = args.clone().map(|it| it.name.as_deref().unwrap_or_default()).collect();
    let defaults = args.filter(|it| it.default.is_some()).count();
    format!("{}\n{defaults}\n{}", names.join(","), function.returns.as_deref().unwrap_or_default())
}
