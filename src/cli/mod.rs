//! The command line. Nothing else prints, and nothing else ends the process.

mod args;
mod commands;
mod document;
mod environment;
mod exit;
mod findings;
mod options;
mod printer;
mod progress;
mod signal;

use args::{Cli, Command, Format, PlanFormat};
use clap::Parser;
use exit::{Exit, Failure};
use options::Place;
use printer::{Ending, Outcome, Printer};
use std::process::ExitCode;

/// Reads the command line, runs the command, and gives the exit code.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version come this way too. Nobody reads on: nothing to say about it.
            let _ = error.print();
            let exit = if error.use_stderr() { Exit::Usage } else { Exit::Clean };
            return ExitCode::from(exit.code());
        }
    };
    ExitCode::from(run(cli).code())
}

fn run(cli: Cli) -> Exit {
    let Cli { global, command } = cli;
    let printer = Printer { quiet: global.quiet, verbose: global.verbose };
    let (name, format) = described(&command);
    if let Some(text) = commands::text(&command) {
        let ending = Ending { command: name, format, root: None };
        return printer.end(ending, text);
    }
    if let Command::Init(args) = &command {
        let ending = Ending { command: name, format, root: None };
        return printer.end(ending, commands::init(args));
    }
    let place = Place::find(&global);
    let ending = Ending {
        command: name,
        format,
        root: place.as_ref().ok().map(|place| place.root.as_path()),
    };
    let result = match &place {
        Ok(place) => commands::block_on(commands::run(command, place, printer)),
        Err(_) => Ok(Err(Failure::new(Exit::Usage, "usage", ""))),
    };
    printer.end(ending, Err(Failure::new(Exit::Usage, "usage", "")))
}
