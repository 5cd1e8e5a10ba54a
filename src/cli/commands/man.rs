//! `momni-db man`: the manual page, as roff.

use crate::cli::args::Cli;
use crate::cli::exit::{Exit, Failure};
use crate::cli::printer::Outcome;
use clap::CommandFactory;
use std::io;

pub(in crate::cli) fn man() -> Result<Outcome, Failure> {
    let text = page().map_err(|error| Failure::new(Exit::Failed, "system", error.to_string()))?;
    Ok(Outcome::text(text))
}

/// The page of the whole, with a section for each command.
fn page() -> io::Result<String> {
    let mut command = Cli::command();
    command.build();
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut page)?;
    let mut page = String::from_utf8_lossy(&page).into_owned();
    for inner in command.get_subcommands().filter(|inner| inner.get_name() != "help") {
        let man = clap_mangen::Man::new(inner.clone());
        let mut section = Vec::new();
        man.render_description_section(&mut section)?;
        man.render_synopsis_section(&mut section)?;
        man.render_options_section(&mut section)?;
        page.push_str(&format!(".SH \"{}\"\n", inner.get_name().to_uppercase()));
        page.push_str(&String::from_utf8_lossy(&section).replace(".SH ", ".SS "));
    }
    Ok(page)
}
