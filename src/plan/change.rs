//! What a plan consists of, as plain data. Nothing here knows SQL.

use super::in_place;
use crate::catalog::{
    Aggregate, Attribute, BaseType, Constraint, Definition, ForeignDataWrapper, Function, Identity,
    Language, Membership, Name, NotNull, Object, ObjectId, Operator, OperatorFamily, Options,
    Persistence, Policy, Principal, Privilege, Publication, QName, ReplicaIdentity, Role, Row,
    Rule, SequenceOptions, Storage, Transform, TriggerEnabled, View,
};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The steps that make one database into another, in an order that PostgreSQL accepts.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Plan {
    /// In order.
    pub steps: Vec<Change>,
}

impl Plan {
    /// Nothing to do.
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// What goes and comes back: PostgreSQL cannot alter it, or not what it stands on.
    pub fn made_again(&self) -> BTreeSet<ObjectId> {
        made_again(self.steps.iter())
    }
}

/// What goes in the course of these steps and comes back.
pub(crate) fn made_again<'s>(
    steps: impl Iterator<Item = &'s Change> + Clone,
) -> BTreeSet<ObjectId> {
    let dropped = steps.clone().filter_map(|step| match step {
        Change::Drop { id, along, .. } => {
            Some(std::iter::once(in_place(id)).chain(along.iter().cloned()))
        }
        _ => None,
    });
    let mut again: BTreeSet<ObjectId> = dropped.flatten().collect();
    let created = steps.filter_map(|step| match step {
        Change::Create { id, parts, .. } => {
            Some(std::iter::once(id).chain(parts.iter().map(|it| &it.0)))
        }
        _ => None,
    });
    let created: BTreeSet<&ObjectId> = created.flatten().collect();
    again.retain(|id| created.contains(id));
    again
}

/// One step.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// An object comes into being, with those of its parts that go into the same statement.
    Create {
        /// Which object.
        id: ObjectId,
        /// What it is.
        object: Box<Object>,
        /// Columns, defaults and constraints of a table; constraints of a domain.
        parts: Vec<(ObjectId, Object)>,
        /// Of an heir: columns that it has from others, of which it states NOT NULL itself, and its name.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        not_null: Vec<(Name, Option<Name>)>,
    },
    /// A type is promised, so that the functions can be made without which it cannot be.
    Shell {
        /// Which type.
        id: ObjectId,
    },
    /// An object goes.
    Drop {
        /// Which object.
        id: ObjectId,
        /// What it was.
        definition: Box<Definition>,
        /// The type's own functions, which go with it: neither can go first.
        along: Vec<ObjectId>,
    },
    /// An object stays and changes.
    Alter {
        /// Which object.
        id: ObjectId,
        /// How.
        alteration: Box<Alteration>,
    },
    /// An object gets another name.
    Rename {
        /// Its old identity.
        from: ObjectId,
        /// Its new identity.
        to: ObjectId,
    },
    /// The migrating role becomes a member of a role that owns objects, unless it is one.
    Join {
        /// Which role.
        role: ObjectId,
    },
    /// `OWNER TO`.
    SetOwner {
        /// Which object.
        id: ObjectId,
        /// The new owner.
        owner: Principal,
    },
    /// `COMMENT ON`.
    SetComment {
        /// Which object.
        id: ObjectId,
        /// It is a foreign table.
        foreign: bool,
        /// The comment; `None` removes it.
        comment: Option<String>,
    },
    /// `GRANT`.
    Grant(Privileges),
    /// `REVOKE`; with `grantable` only the right to pass the privileges on.
    Revoke(Privileges),
}

/// Privileges that are granted or revoked in one statement.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Privileges {
    /// On which object.
    pub id: ObjectId,
    /// Which.
    pub privileges: Vec<Privilege>,
    /// To or from whom.
    pub grantees: Vec<Principal>,
    /// `WITH GRANT OPTION`, or `GRANT OPTION FOR`.
    pub grantable: bool,
    /// The definition of default privileges, which no name tells.
    pub default_privileges: Option<crate::catalog::DefaultPrivileges>,
}

