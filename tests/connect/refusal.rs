//! Every reason why there is no connection, with its mend.

use super::secured::{PASSWORD, Secured};
use super::support::place::Folder;
use super::support::server;
use super::{ask, refused, target};
use momni_db::connect::{Refusal, Target};
use std::net::TcpListener;
use std::time::{Duration, Instant};

#[track_caller]
fn check(target: &Target, refusal: &Refusal, parts: &[&str]) {
    let error = refused(target);
    let shown = error.to_string();
    assert_eq!(&error.refusal, refusal, "{shown}");
    assert!(shown.contains("\nhelp: "), "{shown}");
    for part in parts {
        assert!(shown.contains(part), "lacks {part:?}: {shown}");
    }
}

/// A port on which nobody listens.
fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

#[test]
fn nobody_listens() {
    let port = free_port();
    check(
        &target(&format!("postgresql://me@127.0.0.1:{port}/mine"), &[]),
        &Refusal::NotRunning,
        &[
            &format!("host 127.0.0.1, port {port}, user me, database mine"),
            "refused",
            "is a server running on 127.0.0.1",
        ],
    );
    let folder = Folder::new();
    let path = folder.path().display();
    let string = format!("postgresql://me@/mine?host={path}&port=5433");
    check(
        &target(&string, &[]),
        &Refusal::NotRunning,
        &[
            &format!("the socket {path}/.s.PGSQL.5433, user me, database mine"),
            "keeps its socket in",
        ],
    );
}

#[test]
fn the_host_is_unknown() {
    check(
        &target("postgresql://me@no-such-host.invalid/mine", &[]),
        &Refusal::UnknownHost,
        &["host no-such-host.invalid, port 5432", "spelling"],
    );
}

#[test]
fn nobody_answers() {
    // Accepts by the kernel's queue, and never says a word.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let string = format!("postgresql://me@127.0.0.1:{port}/mine?connect_timeout=2");
    let begin = Instant::now();
    check(&target(&string, &[]), &Refusal::Timeout, &["no answer within 2 s", "firewall"]);
    assert!(begin.elapsed() < Duration::from_secs(10));
}

#[test]
fn the_server_refuses() {
    for secured in Secured::both() {
        let string = secured.url("open", "localhost", "").replace("/postgres?", "/no_such?");
        check(
            &target(&string, &[]),
            &Refusal::NoDatabase,
            &["database \"no_such\" does not exist", "3D000", "createdb no_such"],
        );
        let string = format!("{}&user=shut", secured.cluster.admin());
        check(&target(&string, &[("PGPASSWORD", PASSWORD)]), &Refusal::WrongPassword, &["shut"]);
        check(
            &target(&secured.url("shut", "localhost", ""), &[]),
            &Refusal::NotAllowed,
            &["pg_hba.conf", "28000"],
        );
    }
    let string = server(15, &[]).target("postgres").to_string();
    let string = string.replace("momni_scratch", "no_such_role");
    check(&target(&string, &[]), &Refusal::NotAllowed, &["does not exist", "CREATE ROLE"]);
}

#[test]
fn a_full_server_says_so() {
    let secured = &Secured::both()[0];
    let target = target(&secured.url("crowded", "localhost", ""), &[]);
    check(&target, &Refusal::Full, &["53300"]);
    secured.execute("ALTER ROLE crowded CONNECTION LIMIT -1");
    ask(&target, "SELECT 1");
}

#[test]
fn the_next_host_is_tried_unless_the_first_refuses_the_user() {
    let secured = &Secured::both()[0];
    let (down, up) = (free_port(), secured.cluster.port);
    let string = format!("postgresql://open@localhost:{down},localhost:{up}/postgres");
    assert_eq!(ask(&target(&string, &[]), "SELECT 1").len(), 1);
    let string = format!("postgresql://open@localhost:{up},localhost:{down}/no_such");
    check(&target(&string, &[]), &Refusal::NoDatabase, &[&format!("port {up}")]);
    let string = format!("postgresql://open@localhost:{down},localhost:{down}/no_such");
    check(&target(&string, &[]), &Refusal::NotRunning, &[]);
}
