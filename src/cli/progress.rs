//! The progress of a run: a bar on a terminal, plain lines elsewhere.

use super::printer::Printer;
use crate::apply::{BatchProgress, Blocker, IndexProgress, LockHolder, MigrationFile, Observer};
use crate::connect::Notice;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal;
use std::time::{Duration, Instant};

/// How often the bar is drawn anew.
const TICK: Duration = Duration::from_millis(100);

/// How long a statement runs before a line says how far an index is built, where no bar does.
const FIRST: Duration = Duration::from_secs(1);

/// How often a line says so within one phase.
const LINE: Duration = Duration::from_secs(10);

/// Shows a run to the one who waits for it.
pub(super) struct Progress {
    printer: Printer,
    /// Which run of several this is, before each line; empty for one that is alone.
    label: String,
    /// The bar; hidden where standard error is no terminal.
    bar: ProgressBar,
    /// Whether the bar is seen.
    shown: bool,
    /// When the file or its statement began.
    since: Instant,
    /// The phase of an index of which a line told, and when it did.
    phase: Option<(String, Instant)>,
    /// When a line told how far a data step is.
    told: Option<Instant>,
}

impl Progress {
    pub(super) fn new(printer: Printer) -> Self {
        Self::shown(printer, std::io::stderr().is_terminal() && !printer.quiet, String::new())
    }

    /// One run of several: lines alone, which say of which they are.
    pub(super) fn labelled(printer: Printer, label: &str) -> Self {
        Self::shown(printer, false, format!("[{label}] "))
    }

    fn shown(printer: Printer, shown: bool, label: String) -> Self {
        let bar = if shown { ProgressBar::new(0) } else { ProgressBar::hidden() };
        if let Ok(style) = ProgressStyle::with_template("{spinner} {pos}/{len} {msg} {elapsed}") {
            bar.set_style(style);
        }
        Self { printer, label, bar, shown, since: Instant::now(), phase: None, told: None }
    }

    fn begin(&mut self) {
        (self.since, self.phase, self.told) = (Instant::now(), None, None);
    }

    fn line(&self, text: &str) {
        self.bar.suspend(|| self.printer.note(&format!("{}{text}", self.label)));
    }

    fn detail(&self, text: &str) {
        self.bar.suspend(|| self.printer.detail(&format!("{}{text}", self.label)));
    }

    fn warn(&self, text: &str) {
        self.bar.suspend(|| self.printer.warn(&format!("{}{text}", self.label)));
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

impl Observer for Progress {
    fn waiting(&mut self, holder: Option<&LockHolder>) {
        match holder {
            Some(holder) => self.line(&format!("waiting for another run: {holder}")),
            None => self.line("waiting for another run"),
        }
    }

    fn pending(&mut self, count: usize) {
        if count > 0 {
            self.bar.set_length(count as u64);
            self.bar.enable_steady_tick(TICK);
        }
    }

    fn started(&mut self, file: &MigrationFile) {
        self.bar.set_message(file.file.clone());
        self.begin();
        self.detail(&format!("{} …", file.path()));
    }

    fn statement(&mut self, file: &MigrationFile, number: usize, of: usize) {
        self.bar.set_message(format!("{} {number}/{of}", file.file));
        self.begin();
        self.detail(&format!("{}: statement {number} of {of} …", file.path()));
    }

    fn mended(&mut self, file: &MigrationFile, what: &str) {
        self.line(&format!("{}: {what}", file.path()));
    }

    fn blocked(&mut self, file: &MigrationFile, by: &[Blocker]) {
        for blocker in by {
            self.line(&format!("{} waits for {blocker}", file.path()));
        }
    }

    fn progress(&mut self, file: &MigrationFile, progress: &IndexProgress) {
        if self.shown {
            self.bar.set_message(format!("{} {progress}", file.file));
            return;
        }
        let told = self.phase.as_ref();
        if self.since.elapsed() < FIRST
            || told.is_some_and(|(phase, at)| *phase == progress.phase && at.elapsed() < LINE)
        {
            return;
        }
        self.phase = Some((progress.phase.clone(), Instant::now()));
        self.line(&format!("{}: {progress}", file.path()));
    }

    fn batch(&mut self, file: &MigrationFile, progress: &BatchProgress) {
        if self.shown {
            self.bar.set_message(format!("{} {progress}", file.file));
        } else if self.told.map_or(self.since.elapsed() >= FIRST, |it| it.elapsed() >= LINE) {
            self.told = Some(Instant::now());
            self.line(&format!("{}: {progress}", file.path()));
        }
    }

    fn notice(&mut self, file: &MigrationFile, notice: &Notice) {
        let mut text = format!("{}: {}: {}", file.path(), notice.severity, notice.message);
        for (name, more) in [("detail", &notice.detail), ("hint", &notice.hint)] {
            if let Some(more) = more {
                text.push_str(&format!("\n  {name}: {more}"));
            }
        }
        match notice.is_warning {
            true => self.warn(&text),
            false => self.line(&text),
        }
    }

    fn hook(&mut self, when: &str, number: usize) {
        self.line(&format!("{when}: hook {number}"));
    }

    fn hook_said(&mut self, text: &str) {
        self.line(text);
    }

    fn retrying(&mut self, file: &MigrationFile, why: &str) {
        self.line(&format!("{} met a lock of another session and is tried again", file.path()));
        self.detail(why);
    }

    fn finished(&mut self, file: &MigrationFile, took: Duration) {
        self.bar.inc(1);
        self.line(&format!("{} {}", file.path(), duration(took)));
    }
}

/// `12 ms`, `3.4 s`.
pub(super) fn duration(took: Duration) -> String {
    match took.as_millis() {
        millis @ 0..1000 => format!("{millis} ms"),
        _ => format!("{:.1} s", took.as_secs_f64()),
    }
}
