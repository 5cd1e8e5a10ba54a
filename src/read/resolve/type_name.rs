//! Type names: what is declared here is put into its schema, the rest stays as it is written.

use super::known_types::{built_in, extension};
use super::lookup::find;
use super::names::Names;
use super::{Place, Resolver};
use crate::catalog::{ArgMode, Name, QName};
use crate::check::Wanted;
use crate::diagnostic::Diagnostic;
use crate::read::decode::{Brief, Map, Text};
use crate::read::grammar::Argument;
use crate::render::quoted;

/// A type name taken apart.
#[derive(Debug, PartialEq)]
struct Parts {
    /// `app.` of `app.money_amount(3)[]`.
    schema: Option<Name>,
    /// The name with spaces in it made single and, unless quoted, in lower case.
    name: Name,
    /// The name as it is written, for exact declared names.
    written: Name,
    /// `(3)`: the modifiers.
    modifiers: String,
    /// What follows the modifiers: ` with time zone`.
    after: String,
    /// `[]`, `[3][3]`, ` array`.
    array: String,
    /// It is in double quotes: no alias.
    quoted: bool,
}

fn take_apart(text: &str) -> Parts {
    let text = text.trim();
    let (base, array) = split_array(text);
    let (base, modifiers, after) = split_modifiers(base);
    let base = base.trim();
    let quoted = base.ends_with('"');
    let (schema, written) = match super::name::qualified(base) {
        Ok((schema, name)) => (schema, name),
        Err(_) => (None, Name::from(base)),
    };
    let name = if quoted {
        written.clone()
    } else {
        Name::from(written.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase())
    };
    Parts { schema, name, written, modifiers, after, array, quoted }
}

/// `text[][3]` or `text array[3]`.
fn split_array(text: &str) -> (&str, String) {
    let mut base = text;
    while base.ends_with(']') {
        match base.rfind('[') {
            Some(open) => base = base[..open].trim_end(),
            None => break,
        }
    }
    let lower = base.to_ascii_lowercase();
    if let Some(before) = lower.strip_suffix(" array") {
        base = &base[..before.len()];
    }
    (base, text[base.len()..].to_owned())
}

/// `timestamp(3) with time zone` is `timestamp`, `(3)`, ` with time zone`.
fn split_modifiers(text: &str) -> (&str, String, String) {
    let Some(open) = text.find('(') else { return (text, String::new(), String::new()) };
    match text[open..].find(')') {
        Some(close) => {
            let end = open + close + 1;
            (&text[..open], text[open..end].to_owned(), text[end..].to_owned())
        }
        None => (text, String::new(), String::new()),
    }
}

/// A type name that was looked up.
#[derive(Debug)]
struct Found {
    /// As it goes into a statement.
    text: String,
    /// As it goes into the identity of a function.
    identity: String,
    /// In a declared schema, but not declared.
    missing: Option<QName>,
}

fn look_up(names: &Names, search_path: &[Name], place: &Place, text: &str) -> Found {
    let parts = take_apart(text);
    let array = if parts.array.is_empty() { "" } else { "[]" };
    let as_written = |identity: String, missing| Found {
        text: text.trim().to_owned(),
        identity: identity + array,
        missing,
    };
    let local = |schema: &Name, name: &Name| {
        let name = format!("{}.{}", quoted(schema), quoted(name));
        Found {
            text: format!("{name}{}{}{}", parts.modifiers, parts.after, parts.array),
            identity: name + array,
            missing: None,
        }
    };
    let whole = format!("{}{}", parts.name, parts.after.to_lowercase());
    let alias = || (!parts.quoted).then(|| built_in(&whole)).flatten();
    let single_precision = || {
        let bits = parts.modifiers.trim_matches(['(', ')']).trim();
        &*parts.name == "float" && bits.parse::<u32>().is_ok_and(|bits| bits <= 24)
    };
    let candidates = [&parts.written, &parts.name];
    match &parts.schema {
        Some(schema) if &**schema == "pg_catalog" => {
            as_written(alias().map_or_else(|| whole.clone(), str::to_owned), None)
        }
        Some(schema) => {
            let declared = |name: &&&Name| {
                names.types.get(**name).is_some_and(|schemas| schemas.contains(schema))
            };
            match candidates.iter().find(declared) {
                Some(name) => local(schema, name),
                None => {
                    let missing = names
                        .schemas
                        .contains(schema)
                        .then(|| QName { schema: schema.clone(), name: parts.name.clone() });
                    as_written(format!("{}.{}", quoted(schema), quoted(&parts.name)), missing)
                }
            }
        }
        None => {
            if single_precision() {
                return as_written("real".into(), None);
            }
            if let Some(alias) = alias() {
                return as_written(alias.to_owned(), None);
            }
            for name in candidates {
                if let Some(schema) = find(&names.types, search_path, place, name) {
                    return local(schema, name);
                }
            }
            let identity = if parts.quoted { quoted(&parts.name) } else { whole.clone() };
            let brought = extension(&parts.name).and_then(|it| names.extensions.get(it));
            match brought {
                Some(stated) => {
                    let schema = stated.as_ref().or_else(|| search_path.first());
                    let schema = schema.map_or("public".to_owned(), |schema| quoted(schema));
                    as_written(format!("{schema}.{identity}"), None)
                }
                None => as_written(identity, None),
            }
        }
    }
}

