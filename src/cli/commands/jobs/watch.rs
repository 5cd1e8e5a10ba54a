//! What is told while jobs run.

use crate::cli::document::RunDocument;
use crate::cli::printer::Printer;
use crate::cli::progress::duration;
use crate::jobs::{End, Ended, Observer, Tally};
use std::cell::RefCell;
use std::collections::VecDeque;

/// As many runs are kept for the document.
const KEPT: usize = 100;

/// Tells of runs, and keeps the last of them.
pub(super) struct Watch {
    printer: Printer,
    runs: RefCell<VecDeque<RunDocument>>,
}

impl Watch {
    pub(super) fn new(printer: Printer) -> Self {
        Self { printer, runs: RefCell::default() }
    }

    pub(super) fn printer(&self) -> Printer {
        self.printer
    }

    /// The runs that are kept.
    pub(super) fn runs(&self) -> Vec<RunDocument> {
        self.runs.borrow().iter().cloned().collect()
    }

    /// The tally of a single run.
    pub(super) fn alone(&self, ended: &Ended) -> Tally {
        self.ended(ended);
        let is = |word: &str| usize::from(ended.end.word() == word);
        Tally { done: is("done"), failed: is("failed"), cancelled: is("cancelled") }
    }
}

impl Observer for Watch {
    fn begun(&self, job: &str, attempt: u32) {
        self.printer.detail(&match attempt {
            1 => format!("{job} begins"),
            attempt => format!("{job} begins, attempt {attempt}"),
        });
    }

    fn ended(&self, ended: &Ended) {
        let took = duration(ended.took);
        let head = format!("{} of {}", ended.job, ended.due);
        match &ended.end {
            End::Done(None) => self.printer.note(&format!("{head}: done in {took}")),
            End::Done(Some(answer)) => {
                self.printer.note(&format!("{head}: done in {took}: {answer}"));
            }
            End::Failed { sqlstate, message, again } => {
                let code = sqlstate.as_ref().map_or_else(String::new, |it| format!("{it} "));
                let next = match again {
                    Some(wait) => format!("tried again in {}", duration(*wait)),
                    None => "not tried again".to_owned(),
                };
                let attempt = ended.attempt;
                self.printer.warn(&format!(
                    "{head}: attempt {attempt} failed after {took}, {next}: {code}{message}"
                ));
            }
            End::Cancelled => self.printer.warn(&format!("{head}: cancelled after {took}")),
        }
        let mut runs = self.runs.borrow_mut();
        if runs.len() == KEPT {
            runs.pop_front();
        }
        runs.push_back(RunDocument::of(ended));
    }

    fn lost(&self, why: &str) {
        self.printer.warn(&format!("{why}: connecting again"));
    }
}

/// How many runs ended how.
pub(super) fn sentence(tally: Tally) -> String {
    let Tally { done, failed, cancelled } = tally;
    let runs = match done + failed + cancelled {
        0 => return "nothing was due\n".to_owned(),
        1 => "1 run".to_owned(),
        count => format!("{count} runs"),
    };
    let parts = [(done, "done"), (failed, "failed"), (cancelled, "cancelled")];
    let parts = parts.into_iter().filter(|(count, _)| *count > 0);
    let parts: Vec<String> = parts.map(|(count, word)| format!("{count} {word}")).collect();
    format!("{runs}: {}\n", parts.join(", "))
}
