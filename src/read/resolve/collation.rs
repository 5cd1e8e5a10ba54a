//! Collations.

use super::{Place, Resolver, comment_of};
use crate::catalog::{Collation, CollationProvider, Kind, Object, ObjectId};
use crate::diagnostic::Diagnostic;
use crate::read::decode::Text;
use crate::read::grammar::{self, File};

pub(super) fn collations(cx: &mut Resolver<'_>, place: &Place, file: &File) {
    super::types::each(cx, place, Kind::Collation, &file.collations.0, |cx, _, id, key, it| {
        one(cx, id, key, it);
    });
}

fn one(cx: &mut Resolver<'_>, id: ObjectId, key: &Text, it: &grammar::Collation) {
    let provider = it.provider.unwrap_or_default();
    if let Some(rules) = &it.rules {
        cx.since(16, "rules of a collation", &rules.span);
    }
    if provider == CollationProvider::Builtin {
        cx.since(17, "a collation of PostgreSQL's own", &key.span);
    }
    if let Some((fault, help)) = fault(provider, it) {
        let fault = Diagnostic::error("bad-collation", format!("collation {key} {fault}"));
        cx.fault(fault.at(key.span.clone()).help(help));
    }
    let text = |text: &Option<Text>| text.as_ref().map(|text| text.to_string());
    let mut object = Object::new(Collation {
        provider,
        locale: text(&it.locale),
        lc_collate: text(&it.lc_collate),
        lc_ctype: text(&it.lc_ctype),
        deterministic: it.deterministic.unwrap_or(true),
        rules: text(&it.rules),
    });
    object.owner = Some(cx.owner(it.owner.as_ref()));
    object.comment = comment_of(it.comment.as_ref());
    cx.add(id.clone(), object, &key.span);
    cx.renamed(&id, it.renamed_from.as_ref());
}

/// What the provider does not take, and how to mend it.
fn fault(
    provider: CollationProvider,
    it: &grammar::Collation,
) -> Option<(&'static str, &'static str)> {
    let libc = provider == CollationProvider::Libc;
    let two = (it.lc_collate.is_some(), it.lc_ctype.is_some());
    if !libc && it.locale.is_none() {
        return Some(("has no locale", "add `locale: …`"));
    }
    if libc && it.locale.is_none() && two != (true, true) {
        return Some(("has no locale", "add `locale: …`, or both `lc_collate` and `lc_ctype`"));
    }
    if two != (false, false) && (!libc || it.locale.is_some()) {
        let help = "keep `locale`; `lc_collate` and `lc_ctype` are for libc, in its place";
        return Some(("has more than one locale", help));
    }
    let icu = provider == CollationProvider::Icu;
    if !icu && (it.deterministic == Some(false) || it.rules.is_some()) {
        let help = "add `provider: icu`: only ICU has rules and takes different bytes for equal";
        return Some(("is not of ICU", help));
    }
    None
}
