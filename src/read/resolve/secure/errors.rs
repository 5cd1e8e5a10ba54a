//! The errors that functions declare, and those that their bodies raise.

use crate::diagnostic::{Diagnostic, Span, nearest};
use crate::read::decode::Text;
use crate::read::grammar;
use crate::read::resolve::Resolver;
use crate::secure::{DeclaredError, raised};
use std::collections::{BTreeMap, BTreeSet};

/// The errors that a function declares.
pub(in crate::read::resolve) fn errors(
    cx: &mut Resolver<'_>,
    it: &grammar::Function,
) -> BTreeMap<String, DeclaredError> {
    let mut errors = BTreeMap::new();
    let mut names = BTreeMap::new();
    for (code, error) in it.errors.iter().flat_map(|map| map.iter()) {
        if !is_sqlstate(code) {
            cx.fault(no_sqlstate(code));
            continue;
        }
        let status = error.status.as_ref().map(|at| {
            if !(400..600).contains(&at.value) {
                let fault = Diagnostic::error(
                    "bad-status",
                    format!("{} is no HTTP status of an error", at.value),
                );
                cx.fault(fault.at(at.span.clone()).help("write one from 400 to 599"));
            }
            at.value
        });
        let error = DeclaredError {
            message: trimmed(&error.message),
            name: error.name.as_ref().and_then(|it| name(cx, it, code, &mut names)),
            hint: error.hint.as_ref().map(trimmed),
            status,
        };
        errors.insert(code.to_string(), error);
    }
    errors
}

/// A name of an error as the client's variants are: `host_taken` is `HostTaken`. Each is the only one of its function.
fn name<'a>(
    cx: &mut Resolver<'_>,
    text: &'a Text,
    code: &'a Text,
    names: &mut BTreeMap<String, &'a Text>,
) -> Option<String> {
    let fits = text.starts_with(|it: char| it.is_ascii_alphabetic())
        && text.chars().all(|it| it.is_ascii_alphanumeric() || it == '_');
    let mut fault = |message: String, help: String| {
        let fault = Diagnostic::error("bad-error-name", message).at(text.span.clone());
        cx.fault(fault.help(help));
        None
    };
    if !fits {
        let help = "letters and digits, as `HostTaken` or `host_taken`";
        return fault(format!("`{text}` is no name of an error"), help.to_owned());
    }
    let parts = text.split('_').filter(|it| !it.is_empty());
    let upper = |it: &str| it[..1].to_ascii_uppercase() + &it[1..];
    let made: String = parts.map(upper).collect();
    if made == "Other" {
        let help = "it is what the client calls an error that nobody has declared";
        return fault("no error is called `Other`".to_owned(), help.to_owned());
    }
    if let Some(other) = names.insert(made.clone(), code) {
        let help = "each error of a function has a name of its own";
        return fault(format!("{other} is called `{made}` already"), help.to_owned());
    }
    Some(made)
}

fn trimmed(text: &Text) -> String {
    text.trim_end().to_owned()
}

pub(super) fn is_sqlstate(text: &str) -> bool {
    text.len() == 5 && text.bytes().all(|it| it.is_ascii_digit() || it.is_ascii_uppercase())
}

pub(super) fn no_sqlstate(text: &Text) -> Diagnostic {
    Diagnostic::error("bad-sqlstate", format!("`{text}` is no SQLSTATE"))
        .at(text.span.clone())
        .help("five capital letters and digits: `MB001`; a number among them is quoted: `'23505'`")
}

pub(super) fn undeclared(
    cx: &mut Resolver<'_>,
    code: &Text,
    errors: &BTreeMap<String, DeclaredError>,
) {
    let fault = Diagnostic::error("undeclared-error", format!("the error {code} is not declared"));
    let help = match nearest(code, errors.keys().map(String::as_str)) {
        Some(near) => format!("the nearest one is `{near}`"),
        None => format!("add `errors: {{ {code}: … }}` with what the caller reads"),
    };
    cx.fault(fault.at(code.span.clone()).help(help));
}

/// Errors that a PL/pgSQL body raises and its function does not declare.
pub(in crate::read::resolve) fn undeclared_errors(
    faults: &mut Vec<Diagnostic>,
    key: &Text,
    body: &str,
    errors: &BTreeMap<String, DeclaredError>,
    place: impl Fn(usize) -> Option<Span>,
) {
    let mut told = BTreeSet::new();
    for raised in raised(body) {
        if errors.contains_key(&raised.code) || !told.insert(raised.code.clone()) {
            continue;
        }
        let line = body[..raised.at.start].matches('\n').count() + 1;
        let (message, help) = if is_sqlstate(&raised.code) {
            let code = &raised.code;
            let message = format!("{key} raises {code}, which it does not declare");
            let help = format!("add it to `errors`: `{code}: …` with what the caller reads");
            (message, help)
        } else {
            let message = format!("{key} raises `{}`, which is no SQLSTATE", raised.code);
            (message, "write the SQLSTATE and declare it under `errors`".to_owned())
        };
        let at = place(line).unwrap_or_else(|| key.span.clone());
        faults.push(Diagnostic::error("undeclared-error", message).at(at).help(help));
    }
}
