//! What a PostgreSQL database consists of, as plain data.
//!
//! A [`Catalog`] is one map from the identity of an object to its definition. The same types hold the declared state
//! (expressions as the author wrote them) and an introspected state (expressions in the server's words). Two
//! introspected catalogs of the same major version are comparable; a declared one is compared with nothing before
//! PostgreSQL has built it.
//!
//! Invariants:
//! - An identity never contains an OID; it is made of names and, for functions, of argument types.
//! - Nothing here reads, writes, prints or spells SQL.
//! - Sub-objects (columns, constraints, indexes, triggers, policies) are objects of their own, tied to their
//!   relation by [`ObjectId::relation`].

mod aggregate;
mod base_type;
mod casts;
mod collation;
mod column;
mod constraint;
mod difference;
mod event_trigger;
mod foreign;
mod function;
mod generated_name;
mod id;
mod index;
mod keys;
mod language;
mod name;
mod operator;
mod options;
mod partition;
mod policy;
mod privilege;
mod range;
mod replication;
mod role;
mod rows;
mod rule;
mod schema;
mod scope;
mod sequence;
mod statistics;
mod table;
mod text_search;
mod ties;
mod trigger;
mod types;
mod view;

pub(crate) use keys::{Key, keys};

pub use aggregate::{Aggregate, AggregateKind, AggregateState, FinalModify};
pub use base_type::{Alignment, BaseType};
pub use casts::Casts;
pub use collation::{Collation, CollationProvider};
pub use column::{Column, DefaultExpr, Generated, Identity, NotNull, Position, Storage};
pub use constraint::{
    Constraint, ConstraintBody, ExclusionElement, ForeignKeyAction, ForeignKeyMatch,
};
pub use difference::{Difference, differences};
pub use event_trigger::EventTrigger;
pub use foreign::{
    Foreign, ForeignDataWrapper, ForeignServer, NO_SECRET, SECRET_WORDS, UserMapping, is_secret,
};
pub use function::{
    ArgMode, Argument, Body, Function, FunctionKind, Parallel, Security, Volatility,
};
pub use generated_name::generated;
pub use id::{Kind, ObjectId};
pub use index::{Index, IndexElement};
pub use language::{AccessMethod, Conversion, Language, Transform};
pub use name::{Name, QName};
pub use operator::{
    Cast, CastContext, CastMethod, FamilyFunction, FamilyOperator, Operator, OperatorClass,
    OperatorFamily,
};
pub use options::Options;
pub use partition::{AlsoOwn, Attached, PartitionKey, PartitionOf, PartitionStrategy};
pub use policy::{Policy, PolicyCommand};
pub use privilege::{DefaultPrivileges, Grants, ObjectType, Principal, Privilege};
pub use range::Range;
pub use replication::{Publication, PublishedTable, Subscription};
pub use role::{Membership, Role};
pub use rows::{Row, Rows, RowsSpec, Value};
pub use rule::{Rule, RuleEvent};
pub use schema::{Database, Extension, STANDARD_COMMENT, Schema};
pub use scope::{Intent, Scope};
pub use sequence::{Sequence, SequenceOptions};
pub use statistics::{Statistics, StatisticsKind};
pub use table::{Persistence, ReplicaIdentity, Restated, Table};
pub use text_search::{
    TextSearchConfiguration, TextSearchDictionary, TextSearchParser, TextSearchTemplate,
};
pub use ties::Ties;
pub use trigger::{Level, Timing, Trigger, TriggerEnabled, TriggerEvents};
pub use types::{Attribute, Composite, Domain, DomainConstraint, Enum};
pub use view::{MaterializedView, View};

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A whole database: every object by identity.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Catalog {
    /// Major version of the server that worded this catalog (15, 18); 0 for a declared catalog.
    pub major: u32,
    /// Every modelled object. The order of [`ObjectId`] is by kind, then by name. They are large: each has its place.
    #[serde(with = "as_pairs")]
    pub objects: BTreeMap<ObjectId, Box<Object>>,
    /// Objects of kinds that the model does not know: never passed over in silence.
    pub unmodelled: BTreeSet<Unmodelled>,
    /// What can be cast to what on the server. Empty for a declared catalog.
    #[serde(default, skip_serializing_if = "Casts::is_empty")]
    pub casts: Casts,
    /// Constraints and indexes for which the server has words that it reads as another expression itself. It reads them
    /// when it makes these again for a column that changes its type.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub misread: BTreeSet<ObjectId>,
}

