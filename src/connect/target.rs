//! Where to connect, as whom: resolved from a connection string, the environment and the files of libpq.

use super::keyword::{self, Support};
use super::parse::{self, Given};
use super::settings::Settings;
use super::{account, password_file, service_file};
use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

/// A place to connect to. Neither `Debug` nor `Display` shows a password; `Display` is a URL that psql takes.
#[derive(Clone)]
pub struct Target {
    /// Every keyword that has a value, but for passwords.
    given: Given,
    password: Option<String>,
    environment: BTreeMap<String, String>,
    settings: Settings,
    endpoints: Vec<Endpoint>,
    warnings: Vec<String>,
}

/// One of the servers that a target names, in their order.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Endpoint {
    /// The name that a certificate is checked against; a folder where `socket` says so.
    pub(super) host: String,
    /// The address, where the name is not to be looked up.
    pub(super) address: Option<std::net::IpAddr>,
    pub(super) port: u16,
    pub(super) password: Option<String>,
}

impl Endpoint {
    /// A folder with a Unix socket rather than a host name.
    pub(super) fn is_socket(&self) -> bool {
        self.host.starts_with('/') || self.host.starts_with('@')
    }
}

/// What cannot be resolved, and how to mend it. No value that may be a password is part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetError {
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub help: String,
}

impl TargetError {
    pub(super) fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: help.into() }
    }
}

impl fmt::Display for TargetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\nhelp: {}", self.message, self.help)
    }
}

impl std::error::Error for TargetError {}

impl Target {
    /// Resolves a connection string (`--database-url`, `DATABASE_URL`, `.env`) with what it leaves open from
    /// the service file, the `PG*` variables, `.pgpass` and the defaults of libpq, in this order.
    ///
    /// `environment` is what [`environment`] reads: `PG*`, `HOME`, `USER`, `SSL_CERT_FILE`.
    pub fn resolve(
        connection_string: Option<&str>,
        environment: &BTreeMap<String, String>,
    ) -> Result<Self, TargetError> {
        let given = connection_string.map(parse::connection_string).transpose()?;
        Self::complete(given.unwrap_or_default(), environment.clone())
    }

    /// A server on a Unix socket in this folder, with no password: what [`crate::scratch`] starts.
    pub fn socket(
        folder: &std::path::Path,
        port: u16,
        user: &str,
        database: &str,
    ) -> Result<Self, TargetError> {
        let folder = folder.to_str().ok_or_else(|| {
            TargetError::new(
                format!("the socket folder {} is not UTF-8", folder.display()),
                "use a folder whose name is UTF-8",
            )
        })?;
        let given =
            [("host", folder), ("port", &port.to_string()), ("user", user), ("dbname", database)]
                .map(|(name, value)| (name.to_owned(), value.to_owned()));
        // The caller's environment is not asked: PGOPTIONS or PGSSLMODE are not meant for this server.
        Self::complete(given.into(), BTreeMap::new())
    }

    /// Whether every server that it names is on this machine: a socket, or an address of the machine to itself.
    pub fn is_local(&self) -> bool {
        let loopback = |host: &str| {
            host.eq_ignore_ascii_case("localhost")
                || host.parse::<std::net::IpAddr>().is_ok_and(|it| it.is_loopback())
        };
        self.endpoints.iter().all(|it| match it.address {
            Some(address) => address.is_loopback(),
            None => it.is_socket() || loopback(&it.host),
        })
    }

    /// The same server and user, another database. A password found in a file for one database is looked up anew.
    pub fn with_database(&self, database: &str) -> Result<Self, TargetError> {
        let mut given = self.given.clone();
        given.insert("dbname".into(), database.to_owned());
        if let Some(password) = &self.password {
            given.insert("password".into(), password.clone());
        }
        Self::complete(given, self.environment.clone())
    }

    /// The database's name.
    pub fn database(&self) -> &str {
        &self.settings.dbname
    }

    /// The role that logs in.
    pub fn user(&self) -> &str {
        &self.settings.user
    }

    /// What was passed over: a password file that others may read.
    pub fn warnings(&self) -> &[String] {
        &self.warnings
    }

    pub(super) fn settings(&self) -> &Settings {
        &self.settings
    }

    pub(super) fn endpoints(&self) -> &[Endpoint] {
        &self.endpoints
    }

