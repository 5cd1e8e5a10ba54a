//! What belongs to no relation: schemas, text search, publications, event triggers, default privileges.

use super::{ROLES, Sql, tables, types};

pub(super) fn schemas(sql: &mut Sql<'_>) {
    for (name, at) in [("app", "schema0"), ("\"Other\"", "schema1")] {
        sql.say(format!("CREATE SCHEMA {name}"));
        sql.common(&sql.at(at), "SCHEMA", name, &["USAGE", "CREATE"]);
    }
}

pub(super) fn all(sql: &mut Sql<'_>) {
    text_search(sql);
    publications(sql);
    event_trigger(sql);
    default_privileges(sql);
}

fn text_search(sql: &mut Sql<'_>) {
    let at = sql.at("x0");
    let dictionary = at.is("there", 50);
    if dictionary {
        let accept = at.words("accept", 40, ", Accept = false");
        sql.say(format!("CREATE TEXT SEARCH DICTIONARY app.x0 (TEMPLATE = simple{accept})"));
        sql.comment(&at, "TEXT SEARCH DICTIONARY", "app.x0");
        sql.owner(&at, "TEXT SEARCH DICTIONARY", "app.x0");
    }
    let at = sql.at("y0");
    if at.is("there", 50) {
        sql.say("CREATE TEXT SEARCH CONFIGURATION app.y0 (PARSER = default)");
        for token in ["word", "asciiword", "email"] {
            let mut by = vec!["simple"];
            if dictionary && at.is(&format!("{token}_own"), 50) {
                by.insert(0, "app.x0");
            }
            if at.is(token, 40) {
                sql.say(format!(
                    "ALTER TEXT SEARCH CONFIGURATION app.y0 ADD MAPPING FOR {token} WITH {}",
                    by.join(", ")
                ));
            }
        }
        sql.comment(&at, "TEXT SEARCH CONFIGURATION", "app.y0");
        sql.owner(&at, "TEXT SEARCH CONFIGURATION", "app.y0");
    }
}

fn publications(sql: &mut Sql<'_>) {
    let at = sql.at("b0");
    if !at.is("there", 50) {
        return;
    }
    let mut objects = Vec::new();
    for table in tables::there(sql) {
        let unlogged = table.by.is_none() && table.at.is("unlogged", 20);
        let of = at.at(table.at.name());
        if !unlogged && of.is("there", 40) {
            let whole = table.by.is_some();
            let columns = if whole { "" } else { of.words("columns", 30, " (id)") };
            // No filter works with what is not PostgreSQL's own.
            let filterable = ["integer", "numeric(12,2)", "boolean", "date"];
            let columns_there = table.columns.iter().filter(|it| it.stored);
            let columns_there: Vec<_> =
                columns_there.filter(|it| filterable.contains(&&*it.data_type)).collect();
            let filter = match of.maybe("of_column", 30, &columns_there) {
                Some(it) if !whole && columns.is_empty() => {
                    format!(" WHERE ({})", types::condition(sql, &of, &it.name, &it.data_type))
                }
                _ if whole => String::new(),
                _ => of.words("filter", 30, " WHERE (id > 5)").to_owned(),
            };
            objects.push(format!("TABLE {}{columns}{filter}", table.name));
        }
    }
    let objects = match at.number("all", 8) {
        6 => " FOR ALL TABLES".to_owned(),
        7 => " FOR TABLES IN SCHEMA app".to_owned(),
        _ if objects.is_empty() => String::new(),
        _ => format!(" FOR {}", objects.join(", ")),
    };
    let publish =
        at.one("publish", &["insert", "insert, delete", "insert, update, delete, truncate"]);
    let root = at.words("root", 30, ", publish_via_partition_root");
    sql.say(format!("CREATE PUBLICATION b0{objects} WITH (publish = '{publish}'{root})"));
    sql.comment(&at, "PUBLICATION", "b0");
}

fn event_trigger(sql: &mut Sql<'_>) {
    let at = sql.at("v");
    if at.is("there", 40) {
        let event = at.one("event", &["ddl_command_start", "ddl_command_end"]);
        let tags = at.one(
            "tags",
            &["", " WHEN TAG IN ('CREATE TABLE')", " WHEN TAG IN ('CREATE VIEW', 'DROP TABLE')"],
        );
        sql.say(format!("CREATE EVENT TRIGGER v ON {event}{tags} EXECUTE FUNCTION app.noticed()"));
        if let Some(enabled) = at.maybe("enabled", 30, &["DISABLE", "ENABLE ALWAYS"]) {
            sql.say(format!("ALTER EVENT TRIGGER v {enabled}"));
        }
        sql.comment(&at, "EVENT TRIGGER", "v");
    }
}

fn default_privileges(sql: &mut Sql<'_>) {
    for (on, privilege) in
        [("TABLES", "SELECT"), ("SEQUENCES", "USAGE"), ("FUNCTIONS", "EXECUTE"), ("TYPES", "USAGE")]
    {
        let at = sql.at(format!("default_{on}"));
        if !at.is("there", 15) {
            continue;
        }
        let place = at.words("place", 60, " IN SCHEMA app");
        let creator = at.words("creator", 30, " FOR ROLE r_owner");
        let start = format!("ALTER DEFAULT PRIVILEGES{creator}{place}");
        for role in at.some("to", 50, &ROLES) {
            sql.say(format!("{start} GRANT {privilege} ON {on} TO {role}"));
        }
        if place.is_empty() && at.is("revoked", 40) {
            sql.say(format!("{start} REVOKE {privilege} ON {on} FROM PUBLIC"));
        }
    }
}