/// One object: what it is, and what every kind of object has.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Object {
    /// What it is.
    pub definition: Definition,
    /// Its owner; `None` for kinds that have no owner of their own (columns, constraints, roles …).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<Principal>,
    /// `COMMENT ON`; never empty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// Every privilege, the owner's and PUBLIC's built-in ones included, so that two catalogs compare without
    /// knowing the defaults. Empty for kinds that have none.
    #[serde(default, with = "as_pairs", skip_serializing_if = "Grants::is_empty")]
    pub grants: Grants,
    /// `DEPENDS ON EXTENSION`: extensions that take it along when they go.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub goes_with: BTreeSet<Name>,
    /// What must exist before this object can be created. From `pg_depend` in an introspected catalog. Implied
    /// ties (a column needs its table) are not listed.
    #[serde(default, skip_serializing_if = "Ties::is_none")]
    pub depends_on: Ties,
}

impl Object {
    /// An object without owner, comment, privileges or dependencies.
    pub fn new(definition: impl Into<Definition>) -> Self {
        Self {
            definition: definition.into(),
            owner: None,
            comment: None,
            grants: Grants::new(),
            goes_with: BTreeSet::new(),
            depends_on: Ties::new(),
        }
    }
}

/// An object that was found in a database and that the model has no kind for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Unmodelled {
    /// PostgreSQL's word for the kind, as `pg_identify_object` gives it: `event trigger`, `collation` …
    pub kind: String,
    /// The identity as `pg_identify_object` gives it.
    pub identity: String,
}

/// What an object is. One variant per kind of [`Kind`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "each variant is documented at its struct")]
pub enum Definition {
    Database(Database),
    Role(Role),
    Membership(Membership),
    Schema(Schema),
    Extension(Extension),
    Language(Language),
    AccessMethod(AccessMethod),
    DefaultPrivileges(DefaultPrivileges),
    Collation(Collation),
    BaseType(BaseType),
    Enum(Enum),
    Range(Range),
    Domain(Domain),
    DomainConstraint(DomainConstraint),
    Composite(Composite),
    Sequence(Sequence),
    Function(Function),
    Aggregate(Aggregate),
    Operator(Operator),
    OperatorFamily(OperatorFamily),
    OperatorClass(OperatorClass),
    Cast(Cast),
    Transform(Transform),
    TextSearchParser(TextSearchParser),
    TextSearchTemplate(TextSearchTemplate),
    TextSearchDictionary(TextSearchDictionary),
    TextSearchConfiguration(TextSearchConfiguration),
    Conversion(Conversion),
    ForeignDataWrapper(ForeignDataWrapper),
    ForeignServer(ForeignServer),
    UserMapping(UserMapping),
    Table(Table),
    Column(Column),
    DefaultExpr(DefaultExpr),
    Constraint(Constraint),
    Index(Index),
    View(View),
    MaterializedView(MaterializedView),
    Statistics(Statistics),
    Trigger(Trigger),
    Rule(Rule),
    Policy(Policy),
    Rows(Rows),
    Publication(Publication),
    Subscription(Subscription),
    EventTrigger(EventTrigger),
}

macro_rules! definition_from {
    ($($kind:ident),*) => {
        $(impl From<$kind> for Definition {
            fn from(value: $kind) -> Self { Self::$kind(value) }
        })*
        impl Definition {
            /// The kind of object that this defines.
            pub fn kind(&self) -> Kind {
                match self { $(Self::$kind(_) => Kind::$kind,)* }
            }
        }
    };
}
definition_from!(
    Database,
    Role,
    Membership,
    Schema,
    Extension,
    Language,
    AccessMethod,
    DefaultPrivileges,
    Collation,
    BaseType,
    Enum,
    Range,
    Domain,
    DomainConstraint,
    Composite,
    Sequence,
    Function,
    Aggregate,
    Operator,
    OperatorFamily,
    OperatorClass,
    Cast,
    Transform,
    TextSearchParser,
    TextSearchTemplate,
    TextSearchDictionary,
    TextSearchConfiguration,
    Conversion,
    ForeignDataWrapper,
    ForeignServer,
    UserMapping,
    Table,
    Column,
    DefaultExpr,
    Constraint,
    Index,
    View,
    MaterializedView,
    Statistics,
    Trigger,
    Rule,
    Policy,
    Rows,
    Publication,
    Subscription,
    EventTrigger
);

