//! Ending: in order, by kill -9, and what the next start finds.

use super::need;
use super::support::again::{again, listen, role, tell};
use super::support::place::Folder;
use super::support::processes::{eventually, processes};
use super::support::{MAJORS, query, run};
use momni_db::scratch::{Settings, start, start_with};
use std::fs;
use std::path::Path;
use std::time::Duration;

/// The folders of servers in the temporary folder of a test.
fn servers(temp: &Path) -> Vec<String> {
    let uid = rustix::process::geteuid().as_raw();
    let entries = fs::read_dir(temp.join(format!("momni-db-{uid}"))).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.contains('-')).collect()
}

#[test]
fn a_dropped_server_is_gone_with_its_data() {
    for major in MAJORS {
        let folder = Folder::new();
        let server = run(start_with(folder.settings(), &need(Some(major), &[]))).unwrap();
        let place = folder.path().to_str().unwrap();
        assert!(processes(place).len() > 1, "a postmaster and its children");
        drop(server);
        eventually("no process is left", || processes(place).is_empty());
        assert!(servers(folder.path()).is_empty());
    }
}

#[test]
fn kill_9_of_the_process_ends_the_server() {
    if let Some(major) = role() {
        // From a thread that ends: the server must live on until the process ends.
        let major = major.parse().ok();
        let started = std::thread::spawn(move || run(start(&need(major, &[]))).unwrap());
        let server = started.join().unwrap();
        std::thread::sleep(Duration::from_millis(300));
        assert_eq!(query(&server.target("postgres"), "SELECT 1").len(), 1);
        tell(server.process());
        std::thread::sleep(Duration::from_secs(600));
        return;
    }
    for major in MAJORS {
        let folder = Folder::new();
        let place = folder.path().to_str().unwrap();
        let mut command =
            again("ending::kill_9_of_the_process_ends_the_server", &major.to_string());
        let mut process = listen(command.env("TMPDIR", folder.path()));
        let postmaster: u32 = process.next().parse().unwrap();
        assert!(processes(place).contains(&postmaster));
        process.child.kill().unwrap();
        process.child.wait().unwrap();
        eventually("no process of the server is left", || processes(place).is_empty());
        assert_eq!(servers(folder.path()).len(), 1, "nobody was there to remove the data");
        let next = run(start_with(folder.settings(), &need(Some(major), &[]))).unwrap();
        eventually("the next start removed it", || servers(folder.path()).len() == 1);
        assert!(next.folder().ends_with(&servers(folder.path())[0]));
    }
}

#[test]
fn kill_9_at_any_moment_of_the_start_leaves_nothing_for_long() {
    if role().is_some() {
        let _server = run(start(&need(Some(15), &[]))).unwrap();
        return;
    }
    let name = "ending::kill_9_at_any_moment_of_the_start_leaves_nothing_for_long";
    let folder = Folder::new();
    let place = folder.path().to_str().unwrap();
    let cache = folder.join("cache");
    for step in 0..12 {
        let mut command = again(name, "start");
        command.env("TMPDIR", folder.path()).env("MOMNI_CACHE_DIR", &cache);
        let mut child = command.stdout(std::process::Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(10 + 90 * step));
        child.kill().unwrap();
        child.wait().unwrap();
    }
    eventually("no process is left", || processes(place).is_empty());
    let settings = Settings { cache_dir: Some(cache.clone()), ..folder.settings() };
    let server = run(start_with(settings, &need(Some(15), &[]))).unwrap();
    assert_eq!(query(&server.target("postgres"), "SELECT 1").len(), 1);
    eventually("only the one that runs is left", || servers(folder.path()).len() == 1);
    let half: Vec<_> = fs::read_dir(cache.join("templates"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.contains(".new"))
        .collect();
    assert!(half.is_empty(), "{half:?}");
}

#[test]
fn a_stale_folder_is_removed_and_one_in_use_is_not() {
    let folder = Folder::new();
    let first = run(start_with(folder.settings(), &need(Some(15), &[]))).unwrap();
    let stale = first.folder().parent().unwrap().join("4000000-1");
    fs::create_dir_all(stale.join("data/base")).unwrap();
    fs::write(stale.join("lock"), "").unwrap();
    // The number in it belongs to a process that is no server of this data: it must survive.
    fs::write(stale.join("data/postmaster.pid"), format!("{}\n", std::process::id())).unwrap();
    let second = run(start_with(folder.settings(), &need(Some(15), &[]))).unwrap();
    eventually("it is removed", || !stale.exists());
    assert_eq!(servers(folder.path()).len(), 2);
    for server in [&first, &second] {
        assert_eq!(query(&server.target("postgres"), "SELECT 1").len(), 1);
    }
}
