//! From two catalogs to the steps between them.
//!
//! [`plan`] is the whole of it: what each object needs ([`alter`]), who must make way ([`replace`]), what goes into
//! one statement ([`fold`]), and in which order ([`order`]). It reads no SQL: expressions are compared as the server
//! worded them, ties between objects come from `pg_depend`.

mod again;
mod alter;
mod aside;
mod authority;
mod casts;
mod change;
mod columns;
mod exchanged;
mod fold;
mod held;
mod likeness;
mod marked;
mod misread;
mod order;
mod ownership;
mod partition;
mod persistence;
mod privileges;
mod rename;
mod replace;
mod rows;
mod shell;
mod torn;
mod typed;
mod whole;

pub(crate) use aside::aside_name;
pub use aside::{ASIDE, in_place};
pub use authority::with_authority;
pub(crate) use casts::BY_NAME;
pub use change::{Alteration, Change, Plan, Privileges};
pub use likeness::{Likeness, likenesses};

pub use rename::{Stage, Swap, renames, swaps};

use crate::catalog::{Catalog, Definition, Intent, Kind, Object, ObjectId, QName};
use partition::{Apart, Settled};
use std::collections::{BTreeMap, BTreeSet};
use typed::Loosened;

/// The tables that a plan would drop and make again, with their rows lost: PostgreSQL makes no plain table partitioned
/// or foreign, no partitioned one plain, and changes no partition key. The rows of a foreign table are elsewhere.
pub fn remade<'a>(from: &Catalog, to: &'a Catalog) -> impl Iterator<Item = &'a ObjectId> {
    let tables = to.of_kind(Kind::Table).map(|(id, _)| id);
    let has_rows = |id| partition::table(from, id).is_some_and(|it| it.foreign.is_none());
    tables.filter(move |id| has_rows(id) && partition::is_remade(from, to, id))
}

/// What becomes of one object.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Fate {
    /// It stays, with these changes in place; none is possible when only owner, comment or privileges change.
    Alter(Vec<Alteration>),
    /// It is made.
    Create,
    /// It goes.
    Drop,
    /// It goes and is made again: PostgreSQL cannot alter it, or something that it stands on is made again.
    Replace,
}

/// The steps from one catalog to another. Both must be worded by servers of one major version; renames are done
/// before (see [`renames`]): `from` is the catalog after them.
pub fn plan(from: &Catalog, to: &Catalog, intent: &Intent) -> Plan {
    let mut all = match typed::loosen(from, to) {
        None => around(from, to, intent, &BTreeSet::new()),
        Some(Loosened { from, to, mut first, last, remade }) => {
            first.extend(around(&from, &to, intent, &remade));
            first.extend(last);
            first
        }
    };
    all.extend(marked::marks(from, to, &all));
    Plan { steps: all }
}

/// The steps, with those for partitions before and after them.
fn around(
    from: &Catalog,
    to: &Catalog,
    intent: &Intent,
    remade: &BTreeSet<ObjectId>,
) -> Vec<Change> {
    match partition::apart(from, to) {
        None => steps(from, to, intent, remade),
        Some(Apart { from, to: loose, mut first, last }) => {
            let (steps, rows) =
                rows::after_attaching(&loose, steps(&from, &loose, intent, remade), &last);
            let (steps, indexes) = partition::after_attaching(to, steps, &last);
            first.extend(steps);
            first.extend(last);
            first.extend(indexes);
            first.extend(rows);
            first
        }
    }
}

fn steps(
    from: &Catalog,
    to: &Catalog,
    intent: &Intent,
    remade: &BTreeSet<ObjectId>,
) -> Vec<Change> {
    let carried = columns::after_their_tables(from, to);
    let from = carried.as_ref().unwrap_or(from);
    let mut fates = fates(from, to, intent);
    let remade = remade.iter().filter_map(|id| to.objects.get_key_value(id));
    fates.extend(remade.map(|(id, _)| (id, Fate::Replace)));
    torn::between_changing(from, to, &mut fates);
    replace::spread(from, to, &mut fates);
    while whole::make_way(from, to, &mut fates) {
        replace::spread(from, to, &mut fates);
    }
    ownership::let_go_of_columns(from, to, &mut fates);
    let members = partition::members(from, to);
    let settled = partition::settle(from, to, &members, &mut fates);
    let nodes = nodes(from, to, &fates, &settled);
    let mut steps = order::order(from, to, nodes, &settled);
    exchanged::names(from, &mut steps);
    whole::keep_as_json(from, &mut steps);
    steps
}

