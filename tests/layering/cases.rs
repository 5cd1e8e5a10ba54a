//! The checker itself: what it must find, and what it must let pass.

use super::rules::{begins_like_ddl, findings, imports};
use super::tokens::tokens;
use std::collections::{BTreeMap, BTreeSet};

/// The layers of one circle, or none.
pub(crate) fn cycle(edges: &BTreeMap<String, BTreeSet<String>>) -> Option<Vec<String>> {
    let mut left: BTreeMap<&String, BTreeSet<&String>> =
        edges.iter().map(|(from, to)| (from, to.iter().collect())).collect();
    loop {
        let ends: Vec<&String> = left
            .iter()
            .filter(|(_, to)| to.iter().all(|to| !left.contains_key(*to)))
            .map(|(from, _)| *from)
            .collect();
        if ends.is_empty() {
            return (!left.is_empty()).then(|| left.keys().map(|k| (*k).clone()).collect());
        }
        left.retain(|layer, _| !ends.contains(layer));
    }
}

/// The lines that hold findings.
fn lines(file: &str, source: &str) -> Vec<usize> {
    let lines: BTreeSet<usize> = findings(file, source).iter().map(|found| found.line).collect();
    lines.into_iter().collect()
}

#[test]
fn catalog_imports_nothing_but_diagnostic() {
    let good = "use super::{Name, QName};\nuse crate::diagnostic::Span;\nuse serde::Serialize;\n";
    assert_eq!(lines("src/catalog/id.rs", good), []);
    assert_eq!(lines("src/catalog/id.rs", "use crate::read::Project;"), [1]);
    assert_eq!(lines("src/catalog/id.rs", "\nuse super::super::plan;"), [2]);
    assert_eq!(lines("src/catalog/mod.rs", "use super::render;"), [1]);
    assert_eq!(lines("src/catalog/mod.rs", "mod a { use super::super::render::x; }"), [1]);
    assert_eq!(lines("src/catalog/mod.rs", "mod a { fn f() {} }\nuse super::render;"), [2]);
    assert_eq!(lines("src/catalog/id.rs", "fn f() { crate::check::all() }"), [1]);
    assert_eq!(lines("src/diagnostic.rs", "use crate::catalog::Name;"), [1]);
}

#[test]
fn pure_layers_do_no_input_or_output() {
    for layer in ["read", "check", "plan", "render", "catalog"] {
        let file = format!("src/{layer}/mod.rs");
        for source in [
            "use std::fs;",
            "use std::{collections::BTreeMap, fs::File};",
            "fn f() { std::fs::read(\"x\") }",
            "fn f() { ::std::fs::read(\"x\") }",
            "use std::net::TcpStream;",
            "use std::process::Command;",
            "use std::io::{self, Read};",
            "fn f() { std::env::var(\"HOME\") }",
            "use tokio::task;",
            "fn f(c: &tokio_postgres::Client) {}",
            "fn f(p: &Path) -> bool { p.exists() }",
            "use crate::introspect::introspect;",
            "use {crate::{catalog::Name, scratch}, serde};",
            "use std as s;",
            "use crate as all;",
        ] {
            assert_eq!(lines(&file, source), [1], "{file}: {source}");
        }
        for source in [
            "use std::collections::BTreeMap;",
            "// use std::fs;",
            "/* use std::fs; /* nested */ std::net */",
            "const S: &str = \"use std::fs;\";",
            "const S: &str = r#\"std::\"fs\"::read\"#;",
            "fn f<'a>(c: char) -> bool { c == '\"' || c == '\\'' || c == '\\u{41}' }",
            "#[cfg(test)]\nmod tests {\n use std::fs;\n fn f() { println!(\"{}\", '}') }\n}",
            "#[cfg(test)]\n#[allow(x)]\nuse std::fs;",
            "#[test]\nfn f() { std::fs::read(\"x\"); }",
            "fn f(x: X) { x.fs; exists(x); }",
        ] {
            assert_eq!(lines(&file, source), [], "{file}: {source}");
        }
        let after = "#[cfg(test)]\nmod tests { fn f() {} }\nuse std::fs;";
        assert_eq!(lines(&file, after), [3], "what follows the tests counts");
        let not = "#[cfg(not(test))]\nuse std::fs;";
        assert_eq!(lines(&file, not), [2]);
    }
    assert_eq!(lines("src/read/files.rs", "use std::{fs, io};"), []);
    assert_eq!(lines("src/read/files.rs", "use std::net::TcpStream;"), [1]);
    assert_eq!(lines("src/introspect/mod.rs", "use std::fs; use tokio_postgres::Client;"), []);
}

