//! The book, made by mdBook and read in a browser.

use crate::browser::{dom, mermaid, told};
use crate::markdown::plain;
use crate::projects::{book, root};
use crate::support::{momni_db, program, ran};
use std::collections::BTreeSet;
use std::path::Path;

#[test]
fn one_command_makes_a_book_that_holds_together() {
    let folder = tempfile::tempdir().unwrap();
    // The command fetches Mermaid where it is not there; `tests/run` has done so.
    std::fs::copy(mermaid(), folder.path().join("mermaid.min.js")).unwrap();
    let ran = momni_db(&root(""), &["docs", "--book", folder.path().to_str().unwrap()]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let pages = folder.path().join("book");
    let files: BTreeSet<String> = files(&pages, "");
    let mut dangling = Vec::new();
    for page in files.iter().filter(|it| it.ends_with(".html") && *it != "404.html") {
        let html = std::fs::read_to_string(pages.join(page)).unwrap();
        for target in html.split("href=\"").skip(1).filter_map(|it| it.split('"').next()) {
            let target = target.split('#').next().unwrap();
            if target.is_empty() || target.contains(':') {
                continue;
            }
            let to = plain(&Path::new(page).parent().unwrap().join(target));
            if !files.contains(to.to_str().unwrap()) {
                dangling.push(format!("{page}: {target}"));
            }
        }
    }
    assert!(dangling.is_empty(), "{dangling:#?}");
    assert!(files.iter().any(|it| it.starts_with("searchindex")), "{files:#?}");

    // A page with its diagrams drawn, light and dark.
    let page = pages.join("tables/app.families.html");
    let drawn = dom(&format!("file://{}", page.display()), &["--window-size=1300,900"]);
    assert!(
        drawn.contains("data-diagrams=\"drawn\"") && !drawn.contains("cannot be drawn"),
        "no diagram"
    );
    assert!(
        drawn.contains("erDiagram") || drawn.contains("aria-roledescription=\"er\""),
        "no drawing"
    );
    // A click opens the diagram in full, where it grows; Escape closes it.
    let script = "<script>addEventListener('load', () => { const wait = setInterval(() => {
        if (document.documentElement.dataset.diagrams !== 'drawn') return;
        clearInterval(wait);
        const place = document.querySelector('.diagram'), press = (key) => document.dispatchEvent(new KeyboardEvent('keydown', { key, cancelable: true }));
        place.click();
        const svg = () => document.querySelector('.diagram-full svg'), scale = () => +svg().style.transform.match(/scale\\(([^)]+)\\)/)[1];
        const before = scale(); press('+'); const after = scale(); press('Escape');
        const out = document.createElement('pre'); out.id = 'told'; out.textContent = JSON.stringify({ grown: after > before, shut: svg() === null });
        document.body.replaceChildren(out);
    }, 50); });</script></body>";
    let html = std::fs::read_to_string(&page).unwrap();
    let zoomed = pages.join("tables/zoomed.html");
    std::fs::write(&zoomed, html.replace("</body>", script)).unwrap();
    assert_eq!(told(&zoomed, "", &[]), serde_json::json!({ "grown": true, "shut": true }));
    assert!(
        std::fs::read_to_string(pages.join("explore.html"))
            .unwrap()
            .contains("\"tables/app.families.html\"")
    );
    // What an author wrote is no instruction to mdBook.
    assert!(
        book("tests/cases/docs/odd").texts["book.toml"]
            .contains("use-default-preprocessors = false")
    );
}

fn files(root: &Path, folder: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for entry in std::fs::read_dir(root.join(folder)).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        let path = if folder.is_empty() { name } else { format!("{folder}/{name}") };
        match entry.file_type().unwrap().is_dir() {
            true => found.extend(files(root, &path)),
            false => drop(found.insert(path)),
        }
    }
    found
}

#[test]
fn a_missing_mdbook_is_named_with_the_way_to_get_it() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::copy(mermaid(), folder.path().join("mermaid.min.js")).unwrap();
    let book = folder.path().to_str().unwrap();
    let ran = ran(program(&root("")).args(["docs", "--book", book]).env("PATH", "/nowhere"));
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(
        ran.stderr.contains("`mdbook` is not installed")
            && ran.stderr.contains("cargo install mdbook"),
        "{ran:?}"
    );
    assert!(folder.path().join("src/SUMMARY.md").is_file(), "its source is written");
}
