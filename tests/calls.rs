//! `tests/client/each/`: a call of every function of the two clients, written from what the crates say that they offer.
//! `MOMNI_WRITE=1 cargo test --test calls` writes it; that is a test binary without the clients, since calls of what is gone do not
//! compile.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use serde_json::Value;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// A client crate.
struct Crate {
    name: &'static str,
    /// Its folder.
    folder: &'static str,
    /// The role that most functions are for.
    member: &'static str,
    /// A role with a login of its own.
    worker: Option<&'static str>,
}

const CRATES: [Crate; 2] = [
    Crate { name: "momni_client", folder: "client", member: "momni_member", worker: None },
    Crate {
        name: "family_groups_client",
        folder: "examples/family-groups/client",
        member: "fg_member",
        worker: Some("fg_worker"),
    },
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// `grant_role` is `GrantRole`.
fn camel(name: &str) -> String {
    let word = |it: &str| it[..1].to_uppercase() + &it[1..];
    name.split('_').filter(|it| !it.is_empty()).map(word).collect()
}

impl Crate {
    /// A value of a type, in Rust.
    fn sample(&self, name: &str, of: &str, types: &Value) -> String {
        let krate = self.name;
        if let Some(element) = of.strip_prefix("values::Array<").and_then(|it| it.strip_suffix('>'))
        {
            let owned = if element == "String" { ".to_owned()" } else { "" };
            return format!("vec![{}{owned}]", self.sample(name, element, types));
        }
        if of.starts_with("values::Range<") {
            return format!("{krate}::values::Range::Empty");
        }
        let parsed = |text: &str| format!("{text:?}.parse::<{krate}::{of}>().unwrap()");
        match of {
            "String" => match name {
                "email" => "\"somebody@example.org\"".to_owned(),
                "country" => "\"DE\"".to_owned(),
                "timezone" => "\"Europe/Berlin\"".to_owned(),
                "locale" => "\"en\"".to_owned(),
                "phone" => "\"+4930123456\"".to_owned(),
                "tier" => "\"basic\"".to_owned(),
                _ => "\"x\"".to_owned(),
            },
            "bool" => "true".to_owned(),
            "i16" | "i32" | "i64" => "1".to_owned(),
            "f64" => "1.0".to_owned(),
            "Vec<u8>" => "vec![1]".to_owned(),
            // What the tests have made beforehand.
            "ids::FamilyId" => "family".to_owned(),
            "values::Uuid" => "UUID".to_owned(),
            "values::Date" => parsed("2020-02-29"),
            "values::Time" => parsed("07:00:00"),
            "values::Timestamp" => parsed("2030-02-28T00:00:00"),
            "values::Timestamptz" => parsed("2030-02-28T00:00:00Z"),
            "values::Inet" => parsed("10.0.0.1"),
            "values::Interval" => format!("{krate}::values::Interval::from_days(3)"),
            "values::Numeric" => format!("{krate}::values::Numeric::from(1)"),
            "values::Json" => format!("{krate}::values::Json::of(&true).unwrap()"),
            _ => {
                let known = &types[of];
                if let Some(label) = known["enum"][0].as_str() {
                    return format!("{krate}::{of}::{label}");
                }
                let inner = known["identifier"].as_str().or_else(|| known["domain"].as_str());
                let inner = inner.unwrap_or_else(|| panic!("no value of {of}: add one here"));
                let owned = if inner == "String" { ".to_owned()" } else { "" };
                format!("{krate}::{of}({}{owned})", self.sample(name, inner, types))
            }
        }
    }

    /// The arguments of a call.
    fn arguments(&self, area: &str, function: &str, said: &Value, types: &Value) -> String {
        let arguments = said["arguments"].as_array().unwrap().iter().map(|argument| {
            let (name, of) =
                (argument["name"].as_str().unwrap(), argument["type"].as_str().unwrap());
            let inner = of.strip_prefix("Option<").and_then(|it| it.strip_suffix('>'));
            let value = self.sample(name, inner.unwrap_or(of), types);
            (name, inner.is_some(), value)
        });
        if said["positional"] == true {
            let each = arguments.map(|(_, optional, value)| {
                let by_reference = value.contains("::Json::") || value.contains("::Numeric::");
                let value = if by_reference { format!("&{value}") } else { value };
                if optional { format!("Some({value})") } else { value }
            });
            return each.collect::<Vec<_>>().join(", ");
        }
        let given: String = arguments.map(|(name, _, value)| format!(".{name}({value})")).collect();
        format!("&{}::{area}::{}Params::builder(){given}.build()", self.name, camel(function))
    }

    /// The file with a call of each function.
    fn calls(&self) -> String {
        let path = root().join(self.folder).join("interface.json");
        let interface: Value =
            serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        let mut functions: Vec<_> = interface["functions"].as_object().unwrap().iter().collect();
        // What takes away what others look at comes last.
        functions.sort_by_key(|(name, _)| (takes_away(name), (*name).clone()));
        let mut text = format!(
            "// Generated by `MOMNI_WRITE=1 cargo test --test calls`: do not edit.\neach! {{ {}, {:?}, claims, {{\n",
            self.name, self.folder
        );
        for (name, said) in functions {
            let (area, function) = name.split_once("::").unwrap();
            let roles: Vec<_> =
                said["roles"].as_array().unwrap().iter().map(|it| it.as_str().unwrap()).collect();
            let role = roles.iter().find(|it| **it == self.member).unwrap_or(&roles[0]);
            let client = if self.worker == Some(role) { "worker" } else { "client" };
            let arguments = self.arguments(area, function, said, &interface["types"]);
            writeln!(text, "    {client} {} {name}({arguments});", camel(role)).unwrap();
        }
        text + "}}\n"
    }
}

/// Whether a function takes something away.
fn takes_away(name: &str) -> bool {
    const VERBS: [&str; 12] = [
        "close", "remove", "leave", "archive", "suspend", "transfer", "delete", "purge", "revoke",
        "decline", "disable", "stop",
    ];
    let function = name.rsplit("::").next().unwrap();
    VERBS.iter().any(|verb| function.strip_prefix(verb).is_some_and(|it| it.starts_with('_')))
}

#[test]
fn every_function_has_a_call() {
    for krate in CRATES {
        let path = root().join(format!("tests/client/each/{}.rs", krate.name));
        let calls = krate.calls();
        assert!(calls.lines().count() > 50, "{calls}");
        if std::env::var_os("MOMNI_WRITE").is_some() {
            std::fs::write(&path, calls).unwrap();
            continue;
        }
        let there = std::fs::read_to_string(&path).unwrap();
        assert!(
            there == calls,
            "{} is stale: MOMNI_WRITE=1 cargo test --test calls",
            path.display()
        );
    }
}
