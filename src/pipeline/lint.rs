//! What is to be said of the SQL of migrations that were written by hand.

use crate::apply::{self, Folder, MigrationFile};
use crate::connect::statement::{self, code_start, comments, extent, words};
use crate::diagnostic::{Diagnostic, Sources};
use crate::lint::{Choice, File, Statement, lint};
use crate::parallel::each_in_parallel;
use crate::read::Config;
use crate::render::{GENERATED, GENERATED_UNDO};
use std::path::Path;

/// The faults of the folder of migrations, of directives and statements that no migration may hold, and what the linter finds,
/// with the texts that they point into.
pub fn lint_migrations(folder: &Path, config: &Config) -> (Vec<Diagnostic>, Sources) {
    let Folder { readable, unlisted, mut faults } = apply::read_folder(folder);
    let files: Vec<&MigrationFile> =
        readable.files().iter().chain(readable.undos()).chain(&unlisted).collect();
    faults.extend(apply::refused(files.iter().copied()));
    let choice = Choice {
        allow: config.lint.allow.iter().copied().collect(),
        default_schema: &config.default_schema,
    };
    let by_hand: Vec<&MigrationFile> = files
        .into_iter()
        .filter(|file| i64::from(file.version) > i64::from(config.lint.after))
        .filter(|file| !is_generated(&file.sql))
        .collect();
    let found = each_in_parallel(&by_hand, |file| lint(&shape(file), &choice));
    faults.extend(found.into_iter().flatten());
    let sources = by_hand.iter().map(|file| (file.path().into(), file.sql.clone())).collect();
    (faults, sources)
}

/// Whether the comments above the first statement say that the file was planned, and thus judged with the server's help.
fn is_generated(sql: &str) -> bool {
    let above = sql.lines().take_while(|line| line.is_empty() || line.starts_with("--"));
    above.into_iter().any(|line| line.starts_with(GENERATED) || line.starts_with(GENERATED_UNDO))
}

fn shape(file: &MigrationFile) -> File<'_> {
    let sql: &str = &file.sql;
    let statements = statement::statements(sql).into_iter().map(|range| {
        let text = &sql[range.clone()];
        let start = range.start + code_start(text);
        let word = words(text, 1).pop().unwrap_or_default();
        let (tokens, depth) = extent(text);
        Statement { range, start, word, tokens, depth }
    });
    File {
        path: file.path().into(),
        sql,
        statements: statements.collect(),
        comments: comments(sql),
        in_transaction: !apply::header(sql).no_transaction,
    }
}