/// What becomes of each object by itself. Objects that stay as they are have no entry.
fn fates<'a>(from: &'a Catalog, to: &'a Catalog, intent: &Intent) -> BTreeMap<&'a ObjectId, Fate> {
    let mut fates = BTreeMap::new();
    let turned = turned(from, to);
    for (id, object) in &to.objects {
        match from.get(id) {
            None => {
                fates.insert(id, Fate::Create);
            }
            // A column of a view and one of a table have nothing in common but the name.
            Some(_) if is_part_of(&turned, id) => {
                fates.insert(id, Fate::Replace);
            }
            Some(old) => match alter::alter(from, to, id, &old.definition, &object.definition) {
                alter::Outcome::Same if same_metadata(old, object) => {}
                alter::Outcome::Same => {
                    fates.insert(id, Fate::Alter(Vec::new()));
                }
                alter::Outcome::Alter(alterations) => {
                    fates.insert(id, Fate::Alter(alterations));
                }
                alter::Outcome::Replace => {
                    fates.insert(id, Fate::Replace);
                }
            },
        }
    }
    for id in from.objects.keys() {
        if to.get(id).is_none() && goes(id, intent) {
            fates.insert(id, Fate::Drop);
        }
    }
    fates
}

/// The names of relations that become another kind of relation.
fn turned(from: &Catalog, to: &Catalog) -> BTreeSet<QName> {
    let gone = RELATIONS.into_iter().flat_map(|kind| from.of_kind(kind));
    let gone = gone.filter(|(id, _)| to.get(id).is_none()).map(|(id, _)| id.qname());
    let is_there = |name: &QName| {
        RELATIONS.into_iter().any(|kind| to.get(&ObjectId::in_schema(kind, name)).is_some())
    };
    gone.filter(is_there).collect()
}

fn is_part_of(relations: &BTreeSet<QName>, id: &ObjectId) -> bool {
    id.relation.is_some() && !relations.is_empty() && relations.contains(&id.relation_qname())
}

fn same_metadata(from: &Object, to: &Object) -> bool {
    from.owner == to.owner
        && from.comment == to.comment
        && from.grants == to.grants
        && from.goes_with == to.goes_with
        && same_beneath(from, to)
}

/// Whether comment and privileges of the sequence beneath an identity column are the same.
fn same_beneath(from: &Object, to: &Object) -> bool {
    match (privileges::identity(from), privileges::identity(to)) {
        (Some(from), Some(to)) => from.comment == to.comment && from.grants == to.grants,
        _ => true,
    }
}

/// Roles belong to the cluster and rows to their users: they go only when that is said.
fn goes(id: &ObjectId, intent: &Intent) -> bool {
    match id.kind {
        Kind::Role => intent.absent_roles.contains(&id.name),
        // A membership goes when both its roles are still declared; else it is none of ours.
        Kind::Membership => !intent.absent_roles.contains(&id.name),
        Kind::Rows | Kind::Database => false,
        _ => true,
    }
}

/// The steps of one object that follow each other at once, and what they do to it.
#[derive(Debug)]
pub(crate) struct Node<'a> {
    pub(crate) id: &'a ObjectId,
    pub(crate) act: Act,
    /// Other objects that the same steps create.
    pub(crate) parts: Vec<&'a ObjectId>,
    /// Sequences that a column takes over: they are made before it.
    pub(crate) takes_over: Vec<&'a ObjectId>,
    /// Objects of partitions that change with it, or a type's own functions that go with it.
    pub(crate) carries: Vec<&'a ObjectId>,
    pub(crate) steps: Vec<Change>,
}

/// What a node does to its object; the order depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Act {
    Drop,
    /// A type is promised.
    Shell,
    Create,
    Alter,
    /// A sequence that is there is given to a column.
    Own,
}

