//! What each layer may name. A layer is a folder or a file right under `src/`.

use super::paths::{Path, paths};
use super::tokens::{Kind, Token, tokens};
use std::fmt;

/// Plain computation: same input, same output, nothing touched. These import one another and nothing below.
pub(crate) const PURE: &[&str] = &[
    "access",
    "catalog",
    "check",
    "diagnostic",
    "digest",
    "generate",
    "hazard",
    "judge",
    "lint",
    "parallel",
    "plan",
    "read",
    "render",
    "schedule",
    "secure",
    "seed",
    "sql",
    "trial",
    "write",
];

/// Talk to servers, files and processes.
pub(crate) const EFFECTS: &[&str] =
    &["apply", "connect", "exercise", "introspect", "jobs", "lib", "pipeline", "scratch", "serve"];

/// Print, and end the process.
pub(crate) const TERMINAL: &[&str] = &["cli", "main"];

/// The one file of the pure layers that opens files: the reader takes text from it.
const MAY_OPEN_FILES: &[&str] = &["src/read/files.rs"];

/// Crates that a pure layer may name. Every dependency stands in exactly one of the three lists.
pub(crate) const PURE_CRATES: &[&str] = &[
    "annotate_snippets",
    "anyhow",
    "croner",
    "jiff",
    "prettyplease",
    "regex",
    "rustc_hash",
    "schemars",
    "serde",
    "serde_json",
    "serde_saphyr",
    "sha2",
    "squawk_linter",
    "squawk_syntax",
    "strsim",
    "syn",
    "tera",
    "time",
];

/// Crates that do input and output.
pub(crate) const EFFECT_CRATES: &[&str] = &[
    "dotenvy",
    "futures_util",
    "postgres_types",
    "refinery",
    "refinery_core",
    "rustix",
    "rustls",
    "tokio",
    "tokio_postgres",
    "tokio_postgres_rustls",
];

/// Crates of the terminal: only `cli` and `main` name them.
pub(crate) const TERMINAL_CRATES: &[&str] =
    &["anstream", "clap", "clap_complete", "clap_mangen", "indicatif"];

/// Parts of std that a pure layer does not name.
const STD_EFFECTS: &[&str] = &["env", "fs", "io", "net", "os", "process"];

/// Methods of `Path` that ask the file system.
const FILE_METHODS: &[&str] =
    &["canonicalize", "exists", "is_dir", "is_file", "is_symlink", "read_dir", "try_exists"];

const PRINTING: &[&str] = &["print", "println", "eprint", "eprintln", "dbg"];

/// Literals outside of `render` that begin like DDL, and why each is right: the file, how the literal begins, why.
pub(crate) const MAY_SPELL_DDL: &[(&str, &str, &str)] = &[
    ("src/catalog/privilege.rs", "ALTER SYSTEM", "the name of a privilege"),
    ("src/apply/audit.rs", "create table", "the audit of undo: no part of any catalog"),
    ("src/apply/batches/journal.rs", "create table", "the journal: no part of any catalog"),
    ("src/apply/pieces/journal.rs", "create table", "the journal: no part of any catalog"),
    ("src/apply/pieces/remains.rs", "alter table", "the end of a DETACH that was interrupted"),
    ("src/apply/pieces/remains.rs", "drop index", "an index that was left INVALID"),
    ("src/apply/rights.rs", "alter table", "refinery's history: no part of any catalog"),
    ("src/apply/rights.rs", "create schema", "where the history lies: no part of any catalog"),
    ("src/apply/rights.rs", "create table", "refinery's history: no part of any catalog"),
    ("src/apply/rights.rs", "GRANT", "the mend in an error's text"),
    (
        "src/exercise/equip.rs",
        "CREATE FUNCTION",
        "a function in a copy that is thrown away: no part of any catalog",
    ),
    (
        "src/pipeline/examine.rs",
        "CREATE SCHEMA momni_db_examined",
        "an extension for the time of a transaction that is rolled back: no part of any catalog",
    ),
    ("src/jobs/tables.rs", "create schema", "where runs of jobs lie: no part of any catalog"),
    ("src/jobs/tables.rs", "create table", "the queue and the history: no part of any catalog"),
    ("src/pipeline/place.rs", "CREATE DATABASE", "a database: no part of any catalog"),
    ("src/pipeline/standing.rs", "CREATE DATABASE", "a database: no part of any catalog"),
    ("src/pipeline/place.rs", "DROP DATABASE", "a database: no part of any catalog"),
    (
        "src/seed/statements.rs",
        "CREATE TEMPORARY TABLE",
        "rows on their way to a table: no part of any catalog",
    ),
    ("src/seed/statements.rs", "CREATE UNIQUE INDEX", "of such a table: no part of any catalog"),
    ("src/scratch/persistent.rs", "CREATE DATABASE", "a database: no part of any catalog"),
];

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Finding {
    pub(crate) file: String,
    pub(crate) line: usize,
    pub(crate) what: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.what)
    }
}

