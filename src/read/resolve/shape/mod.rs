//! `shape:` of domains over `jsonb`. What is declared becomes a check that PostgreSQL keeps, so that whoever reads the values
//! may rely on their form.

mod condition;

use super::{Place, Resolver, comment_of};
use crate::catalog::{Definition, DomainConstraint, Kind, Name, Object, ObjectId, QName};
use crate::diagnostic::Diagnostic;
use crate::read::decode::{Brief, Map, Text};
use crate::read::grammar::{self, File};
use crate::read::shape::{Holds, Shape, ShapeField};
use std::collections::{BTreeMap, BTreeSet};

/// Types that a field may have, as PostgreSQL calls them.
const SCALARS: [&str; 10] = [
    "text",
    "boolean",
    "smallint",
    "integer",
    "bigint",
    "double precision",
    "uuid",
    "date",
    "timestamp with time zone",
    "jsonb",
];

/// Shapes within shapes end somewhere: so deep PostgreSQL's own check of a value stays cheap.
const DEPTH: usize = 16;

/// All of them; every type is known by name.
pub(super) fn shapes(cx: &mut Resolver<'_>, placed: &[(Place, &File)]) {
    let mut shaped = Vec::new();
    for (place, file) in placed {
        for (key, domain) in file.domains.iter() {
            if let Some(fields) = &domain.shape
                && let Some(name) = cx.declared_name(place, key)
            {
                shaped.push((place, key, domain, fields, name));
            }
        }
    }
    let names: BTreeSet<QName> = shaped.iter().map(|it| it.4.clone()).collect();
    let (mut shapes, mut keys) = (BTreeMap::new(), BTreeMap::new());
    for (place, key, domain, fields, name) in shaped {
        let base = cx.data_type(place, &domain.r#type);
        if base != "jsonb" {
            let fault =
                Diagnostic::error("bad-shape", format!("a domain over `{base}` has no shape"))
                    .at(key.span.clone())
                    .help("write `type: jsonb`, or remove `shape`");
            cx.fault(fault);
            continue;
        }
        let shape = One { cx, place, shaped: &names }.within(fields, key, 0);
        keys.insert(name.clone(), key);
        shapes.insert(name, shape);
    }
    for (name, shape) in &shapes {
        let at = &keys[name].span;
        if is_within_itself(name, shape, &shapes, &mut Vec::new()) {
            let fault = Diagnostic::error("bad-shape", format!("`{name}` holds itself"))
                .at(at.clone())
                .help("name a field `jsonb` where it comes again: a check cannot follow a shape without an end");
            cx.fault(fault);
            continue;
        }
        let check = condition::condition(shape, &shapes, &|name| labels(cx, name));
        let id = ObjectId::of_relation(
            Kind::DomainConstraint,
            name,
            Name::from(format!("{}_shape", name.name)),
        );
        cx.add(id, Object::new(DomainConstraint { check, validated: true }), at);
    }
    cx.declared.shapes = shapes;
}

fn labels(cx: &Resolver<'_>, name: &QName) -> Vec<String> {
    let found = cx.declared.catalog.get(&ObjectId::in_schema(Kind::Enum, name));
    match found.map(|it| &it.definition) {
        Some(Definition::Enum(it)) => it.labels.clone(),
        _ => Vec::new(),
    }
}

fn is_within_itself<'a>(
    name: &'a QName,
    shape: &'a Shape,
    shapes: &'a BTreeMap<QName, Shape>,
    above: &mut Vec<&'a QName>,
) -> bool {
    above.push(name);
    let found = shape.fields.iter().any(|it| holds_one_above(&it.holds, shapes, above));
    above.pop();
    found
}

fn holds_one_above<'a>(
    holds: &'a Holds,
    shapes: &'a BTreeMap<QName, Shape>,
    above: &mut Vec<&'a QName>,
) -> bool {
    match holds {
        Holds::Domain(name) if above.contains(&name) => true,
        Holds::Domain(name) => {
            shapes.get(name).is_some_and(|shape| is_within_itself(name, shape, shapes, above))
        }
        Holds::Object(shape) => {
            shape.fields.iter().any(|it| holds_one_above(&it.holds, shapes, above))
        }
        Holds::Scalar(_) | Holds::Enum(_) => false,
    }
}

/// A shape on its way.
struct One<'a, 'b> {
    cx: &'a mut Resolver<'b>,
    place: &'a Place,
    /// The domains that have a shape.
    shaped: &'a BTreeSet<QName>,
}

impl One<'_, '_> {
    fn within(
        &mut self,
        fields: &Map<Brief<grammar::ShapeField>>,
        key: &Text,
        depth: usize,
    ) -> Shape {
        if depth == DEPTH {
            self.bad(key, format!("`{key}` lies {DEPTH} objects deep"), "name it `jsonb`");
            return Shape { fields: Vec::new() };
        }
        if fields.is_empty() {
            self.bad(key, format!("`{key}` has no field"), "name its fields, or leave `shape` out");
        }
        let mut made = Vec::new();
        for (key, field) in fields.iter() {
            let Some((holds, list)) = self.field(key, field, depth) else { continue };
            made.push(ShapeField {
                name: key.to_string(),
                holds,
                list,
                null: field.null.unwrap_or_default(),
                comment: comment_of(field.comment.as_ref()),
            });
        }
        Shape { fields: made }
    }

    fn field(
        &mut self,
        key: &Text,
        field: &grammar::ShapeField,
        depth: usize,
    ) -> Option<(Holds, bool)> {
        match (&field.r#type, field.fields.is_empty()) {
            (Some(_), false) | (None, true) => {
                let what = format!("`{key}` has either a `type` or `fields`");
                self.bad(key, what, "write one of them");
                None
            }
            (None, false) => {
                let shape = self.within(&field.fields, key, depth + 1);
                Some((Holds::Object(shape), field.list.unwrap_or_default()))
            }
            (Some(text), true) => {
                if field.list.is_some() {
                    self.bad(
                        key,
                        format!("`{key}` has a type, and `list` is for `fields`"),
                        "write `[]` after the type",
                    );
                }
                let data_type = self.cx.data_type(self.place, text);
                let (one, list) = match data_type.strip_suffix("[]") {
                    Some(one) => (one, true),
                    None => (&*data_type, false),
                };
                let holds = self.holds(one);
                if holds.is_none() {
                    let help = format!(
                        "a field is of {}, of an enum, or of a domain with a shape; for money write bigint in minor units",
                        SCALARS.join(", ")
                    );
                    self.bad(text, format!("`{text}` is no type of a field"), &help);
                }
                holds.map(|it| (it, list))
            }
        }
    }

    fn holds(&self, one: &str) -> Option<Holds> {
        if let Some(scalar) = super::built_in_type(one)
            .and_then(|it| SCALARS.into_iter().find(|scalar| *scalar == it))
        {
            return Some(Holds::Scalar(scalar));
        }
        let (schema, name) = super::qualified(one).ok()?;
        let name = QName { schema: schema?, name };
        if self.cx.declared.catalog.get(&ObjectId::in_schema(Kind::Enum, &name)).is_some() {
            return Some(Holds::Enum(name));
        }
        self.shaped.contains(&name).then_some(Holds::Domain(name))
    }

    fn bad(&mut self, at: &Text, what: String, help: &str) {
        self.cx.fault(Diagnostic::error("bad-shape", what).at(at.span.clone()).help(help));
    }
}
