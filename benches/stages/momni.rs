//! `check --database` and `build` of the project in this folder, which has what synthetic projects lack: bodies to examine,
//! conditions to ask the planner about.

use super::bench::Bench;
use super::built;
use super::measured::{JUDGED, KNOWN, MOMNI_BUILT, MOMNI_CURRENT, Measured};
use super::turns::alone;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// With nothing cached, with a template of the server, and with the state.
pub(crate) fn momni(bench: &Bench) -> Vec<Measured> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = BTreeMap::new();
    for part in ["momni-db.yaml", "schema", "functions", "policies", "migrations"] {
        gather(root, part, &mut files);
    }
    bench.write(&files);
    let judged = alone(|| bench.cold(&["check", "--database"]));
    let first = alone(|| bench.first(&["check", "--database"]));
    let known = alone(|| bench.cached(&["check", "--database"]));
    let (build, current) = built::built(bench);
    vec![
        Measured::plain(MOMNI_BUILT, build),
        Measured::plain(MOMNI_CURRENT, current),
        Measured::plain(JUDGED, judged),
        Measured::plain("`check --database`, no state cached", first),
        Measured::plain(KNOWN, known),
    ]
}

fn gather(root: &Path, part: &str, files: &mut BTreeMap<String, String>) {
    let path = root.join(part);
    if path.is_dir() {
        for entry in fs::read_dir(&path).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            gather(root, &format!("{part}/{name}"), files);
        }
    } else {
        files.insert(part.to_owned(), fs::read_to_string(&path).unwrap());
    }
}
