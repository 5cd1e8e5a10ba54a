//! The progress of a run: a bar on a terminal, plain lines elsewhere.

use super::printer::Printer;
use crate::apply::{LockHolder, MigrationFile, Observer};
use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal;
use std::time::Duration;

/// How often the bar is drawn anew.
const TICK: Duration = Duration::from_millis(100);

/// Shows a run to the one who waits for it.
pub(super) struct Progress {
    printer: Printer,
    /// The bar; hidden where standard error is no terminal.
    bar: ProgressBar,
}

impl Progress {
    pub(super) fn new(printer: Printer) -> Self {
        let shown = std::io::stderr().is_terminal() && !printer.quiet;
        let bar = if shown { ProgressBar::new(0) } else { ProgressBar::hidden() };
        if let Ok(style) = ProgressStyle::with_template("{spinner} {pos}/{len} {msg} {elapsed}") {
            bar.set_style(style);
        }
        Self { printer, bar }
    }

    fn line(&self, text: &str) {
        self.bar.suspend(|| self.printer.note(text));
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
        let printer = self.printer;
        self.bar.suspend(|| printer.detail(&format!("{} …", file.path())));
    }

    fn retrying(&mut self, file: &MigrationFile, why: &str) {
        let printer = self.printer;
        self.line(&format!("{} met a lock of another session and is tried again", file.path()));
        self.bar.suspend(|| printer.detail(why));
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
