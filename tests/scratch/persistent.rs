//! The persistent server of a project.

use super::need;
use super::support::again::{again, listen, role, tell};
use super::support::place::{Folder, is_root, server_user};
use super::support::processes::{eventually, processes};
use super::support::{MAJORS, execute, query, run, server};
use momni_db::scratch::{Need, Persistent, ScratchError, Settings, persistent_with, stop_with};
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::PathBuf;
use std::process::Command;

/// A project with a persistent server, which is stopped when the test ends, however it ends.
struct Project {
    folder: Folder,
    settings: Settings,
}

impl Project {
    fn new() -> Self {
        let folder = Folder::new();
        folder.join("project");
        Self { settings: folder.settings(), folder }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("project")
    }

    fn try_start(&self, need: &Need, reset: bool) -> Result<Persistent, ScratchError> {
        run(persistent_with(self.settings.clone(), "Family groups", &self.path(), need, reset))
    }

    #[track_caller]
    fn start(&self, need: &Need) -> Persistent {
        self.try_start(need, false).unwrap()
    }

    fn stop(&self) -> Result<bool, ScratchError> {
        run(stop_with(self.settings.clone(), "Family groups", &self.path()))
    }

    /// The number of the postmaster's process.
    fn postmaster(&self, persistent: &Persistent) -> i32 {
        let file = fs::read_to_string(persistent.folder.join("data/postmaster.pid")).unwrap();
        file.lines().next().unwrap().parse().unwrap()
    }
}

impl Drop for Project {
    fn drop(&mut self) {
        let _ = self.stop();
    }
}

fn kill_9(process: i32) {
    use rustix::process::{Pid, Signal, kill_process};
    kill_process(Pid::from_raw(process).unwrap(), Signal::KILL).unwrap();
}

fn one(persistent: &Persistent, sql: &str) -> String {
    query(&persistent.target, sql)[0][0].clone().unwrap()
}

/// Root's servers run as `postgres`, else as `nobody`. The user `postgres` may come after the data was made: the data
/// stays `nobody`'s, and can be started all the same.
#[test]
fn the_data_stays_its_owners() {
    let project = Project::new();
    let need = need(Some(15), &[]);
    let data = project.start(&need).folder.join("data");
    assert!(project.stop().unwrap());
    let owner = if is_root() {
        let chown = Command::new("chown").args(["-R", "nobody"]).arg(&data).status().unwrap();
        assert!(chown.success());
        momni_db::connect::accounts().into_iter().find(|it| it.name == "nobody").unwrap().uid
    } else {
        server_user()
    };
    let again = project.start(&need);
    let process = format!("/proc/{}", project.postmaster(&again));
    assert_eq!(fs::metadata(process).unwrap().uid(), owner);
    assert_eq!(one(&again, "select 1"), "1");
}

#[test]
fn made_found_stopped_and_started_again_with_its_data() {
    for major in MAJORS {
        let project = Project::new();
        let need = need(Some(major), &[]);
        let made = project.start(&need);
        assert!(made.started && made.created && made.major == major);
        assert_eq!(one(&made, "SELECT current_database()"), "Family groups");
        assert_eq!(one(&made, "SELECT current_user"), "momni");
        assert_eq!(one(&made, "SHOW fsync"), "on");
        execute(&made.target, "CREATE TABLE kept AS SELECT 7 AS x");
        let found = project.start(&need);
        assert!(!found.started && !found.created);
        assert_eq!(found.target.to_string(), made.target.to_string());
        assert_eq!(project.postmaster(&found), project.postmaster(&made));
        assert!(project.stop().unwrap());
        assert!(!project.stop().unwrap(), "nothing runs any more");
        let place = project.folder.path().to_str().unwrap();
        eventually("no process is left", || processes(place).is_empty());
        let again = project.start(&need);
        assert!(again.started && !again.created);
        assert_eq!(one(&again, "SELECT x FROM kept"), "7");
    }
}

#[test]
fn the_printed_command_connects_after_the_process_has_ended() {
    if role().is_some() {
        let project = std::env::var("PROJECT").unwrap();
        let settings = Settings {
            temp_dir: project.clone().into(),
            data_dir: Some(format!("{project}/data").into()),
            ..Settings::from_environment()
        };
        let need = need(Some(15), &[]);
        let path = PathBuf::from(format!("{project}/project"));
        let made = run(persistent_with(settings, "Family groups", &path, &need, false)).unwrap();
        tell(made.psql);
        return;
    }
    let project = Project::new();
    let name = "persistent::the_printed_command_connects_after_the_process_has_ended";
    let mut process = listen(again(name, "start").env("PROJECT", project.folder.path()));
    let psql = process.next();
    assert!(process.child.wait().unwrap().success());
    let ran = super::support::ran(
        std::process::Command::new("sh")
            .args(["-c", &format!("{psql} -At -c 'SELECT 1 + 1, current_user'")]),
    );
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(0), "2|momni\n"), "{psql}: {}", ran.stderr);
}

