//! JSON Schemas and DBML, judged by independent programs.

use crate::made::files;
use crate::support::ran;
use crate::tools::{folder, valid, validate};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

#[test]
fn schemas_of_functions_hold_their_examples() {
    let (folder, texts) = files("whole");
    let schemas: Vec<PathBuf> = texts
        .keys()
        .filter(|path| path.starts_with("docs/schemas/"))
        .map(|path| folder.path().join(path))
        .collect();
    assert!(schemas.len() > 25, "{} schemas", schemas.len());
    let schemas: Vec<&Path> = schemas.iter().map(PathBuf::as_path).collect();
    let count = valid("schema", &schemas);
    assert!(count > 20, "{count} examples hold their schemas");
    // An example that does not is found.
    let file = folder.path().join("docs/schemas/api.get_stay.input.json");
    let text = fs::read_to_string(&file).unwrap();
    let broken = text.replacen("7c9e6679-7425-40de-944b-e07fc1f90ae7", "nobody", 1);
    assert_ne!(broken, text);
    fs::write(&file, broken).unwrap();
    let said = validate("schema", &[&file]);
    assert_eq!(said.code, Some(1), "{}{}", said.stdout, said.stderr);
}

/// What dbdiagram's parser says of a file.
fn parsed(file: &Path) -> crate::support::Ran {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/openapi/dbml.js");
    ran(Command::new("node").arg(script).arg(folder()).arg(file))
}

#[test]
fn dbml_is_read_by_the_parser_of_dbdiagram() {
    let (folder, texts) = files("whole");
    let file = folder.path().join("docs/schema.dbml");
    let said = parsed(&file);
    assert_eq!(said.code, Some(0), "{}{}\n{}", said.stdout, said.stderr, texts["docs/schema.dbml"]);
    assert_eq!(said.stdout.trim(), "2 tables, 1 enums, 1 references");
    fs::write(&file, texts["docs/schema.dbml"].replacen("Table ", "Tabelle ", 1)).unwrap();
    assert_eq!(parsed(&file).code, Some(1));
}
