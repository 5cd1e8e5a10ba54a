//! Names that are mentioned and declared nowhere. The nearest declared one is named.

use super::{Mention, Rule, Subject, Wanted};
use crate::catalog::{Definition, Kind, Name, ObjectId, QName};
use crate::diagnostic::{Diagnostic, Level, nearest};

pub(super) const SCHEMA: Rule = Rule {
    id: "unknown-schema",
    level: Level::Error,
    about: "A schema that is not declared.",
    run: schemas,
};

pub(super) const RELATION: Rule = Rule {
    id: "unknown-relation",
    level: Level::Error,
    about: "A table, view or sequence that is not declared.",
    run: relations,
};

pub(super) const COLUMN: Rule = Rule {
    id: "unknown-column",
    level: Level::Error,
    about: "A column that its table does not have.",
    run: columns,
};

pub(super) const ROLE: Rule = Rule {
    id: "unknown-role",
    level: Level::Error,
    about: "A role that is not declared.",
    run: roles,
};

pub(super) const TYPE: Rule = Rule {
    id: "unknown-type",
    level: Level::Error,
    about: "A type that the declared schema before it does not have.",
    run: types,
};

pub(super) const FUNCTION: Rule = Rule {
    id: "unknown-function",
    level: Level::Error,
    about: "A function that is not declared.",
    run: functions,
};

pub(super) const OBJECT: Rule = Rule {
    id: "unknown-object",
    level: Level::Error,
    about: "A collation or its like that the declared schema before it does not have.",
    run: objects,
};

const RELATIONS: [Kind; 3] = [Kind::Table, Kind::View, Kind::MaterializedView];
const TYPES: [Kind; 8] = [
    Kind::BaseType,
    Kind::Enum,
    Kind::Range,
    Kind::Domain,
    Kind::Composite,
    Kind::Table,
    Kind::View,
    Kind::MaterializedView,
];

impl Subject<'_> {
    fn has(&self, kinds: &[Kind], name: &QName) -> bool {
        kinds.iter().any(|kind| {
            let id = ObjectId::in_schema(*kind, name);
            self.catalog.objects.contains_key(&id) || self.facts.lost.contains(&id)
        })
    }

    fn has_global(&self, kind: Kind, name: &Name) -> bool {
        let id = ObjectId::global(kind, name.clone());
        self.catalog.objects.contains_key(&id) || self.facts.lost.contains(&id)
    }

    /// The nearest name of some kinds, as it would be written where `near` is meant.
    fn nearest_of(&self, kinds: &[Kind], near: &QName) -> Option<String> {
        let ids = || kinds.iter().flat_map(|kind| self.catalog.of_kind(*kind)).map(|(id, _)| id);
        if let Some(id) = ids().find(|id| id.name == near.name) {
            return Some(id.qname().to_string());
        }
        let within = ids().filter(|id| id.schema.as_ref() == Some(&near.schema));
        nearest(&near.name, within.map(|id| &*id.name)).map(str::to_owned).or_else(|| {
            let name = nearest(&near.name, ids().map(|id| &*id.name))?;
            ids().find(|id| *id.name == *name).map(|id| id.qname().to_string())
        })
    }
}

/// After so many findings nobody reads on: the nearest name is no longer searched for.
const SUGGESTED: usize = 100;

fn each(subject: Subject<'_>, mut judge: impl FnMut(&Mention)) {
    // Where a section is missing, so may be what it declares.
    if !subject.facts.incomplete {
        subject.facts.mentions.iter().for_each(&mut judge);
    }
}

fn report(
    rule: &Rule,
    mention: &Mention,
    message: String,
    near: impl FnOnce() -> Option<String>,
    otherwise: &str,
    found: &mut Vec<Diagnostic>,
) {
    let near = if found.len() < SUGGESTED { near() } else { None };
    let help = match near {
        Some(near) => format!("the nearest is `{near}`"),
        None => otherwise.to_owned(),
    };
    found.push(rule.found(message).at(mention.at.clone()).help(help));
}

