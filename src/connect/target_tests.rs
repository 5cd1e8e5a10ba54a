#![allow(clippy::unwrap_used)]

use super::*;

fn environment(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    let pairs = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    pairs.chain([("USER".to_owned(), "os".to_owned())]).collect()
}

fn url(text: &str) -> String {
    match Target::resolve(Some(text), &environment(&[])) {
        Ok(target) => target.to_string(),
        Err(error) => format!("error: {error}"),
    }
}

#[test]
fn a_url_comes_back_without_its_password() {
    for (text, shown) in [
        ("postgresql://me:top@h/d", "postgresql://me@h:5432/d"),
        ("host=h password=top user='a b' dbname=d%", "postgresql://a%20b@h:5432/d%25"),
        (
            "postgresql://me:top@localhost/d?host=/run/x&port=5433",
            "postgresql://me@/d?host=/run/x&port=5433",
        ),
        ("postgresql://me@a:1,b:2/d?sslmode=require", "postgresql://me@a:1,b:2/d?sslmode=require"),
        ("postgresql://me@[::1]/d", "postgresql://me@[::1]:5432/d"),
        ("postgresql://me@h/d?options=-c%20a=b", "postgresql://me@h:5432/d?options=-c%20a%3Db"),
    ] {
        assert_eq!(url(text), shown);
        assert_eq!(url(shown), shown, "what is shown can be read back");
    }
    let target = Target::resolve(Some("postgresql://me:top@h/d"), &environment(&[])).unwrap();
    assert!(!format!("{target:?}{target:#?}").contains("top"));
}

#[test]
fn the_string_goes_before_the_variables() {
    let environment = environment(&[
        ("PGHOST", "envhost"),
        ("PGPORT", "6000"),
        ("PGUSER", "envuser"),
        ("PGPASSWORD", "hush"),
        ("PGDATABASE", "envdb"),
        ("PGSSLMODE", "disable"),
        ("PGTZ", "Europe/Paris x"),
    ]);
    let target = Target::resolve(Some("postgresql://me@h/"), &environment).unwrap();
    assert_eq!(target.to_string(), "postgresql://me@h:6000/envdb?sslmode=disable");
    assert_eq!(target.endpoints()[0].password.as_deref(), Some("hush"));
    assert_eq!(target.settings().options.as_deref(), Some("-c timezone=Europe/Paris\\ x"));
    let target = Target::resolve(None, &environment).unwrap();
    assert_eq!(target.to_string(), "postgresql://envuser@envhost:6000/envdb?sslmode=disable");
}

#[test]
fn what_the_client_cannot_do_is_named() {
    for (text, part) in [
        ("host=h sslcrl=/x", "sslcrl"),
        ("host=h gssencmode=require", "gssencmode=require"),
        ("host=h target_session_attrs=standby", "target_session_attrs=standby"),
        ("host=h sslmode=verfy", "sslmode=verfy"),
        ("host=h client_encoding=LATIN1", "client_encoding=LATIN1"),
        ("host=h sslpassword=topsecret", "sslpassword"),
        ("host=h requirepeer=postgres", "requirepeer"),
        ("host=h port=54x", "port"),
        ("host=a,b port=1,2,3", "3 values of `port` for 2 hosts"),
        ("host=h hostaddr=nowhere", "hostaddr"),
        ("host=h connect_timeout=soon", "connect_timeout=soon"),
        ("host=h sslrootcert=system sslmode=require", "verify-full"),
        ("host=h sslnegotiation=direct", "sslmode=require"),
        ("host=h ssl_min_protocol_version=TLSv1.3 ssl_max_protocol_version=TLSv1.2", "greater"),
        ("host=h ssl_max_protocol_version=TLSv1.1", "ssl_max_protocol_version=TLSv1.1"),
    ] {
        let shown = url(text);
        assert!(shown.starts_with("error: ") && shown.contains(part), "{text}: {shown}");
        assert!(!shown.contains("topsecret"), "{shown}");
    }
}

#[test]
fn a_wrong_port_does_not_show_what_may_be_a_password() {
    let shown = url("postgresql://me:to/psecret@h/d");
    assert!(shown.contains("%2F") && !shown.contains("psecret"), "{shown}");
}

#[test]
fn another_database_keeps_the_password_and_everything_else() {
    let text = "postgresql://me:top@h/d?sslmode=require&connect_timeout=7";
    let target = Target::resolve(Some(text), &environment(&[])).unwrap();
    let other = target.with_database("e/f").unwrap();
    assert_eq!(other.to_string(), "postgresql://me@h:5432/e/f?connect_timeout=7&sslmode=require");
    assert_eq!(other.endpoints()[0].password.as_deref(), Some("top"));
}

#[test]
fn what_names_a_server() {
    assert!(!names_a_server(None, &environment(&[("PGUSER", "u"), ("PGHOST", "")])));
    assert!(!names_a_server(Some(" "), &environment(&[])));
    assert!(names_a_server(Some("dbname=x"), &environment(&[])));
    assert!(names_a_server(None, &environment(&[("PGDATABASE", "d")])));
}