    fn complete(
        mut given: Given,
        environment: BTreeMap<String, String>,
    ) -> Result<Self, TargetError> {
        fill(&mut given, &environment)?;
        given.retain(|_, value| !value.is_empty());
        refuse_unsupported(&given)?;
        let password = given.remove("password");
        let user = match given.get("user") {
            Some(user) => user.clone(),
            None => account::login_name(&environment).ok_or_else(|| {
                TargetError::new(
                    "the database URL names no user, and the operating system's user has no name",
                    "name one: `postgresql://user@host/database`, or set PGUSER",
                )
            })?,
        };
        given.insert("user".into(), user.clone());
        given.entry("dbname".into()).or_insert(user);
        let home = environment.get("HOME").map(PathBuf::from);
        let settings = Settings::read(&given, &environment, home.as_deref())?;
        let mut endpoints = endpoints(&given)?;
        let mut warnings = Vec::new();
        let passfile = given
            .get("passfile")
            .map(PathBuf::from)
            .or_else(|| home.map(|home| home.join(".pgpass")));
        for endpoint in &mut endpoints {
            endpoint.password = password.clone();
            let Some(file) = passfile.as_deref().filter(|_| password.is_none()) else { continue };
            // libpq looks its default socket folder up as `localhost`.
            let host = match endpoint.host.as_str() {
                "/tmp" | "/var/run/postgresql" => "localhost",
                host => host,
            };
            let (found, warning) =
                password_file::look_up(file, host, endpoint.port, &settings.dbname, &settings.user);
            endpoint.password = found;
            warnings.extend(warning);
        }
        warnings.dedup();
        Ok(Self { given, password, environment, settings, endpoints, warnings })
    }
}

/// Whether anything names a server: a connection string, or `PGHOST`, `PGHOSTADDR`, `PGPORT`, `PGSERVICE` or
/// `PGDATABASE`. Where nothing does, the embedded server is meant.
pub fn names_a_server(
    connection_string: Option<&str>,
    environment: &BTreeMap<String, String>,
) -> bool {
    let variables = ["PGHOST", "PGHOSTADDR", "PGPORT", "PGSERVICE", "PGDATABASE"];
    connection_string.is_some_and(|text| !text.trim().is_empty())
        || variables.iter().any(|name| environment.get(*name).is_some_and(|v| !v.is_empty()))
}

/// The variables that [`Target::resolve`] looks at, as this process has them. What is not UTF-8 is left out.
pub fn environment() -> BTreeMap<String, String> {
    std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .filter(|(name, _)| {
            name.starts_with("PG") || ["HOME", "USER", "SSL_CERT_FILE"].contains(&name.as_str())
        })
        .collect()
}

/// Adds what the connection string leaves open, from the service file first, then from variables.
fn fill(given: &mut Given, environment: &BTreeMap<String, String>) -> Result<(), TargetError> {
    let variable = |name: &str| environment.get(name).filter(|value| !value.is_empty()).cloned();
    let service =
        given.remove("service").filter(|s| !s.is_empty()).or_else(|| variable("PGSERVICE"));
    let file = given.remove("servicefile").or_else(|| variable("PGSERVICEFILE"));
    if let Some(service) = service {
        let home = || variable("HOME").map(|home| format!("{home}/.pg_service.conf"));
        let system = variable("PGSYSCONFDIR").unwrap_or_else(|| "/etc/postgresql-common".into());
        let files = file.or_else(home).into_iter().chain([format!("{system}/pg_service.conf")]);
        let files: Vec<PathBuf> = files.map(PathBuf::from).collect();
        for (name, value) in service_file::look_up(&service, &files)? {
            given.entry(name).or_insert(value);
        }
    }
    for known in keyword::KEYWORDS {
        if let Some(value) = known.variable.and_then(variable)
            && !known.name.starts_with("service")
        {
            given.entry(known.name.to_owned()).or_insert(value);
        }
    }
    Ok(())
}

fn refuse_unsupported(given: &Given) -> Result<(), TargetError> {
    for (name, value) in given {
        let Some(keyword) = keyword::find(name) else { continue };
        let from = match keyword.variable {
            Some(variable) => format!("`{name}` (or the variable {variable})"),
            None => format!("`{name}`"),
        };
        match keyword.support {
            Support::Full => {}
            Support::Only(values) if values.contains(&value.as_str()) => {}
            Support::Only(values) => {
                return Err(TargetError::new(
                    format!("this program cannot connect with {name}={value}"),
                    format!("leave {from} out, or use one of: {}", values.join(", ")),
                ));
            }
            Support::None => {
                return Err(TargetError::new(
                    format!("this program cannot connect with {from}"),
                    "leave it out: it has no meaning for this client, and is not ignored in silence",
                ));
            }
        }
    }
    Ok(())
}