/// How an object changes in place.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "each is the clause of ALTER that it is named after")]
pub enum Alteration {
    Role {
        from: Role,
        to: Role,
    },
    Membership(Membership),
    ExtensionSchema(Name),
    ExtensionVersion(String),
    BaseType {
        from: BaseType,
        to: BaseType,
    },
    EnumAddLabel {
        label: String,
        before: Option<String>,
    },
    EnumRenameLabel {
        from: String,
        to: String,
    },
    RangeMultirange {
        from: QName,
        to: QName,
    },
    DependsOnExtension {
        extension: Name,
        depends: bool,
    },
    DomainDefault(Option<String>),
    DomainNull(bool),
    /// NOT NULL by a constraint of this name.
    DomainNotNull(Name),
    DomainConstraintValidate,
    CompositeAdd(Attribute),
    CompositeDrop(Name),
    CompositeType(Attribute),
    CompositeRename {
        from: Name,
        to: Name,
    },
    CompositeComment {
        attribute: Name,
        comment: Option<String>,
    },
    /// With `restart` it begins anew: no value of the old bounds lies within the new ones.
    Sequence {
        data_type: String,
        options: SequenceOptions,
        restart: bool,
    },
    /// The sequence goes on at a value within these bounds.
    SequenceWithin {
        name: QName,
        least: i64,
        greatest: i64,
    },
    /// The sequence, which is new, goes on beyond the values that the column has, as far as they lie within these.
    SequenceBeyond {
        name: QName,
        table: QName,
        column: Name,
        descending: bool,
        least: i64,
        greatest: i64,
    },
    SequenceOwnedBy(Option<(QName, Name)>),
    /// `CREATE OR REPLACE`.
    Function(Function),
    /// `CREATE OR REPLACE`.
    Aggregate(Aggregate),
    Operator {
        from: Operator,
        to: Operator,
    },
    FamilyDrop(OperatorFamily),
    FamilyAdd(OperatorFamily),
    StatisticsTarget(Option<i32>),
    EventTriggerEnabled(TriggerEnabled),
    DictionaryOptions {
        set: Options,
        reset: Vec<String>,
    },
    ConfigurationMappings {
        set: BTreeMap<String, Vec<String>>,
        gone: Vec<String>,
    },
    Language(Language),
    Transform(Transform),
    PublicationObjects {
        from: Publication,
        to: Publication,
    },
    PublicationOptions {
        from: Publication,
        to: Publication,
    },
    SubscriptionConnection(String),
    SubscriptionPublications(std::collections::BTreeSet<Name>),
    SubscriptionSlot(Option<Name>),
    SubscriptionOptions {
        set: Options,
        reset: Vec<String>,
    },
    /// `SET LOGGED`, `SET UNLOGGED`, of a table or a sequence.
    Persistence(Persistence),
    Attach {
        parent: QName,
        bound: String,
    },
    Detach {
        parent: QName,
    },
    Inherit {
        parent: QName,
    },
    NoInherit {
        parent: QName,
    },
    /// The index of a partition becomes part of this one.
    IndexAttach(QName),
    /// `OPTIONS` of what reaches data elsewhere.
    ForeignOptions {
        from: Options,
        to: Options,
    },
    WrapperFunctions(ForeignDataWrapper),
    ServerVersion(Option<String>),
    TableRowSecurity(bool),
    TableForceRowSecurity(bool),
    Options {
        set: Options,
        reset: Vec<String>,
    },
    /// `through`: the type by which the values are cast, where the types have no cast of their own. With `foreign` it is
    /// a foreign table's, or one of these gets the type too: values that are elsewhere are not cast. Through
    /// [`BY_NAME`](super::BY_NAME) the attributes of a composite value go by their names.
    ColumnType {
        foreign: bool,
        data_type: String,
        collation: Option<String>,
        through: Option<&'static str>,
    },
    ColumnNull(bool),
    /// NOT NULL by a constraint that is unusual.
    ColumnNotNull(NotNull),
    /// Without an old name it is one that the server gave, which only the server knows.
    NotNullRename {
        from: Option<Name>,
        to: Name,
    },
    NotNullInherit {
        name: Name,
        no_inherit: bool,
    },
    /// Without a name as for a rename.
    NotNullValidate(Option<Name>),
    ColumnStorage(Storage),
    ColumnCompression(Option<String>),
    ColumnStatistics(Option<i32>),
    IdentityRename {
        from: Name,
        to: Name,
    },
    /// Of the sequence of this name beneath an identity column.
    IdentityPersistence {
        name: Name,
        persistence: Persistence,
    },
    ColumnAddIdentity(Identity),
    /// With `restart` as for a sequence.
    ColumnSetIdentity {
        identity: Identity,
        restart: bool,
    },
    ColumnDropIdentity,
    ColumnDropExpression,
    ColumnExpression(String),
    DefaultExpr(String),
    /// `COMMENT ON CONSTRAINT` behind the NOT NULL of a column or a domain; without a name as for a rename.
    NotNullComment {
        name: Option<Name>,
        comment: Option<String>,
    },
    ConstraintValidate,
    /// The index of a key that is yet to be, CONCURRENTLY.
    KeyIndex(Constraint),
    /// The key, over the index of its name.
    KeyUsing(Constraint),
    /// Of a table that was detached CONCURRENTLY: the check that this leaves behind goes, where it is there.
    DetachForget(Name),
    /// A check of this name that the column is not null, which is not tested yet.
    NotNullSuppose(Name),
    /// The test of it.
    NotNullTest(Name),
    /// It goes.
    NotNullForget(Name),
    /// A column of the new type beside the old one.
    ColumnBeside(Beside),
    /// Of a table: a trigger gives such columns the values of the old ones.
    BesideKeep(Kept),
    /// Of a table: the rows that are there get their values, in batches.
    BesideFill(Kept),
    /// The test of the check that such a column is not null.
    BesideTest(Name),
    /// Of a table: the trigger goes.
    BesideForget(Kept),
    /// The old column goes, and the new one gets its name.
    BesideTake(Beside),
    /// Of a table: the way back of this. The columns get the names again that they had beside others, and these come back
    /// in their places, with the values of all rows.
    BesideReturn(Vec<Returned>),
    /// Of a table: in rows that have none these columns get their defaults, in batches.
    FillDefaults {
        columns: Vec<Name>,
        key: Vec<Name>,
    },
    /// `COMMENT ON INDEX` of the index beneath a key.
    IndexComment(Option<String>),
    ConstraintEnforced(bool),
    IndexStatistics {
        place: u16,
        target: Option<i32>,
    },
    /// `OF`, `NOT OF`.
    TableOf(Option<QName>),
    TableUsing(Option<Name>),
    /// Partitions of the table that are made from now on have the method of the server's default.
    TableUsingDefault,
    /// Of a table, an index, or the index of a constraint; `None` is that of the database.
    Tablespace(Option<Name>),
    ReplicaIdentity(ReplicaIdentity),
    ClusterOn(Option<Name>),
    SequencePersistence(Persistence),
    ConstraintDeferrable {
        deferrable: bool,
        initially_deferred: bool,
    },
    /// `CREATE OR REPLACE`; also when a column was added at its end.
    View(View),
    MaterializedViewPopulated(bool),
    TriggerEnabled(TriggerEnabled),
    /// `CREATE OR REPLACE`.
    Rule(Rule),
    RuleEnabled(TriggerEnabled),
    Policy(Policy),
    RowsUpsert {
        key: Vec<Name>,
        columns: Vec<Name>,
        rows: BTreeMap<Row, Row>,
        overriding: bool,
    },
    RowsDelete {
        key: Vec<Name>,
        keys: Vec<Row>,
    },
}

