//! What the JSON of a domain is in Rust.

use super::model::{Member, Structure};
use super::names::{Taken, camel, plain, snake};
use super::scalar::scalar;
use crate::catalog::QName;
use crate::read::{Holds, Shape};
use std::collections::{BTreeMap, BTreeSet};

/// The shapes of all domains.
#[derive(Debug)]
pub(super) struct Shapes<'a> {
    shapes: &'a BTreeMap<QName, Shape>,
    /// The structs of each domain: its own, then those of the objects within it.
    structures: BTreeMap<QName, Vec<Structure>>,
}

impl<'a> Shapes<'a> {
    /// `names` are those of all declared types.
    pub(super) fn new(shapes: &'a BTreeMap<QName, Shape>, names: &BTreeMap<QName, String>) -> Self {
        let mut taken = Taken::default();
        names.values().for_each(|it| drop(taken.take(it.clone())));
        let mut structures = BTreeMap::new();
        for (domain, shape) in shapes {
            let Some(rust) = names.get(domain) else { continue };
            let mut made = Vec::new();
            Spelling { names, taken: &mut taken, made: &mut made }.object(rust, shape, false);
            structures.insert(domain.clone(), made);
        }
        Self { shapes, structures }
    }

    /// The declared types that a value holds, however deep; `None` of a domain without a shape.
    pub(super) fn names(&self, domain: &QName) -> Option<BTreeSet<QName>> {
        let mut found = BTreeSet::new();
        self.gather(self.shapes.get(domain)?, &mut found);
        Some(found)
    }

    fn gather(&self, shape: &Shape, found: &mut BTreeSet<QName>) {
        for field in &shape.fields {
            match &field.holds {
                Holds::Scalar(_) => {}
                Holds::Object(shape) => self.gather(shape, found),
                Holds::Enum(name) => {
                    found.insert(name.clone());
                }
                Holds::Domain(name) => {
                    if found.insert(name.clone())
                        && let Some(shape) = self.shapes.get(name)
                    {
                        self.gather(shape, found);
                    }
                }
            }
        }
    }

    /// The structs of a domain; `None` of one without a shape.
    pub(super) fn structures(&self, domain: &QName) -> Option<&[Structure]> {
        self.structures.get(domain).map(Vec::as_slice)
    }
}

struct Spelling<'a> {
    names: &'a BTreeMap<QName, String>,
    taken: &'a mut Taken,
    made: &'a mut Vec<Structure>,
}

impl Spelling<'_> {
    fn object(&mut self, rust: &str, shape: &Shape, within: bool) {
        let at = self.made.len();
        self.made.push(Structure { rust: rust.to_owned(), within, fields: Vec::new() });
        let mut fields = Taken::default();
        for field in &shape.fields {
            let one = match &field.holds {
                Holds::Scalar(name) => scalar(name).map_or("values::Json", |it| it.0).to_owned(),
                Holds::Enum(name) | Holds::Domain(name) => match self.names.get(name) {
                    Some(rust) => format!("types::{rust}"),
                    None => "values::Json".to_owned(),
                },
                Holds::Object(inner) => {
                    let name = self.taken.take(format!("{rust}{}", camel(&field.name)));
                    self.object(&name, inner, true);
                    name
                }
            };
            let member = Member {
                rust: fields.take(snake(&field.name)),
                name: field.name.clone(),
                holds: if field.list { format!("Vec<{one}>") } else { one },
                null: field.null,
                comment: field.comment.clone(),
            };
            self.made[at].fields.push(member);
        }
    }
}

impl Member {
    /// Whether serde finds its name by itself.
    pub(super) fn is_named_so(&self) -> bool {
        plain(&self.rust) == self.name
    }
}
