//! Servers with settings of their own: on TCP, with passwords and certificates.

use super::place::{Folder, is_root, server_user};
use super::processes::eventually;
use rustix::process::{Pid, Signal, kill_process};
use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// A running server. Its superuser `admin` is let in on its socket without a password.
pub(crate) struct Cluster {
    pub(crate) folder: Folder,
    pub(crate) port: u16,
    bin: PathBuf,
    settings: Vec<String>,
    environment: Vec<(&'static str, PathBuf)>,
    child: Child,
}

impl Cluster {
    /// Makes and starts one: the programs, the lines of `pg_hba.conf` after the superuser's own, settings.
    ///
    /// It ends when the thread ends that calls this.
    pub(crate) fn start(bin: &Path, hba: &str, settings: &[&str]) -> Self {
        Self::start_in(Folder::new(), bin, hba, settings, &[])
    }

    /// The same in a folder, with more in the environment of the server.
    pub(crate) fn start_in(
        folder: Folder,
        bin: &Path,
        hba: &str,
        settings: &[&str],
        environment: &[(&'static str, PathBuf)],
    ) -> Self {
        let data = folder.join("data");
        give_to_server(&data, 0o700);
        give_to_server(&folder.join("s"), 0o755);
        let mut initdb = Command::new(bin.join("initdb"));
        as_server(&mut initdb).args(["-U", "admin", "-A", "trust", "--no-sync", "-D"]).arg(&data);
        let made = initdb.args(["--locale=C.UTF-8", "--encoding=UTF8"]).output().unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let hba = format!("local all admin trust\n{hba}");
        fs::write(data.join("pg_hba.conf"), hba).unwrap();
        // Another process may take the port in between: then the server ends, and the test fails by saying so.
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let settings: Vec<String> = settings.iter().map(|it| (*it).to_owned()).collect();
        let (bin, environment) = (bin.to_owned(), environment.to_vec());
        let child = boot(&folder, port, &bin, &settings, &environment);
        Self { folder, port, bin, settings, environment, child }
    }

    /// A standby that follows this one by streaming, and can be asked. `local replication admin trust` must be among the
    /// lines of `pg_hba.conf`.
    pub(crate) fn standby(&self) -> Self {
        let folder = Folder::new();
        give_to_server(&folder.join("data"), 0o700);
        give_to_server(&folder.join("s"), 0o755);
        let mut copy = Command::new(self.bin.join("pg_basebackup"));
        as_server(&mut copy).args(["-U", "admin", "-R", "-X", "stream", "-c", "fast", "--no-sync"]);
        copy.arg("-h").arg(self.socket()).args(["-p", &self.port.to_string(), "-D"]);
        let made = copy.arg(folder.path().join("data")).output().unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let (bin, settings) = (self.bin.clone(), self.settings.clone());
        let child = boot(&folder, port, &bin, &settings, &[]);
        Self { folder, port, bin, settings, environment: Vec::new(), child }
    }

    /// Ends it by a signal and starts it again, on the same data. It is ready when this returns.
    ///
    /// `QUIT` is a crash, after which it recovers from its log; `INT` an orderly end of all sessions.
    pub(crate) fn restart(&mut self, signal: Signal) {
        kill_process(Pid::from_raw(i32::try_from(self.child.id()).unwrap()).unwrap(), signal)
            .unwrap();
        self.child.wait().unwrap();
        self.child = boot(&self.folder, self.port, &self.bin, &self.settings, &self.environment);
    }

    /// The folder of its socket.
    pub(crate) fn socket(&self) -> PathBuf {
        self.folder.path().join("s")
    }

    /// A connection string of the superuser, by the socket.
    pub(crate) fn admin(&self) -> String {
        format!("postgresql://admin@/postgres?host={}&port={}", self.socket().display(), self.port)
    }

    /// Ends it by kill -9.
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let pid = Pid::from_raw(i32::try_from(self.child.id()).unwrap()).unwrap();
        if self.child.try_wait().unwrap().is_none() {
            kill_process(pid, Signal::QUIT).unwrap();
            self.child.wait().unwrap();
        }
    }
}

/// Starts the server of a folder, and waits until it is ready.
fn boot(
    folder: &Folder,
    port: u16,
    bin: &Path,
    settings: &[String],
    environment: &[(&'static str, PathBuf)],
) -> Child {
    let (data, log) = (folder.path().join("data"), folder.path().join("log"));
    let mut postgres = Command::new("setpriv");
    postgres.args(["--pdeathsig", "QUIT"]).arg(bin.join("postgres")).arg("-D").arg(&data);
    postgres.args(["-h", "127.0.0.1", "-p", &port.to_string(), "-k"]).arg(folder.path().join("s"));
    postgres.args(["-c", "fsync=off"]);
    for setting in settings {
        postgres.args(["-c", setting]);
    }
    let file = fs::File::options().create(true).append(true).open(&log).unwrap();
    as_server(&mut postgres).stdout(file.try_clone().unwrap()).stderr(file);
    postgres.envs(environment.iter().map(|(name, value)| (name, value)));
    let mut child = postgres.stdin(Stdio::null()).spawn().unwrap();
    eventually("the server is ready", || {
        assert!(child.try_wait().unwrap().is_none(), "{}", fs::read_to_string(&log).unwrap());
        let file = fs::read_to_string(data.join("postmaster.pid")).unwrap_or_default();
        file.lines().nth(7).is_some_and(|state| ["ready", "standby"].contains(&state.trim()))
    });
    child
}

/// Runs a command as the user that servers run as.
fn as_server(command: &mut Command) -> &mut Command {
    if is_root() {
        let known = momni_db::connect::accounts();
        let user = known.into_iter().find(|account| account.uid == server_user()).unwrap();
        command.uid(user.uid).gid(user.gid);
    }
    command.current_dir("/").env("LC_ALL", "C")
}

/// Gives a file or folder to the user that servers run as.
pub(crate) fn give_to_server(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    if is_root() {
        chown(path, Some(server_user()), None).unwrap();
    }
}
