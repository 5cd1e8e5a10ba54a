//! Owners, comments, GRANT and REVOKE.

use super::name::{literal, object, option_name, principal, quoted, relation};
use crate::catalog::{Kind, ObjectId, Principal};
use crate::plan::Privileges;

/// The word and the name by which ALTER, COMMENT and DROP know an object: `TABLE public.t`, `POLICY p ON public.t`.
pub(super) fn target(id: &ObjectId) -> String {
    let word = match id.kind {
        Kind::Database => return "DATABASE".to_owned(),
        Kind::Role => "ROLE",
        Kind::Schema => "SCHEMA",
        Kind::Extension => "EXTENSION",
        Kind::BaseType | Kind::Enum | Kind::Range | Kind::Composite => "TYPE",
        Kind::Domain => "DOMAIN",
        Kind::Sequence => "SEQUENCE",
        Kind::Function | Kind::Aggregate => "ROUTINE",
        Kind::Table | Kind::Rows => "TABLE",
        Kind::View => "VIEW",
        Kind::MaterializedView => "MATERIALIZED VIEW",
        Kind::Index => "INDEX",
        Kind::ForeignDataWrapper => "FOREIGN DATA WRAPPER",
        Kind::ForeignServer => "SERVER",
        Kind::UserMapping => return super::foreign::mapping(id),
        Kind::Subscription => "SUBSCRIPTION",
        Kind::Publication => "PUBLICATION",
        Kind::Conversion => "CONVERSION",
        Kind::Transform => return format!("TRANSFORM FOR {}", id.name),
        Kind::AccessMethod => "ACCESS METHOD",
        Kind::Language => "LANGUAGE",
        Kind::TextSearchConfiguration => "TEXT SEARCH CONFIGURATION",
        Kind::TextSearchParser => "TEXT SEARCH PARSER",
        Kind::TextSearchTemplate => "TEXT SEARCH TEMPLATE",
        Kind::TextSearchDictionary => "TEXT SEARCH DICTIONARY",
        Kind::EventTrigger => "EVENT TRIGGER",
        Kind::Statistics => "STATISTICS",
        Kind::Operator => return format!("OPERATOR {}", super::operator::signature(id)),
        Kind::OperatorFamily => return format!("OPERATOR FAMILY {}", super::operator::using(id)),
        Kind::OperatorClass => return format!("OPERATOR CLASS {}", super::operator::using(id)),
        Kind::Cast => return format!("CAST ({})", id.name),
        Kind::Collation => "COLLATION",
        Kind::Column | Kind::DefaultExpr => {
            return format!("COLUMN {}.{}", relation(id), quoted(&id.name));
        }
        Kind::Constraint => return format!("CONSTRAINT {} ON {}", quoted(&id.name), relation(id)),
        Kind::DomainConstraint => {
            return format!("CONSTRAINT {} ON DOMAIN {}", quoted(&id.name), relation(id));
        }
        Kind::Trigger => return format!("TRIGGER {} ON {}", quoted(&id.name), relation(id)),
        Kind::Rule => return format!("RULE {} ON {}", quoted(&id.name), relation(id)),
        Kind::Policy => return format!("POLICY {} ON {}", quoted(&id.name), relation(id)),
        // Neither has an owner or a comment.
        Kind::Membership | Kind::DefaultPrivileges => return String::new(),
    };
    format!("{word} {}", object(id))
}

pub(super) fn owner(id: &ObjectId, owner: &Principal) -> String {
    if id.kind == Kind::Database {
        return in_this_database(&format!("ALTER DATABASE %I OWNER TO {}", principal(owner)));
    }
    format!("ALTER {} OWNER TO {}", target(id), principal(owner))
}

pub(super) fn comment(id: &ObjectId, comment: Option<&str>) -> String {
    let text = comment.map_or_else(|| "NULL".to_owned(), literal);
    if id.kind == Kind::Database {
        return in_this_database(&format!("COMMENT ON DATABASE %I IS {}", text.replace('%', "%%")));
    }
    if id.kind == Kind::Extension && comment.is_none() {
        return comment_of_extension(id);
    }
    format!("COMMENT ON {} IS {text}", target(id))
}

/// An extension without a comment of its own has the one that it brings, which only the server knows.
fn comment_of_extension(id: &ObjectId) -> String {
    let comment = format!("COMMENT ON {} IS %L", target(id).replace('%', "%%"));
    let name = literal(&id.name);
    format!(
        "DO $$BEGIN EXECUTE format({}, (SELECT comment FROM pg_available_extensions() WHERE name = {name})); END$$",
        literal(&comment)
    )
}

pub(super) fn grant(it: &Privileges) -> String {
    let option = if it.grantable { " WITH GRANT OPTION" } else { "" };
    statement(it, &format!("GRANT {} ON {} TO {}{option}", WHAT, ON, WHOM))
}

