//! Starting: from nothing, from the cache, and many at once.

use super::need;
use super::support::again::{again, listen, role, tell};
use super::support::place::Folder;
use super::support::{MAJORS, query, run, server, session};
use momni_db::scratch::{Settings, start, start_with};
use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::time::Instant;

#[test]
fn both_majors_answer() {
    for major in MAJORS {
        let server = server(major, &[]);
        let rows = query(&server.target("postgres"), "SHOW server_version_num");
        let number: u32 = rows[0][0].as_deref().unwrap().parse().unwrap();
        assert_eq!((number / 10000, server.major), (major, major));
    }
}

#[test]
fn a_server_is_private_and_the_same_on_every_machine() {
    for major in MAJORS {
        let server = server(major, &[]);
        for (setting, value) in [
            ("listen_addresses", ""),
            ("fsync", "off"),
            ("server_encoding", "UTF8"),
            ("TimeZone", "UTC"),
            ("autovacuum", "off"),
            ("jit", "off"),
        ] {
            let rows = query(&server.target("postgres"), &format!("SHOW {setting}"));
            assert_eq!(rows[0][0].as_deref(), Some(value), "{setting} on {major}");
        }
        let order = "SELECT string_agg(x, '' ORDER BY x) FROM unnest('{b,B,a,A,é,_}'::text[]) AS x";
        assert_eq!(query(&server.target("postgres"), order)[0][0].as_deref(), Some("AB_abé"));
        let socket = fs::metadata(server.folder().join("s")).unwrap();
        assert_eq!(socket.permissions().mode() & 0o777, 0o700);
    }
}

fn templates(cache: &Path) -> Vec<(PathBuf, u64)> {
    let entries = fs::read_dir(cache.join("templates")).unwrap().map(|entry| entry.unwrap().path());
    entries
        .filter(|path| path.is_dir())
        .map(|path| (path.clone(), fs::metadata(path).unwrap().ino()))
        .collect()
}

#[test]
fn the_second_start_is_from_the_cache() {
    for major in MAJORS {
        let (folder, installed) = (Folder::new(), server(major, &[]).bin.clone());
        let cache = folder.join("cache");
        let settings = Settings {
            cache_dir: Some(cache.clone()),
            pg_bin: Some(installed),
            ..folder.settings()
        };
        let start = || {
            let begin = Instant::now();
            let server = run(start_with(settings.clone(), &need(None, &[]))).unwrap();
            let taken = begin.elapsed();
            assert_eq!(query(&server.target("postgres"), "SELECT 1")[0][0].as_deref(), Some("1"));
            taken
        };
        let cold = start();
        let made = templates(&cache);
        assert_eq!(made.len(), 1, "{made:?}");
        let cached = start();
        assert_eq!(templates(&cache), made, "the template is neither made anew nor doubled");
        println!("PostgreSQL {major}: {cold:.0?} from nothing, {cached:.0?} from the cache");
        let left: Vec<_> = fs::read_dir(settings.temp_dir.join(run_name())).unwrap().collect();
        assert_eq!(left.len(), 1, "only the lock is left: {left:?}");
    }
}

fn run_name() -> String {
    format!("momni-db-{}", rustix::process::geteuid().as_raw())
}

#[test]
fn processes_at_once_share_an_empty_cache_and_nothing_else() {
    if role().is_some() {
        let server = run(start(&need(Some(15), &[]))).unwrap();
        let target = server.target("postgres");
        run(async {
            let session = session(&target).await;
            session.batch("CREATE TABLE mine (process int)").await.unwrap();
            let own = std::process::id();
            session.batch(&format!("INSERT INTO mine VALUES ({own})")).await.unwrap();
            tell(format!("{own} {}", server.folder().display()));
            // Until every other one has started.
            std::io::stdin().read_line(&mut String::new()).unwrap();
            let rows = session.rows("SELECT process FROM mine").await.unwrap();
            tell(format!("{rows:?}"));
        });
        return;
    }
    let folder = Folder::new();
    let cache = folder.join("cache");
    let name = "starting::processes_at_once_share_an_empty_cache_and_nothing_else";
    let mut processes: Vec<_> = (0..4)
        .map(|_| {
            let mut command = again(name, "start");
            command.env("TMPDIR", folder.path()).env("MOMNI_CACHE_DIR", &cache);
            listen(command.stdin(std::process::Stdio::piped()))
        })
        .collect();
    let told: Vec<String> = processes.iter_mut().map(|process| process.next()).collect();
    let folders: BTreeSet<&str> = told.iter().map(|told| told.split_once(' ').unwrap().1).collect();
    assert_eq!(folders.len(), 4, "a folder for each: {told:?}");
    assert_eq!(templates(&cache).len(), 1, "one of them made the template, the others took it");
    for (process, told) in processes.iter_mut().zip(&told) {
        drop(process.child.stdin.take());
        let own = told.split_once(' ').unwrap().0;
        assert_eq!(process.next(), format!("[[Some({own:?})]]"), "each sees its own data");
        assert!(process.child.wait().unwrap().success());
    }
}

#[test]
fn servers_of_one_process_are_apart() {
    let folder = Folder::new();
    let both = run(async {
        let need = need(Some(15), &[]);
        let (one, two) = futures_util::future::join(
            start_with(folder.settings(), &need),
            start_with(folder.settings(), &need),
        )
        .await;
        [one.unwrap(), two.unwrap()]
    });
    let [one, two] = both.each_ref().map(|server| server.target("postgres").to_string());
    assert_ne!(one, two);
    let [first, second] = both;
    drop(first);
    assert_eq!(query(&second.target("postgres"), "SELECT 1").len(), 1, "the other one runs on");
}

#[test]
fn a_long_temporary_folder_does_not_break_the_socket() {
    let folder = Folder::new();
    let long = folder.join(&"long".repeat(20));
    let settings = Settings { temp_dir: long.clone(), ..folder.settings() };
    let server = run(start_with(settings, &need(Some(15), &[]))).unwrap();
    assert!(!server.folder().starts_with(&long), "{}", server.folder().display());
    assert_eq!(query(&server.target("postgres"), "SELECT 1").len(), 1);
}

#[test]
fn a_transaction_may_lock_very_many_relations() {
    let server = server(15, &[]);
    let target = super::support::database(server, "many_locks");
    super::support::execute(
        &target,
        "DO $$ BEGIN FOR i IN 1..3000 LOOP
           EXECUTE format('CREATE TABLE t%s (id int PRIMARY KEY, name text UNIQUE)', i);
         END LOOP; END $$",
    );
    let rows = query(&target, "SELECT count(*) FROM pg_class WHERE relname ~ '^t[0-9]+$'");
    assert_eq!(rows[0][0].as_deref(), Some("3000"));
}
