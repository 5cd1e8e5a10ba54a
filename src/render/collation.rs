//! Collations.

use super::name::{literal, object};
use crate::catalog::{Collation, CollationProvider, ObjectId};

pub(super) fn create(id: &ObjectId, it: &Collation) -> String {
    let mut options = Vec::new();
    match it.provider {
        CollationProvider::Libc => {}
        CollationProvider::Icu => options.push("provider = icu".to_owned()),
        CollationProvider::Builtin => options.push("provider = builtin".to_owned()),
    }
    let texts = [
        ("locale", &it.locale),
        ("lc_collate", &it.lc_collate),
        ("lc_ctype", &it.lc_ctype),
        ("rules", &it.rules),
    ];
    for (name, text) in texts {
        options.extend(text.as_ref().map(|text| format!("{name} = {}", literal(text))));
    }
    if !it.deterministic {
        options.push("deterministic = false".to_owned());
    }
    format!("CREATE COLLATION {} ({})", object(id), options.join(", "))
}
