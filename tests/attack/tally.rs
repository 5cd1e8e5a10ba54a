//! What was tried, and what of it did not fail.

use crate::support::request::{Refusal, Rows};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::sync::{Mutex, PoisonError};

/// How the attacks of one kind went on one server.
#[derive(Default)]
pub(crate) struct Tally {
    /// Attacks that failed as they must.
    tried: usize,
    /// What succeeded, or failed in a way that nobody expects; and what should have succeeded and did not.
    holes: Vec<String>,
}

impl Tally {
    /// An attack that must be refused with one of these SQLSTATEs.
    pub(crate) fn refused(&mut self, what: &str, codes: &[&str], outcome: &Result<Rows, Refusal>) {
        match outcome {
            Err(refusal) if codes.contains(&refusal.code.as_str()) => self.tried += 1,
            outcome => self.holes.push(format!("{what}: {}", short(outcome))),
        }
    }

    /// An attack that may find nothing, or be refused with one of these SQLSTATEs.
    pub(crate) fn nothing(&mut self, what: &str, codes: &[&str], outcome: &Result<Rows, Refusal>) {
        match outcome {
            Ok(rows) if rows.iter().flatten().all(Option::is_none) => self.tried += 1,
            outcome => self.refused(what, codes, outcome),
        }
    }

    /// An attack whose failure is something else that holds.
    pub(crate) fn failed(&mut self, what: &str, failed: bool) {
        if failed {
            self.tried += 1;
        } else {
            self.holes.push(what.to_owned());
        }
    }

    /// What somebody may do whom nothing forbids it: that it succeeds shows that the attack was a real one.
    pub(crate) fn control(&mut self, what: &str, succeeded: bool) {
        if !succeeded {
            self.holes.push(format!("the control does not succeed: {what}"));
        }
    }

    /// Ends a kind: fails where something is open; says how many attacks there were once all kinds have ended.
    pub(crate) fn end(self, major: u32, kind: &str, all: &[&str]) {
        static ENDED: Mutex<BTreeMap<u32, BTreeMap<String, usize>>> = Mutex::new(BTreeMap::new());
        let holes = self.holes.len();
        let some: Vec<_> = self.holes.iter().take(40).map(String::as_str).collect();
        assert!(holes == 0, "PostgreSQL {major}, {kind}: {holes} open\n{}", some.join("\n"));
        assert!(self.tried > 0, "{kind}: nothing was tried");
        let mut ended = ENDED.lock().unwrap_or_else(PoisonError::into_inner);
        let kinds = ended.entry(major).or_default();
        kinds.insert(kind.to_owned(), self.tried);
        say(&format!("PostgreSQL {major}, {kind}: {} tried", self.tried));
        let names: BTreeSet<&str> = kinds.keys().map(String::as_str).collect();
        if names == all.iter().copied().collect() {
            let tried: usize = kinds.values().sum();
            say(&format!("PostgreSQL {major}: attacks: {tried} tried, all failed"));
        }
    }
}

/// To the terminal, past the harness, which keeps back what a test that passes prints by `eprintln!`.
pub(crate) fn say(line: &str) {
    let mut terminal = std::io::stderr();
    terminal.write_all(format!("{line}\n").as_bytes()).unwrap();
}

fn short(outcome: &Result<Rows, Refusal>) -> String {
    let text = match outcome {
        Ok(rows) => format!("succeeded: {rows:?}"),
        Err(refusal) => format!("{} {}", refusal.code, refusal.text),
    };
    text.chars().take(300).collect()
}
