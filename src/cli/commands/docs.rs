//! `momni-db docs`: the reference, in the project or as a book.

use super::build::{build, current, made, outcome};
use crate::cli::args;
use crate::cli::exit::{Exit, Failure};
use crate::cli::options::Place;
use crate::cli::printer::{Outcome, Printer};
use crate::generate::{self, Output};
use crate::pipeline::{BookFailure, make_book, stale, write};

pub(in crate::cli) async fn docs(
    args: &args::Docs,
    place: &Place,
    printer: Printer,
) -> Result<Outcome, Failure> {
    let Some(folder) = &args.book else {
        return build(&args.build, Some(Output::Docs), place, printer).await;
    };
    let Ok((project, kept)) = current(&args.build, place, printer).await? else {
        return Err(Failure::usage(
            "`--book` makes what `--check` would look at",
            "leave one of them out",
        ));
    };
    let mut files = made(&kept, place, &project, generate::book)?;
    // `docs` and `build` tell what is not explained; a book is made all the same.
    files.faults.clear();
    std::fs::create_dir_all(folder)
        .map_err(|error| Failure::file("write", &folder.display().to_string(), &error))?;
    let found = stale(folder, &files)?;
    write(folder, &files, &found)?;
    let pages = make_book(folder).map_err(failure)?;
    let mut outcome = outcome(false, &kept, &files, &found, None);
    outcome.human += &format!("the book begins at {}\n", pages.join("index.html").display());
    Ok(outcome)
}

fn failure(it: BookFailure) -> Failure {
    match it {
        BookFailure::Missing(program, how) => {
            Failure::new(Exit::Usage, "missing-program", format!("`{program}` is not installed: the source of the book is written, and is no book yet"))
                .help(format!("install {program}: {how}"))
        }
        BookFailure::Failed(program, said) => {
            Failure::new(Exit::Failed, "book", format!("{program} failed: {said}"))
        }
        BookFailure::Other(said) => Failure::new(Exit::Failed, "book", said),
        BookFailure::File(path, error) => Failure::file("write", &path.display().to_string(), &error),
    }
}
