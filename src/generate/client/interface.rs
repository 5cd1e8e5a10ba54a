//! What the crate offers, for machines, and how two of it differ.

use super::model::{Function, Gives, Model, Shape};
use crate::generate::{Change, MARK, Output, Source, Weight};
use crate::read::Version;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What the crate offers.
#[derive(Debug, Serialize, Deserialize)]
struct Interface {
    /// That it is generated.
    comment: String,
    version: String,
    functions: BTreeMap<String, Offered>,
    types: BTreeMap<String, Kind>,
    roles: Vec<String>,
}

/// A function.
#[derive(Debug, Serialize, Deserialize, PartialEq)]
struct Offered {
    /// Whether the arguments are handed over one by one.
    positional: bool,
    arguments: Vec<Taken>,
    gives: Given,
    errors: Vec<String>,
    roles: Vec<String>,
}

#[derive(Debug, Serialize, Deserialize, PartialEq)]
struct Taken {
    name: String,
    #[serde(rename = "type")]
    data_type: String,
    required: bool,
}

#[derive(Debug, Serialize, Deserialize, PartialEq)]
#[serde(rename_all = "snake_case")]
enum Given {
    Nothing,
    Value(String),
    Values(String),
    Row(BTreeMap<String, String>),
    Rows(BTreeMap<String, String>),
}

#[derive(Debug, Serialize, Deserialize, PartialEq)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Enum(Vec<String>),
    Domain(String),
    Composite(BTreeMap<String, String>),
    /// Each field by its path.
    Json(BTreeMap<String, String>),
    Identifier(String),
}

/// The file.
pub(super) fn interface(source: &Source<'_>, model: &Model) -> String {
    let mut interface = Interface {
        comment: format!(
            "{MARK}. What the crate offers, to be compared by momni-db build --against."
        ),
        version: source.config.build.version.to_string(),
        functions: BTreeMap::new(),
        types: BTreeMap::new(),
        roles: model.roles.iter().map(|(variant, _)| variant.clone()).collect(),
    };
    for (area, functions) in &model.areas {
        for it in functions {
            interface.functions.insert(format!("{area}::{}", it.rust), offered(it));
        }
    }
    for it in &model.types {
        let kind = match &it.shape {
            Shape::Enum(labels) => Kind::Enum(labels.iter().map(|(it, _)| it.clone()).collect()),
            Shape::Domain(inner, _) => Kind::Domain(inner.rust.clone()),
            Shape::Composite(fields, _) => Kind::Composite(columns(fields)),
            Shape::Json(structures) => Kind::Json(members(structures)),
        };
        interface.types.insert(format!("types::{}", it.rust), kind);
    }
    for it in &model.identifiers {
        let kind = Kind::Identifier(it.inner.clone());
        interface.types.insert(format!("ids::{}", it.rust), kind);
    }
    // Plain data with text for keys: it is written without fail.
    serde_json::to_string_pretty(&interface).unwrap_or_default() + "\n"
}

fn perhaps(rust: &str, null: bool) -> String {
    if null { format!("Option<{rust}>") } else { rust.to_owned() }
}

fn columns(fields: &[super::model::Field]) -> BTreeMap<String, String> {
    fields.iter().map(|it| (it.rust.clone(), perhaps(&it.data_type.rust, it.null))).collect()
}

fn members(structures: &[super::model::Structure]) -> BTreeMap<String, String> {
    let field = |within: &str, it: &super::model::Member| {
        (format!("{within}::{}", it.rust), perhaps(&it.holds, it.null))
    };
    let of = |it: &super::model::Structure| {
        it.fields.iter().map(|one| field(&it.rust, one)).collect::<Vec<_>>()
    };
    structures.iter().flat_map(of).collect()
}

fn offered(it: &Function) -> Offered {
    let taken = |it: &super::model::Argument| Taken {
        name: it.rust.clone(),
        data_type: perhaps(&it.data_type.rust, it.null),
        required: it.required,
    };
    Offered {
        positional: it.is_positional(),
        arguments: it.arguments.iter().map(taken).collect(),
        gives: match &it.gives {
            Gives::Nothing => Given::Nothing,
            Gives::Value(it, null) => Given::Value(perhaps(&it.rust, *null)),
            Gives::Values(it, null) => Given::Values(perhaps(&it.rust, *null)),
            Gives::Row(fields) => Given::Row(columns(fields)),
            Gives::Rows(fields) | Gives::Typed(_, fields) => Given::Rows(columns(fields)),
        },
        errors: it.errors.iter().map(|it| it.rust.clone()).collect(),
        roles: it.roles.iter().cloned().collect(),
    }
}