fn schemas(rule: &Rule, subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    let public = Name::from("public");
    each(subject, |mention| {
        let Wanted::Schema(name) = &mention.wanted else { return };
        let built_in = matches!(&**name, "pg_catalog" | "information_schema");
        if built_in || *name == public || subject.has_global(Kind::Schema, name) {
            return;
        }
        let near = || {
            let known = subject.catalog.of_kind(Kind::Schema).map(|(id, _)| &*id.name);
            nearest(name, known).map(str::to_owned)
        };
        let help = format!("declare it: `schemas: {{ {name}: {{}} }}`");
        report(rule, mention, format!("there is no schema {name}"), near, &help, found);
    });
    let Some(absent) = &subject.facts.public_absent else { return };
    let inside = subject.origins.iter().filter(|(id, _)| id.schema.as_ref() == Some(&public));
    if let Some((id, span)) = inside.min_by_key(|(_, span)| *span) {
        found.push(
            rule.found(format!("{id} lies in schema public, which is declared absent"))
                .at(span.clone())
                .also(absent.clone(), "declared absent here")
                .help("put it into another schema, or keep public"),
        );
    }
}

fn relations(rule: &Rule, subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    each(subject, |mention| {
        let (name, kinds, what): (_, &[Kind], _) = match &mention.wanted {
            Wanted::Table(name) => (name, &RELATIONS[..1], "table"),
            Wanted::TableOrView(name) => (name, &RELATIONS[..2], "table or view"),
            Wanted::Relation(name) => (name, &RELATIONS, "table or view"),
            Wanted::Sequence(name) => (name, &[Kind::Sequence], "sequence"),
            _ => return,
        };
        if subject.has(kinds, name) {
            return;
        }
        let others = [Kind::View, Kind::MaterializedView, Kind::Sequence, Kind::Table];
        if let Some(kind) = others.iter().find(|kind| subject.has(&[**kind], name)) {
            let fault = rule.found(format!("{name} is a {}, a {what} is wanted", kind.word()));
            found.push(fault.at(mention.at.clone()).help(format!("name a {what}")));
            return;
        }
        let near = || subject.nearest_of(kinds, name);
        let help = format!("declare it, or name a {what} that is declared");
        report(rule, mention, format!("there is no {what} {name}"), near, &help, found);
    });
}

fn columns(rule: &Rule, subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    each(subject, |mention| {
        let Wanted::Column(table, column) = &mention.wanted else { return };
        let table_id = ObjectId::in_schema(Kind::Table, table);
        let known = subject.catalog.objects.contains_key(&table_id)
            && !subject.facts.faulty.contains(table)
            && !subject.facts.lost.contains(&table_id);
        let id = ObjectId::of_relation(Kind::Column, table, column.clone());
        // The query of a view decides which columns it has.
        if !known || subject.catalog.objects.contains_key(&id) {
            return;
        }
        let columns = subject.catalog.columns(table);
        let near = || nearest(column, columns.iter().map(|(id, ..)| &*id.name)).map(str::to_owned);
        let names: Vec<&str> = columns.iter().map(|(id, ..)| &*id.name).take(12).collect();
        let help = match names[..] {
            [] => "the table has no columns".to_owned(),
            _ => format!("its columns are {}", names.join(", ")),
        };
        report(rule, mention, format!("table {table} has no column {column}"), near, &help, found);
    });
}

fn roles(rule: &Rule, subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    each(subject, |mention| {
        let Wanted::Role(name) = &mention.wanted else { return };
        // Predefined roles are there without being declared.
        if name.starts_with("pg_") || subject.has_global(Kind::Role, name) {
            return;
        }
        let absent = ObjectId::global(Kind::Role, name.clone());
        if let Some(span) = subject.origins.get(&absent) {
            found.push(
                rule.found(format!("role {name} is declared absent"))
                    .at(mention.at.clone())
                    .also(span.clone(), "declared absent here")
                    .help("name another role"),
            );
            return;
        }
        let near = || {
            let known = subject.catalog.of_kind(Kind::Role).map(|(id, _)| &*id.name);
            nearest(name, known.chain(["public"])).map(str::to_owned)
        };
        let help = format!("declare it: `roles: {{ {name}: {{}} }}`");
        report(rule, mention, format!("there is no role {name}"), near, &help, found);
    });
}

fn types(rule: &Rule, subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    each(subject, |mention| {
        let Wanted::Type(name) = &mention.wanted else { return };
        if subject.has(&TYPES, name) || subject.facts.extension_schemas.contains(&name.schema) {
            return;
        }
        // A type is mentioned only where its schema is stated.
        let near = || {
            let ids = TYPES.iter().flat_map(|kind| subject.catalog.of_kind(*kind));
            let names: Vec<String> = ids.map(|(id, _)| id.qname().to_string()).collect();
            nearest(&name.to_string(), names.iter().map(|it| &**it)).map(str::to_owned)
        };
        report(rule, mention, format!("there is no type {name}"), near, "declare it", found);
    });
}

