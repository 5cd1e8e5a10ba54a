//! The project file, `momni-db.yaml`.

use super::build::Build;
use super::decode::{List, Text};
use super::grammar::{CheckConfig, ConfigFile, HookConfig, LintConfig, MigrateConfig};
use super::time_span::time_span;
use crate::catalog::Name;
use crate::diagnostic::Diagnostic;
use crate::hazard::Hazard;
use crate::judge::{self, Allow, Reach};
use std::collections::BTreeSet;
use std::time::Duration;

/// The name of the project file; the folder that holds it is the project.
pub const FILE: &str = "momni-db.yaml";

/// The JSON Schema of the YAML beside the project file, for editors.
pub const SCHEMA_FILE: &str = ".momni-db.schema.json";

/// The oldest major version of PostgreSQL that is supported.
pub const OLDEST: u32 = 14;

/// The project file, with the defaults filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// The project's name.
    pub name: String,
    /// The schema of declared names that state none.
    pub default_schema: Name,
    /// How unqualified names in expressions, types and function bodies resolve; `pg_catalog` comes before it.
    pub search_path: Vec<Name>,
    /// The folders of the declarations, relative to the project.
    pub declarations: Vec<String>,
    /// The owner of every declared object that states none; `None` is the migrating role.
    pub owner: Option<Name>,
    /// The owner of every `security: definer` function that states none.
    pub function_owner: Option<Name>,
    /// The least major version of PostgreSQL that the project is for.
    pub postgres: u32,
    /// The hazards that may be written without being allowed by name.
    pub allow: BTreeSet<Hazard>,
    /// What is said of migrations that were written by hand.
    pub lint: Lint,
    /// How declarations are judged.
    pub check: judge::Settings,
    /// How migrations are run.
    pub migrate: Migrate,
    /// What is run before and after migrations.
    pub hooks: Hooks,
    /// What is made for others than the database.
    pub build: Build,
}

/// What is said of the SQL of migrations that were written by hand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lint {
    /// The words of the rules that are not asked.
    pub allow: BTreeSet<&'static str>,
    /// Migrations up to this number are not read.
    pub after: u32,
}

/// How migrations are run, where neither a file nor the command line says otherwise.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Migrate {
    /// How long a statement may take; `None` for as long as it takes.
    pub statement_timeout: Option<Duration>,
    /// How long to wait for another run, and how long to try a migration that meets locks.
    pub lock_timeout: Option<Duration>,
    /// Queries that must give true before the first pending migration.
    pub assertions: Vec<String>,
}

/// What is run before and after migrations, in this order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hooks {
    /// Before the first one.
    pub before_migrate: Vec<Hook>,
    /// After the last one.
    pub after_migrate: Vec<Hook>,
}

/// One thing to run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hook {
    /// Statements in the database, in one transaction.
    Sql(String),
    /// A command of the shell, in the project's folder.
    Command(String),
}

impl Config {
    pub(super) fn of(file: &ConfigFile, faults: &mut Vec<Diagnostic>) -> Self {
        let exact =
            |text: &Text| super::resolve::single(text).unwrap_or_else(|_| Name::from(&**text));
        let default_schema =
            file.default_schema.as_ref().map_or_else(|| Name::from("public"), exact);
        let search_path: Vec<Name> = file.search_path.iter().map(exact).collect();
        let search_path =
            if search_path.is_empty() { vec![default_schema.clone()] } else { search_path };
        let mut declarations: Vec<String> =
            file.declarations.iter().map(|text| text.trim_end_matches('/').to_owned()).collect();
        if file.declarations.span.is_none() {
            declarations = ["schema", "functions", "policies"].map(str::to_owned).to_vec();
        }
        for text in [&file.owner, &file.function_owner].into_iter().flatten() {
            if &**text == super::resolve::CURRENT_USER {
                faults.push(
                    Diagnostic::error("bad-name", "the migrating role owns what nobody else does")
                        .at(text.span.clone())
                        .help("leave the key out; a single object may say `owner: current_user`"),
                );
            }
        }
        let owner = file.owner.as_ref().map(exact);
        let function_owner = file.function_owner.as_ref().map(exact).or_else(|| owner.clone());
        let stated = file.postgres.as_ref();
        let postgres = stated.map_or(OLDEST, |at| at.value);
        if postgres < OLDEST {
            faults.push(
                Diagnostic::error(
                    "old-postgres",
                    format!("PostgreSQL {postgres} is not supported"),
                )
                .at(stated.map(|at| at.span.clone()))
                .help(format!("`postgres` is {OLDEST} or later")),
            );
        }
        Self {
            name: file.name.to_string(),
            default_schema,
            search_path,
            declarations,
            owner,
            function_owner,
            postgres,
            allow: file.allow.iter().copied().collect(),
            lint: file.lint.as_ref().map_or_else(Lint::default, lint),
            check: file.check.as_ref().map_or_else(judge::Settings::default, check),
            migrate: migrate(file.migrate.as_ref(), faults),
            hooks: file.hooks.as_ref().map_or_else(Hooks::default, |stated| Hooks {
                before_migrate: hooks(&stated.before_migrate, faults),
                after_migrate: hooks(&stated.after_migrate, faults),
            }),
            build: Build::of(file.build.as_ref(), &file.name, faults),
        }
    }
}

fn check(stated: &CheckConfig) -> judge::Settings {
    let allow = stated.allow.iter().map(|it| Allow {
        rule: it.rule.0,
        reason: it.reason.0.to_string(),
        at: it.on.span.clone(),
        reach: Reach::Named {
            on: it.on.to_string(),
            message: it.message.as_ref().map(ToString::to_string),
        },
    });
    judge::Settings { levels: stated.rules.0.clone(), allow: allow.collect() }
}

fn lint(stated: &LintConfig) -> Lint {
    Lint {
        allow: stated.allow.iter().map(|rule| rule.0.word).collect(),
        after: stated.after.as_ref().map_or(0, |at| at.value),
    }
}

fn migrate(stated: Option<&MigrateConfig>, faults: &mut Vec<Diagnostic>) -> Migrate {
    let mut time = |text: Option<&Text>| {
        let text = text?;
        let span = time_span(text);
        if span.is_none() {
            faults.push(
                Diagnostic::error("bad-time", format!("`{text}` is no span of time"))
                    .at(text.span.clone())
                    .help("write a whole number and a unit: `500ms`, `30s`, `5min`, `2h`"),
            );
        }
        span
    };
    let Some(stated) = stated else { return Migrate::default() };
    Migrate {
        statement_timeout: time(stated.statement_timeout.as_ref()).filter(|it| !it.is_zero()),
        lock_timeout: time(stated.lock_timeout.as_ref()),
        assertions: stated.assert.iter().map(ToString::to_string).collect(),
    }
}

fn hooks(stated: &List<HookConfig>, faults: &mut Vec<Diagnostic>) -> Vec<Hook> {
    let mut found = Vec::new();
    for hook in stated.iter() {
        match (&hook.sql, &hook.command) {
            (Some(sql), None) => found.push(Hook::Sql(sql.to_string())),
            (None, Some(command)) => found.push(Hook::Command(command.to_string())),
            (one, other) => faults.push(
                Diagnostic::error("bad-hook", "a hook has either `sql` or `command`")
                    .at(one.as_ref().or(other.as_ref()).map(|text| text.span.clone()))
                    .help("write `- { sql: … }` or `- { command: … }`"),
            ),
        }
    }
    found
}
