//! The server that a benchmark is run on.

use momni_db::connect::connect;
use momni_db::scratch::{Need, start};
use std::path::PathBuf;

/// The programs of the server that all is run on, and its version.
pub(crate) fn server(major: Option<u32>) -> (PathBuf, String) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let need = Need { major, ..Need::default() };
        let server = start(&need).await.unwrap_or_else(|error| panic!("{error}"));
        let session = connect(&server.target("postgres")).await.unwrap();
        let version = session.version.split(' ').next().unwrap_or_default().to_owned();
        (server.bin.clone(), version)
    })
}
