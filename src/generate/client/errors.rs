//! The ways in which a function can fail: what it declares, what its body raises, and the constraints that it can hit.

use super::body::Does;
use super::constraints::Constraints;
use super::model::Variant;
use super::names::{Taken, camel};
use crate::catalog::ObjectId;
use crate::read::Signature;
use crate::secure::DeclaredError;
use std::collections::{BTreeMap, BTreeSet};

/// What is known of errors by their declarations.
pub(super) struct Declared<'a> {
    signatures: &'a BTreeMap<ObjectId, Signature>,
    /// Whatever is declared anywhere, by its SQLSTATE; what has a name first.
    of_code: BTreeMap<&'a str, Vec<Said<'a>>>,
}

/// What an error is called, and what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Said<'a> {
    name: Option<&'a str>,
    message: &'a str,
}

impl<'a> Said<'a> {
    fn of(error: &'a DeclaredError) -> Self {
        Self { name: error.name.as_deref(), message: &error.message }
    }
}

impl<'a> Declared<'a> {
    pub(super) fn of(signatures: &'a BTreeMap<ObjectId, Signature>) -> Self {
        let mut all: BTreeMap<&str, Vec<Said<'_>>> = BTreeMap::new();
        for (code, error) in signatures.keys().flat_map(|id| errors(signatures, id)) {
            all.entry(code).or_default().push(Said::of(error));
        }
        all.values_mut().for_each(|it| it.sort_by_key(|it| it.name.is_none()));
        Self { signatures, of_code: all }
    }

    /// What a function says with what it does not declare itself: all that is raised with it has the same words, or what is
    /// raised has none and every declaration has the same.
    fn said<'d>(&'d self, code: &str, does: &'d Does) -> Option<Said<'d>> {
        let raised: Vec<_> = does.raises.get(code)?.iter().collect();
        match raised[..] {
            [Some(message)] => {
                let mut declared = self.of_code.get(code).into_iter().flatten();
                let known = declared.find(|it| it.message == message).copied();
                Some(known.unwrap_or(Said { name: None, message }))
            }
            [None] => same(self.of_code.get(code)?),
            _ => None,
        }
    }
}

/// What a function declares.
fn errors<'a>(
    signatures: &'a BTreeMap<ObjectId, Signature>,
    id: &ObjectId,
) -> impl Iterator<Item = (&'a str, &'a DeclaredError)> {
    let secured = signatures.get(id).and_then(|it| it.secured.as_ref());
    secured.into_iter().flat_map(|it| &it.errors).map(|(code, error)| (code.as_str(), error))
}

/// What all of them are, by their names or by their words.
fn same<'a>(all: &[Said<'a>]) -> Option<Said<'a>> {
    let first = *all.first()?;
    let like = |it: &Said<'_>| match first.name {
        Some(_) => it.name == first.name,
        None => *it == first,
    };
    all.iter().all(like).then_some(first)
}

