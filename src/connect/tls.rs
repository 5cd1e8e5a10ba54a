//! Encryption: what `sslmode` and the certificate files mean, carried out with rustls.

use super::TargetError;
use super::parse::Given;
use super::settings::choice;
use super::verifier::{AnyCertificate, SignedBy};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ClientConfig, RootCertStore, SupportedProtocolVersion, version};
use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// `sslmode`, from the weakest to the strongest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum SslMode {
    Disable,
    Allow,
    Prefer,
    Require,
    VerifyCa,
    VerifyFull,
}

/// The settings of encryption. Files are read when a connection is made.
#[derive(Clone)]
pub(super) struct Ssl {
    pub(super) mode: SslMode,
    root: Roots,
    certificate: Option<(PathBuf, PathBuf)>,
    certificate_is_given: bool,
    server_name: bool,
    versions: Vec<&'static SupportedProtocolVersion>,
}

#[derive(Clone)]
enum Roots {
    /// The operating system's.
    System(Option<PathBuf>),
    /// A file; the second value says whether it was named, or is the default that need not exist.
    File(PathBuf, bool),
    /// No home, nothing named.
    None,
}

/// Where distributions keep the certificates of the public authorities, in one file.
const SYSTEM_ROOTS: &[&str] = &[
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
    "/usr/local/etc/ssl/cert.pem",
];

impl Ssl {
    pub(super) fn read(
        given: &Given,
        environment: &BTreeMap<String, String>,
        home: Option<&Path>,
    ) -> Result<Self, TargetError> {
        let system = given.get("sslrootcert").is_some_and(|root| root == "system");
        let modes = [
            ("prefer", SslMode::Prefer),
            ("disable", SslMode::Disable),
            ("allow", SslMode::Allow),
            ("require", SslMode::Require),
            ("verify-ca", SslMode::VerifyCa),
            ("verify-full", SslMode::VerifyFull),
        ];
        let mut mode = choice(given, "sslmode", &modes)?;
        if system && !given.contains_key("sslmode") {
            mode = SslMode::VerifyFull;
        }
        if system && mode < SslMode::VerifyFull {
            return Err(TargetError::new(
                "sslrootcert=system with an sslmode weaker than verify-full",
                "use `sslmode=verify-full`: anyone can have a certificate of a public authority",
            ));
        }
        let folder = home.map(|home| home.join(".postgresql"));
        let file = |keyword: &str, name: &str| {
            let given = given.get(keyword).map(PathBuf::from);
            given.or_else(|| folder.as_ref().map(|folder| folder.join(name)))
        };
        let root = match given.get("sslrootcert") {
            Some(_) if system => Roots::System(environment.get("SSL_CERT_FILE").map(PathBuf::from)),
            Some(file) => Roots::File(file.into(), true),
            None => match file("sslrootcert", "root.crt") {
                Some(file) => Roots::File(file, false),
                None => Roots::None,
            },
        };
        let send = given.get("sslcertmode").is_none_or(|mode| mode != "disable");
        let certificate = file("sslcert", "postgresql.crt").zip(file("sslkey", "postgresql.key"));
        Ok(Self {
            mode,
            root,
            certificate: certificate.filter(|_| send),
            certificate_is_given: given.contains_key("sslcert"),
            server_name: given.get("sslsni").is_none_or(|sni| sni != "0"),
            versions: versions(given)?,
        })
    }