/// The input arguments as an identity holds them: `integer, app.booking_status[]`.
pub(super) fn identity(
    names: &Names,
    search_path: &[Name],
    place: &Place,
    args: &Map<Brief<Argument>>,
) -> String {
    let input = args.iter().filter(|(_, arg)| {
        matches!(arg.mode, None | Some(ArgMode::In | ArgMode::InOut | ArgMode::Variadic))
    });
    let types = input.map(|(_, arg)| look_up(names, search_path, place, &arg.r#type).identity);
    types.collect::<Vec<_>>().join(", ")
}

/// The same from a list of types between commas.
pub(super) fn list(names: &Names, search_path: &[Name], place: &Place, text: &str) -> String {
    let mut types = Vec::new();
    let (mut depth, mut start) = (0_usize, 0);
    for (at, it) in text.char_indices() {
        match it {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                types.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    types.push(&text[start..]);
    let found = types.iter().filter(|it| !it.trim().is_empty());
    let found = found.map(|it| look_up(names, search_path, place, it).identity);
    found.collect::<Vec<_>>().join(", ")
}

impl Resolver<'_> {
    /// The type as it goes into a statement.
    pub(super) fn data_type(&mut self, place: &Place, text: &Text) -> String {
        let found = look_up(&self.names, &self.config.search_path, place, text);
        if let Some(missing) = found.missing {
            self.mention(&text.span, Wanted::Type(missing));
        }
        found.text
    }

    /// The type of a column, where `serial` would bring a sequence that nobody declared.
    pub(super) fn column_type(&mut self, place: &Place, text: &Text) -> String {
        let lower = text.trim().to_ascii_lowercase();
        let beneath = match &*lower {
            "serial" | "serial4" => Some("integer"),
            "bigserial" | "serial8" => Some("bigint"),
            "smallserial" | "serial2" => Some("smallint"),
            _ => None,
        };
        if let Some(beneath) = beneath {
            let fault = Diagnostic::error(
                "serial",
                format!("`{}` is no type: it brings a sequence that is not declared", text),
            )
            .at(text.span.clone())
            .help(format!("write `{{ type: {beneath}, identity: by_default }}`"));
            self.fault(fault);
        }
        self.data_type(place, text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    fn names() -> Names {
        let mut names = Names::default();
        names.types.insert("status".into(), vec!["app".into()]);
        names.types.insert("Mood".into(), vec!["app".into()]);
        names.types.insert("order".into(), vec!["app".into()]);
        names.schemas.insert("app".into());
        names.extensions.insert("citext".into(), Some("public".into()));
        names
    }

    #[test]
    fn declared_types_get_their_schema_and_the_rest_stays() {
        let place = Place { schema: "app".into(), file: Arc::from("x") };
        let names = names();
        let found = |text: &str| {
            let found = look_up(&names, &["app".into()], &place, text);
            (found.text, found.identity, found.missing.is_some())
        };
        let ok = |text: &str, identity: &str| (text.to_owned(), identity.to_owned(), false);
        assert_eq!(found("int8"), ok("int8", "bigint"));
        assert_eq!(found("numeric(10, 2)"), ok("numeric(10, 2)", "numeric"));
        assert_eq!(
            found("timestamp(3) with time zone"),
            ok("timestamp(3) with time zone", "timestamp with time zone")
        );
        assert_eq!(found("varchar(20)[]"), ok("varchar(20)[]", "character varying[]"));
        assert_eq!(found("text array"), ok("text array", "text[]"));
        assert_eq!(found("Double  Precision"), ok("Double  Precision", "double precision"));
        assert_eq!(found("float(24)"), ok("float(24)", "real"));
        assert_eq!(found("float(25)"), ok("float(25)", "double precision"));
        assert_eq!(found("status"), ok("app.status", "app.status"));
        assert_eq!(found("status[]"), ok("app.status[]", "app.status[]"));
        assert_eq!(found("app.status[]"), ok("app.status[]", "app.status[]"));
        assert_eq!(found("Mood"), ok("app.\"Mood\"", "app.\"Mood\""));
        assert_eq!(found("\"Mood\""), ok("app.\"Mood\"", "app.\"Mood\""));
        assert_eq!(found("order"), ok("app.\"order\"", "app.\"order\""));
        assert_eq!(found("citext"), ok("citext", "public.citext"));
        assert_eq!(found("pg_catalog.int4"), ok("pg_catalog.int4", "integer"));
        assert_eq!(found("\"char\""), ok("\"char\"", "\"char\""));
        assert_eq!(found("interval day to second(3)"), ok("interval day to second(3)", "interval"));
        assert_eq!(found("tstzrange"), ok("tstzrange", "tstzrange"));
        assert!(found("app.nothing").2);
        assert!(!found("other.nothing").2);
        assert_eq!(
            list(&names, &[], &place, "int, numeric(3,2) ,status"),
            "integer, numeric, app.status"
        );
    }
}
