//! The ways in which a function can fail: what it declares, what its body raises, and the constraints that it can hit.

use super::body::{Does, Write};
use super::model::Variant;
use super::names::{Taken, camel};
use crate::catalog::{Catalog, ConstraintBody, Definition, ForeignKeyAction, Kind, QName};
use crate::read::Signature;
use crate::secure::DeclaredError;
use crate::sql::tokens;
use std::collections::{BTreeMap, BTreeSet};

/// The variants of a function's error, in the order of their SQLSTATEs, constraints last.
pub(super) fn variants(catalog: &Catalog, signature: &Signature, does: &Does) -> Vec<Variant> {
    let mut taken = Taken::with(&["Other"]);
    let mut found = Vec::new();
    let none = BTreeMap::new();
    let declared: &BTreeMap<String, DeclaredError> =
        signature.secured.as_ref().map_or(&none, |it| &it.errors);
    for (code, error) in declared {
        let name = from_message(&error.message).unwrap_or_else(|| condition(code));
        found.push(Variant {
            rust: taken.take(name),
            sqlstate: code.clone(),
            constraint: None,
            doc: error.message.clone(),
        });
    }
    let raised: BTreeSet<String> = does.raises.iter().filter_map(|it| sqlstate(it)).collect();
    for code in raised.into_iter().filter(|it| !declared.contains_key(it)) {
        found.push(Variant {
            rust: taken.take(condition(&code)),
            doc: format!("SQLSTATE {code}."),
            sqlstate: code,
            constraint: None,
        });
    }
    for (name, code, doc) in constraints(catalog, does) {
        // What is declared reaches the caller in the declared words, without the constraint.
        if !declared.contains_key(code) {
            found.push(Variant {
                rust: taken.take(camel(&name)),
                sqlstate: code.to_owned(),
                constraint: Some(name),
                doc,
            });
        }
    }
    found
}

/// A name of what a message says: `HostTaken` of "The host is taken at that time."
fn from_message(message: &str) -> Option<String> {
    const SILENT: [&str; 13] =
        ["the", "a", "an", "is", "are", "was", "were", "be", "been", "has", "have", "it", "this"];
    const ENDS: [&str; 17] = [
        "at", "in", "on", "of", "for", "from", "by", "with", "that", "which", "who", "because",
        "until", "since", "before", "after", "as",
    ];
    let sentence = message.split(['.', ';', ':', ',']).next()?;
    let sentence = sentence.strip_prefix("There ").unwrap_or(sentence);
    let words = sentence.split(|it: char| !it.is_alphanumeric()).filter(|it| !it.is_empty());
    let words = words.filter(|it| !SILENT.contains(&&*it.to_lowercase()));
    let told: Vec<&str> =
        words.take_while(|it| !ENDS.contains(&&*it.to_lowercase())).take(5).collect();
    let cut = told.last().is_some_and(|it| matches!(&*it.to_lowercase(), "not" | "no"));
    let whole = told.len() > 1 && !cut && told.iter().any(|it| it.starts_with(char::is_alphabetic));
    whole.then(|| camel(&told.join(" ")))
}

/// The SQLSTATE of what a RAISE says: it may be a condition's name.
fn sqlstate(said: &str) -> Option<String> {
    let is_code =
        said.len() == 5 && said.bytes().all(|it| it.is_ascii_digit() || it.is_ascii_uppercase());
    if is_code {
        return Some(said.to_owned());
    }
    CONDITIONS.iter().find(|(_, name)| *name == said).map(|(code, _)| (*code).to_owned())
}

/// A variant's name for a SQLSTATE: PostgreSQL's own, else the code.
fn condition(code: &str) -> String {
    let known = CONDITIONS.iter().find(|(it, _)| *it == code);
    known.map_or_else(|| camel(&code.to_lowercase()), |(_, name)| camel(name))
}

/// Conditions that functions raise, by PostgreSQL's names.
const CONDITIONS: [(&str, &str); 25] = [
    ("0A000", "feature_not_supported"),
    ("22000", "data_exception"),
    ("22003", "numeric_value_out_of_range"),
    ("22004", "null_value_not_allowed"),
    ("22007", "invalid_datetime_format"),
    ("22023", "invalid_parameter_value"),
    ("22P02", "invalid_text_representation"),
    ("23502", "not_null_violation"),
    ("23503", "foreign_key_violation"),
    ("23505", "unique_violation"),
    ("23514", "check_violation"),
    ("23P01", "exclusion_violation"),
    ("25006", "read_only_sql_transaction"),
    ("28000", "invalid_authorization_specification"),
    ("42501", "insufficient_privilege"),
    ("42704", "undefined_object"),
    ("53400", "configuration_limit_exceeded"),
    ("54000", "program_limit_exceeded"),
    ("55000", "object_not_in_prerequisite_state"),
    ("55006", "object_in_use"),
    ("55P03", "lock_not_available"),
    ("57014", "query_canceled"),
    ("P0001", "raise_exception"),
    ("P0002", "no_data_found"),
    ("P0003", "too_many_rows"),
];

