//! Input that is too much: refused quickly, by name, with the limit.

use momni_db::diagnostic::Diagnostic;
use momni_db::read::{MAX_ALIASED, MAX_DEPTH, MAX_FILE, find_root, project};
use std::fmt::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

/// What reading one declaration file finds, and how long it takes.
fn read(text: &[u8]) -> (Vec<Diagnostic>, Duration) {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "momni-db.yaml", b"name: test\n");
    write(folder.path(), "schema/a.yaml", text);
    let start = Instant::now();
    let outcome = project(folder.path());
    let took = start.elapsed();
    match outcome {
        Ok((_, warnings)) => (warnings, took),
        Err(faults) => (faults.diagnostics, took),
    }
}

fn write(root: &Path, file: &str, text: &[u8]) {
    let path = root.join(file);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

/// Exactly one fault of this rule, found within seconds even without optimization, and its message.
fn refused(text: &[u8], rule: &str) -> String {
    let (found, took) = read(text);
    let rules: Vec<&str> = found.iter().map(|it| it.rule).collect();
    assert_eq!(rules, [rule]);
    assert!(found[0].help.is_some());
    assert!(took < Duration::from_secs(5), "{rule} took {took:?}");
    found[0].message.clone()
}

#[test]
fn a_file_of_50_megabytes_is_refused_with_the_limit() {
    let text = vec![b'#'; 50 * 1024 * 1024];
    let message = refused(&text, "too-large");
    assert_eq!(message, "`schema/a.yaml` is too large: at most 16 MiB are read");
    assert_eq!(MAX_FILE, 16 * 1024 * 1024);
}

#[test]
fn aliases_that_multiply_are_refused() {
    let mut text = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for n in 1..30 {
        let before = format!("*a{}", n - 1);
        writeln!(text, "a{n}: &a{n} [{}]", vec![before; 10].join(", ")).unwrap();
    }
    let message = refused(text.as_bytes(), "too-many-aliases");
    assert_eq!(message, format!("the aliases of this file repeat more than {MAX_ALIASED} values"));
}

#[test]
fn aliases_of_one_large_value_are_refused() {
    let list = vec!["x"; 60_000].join(", ");
    let text = format!("a: &a [{list}]\nb: [*a, *a, *a]\n");
    refused(text.as_bytes(), "too-many-aliases");
}

#[test]
fn deep_collections_are_refused() {
    let limit = format!("collections are nested more than {MAX_DEPTH} deep here");
    assert_eq!(refused("[".repeat(1_000_000).as_bytes(), "too-deep"), limit);
    assert_eq!(refused("{a: ".repeat(1_000_000).as_bytes(), "too-deep"), limit);
    let mut text = String::new();
    for depth in 0..2_000 {
        writeln!(text, "{}a:", " ".repeat(depth)).unwrap();
    }
    assert_eq!(refused(text.as_bytes(), "too-deep"), limit);
    let text = format!("{}x", "- ".repeat(100_000));
    assert_eq!(refused(text.as_bytes(), "too-deep"), limit);
    // Both styles together count together.
    let mut text = String::new();
    for depth in 0..40 {
        writeln!(text, "{}a:", " ".repeat(depth)).unwrap();
    }
    writeln!(text, "{}{}{}", " ".repeat(40), "[".repeat(40), "]".repeat(40)).unwrap();
    assert_eq!(refused(text.as_bytes(), "too-deep"), limit);
}

#[test]
fn many_faults_are_all_reported_and_not_slowly() {
    let mut text = String::from("tables:\n");
    for n in 0..2_000 {
        writeln!(
            text,
            "  t{n}: {{ columns: {{ id: {{ type: uuid, nul: x, references: s{n} }} }} }}"
        )
        .unwrap();
    }
    let (found, took) = read(text.as_bytes());
    let count = |rule: &str| found.iter().filter(|it| it.rule == rule).count();
    assert_eq!((count("unknown-key"), count("unknown-relation")), (2_000, 2_000));
    // Measured in a build without optimization, on a busy machine.
    assert!(took < Duration::from_secs(30), "{took:?}");
}

#[test]
fn a_trait_of_itself_ends() {
    let (found, _) = read(
        b"traits:\n  a: { traits: [b, a] }\n  b: { traits: [a] }\ntables: { t: { traits: [a, b, a] } }\n",
    );
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn any_bytes_are_read_without_a_panic() {
    // What breaks lexers: cut everywhere, and every single byte replaced.
    let text =
        "schema: a\ntables: {t: &t {columns: {\"i\\u00e9\": 'it''s', b: |\n   x\n }}, *t : 1}\n";
    for end in 0..=text.len() {
        read(&text.as_bytes()[..end]);
    }
    for at in 0..text.len() {
        for byte in [0, b'\t', b'"', b'{', b':', b'-', b'*', 0x80, 0xff] {
            let mut bytes = text.as_bytes().to_vec();
            bytes[at] = byte;
            read(&bytes);
        }
    }
}

#[cfg(unix)]
#[test]
fn folders_that_link_in_a_circle_are_read_once() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "momni-db.yaml", b"name: test\n");
    write(folder.path(), "schema/a.yaml", b"enums: { m: [a] }\n");
    std::os::unix::fs::symlink(".", folder.path().join("schema/again")).unwrap();
    std::os::unix::fs::symlink("nowhere.yaml", folder.path().join("schema/gone.yaml")).unwrap();
    let faults = project(folder.path()).unwrap_err();
    let found: Vec<_> = faults.diagnostics.iter().map(|it| (it.rule, &*it.message)).collect();
    assert_eq!(found, [("missing-file", "there is no file `schema/gone.yaml`")]);
    std::fs::remove_file(folder.path().join("schema/gone.yaml")).unwrap();
    let (project, warnings) = project(folder.path()).unwrap();
    assert!(warnings.is_empty());
    assert_eq!(project.declared.objects().unwrap().catalog.objects.len(), 2);
}

#[test]
fn the_root_is_the_nearest_folder_upward() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap();
    write(&root, "momni-db.yaml", b"name: outer\n");
    write(&root, "inner/momni-db.yaml", b"name: inner\n");
    write(&root, "inner/schema/a.yaml", b"");
    write(&root, "other/deep/b.yaml", b"");
    assert_eq!(find_root(&root.join("inner/schema")), Some(root.join("inner")));
    assert_eq!(find_root(&root.join("other/deep")), Some(root.clone()));
    assert_eq!(find_root(&root), Some(root.clone()));
    assert_eq!(find_root(&root.join("nowhere")), None);
}
