//! Where it is told what is wrong in the body of a secure function.

use crate::support::document::{blocks, document};
use crate::support::momni_db;
use crate::world::write_project;
use momni_db::diagnostic::{Format, render};
use momni_db::read::project;

/// What `generate` says of the project with one more file.
fn said(yaml: &str, sql: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    write_project(folder.path());
    std::fs::write(folder.path().join("functions/zz.yaml"), yaml).unwrap();
    std::fs::write(folder.path().join("functions/zz.sql"), sql).unwrap();
    let ran = momni_db(folder.path(), &["generate"]);
    assert_ne!(ran.code, Some(0), "{ran:?}");
    ran.stderr + &ran.stdout
}

#[test]
fn a_fault_in_a_body_is_told_at_its_line() {
    let yaml = "\
schema: api
functions:
  before_it:
    returns: void
    guard: user_id() is not null
    body: |
      begin

        perform 1;
        perfrom 2;
      end
  in_one_of_its_own:
    args: { a: integer }
    returns: integer
    guard: user_id() is not null
    language: sql
    body: |
      select 1
        + in_one_of_its_own.a
        + nothing
  in_a_file:
    returns: integer
    audit: read
    body_file: zz.sql
";
    let sql = "declare\n  a integer;\nbegin\n  b := 1;\n  return a;\nend\n";
    let said = said(yaml, sql);
    for place in ["functions/zz.yaml:10:9", "functions/zz.yaml:20:9", "functions/zz.sql:4:3"] {
        assert!(said.contains(place), "{place} is not in\n{said}");
    }
}

/// What the examples of the document are about.
const ABOUT: &str = "\
schemas: { app: {}, api: {}, auth: {}, audit: {} }
roles: { stays_definer: {}, member: {} }
tables:
  families: { row_security: off, columns: { id: uuid }, primary_key: [id] }
  hosts: { row_security: off, columns: { id: uuid, verified: boolean }, primary_key: [id] }
  bookings:
    row_security: off
    columns: { id: { type: uuid, default: gen_random_uuid() }, family_id: uuid, host_id: uuid, note: { type: text, null: true } }
    primary_key: [id]
  stays:
    row_security: off
    columns:
      id: { type: uuid, default: gen_random_uuid() }
      family_id: uuid
      day: date
      note: { type: text, null: true }
      version: { type: integer, default: 1 }
      created_by: { type: uuid, null: true }
      created_at: { type: timestamptz, default: now() }
      deleted_at: { type: timestamptz, null: true }
    primary_key: [id]
functions:
  may_book_for: { args: { family: uuid }, returns: boolean, body: begin return true; end }
  my_families: { returns: { set_of: uuid }, body: begin return; end }
";

#[test]
fn the_examples_of_the_document_are_a_project() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    std::fs::create_dir(root.join("functions")).unwrap();
    let mut files = std::collections::BTreeMap::from([
        ("momni-db.yaml".to_owned(), "name: document\ndefault_schema: app\n".to_owned()),
        ("functions/about.yaml".to_owned(), ABOUT.to_owned()),
    ]);
    let blocks = blocks(&document("secure.md"));
    assert_eq!(blocks.len(), 6);
    for (count, (name, text)) in (1..).zip(blocks) {
        let name = match name.as_str() {
            "" => format!("functions/example{count}.yaml"),
            _ => name,
        };
        *files.entry(name).or_default() += &text;
    }
    for (name, text) in files {
        std::fs::write(root.join(name), text).unwrap();
    }
    let ran = momni_db(root, &["generate"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    match project(root) {
        Ok((_, warnings)) => assert!(warnings.is_empty(), "{warnings:?}"),
        Err(faults) => {
            panic!("{}", render(&faults.diagnostics, &faults.sources, Format::Human, false))
        }
    }
}
