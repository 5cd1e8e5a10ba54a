//! Subscriptions, without the secrets of their connections.

use super::class::PG_SUBSCRIPTION;
use super::stage::Stage;
use crate::catalog::{Kind, Name, Object, ObjectId, Subscription};

/// Only a superuser may read a connection, and asking for the column alone is an error for others: the query for it is
/// made where it may be. Of the functions that run a query from text, `ts_rewrite` is the one that every server has.
pub(super) const STAGE: Stage = Stage {
    name: "subscriptions",
    sql: |major| {
        let mut options = vec![
            "CASE WHEN s.subbinary THEN 'binary=true' END",
            "CASE WHEN s.subsynccommit <> 'off' THEN 'synchronous_commit=' || s.subsynccommit END",
            match major {
                ..16 => "CASE WHEN s.substream THEN 'streaming=on' ELSE 'streaming=off' END",
                _ => {
                    "CASE s.substream WHEN 't' THEN 'streaming=on' WHEN 'p' THEN 'streaming=parallel' \
                      ELSE 'streaming=off' END"
                }
            },
        ];
        if major >= 15 {
            options.push("CASE WHEN s.subtwophasestate <> 'd' THEN 'two_phase=true' END");
            options.push("CASE WHEN s.subdisableonerr THEN 'disable_on_error=true' END");
        }
        if major >= 16 {
            options.push("CASE WHEN NOT s.subpasswordrequired THEN 'password_required=false' END");
            options.push("CASE WHEN s.subrunasowner THEN 'run_as_owner=true' END");
            options.push("CASE WHEN s.suborigin <> 'any' THEN 'origin=' || s.suborigin END");
        }
        if major >= 17 {
            options.push("CASE WHEN s.subfailover THEN 'failover=true' END");
        }
        format!(
            "SELECT s.oid, s.subname, s.subowner, s.subpublications, s.subslotname, \
             array_remove(ARRAY[{}], NULL), \
             CASE WHEN has_column_privilege('pg_catalog.pg_subscription', 'subconninfo', 'SELECT') \
             THEN ts_rewrite('x', format('SELECT ''x''::tsquery, (''h'' || encode(substr(convert_to(subconninfo, \
             ''UTF8''), 1, 1000), ''hex''))::tsquery FROM pg_catalog.pg_subscription WHERE oid = %s', s.oid))::text END \
             FROM pg_subscription s \
             WHERE s.subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())",
            options.join(", ")
        )
    },
    read: |build, row| {
        let oid: u32 = row.take()?;
        let id = ObjectId::global(Kind::Subscription, row.take::<&str>()?);
        let owner = Some(build.principal(row.take()?));
        let publications = row.take::<Vec<&str>>()?.into_iter().map(Name::from).collect();
        let slot = row.take::<Option<&str>>()?.map(Name::from);
        let options = row.take::<Vec<&str>>()?.into_iter().map(super::setting::split).collect();
        let connection = row.take::<Option<&str>>()?.map(|word| without_secrets(&content(word)));
        let subscription = Subscription { connection, publications, slot, options };
        build.add((PG_SUBSCRIPTION, oid), id, Object { owner, ..Object::new(subscription) });
        Ok(())
    },
};

/// The text of `'h6869'`: a word of a text search query, which holds bytes in hexadecimal.
fn content(word: &str) -> String {
    let digits = word.trim_matches('\'').trim_start_matches('h');
    let byte = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
    let bytes: Vec<u8> = (0..digits.len()).step_by(2).filter_map(byte).collect();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// What is never written anywhere.
const SECRETS: [&str; 4] = ["password", "sslpassword", "oauth_client_secret", "scram_client_key"];

/// The keywords and values of a connection in their order, or its URI, without the secrets.
fn without_secrets(text: &str) -> String {
    let text = text.trim();
    if text.starts_with("postgres://") || text.starts_with("postgresql://") {
        return uri_without_secrets(text);
    }
    let mut kept = Vec::new();
    let mut rest = text;
    while let Some((key, after)) = rest.split_once('=') {
        let (value, after) = value(after.trim_start());
        if !SECRETS.contains(&key.trim()) {
            kept.push(format!("{}={}", key.trim(), written(&value)));
        }
        rest = after.trim_start();
    }
    kept.join(" ")
}

/// A value, in quotes or up to a space, and what follows it.
fn value(text: &str) -> (String, &str) {
    let quoted = text.starts_with('\'');
    let mut value = String::new();
    let mut characters = text.char_indices().skip(usize::from(quoted));
    while let Some((at, it)) = characters.next() {
        match it {
            '\\' => value.extend(characters.next().map(|(_, it)| it)),
            '\'' if quoted => return (value, &text[at + 1..]),
            it if !quoted && it.is_whitespace() => return (value, &text[at..]),
            it => value.push(it),
        }
    }
    (value, "")
}

fn written(value: &str) -> String {
    let plain = !value.is_empty()
        && value.chars().all(|it| !it.is_whitespace() && it != '\'' && it != '\\');
    if plain {
        return value.to_owned();
    }
    format!("'{}'", value.replace('\\', "\\\\").replace('\'', "\\'"))
}

fn uri_without_secrets(uri: &str) -> String {
    let (address, parameters) = uri.split_once('?').unwrap_or((uri, ""));
    let (scheme, rest) = address.split_once("://").unwrap_or(("postgresql", address));
    let address = match rest.rsplit_once('@') {
        Some((user, host)) => format!("{scheme}://{}@{host}", user.split(':').next().unwrap_or("")),
        None => address.to_owned(),
    };
    let kept: Vec<&str> = parameters
        .split('&')
        .filter(|it| !it.is_empty())
        .filter(|it| !SECRETS.contains(&it.split('=').next().unwrap_or("")))
        .collect();
    if kept.is_empty() { address } else { format!("{address}?{}", kept.join("&")) }
}

#[cfg(test)]
mod tests {
    use super::{content, without_secrets};

    #[test]
    fn secrets_are_left_out() {
        let cases = [
            ("dbname=a password=b host=c", "dbname=a host=c"),
            ("password='it\\'s = secret' dbname = 'a b'", "dbname='a b'"),
            ("host=a sslpassword=x", "host=a"),
            (
                "postgresql://me:pa:ss@host:5432/db?sslmode=require&password=x",
                "postgresql://me@host:5432/db?sslmode=require",
            ),
            ("postgres://host/db", "postgres://host/db"),
            ("", ""),
        ];
        for (connection, kept) in cases {
            assert_eq!(without_secrets(connection), kept);
        }
        assert_eq!(content("'h613d6227c3a9'"), "a=b'é");
        assert_eq!(content("'h'"), "");
    }
}