/// A column that is made anew beside the old one, to take its place.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Beside {
    /// The old one, and in the end the new one.
    pub column: Name,
    /// What the new one is called meanwhile.
    pub new: Name,
    /// The new type.
    pub data_type: String,
    /// The new collation where it is not that of the type.
    pub collation: Option<String>,
    /// The type by which the values are cast, where the types have no cast of their own.
    pub through: Option<&'static str>,
    /// The type is the old one made anew, and gets its name: a value that it does not have is never cut or turned.
    pub renewed: bool,
    /// How its values are given, if by a sequence: it goes on where that of the old one is.
    pub identity: Option<Identity>,
    /// The check that the new one is not null, where it shall not be.
    pub not_null: Option<Name>,
}

/// A column that comes back in the place of one that was made anew beside it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Returned {
    /// The one that was made anew, and in the end the old one.
    pub column: Name,
    /// What the one that was made anew is called from then on.
    pub beside: Name,
    /// The old type.
    pub data_type: String,
    /// The old collation where it is not that of the type.
    pub collation: Option<String>,
    /// The type by which the values are cast, where the types have no cast of their own.
    pub through: Option<&'static str>,
    /// The types have one name, and the new one was the old one made anew.
    pub renewed: bool,
    /// Whether the old one may be null.
    pub null: bool,
    /// Whether the one that was made anew may be null; beside the old one it always may.
    pub beside_null: bool,
    /// How the values of the old one are given, if by a sequence: it goes on where that of the new one is.
    pub identity: Option<Identity>,
}

/// Columns of a table that a trigger keeps in step with others.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Kept {
    /// The function of the trigger.
    pub function: QName,
    /// The trigger.
    pub trigger: Name,
    /// The columns.
    pub columns: Vec<Beside>,
    /// The key that batches follow.
    pub key: Vec<Name>,
}

impl Change {
    /// The object that the step is about, by its new name.
    pub fn id(&self) -> &ObjectId {
        match self {
            Self::Create { id, .. }
            | Self::Shell { id }
            | Self::Drop { id, .. }
            | Self::Alter { id, .. }
            | Self::SetOwner { id, .. }
            | Self::SetComment { id, .. }
            | Self::Join { role: id } => id,
            Self::Rename { to, .. } => to,
            Self::Grant(privileges) | Self::Revoke(privileges) => &privileges.id,
        }
    }
}
