//! `check --fix`: what is put into the YAML, and what stays as it was.

use super::project;
use std::path::Path;
use std::process::Command;

fn fixed(text: &str) -> (String, String) {
    let folder = project("", text);
    let ran = run(folder.path(), &["check", "--fix"]);
    let after = std::fs::read_to_string(folder.path().join("schema/example.yaml")).unwrap();
    // Mended once, nothing is left to mend.
    let again = run(folder.path(), &["check", "--fix"]);
    assert!(!again.contains("mended"), "{again}");
    (after, ran)
}

fn run(root: &Path, args: &[&str]) -> String {
    let out = Command::new(env!("CARGO_BIN_EXE_momni-db"))
        .args(args)
        .args(["-C", root.to_str().unwrap()])
        .output()
        .unwrap();
    assert!(out.status.code() == Some(0), "{}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).unwrap()
}

#[test]
fn keys_and_entries_go_where_they_belong_and_the_rest_stays() {
    let before = "\
# The first line.
tables:
  families:
    row_security: forced # Always.
    columns: { id: bigint }
    primary_key: [id]
  members:
    # Who they are.
    columns:
      id: bigint
      family_id: { type: bigint, references: { table: families, on_delete: cascade } }
      other_id: { type: bigint, references: { table: families, on_delete: cascade } }
    primary_key: [id]

    # Nobody's.
    row_security: \"off\"
  guests:
    columns:
      id: bigint
      family_id: { type: bigint, references: { table: families, on_delete: cascade } }
    primary_key: [id]
    indexes:
      # By age.
      guests_id_idx: [id desc] # Newest first.
    row_security: \"off\"
  others: { columns: { id: { type: bigint, references: { table: families, on_delete: cascade } }, n: bigint }, row_security: \"off\" }

views:
  all_families:
    # The names.
    query: select id from families
    grants: { member: [select] }
  flow: { query: select id from families, grants: { member: [select] } }

roles: { member: {} }
";
    let (after, told) = fixed(before);
    insta::assert_snapshot!(after);
    assert_eq!(told.matches("mended in schema/example.yaml").count(), 6, "{told}");
    // Nothing that stood there is gone.
    let mut rest = after.chars();
    assert!(before.chars().all(|it| rest.any(|other| other == it)));
}

#[test]
fn a_repeated_part_is_left_alone() {
    let before = "\
tables:
  families: { row_security: \"off\", columns: { id: bigint }, primary_key: [id] }
  members: &same
    row_security: \"off\"
    columns:
      id: bigint
    primary_key: [id]
    traits: [tied]
  guests: *same

traits:
  tied:
    columns:
      family_id: { type: bigint, references: { table: families, on_delete: cascade } }
";
    let folder = project("", before);
    run(folder.path(), &["check", "--fix"]);
    let after = std::fs::read_to_string(folder.path().join("schema/example.yaml")).unwrap();
    assert!(!after.contains("indexes:"), "{after}");
}
