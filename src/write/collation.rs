//! Collations.

use super::Writer;
use super::name::member;
use super::yaml::{Map, Node};
use crate::catalog::{Collation, CollationProvider, Object, ObjectId};

pub(super) fn write(cx: &mut Writer<'_>, id: &ObjectId, object: &Object, it: &Collation) {
    let Collation { provider, locale, lc_collate, lc_ctype, deterministic, rules } = it;
    let mut map = Map::new();
    let provider = match provider {
        CollationProvider::Libc => None,
        CollationProvider::Icu => Some("icu"),
        CollationProvider::Builtin => Some("builtin"),
    };
    map.some("provider", provider.map(Node::word));
    map.text("locale", locale.as_deref());
    map.text("lc_collate", lc_collate.as_deref());
    map.text("lc_ctype", lc_ctype.as_deref());
    map.flag("deterministic", *deterministic, true);
    map.text("rules", rules.as_deref());
    cx.stated(&mut map, object, &cx.default_owner());
    cx.put(&Writer::place(id, "collations"), "collations", member(&id.name), map);
}
