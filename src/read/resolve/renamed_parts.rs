//! `renamed_from` of what is part of an object without being one: labels, attributes, arguments.

use super::Resolver;
use crate::diagnostic::Diagnostic;
use crate::read::decode::Text;
use std::collections::BTreeMap;

/// A name as it stands between quotes, or a label, which has none.
pub(super) fn unquoted(text: &Text) -> String {
    super::name::single(text).map_or_else(|_| text.to_string(), |name| name.to_string())
}

/// From new to old names; each former name once, and of nothing that has it still. `exact` gives a name as PostgreSQL
/// stores it.
pub(super) fn renamed_parts(
    cx: &mut Resolver<'_>,
    word: &str,
    parts: &[(&Text, Option<&Text>)],
    exact: fn(&Text) -> String,
) -> BTreeMap<String, String> {
    let mut renames: BTreeMap<String, String> = BTreeMap::new();
    let mut heirs: BTreeMap<String, &Text> = BTreeMap::new();
    for &(name, from) in parts {
        let Some(from) = from else { continue };
        let (new, old) = (exact(name), exact(from));
        let message = |text: String| Diagnostic::error("bad-rename", text).at(from.span.clone());
        if new == old {
            let fault = message(format!("{word} {name} is renamed from itself"));
            cx.fault(fault.help("remove `renamed_from`"));
        } else if let Some(other) = heirs.insert(old.clone(), name) {
            let fault = message(format!("both {other} and {name} are renamed from {from}"));
            cx.fault(
                fault
                    .also(other.span.clone(), "the other one")
                    .help("one becomes one: keep `renamed_from` at one of the two"),
            );
        } else if let Some((still, _)) =
            parts.iter().find(|(still, other)| exact(still) == old && other.is_none())
        {
            let fault =
                message(format!("{word} {name} is renamed from {from}, which is still there"));
            cx.fault(
                fault
                    .also(still.span.clone(), "declared here")
                    .help("remove the old one, or `renamed_from` once every database is renamed"),
            );
        } else {
            renames.insert(new, old);
        }
    }
    renames
}
