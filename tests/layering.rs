//! The layers of `docs/ARCHITECTURE.md`, read off the sources: who imports whom, who does I/O, who spells DDL.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[path = "layering/cases.rs"]
mod cases;
#[path = "layering/paths.rs"]
mod paths;
#[path = "layering/rules.rs"]
mod rules;
#[path = "layering/tokens.rs"]
mod tokens;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Every file under `src/` but those of test modules: its path from the root of the project, and its text.
fn sources() -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = BTreeMap::new();
    let mut folders = vec![root.join("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
            found.insert(name, std::fs::read_to_string(&path).unwrap());
        }
    }
    let tests: Vec<String> = found.iter().flat_map(|(file, text)| test_files(file, text)).collect();
    found.retain(|file, _| !tests.iter().any(|test| file.starts_with(test)));
    found
}

/// Where the modules lie that a file declares for tests only: `src/plan/cases.rs` and `src/plan/cases/`.
fn test_files(file: &str, text: &str) -> Vec<String> {
    let folder = match file.rsplit_once('/') {
        Some((folder, "mod.rs" | "lib.rs" | "main.rs")) => folder.to_owned(),
        _ => file.trim_end_matches(".rs").to_owned(),
    };
    if !file.ends_with(".rs") {
        return Vec::new();
    }
    let beside = file.rsplit_once('/').map_or("", |(beside, _)| beside);
    let modules = tokens::tokens(text).1.into_iter();
    modules
        .flat_map(|name| match name.ends_with(".rs") {
            true => vec![format!("{beside}/{name}")],
            false => vec![format!("{folder}/{name}.rs"), format!("{folder}/{name}/")],
        })
        .collect()
}

#[test]
fn every_file_keeps_to_its_layer() {
    let mut found = Vec::new();
    for (file, text) in sources() {
        if file.ends_with(".rs") {
            found.extend(rules::findings(&file, &text).into_iter().map(|f| f.to_string()));
        } else if rules::layer(&file) != "render" {
            let ddl = text.lines().enumerate().filter(|(_, line)| rules::begins_like_ddl(line));
            found.extend(
                ddl.map(|(n, line)| format!("{file}:{}: only render spells DDL: {line}", n + 1)),
            );
        }
    }
    assert!(found.is_empty(), "{} findings:\n{}", found.len(), found.join("\n"));
}

#[test]
fn layers_import_one_another_in_one_direction() {
    let mut edges: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (file, text) in sources().iter().filter(|(file, _)| file.ends_with(".rs")) {
        edges.entry(rules::layer(file).to_owned()).or_default().extend(rules::imports(file, text));
    }
    assert_eq!(cases::cycle(&edges), None, "layers that import one another in a circle");
}

#[test]
fn every_dependency_is_classified() {
    let manifest =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).unwrap();
    let declared: BTreeSet<String> = manifest
        .lines()
        .skip_while(|line| *line != "[dependencies]")
        .skip(1)
        .take_while(|line| !line.starts_with('['))
        .filter_map(|line| line.split_once(" = "))
        .map(|(name, _)| name.trim().replace('-', "_"))
        .collect();
    let listed: Vec<&str> =
        [rules::PURE_CRATES, rules::EFFECT_CRATES, rules::TERMINAL_CRATES].concat();
    let classified: BTreeSet<String> = listed.iter().map(|name| (*name).to_owned()).collect();
    assert_eq!(classified.len(), listed.len(), "a crate stands in two lists");
    assert_eq!(declared, classified, "Cargo.toml (left) and tests/layering/rules.rs (right)");
}

#[test]
fn every_exception_is_used() {
    let sources = sources();
    for (file, start, why) in rules::MAY_SPELL_DDL {
        assert!(!why.is_empty(), "{file}: {start} has no reason");
        let text = sources.get(*file).unwrap_or_else(|| panic!("{file} does not exist"));
        let used = rules::ddl_literals(text).iter().any(|text| text.starts_with(start));
        assert!(used, "{file} has no literal that begins {start:?}: remove the exception");
    }
}
