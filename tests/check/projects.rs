//! The projects of this repository break no rule but where they say why.

use momni_db::diagnostic::{Format, render};
use std::path::Path;

#[test]
fn this_project_and_its_examples_are_clean() {
    super::runtime().block_on(async {
        let server = super::server(15).await;
        for folder in ["", "examples/family-groups"] {
            let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
            let (found, sources) =
                super::found(&root, Some(server.target("postgres"))).await.unwrap();
            let told = render(&found, &sources, Format::Human, false);
            assert!(found.is_empty(), "{folder}: {} findings\n{told}", found.len());
        }
    });
}
