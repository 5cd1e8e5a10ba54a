//! Encryption: every `sslmode`, against servers of both majors.

use super::secured::{PASSWORD, Secured, bin};
use super::support::cluster::{Cluster, give_to_server};
use super::support::place::Folder;
use super::support::run;
use super::{ask, connect, refused, target};
use momni_db::connect::{Refusal, Target};
use std::fs;
use std::os::unix::fs::PermissionsExt;

const HOW: &str = "SELECT ssl, version FROM pg_stat_ssl WHERE pid = pg_backend_pid()";

/// Whether the connection is encrypted.
#[track_caller]
fn encrypted(target: &Target) -> bool {
    ask(target, HOW)[0][0].as_deref() == Some("t")
}

#[track_caller]
fn fails(target: &Target, parts: &[&str]) {
    let error = refused(target);
    assert_eq!(error.refusal, Refusal::Tls, "{error}");
    for part in parts {
        assert!(error.to_string().contains(part), "lacks {part:?}: {error}");
    }
}

#[test]
fn each_mode_on_a_server_with_certificates() {
    for secured in Secured::both() {
        let (root, other) = (secured.file("root.crt"), secured.file("other.crt"));
        let to = |host: &str, ssl: String| target(&secured.url("open", host, &ssl), &[]);
        for (mode, is) in
            [("disable", false), ("allow", false), ("prefer", true), ("require", true)]
        {
            let target = to("localhost", format!("sslmode={mode}"));
            assert_eq!(encrypted(&target), is, "{mode} on {}", secured.major);
        }
        assert!(encrypted(&to("localhost", format!("sslmode=verify-full&sslrootcert={root}"))));
        assert!(encrypted(&to("127.0.0.1", format!("sslmode=verify-ca&sslrootcert={root}"))));
        fails(
            &to("127.0.0.1", format!("sslmode=verify-full&sslrootcert={root}")),
            &["not valid for name \"127.0.0.1\"", "subjectAltName"],
        );
        for mode in ["verify-full", "verify-ca", "require"] {
            let ssl = format!("sslmode={mode}&sslrootcert={other}");
            fails(&to("localhost", ssl), &["UnknownIssuer", "sslrootcert"]);
        }
        fails(
            &to("localhost", "sslmode=verify-full&sslrootcert=/no/such.crt".into()),
            &["root certificate /no/such.crt cannot be read"],
        );
        fails(&to("localhost", "sslmode=verify-ca".into()), &["there is no root certificate"]);
    }
}

#[test]
fn the_root_certificate_of_the_home_is_used() {
    let secured = &Secured::both()[0];
    let folder = Folder::new();
    let file = folder.join(".postgresql").join("root.crt");
    let variables = [("HOME", folder.path().to_str().unwrap())];
    let to = |mode: &str| target(&secured.url("open", "localhost", mode), &variables);
    fails(&to("sslmode=verify-full"), &["root.crt cannot be read"]);
    fs::copy(secured.file("root.crt"), &file).unwrap();
    assert!(encrypted(&to("sslmode=verify-full")));
    fs::copy(secured.file("other.crt"), &file).unwrap();
    fails(&to("sslmode=require"), &["UnknownIssuer"]);
    assert!(encrypted(&to("sslmode=prefer")), "prefer checks nothing");
    fs::write(&file, "nothing\n").unwrap();
    fails(&to("sslmode=verify-full"), &["holds no root certificate"]);
}

#[test]
fn roles_that_pg_hba_lets_in_one_way_only() {
    for secured in Secured::both() {
        let password = [("PGPASSWORD", PASSWORD)];
        let to = |user: &str, mode: &str| {
            target(&secured.url(user, "localhost", &format!("sslmode={mode}")), &password)
        };
        assert!(encrypted(&to("tls_only", "allow")), "refused without, allowed with");
        assert!(!encrypted(&to("plain_only", "prefer")), "refused with, allowed without");
        for (user, mode) in [("tls_only", "disable"), ("plain_only", "require")] {
            let error = refused(&to(user, mode));
            assert_eq!(error.refusal, Refusal::NotAllowed, "{error}");
            assert!(error.to_string().contains("`sslmode`"), "{error}");
        }
    }
}

