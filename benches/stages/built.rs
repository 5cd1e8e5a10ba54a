//! What is made for others than the database.

use super::bench::Bench;
use super::measured::{BUILD, Measured, Run};
use super::synthetic;
use super::turns::alone;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// `build` of the project with functions for its clients.
pub(crate) fn with_clients(
    files: BTreeMap<String, String>,
    tables: usize,
    bin: &Path,
) -> Vec<Measured> {
    let bench = Bench::new(bin);
    bench.write(&synthetic::with_clients(files, tables));
    let first = alone(|| {
        let kept = bench.root.join("migrations");
        if kept.exists() {
            fs::remove_dir_all(kept).unwrap();
        }
        bench.first(&["build"])
    });
    let (build, current) = built(&bench);
    vec![
        Measured::plain("`build` with functions for clients, no state kept", first),
        Measured::plain(BUILD, build),
        Measured::plain("`build --check` with functions for clients", current),
    ]
}

/// `build` that writes every file, with the state that is kept beside the migrations, and `build --check` after it.
pub(crate) fn built(bench: &Bench) -> (Run, Run) {
    // It leaves the state.
    bench.command(&["build"]);
    let mut written_before = 0;
    let build = alone(|| {
        // Not removed: for minutes ext4 passes over the places of files that are gone, one by one, when it makes new ones, which
        // takes as long as all else.
        written_before += 1;
        for folder in ["client", "docs"] {
            let aside = bench.beside(&format!("{folder}-{written_before}"));
            fs::rename(bench.root.join(folder), aside).unwrap();
        }
        bench.command(&["build"])
    });
    (build, alone(|| bench.command(&["build", "--check"])))
}
