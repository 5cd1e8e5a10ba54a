//! What is written to disk: by `init` and by `generate`, also where it cannot be.

use crate::small::Small;
use crate::support::place::Folder;
use crate::support::{momni_db, program, ran};
use std::fs;
use std::path::Path;
use std::process::Command;

fn files(folder: &Path) -> Vec<String> {
    let mut files: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    files.sort();
    files
}

#[test]
fn init_writes_a_project_and_overwrites_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let made = momni_db(folder.path(), &["init", "My Library!"]);
    assert_eq!(made.code, Some(0), "{made:?}");
    let root = folder.path().join("My Library!");
    let expected = [
        ".gitattributes",
        ".gitignore",
        ".momni-db.schema.json",
        "README.md",
        "momni-db.yaml",
        "schema",
    ];
    assert_eq!(files(&root), expected);
    let project = fs::read_to_string(root.join("momni-db.yaml")).unwrap();
    assert!(project.contains("name: my-library\n"), "{project}");
    fs::write(root.join("README.md"), "mine").unwrap();
    fs::remove_file(root.join("momni-db.yaml")).unwrap();
    let again = momni_db(folder.path(), &["init", "My Library!"]);
    assert_eq!(again.code, Some(2), "{again:?}");
    assert!(again.stderr.contains("README.md"), "{again:?}");
    assert!(!root.join("momni-db.yaml").exists());
    assert_eq!(fs::read_to_string(root.join("README.md")).unwrap(), "mine");
}

#[test]
fn init_where_nothing_can_be_written() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("file"), "").unwrap();
    let ran = momni_db(folder.path(), &["init", "file/below"]);
    assert_eq!(ran.code, Some(3), "{ran:?}");
    assert!(ran.stderr.contains("cannot write `file/below/"), "{ran:?}");
}

#[test]
fn generate_writes_once_and_the_same_bytes_everywhere() {
    let one = Small::new().generated();
    let again = one.run(&["generate"]);
    assert_eq!(
        again.stdout, "nothing to do: the migrations lead to what is declared\n",
        "{again:?}"
    );
    let migrations = one.root().join("migrations");
    assert_eq!(files(&migrations), ["V1__init.sql", "manifest", "undo"]);
    one.edit(
        "schema/library.yaml",
        "      reader: text\n",
        "      reader: text\n      note: { type: text, null: true }\n",
    );
    let named = one.run(&["generate", "--name", "add_note"]);
    assert_eq!(named.code, Some(0), "{named:?}");
    assert!(named.stdout.starts_with("wrote migrations/V2__add_note.sql\n"), "{named:?}");
    assert_eq!(files(&migrations), ["V1__init.sql", "V2__add_note.sql", "manifest", "undo"]);
    let undo = ["undo_V1__init.sql", "undo_V2__add_note.sql"];
    assert_eq!(files(&migrations.join("undo")), undo);

    let other = Small::new().generated();
    let read =
        |small: &Small, file: &str| fs::read(small.root().join("migrations").join(file)).unwrap();
    assert_eq!(read(&one, "V1__init.sql"), read(&other, "V1__init.sql"));
}

/// Two accounts in two time zones, with nothing in common but the declarations and PostgreSQL's major version.
#[test]
fn two_machines_write_the_same_bytes() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for project in [root.to_owned(), root.join("examples/family-groups")] {
        let machines = [("UTC", "C", "one"), ("Pacific/Chatham", "tr_TR.UTF-8", "another")];
        let written = machines.map(|(zone, locale, name)| {
            let place = Folder::new();
            let copy = place.join(name);
            for part in ["momni-db.yaml", "schema", "functions", "policies"] {
                let copied =
                    Command::new("cp").arg("-r").arg(project.join(part)).arg(&copy).status();
                assert!(copied.unwrap().success());
            }
            let mut command = program(&copy);
            command.arg("generate").env("TZ", zone).env("LC_ALL", locale).env("USER", name);
            let generated = ran(command.env("MOMNI_CACHE_DIR", place.path().join("cache")));
            assert_eq!(generated.code, Some(0), "{generated:?}");
            let migrations = copy.join("migrations");
            let undo = files(&migrations.join("undo")).into_iter();
            let names = files(&migrations).into_iter().filter(|name| name != "undo");
            names
                .chain(undo.map(|name| format!("undo/{name}")))
                .map(|name| (fs::read(migrations.join(&name)).unwrap(), name))
                .collect::<Vec<_>>()
        });
        assert_eq!(written[0].len(), 3);
        assert!(written[0] == written[1], "{}", project.display());
    }
}

#[test]
fn a_bad_name_is_refused() {
    let small = Small::new();
    let ran = small.run(&["generate", "--name", "add note"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.stderr.contains("a-z, A-Z, 0-9 and _"), "{ran:?}");
    assert!(!small.root().join("migrations").exists());
}

/// `/sys` lets nobody make a file, not even root.
#[test]
fn a_folder_that_cannot_be_written_gets_no_half_file() {
    let small = Small::new();
    std::os::unix::fs::symlink("/sys", small.root().join("migrations")).unwrap();
    let before = files(Path::new("/sys"));
    let ran = small.run(&["generate"]);
    assert_eq!(ran.code, Some(3), "{ran:?}");
    assert!(ran.stderr.contains("cannot write `migrations/undo/`"), "{ran:?}");
    assert!(ran.stderr.contains("nothing is half written"), "{ran:?}");
    assert_eq!(files(Path::new("/sys")), before);
}

/// Run by the next test in a process of its own, which may write 1,024 bytes to a file and no more.
#[test]
fn writes_more_than_it_may() {
    let Some(folder) = std::env::var_os("MOMNI_TEST_FULL_DISK") else { return };
    let existing = momni_db::apply::read(Path::new(&folder)).unwrap();
    let large = format!("select 1; -- {}\n", "x".repeat(10_000));
    let undo = Some("select 1;\n");
    let added = momni_db::apply::add_with(Path::new(&folder), &existing, "large", &large, undo);
    let error = added.unwrap_err();
    println!("said: {error}");
}

#[test]
fn a_disk_that_is_full_gets_no_half_file() {
    let folder = tempfile::tempdir().unwrap();
    let migrations = folder.path().join("migrations");
    momni_db::apply::add(&migrations, &Default::default(), "small", "select 1;").unwrap();
    let manifest = fs::read(migrations.join("manifest")).unwrap();
    let program = std::env::current_exe().unwrap();
    // The limit makes a write fail in its middle, as a full disk does. The signal that comes with it is ignored.
    let script = format!(
        "trap '' XFSZ; ulimit -f 1; exec '{}' --exact folders::writes_more_than_it_may --nocapture",
        program.display()
    );
    let output = Command::new("bash")
        .args(["-c", &script])
        .env("MOMNI_TEST_FULL_DISK", &migrations)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{output:?}");
    assert!(
        said.contains("said: cannot write `migrations/V2__large.sql`: File too large"),
        "{said}"
    );
    assert_eq!(files(&migrations), ["V1__small.sql", "manifest"]);
    assert_eq!(fs::read(migrations.join("manifest")).unwrap(), manifest);
}