impl Catalog {
    /// The object of this identity.
    pub fn get(&self, id: &ObjectId) -> Option<&Object> {
        self.objects.get(id).map(Box::as_ref)
    }

    /// Takes an object in, in place of the one that has its identity.
    pub fn insert(&mut self, id: ObjectId, object: Object) {
        self.objects.insert(id, Box::new(object));
    }

    /// Every object by its identity.
    pub fn iter(&self) -> impl Iterator<Item = (&ObjectId, &Object)> {
        self.objects.iter().map(|(id, object)| (id, object.as_ref()))
    }

    /// The objects of one kind, in the order of their names.
    pub fn of_kind(&self, kind: Kind) -> impl Iterator<Item = (&ObjectId, &Object)> {
        let from_here = self.objects.range(ObjectId::first(kind)..);
        let these = from_here.take_while(move |(id, _)| id.kind == kind);
        these.map(|(id, object)| (id, object.as_ref()))
    }

    /// The objects of one kind and name: all functions that are called so.
    pub fn of_name<'a>(
        &'a self,
        kind: Kind,
        name: &QName,
    ) -> impl Iterator<Item = (&'a ObjectId, &'a Object)> + use<'a> {
        let first = ObjectId::in_schema(kind, name);
        let from_here = self.objects.range(first.clone()..);
        let these = from_here.take_while(move |(id, _)| {
            id.kind == kind
                && id.schema == first.schema
                && id.relation.is_none()
                && id.name == first.name
        });
        these.map(|(id, object)| (id, object.as_ref()))
    }

    /// The objects of one kind that belong to one relation (columns, constraints, indexes, triggers, policies …),
    /// in the order of their names.
    pub fn of_relation<'a>(
        &'a self,
        kind: Kind,
        relation: &QName,
    ) -> impl Iterator<Item = (&'a ObjectId, &'a Object)> + use<'a> {
        let QName { schema, name } = relation.clone();
        let from_here = self.objects.range(ObjectId::first_of(kind, relation)..);
        let these = from_here.take_while(move |(id, _)| {
            id.kind == kind
                && id.schema.as_ref() == Some(&schema)
                && id.relation.as_ref() == Some(&name)
        });
        these.map(|(id, object)| (id, object.as_ref()))
    }

    /// The columns of a relation in their order.
    pub fn columns<'a>(&'a self, relation: &QName) -> Vec<(&'a ObjectId, &'a Object, &'a Column)> {
        let mut columns: Vec<_> = self
            .of_relation(Kind::Column, relation)
            .filter_map(|(id, object)| match &object.definition {
                Definition::Column(column) => Some((id, object, column)),
                _ => None,
            })
            .collect();
        columns.sort_by_key(|(_, _, column)| column.position.0);
        columns
    }
}

/// JSON has no maps with structured keys: write the pairs as a list.
mod as_pairs {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use std::collections::BTreeMap;

    pub(super) fn serialize<K: Serialize, V: Serialize, S: Serializer>(
        map: &BTreeMap<K, V>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(map.iter())
    }

    pub(super) fn deserialize<'de, K, V, D>(deserializer: D) -> Result<BTreeMap<K, V>, D::Error>
    where
        K: Deserialize<'de> + Ord,
        V: Deserialize<'de>,
        D: Deserializer<'de>,
    {
        Ok(Vec::<(K, V)>::deserialize(deserializer)?.into_iter().collect())
    }
}

/// The same for a map that may be absent.
mod as_optional_pairs {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use std::collections::BTreeMap;

    pub(super) fn serialize<K: Serialize, V: Serialize, S: Serializer>(
        map: &Option<BTreeMap<K, V>>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        map.as_ref().map(|map| map.iter().collect::<Vec<_>>()).serialize(serializer)
    }

    pub(super) fn deserialize<'de, K, V, D>(
        deserializer: D,
    ) -> Result<Option<BTreeMap<K, V>>, D::Error>
    where
        K: Deserialize<'de> + Ord,
        V: Deserialize<'de>,
        D: Deserializer<'de>,
    {
        let pairs = Option::<Vec<(K, V)>>::deserialize(deserializer)?;
        Ok(pairs.map(|pairs| pairs.into_iter().collect()))
    }
}

fn is_false(value: &bool) -> bool {
    !value
}
