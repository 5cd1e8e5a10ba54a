//! `momni-db init`: a small project that works at once.

use crate::cli::args::{Global, Init};
use crate::cli::document::{InitDocument, ResultDocument};
use crate::cli::exit::Failure;
use crate::cli::printer::{Outcome, Printer};
use crate::read::{SCHEMA_FILE as SCHEMA, json_schema};
use std::io::{self, Write};
use std::path::Path;

/// The files of the project, and what they hold.
const FILES: &[(&str, &str)] = &[
    ("momni-db.yaml", include_str!("../../../templates/init/momni-db.yaml")),
    ("schema/library.yaml", include_str!("../../../templates/init/schema/library.yaml")),
    (".gitignore", include_str!("../../../templates/init/gitignore")),
    (".gitattributes", include_str!("../../../templates/init/gitattributes")),
    ("README.md", include_str!("../../../templates/init/README.md")),
];

/// Stands for the project's name in the files.
const NAME: &str = "{{ name }}";

pub(in crate::cli) fn init(args: &Init, global: &Global, _: Printer) -> Result<Outcome, Failure> {
    let dir = match &global.directory {
        Some(base) => base.join(&args.dir),
        None => args.dir.clone(),
    };
    let shown = dir.display().to_string();
    let files: Vec<&str> = FILES.iter().map(|(file, _)| *file).chain([SCHEMA]).collect();
    let taken: Vec<&str> =
        files.iter().copied().filter(|file| dir.join(file).symlink_metadata().is_ok()).collect();
    if !taken.is_empty() {
        return Err(Failure::usage(
            format!("`{shown}` has {} already: nothing is overwritten", taken.join(", ")),
            "name another folder: `momni-db init DIR`",
        ));
    }
    let name = project_name(&dir);
    for (file, text) in FILES {
        write(&dir.join(file), &text.replace(NAME, &name))
            .map_err(|error| Failure::file("write", &format!("{shown}/{file}"), &error))?;
    }
    write(&dir.join(SCHEMA), &format!("{:#}\n", json_schema()))
        .map_err(|error| Failure::file("write", &format!("{shown}/{SCHEMA}"), &error))?;
    let files: Vec<String> = files.into_iter().map(str::to_owned).collect();
    let mut text: String = files.iter().map(|file| format!("wrote {file}\n")).collect();
    let go = if args.dir == Path::new(".") {
        String::new()
    } else {
        format!("cd {} && ", args.dir.display())
    };
    text.push_str(&format!("\nNext: {go}momni-db generate && momni-db migrate\n"));
    Ok(Outcome::clean(text, ResultDocument::Init(InitDocument { folder: shown, files })))
}

/// The folder's name with `-` for what a name of a project should not hold.
fn project_name(dir: &Path) -> String {
    let absolute = std::path::absolute(dir).unwrap_or_else(|_| dir.to_owned());
    let name =
        absolute.components().next_back().map(|it| it.as_os_str().to_string_lossy().into_owned());
    let plain: String = name
        .unwrap_or_default()
        .to_lowercase()
        .chars()
        .map(|it| if it.is_ascii_alphanumeric() { it } else { '-' })
        .take(40)
        .collect();
    let plain = plain.trim_matches('-');
    match plain.chars().next() {
        Some(first) if first.is_ascii_alphabetic() => plain.to_owned(),
        _ => "my-database".to_owned(),
    }
}

/// Writes a file that is not there yet.
fn write(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut file = std::fs::File::create_new(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}
