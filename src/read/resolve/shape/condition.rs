//! The check of a shape: one predicate in SQL/JSON paths (PostgreSQL's manual, 9.16.2).
//!
//! In the lax mode a comparison takes the elements of a list one by one, so that the type of a value is asked before anything
//! else. No part is ever unknown where the type is not the wanted one: FALSE AND unknown is FALSE.

use crate::catalog::QName;
use crate::read::shape::{Holds, Shape, ShapeField};
use std::collections::BTreeMap;

const UUID: &str = "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$";
const DATE: &str = "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$";
const INSTANT: &str = "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})$";

/// The condition in SQL; the value is called `value`, and NULL is for the domain to allow.
pub(super) fn condition(
    shape: &Shape,
    shapes: &BTreeMap<QName, Shape>,
    labels: &dyn Fn(&QName) -> Vec<String>,
) -> String {
    let paths = Paths { shapes, labels };
    let literal = |path: &str| format!("'{}'", path.replace('\'', "''"));
    let matches = format!("jsonb_path_match(value, {})", literal(&paths.object("$", shape)));
    let mut whole = Vec::new();
    paths.whole("$", shape, &mut whole);
    // A path cannot tell 1.0 from 1, and no whole number is read from 1.0.
    let points: Vec<String> = whole
        .iter()
        .map(|path| format!("jsonb_path_query_array(value, {})::text", literal(path)))
        .collect();
    let points = match points.is_empty() {
        true => String::new(),
        false => format!(" and {} !~ '[.]'", parenthesised(&points)),
    };
    format!("value is null or coalesce({matches}{points}, false)")
}

fn parenthesised(parts: &[String]) -> String {
    match parts {
        [one] => one.clone(),
        _ => format!("({})", parts.join(" || ")),
    }
}

struct Paths<'a> {
    shapes: &'a BTreeMap<QName, Shape>,
    labels: &'a dyn Fn(&QName) -> Vec<String>,
}

impl Paths<'_> {
    /// That what is at a path is an object of this shape.
    fn object(&self, at: &str, shape: &Shape) -> String {
        let keys: Vec<String> =
            shape.fields.iter().map(|it| format!("@.key == {}", quoted(&it.name))).collect();
        let mut parts = vec![format!("{at}.type() == \"object\"")];
        parts.push(match keys.is_empty() {
            true => format!("!exists({at}.keyvalue())"),
            false => format!("!exists({at}.keyvalue() ? (!({})))", keys.join(" || ")),
        });
        parts.extend(shape.fields.iter().map(|it| self.field(at, it)));
        parts.join(" && ")
    }

    fn field(&self, at: &str, field: &ShapeField) -> String {
        let at = format!("{at}.{}", quoted(&field.name));
        let holds = match (field.list, &field.holds) {
            (true, Holds::Scalar("jsonb")) => format!("{at}.type() == \"array\""),
            // A filter takes the elements of an element, too.
            (true, holds) => format!(
                "{at}.type() == \"array\" && !exists({at}[*].type() ? (@ == \"array\")) && !exists({at}[*] ? (!({})))",
                self.holds("@", holds)
            ),
            (false, holds) => self.holds(&at, holds),
        };
        match field.null {
            true => format!("(!exists({at}) || {at}.type() == \"null\" || ({holds}))"),
            false => format!("({holds})"),
        }
    }

    /// The paths of all whole numbers within.
    fn whole(&self, at: &str, shape: &Shape, found: &mut Vec<String>) {
        for field in &shape.fields {
            let list = if field.list { "[*]" } else { "" };
            let at = format!("{at}.{}{list}", quoted(&field.name));
            match &field.holds {
                Holds::Scalar("smallint" | "integer" | "bigint") => found.push(at),
                Holds::Object(inner) => self.whole(&at, inner, found),
                Holds::Domain(name) => {
                    if let Some(inner) = self.shapes.get(name) {
                        self.whole(&at, inner, found);
                    }
                }
                Holds::Scalar(_) | Holds::Enum(_) => {}
            }
        }
    }

    fn holds(&self, at: &str, holds: &Holds) -> String {
        let of_type = |name: &str| format!("{at}.type() == \"{name}\"");
        let whole = |least: i64, most: i64| {
            let number = of_type("number");
            format!("{number} && {at} == {at}.floor() && {at} >= {least} && {at} <= {most}")
        };
        let like = |pattern| format!("{} && {at} like_regex \"{pattern}\"", of_type("string"));
        match holds {
            Holds::Scalar("boolean") => of_type("boolean"),
            Holds::Scalar("smallint") => whole(i16::MIN.into(), i16::MAX.into()),
            Holds::Scalar("integer") => whole(i32::MIN.into(), i32::MAX.into()),
            Holds::Scalar("bigint") => whole(i64::MIN, i64::MAX),
            Holds::Scalar("double precision") => of_type("number"),
            Holds::Scalar("uuid") => like(UUID),
            Holds::Scalar("date") => like(DATE),
            Holds::Scalar("timestamp with time zone") => like(INSTANT),
            Holds::Scalar("jsonb") => format!("exists({at})"),
            Holds::Scalar(_) => of_type("string"),
            Holds::Enum(name) => {
                let labels: Vec<String> = (self.labels)(name)
                    .iter()
                    .map(|it| format!("{at} == {}", quoted(it)))
                    .collect();
                match labels.is_empty() {
                    true => "1 == 0".to_owned(),
                    false => format!("{} && ({})", of_type("string"), labels.join(" || ")),
                }
            }
            Holds::Domain(name) => match self.shapes.get(name) {
                Some(shape) => self.object(at, shape),
                None => of_type("object"),
            },
            Holds::Object(shape) => self.object(at, shape),
        }
    }
}

/// A string within a path: as in JSON.
fn quoted(text: &str) -> String {
    // A text is written without fail.
    serde_json::to_string(text).unwrap_or_default()
}