/// Mentioned only where the schema is stated and declared; extensions may have put them there.
fn objects(rule: &Rule, subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    each(subject, |mention| {
        if let Wanted::Server(name) = &mention.wanted
            && !subject.has_global(Kind::ForeignServer, name)
        {
            let known = || subject.catalog.of_kind(Kind::ForeignServer).map(|(id, _)| &*id.name);
            let near = || nearest(name, known()).map(str::to_owned);
            let message = format!("there is no server {name}");
            report(rule, mention, message, near, "declare it under `servers:`", found);
        }
        let Wanted::Object(kind, name) = &mention.wanted else { return };
        let brought = subject.facts.extension_schemas.contains(&name.schema);
        if brought || subject.has(&[*kind], name) {
            return;
        }
        let near = || subject.nearest_of(&[*kind], name);
        let message = format!("there is no {} {name}", kind.word());
        report(rule, mention, message, near, "declare it", found);
    });
}

fn functions(rule: &Rule, subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    each(subject, |mention| match &mention.wanted {
        Wanted::Function(name, args) => function(rule, subject, mention, name, args, found),
        Wanted::TriggerFunction(name) => trigger_function(rule, subject, mention, name, found),
        _ => {}
    });
}

/// Every declared function of a name.
fn overloads<'a>(
    subject: Subject<'a>,
    name: &'a QName,
) -> impl Iterator<Item = (&'a ObjectId, Option<&'a str>)> {
    // Without argument types it is the least identity of the name.
    let all = [Kind::Function, Kind::Aggregate].into_iter().flat_map(move |kind| {
        let first = ObjectId::in_schema(kind, name);
        subject.catalog.objects.range(first.clone()..).take_while(move |(id, _)| {
            id.kind == first.kind && id.schema == first.schema && id.name == first.name
        })
    });
    all.map(|(id, object)| match &object.definition {
        Definition::Function(it) => (id, it.returns.as_deref()),
        _ => (id, None),
    })
}

fn function(
    rule: &Rule,
    subject: Subject<'_>,
    mention: &Mention,
    name: &QName,
    args: &Option<String>,
    found: &mut Vec<Diagnostic>,
) {
    let lost = subject.facts.lost.contains(&ObjectId::in_schema(Kind::Function, name));
    let known: Vec<&ObjectId> = overloads(subject, name).map(|(id, _)| id).collect();
    let matches = known.iter().any(|id| args.is_none() || id.args.as_deref() == args.as_deref());
    if matches || lost {
        return;
    }
    let (message, near) = match (args, &known[..]) {
        (Some(args), [_, ..]) => {
            let id = known[0];
            let near = format!("{}({})", id.name, id.args.as_deref().unwrap_or_default());
            (format!("there is no function {name}({args})"), Some(near))
        }
        _ => (format!("there is no function {name}"), None),
    };
    let near = || near.or_else(|| subject.nearest_of(&[Kind::Function], name));
    report(rule, mention, message, near, "declare it under `functions:`", found);
}

fn trigger_function(
    rule: &Rule,
    subject: Subject<'_>,
    mention: &Mention,
    name: &QName,
    found: &mut Vec<Diagnostic>,
) {
    let lost = subject.facts.lost.contains(&ObjectId::in_schema(Kind::Function, name));
    let known: Vec<_> = overloads(subject, name).collect();
    let fits = |(id, returns): &(&ObjectId, Option<&str>)| {
        id.args.as_deref() == Some("") && *returns == Some("trigger")
    };
    // Functions of extensions and of PostgreSQL itself are not declared.
    let declared = subject.has_global(Kind::Schema, &name.schema) || &*name.schema == "public";
    if known.iter().any(fits)
        || lost
        || !declared
        || (known.is_empty() && subject.facts.extension_schemas.contains(&name.schema))
    {
        return;
    }
    if known.is_empty() {
        let near = || subject.nearest_of(&[Kind::Function], name);
        let help = "declare it under `functions:`, with `returns: trigger`";
        report(rule, mention, format!("there is no function {name}"), near, help, found);
    } else {
        let message = format!("{name} is no trigger function");
        let help = "a trigger function has no arguments and says `returns: trigger`";
        report(rule, mention, message, || None, help, found);
    }
}
