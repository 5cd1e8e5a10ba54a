//! The values of a connection string, read into what the client takes.

use super::TargetError;
use super::keyword::SESSION_VARIABLES;
use super::parse::Given;
use super::tls::{Ssl, SslMode};
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;
use tokio_postgres::config::{
    ChannelBinding, LoadBalanceHosts, SslNegotiation, TargetSessionAttrs,
};

/// All but hosts and passwords.
#[derive(Clone)]
pub(super) struct Settings {
    pub(super) user: String,
    pub(super) dbname: String,
    pub(super) application_name: String,
    pub(super) options: Option<String>,
    pub(super) connect_timeout: Option<Duration>,
    pub(super) ssl: Ssl,
    pub(super) negotiation: SslNegotiation,
    pub(super) channel_binding: ChannelBinding,
    pub(super) session_attrs: TargetSessionAttrs,
    pub(super) load_balance: LoadBalanceHosts,
    pub(super) keepalives: bool,
    pub(super) keepalives_idle: Option<Duration>,
    pub(super) keepalives_interval: Option<Duration>,
    pub(super) keepalives_count: Option<u32>,
    pub(super) tcp_user_timeout: Option<Duration>,
}

impl Settings {
    pub(super) fn read(
        given: &Given,
        environment: &BTreeMap<String, String>,
        home: Option<&Path>,
    ) -> Result<Self, TargetError> {
        let get = |name: &str| given.get(name).map(String::as_str);
        let text = |name: &str| get(name).unwrap_or_default().to_owned();
        let negotiation = choice(
            given,
            "sslnegotiation",
            &[("postgres", SslNegotiation::Postgres), ("direct", SslNegotiation::Direct)],
        )?;
        let ssl = Ssl::read(given, environment, home)?;
        if negotiation == SslNegotiation::Direct && ssl.mode < SslMode::Require {
            return Err(TargetError::new(
                "sslnegotiation=direct needs sslmode=require or stronger",
                "add `sslmode=require`, or `sslmode=verify-full`",
            ));
        }
        Ok(Self {
            user: text("user"),
            dbname: text("dbname"),
            application_name: get("application_name")
                .or(get("fallback_application_name"))
                .unwrap_or("momni-db")
                .to_owned(),
            options: options(get("options"), environment),
            connect_timeout: seconds(given, "connect_timeout")?.map(|time| {
                // libpq waits for two seconds at least.
                time.max(Duration::from_secs(2))
            }),
            ssl,
            negotiation,
            channel_binding: choice(
                given,
                "channel_binding",
                &[
                    ("prefer", ChannelBinding::Prefer),
                    ("disable", ChannelBinding::Disable),
                    ("require", ChannelBinding::Require),
                ],
            )?,
            session_attrs: choice(
                given,
                "target_session_attrs",
                &[
                    ("any", TargetSessionAttrs::Any),
                    ("read-write", TargetSessionAttrs::ReadWrite),
                    ("read-only", TargetSessionAttrs::ReadOnly),
                ],
            )?,
            load_balance: choice(
                given,
                "load_balance_hosts",
                &[("disable", LoadBalanceHosts::Disable), ("random", LoadBalanceHosts::Random)],
            )?,
            keepalives: get("keepalives") != Some("0"),
            keepalives_idle: seconds(given, "keepalives_idle")?,
            keepalives_interval: seconds(given, "keepalives_interval")?,
            keepalives_count: number(given, "keepalives_count")?.filter(|count| *count > 0),
            tcp_user_timeout: number(given, "tcp_user_timeout")?
                .filter(|time| *time > 0)
                .map(|time| Duration::from_millis(time.into())),
        })
    }
}

/// The value of a keyword that takes one of a few words; the first is the default.
pub(super) fn choice<T: Copy>(
    given: &Given,
    name: &str,
    choices: &[(&str, T)],
) -> Result<T, TargetError> {
    let word = given.get(name).map_or(choices[0].0, String::as_str);
    choices.iter().find(|(known, _)| *known == word).map(|(_, value)| *value).ok_or_else(|| {
        let words: Vec<&str> = choices.iter().map(|(known, _)| *known).collect();
        TargetError::new(
            format!("this program cannot connect with {name}={word}"),
            format!("use one of: {}", words.join(", ")),
        )
    })
}

fn number(given: &Given, name: &str) -> Result<Option<u32>, TargetError> {
    let Some(text) = given.get(name) else { return Ok(None) };
    // A negative time-out means none.
    let text = if text.starts_with('-') { "0" } else { text.trim() };
    text.parse().map(Some).map_err(|_| {
        TargetError::new(format!("{name}={text} is not a number"), format!("write `{name}=10`"))
    })
}

fn seconds(given: &Given, name: &str) -> Result<Option<Duration>, TargetError> {
    let number = number(given, name)?.filter(|seconds| *seconds > 0);
    Ok(number.map(|seconds| Duration::from_secs(seconds.into())))
}

/// `options`, with the session settings that libpq takes from variables of their own in front.
fn options(given: Option<&str>, environment: &BTreeMap<String, String>) -> Option<String> {
    let mut options: Vec<String> = SESSION_VARIABLES
        .iter()
        .filter_map(|(variable, setting)| {
            let value = environment.get(*variable).filter(|value| !value.is_empty())?;
            let value = value.replace('\\', "\\\\").replace(' ', "\\ ");
            Some(format!("-c {setting}={value}"))
        })
        .collect();
    options.extend(given.map(str::to_owned));
    (!options.is_empty()).then(|| options.join(" "))
}
