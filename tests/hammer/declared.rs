//! Which errors each function says that it raises, from the declarations.

use serde::Deserialize;
use serde::de::IgnoredAny;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// From a function with its schema to its SQLSTATEs.
pub(crate) type Declared = BTreeMap<String, BTreeSet<String>>;

/// What matters of a file of declarations.
#[derive(Deserialize)]
struct File {
    #[serde(default)]
    schema: String,
    #[serde(default)]
    functions: BTreeMap<String, Function>,
}

#[derive(Deserialize)]
struct Function {
    #[serde(default)]
    errors: BTreeMap<String, IgnoredAny>,
}

/// What is declared of bookings and money.
pub(crate) fn errors() -> Declared {
    let mut declared = Declared::new();
    for area in ["bookings", "money"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("functions").join(area);
        for file in std::fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap();
            if !name.ends_with(".yaml") || name.ends_with("tests.yaml") {
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            let file: File = serde_saphyr::from_str(&text).unwrap();
            for (name, function) in file.functions {
                let qualified =
                    if name.contains('.') { name } else { format!("{}.{name}", file.schema) };
                let codes = function.errors.into_keys();
                declared.entry(qualified).or_default().extend(codes);
            }
        }
    }
    assert!(declared["api.hold_booking"].contains("MM204"), "{declared:?}");
    declared
}
