//! Secrets that leave the database.

use super::super::access::Access;
use super::super::names::relation;
use super::{Found, Needs, Rule, Subject};
use crate::catalog::{ArgMode, Function, Principal, Privilege};
use crate::diagnostic::Level;

pub(super) const RULE: Rule = Rule {
    id: "returns-secret",
    level: Level::Warning,
    needs: Needs::Declared,
    about: "A function that clients may call and that returns a password, a token, the number of a document or another secret.",
    why: "What is returned lies in the client's memory, in logs and in caches. Nobody needs a hash of a password to check one, and a whole row returns every column \
          that the table gets later.",
    fixes: false,
    run,
};

/// Names of columns that hold secrets: whole, or as their end.
const SECRETS: [&str; 19] = [
    "password",
    "passwd",
    "password_hash",
    "encrypted_password",
    "secret",
    "secret_hash",
    "token",
    "token_hash",
    "api_key",
    "private_key",
    "document_number",
    "passport_number",
    "social_security_number",
    "ssn",
    "card_number",
    "cvv",
    "totp_secret",
    "pin",
    "recovery_code",
];

pub(in crate::judge) fn is_secret(name: &str) -> bool {
    SECRETS.iter().any(|secret| {
        name.strip_suffix(secret)
            .is_some_and(|before| before.is_empty() || (before.ends_with('_') && secret.len() > 3))
    })
}

fn run(subject: &Subject<'_>) -> Vec<Found> {
    let access = Access::of(subject);
    let mut found = Vec::new();
    for (id, object, function) in subject.functions() {
        let callers = object.grants.iter().filter(|(_, it)| it.contains_key(&Privilege::Execute));
        let clients = callers.map(|(who, _)| who).filter(|it| access.is_client(it));
        let Some(who) = clients.into_iter().max_by_key(|it| **it == Principal::Public) else {
            continue;
        };
        if let Some(secret) = returned(subject, function) {
            let what = format!("{who} may call this function, which returns {secret}");
            let help = "return the columns that the caller needs, by name";
            found.push(Found::on(id, what, help).at("returns"));
        }
    }
    found
}

/// A secret that a function returns.
fn returned(subject: &Subject<'_>, function: &Function) -> Option<String> {
    let outputs = function
        .args
        .iter()
        .filter(|it| matches!(it.mode, ArgMode::Out | ArgMode::InOut | ArgMode::Table));
    if let Some(name) = outputs.filter_map(|it| it.name.as_deref()).find(|it| is_secret(it)) {
        return Some(name.to_owned());
    }
    let returns = function.returns.as_deref()?;
    let name = returns.strip_prefix("SETOF ").unwrap_or(returns);
    let parts: Vec<String> = name.split('.').map(|it| it.trim_matches('"').to_owned()).collect();
    let table = relation(subject, &parts, subject.search_path)?;
    let columns = subject.declared.columns(&table.qname()).into_iter();
    let mut names = columns.map(|(id, _, _)| &id.name);
    names.find(|it| is_secret(it)).map(|it| format!("{}.{it}", table.qname()))
}

#[cfg(test)]
mod tests {
    use super::is_secret;

    #[test]
    fn secrets_are_told_by_their_names() {
        assert!(is_secret("password") && is_secret("invitation_token") && is_secret("pin"));
        assert!(!is_secret("tokens_used") && !is_secret("shipping") && !is_secret("opin"));
    }
}