#[test]
fn client_certificates() {
    for secured in Secured::both() {
        let (crt, key) = (secured.file("client.crt"), secured.file("client.key"));
        fs::set_permissions(&key, fs::Permissions::from_mode(0o600)).unwrap();
        let empty = secured.file("empty.key");
        fs::write(&empty, "").unwrap();
        fs::set_permissions(&empty, fs::Permissions::from_mode(0o600)).unwrap();
        let both = format!("sslmode=require&sslcert={crt}&sslkey={key}");
        let to = |ssl: &str| target(&secured.url("by_certificate", "localhost", ssl), &[]);
        assert_eq!(ask(&to(&both), "SELECT current_user")[0][0].as_deref(), Some("by_certificate"));
        let error = refused(&to("sslmode=require"));
        assert!(error.to_string().contains("certificate"), "{error}");
        let error = refused(&to(&format!("{both}&sslcertmode=disable")));
        assert!(error.to_string().contains("certificate"), "{error}");
        let wrong = format!("sslmode=require&sslcert={crt}&sslkey={}", secured.file("root.key"));
        fails(&to(&wrong), &["sslcert` and `sslkey` belong together"]);
        fs::set_permissions(&key, fs::Permissions::from_mode(0o644)).unwrap();
        fails(&to(&both), &["can be read by others", "chmod 0600"]);
        fs::set_permissions(&key, fs::Permissions::from_mode(0o600)).unwrap();
        fails(&to(&format!("sslmode=require&sslcert={crt}&sslkey={empty}")), &["no private key"]);
    }
}

#[test]
fn versions_negotiation_and_channel_binding() {
    for secured in Secured::both() {
        let password = [("PGPASSWORD", PASSWORD)];
        let to = |ssl: &str| target(&secured.url("by_password", "localhost", ssl), &password);
        for (ssl, version) in [
            ("sslmode=require&ssl_min_protocol_version=TLSv1.3", "TLSv1.3"),
            ("sslmode=require&ssl_max_protocol_version=TLSv1.2", "TLSv1.2"),
            ("sslmode=require&channel_binding=require", "TLSv1.3"),
        ] {
            assert_eq!(ask(&to(ssl), HOW)[0][1].as_deref(), Some(version), "{ssl}");
        }
        let error = refused(&to("sslmode=disable&channel_binding=require"));
        assert!(error.to_string().contains("channel binding"), "{error}");
        let direct = to("sslmode=require&sslnegotiation=direct");
        if secured.major >= 17 {
            assert!(encrypted(&direct));
        } else {
            refused(&direct);
        }
    }
}

#[test]
fn a_certificate_that_is_its_own_authority() {
    let secured = &Secured::both()[0];
    let cluster = Cluster::start(&bin(15), "host all all 127.0.0.1/32 trust\n", &[]);
    for (from, name) in [("alone.crt", "server.crt"), ("alone.key", "server.key")] {
        let file = cluster.folder.path().join("data").join(name);
        fs::copy(secured.file(from), &file).unwrap();
        give_to_server(&file, 0o600);
    }
    let admin = target(&cluster.admin(), &[]);
    let url = |host: &str, ssl: &str| {
        let port = cluster.port;
        target(&format!("postgresql://admin@{host}:{port}/postgres?sslmode={ssl}"), &[])
    };
    assert!(!encrypted(&url("localhost", "prefer")), "the server has no TLS yet");
    fails(&url("localhost", "require"), &["does not support TLS", "turn `ssl` on"]);
    run(async {
        let session = connect(&admin).await.unwrap();
        session.batch("ALTER SYSTEM SET ssl = on").await.unwrap();
        session.batch("SELECT pg_reload_conf(), pg_sleep(0.5)").await.unwrap();
    });
    let root = secured.file("alone.crt");
    assert!(encrypted(&url("localhost", &format!("verify-full&sslrootcert={root}"))));
    fails(&url("127.0.0.1", &format!("verify-full&sslrootcert={root}")), &["not valid for name"]);
    let other = secured.file("other.crt");
    let error = refused(&url("localhost", &format!("verify-full&sslrootcert={other}")));
    assert_eq!(error.refusal, Refusal::Tls, "{error}");
}

#[test]
fn a_statement_is_cancelled_over_tls_and_without() {
    let secured = &Secured::both()[1];
    for mode in ["require", "disable"] {
        let target = target(&secured.url("open", "localhost", &format!("sslmode={mode}")), &[]);
        run(async {
            let session = connect(&target).await.unwrap();
            let sleeping = session.batch("SELECT pg_sleep(60)");
            let cancelling = async {
                tokio::time::sleep(std::time::Duration::from_millis(200)).await;
                session.cancel().await.unwrap();
            };
            let (slept, ()) = futures_util::future::join(sleeping, cancelling).await;
            assert_eq!(slept.unwrap_err().sqlstate.as_deref(), Some("57014"));
        });
    }
}
