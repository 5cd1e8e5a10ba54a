//! Identity does not depend on OIDs nor on the order in which things were made.

use crate::support::{MAJORS, database, execute, server};
use momni_db::catalog::{Catalog, Scope, differences};
use serde_json::Value;

const SCRIPT: &str = include_str!("order/script.sql");

#[test]
fn the_order_of_creation_does_not_matter() {
    for major in MAJORS {
        let server = server(major, &crate::EXTENSIONS);
        let roles = ["order_owner", "order_reader"].map(Into::into);
        let scope = Scope { roles: Some(roles.into()), ..Scope::everything() };
        let read = |name, reversed| -> Catalog {
            let target = database(server, name);
            execute(&target, "DROP ROLE IF EXISTS order_owner, order_reader");
            for group in SCRIPT.split("\n\n") {
                let mut statements: Vec<String> =
                    group.split_inclusive(";\n").map(|it| columns(it, reversed)).collect();
                if reversed {
                    statements.reverse();
                }
                execute(&target, &statements.concat());
            }
            let catalog = crate::read(&target, &scope);
            execute(&server.target("postgres"), &format!("DROP DATABASE {name} WITH (FORCE)"));
            catalog
        };
        let (one, two) = (read("order_one", false), read("order_two", true));
        assert_eq!(differences(&one, &two), []);
        assert_eq!(one, two);
        assert_eq!(without_positions(&one), without_positions(&two));
        let text = serde_json::to_string(&one).unwrap();
        assert_eq!(serde_json::from_str::<Catalog>(&text).unwrap(), one);
        assert!(one.objects.len() > 60 && one.unmodelled.is_empty(), "{:?}", one.unmodelled);
    }
}

/// The statement with the columns of a table the other way round.
fn columns(statement: &str, reversed: bool) -> String {
    let Some((head, body)) = statement.split_once(" (\n").filter(|_| reversed) else {
        return statement.to_owned();
    };
    let Some(body) = body.strip_suffix("\n);\n") else { return statement.to_owned() };
    let mut columns: Vec<&str> = body.split(",\n").collect();
    columns.reverse();
    format!("{head} (\n{}\n);\n", columns.join(",\n"))
}

/// The catalog as JSON; where a column stands is not part of what it is.
fn without_positions(catalog: &Catalog) -> Value {
    fn strip(value: &mut Value) {
        match value {
            Value::Object(map) => {
                map.remove("position");
                map.values_mut().for_each(strip);
            }
            Value::Array(list) => list.iter_mut().for_each(strip),
            _ => {}
        }
    }
    let mut value = serde_json::to_value(catalog).unwrap();
    strip(&mut value);
    value
}
