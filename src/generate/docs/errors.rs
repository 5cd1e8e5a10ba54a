//! The errors that a call of a function may end with, as far as declarations and bodies tell.

use super::known::Known;
use super::markdown::{code, text};
use crate::access::source;
use crate::catalog::{Catalog, Definition, Kind, ObjectId};
use crate::secure::{self, DeclaredError};
use crate::sql::{Kind as Words, Token, tokens};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// An error, as templates see it.
#[derive(Serialize)]
pub(super) struct ErrorView {
    code: String,
    /// PostgreSQL's name of the condition, where it has one.
    condition: &'static str,
    /// What is declared of it.
    meaning: String,
    status: Option<u32>,
    /// The functions beneath that raise it, where the function itself does not.
    by: String,
}

/// The errors of a function: those that it declares, those that its body raises, those that functions raise which it calls.
pub(super) fn of_function(known: &Known<'_>, page: &str, id: &ObjectId) -> Vec<ErrorView> {
    let declared = declared(known, id);
    let mut by: BTreeMap<String, BTreeSet<ObjectId>> = BTreeMap::new();
    let mut own: BTreeSet<String> =
        declared.into_iter().flat_map(|it| it.keys().cloned()).collect();
    // What bodies say of errors that nobody declared.
    let mut messages: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut seen = BTreeSet::from([id.clone()]);
    let mut next = VecDeque::from([id.clone()]);
    while let Some(at) = next.pop_front() {
        for (code, message) in known.raised.get(&at).into_iter().flatten() {
            let of = messages.entry(code.clone()).or_default();
            if let Some(message) = message.as_deref().map(text).filter(|it| !of.contains(it)) {
                of.push(message);
            }
            if at == *id {
                own.insert(code.clone());
            } else {
                by.entry(code.clone()).or_default().insert(at.clone());
            }
        }
        for called in known.touched.get(&at).into_iter().flat_map(|it| &it.calls) {
            if seen.insert(called.clone()) {
                next.push_back(called.clone());
            }
        }
    }
    let all: BTreeSet<&String> = own.iter().chain(by.keys()).collect();
    let views = all.into_iter().map(|said| {
        let error = declared.and_then(|it| it.get(said));
        let meaning = error.map(|it| match &it.hint {
            Some(hint) => format!("{} {}", text(&it.message), text(hint)),
            None => text(&it.message),
        });
        let by = by.get(said).filter(|_| !own.contains(said));
        ErrorView {
            code: code(said),
            condition: condition(said),
            meaning: meaning
                .or_else(|| messages.get(said).map(|it| it.join(" Or: ")))
                .unwrap_or_default(),
            status: error.and_then(|it| it.status),
            by: by
                .into_iter()
                .flatten()
                .map(|id| known.link(page, id))
                .collect::<Vec<_>>()
                .join(", "),
        }
    });
    views.collect()
}

fn declared<'k>(
    known: &'k Known<'_>,
    id: &ObjectId,
) -> Option<&'k BTreeMap<String, DeclaredError>> {
    Some(&known.objects.signatures.get(id)?.secured.as_ref()?.errors)
}

/// What the bodies of functions raise by themselves: codes, with what is said.
pub(super) type Raised = BTreeMap<ObjectId, Vec<(String, Option<String>)>>;

/// What the bodies of all functions raise by themselves.
pub(super) fn raised(catalog: &Catalog) -> Raised {
    let functions = catalog.of_kind(Kind::Function);
    let bodies = functions.filter_map(|(id, object)| match &object.definition {
        Definition::Function(it) if *it.language == *"plpgsql" => Some((id, source(it)?)),
        _ => None,
    });
    bodies.map(|(id, body)| (id.clone(), raised_by(body))).collect()
}

fn raised_by(body: &str) -> Vec<(String, Option<String>)> {
    let raised = secure::raised(body);
    if raised.is_empty() {
        return Vec::new();
    }
    let tokens = tokens(body);
    let told = raised.into_iter().map(|it| {
        let message = message(&tokens, it.at.start);
        (sqlstate(&it.code).map_or(it.code, str::to_owned), message)
    });
    told.collect()
}

/// The message of the RAISE that a place stands in, where it is a text without holes.
fn message(tokens: &[Token<'_>], at: usize) -> Option<String> {
    let start = tokens.iter().rposition(|it| it.at.start <= at && it.is("raise"))?;
    let end =
        tokens[start..].iter().position(|it| it.is(";")).map_or(tokens.len(), |it| start + it);
    let words = &tokens[start..end];
    let stated =
        words.windows(3).find(|it| it[0].is("message") && matches!(it[1].text, "=" | ":="));
    let first =
        words.iter().skip(1).find(|it| !it.is("exception")).filter(|it| it.kind == Words::Text);
    let said = stated.map(|it| &it[2]).or(first).filter(|it| it.kind == Words::Text)?.value();
    (!said.contains('%')).then(|| said.into_owned())
}

/// Conditions that functions raise, by SQLSTATE: Appendix A of PostgreSQL's manual has them all.
const CONDITIONS: &[(&str, &str)] = &[
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
    ("28000", "invalid_authorization_specification"),
    ("40001", "serialization_failure"),
    ("40P01", "deadlock_detected"),
    ("42501", "insufficient_privilege"),
    ("53400", "configuration_limit_exceeded"),
    ("54000", "program_limit_exceeded"),
    ("55000", "object_not_in_prerequisite_state"),
    ("55P03", "lock_not_available"),
    ("57014", "query_canceled"),
    ("P0001", "raise_exception"),
    ("P0002", "no_data_found"),
    ("P0003", "too_many_rows"),
];

fn condition(code: &str) -> &'static str {
    CONDITIONS.iter().find(|(it, _)| *it == code).map_or("", |(_, name)| name)
}

/// The SQLSTATE of a condition that is raised by its name.
fn sqlstate(name: &str) -> Option<&'static str> {
    CONDITIONS.iter().find(|(_, it)| *it == name).map(|(code, _)| *code)
}
