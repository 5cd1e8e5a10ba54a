//! psql as the judge: what it makes of a connection string, this program makes of it too.

use super::secured::{PASSWORD, PASSWORD_IN_URL, Secured};
use super::support::place::Folder;
use super::support::{Ran, ran};
use super::{run, target};
use momni_db::connect::connect;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;

const WHO: &str = "SELECT current_user, current_database(), current_setting('application_name'), \
                   current_setting('work_mem'), inet_server_port(), (SELECT ssl FROM pg_stat_ssl \
                   WHERE pid = pg_backend_pid())";

/// What psql gets: the row, or that it fails.
fn psql(string: &str, variables: &[(&str, &str)]) -> Option<String> {
    let ran = psql_says(string, variables);
    (ran.code == Some(0)).then(|| ran.stdout.trim_end().to_owned())
}

/// The same, with what psql says where it does not connect.
fn psql_says(string: &str, variables: &[(&str, &str)]) -> Ran {
    let mut command = Command::new("psql");
    command.env_clear().env("PATH", std::env::var("PATH").unwrap()).envs(variables.iter().copied());
    ran(command.args(["-X", "-w", "-At", "-F", "|", "-c", WHO, string]))
}

/// What this program gets.
fn ours(string: &str, variables: &[(&str, &str)]) -> Option<String> {
    let rows = run(async {
        let session = connect(&target(string, variables)).await.ok()?;
        Some(session.rows(WHO).await.unwrap())
    })?;
    let row: Vec<String> = rows[0].iter().map(|value| value.clone().unwrap_or_default()).collect();
    Some(row.join("|"))
}

#[test]
fn psql_and_this_program_agree() {
    let folder = Folder::new();
    for secured in Secured::both() {
        let port = secured.cluster.port.to_string();
        let socket = secured.cluster.socket();
        let socket = socket.to_str().unwrap();
        let encoded = socket.replace('/', "%2F");
        let services = folder.path().join("services");
        let text = format!("[mine]\nhost=localhost\nport={port}\nuser=open\ndbname=template1\n");
        fs::write(&services, text).unwrap();
        let services = services.to_str().unwrap();
        let passwords = folder.path().join("passwords");
        let escaped = PASSWORD.replace(':', "\\:");
        // The first line that matches counts; by a socket in another folder than the usual the host is the folder.
        let text = format!("other:*:*:*:x\n{socket}:{port}:*:by_password:{escaped}\n*:*:x:*:y\n");
        fs::write(&passwords, text).unwrap();
        fs::set_permissions(&passwords, fs::Permissions::from_mode(0o600)).unwrap();
        let passwords = passwords.to_str().unwrap();
        let app = ("PGAPPNAME", "app");
        let cases: Vec<(String, Vec<(&str, &str)>)> = vec![
            (format!("postgresql://open@localhost:{port}/postgres"), vec![]),
            (format!("postgres://open@localhost:{port}/postgres?sslmode=disable"), vec![]),
            (format!("postgresql://open@localhost:{port}"), vec![("PGDATABASE", "template1")]),
            (format!("postgresql://localhost:{port}/postgres"), vec![("PGUSER", "open")]),
            (format!("postgresql://admin@{encoded}:{port}/postgres"), vec![]),
            (format!("postgresql://admin@localhost/postgres?host={socket}&port={port}"), vec![]),
            (format!("postgresql:///postgres?user=admin&host={socket}&port={port}"), vec![]),
            (format!("host={socket} port={port} user=admin dbname=postgres"), vec![]),
            (format!("host = localhost port= {port} user ='open' dbname='post\\gres'"), vec![]),
            ("dbname=postgres user=open".into(), vec![("PGHOST", "localhost"), ("PGPORT", &port)]),
            ("service=mine".into(), vec![("PGSERVICEFILE", services)]),
            ("service=mine dbname=postgres".into(), vec![("PGSERVICEFILE", services), app]),
            ("postgresql://?service=mine".into(), vec![("PGSERVICEFILE", services)]),
            (
                format!("postgresql://by_password:{PASSWORD_IN_URL}@localhost:{port}/postgres"),
                vec![],
            ),
            (format!("postgresql://by_password:wrong@localhost:{port}/postgres"), vec![]),
            (format!("postgresql://by_password@localhost:{port}/postgres"), vec![]),
            (
                format!("postgresql://by_password@/postgres?host={socket}&port={port}"),
                vec![("PGPASSFILE", passwords)],
            ),
            (
                format!("postgresql://open@localhost:{port}/postgres?options=-c%20work_mem%3D7MB"),
                vec![("PGOPTIONS", "-c work_mem=9MB")],
            ),
            (
                format!("postgresql://open@localhost:{port}/postgres"),
                vec![("PGOPTIONS", "-c work_mem=9MB")],
            ),
            (format!("postgresql://open@localhost:{port}/postgres?hostaddr=127.0.0.1"), vec![]),
            (format!("hostaddr=127.0.0.1 port={port} user=open dbname=postgres"), vec![]),
            (format!("postgresql://open@nowhere.invalid,localhost:{port},{port}/postgres"), vec![]),
            (format!("host=localhost,localhost port={port} user=open dbname=postgres"), vec![]),
            (format!("postgresql://open@localhost:{port}/no_such"), vec![]),
            (
                format!(
                    "postgresql://open@localhost:{port}/postgres?target_session_attrs=read-write"
                ),
                vec![],
            ),
            (
                format!(
                    "postgresql://open@localhost:{port}/postgres?target_session_attrs=read-only"
                ),
                vec![],
            ),
            (
                format!("postgresql://open@localhost:{port}/postgres"),
                vec![("PGSSLMODE", "verify-full"), ("PGSSLROOTCERT", "/no/such")],
            ),
        ];
        let mut connected = 0;
        for (string, mut variables) in cases {
            if !variables.contains(&app) {
                // Each program has a name of its own for where none is given.
                variables.push(("PGAPPNAME", "same"));
            }
            variables.push(("HOME", "/nonexistent"));
            let expected = psql(&string, &variables);
            connected += usize::from(expected.is_some());
            assert_eq!(ours(&string, &variables), expected, "{string} {variables:?}");
        }
        assert_eq!(connected, 22, "psql itself connects by most of them");
    }
}

#[test]
fn what_is_displayed_is_what_psql_takes() {
    for secured in Secured::both() {
        for string in [
            secured.cluster.admin(),
            secured.url(
                "open",
                "localhost",
                "application_name=a%20'b'&options=-c%20work_mem%3D7MB",
            ),
            format!("host=localhost user=open port={} dbname=template1", secured.cluster.port),
        ] {
            let shown = target(&string, &[]).to_string();
            let [expected, now] =
                [&string, &shown].map(|it| psql_says(it, &[("HOME", "/nonexistent")]));
            assert_eq!(expected.code, Some(0), "{string}: {expected:?}");
            assert_eq!(now.stdout, expected.stdout, "{shown}: {now:?}");
        }
    }
}