pub(super) fn revoke(it: &Privileges) -> String {
    let option = if it.grantable { "GRANT OPTION FOR " } else { "" };
    statement(it, &format!("REVOKE {option}{} ON {} FROM {}", WHAT, ON, WHOM))
}

const WHAT: &str = "{privileges}";
const ON: &str = "{on}";
const WHOM: &str = "{grantees}";

fn statement(it: &Privileges, pattern: &str) -> String {
    let words: Vec<&str> = it.privileges.iter().map(|privilege| privilege.word()).collect();
    let what = if it.id.kind == Kind::Column {
        let column = quoted(&it.id.name);
        words.iter().map(|word| format!("{word} ({column})")).collect::<Vec<_>>().join(", ")
    } else {
        words.join(", ")
    };
    let whom: Vec<String> = it.grantees.iter().map(principal).collect();
    let fill =
        |on: &str| pattern.replace(WHAT, &what).replace(WHOM, &whom.join(", ")).replace(ON, on);
    if let Some(defaults) = &it.default_privileges {
        let schema = defaults.schema.as_ref();
        let schema = schema.map_or(String::new(), |it| format!(" IN SCHEMA {}", quoted(it)));
        return format!(
            "ALTER DEFAULT PRIVILEGES FOR ROLE {}{schema} {}",
            principal(&defaults.role),
            fill(defaults.on.word())
        );
    }
    match it.id.kind {
        Kind::Database => in_this_database(&fill("DATABASE %I")),
        Kind::Column => fill(&format!("TABLE {}", relation(&it.id))),
        Kind::Schema => fill(&format!("SCHEMA {}", object(&it.id))),
        Kind::ForeignDataWrapper => fill(&target(&it.id)),
        Kind::ForeignServer => fill(&format!("FOREIGN {}", target(&it.id))),
        Kind::Language => fill(&format!("LANGUAGE {}", object(&it.id))),
        Kind::Sequence => fill(&format!("SEQUENCE {}", object(&it.id))),
        Kind::Function | Kind::Aggregate => fill(&format!("ROUTINE {}", object(&it.id))),
        Kind::BaseType | Kind::Enum | Kind::Range | Kind::Composite => {
            fill(&format!("TYPE {}", object(&it.id)))
        }
        Kind::Domain => fill(&format!("DOMAIN {}", object(&it.id))),
        _ => fill(&format!("TABLE {}", object(&it.id))),
    }
}

/// A statement about the database that it runs in, whatever its name: `%I` stands for it.
pub(super) fn in_this_database(format: &str) -> String {
    format!("DO $$BEGIN EXECUTE format({}, current_database()); END$$", literal(format))
}

/// `SET name TO value` as `ALTER ROLE` and functions take it. Settings that hold a list of names take each name as
/// a literal of its own; one literal would be one name.
pub(super) fn setting(name: &str, value: &str) -> String {
    const LISTS: [&str; 6] = [
        "local_preload_libraries",
        "search_path",
        "session_preload_libraries",
        "shared_preload_libraries",
        "temp_tablespaces",
        "unix_socket_directories",
    ];
    let value = if LISTS.contains(&name) {
        let names = split_names(value);
        let names: Vec<String> = names.iter().map(|it| literal(it)).collect();
        if names.is_empty() { "''".to_owned() } else { names.join(", ") }
    } else {
        literal(value)
    };
    format!("{} TO {value}", option_name(name))
}

/// Names of a list such as `"$user", public`: quotes taken off, case kept within them and folded outside.
fn split_names(list: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut characters = list.chars().peekable();
    let mut name: Option<String> = None;
    while let Some(character) = characters.next() {
        match character {
            ',' => names.extend(name.take()),
            '"' | '\'' => {
                let name = name.get_or_insert_default();
                while let Some(inner) = characters.next() {
                    if inner == character {
                        if characters.peek() != Some(&character) {
                            break;
                        }
                        characters.next();
                    }
                    name.push(inner);
                }
            }
            it if it.is_whitespace() => {}
            it => name.get_or_insert_default().extend(it.to_lowercase()),
        }
    }
    names.extend(name);
    names
}

#[cfg(test)]
mod tests {
    use super::setting;

    #[test]
    fn a_search_path_is_a_list_of_names() {
        let text = setting("search_path", "pg_catalog, \"Odd, name\", PG_temp");
        assert_eq!(text, "search_path TO 'pg_catalog', 'Odd, name', 'pg_temp'");
        assert_eq!(setting("search_path", "\"\""), "search_path TO ''");
        assert_eq!(setting("my.setting", "a, b"), "my.setting TO 'a, b'");
    }
}
