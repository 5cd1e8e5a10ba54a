//! Where it is told what is wrong in the body of a secure function.

use crate::support::momni_db;
use crate::world::write_project;

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
