//! Opening a connection: host after host, with and without TLS as `sslmode` says.

use super::refusal::{ConnectError, Refusal};
use super::session::{AnyConnection, OLDEST_MAJOR};
use super::settings::Settings;
use super::target::{Endpoint, Target};
use super::tls::SslMode;
use std::time::Duration;
use tokio_postgres::config::{LoadBalanceHosts, SslMode as Encryption};
use tokio_postgres::{Client, Config, NoTls};
use tokio_postgres_rustls::MakeRustlsConnect;

/// A connection that nobody reads yet.
pub(super) struct Opened {
    pub(super) client: Client,
    pub(super) connection: AnyConnection,
    pub(super) version: String,
    pub(super) major: u32,
    pub(super) tls: Option<MakeRustlsConnect>,
}

/// The first host that takes us; else the error of the last one.
pub(super) async fn open(target: &Target) -> Result<Opened, ConnectError> {
    let settings = target.settings();
    let mut endpoints: Vec<&Endpoint> = target.endpoints().iter().collect();
    if settings.load_balance == LoadBalanceHosts::Random {
        shuffle(&mut endpoints);
    }
    let mut last = None;
    for endpoint in endpoints {
        let fault = match open_host(target, endpoint).await {
            Ok(opened) => return Ok(opened),
            Err(fault) => fault,
        };
        // As in libpq: a host that answers and refuses us ends the search, one that is not ready does not.
        let ends = fault.refusal.is_final();
        last = Some(fault);
        if ends {
            break;
        }
    }
    Err(last.unwrap_or_else(|| ConnectError::no_host(target)))
}

/// One host, by each way that `sslmode` allows, in its order.
async fn open_host(target: &Target, endpoint: &Endpoint) -> Result<Opened, ConnectError> {
    let mode = target.settings().ssl.mode;
    let ways: &[Encryption] = match mode {
        // A Unix socket knows no TLS; libpq ignores sslmode on one.
        _ if endpoint.is_socket() => &[Encryption::Disable],
        SslMode::Disable => &[Encryption::Disable],
        SslMode::Allow => &[Encryption::Disable, Encryption::Require],
        SslMode::Prefer => &[Encryption::Prefer, Encryption::Disable],
        SslMode::Require | SslMode::VerifyCa | SslMode::VerifyFull => &[Encryption::Require],
    };
    let mut first = None;
    for way in ways {
        match open_way(target, endpoint, *way).await {
            Ok(opened) => return Ok(opened),
            Err(fault) if !fault.refusal.may_depend_on_tls() => return Err(first.unwrap_or(fault)),
            Err(fault) => first = first.or(Some(fault)),
        }
    }
    Err(first.unwrap_or_else(|| ConnectError::no_host(target)))
}

async fn open_way(
    target: &Target,
    endpoint: &Endpoint,
    way: Encryption,
) -> Result<Opened, ConnectError> {
    let settings = target.settings();
    let config = config(settings, endpoint, way);
    let opening = async {
        if way == Encryption::Disable {
            let (client, connection) = config
                .connect(NoTls)
                .await
                .map_err(|error| ConnectError::new(target, endpoint, &error))?;
            let version = connection.parameter("server_version").map(str::to_owned);
            return Ok((client, AnyConnection::Plain(Box::new(connection)), version, None));
        }
        let tls = settings
            .ssl
            .client()
            .map_err(|error| ConnectError::certificate_file(target, endpoint, error))?;
        let tls = MakeRustlsConnect::new(tls);
        let (client, connection) = config
            .connect(tls.clone())
            .await
            .map_err(|error| ConnectError::new(target, endpoint, &error))?;
        let version = connection.parameter("server_version").map(str::to_owned);
        Ok((client, AnyConnection::Tls(Box::new(connection)), version, Some(tls)))
    };
    let (client, connection, version, tls) = match settings.connect_timeout {
        Some(limit) => tokio::time::timeout(limit, opening)
            .await
            .map_err(|_| ConnectError::timeout(target, endpoint, limit))??,
        None => opening.await?,
    };
    let version = version.unwrap_or_default();
    match supported_major(&version) {
        Ok(major) => Ok(Opened { client, connection, version, major, tls }),
        Err(refusal) => Err(ConnectError::refused(target, endpoint, refusal)),
    }
}

/// The major version of `15.18 (Debian …)`, `18beta1` or `9.6.24`, if this program works with it.
fn supported_major(version: &str) -> Result<u32, Refusal> {
    let digits = version.find(|c: char| !c.is_ascii_digit()).unwrap_or(version.len());
    let major = version[..digits].parse::<u32>().ok();
    match major {
        Some(major) if major >= OLDEST_MAJOR => Ok(major),
        _ => Err(Refusal::TooOld(version.split(' ').next().unwrap_or_default().to_owned())),
    }
}

fn config(settings: &Settings, endpoint: &Endpoint, way: Encryption) -> Config {
    let mut config = Config::new();
    config
        .host(endpoint.host.as_str())
        .port(endpoint.port)
        .user(settings.user.as_str())
        .dbname(settings.dbname.as_str())
        .application_name(settings.application_name.as_str())
        .ssl_mode(way)
        .ssl_negotiation(settings.negotiation)
        .channel_binding(settings.channel_binding)
        .target_session_attrs(settings.session_attrs)
        .load_balance_hosts(settings.load_balance)
        .keepalives(settings.keepalives);
    if let Some(address) = endpoint.address {
        config.hostaddr(address);
    }
    if let Some(password) = &endpoint.password {
        config.password(password);
    }
    if let Some(options) = &settings.options {
        config.options(options.as_str());
    }
    if let Some(time) = settings.connect_timeout {
        config.connect_timeout(time);
    }
    if let Some(time) = settings.keepalives_idle {
        config.keepalives_idle(time);
    }
    if let Some(time) = settings.keepalives_interval {
        config.keepalives_interval(time);
    }
    if let Some(count) = settings.keepalives_count {
        config.keepalives_retries(count);
    }
    if let Some(time) = settings.tcp_user_timeout {
        config.tcp_user_timeout(time);
    }
    config
}

/// A random order. What is random is the standard library's hash key.
fn shuffle(endpoints: &mut [&Endpoint]) {
    use std::hash::{BuildHasher, RandomState};
    let state = RandomState::new();
    endpoints.sort_by_cached_key(|endpoint| state.hash_one((&endpoint.host, endpoint.port)));
}

/// A limit in words.
pub(super) fn in_words(limit: Duration) -> String {
    format!("{} s", limit.as_secs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_from_14_on() {
        for (version, major) in
            [("14.0", 14), ("15.18 (Debian 15.18-0+deb12u1)", 15), ("18beta1", 18), ("19devel", 19)]
        {
            assert_eq!(supported_major(version).ok(), Some(major), "{version}");
        }
        for (version, shown) in
            [("13.23 (Debian)", "13.23"), ("9.6.24", "9.6.24"), ("", ""), ("x", "x")]
        {
            assert_eq!(supported_major(version), Err(Refusal::TooOld(shown.into())), "{version}");
        }
    }
}