#[test]
fn only_render_spells_ddl() {
    for ddl in [
        "CREATE TABLE t",
        "  alter table t",
        "Drop INDEX i",
        "GRANT SELECT ON t",
        "revoke all on t",
        "COMMENT ON TABLE t",
        "\\\n   create schema s",
        "CREATE {kind} {name}",
    ] {
        let source = format!("fn f() {{\n let s = \"{ddl}\";\n}}");
        assert_eq!(lines("src/apply/session.rs", &source), [2], "{ddl}");
        assert_eq!(lines("src/render/table.rs", &source), [], "{ddl}");
        let raw = format!("const S: &str = r##\"{}\"##;", ddl.replace("\\\n", ""));
        assert_eq!(lines("src/plan/mod.rs", &raw), [1], "{ddl}");
    }
    for text in [
        "create the folder {path} first",
        "select 1",
        "comment",
        "drop it",
        "created table",
        "grant it",
    ] {
        assert!(!begins_like_ddl(text), "{text}");
    }
}

#[test]
fn only_apply_names_refinery() {
    assert_eq!(lines("src/apply/mod.rs", "use refinery::Migration; use refinery_core::x;"), []);
    assert_eq!(lines("src/pipeline.rs", "use refinery::Migration;"), [1]);
    assert_eq!(lines("src/cli/mod.rs", "\nfn f(m: refinery_core::Migration) {}"), [2]);
    assert_eq!(lines("src/cli/mod.rs", "extern crate refinery as r;"), [1]);
}

#[test]
fn only_cli_prints_and_exits() {
    for source in [
        "fn f() { println!(\"x\") }",
        "fn f() { eprint!(\"x\") }",
        "fn f() { std::process::exit(1) }",
        "use std::process::exit;",
        "fn f() { process::abort() }",
        "fn f() { io::stdout().flush() }",
        "use std::io::{Write, stderr};",
        "fn f() { anstream::println!(\"x\") }",
        "use indicatif::ProgressBar;",
        "use clap::Parser;",
    ] {
        assert_eq!(lines("src/apply/mod.rs", source), [1], "{source}");
        assert_eq!(lines("src/cli/mod.rs", source), [], "{source}");
        assert_eq!(lines("src/main.rs", source), [], "{source}");
    }
    assert_eq!(lines("src/pipeline.rs", "use crate::cli::Options;"), [1]);
    assert_eq!(lines("src/scratch/mod.rs", "fn f(c: Command) { c.stdout(Stdio::null()); }"), []);
}

#[test]
fn a_layer_that_nobody_classified_is_a_finding() {
    assert_eq!(lines("src/helpers/mod.rs", "fn f() {}"), [1]);
}

#[test]
fn a_circle_is_found() {
    let edges = |pairs: &[(&str, &str)]| {
        let mut edges: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (from, to) in pairs {
            edges.entry((*from).to_owned()).or_default().insert((*to).to_owned());
            edges.entry((*to).to_owned()).or_default();
        }
        edges
    };
    assert_eq!(cycle(&edges(&[("a", "b"), ("b", "c"), ("a", "c")])), None);
    let circle = cycle(&edges(&[("a", "b"), ("b", "c"), ("c", "b")])).unwrap();
    assert!(circle.contains(&"b".to_owned()) && circle.contains(&"c".to_owned()));
    let found = imports("src/plan/mod.rs", "use crate::{catalog::Name, render::x, plan::y};");
    assert_eq!(found, ["catalog", "render"]);
}

#[test]
fn a_test_module_in_a_file_of_its_own_is_named() {
    let (_, modules) =
        tokens("#[cfg(test)]\nmod cases;\nmod real;\n#[cfg(all(test, unix))] mod more;");
    assert_eq!(modules, ["cases", "more"]);
    let (_, modules) = tokens("#[cfg(test)]\n#[path = \"id_tests.rs\"]\nmod tests;");
    assert_eq!(modules, ["id_tests.rs"]);
}