fn nodes<'a>(
    from: &'a Catalog,
    to: &'a Catalog,
    fates: &BTreeMap<&'a ObjectId, Fate>,
    settled: &Settled<'a>,
) -> Vec<Node<'a>> {
    let created: BTreeSet<&ObjectId> = fates
        .iter()
        .filter(|(_, fate)| matches!(fate, Fate::Create | Fate::Replace))
        .map(|(id, _)| *id)
        .collect();
    let folded = fold::fold(to, &created);
    let owned = ownership::created_with_owner(to, &created);
    let in_a_statement: BTreeSet<&ObjectId> = folded.values().flatten().copied().collect();
    let major = from.major.max(to.major);
    let maintain = privileges::know_maintain(from, to);
    let mut nodes = Vec::new();
    for (&id, fate) in fates {
        let old = settled.before.get(id).or_else(|| from.get(id));
        let new = to.get(id).or_else(|| settled.after.get(id));
        if let (Fate::Drop | Fate::Replace, Some(old)) = (fate, old)
            && !goes_with_its_relation(from, fates, id)
            && !shell::goes_with_its_type(from, fates, id)
        {
            let along = shell::own_functions(from, id);
            let mut node = Node::new(id, Act::Drop, drop_steps(id, old, &along));
            node.carries = along;
            nodes.push(node);
        }
        if let (Fate::Create | Fate::Replace, Some(new)) = (fate, new)
            && !in_a_statement.contains(id)
        {
            let parts = folded.get(id).cloned().unwrap_or_default();
            let taken = ownership::taken_over(to, &owned, id, &parts);
            let mut first = shell::put_aside(from, fates, id);
            if !shell::own_functions(to, id).is_empty() {
                first.push(Change::Shell { id: id.clone() });
                nodes.push(Node::new(id, Act::Shell, std::mem::take(&mut first)));
            }
            let mut node = create_node((from, to, major), id, new, parts, taken, maintain);
            node.steps.splice(..0, first);
            node.steps.extend(settled.attached.get(id).map(|index| attach(id, index)));
            node.steps.extend(settled.again.get(id).into_iter().flatten().cloned());
            nodes.push(node);
            let given = ownership::given(from, to, &created, id);
            if !given.is_empty() {
                nodes.push(Node::new(id, Act::Own, given));
            }
        }
        if let (Fate::Alter(alterations), Some(old), Some(new)) = (fate, old, new) {
            let alterations = alterations.iter().map(|alteration| Change::Alter {
                id: id.clone(),
                alteration: Box::new(alteration.clone()),
            });
            let mut steps: Vec<Change> = alterations.collect();
            match shell::is_completed(old, new) {
                true => steps = shell::completion(to, id, old, new, steps, maintain),
                false => steps.extend(privileges::between((from, to), id, old, new, maintain)),
            }
            let loses_its_column = ownership::goes_with_its_column(from, fates, id);
            let tie = ownership::arrange(&mut steps, id, (old, new), loses_its_column);
            nodes.push(Node::new(id, Act::Alter, steps));
            nodes.extend(tie.map(|tie| Node::new(id, Act::Own, vec![tie])));
        }
    }
    nodes.extend(rows::deletions(from, to));
    for node in &mut nodes {
        let made = std::iter::once(&node.id).chain(&node.parts);
        let carried =
            made.filter_map(|id| settled.carried.get(&((*id).clone(), node.act == Act::Drop)));
        node.carries.extend(carried.flatten());
    }
    nodes
}

impl<'a> Node<'a> {
    /// A node of one object.
    fn new(id: &'a ObjectId, act: Act, steps: Vec<Change>) -> Self {
        Self { id, act, parts: Vec::new(), takes_over: Vec::new(), carries: Vec::new(), steps }
    }
}

/// An index of a partition becomes part of that of the parent.
fn attach(id: &ObjectId, index: &QName) -> Change {
    let alteration = Alteration::IndexAttach(index.clone());
    Change::Alter { id: id.clone(), alteration: Box::new(alteration) }
}

fn drop_steps(id: &ObjectId, old: &Object, along: &[&ObjectId]) -> Vec<Change> {
    if id.kind == Kind::DefaultPrivileges {
        return privileges::default_privileges_gone(id, old);
    }
    vec![Change::Drop {
        id: id.clone(),
        definition: Box::new(old.definition.clone()),
        along: along.iter().map(|id| (*id).clone()).collect(),
    }]
}

