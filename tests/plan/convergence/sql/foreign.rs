//! What reaches data elsewhere.

use super::{ROLES, Sql, tables, types};

pub(super) fn all(sql: &mut Sql<'_>) {
    let at = sql.at("fw");
    if !at.is("there", 30) {
        return;
    }
    let options = at.maybe("options", 40, &[" OPTIONS (a '1')", " OPTIONS (a '2', b 'x')"]);
    sql.say(format!("CREATE FOREIGN DATA WRAPPER fw{}", options.unwrap_or_default()));
    sql.comment(&at, "FOREIGN DATA WRAPPER", "fw");
    sql.privileges(&at, "FOREIGN DATA WRAPPER", "fw", &["USAGE"]);
    for name in ["fs0", "fs1"] {
        let at = sql.at(name);
        let version = at.maybe("version", 30, &[" VERSION '1'", " VERSION '2'"]);
        let options = at.maybe("options", 40, &[" OPTIONS (h '1')", " OPTIONS (h '2', i 'x')"]);
        sql.say(format!(
            "CREATE SERVER {name}{} FOREIGN DATA WRAPPER fw{}",
            version.unwrap_or_default(),
            options.unwrap_or_default()
        ));
        sql.comment(&at, "SERVER", name);
        sql.privileges(&at, "FOREIGN SERVER", name, &["USAGE"]);
        for role in at.some("mapped", 25, &ROLES) {
            let user = at.at(role).one("as", &["u", "v"]);
            sql.say(format!(
                "CREATE USER MAPPING FOR {role} SERVER {name} OPTIONS (user '{user}')"
            ));
        }
    }
    let at = sql.at("ft");
    if !at.is("there", 70) {
        return;
    }
    let mut columns = vec!["id bigint NOT NULL".to_owned()];
    for number in 0..3 {
        let at = at.at(format!("c{number}"));
        if at.is("there", 50) {
            let data_type = types::any(sql, &at, 35);
            let options = at.words("options", 20, " OPTIONS (n 'other')");
            let default = match at.is("default", 30) {
                true => format!(" DEFAULT {}", types::literal(sql, &data_type)),
                false => String::new(),
            };
            columns.push(format!("{} {data_type}{options}{default}", at.name()));
        }
    }
    let check = at.words("check", 30, ", CONSTRAINT ft_ck CHECK (id > 0)");
    let server = at.one("server", &["fs0", "fs0", "fs1"]);
    let options = at.words("options", 40, " OPTIONS (t 'x')");
    sql.say(format!(
        "CREATE FOREIGN TABLE app.ft ({}{check}) SERVER {server}{options}",
        columns.join(", ")
    ));
    sql.comment(&at, "FOREIGN TABLE", "app.ft");
    sql.owner(&at, "FOREIGN TABLE", "app.ft");
    sql.privileges(&at, "TABLE", "app.ft", &["SELECT", "INSERT"]);
    if at.is("view", 40) {
        sql.say("CREATE VIEW app.fv AS SELECT * FROM app.ft");
        sql.common(&at.at("view"), "VIEW", "app.fv", &["SELECT"]);
    }
    if let Some(table) = at.maybe("joined", 30, &tables::there(sql)) {
        sql.say(format!(
            "CREATE VIEW app.fj AS SELECT f.id FROM app.ft f JOIN {} o ON o.id = f.id",
            table.name
        ));
    }
}
