//! Errors that a function declares, and those that its body raises.

use super::caught::Handlers;
use crate::render::literal;
use crate::sql::{Kind, Token, tokens};
use std::collections::BTreeMap;
use std::ops::Range;

/// An error that a function raises.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeclaredError {
    /// What the caller reads.
    pub message: String,
    /// What the client calls it, where it is said: `HostTaken`.
    pub name: Option<String>,
    /// How to mend it.
    pub hint: Option<String>,
    /// The HTTP status of a REST server's answer.
    pub status: Option<u32>,
}

impl DeclaredError {
    /// One that the tool brings.
    pub fn new(message: &str, status: u32) -> Self {
        Self { message: message.to_owned(), name: None, hint: None, status: Some(status) }
    }

    /// The same with a name.
    #[must_use]
    pub fn named(self, name: &str) -> Self {
        Self { name: Some(name.to_owned()), ..self }
    }

    fn options(&self) -> String {
        let message = literal(&self.message);
        let hint =
            self.hint.as_ref().map_or(String::new(), |it| format!(", hint = {}", literal(it)));
        format!("message = {message}{hint}")
    }
}

/// The statement that raises a declared error.
pub(super) fn raise(errors: &BTreeMap<String, DeclaredError>, code: &str) -> String {
    let options = errors.get(code).map_or(String::new(), |it| format!(", {}", it.options()));
    format!("raise exception using errcode = {}{options}", literal(code))
}

/// What a body raises.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raised {
    /// The SQLSTATE, or the condition's name.
    pub code: String,
    /// What the caller reads, where the text says it: a text without values put into it.
    pub message: Option<String>,
    /// Where it is said in the body.
    pub at: Range<usize>,
}

/// Every error that a PL/pgSQL body raises, as far as its text tells: RAISE with a SQLSTATE, a condition's name or
/// `errcode = '…'`; P0001 where it says none. What is computed is left out, and what a handler of the body catches by its code.
pub fn raised(body: &str) -> Vec<Raised> {
    let tokens = tokens(body);
    let handlers = Handlers::of(&tokens);
    let mut found: Vec<Raised> = Vec::new();
    for statement in raises(&tokens) {
        let (start, known) = (statement.start, found.len());
        let words = &tokens[statement];
        let mut level = 1;
        match words.get(1).map(|it| it.word()) {
            Some(word) if ["debug", "log", "info", "notice", "warning"].contains(&&*word) => {
                continue;
            }
            Some(word) if word == "exception" => level = 2,
            // It raises again what was caught.
            None => continue,
            Some(_) => {}
        }
        let using = words.iter().position(|it| it.word() == "using");
        let message = message(words, level, using);
        let code = |token: &Token<'_>| Raised {
            code: token.value().into_owned(),
            message: message.clone(),
            at: token.at.clone(),
        };
        let named = words.get(level).filter(|_| using != Some(level));
        let stated = match named {
            Some(it) if it.word() == "sqlstate" => words.get(level + 1).map(code),
            Some(it) if it.kind == Kind::Word => Some(code(it)),
            _ => None,
        };
        let option = using.and_then(|using| {
            let at = words[using..].iter().position(|it| it.word() == "errcode")?;
            words.get(using + at + 1..)
        });
        match (stated, option) {
            (Some(stated), _) => found.push(stated),
            (None, Some([sign, rest @ ..])) => {
                let value = rest.iter().find(|it| it.kind != Kind::Sign);
                let computed = value.is_none_or(|it| it.kind != Kind::Text);
                if !computed && matches!(sign.text, "=" | ":=") {
                    found.extend(value.map(code));
                }
            }
            (None, _) => {
                let at = words[0].at.clone();
                found.push(Raised { code: "P0001".into(), message, at });
            }
        }
        if found.get(known).is_some_and(|it| handlers.catch(&it.code, start)) {
            found.truncate(known);
        }
    }
    found
}

/// What a RAISE tells the caller.
fn message(words: &[Token<'_>], level: usize, using: Option<usize>) -> Option<String> {
    let plain = |it: &Token<'_>| {
        (it.kind == Kind::Text && !it.text.contains('%')).then(|| it.value().into_owned())
    };
    let option = using.and_then(|using| {
        let at = words[using..].iter().position(|it| it.word() == "message")?;
        words.get(using + at + 2)
    });
    match option {
        Some(option) => plain(option),
        None => words.get(level).and_then(plain),
    }
}

/// The body with `raise sqlstate 'MB001'` given the message and the hint that are declared.
pub(super) fn spoken(body: &str, errors: &BTreeMap<String, DeclaredError>) -> String {
    let tokens = tokens(body);
    let mut text = String::with_capacity(body.len());
    let mut done = 0;
    for statement in raises(&tokens) {
        let words = &tokens[statement];
        let level = usize::from(words.get(1).is_some_and(|it| it.word() == "exception"));
        if let [_, sqlstate, code] = words.get(level..).unwrap_or_default()
            && sqlstate.word() == "sqlstate"
            && let Some(error) = errors.get(&*code.value())
        {
            text.push_str(&body[done..code.at.end]);
            text.push_str(&format!(" using {}", error.options()));
            done = code.at.end;
        }
    }
    text.push_str(&body[done..]);
    text
}

/// The tokens of each RAISE, without the semicolon.
fn raises(tokens: &[Token<'_>]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if tokens[at].is("raise") {
            let rest = tokens[at..].iter().position(|it| it.is(";"));
            let end = rest.map_or(tokens.len(), |rest| at + rest);
            found.push(at..end);
            at = end;
        }
        at += 1;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(body: &str) -> Vec<String> {
        raised(body).into_iter().map(|it| it.code).collect()
    }

    #[test]
    fn what_a_body_raises_is_found() {
        assert_eq!(codes("begin raise sqlstate 'MB001'; end"), ["MB001"]);
        assert_eq!(codes("raise exception using errcode = 'MB002', message = 'x';"), ["MB002"]);
        assert_eq!(codes("raise using message = 'x', errcode := 'MB003'"), ["MB003"]);
        assert_eq!(codes("raise exception 'no % here', 1;"), ["P0001"]);
        assert_eq!(codes("raise exception 'x' using errcode = '22023';"), ["22023"]);
        assert_eq!(codes("raise unique_violation;"), ["unique_violation"]);
        assert!(codes("raise notice 'x'; raise; x := 'raise sqlstate'; -- raise y").is_empty());
        assert!(codes("raise exception using errcode = code;").is_empty());
    }

    #[test]
    fn what_the_caller_reads_is_found() {
        let message = |body: &str| raised(body).first().and_then(|it| it.message.clone());
        let text = "raise exception using errcode = 'MB001', message = 'It''s taken.', hint = 'x';";
        assert_eq!(message(text).as_deref(), Some("It's taken."));
        assert_eq!(message("raise exception 'No.';").as_deref(), Some("No."));
        assert_eq!(message("raise exception 'No %.', x;"), None);
        assert_eq!(message("raise sqlstate 'MB001';"), None);
    }

    #[test]
    fn a_declared_error_speaks() {
        let error =
            DeclaredError { hint: Some("Wait.".into()), ..DeclaredError::new("It's taken.", 409) };
        let errors = BTreeMap::from([("MB001".to_owned(), error)]);
        assert_eq!(
            spoken("raise sqlstate 'MB001';\nraise sqlstate 'MB002';", &errors),
            "raise sqlstate 'MB001' using message = 'It''s taken.', hint = 'Wait.';\nraise sqlstate 'MB002';"
        );
        let own = "raise sqlstate 'MB001' using message = 'Own.';";
        assert_eq!(spoken(own, &errors), own);
    }
}
