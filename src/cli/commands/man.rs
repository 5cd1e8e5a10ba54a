//! `momni-db man`: the manual page, as roff.

use crate::cli::args::Cli;
use crate::cli::exit::{Exit, Failure};
use crate::cli::printer::Outcome;
use clap::CommandFactory;

pub(in crate::cli) fn man() -> Result<Outcome, Failure> {
    let mut command = Cli::command();
    command.build();
    let mut page = Vec::new();
    let written = (|| {
        clap_mangen::Man::new(command.clone()).render(&mut page)?;
        for inner in command.get_subcommands().filter(|inner| inner.get_name() != "help") {
            let man = clap_mangen::Man::new(inner.clone());
            man.render_name_section(&mut page)?;
            man.render_synopsis_section(&mut page)?;
            man.render_options_section(&mut page)?;
        }
        Ok(())
    })();
    match written {
        Ok(()) => Ok(Outcome::text(String::from_utf8_lossy(&page))),
        Err(error) => {
            let error: std::io::Error = error;
            Err(Failure::new(Exit::Failed, "system", error.to_string()))
        }
    }
}
