//! Aggregates, operators and text search.

use super::Sql;

pub(super) fn all(sql: &mut Sql<'_>) {
    aggregate(sql);
    operator(sql);
    if let Some(class) = class(sql) {
        let less = sql.at("oc").one("compare", &["btint8cmp", "app.compare"]);
        if less == "app.compare" {
            sql.say("CREATE FUNCTION app.compare(bigint, bigint) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 0'");
        }
        sql.say(format!(
            "CREATE OPERATOR CLASS {class} FOR TYPE bigint USING btree AS OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 {less}(bigint, bigint)"
        ));
    }
}

pub(super) fn has_aggregate(sql: &Sql<'_>) -> bool {
    sql.at("a0").is("there", 60)
}

fn aggregate(sql: &mut Sql<'_>) {
    let at = sql.at("a0");
    if !has_aggregate(sql) {
        return;
    }
    sql.say(
        "CREATE FUNCTION app.added(bigint, bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT $1'",
    );
    let mut options = "SFUNC = app.added, STYPE = bigint".to_owned();
    for (what, words) in [
        ("init", ", INITCOND = '0'"),
        ("parallel", ", PARALLEL = safe"),
        ("combine", ", COMBINEFUNC = app.added"),
    ] {
        options.push_str(at.words(what, 30, words));
    }
    sql.say(format!("CREATE AGGREGATE app.a0(bigint) ({options})"));
    sql.common(&at, "AGGREGATE", "app.a0(bigint)", &["EXECUTE"]);
}

/// An operator class for numbers, if it is there.
pub(super) fn class(sql: &Sql<'_>) -> Option<&'static str> {
    sql.at("oc").is("there", 30).then_some("app.oc")
}

/// The operator that compares two numbers, if it is there.
pub(super) fn equal(sql: &Sql<'_>) -> Option<&'static str> {
    sql.at("o0").is("there", 60).then_some("OPERATOR(app.===)")
}

fn operator(sql: &mut Sql<'_>) {
    let at = sql.at("o0");
    if equal(sql).is_none() {
        return;
    }
    sql.say(
        "CREATE FUNCTION app.alike(bigint, bigint) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true'",
    );
    let mut options = "FUNCTION = app.alike, LEFTARG = bigint, RIGHTARG = bigint".to_owned();
    for (what, words) in [
        ("commutator", ", COMMUTATOR = OPERATOR(app.===)"),
        ("restrict", ", RESTRICT = eqsel"),
        ("join", ", JOIN = eqjoinsel"),
        ("hashes", ", HASHES"),
    ] {
        options.push_str(at.words(what, 30, words));
    }
    sql.say(format!("CREATE OPERATOR app.=== ({options})"));
    sql.comment(&at, "OPERATOR", "app.=== (bigint, bigint)");
    sql.owner(&at, "OPERATOR", "app.=== (bigint, bigint)");
}
