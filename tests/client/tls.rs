//! TLS by rustls, with servers that let the client in over it alone.

use crate::support::certificates::Certificates;
use crate::support::cluster::{Cluster, give_to_server};
use crate::support::{MAJORS, run, server};
use crate::world::{migrated_by, root};
use every_client::{Builder, Claims, Client, ErrorKind, Role, forms};
use futures_util::StreamExt;
use momni_db::connect::{Target, connect};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::sync::Arc;

const PASSWORD: &str = "a password for TLS";

const HBA: &str = "\
hostssl all every_login    127.0.0.1/32 scram-sha-256
hostssl all by_certificate 127.0.0.1/32 cert
host    all plain          127.0.0.1/32 trust
";

fn target(url: &str) -> Target {
    Target::resolve(Some(url), &Default::default()).unwrap_or_else(|error| panic!("{error}"))
}

/// A server with the functions of `every`.
struct Secured {
    cluster: Cluster,
    certificates: Certificates,
}

impl Secured {
    fn start(major: u32, ssl: bool) -> Self {
        // Of the pinned packages only the one that offers sslinfo is built with OpenSSL.
        let bin = &server(major, &["sslinfo", "citext", "hstore", "ltree"]).bin;
        let cluster = Cluster::start(bin, HBA, &[]);
        let certificates = Certificates::make(cluster.folder.join("certificates"));
        let admin = target(&cluster.admin());
        migrated_by(&admin, &root().join("tests/cases/client/every"));
        let mut statements = vec![
            format!("ALTER ROLE every_login PASSWORD '{PASSWORD}'"),
            "CREATE ROLE by_certificate LOGIN".to_owned(),
            "CREATE ROLE plain LOGIN".to_owned(),
            "GRANT every_caller TO by_certificate, plain".to_owned(),
        ];
        if ssl {
            for name in ["server.crt", "server.key", "root.crt"] {
                let file = cluster.folder.path().join("data").join(name);
                std::fs::copy(certificates.file(name), &file).unwrap();
                give_to_server(&file, 0o600);
            }
            statements.push("ALTER SYSTEM SET ssl = on".to_owned());
            statements.push("ALTER SYSTEM SET ssl_ca_file = 'root.crt'".to_owned());
            statements.push("SELECT pg_reload_conf(), pg_sleep(0.5)".to_owned());
        }
        run(async {
            let session = connect(&admin).await.unwrap();
            for statement in &statements {
                session.batch(statement).await.unwrap_or_else(|error| panic!("{error}"));
            }
        });
        Self { cluster, certificates }
    }

    fn builder(&self, user: &str, host: &str, parameters: &str) -> Builder {
        let port = self.cluster.port;
        let url = format!("postgresql://{user}@{host}:{port}/postgres?{parameters}");
        Client::builder(&url).unwrap().password(PASSWORD)
    }

    fn certificate(&self, name: &str) -> CertificateDer<'static> {
        CertificateDer::from_pem_file(self.certificates.file(name)).unwrap()
    }

    /// What trusts an authority, to connect as the login.
    fn trusting(&self, authority: &str, host: &str, parameters: &str) -> Client {
        let builder = self.builder("every_login", host, parameters);
        builder.trust([self.certificate(authority)]).unwrap().build().unwrap()
    }
}

/// The answer of a call, or what kept it from being made.
async fn called(client: &Client) -> Result<i32, (ErrorKind, Option<String>, String)> {
    let user = client.as_user(&Claims::new(Role::EveryCaller));
    forms::single(&user, 21).await.map_err(|failed| {
        let error = failed.error();
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains(PASSWORD), "{shown}");
        (error.kind(), error.sqlstate().map(str::to_owned), shown)
    })
}

async fn refused(client: &Client, part: &str) {
    let (kind, sqlstate, shown) = called(client).await.unwrap_err();
    assert_eq!((kind, sqlstate), (ErrorKind::Connection, None), "{shown}");
    assert!(shown.contains(part), "lacks {part:?}: {shown}");
}

#[test]
fn a_server_is_known_by_its_certificate() {
    for major in MAJORS {
        let secured = Secured::start(major, true);
        run(async {
            // The server lets this one in over TLS alone.
            let trusted = secured.trusting("root.crt", "localhost", "");
            assert_eq!(called(&trusted).await, Ok(42));
            let mut heard = trusted.listen(&["channel"]).await.unwrap();
            let bound = secured.trusting("root.crt", "localhost", "channel_binding=require");
            assert_eq!(called(&bound).await, Ok(42));
            drop(bound);
            let admin = connect(&target(&secured.cluster.admin())).await.unwrap();
            admin.batch("NOTIFY channel, 'over TLS'").await.unwrap();
            assert_eq!(heard.next().await.unwrap().unwrap().payload, "over TLS");
            // Another authority, and another name than the certificate's.
            refused(&secured.trusting("other.crt", "localhost", ""), "UnknownIssuer").await;
            refused(&secured.trusting("root.crt", "127.0.0.1", ""), "not valid for name").await;
            let error = secured.trusting("other.crt", "localhost", "").listen(&["channel"]).await;
            assert_eq!(error.unwrap_err().kind(), ErrorKind::Connection);
        });
    }
}

#[test]
fn nothing_is_sent_in_the_clear_unless_that_is_said() {
    for major in MAJORS {
        let secured = Secured::start(major, true);
        let without = Secured::start(major, false);
        run(async {
            for parameters in ["", "sslmode=prefer", "sslmode=require"] {
                let client = without.trusting("root.crt", "localhost", parameters);
                refused(&client, "server does not support TLS").await;
            }
            // As the URL says.
            let client = secured.trusting("root.crt", "localhost", "sslmode=disable");
            let (kind, sqlstate, shown) = called(&client).await.unwrap_err();
            assert_eq!(
                (kind, sqlstate.as_deref()),
                (ErrorKind::Database, Some("28000")),
                "{shown}"
            );
            let plain = secured.builder("plain", "localhost", "").build().unwrap();
            assert_eq!(called(&plain).await, Ok(42));
            let asked = secured.builder("plain", "localhost", "sslmode=require").build();
            assert_eq!(asked.unwrap_err().kind(), ErrorKind::Setup);
        });
    }
}

#[test]
fn rustls_is_told_all_that_it_knows() {
    let secured = Secured::start(MAJORS[1], true);
    let mut roots = rustls::RootCertStore::empty();
    roots.add(secured.certificate("root.crt")).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots);
    let key = PrivateKeyDer::from_pem_file(secured.certificates.file("client.key")).unwrap();
    let known = config.clone().with_client_auth_cert(vec![secured.certificate("client.crt")], key);
    let by = |config| {
        let builder = secured.builder("by_certificate", "localhost", "");
        builder.tls(config).build().unwrap()
    };
    run(async {
        assert_eq!(called(&by(known.unwrap())).await, Ok(42));
        let (_, sqlstate, shown) = called(&by(config.with_no_client_auth())).await.unwrap_err();
        assert_eq!(sqlstate.as_deref(), Some("28000"), "{shown}");
    });
}
