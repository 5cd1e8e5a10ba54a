//! What one tenant may learn of another, by declaration.

use crate::trial::{Settings, Visible};

/// What declares that an operation on something is no leak.
pub(super) fn visible<'s>(
    settings: &'s Settings,
    on: &str,
    operation: &str,
) -> Option<&'s Visible> {
    let bare = on.split('(').next().unwrap_or(on);
    settings.visible.iter().find(|it| {
        let named = it.on == on
            || it.on == bare
            || it.on.strip_suffix('*').is_some_and(|start| on.starts_with(start));
        named && (it.operations.is_empty() || it.operations.iter().any(|of| of == operation))
    })
}