/// The layer of a file: `src/read/files.rs` is of `read`, `src/main.rs` of `main`.
pub(crate) fn layer(file: &str) -> &str {
    let inside = file.strip_prefix("src/").unwrap_or(file);
    inside.split('/').next().unwrap_or(inside).trim_end_matches(".rs")
}

/// The layers that a file imports, its own left out.
pub(crate) fn imports(file: &str, source: &str) -> Vec<String> {
    let (tokens, _) = tokens(source);
    let own = layer(file);
    paths(&tokens, &module(file))
        .into_iter()
        .filter(|path| path.parts[0] == "crate" && path.parts.len() > 1)
        .map(|path| path.parts[1].clone())
        .filter(|to| to != own && is_layer(to))
        .collect()
}

pub(crate) fn is_layer(name: &str) -> bool {
    [PURE, EFFECTS, TERMINAL].iter().any(|layers| layers.contains(&name))
}

/// Everything in one file that its layer may not name.
pub(crate) fn findings(file: &str, source: &str) -> Vec<Finding> {
    let layer = layer(file);
    let (tokens, _) = tokens(source);
    let mut found: Vec<(usize, String)> = Vec::new();
    if !is_layer(layer) {
        found.push((1, format!("{layer} is in no list of tests/layering/rules.rs")));
    }
    for path in paths(&tokens, &module(file)) {
        found.extend(may_not_name(file, layer, &path).map(|what| (path.line, what)));
    }
    for (i, token) in tokens.iter().enumerate() {
        let next = |mark| tokens.get(i + 1).is_some_and(|next| next.is(mark));
        let method = || i > 0 && tokens[i - 1].is('.') && next('(');
        match &token.kind {
            Kind::Name(name)
                if next('!') && PRINTING.contains(&name.as_str()) && !TERMINAL.contains(&layer) =>
            {
                found.push((token.line, format!("only cli prints, and here is {name}!")));
            }
            Kind::Name(name)
                if matches!(name.as_str(), "refinery" | "refinery_core") && layer != "apply" =>
            {
                found.push((token.line, format!("only apply names {name}")));
            }
            Kind::Name(name)
                if FILE_METHODS.contains(&name.as_str()) && method() && no_files(file, layer) =>
            {
                found.push((token.line, format!("{layer} asks the file system: .{name}()")));
            }
            Kind::Text(text) if begins_like_ddl(text) && !may_spell_ddl(file, layer, text) => {
                let start: String = text.trim_start().chars().take(30).collect();
                found.push((token.line, format!("only render spells DDL: {start:?}")));
            }
            _ => {}
        }
    }
    found.sort();
    found.dedup();
    found.into_iter().map(|(line, what)| Finding { file: file.to_owned(), line, what }).collect()
}

/// Literals of the file that an exception of [`MAY_SPELL_DDL`] could stand for.
pub(crate) fn ddl_literals(source: &str) -> Vec<String> {
    let texts = tokens(source).0.into_iter().filter_map(|token| match token {
        Token { kind: Kind::Text(text), .. } if begins_like_ddl(&text) => Some(text),
        _ => None,
    });
    texts.collect()
}

fn may_spell_ddl(file: &str, layer: &str, text: &str) -> bool {
    layer == "render"
        || MAY_SPELL_DDL.iter().any(|(may, start, _)| *may == file && text.starts_with(start))
}

