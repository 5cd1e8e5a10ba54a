//! Wrong usage, help, and the commands that need no project.

use crate::small::Small;
use crate::support::{momni_db, program, ran};

const COMMANDS: &[&str] = &[
    "init",
    "check",
    "plan",
    "generate",
    "migrate",
    "status",
    "drift",
    "import",
    "baseline",
    "dev",
    "schema",
    "completions",
    "man",
];

#[test]
fn help_names_every_command_and_the_exit_codes() {
    let folder = tempfile::tempdir().unwrap();
    let help = momni_db(folder.path(), &["--help"]);
    assert_eq!((help.code, help.stderr.as_str()), (Some(0), ""));
    for command in COMMANDS {
        assert!(help.stdout.contains(&format!("\n  {command} ")), "{command}: {}", help.stdout);
        let help = momni_db(folder.path(), &[command, "--help"]);
        assert_eq!(help.code, Some(0), "{help:?}");
    }
    assert!(help.stdout.contains("Exit codes: 0 clean; 1 findings"), "{}", help.stdout);
    let version = momni_db(folder.path(), &["--version"]);
    assert_eq!(version.stdout, format!("momni-db {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn wrong_usage_is_2() {
    let folder = tempfile::tempdir().unwrap();
    for arguments in [
        &["migrat"][..],
        &[],
        &["migrate", "--target", "x"],
        &["status", "--format", "xml"],
        &["-q", "-v", "status"],
        &["migrate", "--lock-timeout", "-1"],
    ] {
        let ran = momni_db(folder.path(), arguments);
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""), "{arguments:?} {ran:?}");
        assert!(ran.stderr.contains("Usage:") || ran.stderr.contains("--help"), "{ran:?}");
    }
}

#[test]
fn a_command_of_a_project_wants_one() {
    let folder = tempfile::tempdir().unwrap();
    for command in ["check", "plan", "generate", "migrate", "status", "drift", "baseline", "dev"] {
        let ran = momni_db(folder.path(), &[command]);
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(
            ran.stderr.contains("there is no momni-db.yaml here or in any folder above"),
            "{ran:?}"
        );
        let ran = momni_db(folder.path(), &["-C", "nowhere", command]);
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(ran.stderr.contains("there is no momni-db.yaml in `nowhere`"), "{ran:?}");
    }
}

#[test]
fn the_project_is_found_upward_and_by_its_name() {
    let small = Small::new();
    for (folder, arguments) in [
        ("schema", &["check"][..]),
        ("..", &["-C", "small", "check"]),
        ("..", &["check", "-C", "small"]),
    ] {
        let ran = ran(program(&small.root().join(folder)).args(arguments));
        assert_eq!(ran.code, Some(0), "{folder} {arguments:?} {ran:?}");
        assert!(ran.stdout.ends_with("declared objects are sound\n"), "{ran:?}");
    }
}

#[test]
fn scripts_and_pages_are_printed() {
    let folder = tempfile::tempdir().unwrap();
    for (shell, part) in [
        ("bash", "complete -F _momni__db"),
        ("zsh", "#compdef momni-db"),
        ("fish", "complete -c momni-db"),
    ] {
        let ran = momni_db(folder.path(), &["completions", shell]);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        assert!(ran.stdout.contains(part) && ran.stdout.contains("lock-timeout"), "{shell}");
    }
    let man = momni_db(folder.path(), &["man"]);
    assert_eq!(man.code, Some(0));
    for part in [".TH momni-db", "lock\\-timeout", ".SH \"MIGRATE\""] {
        assert!(man.stdout.contains(part), "{part}: {}", man.stdout);
    }
    let schema = momni_db(folder.path(), &["schema"]);
    let schema: serde_json::Value = serde_json::from_str(&schema.stdout).unwrap();
    assert_eq!(schema, momni_db::read::json_schema());
}

#[test]
fn there_are_no_colours_where_no_terminal_is() {
    let small = Small::new();
    small.edit("schema/library.yaml", "columns:", "colums:");
    let mut command = small.command(&["check"]);
    let ran = ran(command.env_remove("NO_COLOR"));
    assert_eq!(ran.code, Some(2));
    assert!(!ran.stdout.contains('\x1b'), "{ran:?}");
    let mut command = small.command(&["check"]);
    let ran = crate::support::ran(command.env_remove("NO_COLOR").env("CLICOLOR_FORCE", "1"));
    assert!(ran.stdout.contains('\x1b'), "{ran:?}");
}
