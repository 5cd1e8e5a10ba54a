//! A server that keeps what it commits, on the disk, as every one does that is in use.

use super::bench::Bench;
use momni_db::connect::Target;
use momni_db::scratch::{Need, Settings, persistent_with, stop_with};

const NAME: &str = "durable";

/// The persistent server of a project; it is stopped when this ends.
pub(crate) struct Durable<'a> {
    /// A database on it.
    pub(crate) target: Target,
    bench: &'a Bench,
}

impl<'a> Durable<'a> {
    pub(crate) fn start(bench: &'a Bench) -> Self {
        let need = Need::default();
        let made = persistent_with(settings(bench), NAME, &bench.root, &need, false);
        let made = bench.wait(made).unwrap_or_else(|error| panic!("{error}"));
        Self { target: made.target, bench }
    }
}

impl Drop for Durable<'_> {
    fn drop(&mut self) {
        // A server that did not stop ends when its folder goes.
        let _ = self.bench.wait(stop_with(settings(self.bench), NAME, &self.bench.root));
    }
}

fn settings(bench: &Bench) -> Settings {
    Settings { data_dir: Some(bench.beside("data")), ..bench.settings() }
}
