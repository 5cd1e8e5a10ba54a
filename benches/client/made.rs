//! The program that holds the sides, built here with what Cornucopia generates.

use momni_db::connect::Target;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The version of Cornucopia.
pub(crate) const CORNUCOPIA: &str = "1.0.1";

/// Generates the queries against a database that has what they name, and builds the program.
pub(crate) fn sides(database: &Target) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/client/sides");
    // The folder of the benchmark is `target/release/deps`.
    let program = std::env::current_exe().expect("the program of the benchmark");
    let target = program.ancestors().nth(3).expect("a folder of the build").join("client-sides");
    // A program of that version that is there already is left as it is.
    let installed = ["install", "cornucopia", "--locked", "--quiet", "--version", CORNUCOPIA];
    cargo(&target, &folder, &installed, &["--debug", "--root"], Some(&target));
    let generated = Command::new(target.join("bin/cornucopia"))
        .current_dir(&folder)
        .args(["live", &database.to_string(), "--destination", "generated"])
        .status()
        .expect("Cornucopia's program");
    assert!(generated.success(), "cornucopia: {generated}");
    cargo(&target, &folder, &["build", "--release", "--locked", "--quiet"], &[], None);
    target.join("release/sides")
}

fn cargo(target: &Path, folder: &Path, first: &[&str], then: &[&str], last: Option<&Path>) {
    let status = Command::new(env!("CARGO"))
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", target)
        .args(first)
        .args(then)
        .args(last)
        .status()
        .expect("cargo");
    assert!(status.success(), "cargo {first:?}: {status}");
}
