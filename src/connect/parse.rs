//! The two spellings of a connection string: URL, and keyword=value.

use super::TargetError;
use super::keyword;
use std::collections::BTreeMap;

/// Keywords and values as they were written. A value may be a password: it is never part of an error.
pub(super) type Given = BTreeMap<String, String>;

/// Reads a connection string in either spelling.
pub(super) fn connection_string(text: &str) -> Result<Given, TargetError> {
    let text = text.trim();
    match text.strip_prefix("postgresql://").or_else(|| text.strip_prefix("postgres://")) {
        Some(rest) => url(rest),
        None if scheme(text) => Err(TargetError::new(
            "the database URL does not begin with `postgresql://`",
            "write `postgresql://user@host:5432/database`, or keywords: `host=… user=… dbname=…`",
        )),
        None => keywords(text),
    }
}

fn scheme(text: &str) -> bool {
    text.split_once("://").is_some_and(|(scheme, _)| scheme.chars().all(char::is_alphanumeric))
}

fn url(rest: &str) -> Result<Given, TargetError> {
    let mut given = Given::new();
    let (rest, query) = split(rest, '?');
    let (authority, dbname) = split(rest, '/');
    let (userinfo, hosts) = match authority.rsplit_once('@') {
        Some((userinfo, hosts)) => (Some(userinfo), hosts),
        None => (None, authority),
    };
    if let Some(userinfo) = userinfo {
        let (user, password) = split(userinfo, ':');
        store(&mut given, "user", &decode(user, "user")?);
        store(&mut given, "password", &decode(password.unwrap_or_default(), "password")?);
    }
    let (host, port) = host_list(hosts)?;
    store(&mut given, "host", &host);
    store(&mut given, "port", &port);
    store(&mut given, "dbname", &decode(dbname.unwrap_or_default(), "database")?);
    for pair in query.unwrap_or_default().split('&').filter(|pair| !pair.is_empty()) {
        let Some((name, value)) = pair.split_once('=') else {
            return Err(TargetError::new(
                "a parameter of the database URL has no value",
                "write `?name=value&name=value` after the database; escape `&` in a value as `%26`",
            ));
        };
        let name = decode(name, "parameter name")?;
        let value = decode(value, &format!("parameter `{name}`"))?;
        // libpq reads JDBC's `ssl=true` so, in URLs only.
        match (name.as_str(), value.as_str()) {
            ("ssl", "true") => given.insert("sslmode".into(), "require".into()),
            _ => given.insert(known(&name)?.into(), value),
        };
    }
    Ok(given)
}

/// `a:1,[::1]:2` as a list of hosts and a list of ports; no port at all is the empty list.
fn host_list(hosts: &str) -> Result<(String, String), TargetError> {
    let mut names = Vec::new();
    let mut ports = Vec::new();
    for host in hosts.split(',') {
        let (name, port) = match host.strip_prefix('[') {
            Some(inner) => {
                let (address, after) = inner.split_once(']').ok_or_else(|| {
                    TargetError::new(
                        "an IPv6 address in the database URL lacks its `]`",
                        "write it as `[::1]` or `[::1]:5432`",
                    )
                })?;
                (address, after.strip_prefix(':').unwrap_or(after))
            }
            None => {
                let (name, port) = split(host, ':');
                (name, port.unwrap_or_default())
            }
        };
        names.push(decode(name, "host")?);
        ports.push(decode(port, "port")?);
    }
    let list = |parts: Vec<String>| {
        if parts.iter().all(String::is_empty) { String::new() } else { parts.join(",") }
    };
    Ok((list(names), list(ports)))
}

fn split(text: &str, at: char) -> (&str, Option<&str>) {
    match text.split_once(at) {
        Some((before, after)) => (before, Some(after)),
        None => (text, None),
    }
}

fn store(given: &mut Given, name: &str, value: &str) {
    if !value.is_empty() {
        given.insert(name.to_owned(), value.to_owned());
    }
}

fn decode(text: &str, part: &str) -> Result<String, TargetError> {
    let fault = || {
        TargetError::new(
            format!("the {part} in the database URL is not percent-encoded UTF-8"),
            "write `%` as `%25`, `@` as `%40`, `:` as `%3A`, `/` as `%2F`, `?` as `%3F`, `#` as `%23`",
        )
    };
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let mut digit = || rest.next().and_then(|byte| char::from(byte).to_digit(16));
        match (digit(), digit()) {
            (Some(high), Some(low)) if high + low > 0 => {
                bytes.push(u8::try_from(high * 16 + low).map_err(|_| fault())?);
            }
            _ => return Err(fault()),
        }
    }
    String::from_utf8(bytes).map_err(|_| fault())
}

