//! Operators, operator families and classes, casts.

use super::name::{qualified, quoted};
use crate::catalog::{
    Cast, CastContext, CastMethod, FamilyFunction, FamilyOperator, ObjectId, Operator,
    OperatorClass, OperatorFamily,
};

/// `schema.===`: the name of an operator is never quoted.
fn name(id: &ObjectId) -> String {
    format!("{}.{}", quoted(id.schema.as_deref().unwrap_or_default()), id.name)
}

/// `schema.=== (integer, integer)`.
pub(super) fn signature(id: &ObjectId) -> String {
    format!("{} ({})", name(id), id.args.as_deref().unwrap_or_default())
}

/// `schema.name USING btree`.
pub(super) fn using(id: &ObjectId) -> String {
    let method = quoted(id.args.as_deref().unwrap_or_default());
    format!("{} USING {method}", qualified(&id.qname()))
}

pub(super) fn create(id: &ObjectId, it: &Operator) -> String {
    let mut options = vec![format!("FUNCTION = {}", it.function)];
    options.extend(it.left.as_ref().map(|it| format!("LEFTARG = {it}")));
    options.push(format!("RIGHTARG = {}", it.right));
    let named = [
        ("COMMUTATOR", &it.commutator),
        ("NEGATOR", &it.negator),
        ("RESTRICT", &it.restrict),
        ("JOIN", &it.join),
    ];
    for (word, value) in named {
        options.extend(value.as_ref().map(|value| format!("{word} = {value}")));
    }
    options.extend(it.hashes.then(|| "HASHES".to_owned()));
    options.extend(it.merges.then(|| "MERGES".to_owned()));
    format!("CREATE OPERATOR {} (\n    {}\n)", name(id), options.join(",\n    "))
}

pub(super) fn alter(id: &ObjectId, from: &Operator, to: &Operator) -> String {
    let mut options = Vec::new();
    for (word, from, to) in
        [("RESTRICT", &from.restrict, &to.restrict), ("JOIN", &from.join, &to.join)]
    {
        if from != to {
            options.push(format!("{word} = {}", to.as_deref().unwrap_or("NONE")));
        }
    }
    for (word, from, to) in
        [("COMMUTATOR", &from.commutator, &to.commutator), ("NEGATOR", &from.negator, &to.negator)]
    {
        options.extend(to.iter().filter(|_| from != to).map(|it| format!("{word} = {it}")));
    }
    options.extend((from.hashes != to.hashes).then(|| "HASHES".to_owned()));
    options.extend((from.merges != to.merges).then(|| "MERGES".to_owned()));
    format!("ALTER OPERATOR {} SET ({})", signature(id), options.join(", "))
}

pub(super) fn create_family(id: &ObjectId, it: &OperatorFamily) -> Vec<String> {
    let mut statements = vec![format!("CREATE OPERATOR FAMILY {}", using(id))];
    if *it != OperatorFamily::default() {
        statements.push(add(id, it));
    }
    statements
}

pub(super) fn add(id: &ObjectId, it: &OperatorFamily) -> String {
    let operators = it.operators.iter().map(operator);
    let members: Vec<String> = operators.chain(it.functions.iter().map(function)).collect();
    format!("ALTER OPERATOR FAMILY {} ADD\n    {}", using(id), members.join(",\n    "))
}

pub(super) fn take_out(id: &ObjectId, it: &OperatorFamily) -> String {
    let operators = it.operators.iter().map(|it| format!("OPERATOR {} ({})", it.number, it.types));
    let functions = it.functions.iter().map(|it| format!("FUNCTION {} ({})", it.number, it.types));
    let members: Vec<String> = operators.chain(functions).collect();
    format!("ALTER OPERATOR FAMILY {} DROP\n    {}", using(id), members.join(",\n    "))
}

fn operator(it: &FamilyOperator) -> String {
    let order_by = it.order_by.as_ref();
    let order_by = order_by.map_or(String::new(), |it| format!(" FOR ORDER BY {}", qualified(it)));
    // A declared operator of a class may leave its types to the class.
    let types = if it.types.is_empty() { String::new() } else { format!(" ({})", it.types) };
    format!("OPERATOR {} {}{types}{order_by}", it.number, it.operator)
}

fn function(it: &FamilyFunction) -> String {
    let types = if it.types.is_empty() { String::new() } else { format!(" ({})", it.types) };
    format!("FUNCTION {}{types} {}", it.number, it.function)
}

pub(super) fn create_class(id: &ObjectId, it: &OperatorClass) -> String {
    let default = if it.default { " DEFAULT" } else { "" };
    let method = quoted(id.args.as_deref().unwrap_or_default());
    let operators = it.operators.iter().map(operator);
    let mut members: Vec<String> = operators.chain(it.functions.iter().map(function)).collect();
    members.extend(it.storage.as_ref().map(|it| format!("STORAGE {it}")));
    if members.is_empty() {
        // A class needs something between its commas.
        members.push(format!("STORAGE {}", it.data_type));
    }
    format!(
        "CREATE OPERATOR CLASS {}{default} FOR TYPE {} USING {method} FAMILY {} AS\n    {}",
        qualified(&id.qname()),
        it.data_type,
        qualified(&it.family),
        members.join(",\n    ")
    )
}

pub(super) fn create_cast(it: &Cast) -> String {
    let method = match &it.method {
        CastMethod::Function(function) => format!("WITH FUNCTION {function}"),
        CastMethod::Binary => "WITHOUT FUNCTION".to_owned(),
        CastMethod::InOut => "WITH INOUT".to_owned(),
    };
    let context = match it.context {
        CastContext::Explicit => "",
        CastContext::Assignment => " AS ASSIGNMENT",
        CastContext::Implicit => " AS IMPLICIT",
    };
    format!("CREATE CAST ({} AS {}) {method}{context}", it.source, it.target)
}