#[test]
fn the_log_is_private_and_holds_no_statement() {
    let project = Project::new();
    let made = project.start(&need(Some(15), &[]));
    let failed = run(async {
        let session = super::support::session(&made.target).await;
        session.batch("ALTER ROLE no_such_role PASSWORD 's3cret'").await
    });
    assert_eq!(failed.unwrap_err().sqlstate.as_deref(), Some("42704"));
    let log = made.folder.join("log");
    let text = fs::read_to_string(&log).unwrap();
    assert!(text.contains("no_such_role") && !text.contains("s3cret"), "{text}");
    assert_eq!(fs::metadata(&log).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn kill_9_of_the_server_and_a_stale_pid_file_heal() {
    let project = Project::new();
    let need = need(Some(15), &[]);
    let made = project.start(&need);
    execute(&made.target, "CREATE TABLE kept AS SELECT 7 AS x");
    kill_9(project.postmaster(&made));
    let place = project.folder.path().to_str().unwrap();
    eventually("the children are gone too", || processes(place).is_empty());
    let again = project.start(&need);
    assert!(again.started);
    assert_eq!(one(&again, "SELECT x FROM kept"), "7");
    // The number now belongs to another process, as after a restart of the machine.
    let file = again.folder.join("data/postmaster.pid");
    let text = fs::read_to_string(&file).unwrap();
    kill_9(project.postmaster(&again));
    eventually("the children are gone too", || processes(place).is_empty());
    let own = std::process::id().to_string();
    let (_, rest) = text.split_once('\n').unwrap();
    fs::write(&file, format!("{own}\n{rest}")).unwrap();
    let again = project.start(&need);
    assert!(again.started);
    assert_eq!(one(&again, "SELECT x FROM kept"), "7");
}

#[test]
fn data_of_another_major_is_refused_until_reset() {
    let project = Project::new();
    let made = project.start(&need(Some(15), &[]));
    execute(&made.target, "CREATE TABLE kept AS SELECT 7 AS x");
    for other in [need(Some(18), &[]), need(None, &["vector"])] {
        let error = project.try_start(&other, false).unwrap_err().to_string();
        assert!(error.contains("is of PostgreSQL 15") && error.contains("--reset"), "{error}");
    }
    assert_eq!(one(&made, "SELECT x FROM kept"), "7", "the refusal changed nothing");
    let reset = project.try_start(&need(None, &["vector"]), true).unwrap();
    assert!(reset.major == 18 && reset.started && reset.created);
    assert_eq!(one(&reset, "SELECT to_regclass('kept') IS NULL"), "t");
    execute(&reset.target, "CREATE EXTENSION vector");
}

#[test]
fn an_extension_that_needs_more_modules_restarts_the_server() {
    let project = Project::new();
    let first = project.start(&need(Some(18), &["vector"]));
    execute(&first.target, "CREATE TABLE kept AS SELECT 7 AS x");
    let second = project.start(&need(Some(18), &["vector", "pgcrypto"]));
    assert!(second.started);
    execute(&second.target, "CREATE EXTENSION pgcrypto");
    assert_eq!(one(&second, "SELECT x FROM kept"), "7");
    let third = project.start(&need(Some(18), &["vector"]));
    assert!(!third.started, "what runs offers more than is needed");
}

#[test]
fn many_at_once_get_the_same_server() {
    let project = Project::new();
    let started: Vec<Persistent> = std::thread::scope(|scope| {
        let threads: Vec<_> =
            (0..4).map(|_| scope.spawn(|| project.start(&need(Some(15), &[])))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(started.iter().filter(|one| one.started).count(), 1);
    assert_eq!(started.iter().filter(|one| one.created).count(), 1);
}

#[test]
fn data_that_was_never_finished_is_made_again() {
    let project = Project::new();
    let made = project.start(&need(Some(15), &[]));
    assert!(project.stop().unwrap());
    let data = made.folder.join("data");
    fs::rename(&data, made.folder.join("data.new")).unwrap();
    let again = project.start(&need(Some(15), &[]));
    assert!(again.created && !made.folder.join("data.new").exists());
}

#[test]
fn a_deep_data_folder_does_not_break_the_socket() {
    let mut project = Project::new();
    project.settings.data_dir = Some(project.folder.join(&"deep/".repeat(15)));
    let made = project.start(&need(Some(15), &[]));
    assert_eq!(one(&made, "SELECT 1"), "1");
    let server = server(15, &[]);
    assert_ne!(made.target.to_string(), server.target("Family groups").to_string());
}
