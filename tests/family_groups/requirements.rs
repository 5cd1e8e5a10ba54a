//! `docs/requirements.md` tells the truth about Family Groups: every object that it names is in the migrated database, and
//! every test that it names is here.

use crate::world::World;
use std::path::Path;

/// What stands in backticks.
fn names(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

pub(crate) async fn requirements_name_what_is_there(world: &World) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/requirements.md");
    let text = std::fs::read_to_string(path).unwrap();
    let tests = include_str!("../family_groups.rs");
    let mut met = Vec::new();
    for line in text.lines().filter(|line| line.starts_with("| F")) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [id, place, proof] = cells[..] else { panic!("not three cells: {line}") };
        for name in names(place).filter(|name| name.contains('.')) {
            let there = format!(
                "select to_regclass('{name}') is not null or exists (
                   select from pg_proc p join pg_namespace n on n.oid = p.pronamespace
                   where n.nspname || '.' || p.proname = '{name}')"
            );
            assert_eq!(world.read(&there).await, "t", "{id}: there is no {name}");
        }
        for name in names(proof) {
            assert!(tests.contains(&format!("::{name},")), "{id}: there is no test {name}");
        }
        if names(proof).count() > 0 {
            met.push(id);
        }
    }
    assert_eq!(met, ["F1", "F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9", "F11"]);
}
