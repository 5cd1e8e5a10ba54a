//! What is made of a project for others than the database, and what `--check` says of it.

use crate::small::Small;
use crate::support::{Ran, momni_db};
use momni_db::generate::Kept;
use std::fs;
use std::path::{Path, PathBuf};

const KEPT: &str = "migrations/catalog.json";

#[track_caller]
fn clean(small: &Small, arguments: &[&str]) -> Ran {
    let ran = small.run(arguments);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    ran
}

/// What `build --check` finds: rule and message of each.
#[track_caller]
fn found(small: &Small) -> Vec<String> {
    let ran = small.run(&["build", "--check", "--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    let findings: Vec<String> = document["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| format!("{}: {}", it["rule"].as_str().unwrap(), it["message"].as_str().unwrap()))
        .collect();
    assert_eq!(ran.code, Some(i32::from(!findings.is_empty())), "{ran:?}");
    findings
}

/// A page of the reference, which has one for each table.
fn page(small: &Small) -> PathBuf {
    let mut folders = vec![small.root().join("docs/reference")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if fs::read_to_string(&path).unwrap().contains("books") {
                return path;
            }
        }
    }
    panic!("no page tells of the table");
}

#[test]
fn what_is_built_is_current_until_something_changes() {
    let small = Small::new().generated();
    assert_eq!(found(&small), [format!("stale: `{KEPT}` is missing")]);
    clean(&small, &["build"]);
    assert_eq!(found(&small), [""; 0]);
    assert!(clean(&small, &["build"]).stdout.starts_with("nothing to do: "));
    small.edit("schema/library.yaml", "      reader: text\n", "      borrower: text\n");
    assert_eq!(found(&small), [format!("stale: `{KEPT}` was built from other declarations")]);
    clean(&small, &["build"]);
    assert_eq!(found(&small), [""; 0]);
}

#[test]
fn an_edit_by_hand_is_found_and_undone() {
    let small = Small::new().generated();
    clean(&small, &["build"]);
    let page = page(&small);
    let before = fs::read_to_string(&page).unwrap();
    fs::write(&page, before.replace("books", "boks")).unwrap();
    let path = page.strip_prefix(small.root()).unwrap().to_str().unwrap().to_owned();
    assert_eq!(found(&small), [format!("stale: `{path}` is not what the declarations give")]);
    fs::remove_file(&page).unwrap();
    assert_eq!(found(&small), [format!("stale: `{path}` is missing")]);
    clean(&small, &["docs"]);
    assert_eq!(fs::read_to_string(&page).unwrap(), before);
    small.edit(KEPT, "books", "boks");
    let edited =
        format!("stale: `{KEPT}` cannot be taken: it was edited: its fingerprint is another");
    assert_eq!(found(&small), [edited]);
    clean(&small, &["build"]);
    assert_eq!(found(&small), [""; 0]);
}