fn no_files(file: &str, layer: &str) -> bool {
    PURE.contains(&layer) && !MAY_OPEN_FILES.contains(&file)
}

fn module(file: &str) -> Vec<String> {
    let inside = file.strip_prefix("src/").unwrap_or(file).trim_end_matches(".rs");
    let mut parts: Vec<String> = inside.split('/').map(str::to_owned).collect();
    if parts.last().is_some_and(|last| matches!(last.as_str(), "mod" | "lib" | "main")) {
        parts.pop();
    }
    parts
}

fn may_not_name(file: &str, layer: &str, path: &Path) -> Option<String> {
    let parts: Vec<&str> = path.parts.iter().map(String::as_str).collect();
    let pure = PURE.contains(&layer);
    let terminal = TERMINAL.contains(&layer);
    let whole = parts.join("::");
    match parts.as_slice() {
        ["crate"] | ["std"] => Some(format!("an alias of all of {whole} hides what is named")),
        ["crate", to, ..] if layer == "catalog" && is_layer(to) => {
            (!matches!(*to, "catalog" | "diagnostic"))
                .then(|| format!("catalog imports nothing but diagnostic: {whole}"))
        }
        ["crate", to, ..] if layer == "diagnostic" && is_layer(to) => {
            (*to != "diagnostic").then(|| format!("diagnostic imports no layer: {whole}"))
        }
        ["crate", to, ..] if pure && is_layer(to) => (!PURE.contains(to))
            .then(|| format!("{layer} does no I/O and imports a layer that does: {whole}")),
        ["crate", "cli", ..] if !terminal && layer != "lib" => {
            Some(format!("nothing imports cli: {whole}"))
        }
        [.., "process", "exit" | "abort"] if !terminal => Some(format!("only cli exits: {whole}")),
        [.., "io", "stdout" | "stderr" | "stdin"] if !terminal => {
            Some(format!("only cli uses the terminal: {whole}"))
        }
        ["std", part, ..] if STD_EFFECTS.contains(part) => {
            let may = MAY_OPEN_FILES.contains(&file) && matches!(*part, "fs" | "io");
            (pure && !may).then(|| format!("{layer} does no I/O: {whole}"))
        }
        [name, ..] if EFFECT_CRATES.contains(name) => {
            pure.then(|| format!("{layer} does no I/O: {whole}"))
        }
        [name, ..] if TERMINAL_CRATES.contains(name) => {
            (!terminal).then(|| format!("only cli uses the terminal: {whole}"))
        }
        _ => None,
    }
}

/// Whether a literal begins a statement that changes a schema. Lower-case words count when the next word names a
/// kind of object, so that a sentence that begins with "create" does not.
pub(crate) fn begins_like_ddl(text: &str) -> bool {
    const OBJECTS: &[&str] = &[
        "aggregate",
        "column",
        "constraint",
        "database",
        "default",
        "domain",
        "event",
        "extension",
        "foreign",
        "function",
        "index",
        "language",
        "materialized",
        "on",
        "operator",
        "or",
        "owned",
        "policy",
        "procedure",
        "publication",
        "role",
        "routine",
        "schema",
        "sequence",
        "server",
        "subscription",
        "system",
        "table",
        "temp",
        "temporary",
        "trigger",
        "type",
        "unique",
        "unlogged",
        "user",
        "view",
    ];
    const PRIVILEGES: &[&str] = &[
        "all",
        "connect",
        "create",
        "delete",
        "execute",
        "insert",
        "references",
        "select",
        "temporary",
        "trigger",
        "truncate",
        "update",
        "usage",
    ];
    let mut words = text.split_whitespace();
    let (Some(verb), Some(next)) = (words.next(), words.next()) else { return false };
    let known = match verb.to_ascii_lowercase().as_str() {
        "create" | "alter" | "drop" => OBJECTS,
        "comment" => &["on"],
        "grant" | "revoke" => PRIVILEGES,
        _ => return false,
    };
    let upper = verb.chars().all(|c| c.is_ascii_uppercase());
    upper || known.contains(&next.trim_end_matches(',').to_ascii_lowercase().as_str())
}
