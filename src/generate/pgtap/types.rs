//! Enums, domains, composites.

use super::{Tests, both, literal, names, texts, worded};
use crate::catalog::{Catalog, Definition, Kind};

pub(super) fn types(tests: &mut Tests, catalog: &Catalog) {
    tests.about("Types");
    for (id, object) in catalog.of_kind(Kind::Enum) {
        let Definition::Enum(it) = &object.definition else { continue };
        let labels = texts(it.labels.iter().map(|it| literal(it))).replace("text[]", "name[]");
        let [schema, named] = both(&id.qname());
        tests.put(
            "enum_has_labels",
            &[schema, named, labels],
            &format!("the labels of {}", id.qname()),
        );
    }
    for (id, object) in catalog.of_kind(Kind::Domain) {
        let Definition::Domain(_) = &object.definition else { continue };
        let [schema, named] = both(&id.qname());
        tests.put("has_domain", &[schema, named], &format!("domain {} is there", id.qname()));
    }
    for (id, object) in catalog.of_kind(Kind::Composite) {
        let Definition::Composite(it) = &object.definition else { continue };
        let [schema, named] = both(&id.qname());
        tests.put("has_composite", &[schema, named], &format!("type {} is there", id.qname()));
        let [schema, named] = both(&id.qname());
        let columns = names(it.attributes.iter().map(|it| &it.name));
        tests.put(
            "columns_are",
            &[schema, named, columns],
            &format!("the attributes of {}", id.qname()),
        );
    }
    for (id, object) in catalog.of_kind(Kind::Range) {
        let Definition::Range(it) = &object.definition else { continue };
        let query = format!(
            "(select r.rngsubtype::regtype::text from pg_range r where r.rngtypid = {}::regtype)",
            literal(&crate::render::qualified(&id.qname()))
        );
        tests.put("is", &[query, worded(&it.subtype)], &format!("what {} is of", id.qname()));
    }
}
