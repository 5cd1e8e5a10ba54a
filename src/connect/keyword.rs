//! The connection keywords of libpq and the environment variables that stand for them.

/// One keyword.
pub(super) struct Keyword {
    /// As in a connection string.
    pub(super) name: &'static str,
    /// The variable that gives its value where the connection string does not.
    pub(super) variable: Option<&'static str>,
    /// Whether it can be given here at all.
    pub(super) support: Support,
}

/// What this client can do with a keyword.
pub(super) enum Support {
    /// Any value that parses.
    Full,
    /// These values, which are what this client does anyway; any other is refused.
    Only(&'static [&'static str]),
    /// No value but the empty one.
    None,
}

use Support::{Full, None as Not, Only};

const fn keyword(name: &'static str, variable: Option<&'static str>, support: Support) -> Keyword {
    Keyword { name, variable, support }
}

/// Every keyword that libpq 18 knows. A keyword that is not here is a mistake.
pub(super) const KEYWORDS: &[Keyword] = &[
    keyword("host", Some("PGHOST"), Full),
    keyword("hostaddr", Some("PGHOSTADDR"), Full),
    keyword("port", Some("PGPORT"), Full),
    keyword("user", Some("PGUSER"), Full),
    keyword("password", Some("PGPASSWORD"), Full),
    keyword("passfile", Some("PGPASSFILE"), Full),
    keyword("dbname", Some("PGDATABASE"), Full),
    keyword("service", Some("PGSERVICE"), Full),
    keyword("servicefile", Some("PGSERVICEFILE"), Full),
    keyword("options", Some("PGOPTIONS"), Full),
    keyword("application_name", Some("PGAPPNAME"), Full),
    keyword("fallback_application_name", None, Full),
    keyword("connect_timeout", Some("PGCONNECT_TIMEOUT"), Full),
    keyword("sslmode", Some("PGSSLMODE"), Full),
    keyword("sslnegotiation", Some("PGSSLNEGOTIATION"), Full),
    keyword("sslrootcert", Some("PGSSLROOTCERT"), Full),
    keyword("sslcert", Some("PGSSLCERT"), Full),
    keyword("sslkey", Some("PGSSLKEY"), Full),
    keyword("sslcertmode", Some("PGSSLCERTMODE"), Only(&["allow", "disable"])),
    keyword("sslsni", Some("PGSSLSNI"), Only(&["0", "1"])),
    keyword("ssl_min_protocol_version", Some("PGSSLMINPROTOCOLVERSION"), Full),
    keyword("ssl_max_protocol_version", Some("PGSSLMAXPROTOCOLVERSION"), Full),
    keyword("channel_binding", Some("PGCHANNELBINDING"), Full),
    keyword("keepalives", None, Only(&["0", "1"])),
    keyword("keepalives_idle", None, Full),
    keyword("keepalives_interval", None, Full),
    keyword("keepalives_count", None, Full),
    keyword("tcp_user_timeout", None, Full),
    keyword("target_session_attrs", Some("PGTARGETSESSIONATTRS"), Full),
    keyword("load_balance_hosts", Some("PGLOADBALANCEHOSTS"), Only(&["disable", "random"])),
    keyword(
        "client_encoding",
        Some("PGCLIENTENCODING"),
        Only(&["UTF8", "utf8", "UTF-8", "utf-8", "auto"]),
    ),
    keyword("sslcompression", Some("PGSSLCOMPRESSION"), Only(&["0"])),
    keyword("gssencmode", Some("PGGSSENCMODE"), Only(&["disable", "prefer"])),
    keyword("gssdelegation", Some("PGGSSDELEGATION"), Only(&["0"])),
    keyword("min_protocol_version", Some("PGMINPROTOCOLVERSION"), Only(&["3.0"])),
    keyword("max_protocol_version", Some("PGMAXPROTOCOLVERSION"), Only(&["3.0", "3.2", "latest"])),
    keyword("replication", None, Only(&["false", "off", "no", "0"])),
    keyword("sslpassword", None, Not),
    keyword("sslcrl", Some("PGSSLCRL"), Not),
    keyword("sslcrldir", Some("PGSSLCRLDIR"), Not),
    keyword("sslkeylogfile", None, Not),
    keyword("requirepeer", Some("PGREQUIREPEER"), Not),
    keyword("require_auth", Some("PGREQUIREAUTH"), Not),
    keyword("requiressl", Some("PGREQUIRESSL"), Not),
    keyword("krbsrvname", Some("PGKRBSRVNAME"), Not),
    keyword("gsslib", Some("PGGSSLIB"), Not),
    keyword("scram_client_key", None, Not),
    keyword("scram_server_key", None, Not),
    keyword("oauth_issuer", None, Not),
    keyword("oauth_client_id", None, Not),
    keyword("oauth_client_secret", None, Not),
    keyword("oauth_scope", None, Not),
];

/// Settings of the session that libpq sends because a variable is set.
pub(super) const SESSION_VARIABLES: &[(&str, &str)] =
    &[("PGDATESTYLE", "datestyle"), ("PGTZ", "timezone"), ("PGGEQO", "geqo")];

/// The keyword of that name.
pub(super) fn find(name: &str) -> Option<&'static Keyword> {
    KEYWORDS.iter().find(|keyword| keyword.name == name)
}

/// The keyword that the writer probably meant.
pub(super) fn nearest(name: &str) -> Option<&'static str> {
    KEYWORDS
        .iter()
        .map(|keyword| (strsim::damerau_levenshtein(keyword.name, name), keyword.name))
        .filter(|(distance, known)| *distance * 2 < known.len().max(3))
        .min()
        .map(|(_, known)| known)
}