/// What changed for those who use the crate, and the version that it had.
pub(super) fn changes(before: &str, now: &str) -> Result<(Vec<Change>, Option<Version>), String> {
    let read = |text| serde_json::from_str::<Interface>(text).map_err(|error| error.to_string());
    let (before, now) = (read(before)?, read(now)?);
    let mut told = Told::default();
    for (name, was) in &before.functions {
        match now.functions.get(name) {
            None => told.major(format!("{name} is gone")),
            Some(is) => told.function(name, was, is),
        }
    }
    for name in now.functions.keys().filter(|it| !before.functions.contains_key(*it)) {
        told.minor(format!("{name} is new"));
    }
    for (name, was) in &before.types {
        match now.types.get(name) {
            None => told.major(format!("{name} is gone")),
            Some(is) => told.kind(name, was, is),
        }
    }
    for name in now.types.keys().filter(|it| !before.types.contains_key(*it)) {
        told.minor(format!("{name} is new"));
    }
    told.names("Role", "variant", &before.roles, &now.roles);
    Ok((told.0, before.version.parse().ok()))
}

#[derive(Default)]
struct Told(Vec<Change>);

impl Told {
    fn tell(&mut self, weight: Weight, what: String) {
        self.0.push(Change { output: Output::Client, weight, what });
    }

    fn major(&mut self, what: String) {
        self.tell(Weight::Major, what);
    }

    fn minor(&mut self, what: String) {
        self.tell(Weight::Minor, what);
    }

    fn names(&mut self, of: &str, kind: &str, was: &[String], is: &[String]) {
        for name in was.iter().filter(|it| !is.contains(it)) {
            self.major(format!("{of} has no {kind} {name} any more"));
        }
        for name in is.iter().filter(|it| !was.contains(it)) {
            self.minor(format!("{of} has a new {kind} {name}"));
        }
    }

    fn function(&mut self, name: &str, was: &Offered, is: &Offered) {
        for it in &was.arguments {
            match is.arguments.iter().find(|other| other.name == it.name) {
                None => self.major(format!("{name} takes no {} any more", it.name)),
                Some(other) if other.data_type != it.data_type => self.major(format!(
                    "{name} takes {} as {}, which was {}",
                    it.name, other.data_type, it.data_type
                )),
                Some(other) if other.required && !it.required => {
                    self.major(format!("{name} must be given {}", it.name));
                }
                Some(other) if !other.required && it.required => {
                    self.minor(format!("{name} may be called without {}", it.name));
                }
                Some(_) => {}
            }
        }
        for it in is.arguments.iter().filter(|it| !was.arguments.iter().any(|o| o.name == it.name))
        {
            match it.required {
                true => self.major(format!("{name} takes another argument, {}", it.name)),
                false => self.minor(format!("{name} may take another argument, {}", it.name)),
            }
        }
        match (was.positional, is.positional) {
            (true, false) => self.major(format!("{name} takes its arguments as a struct")),
            (false, true) => self.major(format!("{name} takes its arguments one by one")),
            (true, true) => {
                let names = |it: &Offered| -> Vec<String> {
                    it.arguments.iter().map(|it| it.name.clone()).collect()
                };
                let (mut old, mut new) = (names(was), names(is));
                let moved = old != new;
                old.sort();
                new.sort();
                if moved && old == new {
                    self.major(format!("{name} takes its arguments in another order"));
                }
            }
            (false, false) => {}
        }
        self.gives(name, &was.gives, &is.gives);
        self.names(&format!("the error of {name}"), "variant", &was.errors, &is.errors);
        for role in was.roles.iter().filter(|it| !is.roles.contains(it)) {
            self.major(format!("{role} may not call {name} any more"));
        }
        for role in is.roles.iter().filter(|it| !was.roles.contains(it)) {
            self.minor(format!("{role} may call {name}"));
        }
    }

    fn gives(&mut self, name: &str, was: &Given, is: &Given) {
        match (was, is) {
            (Given::Row(was), Given::Row(is)) | (Given::Rows(was), Given::Rows(is)) => {
                self.columns(&format!("a row of {name}"), was, is);
            }
            (was, is) if was != is => {
                self.major(format!("{name} gives {}, which was {}", worded(is), worded(was)));
            }
            _ => {}
        }
    }