fn keywords(text: &str) -> Result<Given, TargetError> {
    let mut given = Given::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let Some(equals) = rest.find('=') else {
            return Err(TargetError::new(
                "the connection string has a word without `=`",
                "write `host=localhost user=me dbname=mine`, or `postgresql://me@localhost/mine`; \
                 put a value that holds spaces in single quotes",
            ));
        };
        let name = known(rest[..equals].trim())?;
        let (value, after) = value(rest[equals + 1..].trim_start(), name)?;
        given.insert(name.to_owned(), value);
        rest = after.trim_start();
    }
    Ok(given)
}

/// One value, quoted or not, and what follows it.
fn value<'a>(text: &'a str, name: &str) -> Result<(String, &'a str), TargetError> {
    let quoted = text.starts_with('\'');
    let body = if quoted { &text[1..] } else { text };
    let mut value = String::new();
    let mut chars = body.char_indices();
    while let Some((at, char)) = chars.next() {
        match char {
            '\\' => value.extend(chars.next().map(|(_, escaped)| escaped)),
            '\'' if quoted => return Ok((value, &body[at + 1..])),
            char if !quoted && char.is_whitespace() => return Ok((value, &body[at..])),
            char => value.push(char),
        }
    }
    if quoted {
        return Err(TargetError::new(
            format!("the value of `{name}` in the connection string lacks its closing quote"),
            "close it with `'`; write a quote inside as `\\'`",
        ));
    }
    Ok((value, ""))
}

fn known(name: &str) -> Result<&'static str, TargetError> {
    if let Some(keyword) = keyword::find(name) {
        return Ok(keyword.name);
    }
    // What looks like no keyword may be a piece of a password.
    let plain = name.len() <= 40 && name.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    Err(match (plain, keyword::nearest(name)) {
        (true, Some(nearest)) => TargetError::new(
            format!("`{name}` is no connection keyword"),
            format!("did you mean `{nearest}`?"),
        ),
        (true, None) => TargetError::new(
            format!("`{name}` is no connection keyword"),
            "take it out: the keywords are those of libpq",
        ),
        (false, _) => TargetError::new(
            "the connection string has a keyword that libpq does not know",
            "put a value that holds spaces in single quotes; in a URL write `&` in a value as `%26`",
        ),
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        match connection_string(text) {
            Ok(given) => {
                let pairs: Vec<String> = given.iter().map(|(k, v)| format!("{k}={v}")).collect();
                pairs.join("|")
            }
            Err(error) => format!("error: {error}"),
        }
    }

    #[test]
    fn urls() {
        assert_eq!(
            read("postgresql://me:p%40ss@db.example:5433/mine?sslmode=require"),
            "dbname=mine|host=db.example|password=p@ss|port=5433|sslmode=require|user=me"
        );
        assert_eq!(read("postgres://"), "");
        assert_eq!(read("postgresql:///mine"), "dbname=mine");
        assert_eq!(
            read("postgresql://u@localhost/db?host=/socket/dir&port=5433"),
            "dbname=db|host=/socket/dir|port=5433|user=u"
        );
        assert_eq!(read("postgresql://%2Fvar%2Frun/db"), "dbname=db|host=/var/run");
        assert_eq!(read("postgresql://[::1]:5433,b/db"), "dbname=db|host=::1,b|port=5433,");
        assert_eq!(read("postgresql://h/d?ssl=true"), "dbname=d|host=h|sslmode=require");
    }

    #[test]
    fn keyword_values() {
        assert_eq!(read("host=a  port = 5433"), "host=a|port=5433");
        assert_eq!(
            read(r"user='my \'name\\' dbname=a\ b password=''"),
            r"dbname=a b|password=|user=my 'name\"
        );
        assert_eq!(read(""), "");
    }

    #[test]
    fn faults_name_the_part_and_show_no_value() {
        for (text, part) in [
            ("postgresql://u:secret%zz@h/d", "password"),
            ("postgresql://u:secret@h/d?sslmod=require", "did you mean `sslmode`"),
            ("postgresql://u:secret@[::1/d", "IPv6"),
            ("mysql://u:secret@h/d", "postgresql://"),
            ("host=h password=secret secret word", "without `=`"),
            ("host=h password='secret", "`password`"),
            ("host=h password=a SeCret=b", "does not know"),
        ] {
            let error = connection_string(text).unwrap_err().to_string();
            assert!(error.contains(part), "{text}: {error}");
            assert!(!error.to_lowercase().contains("secret"), "{error}");
        }
    }
}
