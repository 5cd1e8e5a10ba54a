//! The rules of `check`: each has examples, bad and good, under `tests/cases/check/`, which are those of its page.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[path = "check/allow.rs"]
mod allow;
#[path = "check/examined.rs"]
mod examined;
#[path = "check/examples.rs"]
mod examples;
#[path = "check/fix.rs"]
mod fix;
#[path = "check/hostile.rs"]
mod hostile;
#[path = "check/pages.rs"]
mod pages;
#[path = "check/projects.rs"]
mod projects;
#[path = "check/recursion.rs"]
mod recursion;
#[path = "check/reports.rs"]
mod reports;
#[path = "check/seeds.rs"]
mod seeds;

use momni_db::connect::Target;
use momni_db::diagnostic::{Diagnostic, Format, Sources, render};
use momni_db::pipeline::{self, Options};
use momni_db::read;
use momni_db::scratch::{self, Need};
use std::path::Path;

/// What a project is found to break, with a server's words where one is lent, and the texts.
async fn found(root: &Path, lent: Option<Target>) -> Result<(Vec<Diagnostic>, Sources), String> {
    let shown =
        |found: &[Diagnostic], sources: &Sources| render(found, sources, Format::Human, false);
    let (project, _) =
        read::project(root).map_err(|faults| shown(&faults.diagnostics, &faults.sources))?;
    let sources = project.declared.objects().unwrap().sources.clone();
    let built = match lent {
        Some(target) => {
            let options = Options { lent: Some(target), ..Options::default() };
            let state = pipeline::examined_state(&project.declared, &options).await;
            Some(state.map_err(|failure| match failure.refused() {
                Ok(found) => shown(&found, &sources),
                Err(failure) => failure.to_string(),
            })?)
        }
        None => None,
    };
    let found = pipeline::judge(&project, built.as_ref()).unwrap();
    Ok((found, sources))
}

/// A project of one file.
fn project(config: &str, text: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("schema")).unwrap();
    std::fs::write(folder.path().join("momni-db.yaml"), format!("name: example\n{config}"))
        .unwrap();
    std::fs::write(folder.path().join("schema/example.yaml"), text).unwrap();
    folder
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

/// A server that all examples of a test are built on, one after another.
async fn server(major: u32) -> scratch::Server {
    scratch::start(&Need { major: Some(major), ..Need::default() }).await.unwrap()
}

/// Whether a server has plpgsql_check: Debian has a package of it for its own servers, PyPI and npm have none.
async fn offers_plpgsql_check(server: &scratch::Server) -> bool {
    let session = momni_db::connect::connect(&server.target("postgres")).await.unwrap();
    let asked =
        "SELECT EXISTS (SELECT FROM pg_available_extensions() WHERE name = 'plpgsql_check')";
    session.client.query_one(asked, &[]).await.unwrap().get(0)
}