fn create_node<'a>(
    (from, to, major): (&Catalog, &'a Catalog, u32),
    id: &'a ObjectId,
    new: &Object,
    parts: Vec<&'a ObjectId>,
    takes_over: Vec<&'a ObjectId>,
    maintain: privileges::Maintain,
) -> Node<'a> {
    let mut steps = Vec::new();
    let mut owned: Vec<(ObjectId, Object)> =
        parts.iter().filter_map(|part| Some(((*part).clone(), to.get(part)?.clone()))).collect();
    let of_new = |id: &ObjectId, new: &Object| privileges::of_new(to, id, new, maintain);
    let of_parts = owned.iter().flat_map(|(part, object)| of_new(part, object));
    let after: Vec<Change> = of_new(id, new).into_iter().chain(of_parts).collect();
    match &new.definition {
        // Nothing to create: the privileges are all there is.
        Definition::DefaultPrivileges(_) | Definition::Database(_) => {}
        Definition::Rows(rows) => steps.push(rows::creation(to, id, rows)),
        // The columns of a view come with it.
        Definition::Column(_) if !is_table(to, id) => {}
        Definition::Sequence(sequence) => {
            steps.extend(ownership::creation((from, to, major), id, new, sequence));
        }
        _ => {
            partition::leave_out_not_null(to, major, &mut owned);
            let mut object = Box::new(new.clone());
            partition::leave_out_checks(to, id, &mut object);
            let later = partition::leave_to_later(from, to, id, &mut object);
            steps.push(Change::Create {
                id: id.clone(),
                object,
                not_null: partition::own_not_null(to, major, id, &owned),
                parts: owned,
            });
            steps.extend(later);
        }
    }
    steps.extend(after);
    steps.extend(takes_over.iter().filter_map(|id| ownership::take_over(to, id)));
    Node { parts, takes_over, ..Node::new(id, Act::Create, steps) }
}

/// Whether the relation that a column, constraint, index … belongs to is a table.
pub(crate) fn is_table(catalog: &Catalog, id: &ObjectId) -> bool {
    catalog.get(&ObjectId::in_schema(Kind::Table, &id.relation_qname())).is_some()
}

/// The kinds that an object of a relation can belong to.
pub(crate) const RELATIONS: [Kind; 4] =
    [Kind::Table, Kind::View, Kind::MaterializedView, Kind::Domain];

/// The object that an object of a relation belongs to.
pub(crate) fn relation_of(catalog: &Catalog, id: &ObjectId) -> Option<ObjectId> {
    id.relation.as_ref()?;
    let relation = id.relation_qname();
    RELATIONS
        .into_iter()
        .map(|kind| ObjectId::in_schema(kind, &relation))
        .find(|id| catalog.objects.contains_key(id))
}

/// Whether a policy, a rule or the like reads another relation that goes as well: with two of them there that read
/// each other's, neither relation could go first.
fn stands_on_another(
    from: &Catalog,
    gone: impl Fn(&ObjectId) -> bool,
    relation: &ObjectId,
    part: &ObjectId,
) -> bool {
    if !matches!(part.kind, Kind::Policy | Kind::Rule | Kind::Trigger) {
        return false;
    }
    let Some(object) = from.get(part) else { return false };
    object.depends_on.iter().any(|id| {
        let of = if id.relation.is_some() { relation_of(from, id) } else { Some(id.clone()) };
        of.is_some_and(|of| RELATIONS.contains(&of.kind) && of != *relation && gone(&of))
    })
}

/// Whether a check of a domain calls an operator that goes: the domain's old form may stay until columns are converted,
/// and no operator can be put aside.
fn stands_on_operator(from: &Catalog, gone: impl Fn(&ObjectId) -> bool, id: &ObjectId) -> bool {
    id.kind == Kind::DomainConstraint
        && from.get(id).is_some_and(|object| {
            object.depends_on.iter().any(|it| it.kind == Kind::Operator && gone(it))
        })
}

/// A part of a relation that is dropped, and a default of a column that is dropped, need no step of their own.
fn goes_with_its_relation(
    from: &Catalog,
    fates: &BTreeMap<&ObjectId, Fate>,
    id: &ObjectId,
) -> bool {
    let gone = |id: &ObjectId| matches!(fates.get(id), Some(Fate::Drop | Fate::Replace));
    // What a new heir has from above; something else may have had its name.
    if from.get(id).is_none() {
        return false;
    }
    if ownership::goes_with_its_column(from, fates, id) {
        return true;
    }
    // The columns of a view have no steps of their own at all.
    if id.kind == Kind::Column && !is_table(from, id) {
        return true;
    }
    if let Some(relation) = relation_of(from, id).filter(gone) {
        // A foreign key may refer from a table that goes to another that goes, and a check may call a function that
        // takes a row of the table: with them there, neither could go first.
        let foreign_key = matches!(
            from.get(id).map(|object| &object.definition),
            Some(Definition::Constraint(constraint))
                if matches!(constraint.body, crate::catalog::ConstraintBody::ForeignKey { .. })
        );
        return !foreign_key
            && !stands_on_operator(from, gone, id)
            && !stands_on_another(from, gone, &relation, id)
            && !fold::comes_after(from, gone, &relation, id);
    }
    id.kind == Kind::DefaultExpr
        && gone(&ObjectId::of_relation(Kind::Column, &id.relation_qname(), id.name.clone()))
}
