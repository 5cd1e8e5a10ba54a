//! Programs of others that judge what is made: `tests/run` fetches what `tests/openapi/tools` pins.

use crate::support::{Ran, ran};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::process::Command;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// Where they are.
pub(crate) fn folder() -> PathBuf {
    let folder = std::env::var_os("MOMNI_TEST_TOOLS").map_or_else(usual, PathBuf::from);
    assert!(
        folder.join("python").is_dir() && folder.join("node_modules").is_dir(),
        "this test needs validators, which are not in {}: run tests/run --test openapi",
        folder.display()
    );
    folder
}

/// Where `tests/run` puts them.
fn usual() -> PathBuf {
    let pins = Path::new(ROOT).join("tests/openapi/tools");
    let read = |name: &str| std::fs::read(pins.join(name)).unwrap();
    let all = [read("requirements.txt"), read("package-lock.json")].concat();
    let digest: String = Sha256::digest(all).iter().map(|byte| format!("{byte:02x}")).collect();
    let set = |name: &str| std::env::var_os(name).map(PathBuf::from);
    let root = Path::new("/var/cache/momni-db-tests").to_owned();
    let home = || {
        let cache = set("XDG_CACHE_HOME").or_else(|| Some(set("HOME")?.join(".cache")));
        cache.map(|it| it.join("momni-db-tests"))
    };
    let cache = set("MOMNI_TEST_CACHE").or_else(|| if root.is_dir() { None } else { home() });
    cache.unwrap_or(root).join(format!("tools-{}", &digest[..16]))
}

/// What the validators say of files: `openapi` or `schema`.
pub(crate) fn validate(kind: &str, files: &[&Path]) -> Ran {
    let script = Path::new(ROOT).join("tests/openapi/validate.py");
    let mut command = Command::new("python3");
    command.arg("-B").arg(script).arg(kind).args(files);
    ran(command.env("PYTHONPATH", folder().join("python")))
}

/// Fails unless the files are valid, and gives the number of examples that hold their schemas.
pub(crate) fn valid(kind: &str, files: &[&Path]) -> u32 {
    let said = validate(kind, files);
    assert_eq!(said.code, Some(0), "{}{}", said.stdout, said.stderr);
    let count = said.stdout.trim().strip_suffix(" examples").unwrap();
    count.parse().unwrap()
}
