//! Servers that ask for passwords and certificates: one for each major version, for all tests.

use super::support::certificates::Certificates;
use super::support::cluster::{Cluster, give_to_server};
use super::support::{MAJORS, server};
use super::{run, target};
use std::path::PathBuf;
use std::sync::{OnceLock, mpsc};

/// A server with roles for each way to log in.
pub(crate) struct Secured {
    pub(crate) major: u32,
    pub(crate) cluster: Cluster,
    pub(crate) certificates: Certificates,
}

/// The password of every role that has one. It looks like nothing else, so that it is found wherever it is shown.
pub(crate) const PASSWORD: &str = "s3cret:pa/ss@wörd";

/// The password in a URL.
pub(crate) const PASSWORD_IN_URL: &str = "s3cret%3Apa%2Fss%40w%C3%B6rd";

const HBA: &str = "\
local   all all scram-sha-256
hostssl all by_certificate 127.0.0.1/32 cert
hostssl all tls_only       127.0.0.1/32 scram-sha-256
hostnossl all plain_only   127.0.0.1/32 scram-sha-256
host    all by_password    127.0.0.1/32 scram-sha-256
host    all open           127.0.0.1/32 trust
host    all crowded        127.0.0.1/32 trust
";

impl Secured {
    /// Both, started once for the whole process.
    pub(crate) fn both() -> &'static [Self] {
        static BOTH: OnceLock<Vec<Secured>> = OnceLock::new();
        BOTH.get_or_init(|| {
            let (sender, receiver) = mpsc::channel();
            // The servers end with the thread that started them: this one never ends.
            std::thread::spawn(move || {
                sender.send(MAJORS.map(Self::start).into()).unwrap();
                loop {
                    std::thread::park();
                }
            });
            receiver.recv().expect("a server with passwords and certificates does not start")
        })
    }

    fn start(major: u32) -> Self {
        let cluster = Cluster::start(&bin(major), HBA, &[]);
        let certificates = Certificates::make(cluster.folder.join("certificates"));
        for name in ["server.crt", "server.key", "root.crt"] {
            let file = cluster.folder.path().join("data").join(name);
            std::fs::copy(certificates.file(name), &file).unwrap();
            give_to_server(&file, 0o600);
        }
        let secured = Self { major, cluster, certificates };
        secured.execute(&format!(
            "ALTER SYSTEM SET ssl = on;
             ALTER SYSTEM SET ssl_ca_file = 'root.crt';
             CREATE ROLE by_password LOGIN PASSWORD '{PASSWORD}';
             CREATE ROLE tls_only LOGIN PASSWORD '{PASSWORD}';
             CREATE ROLE plain_only LOGIN PASSWORD '{PASSWORD}';
             CREATE ROLE by_certificate LOGIN;
             CREATE ROLE open LOGIN;
             CREATE ROLE crowded LOGIN CONNECTION LIMIT 0;
             CREATE ROLE shut NOLOGIN;"
        ));
        secured.execute("SELECT pg_reload_conf(), pg_sleep(0.5)");
        secured
    }

    /// Runs statements as the superuser, each in a transaction of its own.
    pub(crate) fn execute(&self, sql: &str) {
        run(async {
            let session = super::connect(&target(&self.cluster.admin(), &[])).await.unwrap();
            for statement in sql.split(';') {
                session.batch(statement).await.unwrap_or_else(|error| panic!("{error}"));
            }
        });
    }

    /// A URL by TCP: `user[:password]`, the host, what follows `?`.
    pub(crate) fn url(&self, user: &str, host: &str, parameters: &str) -> String {
        format!("postgresql://{user}@{host}:{}/postgres?{parameters}", self.cluster.port)
    }

    /// A certificate file's path.
    pub(crate) fn file(&self, name: &str) -> String {
        self.certificates.file(name).display().to_string()
    }
}

/// The programs of a server that is built with OpenSSL.
pub(crate) fn bin(major: u32) -> PathBuf {
    // Of the pinned packages only the one that offers sslinfo is.
    server(major, &["sslinfo"]).bin.clone()
}
