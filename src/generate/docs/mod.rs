//! The reference in Markdown.

use super::{Files, MARK, Source};
use crate::catalog::Kind;
use std::fmt::Write;

/// The pages.
pub(super) fn files(source: &Source<'_>) -> Files {
    let folder = &source.config.build.docs_folder;
    let mut text = format!("<!-- {MARK}. -->\n\n# {}\n\n", source.config.name);
    for (id, object) in source.catalog.of_kind(Kind::Table) {
        let comment = object.comment.as_deref().unwrap_or_default();
        let _ = writeln!(text, "- `{}` {comment}", id.qname());
    }
    let mut files = Files { folders: [folder.clone()].into(), ..Files::default() };
    files.add(format!("{folder}/README.md"), text);
    files
}
