//! `momni-db completions`: the script that a shell reads.

use crate::cli::args::{Cli, Completions};
use crate::cli::exit::Failure;
use crate::cli::printer::Outcome;
use clap::CommandFactory;

pub(in crate::cli) fn completions(args: &Completions) -> Result<Outcome, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "momni-db", &mut script);
    Ok(Outcome::text(String::from_utf8_lossy(&script)))
}
