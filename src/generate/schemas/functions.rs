//! What functions take and give, as JSON Schemas that stand alone: two files for each function that clients may call.

use super::{Examples, Types, as_written, described, limited, or_null, properties};
use crate::catalog::{ArgMode, Argument};
use crate::generate::api::{Callable, api};
use crate::generate::json::{Json, Members, array, object};
use crate::generate::rest::{self, Answer, Rows};
use crate::generate::{Files, MARK, Source};
use crate::read::Signature;

const DEFINITIONS: &str = "#/$defs/";

/// The files.
pub(in crate::generate) fn files(source: &Source<'_>) -> Files {
    let folder = &source.config.build.schemas_folder;
    let mut files = Files { folders: [folder.clone()].into(), ..Files::default() };
    let none = Signature::default();
    let api = api(source.catalog, &source.config.build.api);
    let mut last: Option<(String, u32)> = None;
    for callable in &api.functions {
        let signature = source.objects.signatures.get(callable.id).unwrap_or(&none);
        let mut name = callable.id.qname().to_string();
        // Functions of one name are told apart by their number.
        let times = match &last {
            Some((before, times)) if *before == name => times + 1,
            _ => 1,
        };
        last = Some((name.clone(), times));
        if times > 1 {
            name = format!("{name}.{times}");
        }
        let mut types = Types::new(source, DEFINITIONS);
        let input = input(&mut types, callable, signature);
        files.add(format!("{folder}/{name}.input.json"), file(&types, callable, "input", input));
        let mut types = Types::new(source, DEFINITIONS);
        let output = output(&mut types, &rest::given(source.catalog, callable.function, signature));
        files.add(format!("{folder}/{name}.output.json"), file(&types, callable, "output", output));
    }
    files
}

/// One object of the arguments.
fn input(types: &mut Types<'_>, callable: &Callable<'_>, signature: &Signature) -> Members {
    let none = std::collections::BTreeMap::new();
    let limits = signature.secured.as_ref().map_or(&none, |it| &it.limits);
    let written = signature.secured.as_ref().and_then(|it| it.written.as_ref());
    let is_input = |it: &Argument| !matches!(it.mode, ArgMode::Out | ArgMode::Table);
    let inputs = callable.function.args.iter().enumerate().filter(|(_, it)| is_input(it));
    let members = inputs.map(|(at, arg)| {
        let said = arg.name.as_ref().and_then(|name| signature.args.get(name));
        let limits = limits.get(&at);
        let default = arg.default.as_deref();
        let is_null = default.is_some_and(|it| it.to_ascii_lowercase().starts_with("null"));
        let null = said.and_then(|it| it.null).or(limits.map(|it| it.null)).unwrap_or(is_null);
        let mut schema = types.value(&arg.data_type);
        if let Some(limits) = limits {
            schema = limited(schema, limits).0;
        }
        as_written(types, &mut schema, written, arg.name.as_ref());
        let schema = if null { or_null(schema) } else { schema };
        let schema = described(schema, said.and_then(|it| it.comment.as_deref()));
        let name = arg.name.as_ref().map_or_else(|| format!("${}", at + 1), ToString::to_string);
        (name, schema, default.is_none() && !null)
    });
    let members: Vec<_> = members.collect();
    properties(members).with("additionalProperties", false)
}

fn output(types: &mut Types<'_>, answer: &Answer<'_>) -> Members {
    match answer {
        Answer::Nothing => object([("type", "null".into())]),
        Answer::Value { data_type, null } => types.nullable(data_type, *null),
        Answer::Row { rows, none } => {
            let row = of_rows(types, rows);
            if *none { or_null(row) } else { row }
        }
        Answer::Rows(rows) | Answer::Page(rows) => {
            let row = of_rows(types, rows);
            object([("type", "array".into()), ("items", row.into())])
        }
    }
}

/// The schema of a row.
pub(in crate::generate) fn of_rows(types: &mut Types<'_>, it: &Rows<'_>) -> Members {
    match it {
        Rows::Typed(data_type, _) | Rows::Values(data_type) => types.value(data_type),
        Rows::Columns(columns) => {
            let columns = columns.iter().map(|it| {
                let schema = types.nullable(it.data_type, it.null);
                (it.name.clone(), described(schema, it.comment), true)
            });
            let columns: Vec<_> = columns.collect();
            properties(columns)
        }
    }
}

fn file(types: &Types<'_>, callable: &Callable<'_>, which: &str, schema: Members) -> String {
    let definitions = types.definitions();
    let example = Examples::new(&definitions, DEFINITIONS).of(&schema, "");
    let title = format!("{} {which}", callable.id.qname());
    let mut whole = object([
        ("$comment", format!("{MARK}.").into()),
        ("$schema", "https://json-schema.org/draft/2020-12/schema".into()),
        ("title", title.into()),
    ]);
    whole.put_some("description", callable.object.comment.as_deref());
    for (key, value) in schema.iter() {
        whole.put(key, value.clone());
    }
    whole.put_some("examples", example.map(|it| array([it])));
    if !definitions.is_empty() {
        whole.put("$defs", definitions);
    }
    Json::from(whole).file()
}
