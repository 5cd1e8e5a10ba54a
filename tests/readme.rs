//! The tour of README.md, typed into a shell in an empty folder against the real binary and a real server.
//!
//! `MOMNI_UPDATE_README=1 cargo test --test readme` writes what the commands print into the README.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[path = "readme/console.rs"]
mod console;

use console::{Exchange, exchanges, normal, outputs, rewritten, script};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

const HEADING: &str = "## A tour of ten minutes";

/// Where the README says that it all happens.
const HOME: &str = "/home/you";
const DATA: &str = "/home/you/.local/share/momni-db";

#[test]
fn the_tour_prints_what_it_says() {
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let markdown = std::fs::read_to_string(&readme).unwrap();
    let told = exchanges(&markdown, HEADING);
    assert!(told.len() >= 10, "the tour was not found: {} commands", told.len());
    let seen = typed(&told);
    if std::env::var_os("MOMNI_UPDATE_README").is_some() {
        std::fs::write(&readme, rewritten(&markdown, &told, &seen)).unwrap();
        return;
    }
    for (told, seen) in told.iter().zip(&seen) {
        let (expected, seen) = (normal(&told.output), normal(seen));
        assert_eq!(expected, seen, "README.md:{}: $ {}", told.line, told.command);
    }
}

/// What each command prints, in the words of a user whose home is [`HOME`].
fn typed(told: &[Exchange]) -> Vec<String> {
    let home = tempfile::Builder::new().prefix("momni-tour").tempdir().unwrap();
    // The server's user passes through where root runs the tests.
    std::fs::set_permissions(home.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
    let data = home.path().join("data");
    let mut shell = Command::new("bash");
    shell.args(["--noprofile", "--norc", "-c", &script(told)]).current_dir(home.path());
    let binary = Path::new(env!("CARGO_BIN_EXE_momni-db")).parent().unwrap();
    let path = std::env::var("PATH").unwrap();
    shell.env("PATH", format!("{}:{path}", binary.display())).env("MOMNI_DATA_DIR", &data);
    for (name, _) in std::env::vars() {
        if name.starts_with("PG") || name == "DATABASE_URL" {
            shell.env_remove(name);
        }
    }
    let output = shell.output().unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    let seen = outputs(&printed);
    if seen.len() != told.len() {
        // The last command of the tour stops the server, and may not have been reached.
        let mut stop = Command::new(env!("CARGO_BIN_EXE_momni-db"));
        stop.args(["dev", "--stop", "-C", "shop"]).current_dir(home.path());
        let _ = stop.env("MOMNI_DATA_DIR", &data).output();
        panic!("the shell ended early:\n{printed}");
    }
    let places = [(data.to_str().unwrap(), DATA), (home.path().to_str().unwrap(), HOME)];
    seen.iter()
        .map(|text| places.iter().fold(text.clone(), |text, (from, to)| text.replace(from, to)))
        .map(|text| socket_folder(&text))
        .collect()
}

/// The name of the server's folder holds a digest of the project's path, which is another one in each run.
fn socket_folder(text: &str) -> String {
    let name = format!("{DATA}/shop-");
    let mut parts = text.split(&name);
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| {
        let digest = part.find('/').unwrap_or(0);
        assert!(part[..digest].chars().all(|c| c.is_ascii_hexdigit()), "no digest: {part}");
        format!("{text}{name}1f3a5c7e{}", &part[digest..])
    })
}
