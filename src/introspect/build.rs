//! What is known so far while the answers are read: objects, and the maps from OIDs to them.

use super::acl::Acls;
use super::class::{PG_AUTHID, PG_CATALOG, PG_CLASS, PG_EXTENSION};
use super::error::BadRow;
use super::format::Types;
use super::index::FoundIndex;
use super::index_element::{Parameters, TypedPart};
use super::keyword::Keywords;
use super::operator::Operators;
use super::relation::{Attribute, Relation};
use super::sequence::Beneath;
use super::stage::Fields;
use crate::catalog::{
    Casts, Catalog, Definition, Grants, Kind, Name, Object, ObjectId, Principal, QName, Scope,
    Unmodelled,
};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::{BTreeMap, BTreeSet};

/// A row of a system catalog: the OID of the catalog, the OID of the row.
pub(super) type Address = (u32, u32);

/// Where an object stands in [`Build::objects`].
pub(super) type Handle = usize;

/// What is known so far.
pub(super) struct Build<'a> {
    pub(super) scope: &'a Scope,
    pub(super) major: u32,
    pub(super) keywords: Keywords,
    /// The roles that stand for the migrating one.
    pub(super) migrators: FxHashSet<u32>,
    pub(super) roles: FxHashMap<u32, Name>,
    pub(super) acls: Acls,
    /// Every schema's name, the server's own included.
    pub(super) schema_names: FxHashMap<u32, Name>,
    /// The schemas whose objects are part of the catalog.
    pub(super) schemas: FxHashMap<u32, Name>,
    /// What belongs to an extension, with the OID of the extension.
    pub(super) members: FxHashMap<Address, u32>,
    /// The comments that extensions bring along.
    pub(super) extension_comments: FxHashMap<u32, String>,
    pub(super) operators: Operators,
    pub(super) types: Types,
    pub(super) relations: FxHashMap<u32, Relation>,
    pub(super) attributes: FxHashMap<(u32, i16), Attribute>,
    /// What is known of the sequences beneath identity columns.
    pub(super) identities: FxHashMap<(u32, i16), Beneath>,
    /// The sequences beneath identity columns.
    pub(super) identity_sequences: FxHashMap<(u32, i16), u32>,
    /// Sequences that columns own: their OID, the column's relation and number.
    pub(super) owned_sequences: Vec<(u32, u32, i16)>,
    /// Relations with a column that has a collation besides the database's default.
    pub(super) collated_relations: FxHashSet<u32>,
    /// The parts of indexes that have expressions.
    pub(super) index_parts: FxHashMap<(u32, i16), TypedPart>,
    pub(super) index_parameters: FxHashMap<(u32, i16), Parameters>,
    /// Indexes with the places of expressions whose collation may be the index's, and its name.
    pub(super) unclear_collations: FxHashMap<u32, Vec<(i16, String)>>,
    /// Somebody else than its owner granted privileges on something.
    pub(super) has_passed_on: bool,
    pub(super) has_column_grants: bool,
    /// Something is said of a constraint or a trigger that is no object.
    pub(super) has_stray_comments: bool,
    /// Indexes until it is known which of them stand for a constraint.
    pub(super) indexes: FxHashMap<u32, FoundIndex>,
    /// The attributes of composite types until all are known.
    pub(super) composites: BTreeMap<(Handle, i16), crate::catalog::Attribute>,
    ids: Vec<ObjectId>,
    /// Boxed as in the catalog, into which they go as they are.
    #[expect(clippy::vec_box, reason = "the catalog has them boxed")]
    objects: Vec<Box<Object>>,
    /// Objects and what each needs.
    ties: Vec<(Handle, Handle)>,
    handles: FxHashMap<Address, Handle>,
    /// Rows that are part of an object without being it: a row type, the index of a constraint.
    stand_ins: FxHashMap<Address, Handle>,
    unmodelled: BTreeSet<Unmodelled>,
    pub(super) casts: Casts,
}

impl<'a> Build<'a> {
    pub(super) fn new(scope: &'a Scope, major: u32) -> Self {
        Self {
            scope,
            major,
            keywords: Keywords::default(),
            migrators: FxHashSet::default(),
            roles: FxHashMap::default(),
            acls: Acls::default(),
            schema_names: FxHashMap::default(),
            schemas: FxHashMap::default(),
            members: FxHashMap::default(),
            extension_comments: FxHashMap::default(),
            operators: Operators::default(),
            types: Types::default(),
            relations: FxHashMap::default(),
            attributes: FxHashMap::default(),
            identities: FxHashMap::default(),
            identity_sequences: FxHashMap::default(),
            owned_sequences: Vec::new(),
            collated_relations: FxHashSet::default(),
            index_parts: FxHashMap::default(),
            index_parameters: FxHashMap::default(),
            unclear_collations: FxHashMap::default(),
            has_passed_on: false,
            has_column_grants: false,
            has_stray_comments: false,
            indexes: FxHashMap::default(),
            composites: BTreeMap::new(),
            ids: Vec::new(),
            objects: Vec::new(),
            ties: Vec::new(),
            handles: FxHashMap::default(),
            stand_ins: FxHashMap::default(),
            unmodelled: BTreeSet::new(),
            casts: Casts::default(),
        }
    }