    fn columns(&mut self, of: &str, was: &BTreeMap<String, String>, is: &BTreeMap<String, String>) {
        for (column, old) in was {
            match is.get(column) {
                None => self.major(format!("{of} has no {column} any more")),
                Some(new) if new != old => {
                    self.major(format!("{of} has {column} as {new}, which was {old}"));
                }
                Some(_) => {}
            }
        }
        for column in is.keys().filter(|it| !was.contains_key(*it)) {
            self.minor(format!("{of} has a new column {column}"));
        }
    }

    fn kind(&mut self, name: &str, was: &Kind, is: &Kind) {
        match (was, is) {
            (Kind::Enum(was), Kind::Enum(is)) => self.names(name, "variant", was, is),
            (Kind::Composite(was), Kind::Composite(is)) => self.columns(name, was, is),
            (was, is) if was != is => self.major(format!("{name} is another type")),
            _ => {}
        }
    }
}

fn worded(it: &Given) -> String {
    match it {
        Given::Nothing => "nothing".to_owned(),
        Given::Value(rust) => rust.clone(),
        Given::Values(rust) => format!("a list of {rust}"),
        Given::Row(_) => "one row".to_owned(),
        Given::Rows(_) => "rows".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const BEFORE: &str = r#"{
        "comment": "", "version": "1.2.0", "roles": ["Member"],
        "functions": {
            "families::get": {
                "positional": true, "errors": ["Gone"], "roles": ["member"],
                "arguments": [{ "name": "id", "type": "ids::FamilyId", "required": true }],
                "gives": { "row": { "id": "ids::FamilyId", "name": "String" } }
            },
            "families::make": {
                "positional": false, "errors": [], "roles": ["member"],
                "arguments": [
                    { "name": "name", "type": "String", "required": true },
                    { "name": "note", "type": "Option<String>", "required": false }
                ],
                "gives": { "value": "ids::FamilyId" }
            }
        },
        "types": { "types::Mood": { "enum": ["Sad", "Happy"] }, "ids::FamilyId": { "identifier": "values::Uuid" } }
    }"#;

    /// What is told of an edit: breaking changes begin with `!`.
    fn told(from: &str, to: &str) -> Vec<String> {
        assert!(BEFORE.contains(from), "{from}");
        let (changes, version) = changes(BEFORE, &BEFORE.replace(from, to)).unwrap();
        assert_eq!(version.unwrap().to_string(), "1.2.0");
        let mark = |it: &Change| if it.weight == Weight::Major { "!" } else { "+" };
        changes.iter().map(|it| format!("{} {}", mark(it), it.what)).collect()
    }

    #[test]
    fn what_breaks_is_told_from_what_does_not() {
        assert!(told("Sad", "Sad").is_empty());
        for (from, to, what) in [
            ("\"Happy\"]", "\"Happy\", \"New\"]", "+ types::Mood has a new variant New"),
            ("[\"Sad\", ", "[", "! types::Mood has no variant Sad any more"),
            (
                "\"name\": \"String\" }",
                "\"name\": \"i32\" }",
                "! a row of families::get has name as i32, which was String",
            ),
            (
                "\"name\": \"String\" }",
                "\"name\": \"String\", \"size\": \"i32\" }",
                "+ a row of families::get has a new column size",
            ),
            ("\"required\": false", "\"required\": true", "! families::make must be given note"),
            (
                "{ \"value\": \"ids::FamilyId\" }",
                "\"nothing\"",
                "! families::make gives nothing, which was ids::FamilyId",
            ),
            (
                "[\"Gone\"]",
                "[\"Gone\", \"Late\"]",
                "+ the error of families::get has a new variant Late",
            ),
            (
                "\"positional\": true",
                "\"positional\": false",
                "! families::get takes its arguments as a struct",
            ),
            (
                "\"identifier\": \"values::Uuid\"",
                "\"identifier\": \"i64\"",
                "! ids::FamilyId is another type",
            ),
            ("[\"Member\"]", "[\"Member\", \"Guest\"]", "+ Role has a new variant Guest"),
        ] {
            assert_eq!(told(from, to), [what]);
        }
        let gone = told("\"families::get\"", "\"families::find\"");
        assert_eq!(gone, ["! families::get is gone", "+ families::find is new"]);
        assert!(changes("{", BEFORE).is_err());
    }
}
