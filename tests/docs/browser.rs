//! Headless Chromium.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The browser; a test that needs it fails where there is none.
fn chromium() -> PathBuf {
    let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path)
        .flat_map(|folder| names.map(|name| folder.join(name)))
        .find(|it| it.is_file());
    found.unwrap_or_else(|| {
        panic!(
            "this test needs Chromium, which `tests/run` fetches: none of {names:?} is on the PATH"
        )
    })
}

/// The page of a file as it is when its scripts have run: its HTML. `options` stand before the page: the size of the window.
pub(crate) fn dom(page: &str, options: &[&str]) -> String {
    let profile = tempfile::tempdir().unwrap();
    let mut command = Command::new(chromium());
    command.args([
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
        "--allow-file-access-from-files",
        "--virtual-time-budget=300000",
        "--dump-dom",
    ]);
    command.arg(format!("--user-data-dir={}", profile.path().display())).args(options).arg(page);
    let output = command.output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(
        output.status.success() && !text.is_empty(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    text
}

/// What a script left in the element `told`, as JSON.
pub(crate) fn told(page: &Path, fragment: &str, options: &[&str]) -> serde_json::Value {
    let dom = dom(&format!("file://{}{fragment}", page.display()), options);
    let said = dom.split_once("<pre id=\"told\">").and_then(|(_, rest)| rest.split_once("</pre>"));
    let said = said
        .unwrap_or_else(|| {
            panic!("the script did not come to its end: {}", &dom[..dom.len().min(2000)])
        })
        .0;
    let said = said.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    serde_json::from_str(&said).unwrap_or_else(|error| panic!("{error}: {said}"))
}

/// Mermaid, as `tests/run` fetches it.
pub(crate) fn mermaid() -> PathBuf {
    let file = std::env::var_os("MOMNI_TEST_MERMAID").map(PathBuf::from);
    let file = file.expect(
        "this test needs Mermaid: `tests/run` fetches it and names it in MOMNI_TEST_MERMAID",
    );
    assert!(file.is_file(), "MOMNI_TEST_MERMAID names no file");
    file
}
