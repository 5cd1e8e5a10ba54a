//! The crates that are committed are what their projects give.

use crate::support::momni_db;
use crate::world::root;

#[test]
fn the_crates_are_current() {
    for project in [".", "examples/family-groups", "tests/cases/client/every"] {
        let ran = momni_db(&root().join(project), &["client", "--check"]);
        assert_eq!(ran.code, Some(0), "{project}: {ran:?}");
    }
}
