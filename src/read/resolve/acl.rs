//! Privileges that are built in: what an object grants before anybody says so (PostgreSQL's `acldefault`).

use crate::catalog::{Catalog, Grants, Principal, Privilege};
use Privilege as P;
use std::collections::BTreeMap;

/// Kinds of object as far as privileges go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    Database,
    Schema,
    Table,
    Column,
    Sequence,
    Function,
    Type,
    Language,
    ForeignDataWrapper,
    ForeignServer,
    /// Nobody declares one, only what those to come are granted.
    LargeObject,
}

impl Class {
    /// `a table`, for messages.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Database => "the database",
            Self::Schema => "a schema",
            Self::Table => "a table",
            Self::Column => "a column",
            Self::Sequence => "a sequence",
            Self::Function => "a function",
            Self::Type => "a type",
            Self::Language => "a language",
            Self::ForeignDataWrapper => "a foreign data wrapper",
            Self::ForeignServer => "a server",
            Self::LargeObject => "a large object",
        }
    }

    /// What `all` means in a project for this major version and later. Before 17 MAINTAIN is not part of it: who holds
    /// the other seven on a table holds it too where it exists.
    pub(crate) fn all(self, postgres: u32) -> &'static [Privilege] {
        match self {
            Self::Database => &[P::Create, P::Connect, P::Temporary],
            Self::Schema => &[P::Usage, P::Create],
            Self::Table if postgres >= MAINTAIN_SINCE => &TABLE,
            Self::Table => &TABLE[..7],
            Self::Column => &[P::Select, P::Insert, P::Update, P::References],
            Self::Sequence => &[P::Usage, P::Select, P::Update],
            Self::Function => &[P::Execute],
            Self::Type | Self::Language | Self::ForeignDataWrapper | Self::ForeignServer => {
                &[P::Usage]
            }
            Self::LargeObject => &[P::Select, P::Update],
        }
    }

    /// Whether the kind of object has the privilege.
    pub(super) fn has(self, privilege: Privilege) -> bool {
        self.all(MAINTAIN_SINCE).contains(&privilege)
    }

    fn everybody(self) -> &'static [Privilege] {
        match self {
            Self::Database => &[P::Connect, P::Temporary],
            Self::Function => &[P::Execute],
            Self::Type | Self::Language => &[P::Usage],
            Self::Schema
            | Self::Table
            | Self::Column
            | Self::Sequence
            | Self::ForeignDataWrapper
            | Self::ForeignServer
            | Self::LargeObject => &[],
        }
    }
}

/// The first major version that has MAINTAIN.
const MAINTAIN_SINCE: u32 = 17;

/// The privileges of a table, MAINTAIN last.
const TABLE: [Privilege; 8] = [
    P::Select,
    P::Insert,
    P::Update,
    P::Delete,
    P::Truncate,
    P::References,
    P::Trigger,
    P::Maintain,
];

/// What an object of this class grants by itself, in a project for this major version and later.
pub(crate) fn built_in(class: Class, owner: &Principal, postgres: u32) -> Grants {
    let mut grants = Grants::new();
    if class == Class::Column {
        return grants;
    }
    for (who, privileges) in [(owner, class.all(postgres)), (&Principal::Public, class.everybody())]
    {
        if !privileges.is_empty() {
            let held: &mut BTreeMap<_, _> = grants.entry(who.clone()).or_default();
            held.extend(privileges.iter().map(|privilege| (*privilege, false)));
        }
    }
    grants
}

/// Where a declaration for versions without MAINTAIN speaks of it, it is part of everything again.
pub(super) fn finish(catalog: &mut Catalog, postgres: u32) {
    if postgres >= MAINTAIN_SINCE {
        return;
    }
    for object in catalog.objects.values_mut() {
        let stated = object.grants.values().any(|held| held.contains_key(&P::Maintain));
        for held in object.grants.values_mut().filter(|_| stated) {
            if TABLE[..7].iter().all(|privilege| held.contains_key(privilege)) {
                held.entry(P::Maintain).or_insert(false);
            }
        }
    }
}
