//! Certificates, made by openssl.

use super::ran;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A folder with authorities and what they have signed.
pub(crate) struct Certificates(PathBuf);

fn openssl(folder: &Path, arguments: &str) {
    let mut command = Command::new("openssl");
    let ran = ran(command.current_dir(folder).args(arguments.split(' ')));
    assert_eq!(ran.code, Some(0), "openssl {arguments}: {}", ran.stderr);
}

impl Certificates {
    /// `root.crt` has signed `server.crt` for `localhost`, and `client.crt` for the role `by_certificate`;
    /// `other.crt` is an authority that has signed neither; `alone.crt` for `localhost` is its own authority.
    pub(crate) fn make(folder: PathBuf) -> Self {
        let new = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -noenc -days 2";
        for (name, subject) in [("root", "/CN=test root"), ("other", "/CN=other")] {
            let mut command = Command::new("openssl");
            let arguments = format!("req -x509 {new} -keyout {name}.key -out {name}.crt -subj");
            command.current_dir(&folder).args(arguments.split(' ')).arg(subject);
            assert_eq!(ran(&mut command).code, Some(0));
        }
        for (name, subject, more) in [
            ("server", "localhost", "-addext subjectAltName=DNS:localhost"),
            ("client", "by_certificate", "-addext extendedKeyUsage=clientAuth"),
        ] {
            openssl(
                &folder,
                &format!(
                    "req -x509 {new} -CA root.crt -CAkey root.key -keyout {name}.key -out {name}.crt \
                 -subj /CN={subject} -addext basicConstraints=critical,CA:FALSE {more}"
                ),
            );
        }
        // As PostgreSQL's manual makes one; openssl marks it as an authority.
        openssl(
            &folder,
            &format!(
                "req -x509 {new} -keyout alone.key -out alone.crt -subj /CN=localhost \
             -addext subjectAltName=DNS:localhost"
            ),
        );
        Self(folder)
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}
