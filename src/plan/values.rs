//! What becomes of values: whether those of one type are values of another, and whether a default is the same for each row.

use crate::catalog::{Catalog, Definition, Domain, Kind, QName};

/// Calls that give the same value for every row of a statement: they are worked out once.
const STABLE: [&str; 3] = ["now()", "statement_timestamp()", "transaction_timestamp()"];

/// Whether a default is the same for each row, as far as its words tell: any other call may give another value.
pub(crate) fn is_constant(expression: &str) -> bool {
    let rest = STABLE.iter().fold(expression.to_owned(), |rest, call| rest.replace(call, "NULL"));
    let literals = rest.split('\'').step_by(2);
    // A parenthesis behind a word that is no modifier of a type opens the arguments of a call.
    let calls = |text: &str| {
        text.match_indices('(').any(|(at, _)| {
            let is_word =
                text[..at].ends_with(|it: char| it.is_alphanumeric() || it == '_' || it == '"');
            let is_type = |it: char| it.is_alphanumeric() || "_. \"".contains(it);
            let cast = text[..at].rfind("::").map(|from| &text[from + 2..at]);
            let is_modifier = cast.is_some_and(|name| name.chars().all(is_type));
            is_word && !is_modifier
        })
    };
    !{ literals }.any(calls)
}

/// Whether the type is a domain that has constraints, which each row is tested for.
pub(crate) fn is_constrained(catalog: &Catalog, data_type: &str) -> bool {
    let mut constraints = catalog.of_kind(Kind::DomainConstraint);
    constraints.any(|(id, _)| names(data_type, &id.relation_qname()))
        || domain(catalog, data_type)
            .is_some_and(|it| !it.null || is_constrained(catalog, &it.base))
}

/// The type as which values are stored: of a domain over a type of PostgreSQL's own, that one. A value of the domain is one of it as it
/// stands, and the other way around where the domain has no constraints. Rows of tables go from one type to another by name.
///
/// Source: `ATColumnChangeRequiresRewrite`, which passes over relabelling.
pub(crate) fn stored<'t>(catalog: &'t Catalog, data_type: &'t str) -> &'t str {
    let mut under = data_type;
    while let Some(domain) = domain(catalog, under).filter(|_| !under.ends_with("[]")) {
        under = &domain.base;
    }
    if under.contains('.') { data_type } else { under }
}

/// The domain of this name, or the one whose values an array has.
fn domain<'t>(catalog: &'t Catalog, data_type: &str) -> Option<&'t Domain> {
    let mut domains = catalog.of_kind(Kind::Domain);
    match &domains.find(|(id, _)| names(data_type, &id.qname()))?.1.definition {
        Definition::Domain(domain) => Some(domain),
        _ => None,
    }
}

/// Whether a type, as the server words it, is the one of this name.
fn names(data_type: &str, name: &QName) -> bool {
    let plain = data_type.trim_end_matches("[]").replace('"', "");
    plain == format!("{}.{}", name.schema, name.name)
}

/// The values of a type: how they are stored, and how far they reach.
pub(crate) struct Values<'t> {
    pub(crate) name: &'t str,
    /// What stands in parentheses after the name.
    modifiers: Vec<i32>,
    /// What stands after these: `with time zone`, `[]`.
    pub(crate) rest: &'t str,
}

/// From the narrowest to the widest.
const WHOLE: [&str; 3] = ["smallint", "integer", "bigint"];

impl<'t> Values<'t> {
    pub(crate) fn of(data_type: &'t str) -> Self {
        let Some((name, rest)) = data_type.split_once('(') else {
            return Self { name: data_type, modifiers: Vec::new(), rest: "" };
        };
        let (modifiers, rest) = rest.split_once(')').unwrap_or((rest, ""));
        let modifiers = modifiers.split(',').filter_map(|it| it.trim().parse().ok()).collect();
        Self { name, modifiers, rest }
    }

    /// Whether each of these values is one of the others as it stands.
    pub(crate) fn stay(&self, new: &Self) -> bool {
        let (old, wide) = (&self.modifiers[..], &new.modifiers[..]);
        let same = self.rest == new.rest && self.name == new.name;
        let is_array = self.rest.contains('[') || self.name.contains('[');
        let text = |it: &str| matches!(it, "text" | "character varying");
        match (self.name, new.name) {
            _ if same && old == wide => true,
            // Values of an array are tested one by one.
            _ if is_array => false,
            (from, to) if text(from) && text(to) => match (old, wide) {
                (_, []) => true,
                ([old], [new]) => old <= new,
                _ => false,
            },
            ("bit varying", "bit varying") => wide.is_empty() || (!old.is_empty() && old <= wide),
            ("numeric", "numeric") => match (old, wide) {
                (_, []) => true,
                ([old, scale], [new, same]) => old <= new && scale == same,
                _ => false,
            },
            ("cidr", "inet") => true,
            (from, to) => {
                let is_time = from.starts_with("time") || from.starts_with("interval");
                is_time
                    && from == to
                    && self.rest == new.rest
                    && match (old, wide) {
                        (_, []) => true,
                        ([old], [new]) => old <= new,
                        _ => false,
                    }
            }
        }
    }

    /// Whether it is a whole number, which PostgreSQL never cuts: one that is out of range is an error.
    pub(crate) fn is_whole(&self) -> bool {
        WHOLE.contains(&self.name) && self.rest.is_empty()
    }

    /// Whether each of these values has its equal among the others, from which it can be had back.
    pub(crate) fn fit(&self, new: &Self) -> bool {
        let place = |name| WHOLE.iter().position(|it| *it == name);
        let bare = self.modifiers.is_empty() && new.modifiers.is_empty();
        match (self.name, new.name) {
            _ if self.stay(new) => true,
            (_, "text") if new.rest.is_empty() => !self.name.starts_with("character"),
            (from, into) if bare => match (place(from), place(into)) {
                (Some(old), Some(wide)) => old <= wide,
                (Some(_), None) => into == "numeric",
                _ => (from, into) == ("real", "double precision"),
            },
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_constant;

    #[test]
    fn what_calls_nothing_is_the_same_for_each_row() {
        for expression in [
            "0",
            "'it''s (f(x))'::text",
            "'0'::numeric(10,2)",
            "now()",
            "(1 + 2)",
            "CURRENT_DATE",
            "'{}'::jsonb",
            "(now() + '1 day'::interval)",
            "NULL::character varying(20)",
            "ARRAY['a'::text]",
        ] {
            assert!(is_constant(expression), "{expression}");
        }
        for expression in [
            "gen_random_uuid()",
            "nextval('app.s'::regclass)",
            "clock_timestamp()",
            "(1 + app.\"F\"(2))",
        ] {
            assert!(!is_constant(expression), "{expression}");
        }
    }
}
