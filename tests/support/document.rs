//! Documents whose examples are files of a project.

use std::path::Path;

/// A document of `docs/`.
pub(crate) fn document(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(name);
    std::fs::read_to_string(path).unwrap()
}

/// The YAML blocks of a document: the file that each names, or nothing, and its text.
pub(crate) fn blocks(document: &str) -> Vec<(String, String)> {
    let mut blocks = Vec::new();
    let mut lines = document.lines();
    while let Some(line) = lines.next() {
        let Some(info) = line.strip_prefix("```yaml") else { continue };
        let text: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        blocks.push((info.trim().to_owned(), text.join("\n") + "\n"));
    }
    blocks
}

/// Writes the blocks that name a file, each after what is in the file already. How many there are.
pub(crate) fn write_files(document: &str, to: &Path) -> usize {
    let named = blocks(document).into_iter().filter(|(file, _)| !file.is_empty());
    let written = named.map(|(file, text)| {
        let path = to.join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        let before = std::fs::read_to_string(&path).unwrap_or_default();
        std::fs::write(path, before + &text).unwrap();
    });
    written.count()
}

/// Copies a folder with all that is in it.
pub(crate) fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => copy(&entry.path(), &target),
            false => drop(std::fs::copy(entry.path(), target).unwrap()),
        }
    }
}
