//! The errors of a call, and the HTTP statuses of their answers.

use super::Operation;
use crate::catalog::Body;
use crate::secure::raised;
use std::collections::BTreeMap;

/// An error that is known of an operation.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Failure {
    /// The status of the answer.
    pub status: u32,
    /// The SQLSTATE.
    pub code: String,
    /// What the caller reads, where it is known.
    pub message: Option<String>,
    /// How to mend it.
    pub hint: Option<String>,
}

/// The status of an answer to a SQLSTATE for which none is declared.
pub fn status_of(code: &str) -> u32 {
    if let Some(status) = code.strip_prefix("PT").and_then(|it| it.parse().ok()) {
        return status;
    }
    match code {
        "42501" | "28000" | "28P01" => 403,
        "P0002" | "02000" => 404,
        "23503" | "23505" | "23P01" | "40001" | "40P01" | "55P03" => 409,
        "57014" => 504,
        "54000" | "54001" | "54011" | "54023" => 413,
        "25006" => 405,
        _ => match code.get(..2) {
            Some("08" | "53" | "57") => 503,
            Some("XX" | "58" | "42") => 500,
            _ => 400,
        },
    }
}

/// The errors that are declared, and those that the body raises by its text.
pub(super) fn failures(it: &Operation<'_>) -> Vec<Failure> {
    let mut found: BTreeMap<String, Failure> = BTreeMap::new();
    for (code, error) in &it.secured.errors {
        let status = match error.status {
            // The version that was read is gone: that the condition of the request does not hold has a status of its own.
            _ if code == "PT409" && it.locked().is_some() => 412,
            Some(status) => status,
            None => status_of(code),
        };
        let (message, hint) = (Some(error.message.clone()), error.hint.clone());
        found.insert(code.clone(), Failure { status, code: code.clone(), message, hint });
    }
    let function = it.callable.function;
    if let (Body::Source(body), "plpgsql") = (&function.body, &*function.language) {
        for raised in raised(body) {
            let Some(code) = sqlstate(&raised.code) else { continue };
            found.entry(code.to_owned()).or_insert_with(|| Failure {
                status: status_of(code),
                code: code.to_owned(),
                message: raised.message.clone(),
                hint: None,
            });
        }
    }
    let mut found: Vec<Failure> = found.into_values().collect();
    found.sort();
    found
}

/// The SQLSTATE of what a body raises: by its name, too, for the usual ones.
fn sqlstate(raised: &str) -> Option<&str> {
    let is_code = raised.len() == 5
        && raised.chars().all(|it| it.is_ascii_digit() || it.is_ascii_uppercase());
    match raised {
        _ if is_code => Some(raised),
        "raise_exception" => Some("P0001"),
        "no_data_found" => Some("P0002"),
        "insufficient_privilege" => Some("42501"),
        "invalid_parameter_value" => Some("22023"),
        "unique_violation" => Some("23505"),
        "foreign_key_violation" => Some("23503"),
        "check_violation" => Some("23514"),
        "not_null_violation" => Some("23502"),
        "exclusion_violation" => Some("23P01"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sqlstate_has_a_status() {
        for (code, status) in [
            ("PT418", 418),
            ("42501", 403),
            ("P0002", 404),
            ("23505", 409),
            ("23514", 400),
            ("MB001", 400),
            ("53300", 503),
            ("XX000", 500),
            ("", 400),
        ] {
            assert_eq!(status_of(code), status, "{code}");
        }
        assert_eq!(sqlstate("no_data_found"), Some("P0002"));
        assert_eq!(sqlstate("division_by_zero"), None);
    }
}