    /// The client's configuration. Files that are missing or cannot be read are errors that name them.
    pub(super) fn client(&self) -> Result<ClientConfig, TargetError> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let fault = |error: rustls::Error| {
            TargetError::new(
                format!("TLS cannot be set up: {error}"),
                "look at the certificate files",
            )
        };
        let builder = ClientConfig::builder_with_provider(provider.clone())
            .with_protocol_versions(&self.versions)
            .map_err(fault)?
            .dangerous();
        let builder = match self.roots()? {
            Some(roots) => {
                let name = self.mode == SslMode::VerifyFull;
                let verifier = SignedBy::new(roots, provider, name).map_err(|error| {
                    TargetError::new(
                        format!("the root certificates cannot be used: {error}"),
                        "give `sslrootcert` a file of PEM certificates",
                    )
                })?;
                builder.with_custom_certificate_verifier(Arc::new(verifier))
            }
            None => {
                builder.with_custom_certificate_verifier(Arc::new(AnyCertificate::new(provider)))
            }
        };
        let mut config = match self.client_certificate()? {
            Some((chain, key)) => builder.with_client_auth_cert(chain, key).map_err(|error| {
                TargetError::new(
                    format!("the client certificate cannot be used: {error}"),
                    "check that `sslcert` and `sslkey` belong together",
                )
            })?,
            None => builder.with_no_client_auth(),
        };
        config.enable_sni = self.server_name;
        // Servers of version 17 and newer refuse a direct handshake without it; older ones do not look.
        config.alpn_protocols = vec![b"postgresql".to_vec()];
        Ok(config)
    }

    /// The roots to check against; `None` where any certificate will do. A root file that exists makes `require`
    /// check the signature too, as in libpq.
    fn roots(&self) -> Result<Option<Vec<CertificateDer<'static>>>, TargetError> {
        let verify = self.mode >= SslMode::VerifyCa;
        let (file, must_exist) = match &self.root {
            Roots::System(named) => {
                let known = SYSTEM_ROOTS.iter().map(PathBuf::from);
                let found = named.clone().into_iter().chain(known).find(|file| file.exists());
                let file = found.ok_or_else(|| {
                    TargetError::new(
                        "sslrootcert=system: this machine has no file of root certificates",
                        "install `ca-certificates`, or set SSL_CERT_FILE",
                    )
                })?;
                (file, true)
            }
            Roots::File(file, named) => (file.clone(), *named || verify),
            Roots::None if verify => {
                return Err(TargetError::new(
                    "sslmode asks for a verified certificate, and there is no root certificate",
                    "add `sslrootcert=/path/of/root.crt`, or `sslrootcert=system`",
                ));
            }
            Roots::None => return Ok(None),
        };
        if self.mode < SslMode::Require || (!must_exist && !file.exists()) {
            return Ok(None);
        }
        let certificates = certificates(&file, "root certificate", "sslrootcert")?;
        Ok(Some(certificates))
    }

    fn client_certificate(&self) -> Result<Option<ClientCertificate>, TargetError> {
        let Some((certificate, key)) = &self.certificate else { return Ok(None) };
        if !self.certificate_is_given && !certificate.exists() {
            return Ok(None);
        }
        let chain = certificates(certificate, "client certificate", "sslcert")?;
        let metadata = fs::metadata(key).map_err(|error| unreadable(key, "private key", &error))?;
        let allowed = if metadata.uid() == 0 { 0o640 } else { 0o600 };
        if metadata.mode() & 0o777 & !allowed != 0 {
            return Err(TargetError::new(
                format!("the private key {} can be read by others", key.display()),
                format!("run `chmod 0600 {}`", key.display()),
            ));
        }
        let key = PrivateKeyDer::from_pem_file(key).map_err(|_| {
            TargetError::new(
                format!("{} holds no private key that can be used", key.display()),
                "give `sslkey` a PEM file without a passphrase: `openssl pkey -in with.key -out without.key`",
            )
        })?;
        Ok(Some((chain, key)))
    }
}

type ClientCertificate = (Vec<CertificateDer<'static>>, PrivateKeyDer<'static>);

fn certificates(
    file: &Path,
    what: &str,
    keyword: &str,
) -> Result<Vec<CertificateDer<'static>>, TargetError> {
    let bytes = fs::read(file).map_err(|error| unreadable(file, what, &error))?;
    let certificates: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&bytes).collect();
    match certificates {
        Ok(certificates) if !certificates.is_empty() => Ok(certificates),
        _ => Err(TargetError::new(
            format!("{} holds no {what}", file.display()),
            format!("give `{keyword}` a file of PEM certificates"),
        )),
    }
}

fn unreadable(file: &Path, what: &str, error: &std::io::Error) -> TargetError {
    TargetError::new(
        format!("the {what} {} cannot be read: {error}", file.display()),
        "name a file that exists and that this user may read",
    )
}

/// The protocol versions between the least and the greatest that are given; rustls knows 1.2 and 1.3.
fn versions(given: &Given) -> Result<Vec<&'static SupportedProtocolVersion>, TargetError> {
    let at_least = [("TLSv1.2", 2), ("TLSv1", 0), ("TLSv1.1", 1), ("TLSv1.3", 3)];
    let at_most = [("TLSv1.3", 3), ("TLSv1.2", 2)];
    let least = choice(given, "ssl_min_protocol_version", &at_least)?;
    let most = choice(given, "ssl_max_protocol_version", &at_most)?;
    let known = [(3, &version::TLS13), (2, &version::TLS12)];
    let versions: Vec<_> = known
        .into_iter()
        .filter(|(number, _)| (least..=most).contains(number))
        .map(|(_, version)| version)
        .collect();
    if versions.is_empty() {
        return Err(TargetError::new(
            "ssl_min_protocol_version is greater than ssl_max_protocol_version",
            "leave one of them out",
        ));
    }
    Ok(versions)
}

/// The roots as rustls keeps them. Certificates that it cannot read are passed over, as long as one is left.
pub(super) fn store(roots: &[CertificateDer<'static>]) -> RootCertStore {
    let mut store = RootCertStore::empty();
    store.add_parsable_certificates(roots.iter().cloned());
    store
}
