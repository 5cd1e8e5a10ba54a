//! The lists of `deny.toml`, held against the dependency tree with nothing but cargo: licences, sources, crates in
//! two versions, crates that are kept out. Advisories need cargo-deny and a network.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

/// Every package of the lock file, on every platform, as `cargo metadata` gives it.
fn packages() -> Vec<Value> {
    let tree: Value = serde_json::from_str(&cargo(&["metadata", "--format-version", "1"])).unwrap();
    let built = cargo(&["tree", "--workspace", "--target", "all", "--prefix", "none"]);
    // `name v1.2.3 …`. What no feature switches on stands in Cargo.lock all the same.
    let built: BTreeSet<(&str, &str)> = built
        .lines()
        .filter_map(|line| line.split_once(' '))
        .map(|(name, rest)| (name, rest.split(' ').next().unwrap().trim_start_matches('v')))
        .collect();
    let packages = tree["packages"].as_array().unwrap().iter();
    let packages: Vec<Value> = packages
        .filter(|it| {
            built.contains(&(it["name"].as_str().unwrap(), it["version"].as_str().unwrap()))
        })
        .cloned()
        .collect();
    assert_eq!(packages.len(), built.len(), "two lists of what is built");
    packages
}

fn cargo(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .args(["--locked", "--all-features"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The strings in one list of `deny.toml`: `allow = […]` under `[licenses]`; of a list of tables the names and
/// versions, `name version`.
fn list(section: &str, key: &str) -> Vec<String> {
    let text =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("deny.toml")).unwrap();
    let start = text.find(&format!("\n[{section}]\n")).expect("the section");
    let rest = &text[start..];
    let start = rest.find(&format!("\n{key} = [")).expect("the list");
    let rest = &rest[start + key.len() + 5..];
    let body = &rest[..rest.find("]\n").expect("the end of the list")];
    body.split(if body.contains('{') { "\n" } else { "," })
        .map(|entry| entry.split('"').skip(1).step_by(2).collect::<Vec<_>>().join(" "))
        .filter(|entry| !entry.is_empty())
        .collect()
}

/// Whether an SPDX expression can be met with these licences alone. `/` is the old way to write OR.
fn allowed(expression: &str, licences: &BTreeSet<String>) -> bool {
    let expression = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let mut words = expression.split_whitespace().peekable();
    any(&mut words, licences) && words.next().is_none()
}

type Words<'a> = std::iter::Peekable<std::str::SplitWhitespace<'a>>;

fn any(words: &mut Words, licences: &BTreeSet<String>) -> bool {
    let mut found = every(words, licences);
    while words.next_if_eq(&"OR").is_some() {
        found |= every(words, licences);
    }
    found
}

fn every(words: &mut Words, licences: &BTreeSet<String>) -> bool {
    let mut found = one(words, licences);
    while words.next_if_eq(&"AND").is_some() {
        found &= one(words, licences);
    }
    found
}

fn one(words: &mut Words, licences: &BTreeSet<String>) -> bool {
    let mut name = words.next().expect("a licence").to_owned();
    if name == "(" {
        let found = any(words, licences);
        assert_eq!(words.next(), Some(")"));
        return found;
    }
    if words.next_if_eq(&"WITH").is_some() {
        name = format!("{name} WITH {}", words.next().expect("an exception"));
    }
    licences.contains(&name)
}

#[test]
fn every_licence_is_allowed() {
    let licences: BTreeSet<String> = list("licenses", "allow").into_iter().collect();
    assert!(licences.contains("MIT") && licences.len() > 4, "deny.toml was misread: {licences:?}");
    // `licenses.private` of deny.toml: what is never published needs none.
    let is_private = |package: &Value| package["publish"].as_array().is_some_and(Vec::is_empty);
    for package in packages().iter().filter(|it| !is_private(it)) {
        let licence = package["license"].as_str().unwrap_or("none");
        assert!(allowed(licence, &licences), "{}: {licence}", package["id"]);
    }
}

#[test]
fn every_crate_is_of_the_one_registry() {
    let packages = packages();
    let sources: BTreeSet<&str> =
        packages.iter().filter_map(|package| package["source"].as_str()).collect();
    assert_eq!(sources.len(), 1, "{sources:?}");
    assert!(sources.iter().all(|source| source.starts_with("registry+")), "{sources:?}");
}

#[test]
fn no_crate_is_there_twice_but_those_listed() {
    let mut versions: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for package in packages() {
        let of = |key: &str| package[key].as_str().unwrap().to_owned();
        versions.entry(of("name")).or_default().insert(of("version"));
    }
    versions.retain(|_, versions| versions.len() > 1);
    let skipped = list("bans", "skip");
    for (name, versions) in &versions {
        let left = versions.iter().filter(|version| {
            !skipped.iter().any(|skip| {
                skip.split_once(' ').is_some_and(|(skip, start)| {
                    skip == name && format!("{version}.").starts_with(&format!("{start}."))
                })
            })
        });
        assert_eq!(left.count(), 1, "{name}: {versions:?}; deny.toml skips {skipped:?}");
    }
    for skip in &skipped {
        let name = skip.split(' ').next().unwrap();
        assert!(versions.contains_key(name), "{skip} is there once: remove it from deny.toml");
    }
}

#[test]
fn what_is_kept_out_is_not_there() {
    let denied = list("bans", "deny");
    assert!(denied.contains(&"openssl-sys".to_owned()), "deny.toml was misread: {denied:?}");
    for package in packages() {
        let name = package["name"].as_str().unwrap();
        assert!(!denied.iter().any(|denied| denied == name), "{name} is denied by deny.toml");
    }
}

#[test]
fn licence_expressions() {
    let licences: BTreeSet<String> =
        ["MIT", "ISC", "A WITH e"].iter().map(|s| (*s).to_owned()).collect();
    for good in ["MIT", "GPL-3.0 OR MIT", "GPL/MIT", "(GPL OR MIT) AND ISC", "A WITH e OR GPL"] {
        assert!(allowed(good, &licences), "{good}");
    }
    for bad in ["GPL-3.0", "MIT AND GPL", "(GPL OR MIT) AND GPL", "A", "A WITH f", "none"] {
        assert!(!allowed(bad, &licences), "{bad}");
    }
}