type Hit = (String, &'static str, String);

/// Constraints with the SQLSTATE of their violation, and what they hold.
fn constraints(catalog: &Catalog, does: &Does) -> BTreeSet<Hit> {
    let mut found = BTreeSet::new();
    for (id, object) in catalog.of_kind(Kind::Constraint) {
        let Definition::Constraint(it) = &object.definition else { continue };
        let table = id.relation_qname();
        let code = match &it.body {
            ConstraintBody::PrimaryKey { .. } | ConstraintBody::Unique { .. } => "23505",
            ConstraintBody::Exclusion { .. } => "23P01",
            ConstraintBody::Check { .. } => "23514",
            ConstraintBody::ForeignKey { .. } => "23503",
        };
        if is_hit(does, &table, &columns(&it.body)) || is_left_alone(does, &it.body) {
            let doc = format!("SQLSTATE {code}: the constraint `{}` of `{}`.", id.name, table.name);
            found.insert((id.name.to_string(), code, doc));
        }
    }
    for (id, object) in catalog.of_kind(Kind::Index) {
        let Definition::Index(it) = &object.definition else { continue };
        let table = id.relation_qname();
        let words = it.elements.iter().map(|it| &it.expression).chain(&it.predicate);
        if it.unique && is_hit(does, &table, &words.flat_map(|it| named(it)).collect()) {
            let doc = format!("SQLSTATE 23505: the index `{}` of `{}`.", id.name, table.name);
            found.insert((id.name.to_string(), "23505", doc));
        }
    }
    for (domain, columns) in domains(catalog) {
        if !columns.iter().any(|(table, column)| is_hit(does, table, &[column.clone()].into())) {
            continue;
        }
        for (id, _) in catalog.of_relation(Kind::DomainConstraint, &domain) {
            let doc = format!("SQLSTATE 23514: the constraint `{}` of `{}`.", id.name, domain.name);
            found.insert((id.name.to_string(), "23514", doc));
        }
    }
    found
}

/// Whether one of a constraint's columns is written.
fn is_hit(does: &Does, table: &QName, of: &BTreeSet<String>) -> bool {
    let writes = [Write::Insert, Write::Update].map(|it| does.writes.get(&(table.clone(), it)));
    writes.into_iter().flatten().any(|columns| match columns {
        None => true,
        Some(columns) => !columns.is_disjoint(of),
    })
}

/// Whether a row may be deleted that a foreign key refers to.
fn is_left_alone(does: &Does, body: &ConstraintBody) -> bool {
    let ConstraintBody::ForeignKey { references, on_delete, .. } = body else { return false };
    let refuses = matches!(on_delete, ForeignKeyAction::NoAction | ForeignKeyAction::Restrict);
    refuses && does.writes.contains_key(&(references.clone(), Write::Delete))
}

/// The names in an expression.
fn named(text: &str) -> BTreeSet<String> {
    tokens(text).iter().filter_map(|it| it.name().map(Into::into)).collect()
}

fn columns(body: &ConstraintBody) -> BTreeSet<String> {
    let of = |names: &[crate::catalog::Name]| names.iter().map(ToString::to_string).collect();
    match body {
        ConstraintBody::PrimaryKey { columns, .. }
        | ConstraintBody::Unique { columns, .. }
        | ConstraintBody::ForeignKey { columns, .. } => of(columns),
        ConstraintBody::Check { expression, .. } => named(expression),
        ConstraintBody::Exclusion { elements, predicate, .. } => {
            let elements = elements.iter().flat_map(|it| named(&it.element.expression));
            elements.chain(predicate.iter().flat_map(|it| named(it))).collect()
        }
    }
}

/// The columns of each domain.
fn domains(catalog: &Catalog) -> BTreeMap<QName, Vec<(QName, String)>> {
    let mut found: BTreeMap<QName, Vec<(QName, String)>> = BTreeMap::new();
    for (id, object) in catalog.of_kind(Kind::Column) {
        let Definition::Column(column) = &object.definition else { continue };
        let (words, _) = super::types::bare(&column.data_type);
        if let Some(name) = super::types::own_name(&words) {
            found.entry(name).or_default().push((id.relation_qname(), id.name.to_string()));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_gives_a_name() {
        for (message, name) in [
            ("The host is taken at that time.", Some("HostTaken")),
            ("The host is not verified.", Some("HostNotVerified")),
            ("There is no such row.", Some("NoSuchRow")),
            (
                "Somebody else has changed the row meanwhile.",
                Some("SomebodyElseChangedRowMeanwhile"),
            ),
            ("You may not do this.", Some("YouMayNotDo")),
            ("The family is not there any more.", Some("FamilyNotThereAnyMore")),
            ("An argument is not as it must be.", None),
            ("No.", None),
        ] {
            assert_eq!(from_message(message).as_deref(), name, "{message}");
        }
    }

    #[test]
    fn conditions_have_their_names() {
        assert_eq!(condition("42501"), "InsufficientPrivilege");
        assert_eq!(condition("MM003"), "Mm003");
        assert_eq!(sqlstate("unique_violation").as_deref(), Some("23505"));
        assert_eq!(sqlstate("other"), None);
    }
}
