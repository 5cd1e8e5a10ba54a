//! Names that PostgreSQL does not take, or takes for its own.

use super::{Rule, Subject};
use crate::catalog::{Definition, Kind, ObjectId};
use crate::diagnostic::{Diagnostic, Level, Span};

/// The most bytes that a name holds (NAMEDATALEN - 1).
const MAX: usize = 63;

pub(super) const LENGTH: Rule = Rule {
    id: "name-too-long",
    level: Level::Error,
    about: "A name of more than 63 bytes, which PostgreSQL would cut.",
    run: length,
};

pub(super) const BAD: Rule = Rule {
    id: "bad-name",
    level: Level::Error,
    about: "A name that PostgreSQL does not take.",
    run: bad,
};

pub(super) const RESERVED: Rule = Rule {
    id: "reserved-name",
    level: Level::Error,
    about: "A name that PostgreSQL or momni-db keeps to itself.",
    run: reserved,
};

/// Every name that the author chose, with a word for what it names.
fn names<'a>(
    subject: Subject<'a>,
    mut take: impl FnMut(&dyn Fn() -> String, &'a str, &'a ObjectId, &'a Span),
) {
    for (id, span) in subject.origins {
        if matches!(
            id.kind,
            Kind::Cast
                | Kind::Transform
                | Kind::DefaultExpr
                | Kind::Membership
                | Kind::DefaultPrivileges
                | Kind::Rows
        ) {
            continue;
        }
        take(&|| id.kind.word().to_owned(), &id.name, id, span);
        if !matches!(id.kind, Kind::Function | Kind::Composite | Kind::Trigger) {
            continue;
        }
        match subject.catalog.get(id).map(|object| &object.definition) {
            Some(Definition::Function(it)) => {
                for name in it.args.iter().filter_map(|arg| arg.name.as_deref()) {
                    take(&|| format!("argument of {}", id.name), name, id, span);
                }
            }
            Some(Definition::Composite(it)) => {
                for attribute in &it.attributes {
                    take(&|| format!("attribute of {}", id.name), &attribute.name, id, span);
                }
            }
            Some(Definition::Trigger(it)) => {
                for name in [&it.old_table, &it.new_table].into_iter().flatten() {
                    take(&|| format!("transition table of {}", id.name), name, id, span);
                }
            }
            _ => {}
        }
    }
}

fn length(rule: &Rule, subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    names(subject, |what, name, _, span| {
        if name.len() > MAX {
            let (bytes, letters) = (name.len(), name.chars().count());
            let letters = match bytes == letters {
                true => String::new(),
                false => format!(" ({letters} characters)"),
            };
            let what = what();
            let cut = &name[..name.floor_char_boundary(MAX)];
            let message = format!(
                "the name of this {what} has {bytes} bytes{letters}, at most {MAX} are kept"
            );
            let help = format!("shorten it; PostgreSQL would cut it to `{cut}`");
            found.push(rule.found(message).at(span.clone()).help(help));
        }
    });
}

fn bad(rule: &Rule, subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    names(subject, |what, name, id, span| {
        if name.contains('\0') {
            let what = what();
            let fault = rule.found(format!("the name of this {what} holds a NUL character"));
            found.push(fault.at(span.clone()).help("remove `\\0`: text in PostgreSQL has none"));
        }
        let system = ["tableoid", "xmin", "cmin", "xmax", "cmax", "ctid"];
        if id.kind == Kind::Column && system.contains(&name) {
            let fault = rule.found(format!("every table has a system column {name}"));
            found.push(fault.at(span.clone()).help("choose another name"));
        }
    });
}

fn reserved(rule: &Rule, subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    for (id, span) in subject.origins.iter().filter(|(id, _)| id.kind == Kind::Schema) {
        let whose = match &*id.name {
            "momni_db" => "momni-db",
            "information_schema" => "PostgreSQL",
            name if name.starts_with("pg_") => "PostgreSQL",
            _ => continue,
        };
        let fault = rule.found(format!("{whose} keeps the schema name {} to itself", id.name));
        found.push(fault.at(span.clone()).help("choose another name"));
    }
}