    /// Takes an object in under the address that other rows refer to it by.
    pub(super) fn add(&mut self, address: Address, id: ObjectId, object: Object) -> Handle {
        let handle = self.add_unaddressed(id, object);
        self.handles.insert(address, handle);
        handle
    }

    /// Takes an object in that no other row refers to.
    pub(super) fn add_unaddressed(&mut self, id: ObjectId, object: Object) -> Handle {
        self.ids.push(id);
        self.objects.push(Box::new(object));
        self.objects.len() - 1
    }

    /// Lets a dependency on a row that is part of an object mean the object.
    pub(super) fn stands_for(&mut self, address: Address, handle: Handle) {
        self.stand_ins.insert(address, handle);
    }

    /// The object of a row.
    pub(super) fn handle(&self, address: Address) -> Option<Handle> {
        self.handles.get(&address).copied()
    }

    /// The object that a row is, or is part of; of a relation the column that `part` numbers.
    pub(super) fn find(&self, address: Address, part: i32) -> Option<Handle> {
        let column = match i16::try_from(part) {
            Ok(part) if part > 0 && address.0 == PG_CLASS => {
                self.attributes.get(&(address.1, part)).and_then(|column| column.handle)
            }
            _ => None,
        };
        column.or_else(|| self.handle(address)).or_else(|| self.stand_ins.get(&address).copied())
    }

    /// The extension that a row belongs to.
    pub(super) fn extension(&self, address: Address) -> Option<Handle> {
        self.handle((PG_EXTENSION, *self.members.get(&address)?))
    }

    pub(super) fn id(&self, handle: Handle) -> &ObjectId {
        &self.ids[handle]
    }

    pub(super) fn object(&mut self, handle: Handle) -> &mut Object {
        &mut self.objects[handle]
    }

    /// Whether an object in this schema belongs to the catalog; its schema's name if so.
    pub(super) fn schema(&self, address: Address, schema: u32) -> Option<Name> {
        if self.members.contains_key(&address) {
            return None;
        }
        self.schemas.get(&schema).cloned()
    }

    /// The next two fields: the schema and the name of an object; `None` where it is not part of the catalog.
    pub(super) fn name_in(
        &self,
        address: Address,
        row: &mut Fields<'_>,
    ) -> Result<Option<QName>, BadRow> {
        let schema = self.schema(address, row.take()?);
        let name: &str = row.take()?;
        Ok(schema.map(|schema| QName { schema, name: Name::from(name) }))
    }

    /// An owner or a member of a policy.
    pub(super) fn principal(&self, role: u32) -> Principal {
        if role == 0 {
            return Principal::Public;
        }
        let name = self.role_name(role);
        let named = self.scope.roles.as_ref().is_some_and(|roles| roles.contains(&name));
        if !named && self.migrators.contains(&role) {
            Principal::Migrator
        } else {
            Principal::Role(name)
        }
    }

    /// The name of a role. Privileges may outlive a role that was dropped by force; such a role has only a number.
    pub(super) fn role_name(&self, role: u32) -> Name {
        self.roles.get(&role).cloned().unwrap_or_else(|| Name::from(role.to_string()))
    }

    /// The privileges of an access control list; of an absent one the built-in ones for this kind of object.
    pub(super) fn grants(&self, kind: char, acl: Option<&str>, owner: u32) -> Grants {
        let mut grants = Grants::new();
        for grant in self.acls.of(kind, acl) {
            let principal = self.principal(grant.grantee.unwrap_or(owner));
            let held = grants.entry(principal).or_default();
            *held.entry(grant.privilege).or_default() |= grant.grantable;
        }
        grants
    }

    /// A name as SQL wants it, qualified unless it is in `pg_catalog`.
    pub(super) fn qualified(&self, schema: u32, name: &str) -> String {
        match self.schema_names.get(&schema) {
            Some(space) if schema != PG_CATALOG => {
                format!("{}.{}", self.keywords.quoted(space), self.keywords.quoted(name))
            }
            _ => self.keywords.quoted(name),
        }
    }

    /// A name as SQL wants it, qualified with the schema of a relation.
    pub(super) fn qualified_in(&self, relation: u32, name: &str) -> String {
        let name = self.keywords.quoted(name);
        match self.relations.get(&relation) {
            Some(relation) => format!("{}.{name}", self.keywords.quoted(&relation.name.schema)),
            None => name,
        }
    }

