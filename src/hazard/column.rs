//! What a column that comes or changes its type makes of the rows that are there.

use super::judged::Judged;
use super::{Hazard, Mode, Work};
use crate::catalog::{Catalog, Column, Definition, Kind, Object, ObjectId, QName};

/// ADD COLUMN. A default that is the same for every row is kept in the catalog alone; one that is not is written into each.
///
/// Source: PostgreSQL's documentation of ALTER TABLE, notes on ADD COLUMN.
pub(super) fn add(
    id: &ObjectId,
    column: &Column,
    parts: &[(ObjectId, Object)],
    judged: &mut Judged<'_>,
) {
    let default = parts.iter().find_map(|(_, part)| match &part.definition {
        Definition::DefaultExpr(it) => Some(it.expression.as_str()),
        _ => None,
    });
    let is_stored = column.generated.as_ref().is_some_and(|it| it.stored);
    let work = match () {
        () if is_stored || column.identity.is_some() => Work::Rewrite,
        () if is_constrained(judged.to, &column.data_type) => Work::Rewrite,
        () if default.is_some_and(|it| !is_constant(it)) => Work::Rewrite,
        // Without a value for a column that needs one it fails at the first row: it takes no longer than that.
        () => Work::Catalogs,
    };
    let table = id.relation_qname();
    judged.below(&table, Mode::AccessExclusive, work);
    let is_filled = default.is_some() || column.identity.is_some() || column.generated.is_some();
    if !column.null && !is_filled {
        judged.harm_on(
            &table,
            Hazard::MayFailOnData,
            "it has no value for the rows that are there",
        );
        judged.harm_on(&table, Hazard::BreaksClient, "an INSERT that leaves it out fails");
    }
}

/// Calls that give the same value for every row of a statement: they are worked out once.
const STABLE: [&str; 3] = ["now()", "statement_timestamp()", "transaction_timestamp()"];

/// Whether a default is the same for each row, as far as its words tell: any other call may give another value.
fn is_constant(expression: &str) -> bool {
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
fn is_constrained(catalog: &Catalog, data_type: &str) -> bool {
    let named = |id: &QName| names(data_type, id);
    let mut constraints = catalog.of_kind(Kind::DomainConstraint);
    let mut domains = catalog.of_kind(Kind::Domain).filter(|(id, _)| named(&id.qname()));
    constraints.any(|(id, _)| named(&id.relation_qname()))
        || domains.any(|(_, it)| match &it.definition {
            Definition::Domain(domain) => !domain.null || is_constrained(catalog, &domain.base),
            _ => false,
        })
}

/// Whether a type, as the server words it, is the one of this name.
fn names(data_type: &str, name: &QName) -> bool {
    let plain = data_type.trim_end_matches("[]").replace('"', "");
    plain == format!("{}.{}", name.schema, name.name)
}

/// ALTER COLUMN … TYPE. The rows stay as they are where the old values are values of the new type, and are not tested.
///
/// Source: PostgreSQL's documentation of ALTER TABLE, notes on SET DATA TYPE; `ATColumnChangeRequiresRewrite`.
pub(super) fn change(id: &ObjectId, data_type: &str, judged: &mut Judged<'_>) {
    let old = judged.from.column(id).or_else(|| judged.to.column(id));
    let collated = judged.to.column(id).and_then(|it| it.collation.as_ref());
    let stays = old.is_some_and(|old| match old.data_type == data_type {
        // The type itself is another one, or the collation alone.
        true => old.collation.as_ref() != collated,
        false => {
            Values::of(&old.data_type).stay(&Values::of(data_type))
                && !is_constrained(judged.to, data_type)
        }
    });
    let table = id.relation_qname();
    let work = match stays {
        false => Work::Rewrite,
        // Checks are tested anew; indexes stay where the new values are compared as the old ones were.
        true if old.is_some_and(|old| old.data_type == data_type) => Work::Build,
        true if needed_by(judged.from, Kind::Index, id) => Work::Build,
        true if needed_by(judged.from, Kind::Constraint, id) => Work::Build,
        true => Work::Catalogs,
    };
    judged.below(&table, Mode::AccessExclusive, work);
    if needed_by(judged.from, Kind::Constraint, id) {
        judged.tied(&table, Mode::ShareRowExclusive, Work::Scan);
    }
    let Some(old) = old else { return };
    let (from, into) = (Values::of(&old.data_type), Values::of(data_type));
    if (from.name, from.rest) != (into.name, into.rest) {
        judged.harm_on(&table, Hazard::BreaksClient, "its values are of another type");
    }
    if !stays && !from.fit(&into) {
        judged.harm_on(
            &table,
            Hazard::DataLoss,
            "values that do not fit are cut, rounded or turned",
        );
        judged.harm_on(
            &table,
            Hazard::MayFailOnData,
            "values that the type does not have make it fail",
        );
    }
}

/// Whether an index or a constraint of the table stands on a column.
fn needed_by(catalog: &Catalog, kind: Kind, column: &ObjectId) -> bool {
    let mut these = catalog.of_relation(kind, &column.relation_qname());
    these.any(|(_, it)| it.depends_on.contains(column))
}

/// The values of a type: how they are stored, and how far they reach.
struct Values<'t> {
    name: &'t str,
    /// What stands in parentheses after the name.
    modifiers: Vec<i32>,
    /// What stands after these: `with time zone`, `[]`.
    rest: &'t str,
}

impl<'t> Values<'t> {
    fn of(data_type: &'t str) -> Self {
        let Some((name, rest)) = data_type.split_once('(') else {
            return Self { name: data_type, modifiers: Vec::new(), rest: "" };
        };
        let (modifiers, rest) = rest.split_once(')').unwrap_or((rest, ""));
        let modifiers = modifiers.split(',').filter_map(|it| it.trim().parse().ok()).collect();
        Self { name, modifiers, rest }
    }

    /// Whether each of these values is one of the others as it stands.
    fn stay(&self, new: &Self) -> bool {
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

    /// Whether each of these values has its equal among the others, from which it can be had back.
    fn fit(&self, new: &Self) -> bool {
        const WHOLE: [&str; 3] = ["smallint", "integer", "bigint"];
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