/// The hosts, addresses and ports, matched up as libpq does: one port stands for all.
fn endpoints(given: &Given) -> Result<Vec<Endpoint>, TargetError> {
    let list = |name: &str| -> Vec<String> {
        given
            .get(name)
            .map(|v| v.split(',').map(|p| p.trim().to_owned()).collect())
            .unwrap_or_default()
    };
    let (hosts, addresses, ports) = (list("host"), list("hostaddr"), list("port"));
    let count = hosts.len().max(addresses.len()).max(1);
    let unequal = |what: &str, given: usize| {
        TargetError::new(
            format!("{given} values of `{what}` for {count} hosts"),
            format!("give one `{what}` for each host, separated by commas"),
        )
    };
    if !hosts.is_empty() && hosts.len() != count {
        return Err(unequal("host", hosts.len()));
    }
    if !addresses.is_empty() && addresses.len() != count {
        return Err(unequal("hostaddr", addresses.len()));
    }
    if ports.len() > 1 && ports.len() != count {
        return Err(unequal("port", ports.len()));
    }
    (0..count)
        .map(|at| {
            let port = match ports.get(at).or(ports.first()).map_or("", String::as_str) {
                "" => 5432,
                text => text.parse().ok().filter(|port| *port > 0).ok_or_else(|| {
                    TargetError::new(
                        "the port of the database URL is not a number from 1 to 65535",
                        "write `host:5432`; in the password of a URL write `@` as `%40`, `/` as `%2F`, `:` as `%3A`",
                    )
                })?,
            };
            let address: Option<std::net::IpAddr> = match addresses.get(at).map_or("", String::as_str) {
                "" => None,
                text => Some(text.parse().map_err(|_| {
                    TargetError::new(
                        "the value of `hostaddr` is not an IP address",
                        "write a numeric address, or use `host`",
                    )
                })?),
            };
            let host = match (hosts.get(at).map_or("", String::as_str), address) {
                ("", Some(address)) => address.to_string(),
                ("", None) => default_host(port),
                (host, _) => host.to_owned(),
            };
            Ok(Endpoint { host, address, port, password: None })
        })
        .collect()
}

/// The folder in which a server's socket lies, where distributions put it; else this machine by TCP.
fn default_host(port: u16) -> String {
    ["/var/run/postgresql", "/tmp"]
        .into_iter()
        .find(|folder| std::fs::exists(format!("{folder}/.s.PGSQL.{port}")).unwrap_or(false))
        .unwrap_or("localhost")
        .to_owned()
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "postgresql://{}@", escape(&self.settings.user))?;
        let mut parameters = BTreeMap::new();
        let hosts: Vec<&str> = self.endpoints.iter().map(|e| e.host.as_str()).collect();
        let ports: Vec<String> = self.endpoints.iter().map(|e| e.port.to_string()).collect();
        if self.endpoints.iter().any(Endpoint::is_socket) {
            parameters.insert("host", hosts.join(","));
            parameters.insert("port", ports.join(","));
        } else {
            let pairs: Vec<String> = hosts
                .iter()
                .zip(&ports)
                .map(|(host, port)| match host.contains(':') {
                    true => format!("[{host}]:{port}"),
                    false => format!("{}:{port}", escape(host)),
                })
                .collect();
            write!(f, "{}", pairs.join(","))?;
        }
        write!(f, "/{}", escape(&self.settings.dbname))?;
        for (name, value) in &self.given {
            if !["host", "port", "user", "dbname"].contains(&name.as_str()) {
                parameters.insert(name, value.clone());
            }
        }
        for (at, (name, value)) in parameters.iter().enumerate() {
            write!(f, "{}{name}={}", if at == 0 { '?' } else { '&' }, escape(value))?;
        }
        Ok(())
    }
}

impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Target({self})")
    }
}

/// Percent-encodes what has a meaning in a URL; `/` and `,` stay readable, for they have none where this is used.
fn escape(text: &str) -> String {
    use fmt::Write;
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' | b',' => {
                escaped.push(char::from(byte));
            }
            byte => {
                let _ = write!(escaped, "%{byte:02X}");
            }
        }
    }
    escaped
}

#[cfg(test)]
#[path = "target_tests.rs"]
mod tests;
