//! SQL that is put together from what a caller sends.

use super::super::names::source;
use super::super::sql::{Groups, Token, tokens};
use super::{Found, Needs, Rule, Subject};
use crate::catalog::{ArgMode, Function, ObjectId};
use crate::diagnostic::Level;
use std::collections::{BTreeMap, BTreeSet};

pub(super) const RULE: Rule = Rule {
    id: "dynamic-sql",
    level: Level::Error,
    needs: Needs::Declared,
    about: "EXECUTE of a text into which an argument goes unquoted, by itself or by a variable.",
    why: "The caller writes a part of the statement, which then runs with the function's rights. A value goes in by USING, a name by `format('%I')`, \
          and an argument of type regclass, of a number or of an enum cannot hold SQL.",
    fixes: false,
    run,
};

/// Types that hold any text.
const TEXTS: [&str; 9] = [
    "text",
    "varchar",
    "character varying",
    "name",
    "json",
    "jsonb",
    "bpchar",
    "citext",
    "public.citext",
];

fn run(subject: &Subject<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    let all = subject.functions().filter(|(_, _, it)| &*it.language == "plpgsql");
    for (id, _, function) in all {
        let Some(body) = source(function) else { continue };
        let args = texts(function);
        let tokens = tokens(body);
        let groups = Groups::of(&tokens);
        let args = with_variables(&tokens, &groups, args);
        for start in (0..tokens.len()).filter(|at| is_execute(&tokens, *at)) {
            let ends = |token: &Token<'_>| token.is_any(&[";", "using", "into", "loop"]);
            let end = (start..tokens.len()).find(|at| ends(&tokens[*at])).unwrap_or(tokens.len());
            if let Some(name) = unquoted(&tokens, &groups, start + 1, end, &args) {
                let text = &body[tokens[start].at.start..tokens[end - 1].at.end];
                let arg = &args[&name];
                let by = if *arg == name { String::new() } else { format!(" by {name}") };
                let what = format!(
                    "the argument {arg} goes into this statement unquoted{by}: the caller writes SQL"
                );
                let help = "give a value by `USING`, put a name in by `format('… %I …')`";
                let line = text.lines().next().unwrap_or_default();
                found.push(Found::on(id, what, help).at("body").around(line));
            }
        }
    }
    found
}

/// The functions in which something is found.
pub(super) fn functions(subject: &Subject<'_>) -> BTreeSet<ObjectId> {
    run(subject).into_iter().map(|it| it.on).collect()
}

/// The arguments, and the variables of texts that an argument goes into unquoted, each with its argument.
fn with_variables(
    tokens: &[Token<'_>],
    groups: &Groups,
    args: BTreeSet<String>,
) -> BTreeMap<String, String> {
    let mut all: BTreeMap<String, String> = args.into_iter().map(|it| (it.clone(), it)).collect();
    if all.is_empty() {
        return all;
    }
    let starts = [";", "begin", "then", "else", "loop", "declare"];
    let mut variables = BTreeSet::new();
    let mut start = 0;
    for at in 0..tokens.len() {
        if tokens[at].is_any(&starts) {
            start = at + 1;
            // `statement text`, of DECLARE; a statement does not begin with two such words.
            if let (Some(name), Some(of)) =
                (tokens.get(start).and_then(Token::name), tokens.get(start + 1))
                && of.is_any(&["text", "varchar"])
            {
                variables.insert(name.into_owned());
            }
            continue;
        }
        let is_first = at == start + 1;
        let assigns = tokens[at].is(":=") || (is_first && tokens[at].is("="));
        let Some(name) = tokens.get(start).and_then(Token::name).filter(|_| assigns) else {
            continue;
        };
        if !variables.contains(&*name) {
            continue;
        }
        let end = tokens[at..].iter().position(|it| it.is(";")).map_or(tokens.len(), |it| at + it);
        if let Some(from) = unquoted(tokens, groups, at + 1, end, &all) {
            let arg = all[&from].clone();
            all.entry(name.into_owned()).or_insert(arg);
        }
    }
    all
}

/// The arguments that hold any text.
fn texts(function: &Function) -> BTreeSet<String> {
    let inputs = function.args.iter().zip(1..).filter(|(arg, _)| {
        !matches!(arg.mode, ArgMode::Out | ArgMode::Table)
            && TEXTS.contains(&arg.data_type.trim_end_matches("[]"))
    });
    let named = inputs.flat_map(|(arg, number)| {
        [Some(format!("${number}")), arg.name.as_ref().map(ToString::to_string)]
    });
    named.flatten().collect()
}

/// PL/pgSQL's EXECUTE, and not `GRANT EXECUTE` or `EXECUTE FUNCTION` within a text.
fn is_execute(tokens: &[Token<'_>], at: usize) -> bool {
    let before = at.checked_sub(1).map(|at| &tokens[at]);
    let starts = [";", "begin", "then", "else", "loop", "query", "in", "declare", "for"];
    tokens[at].is("execute") && before.is_none_or(|it| it.is_any(&starts))
}

/// The first argument that becomes a part of the text as it is.
fn unquoted(
    tokens: &[Token<'_>],
    groups: &Groups,
    from: usize,
    to: usize,
    args: &BTreeMap<String, String>,
) -> Option<String> {
    let name =
        |at: usize| tokens[at].name().map(|it| it.into_owned()).filter(|it| args.contains_key(it));
    let mut at = from;
    while at < to {
        let opens = tokens.get(at + 1).is_some_and(|it| it.is("("));
        if opens && let Some(inside) = groups.opened_by(at + 1) {
            if tokens[at].is("format") {
                if let Some(arg) = formatted(tokens, inside.clone(), &name) {
                    return Some(arg);
                }
                at = inside.end + 1;
                continue;
            }
            if tokens[at].is_any(&["quote_ident", "quote_literal", "quote_nullable"]) {
                at = inside.end + 1;
                continue;
            }
        }
        if let Some(arg) = name(at) {
            return Some(arg);
        }
        at += 1;
    }
    None
}

/// An argument that `format` puts in by `%s`, or that is the format itself.
fn formatted(
    tokens: &[Token<'_>],
    inside: std::ops::Range<usize>,
    name: &impl Fn(usize) -> Option<String>,
) -> Option<String> {
    let mut parts: Vec<Vec<usize>> = vec![Vec::new()];
    let mut depth = 0;
    for at in inside {
        match tokens[at].text {
            "(" | "[" => depth += 1,
            ")" | "]" => depth -= 1,
            "," if depth == 0 => {
                parts.push(Vec::new());
                continue;
            }
            _ => {}
        }
        if let Some(part) = parts.last_mut() {
            part.push(at);
        }
    }
    let (format, values) = parts.split_first()?;
    if let Some(arg) = format.iter().find_map(|at| name(*at)) {
        return Some(arg);
    }
    let text: String = format.iter().filter_map(|at| tokens[*at].inside()).collect();
    let mut next = 0;
    for piece in text.replace("%%", "").split('%').skip(1) {
        let digits: String = piece.chars().take_while(char::is_ascii_digit).collect();
        let rest = &piece[digits.len()..];
        let (place, kind) = match rest.strip_prefix('$') {
            Some(rest) => (digits.parse::<usize>().ok()?.checked_sub(1)?, rest),
            None => (next, rest),
        };
        next = place + 1;
        let is_plain = kind
            .trim_start_matches('-')
            .trim_start_matches(|it: char| it.is_ascii_digit())
            .starts_with('s');
        if is_plain
            && let Some(arg) = values.get(place).and_then(|it| it.iter().find_map(|at| name(*at)))
        {
            return Some(arg);
        }
    }
    None
}
