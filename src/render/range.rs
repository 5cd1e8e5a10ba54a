//! Range types.

use super::name::{literal, object, qualified, quoted};
use crate::catalog::{ObjectId, QName, Range};

pub(super) fn create(id: &ObjectId, it: &Range) -> String {
    let mut lines = vec![format!("subtype = {}", it.subtype)];
    lines.extend(it.operator_class.as_ref().map(|it| format!("subtype_opclass = {it}")));
    lines.extend(it.collation.as_ref().map(|it| format!("collation = {it}")));
    lines.extend(it.canonical.as_ref().map(|it| format!("canonical = {it}")));
    lines.extend(it.difference.as_ref().map(|it| format!("subtype_diff = {it}")));
    lines.extend(
        it.multirange.as_ref().map(|it| format!("multirange_type_name = {}", qualified(it))),
    );
    format!("CREATE TYPE {} AS RANGE (\n    {}\n)", object(id), lines.join(",\n    "))
}

/// A range or multirange type gets another name, and its constructors with it, which PostgreSQL leaves behind.
pub(super) fn rename(from: &QName, to: &QName) -> Vec<String> {
    let mut statements = Vec::new();
    let each = |clause: &str| {
        format!(
            "DO $$DECLARE it regprocedure; BEGIN\n    \
             FOR it IN SELECT objid FROM pg_catalog.pg_depend WHERE classid = 'pg_catalog.pg_proc'::regclass\n        \
             AND refclassid = 'pg_catalog.pg_type'::regclass AND refobjid = {}::regtype AND deptype = 'i' LOOP\n        \
             EXECUTE format({}, it);\n    END LOOP;\nEND$$",
            literal(&qualified(from)),
            literal(&format!("ALTER FUNCTION %s {}", clause.replace('%', "%%")))
        )
    };
    if from.schema != to.schema {
        let clause = format!("SET SCHEMA {}", quoted(&to.schema));
        statements.push(each(&clause));
        statements.push(format!("ALTER TYPE {} {clause}", qualified(from)));
    }
    if from.name != to.name {
        let there = QName { schema: to.schema.clone(), name: from.name.clone() };
        let clause = format!("RENAME TO {}", quoted(&to.name));
        statements
            .push(each(&clause).replace(&literal(&qualified(from)), &literal(&qualified(&there))));
        statements.push(format!("ALTER TYPE {} {clause}", qualified(&there)));
    }
    statements
}
