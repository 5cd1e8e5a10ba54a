//! The paths that a file names, in `use` and in code, from the root of the crate or of another crate.

use super::tokens::{Kind, Token};

/// `crate::catalog::Name` as `["crate", "catalog", "Name"]`; the first part of any other path is as written.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Path {
    pub(crate) parts: Vec<String>,
    pub(crate) line: usize,
}

/// Every path of two parts and more, and every path in a `use`. `module` is where the file stands in the crate:
/// `["read", "files"]` for `src/read/files.rs`.
pub(crate) fn paths(tokens: &[Token], module: &[String]) -> Vec<Path> {
    let mut found = Vec::new();
    let mut scope = module.to_vec();
    let mut closes: Vec<usize> = Vec::new();
    let (mut depth, mut i) = (0, 0);
    while i < tokens.len() {
        let line = tokens[i].line;
        match &tokens[i].kind {
            Kind::Mark('{') => depth += 1,
            Kind::Mark('}') => {
                if closes.last() == Some(&depth) {
                    closes.pop();
                    scope.pop();
                }
                depth -= 1;
            }
            Kind::Name(word) if word == "mod" => {
                if let (Some(Kind::Name(name)), Some(true)) =
                    (tokens.get(i + 1).map(|t| &t.kind), tokens.get(i + 2).map(|t| t.is('{')))
                {
                    scope.push(name.clone());
                    depth += 1;
                    closes.push(depth);
                    i += 2;
                }
            }
            Kind::Name(word) if word == "use" && !before_generic_list(tokens, i) => {
                let mut leaves = Vec::new();
                i = tree(tokens, i + 1, Vec::new(), &mut leaves);
                found.extend(
                    leaves.into_iter().map(|parts| Path { parts: absolute(&parts, &scope), line }),
                );
                continue;
            }
            Kind::Name(_) if !continues_a_path(tokens, i) => {
                let (parts, next) = simple(tokens, i);
                if parts.len() > 1 {
                    found.push(Path { parts: absolute(&parts, &scope), line });
                }
                i = next;
                continue;
            }
            _ => {}
        }
        i += 1;
    }
    found
}

/// `impl Trait + use<'a>` is no import.
fn before_generic_list(tokens: &[Token], i: usize) -> bool {
    tokens.get(i + 1).is_some_and(|next| next.is('<'))
}

fn double_colon(tokens: &[Token], i: usize) -> bool {
    tokens.get(i).is_some_and(|t| t.is(':')) && tokens.get(i + 1).is_some_and(|t| t.is(':'))
}

/// Whether the name stands behind `::` or `.`, and so is no beginning of a path.
fn continues_a_path(tokens: &[Token], i: usize) -> bool {
    (i > 0 && tokens[i - 1].is('.'))
        || (i > 2 && double_colon(tokens, i - 2) && tokens[i - 3].name().is_some())
}

/// The names joined by `::` from here, and where they end.
fn simple(tokens: &[Token], mut i: usize) -> (Vec<String>, usize) {
    let mut parts = Vec::new();
    while let Some(name) = tokens.get(i).and_then(Token::name) {
        parts.push(name.to_owned());
        i += 1;
        if !(double_colon(tokens, i) && tokens.get(i + 2).and_then(Token::name).is_some()) {
            break;
        }
        i += 2;
    }
    (parts, i)
}

/// The leaves of a `use` tree; `self` and `*` stand for the path before them.
fn tree(
    tokens: &[Token],
    mut i: usize,
    mut prefix: Vec<String>,
    leaves: &mut Vec<Vec<String>>,
) -> usize {
    loop {
        match tokens.get(i).map(|t| &t.kind) {
            Some(Kind::Name(word)) if word == "as" => i += 2,
            Some(Kind::Name(word)) => {
                if word != "self" || prefix.is_empty() {
                    prefix.push(word.clone());
                }
                i += 1;
            }
            Some(Kind::Mark(':' | '*')) => i += 1,
            Some(Kind::Mark('{')) => {
                i += 1;
                while tokens.get(i).is_some_and(|t| !t.is('}')) {
                    i = tree(tokens, i, prefix.clone(), leaves);
                    i += usize::from(tokens.get(i).is_some_and(|t| t.is(',')));
                }
                return i + 1;
            }
            _ => break,
        }
    }
    if !prefix.is_empty() {
        leaves.push(prefix);
    }
    i
}

fn absolute(parts: &[String], scope: &[String]) -> Vec<String> {
    let mut from = scope.to_vec();
    let mut rest = parts;
    match parts.first().map(String::as_str) {
        Some("crate" | "momni_db") => {
            from.clear();
            rest = &parts[1..];
        }
        Some("self") => rest = &parts[1..],
        Some("super") => {}
        _ => return parts.to_vec(),
    }
    while rest.first().is_some_and(|part| part == "super") {
        from.pop();
        rest = &rest[1..];
    }
    std::iter::once("crate".to_owned()).chain(from).chain(rest.iter().cloned()).collect()
}
