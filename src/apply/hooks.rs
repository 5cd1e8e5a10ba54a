//! What the project runs before the first migration and after the last one.

use super::error::ApplyError;
use super::interrupt::Interrupt;
use super::observer::Observer;
use super::settings::{NOTICE_LOST_CLIENTS, RESET_SESSION, at_least_one};
use crate::connect::{Session, StatementError};
use crate::read::{self, Hook};
use std::fmt;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;
use tokio::process::Command;

/// The hooks of a project, and where their commands run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hooks {
    /// The hooks.
    pub of: read::Hooks,
    /// The project's folder.
    pub folder: PathBuf,
}

/// A hook that failed.
#[derive(Debug)]
pub struct HookFailure {
    /// `before_migrate` or `after_migrate`.
    pub when: &'static str,
    /// Its number, from 1.
    pub number: usize,
    /// Why.
    pub reason: HookReason,
}

/// Why a hook failed.
#[derive(Debug)]
pub enum HookReason {
    /// What the server said.
    Statement(Box<StatementError>),
    /// How the command ended.
    Command(String),
}

/// Which hooks run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum When {
    Before,
    After,
}

impl When {
    fn name(self) -> &'static str {
        match self {
            Self::Before => "before_migrate",
            Self::After => "after_migrate",
        }
    }
}

impl Hooks {
    /// Those that run then.
    pub(super) fn of(&self, when: When) -> &[Hook] {
        match when {
            When::Before => &self.of.before_migrate,
            When::After => &self.of.after_migrate,
        }
    }

    /// Runs them in their order, up to the first that fails.
    pub(super) async fn run(
        &self,
        when: When,
        session: &Session,
        patience: Duration,
        interrupt: &Interrupt,
        observer: &mut dyn Observer,
    ) -> Result<(), ApplyError> {
        let hooks = self.of(when);
        for (hook, number) in hooks.iter().zip(1..) {
            if interrupt.is_set() {
                return Err(ApplyError::Interrupted { during: None });
            }
            observer.hook(when.name(), number);
            let done = match hook {
                Hook::Sql(sql) => {
                    let done = in_database(session, sql, patience).await;
                    for notice in session.take_notices() {
                        observer.hook_said(&format!("{}: {}", notice.severity, notice.message));
                    }
                    done
                }
                Hook::Command(command) => self.command(command, interrupt, observer).await,
            };
            if interrupt.is_set() && done.is_err() {
                return Err(ApplyError::Interrupted { during: None });
            }
            done.map_err(|reason| {
                ApplyError::Hook(Box::new(HookFailure { when: when.name(), number, reason }))
            })?;
        }
        Ok(())
    }

    /// What it writes goes where the observer sends it: standard output belongs to the result.
    async fn command(
        &self,
        command: &str,
        interrupt: &Interrupt,
        observer: &mut dyn Observer,
    ) -> Result<(), HookReason> {
        let failed = |what: String| HookReason::Command(what);
        let child = Command::new("sh")
            .args(["-c", command])
            .current_dir(&self.folder)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| failed(format!("the shell cannot be started: {error}")))?;
        let output = tokio::select! {
            output = child.wait_with_output() => {
                output.map_err(|error| failed(error.to_string()))?
            }
            () = interrupted(interrupt) => return Err(failed("it was ended".into())),
        };
        for text in [&output.stdout, &output.stderr] {
            let text = String::from_utf8_lossy(text);
            if !text.trim().is_empty() {
                observer.hook_said(text.trim_end());
            }
        }
        match output.status.success() {
            true => Ok(()),
            false => Err(failed(format!("its command ended with {}", output.status))),
        }
    }
}

async fn interrupted(interrupt: &Interrupt) {
    while !interrupt.is_set() {
        interrupt.sleep(Duration::from_secs(1)).await;
    }
}

/// Statements in one transaction. What they set for the session ends with them.
async fn in_database(session: &Session, sql: &str, patience: Duration) -> Result<(), HookReason> {
    let failed = |error| HookReason::Statement(Box::new(error));
    let begin = format!("begin; set local lock_timeout = {}", at_least_one(patience));
    session.batch(&begin).await.map_err(failed)?;
    if let Err(error) = session.batch(sql).await {
        let _ = session.batch("rollback").await;
        return Err(failed(error));
    }
    session.batch("commit").await.map_err(failed)?;
    session.batch(&format!("{RESET_SESSION}; {NOTICE_LOST_CLIENTS}")).await.map_err(failed)
}

impl HookFailure {
    pub(super) fn help(&self) -> String {
        match self.when {
            "before_migrate" => {
                "nothing is applied: mend the hook in `momni-db.yaml`, and migrate again".into()
            }
            _ => "the migrations are applied: run by hand what the hook was to do".into(),
        }
    }
}

impl fmt::Display for HookFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { when, number, reason } = self;
        match reason {
            HookReason::Statement(error) => {
                write!(f, "{error}\nit is hook {number} of `{when}` in `momni-db.yaml`")
            }
            HookReason::Command(what) => {
                write!(f, "hook {number} of `{when}` in `momni-db.yaml` failed: {what}")
            }
        }
    }
}
