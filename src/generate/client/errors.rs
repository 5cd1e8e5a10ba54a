//! The ways in which a function can fail: what it declares, what its body raises, and the constraints that it can hit.

use super::body::Does;
use super::constraints::Constraints;
use super::model::Variant;
use super::names::{Taken, camel};
use crate::read::Signature;
use crate::secure::DeclaredError;
use std::collections::{BTreeMap, BTreeSet};

/// The variants of a function's error, in the order of their SQLSTATEs, constraints last.
pub(super) fn variants(
    constraints: &Constraints,
    signature: &Signature,
    does: &Does,
) -> Vec<Variant> {
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
            doc: Some(error.message.clone()),
        });
    }
    let raised: BTreeSet<String> = does.raises.iter().filter_map(|it| sqlstate(it)).collect();
    for code in raised.into_iter().filter(|it| !declared.contains_key(it)) {
        found.push(Variant {
            rust: taken.take(condition(&code)),
            doc: None,
            sqlstate: code,
            constraint: None,
        });
    }
    for it in constraints.hit(does) {
        // What is declared reaches the caller in the declared words, without the constraint.
        if !declared.contains_key(it.code) {
            found.push(Variant {
                rust: taken.take(camel(&it.name)),
                sqlstate: it.code.to_owned(),
                doc: None,
                constraint: Some(it.clone()),
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
