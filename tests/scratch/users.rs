//! As root and as an ordinary user.

use super::need;
use super::support::again::{again, listen, role, tell};
use super::support::place::{Folder, is_root, server_user};
use super::support::{MAJORS, query, run};
use momni_db::scratch::{start, start_with};
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::process::Command;

#[test]
fn a_server_runs_as_a_user_that_it_accepts() {
    for major in MAJORS {
        let folder = Folder::new();
        let server = run(start_with(folder.settings(), &need(Some(major), &[]))).unwrap();
        let process = fs::metadata(format!("/proc/{}", server.process())).unwrap();
        assert_eq!(process.uid(), server_user());
        assert_ne!(process.uid(), 0);
        let data = fs::metadata(server.folder().join("data")).unwrap();
        assert_eq!((data.uid(), data.permissions().mode() & 0o777), (server_user(), 0o700));
    }
}

/// An ordinary user with a home of its own, an empty cache, and no variable of the caller.
#[test]
fn an_ordinary_user_needs_nothing_but_a_home() {
    if let Some(major) = role() {
        let server = run(start(&need(major.parse().ok(), &[]))).unwrap();
        let rows = query(&server.target("postgres"), "SELECT current_user");
        let told = format!(
            "{} {} {} {}",
            rustix::process::geteuid().as_raw(),
            fs::metadata(format!("/proc/{}", server.process())).unwrap().uid(),
            rows[0][0].as_deref().unwrap(),
            server.folder().display()
        );
        // Who hears it kills this process, and nobody would remove the folder before that user's next server.
        drop(server);
        tell(told);
        return;
    }
    let folder = Folder::new();
    let home = folder.join("home");
    // Where the tests lie an ordinary user may have no way in.
    let copy = folder.path().join("tests");
    fs::copy(std::env::current_exe().unwrap(), &copy).unwrap();
    let nobody = is_root().then(|| {
        let known = momni_db::connect::accounts();
        known.into_iter().find(|account| account.name == "nobody").unwrap()
    });
    if let Some(nobody) = &nobody {
        chown(&home, Some(nobody.uid), Some(nobody.gid)).unwrap();
    }
    let user = nobody.as_ref().map_or_else(server_user, |nobody| nobody.uid);
    for major in MAJORS {
        let test = again("users::an_ordinary_user_needs_nothing_but_a_home", &major.to_string());
        let mut command = match &nobody {
            Some(nobody) => {
                let mut command = Command::new("setpriv");
                let (user, group) = (nobody.uid.to_string(), nobody.gid.to_string());
                command.args(["--reuid", &user, "--regid", &group, "--clear-groups"]).arg(&copy);
                command
            }
            None => Command::new(&copy),
        };
        command.args(test.get_args()).env_clear().current_dir("/");
        command.envs(test.get_envs().filter_map(|(name, value)| Some((name, value?))));
        let installed = super::support::server(15, &[]).bin.display().to_string();
        command.env("HOME", &home).env("TMPDIR", "/tmp");
        command.env("PATH", format!("{installed}:/usr/local/bin:/usr/bin:/bin"));
        if major == 18 {
            // Fetching as that user is its own business: pip and npm may be root's only.
            let bin = super::support::server(18, &[]).bin.clone();
            command.env("MOMNI_PG_BIN", bin);
        }
        let told = listen(&mut command).next();
        let expected = format!("{user} {user} momni_scratch /tmp/momni-db-{user}/");
        assert!(told.starts_with(&expected), "{told}");
        let templates = home.join(".cache/momni-db/templates");
        assert!(templates.is_dir(), "the cache lies in the home");
    }
}