    /// Whether a schema is read. The server gives its name with quotes where SQL needs them.
    pub(super) fn is_read(&self, schema: &str) -> bool {
        let quoted = schema.strip_prefix('"').and_then(|name| name.strip_suffix('"'));
        let name = quoted.map_or_else(|| schema.to_owned(), |name| name.replace("\"\"", "\""));
        self.schemas.values().any(|it| **it == *name)
    }

    /// Names what the model does not hold.
    pub(super) fn unmodelled(&mut self, kind: &str, identity: impl Into<String>) {
        let identity = identity.into();
        self.unmodelled.insert(Unmodelled { kind: kind.to_owned(), identity });
    }

    /// `target` must exist before `object`. What an identity says anyway is not listed.
    pub(super) fn depends(&mut self, object: Handle, target: Handle) {
        if object == target {
            return;
        }
        self.ties.push((object, target));
    }

    /// A role of the catalog, for what is said about it.
    pub(super) fn role(&self, role: u32) -> Option<Handle> {
        self.handle((PG_AUTHID, role))
    }

    /// Turns into objects what had to wait until everything was read.
    pub(super) fn finish_objects(&mut self) {
        for ((handle, _), attribute) in std::mem::take(&mut self.composites) {
            if let Definition::Composite(composite) = &mut self.object(handle).definition {
                composite.attributes.push(attribute);
            }
        }
        for (sequence, relation, number) in std::mem::take(&mut self.owned_sequences) {
            let column = self.attributes.get(&(relation, number)).map(|it| it.name.clone());
            let table = self.relations.get(&relation).map(|it| it.name.clone());
            let Some(handle) = self.handle((PG_CLASS, sequence)) else { continue };
            if let Definition::Sequence(sequence) = &mut self.object(handle).definition {
                sequence.owned_by = table.zip(column);
            }
        }
        for (oid, index) in std::mem::take(&mut self.indexes) {
            index.into_object(oid, self);
        }
    }

    /// The server has done its part by now: two threads share what is left.
    pub(super) fn into_catalog(mut self) -> Catalog {
        self.ties.sort_unstable();
        self.ties.dedup();
        let work = Completion { ids: &self.ids, ties: &self.ties, keywords: &self.keywords };
        let half = self.objects.len() / 2;
        let (first, second) = self.objects.split_at_mut(half);
        let (mut misread, more) = std::thread::scope(|scope| {
            let second = scope.spawn(|| work.complete(second, half));
            (work.complete(first, 0), second.join())
        });
        match more {
            Ok(more) => misread.extend(more),
            Err(panic) => std::panic::resume_unwind(panic),
        }
        let misread = misread.into_iter().map(|handle| self.ids[handle].clone());
        let misread =
            misread.filter(|id| matches!(id.kind, Kind::Constraint | Kind::Index)).collect();
        Catalog {
            major: self.major,
            objects: sorted(self.ids.into_iter().zip(self.objects).collect()),
            unmodelled: self.unmodelled,
            casts: self.casts,
            misread,
        }
    }
}

/// A tree sorts what it is made of, which is one step where two threads have sorted a half each.
fn sorted(mut objects: Vec<(ObjectId, Box<Object>)>) -> BTreeMap<ObjectId, Box<Object>> {
    let half = objects.len() / 2;
    let (first, second) = objects.split_at_mut(half);
    std::thread::scope(|scope| {
        scope.spawn(|| second.sort_by(|one, next| one.0.cmp(&next.0)));
        first.sort_by(|one, next| one.0.cmp(&next.0));
    });
    objects.into_iter().collect()
}

/// What is done for each object when all of them are known.
struct Completion<'a> {
    ids: &'a [ObjectId],
    /// Sorted.
    ties: &'a [(Handle, Handle)],
    keywords: &'a Keywords,
}

impl Completion<'_> {
    /// Gives objects, the first of which has this handle, what they need, and words their expressions faithfully. Those
    /// whose expressions the server words otherwise than it reads them.
    fn complete(&self, objects: &mut [Box<Object>], first: Handle) -> Vec<Handle> {
        let mut misread = Vec::new();
        let mut ties = &self.ties[self.ties.partition_point(|(object, _)| *object < first)..];
        for (handle, object) in (first..).zip(objects) {
            let count = ties.iter().take_while(|(object, _)| *object == handle).count();
            let needed = ties[..count].iter().map(|(_, target)| self.ids[*target].clone());
            object.depends_on = needed.collect();
            ties = &ties[count..];
            if super::wording::mend(self.keywords, &mut object.definition) {
                misread.push(handle);
            }
        }
        misread
    }
}