/// The variants of a function's error, in the order of their SQLSTATEs, constraints last.
pub(super) fn variants(
    constraints: &Constraints,
    declared: &Declared<'_>,
    id: &ObjectId,
    does: &Does,
) -> Vec<Variant> {
    let own: BTreeMap<&str, Said<'_>> =
        errors(declared.signatures, id).map(|(code, it)| (code, Said::of(it))).collect();
    let mut all: Vec<(String, Option<Said<'_>>)> =
        own.iter().map(|(code, said)| ((*code).to_owned(), Some(*said))).collect();
    let raised: BTreeSet<String> = does.raises.keys().filter_map(|it| sqlstate(it)).collect();
    for code in raised.into_iter().filter(|it| !own.contains_key(&**it)) {
        let said = declared.said(&code, does);
        all.push((code, said));
    }
    // A name that somebody gave comes before those that are made.
    let mut taken = Taken::with(&["Other"]);
    let given = |said: &Option<Said<'_>>| said.and_then(|it| it.name).map(str::to_owned);
    let mut names: Vec<Option<String>> =
        all.iter().map(|(_, said)| given(said).map(|name| taken.take(name))).collect();
    for (name, (code, said)) in names.iter_mut().zip(&all) {
        let made =
            || said.and_then(|it| from_message(it.message)).unwrap_or_else(|| condition(code));
        name.get_or_insert_with(|| taken.take(made()));
    }
    let mut found = Vec::new();
    for (name, (sqlstate, said)) in names.into_iter().flatten().zip(all) {
        let doc = said.map(|it| it.message.to_owned()).or_else(|| all_messages(&sqlstate, does));
        found.push(Variant { rust: name, sqlstate, constraint: None, doc });
    }
    for it in constraints.hit(does) {
        // What is declared reaches the caller in the declared words, without the constraint.
        if !own.contains_key(it.code) {
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

/// Whatever is said with a SQLSTATE, a paragraph each.
fn all_messages(code: &str, does: &Does) -> Option<String> {
    let messages: Vec<&str> = does.raises.get(code)?.iter().flatten().map(String::as_str).collect();
    (!messages.is_empty()).then(|| messages.join("\n\n"))
}

/// A name of what a message says: `HostTaken` of "The host is taken at that time."
fn from_message(message: &str) -> Option<String> {
    const SILENT: [&str; 8] = ["the", "a", "an", "it", "this", "that", "your", "their"];
    // They say something before a "no".
    const VERBS: [&str; 6] = ["is", "are", "was", "were", "has", "have"];
    const ENDS: [&str; 15] = [
        "at", "in", "on", "of", "for", "from", "by", "with", "without", "which", "who", "because",
        "until", "since", "so",
    ];
    // More must follow them.
    const OPEN: [&str; 8] = ["to", "be", "or", "and", "not", "no", "than", "over"];
    const LOOSE: [&str; 6] = ["to", "be", "or", "and", "than", "until"];
    let sentence = message.split(['.', ';', ':', ',']).next()?.replace("'s ", " ");
    let sentence = ["There is ", "There are ", "There was ", "There were "]
        .iter()
        .find_map(|it| sentence.strip_prefix(it))
        .unwrap_or(&sentence);
    let words: Vec<&str> =
        sentence.split(|it: char| !it.is_alphanumeric()).filter(|it| !it.is_empty()).collect();
    let is = |word: &str, list: &[&str]| list.contains(&&*word.to_lowercase());
    let mut told: Vec<&str> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let open = told.last().is_some_and(|it| is(it, &OPEN));
        let before = |what: &str| words.get(at + 1).is_some_and(|it| is(it, &[what]));
        // "that you manage", "to be sent"
        let more = is(word, &["that"]) && at > 0 || is(word, &["to"]) && before("be");
        // "not as it must be" tells nothing: it is cut there.
        let ends = is(word, &["as"]) || !open && (is(word, &ENDS) || more);
        if told.len() == 6 || told.len() > 1 && ends {
            break;
        }
        if !(is(word, &SILENT) || is(word, &VERBS) && !before("no")) {
            told.push(word);
        }
    }
    while told.last().is_some_and(|it| is(it, &LOOSE)) {
        told.pop();
    }
    let cut = told.last().is_some_and(|it| is(it, &["not", "no"]));
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
            ("The host cannot be booked for that time.", Some("HostCannotBeBooked")),
            ("There is no such row.", Some("NoSuchRow")),
            ("There is no such payout to be sent.", Some("NoSuchPayout")),
            ("There is no such family that you manage.", Some("NoSuchFamily")),
            ("There is no such month or time zone.", Some("NoSuchMonthOrTimeZone")),
            ("You are no host.", Some("YouAreNoHost")),
            ("The times have no proper form.", Some("TimesHaveNoProperForm")),
            ("The payment is not in a state for that.", Some("PaymentNotInState")),
            ("That is more than is left of what was paid.", Some("MoreThanLeft")),
            ("Nobody decides over their own order.", Some("NobodyDecidesOverOwnOrder")),
            ("It was changed since.", Some("ChangedSince")),
            ("The provider's key is used.", Some("ProviderKeyUsed")),
            ("The family is not there any more.", Some("FamilyNotThereAnyMore")),
            ("That is more than is to be paid.", Some("MoreThanToBePaid")),
            (
                "Somebody else has changed the row meanwhile.",
                Some("SomebodyElseChangedRowMeanwhile"),
            ),
            ("You may not do this.", Some("YouMayNotDo")),
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
