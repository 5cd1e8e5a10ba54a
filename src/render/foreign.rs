//! Foreign data wrappers, servers, user mappings, and what is different for foreign tables.

use super::name::{literal, object, principal, quoted, relation};
use super::privileges::target;
use crate::catalog::{
    Foreign, ForeignDataWrapper, ForeignServer, Kind, ObjectId, Options, Principal, UserMapping,
};

pub(super) fn create_wrapper(id: &ObjectId, it: &ForeignDataWrapper) -> String {
    let functions = [("HANDLER", &it.handler), ("VALIDATOR", &it.validator)];
    let functions = functions
        .into_iter()
        .filter_map(|(word, function)| Some(format!(" {word} {}", function.as_ref()?)));
    let functions = functions.collect::<String>();
    format!("CREATE {}{functions}{}", target(id), given(&it.options))
}

/// HANDLER and VALIDATOR, or that there is none.
pub(super) fn wrapper_functions(id: &ObjectId, it: &ForeignDataWrapper) -> String {
    let functions = [("HANDLER", &it.handler), ("VALIDATOR", &it.validator)];
    let functions = functions.map(|(word, function)| match function {
        Some(function) => format!(" {word} {function}"),
        None => format!(" NO {word}"),
    });
    format!("ALTER {}{}", target(id), functions.concat())
}

pub(super) fn create_server(id: &ObjectId, it: &ForeignServer) -> String {
    let mut text = format!("CREATE {}", target(id));
    for (word, value) in [("TYPE", &it.server_type), ("VERSION", &it.version)] {
        if let Some(value) = value {
            text.push_str(&format!(" {word} {}", literal(value)));
        }
    }
    format!("{text} FOREIGN DATA WRAPPER {}{}", quoted(&it.wrapper), given(&it.options))
}

pub(super) fn server_version(id: &ObjectId, version: Option<&str>) -> String {
    let version = version.map_or_else(|| "NULL".to_owned(), literal);
    format!("ALTER {} VERSION {version}", target(id))
}

pub(super) fn create_mapping(id: &ObjectId, it: &UserMapping) -> String {
    let options = it.options.as_ref().map_or(String::new(), given);
    format!("CREATE {}{options}", target(id))
}

/// `USER MAPPING FOR user SERVER server`.
pub(super) fn mapping(id: &ObjectId) -> String {
    let user = match &*id.name {
        "" => principal(&Principal::Migrator),
        "public" => principal(&Principal::Public),
        name => quoted(name),
    };
    let server = id.relation.as_deref().unwrap_or_default();
    format!("USER MAPPING FOR {user} SERVER {}", quoted(server))
}

/// ` SERVER server OPTIONS (…)`.
pub(super) fn table(it: &Foreign) -> String {
    format!(" SERVER {}{}", quoted(&it.server), given(&it.options))
}

/// ` OPTIONS (name 'value')`, or nothing.
pub(super) fn given(options: &Options) -> String {
    if options.is_empty() {
        return String::new();
    }
    let options: Vec<String> = options
        .iter()
        .map(|(name, value)| format!("{} {}", quoted(name), literal(value)))
        .collect();
    format!(" OPTIONS ({})", options.join(", "))
}

/// Those that are not named stay as they are: a secret that was set by hand does.
pub(super) fn change(id: &ObjectId, from: &Options, to: &Options) -> String {
    let gone = from.keys().filter(|name| !to.contains_key(name));
    let mut options: Vec<String> = gone.map(|name| format!("DROP {}", quoted(name))).collect();
    for (name, value) in to.iter().filter(|(name, value)| from.get(name) != Some(*value)) {
        let word = if from.contains_key(name) { "SET" } else { "ADD" };
        options.push(format!("{word} {} {}", quoted(name), literal(value)));
    }
    let options = options.join(", ");
    match id.kind {
        Kind::Column => format!(
            "ALTER FOREIGN TABLE {} ALTER COLUMN {} OPTIONS ({options})",
            relation(id),
            quoted(&id.name)
        ),
        Kind::Table => format!("ALTER FOREIGN TABLE {} OPTIONS ({options})", object(id)),
        _ => format!("ALTER {} OPTIONS ({options})", target(id)),
    }
}

pub(super) fn drop_table(id: &ObjectId) -> String {
    format!("DROP FOREIGN TABLE {}", object(id))
}

pub(super) fn comment(id: &ObjectId, comment: Option<&str>) -> String {
    let text = comment.map_or_else(|| "NULL".to_owned(), literal);
    format!("COMMENT ON FOREIGN TABLE {} IS {text}", object(id))
}