/// `build` trusts what is kept while the declarations stay; a server is asked by `check --database`.
#[test]
fn what_another_release_would_word_otherwise_is_found_by_a_server() {
    let small = Small::new().generated();
    clean(&small, &["build"]);
    clean(&small, &["check", "--database"]);
    let file = small.root().join(KEPT);
    let kept = Kept::parse(&fs::read_to_string(&file).unwrap()).unwrap();
    let mut other = kept.catalog.clone();
    let (_, object) = other.objects.iter_mut().find(|(_, it)| it.comment.is_some()).unwrap();
    object.comment = Some("Worded otherwise.".into());
    fs::write(&file, Kept::new(kept.declarations, &other).text()).unwrap();
    let ran = small.run(&["check", "--database"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.stdout.contains("error[stale]: `migrations/catalog.json` is not what"), "{ran:?}");
}

/// What somebody put where a generated file would go stays, and is told.
#[test]
fn what_others_wrote_is_never_replaced() {
    let small = Small::new().generated();
    clean(&small, &["build"]);
    let page = page(&small);
    fs::write(&page, "# Mine\n").unwrap();
    let path = page.strip_prefix(small.root()).unwrap().to_str().unwrap().to_owned();
    let says = format!("foreign: `{path}` does not say that it is generated, and is not replaced");
    assert_eq!(found(&small), [says]);
    let ran = small.run(&["build"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert_eq!(fs::read_to_string(&page).unwrap(), "# Mine\n");
}

const API: &str = "\
schema: library
roles:
  reader: { comment: Reads. }
functions:
  count_books:
    comment: How many books there are.
    args: { genre: genre, since: date }
    returns: bigint
    language: sql
    volatility: stable
    security: definer
    execute: [reader]
    body: select count(*) from library.books
grants:
  - { to: [reader], privileges: [usage], on: { schemas: [library] } }
";

fn git(small: &Small, arguments: &[&str]) {
    let mut git = std::process::Command::new("git");
    git.args(["-c", "user.name=a", "-c", "user.email=a@localhost"]).args(arguments);
    let ran = git.current_dir(small.root()).output().unwrap();
    assert!(ran.status.success(), "{ran:?}");
}

/// A client that is compiled against the commit would not compile any more.
#[test]
fn what_breaks_clients_since_a_commit_wants_another_version() {
    let small = Small::new();
    fs::write(small.root().join("schema/api.yaml"), API).unwrap();
    clean(&small, &["generate"]);
    git(&small, &["init", "-q"]);
    git(&small, &["add", "-A"]);
    git(&small, &["commit", "-qm", "before"]);
    let first = clean(&small, &["build", "--against", "HEAD"]);
    assert!(first.stdout.contains("client/interface.json: not there at HEAD"), "{first:?}");
    git(&small, &["add", "-A"]);
    git(&small, &["commit", "-qm", "built"]);
    let same = clean(&small, &["build", "--check", "--against", "HEAD"]);
    assert!(same.stdout.contains("interface.json: the same for clients as at HEAD"), "{same:?}");
    small.edit("schema/api.yaml", ", since: date", "");
    clean(&small, &["build"]);
    let ran = small.run(&["build", "--check", "--against", "HEAD"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    for part in ["count_books takes no since any more", "version: 0.2.0", "  major: "] {
        assert!(ran.stdout.contains(part), "{part}: {ran:?}");
    }
    let project = small.root().join("momni-db.yaml");
    let text = fs::read_to_string(&project).unwrap() + "build: { version: 0.2.0 }\n";
    fs::write(&project, text).unwrap();
    let raised = clean(&small, &["build", "--against", "HEAD"]);
    assert!(raised.stdout.contains("since HEAD, 0.1.0 to 0.2.0:"), "{raised:?}");
    let unknown = small.run(&["build", "--against", "nowhere"]);
    assert_eq!(unknown.code, Some(2), "{unknown:?}");
    assert!(unknown.stderr.contains("there is no commit `nowhere`"), "{unknown:?}");
}

const ROUTES: &str = "\
schema: library
roles:
  reader: { comment: Reads. }
functions:
  add_book:
    comment: Adds a book.
    execute: [reader]
    insert: { table: books, columns: [title, genre] }
    route: POST /books
  count_books:
    comment: How many books there are.
    args: { genre: { type: genre, null: true, default: null } }
    returns: bigint
    volatility: stable
    security: definer
    execute: [reader]
    route: GET /books/count
    body: |
      begin
        return (select count(*) from books b where b.genre = count_books.genre);
      end
grants:
  - { to: [reader], privileges: [usage], on: { schemas: [library] } }
";

/// Callers of the document of the commit would fail. The commit is a branch, a tag or a hash.
#[test]
fn what_breaks_callers_since_a_commit_is_named() {
    let small = Small::new();
    fs::write(small.root().join("schema/api.yaml"), ROUTES).unwrap();
    clean(&small, &["generate"]);
    clean(&small, &["openapi"]);
    git(&small, &["init", "-q"]);
    git(&small, &["add", "-A"]);
    git(&small, &["commit", "-qm", "built"]);
    git(&small, &["tag", "v1"]);
    let same = clean(&small, &["openapi", "--check", "--against", "v1"]);
    assert!(same.stdout.contains("docs/openapi.json: the same for clients as at v1"), "{same:?}");
    small.edit("schema/api.yaml", "null: true, default: null", "null: false");
    small.edit("schema/api.yaml", "POST /books", "POST /books/new");
    clean(&small, &["openapi"]);
    let ran = small.run(&["openapi", "--check", "--against", "v1", "--format", "json"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let document: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    let against = &document["result"]["against"][0];
    assert_eq!(
        (&against["path"], &against["wanted_version"]),
        (&"docs/openapi.json".into(), &"0.2.0".into())
    );
    let changes: Vec<String> =
        against["changes"].as_array().unwrap().iter().map(ToString::to_string).collect();
    for part in ["POST /books", "genre"] {
        let told = changes.iter().any(|it| it.contains(part) && it.contains("major"));
        assert!(told, "{part}: {changes:?}");
    }
}

#[test]
fn a_place_out_of_the_project_is_refused() {
    let small = Small::new();
    let file = small.root().join("momni-db.yaml");
    let text = fs::read_to_string(&file).unwrap() + "build: { docs: { folder: ../elsewhere } }\n";
    fs::write(&file, text).unwrap();
    let ran = small.run(&["build"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.stderr.contains("`../elsewhere` does not lie within the project"), "{ran:?}");
}

/// The projects of this repository.
#[test]
fn what_lies_here_is_current() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for project in [".", "examples/family-groups"] {
        let ran = momni_db(&root.join(project), &["build", "--check"]);
        assert_eq!(ran.code, Some(0), "{project}: {ran:?}");
    }
}
