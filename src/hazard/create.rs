//! What creating an object means.

use super::judged::Judged;
use super::{Hazard, Mode, Work, access, column};
use crate::catalog::{
    Body, Constraint, ConstraintBody, Definition, Index, Kind, Object, ObjectId, QName, Table,
};
use crate::sql::tokens;

pub(super) fn create(
    id: &ObjectId,
    object: &Object,
    parts: &[(ObjectId, Object)],
    judged: &mut Judged<'_>,
) {
    use Definition as D;
    let table = id.relation_qname();
    match &object.definition {
        D::Table(it) => create_table(it, parts, judged),
        D::Column(it) => column::add(id, it, parts, judged),
        D::DefaultExpr(_) => judged.below(&table, Mode::AccessExclusive, Work::Catalogs),
        D::Constraint(it) => constraint(&table, it, judged),
        D::DomainConstraint(it) => {
            let work = if it.validated { Work::Scan } else { Work::Catalogs };
            let domain = ObjectId::in_schema(Kind::Domain, &table);
            judged.users(&domain, Mode::Share, work);
            if it.validated && judged.is_old(&domain) {
                judged.harm(Hazard::MayFailOnData, "values that do not satisfy it make it fail");
            }
        }
        // Those of the partitions are built by themselves, and taken in.
        D::Index(it) if !it.valid && judged.to.is_partitioned(&table) => {
            judged.on(&table, Mode::Share, Work::Catalogs);
        }
        D::Index(it) => {
            judged.below(&table, Mode::Share, Work::Build);
            unique(&table, it, judged);
        }
        D::Statistics(it) => judged.on(&it.table, Mode::ShareUpdateExclusive, Work::Catalogs),
        // Clones come to the partitions.
        D::Trigger(_) => judged.below(&table, Mode::ShareRowExclusive, Work::Catalogs),
        D::Rule(_) => rule(id, judged),
        D::Policy(it) => {
            judged.on(&table, Mode::AccessExclusive, Work::Catalogs);
            match judged.from.get(id).map(|it| &it.definition) {
                Some(D::Policy(old)) if old == it => {}
                Some(_) => access::policy_changes(id, judged),
                None => access::policy(id, it, true, judged),
            }
        }
        D::Publication(it) => {
            for published in &it.tables {
                judged.below(&published.table, Mode::ShareUpdateExclusive, Work::Catalogs);
            }
        }
        D::Membership(it) => access::membership(id, it, judged),
        D::Function(it) => {
            access::function(id, it, judged);
            if let Body::Atomic(body) = &it.body
                && tokens(body).iter().any(|it| it.is_any(&["insert", "update", "delete", "merge"]))
            {
                written(id, judged);
            }
            let old = judged.from.get(id).map(|old| &old.definition);
            let is_other = |old: &D| match old {
                D::Function(old) => {
                    (&old.args, &old.returns, old.kind) != (&it.args, &it.returns, it.kind)
                }
                _ => false,
            };
            if old.is_some_and(is_other) {
                judged.harm(Hazard::BreaksClient, "it takes or gives something else");
            }
        }
        // They lock nothing, or read other relations at most.
        D::Database(_)
        | D::Role(_)
        | D::Schema(_)
        | D::Extension(_)
        | D::Language(_)
        | D::AccessMethod(_)
        | D::DefaultPrivileges(_)
        | D::Collation(_)
        | D::BaseType(_)
        | D::Enum(_)
        | D::Range(_)
        | D::Domain(_)
        | D::Composite(_)
        | D::Sequence(_)
        | D::Aggregate(_)
        | D::Operator(_)
        | D::OperatorFamily(_)
        | D::OperatorClass(_)
        | D::Cast(_)
        | D::Transform(_)
        | D::TextSearchParser(_)
        | D::TextSearchTemplate(_)
        | D::TextSearchDictionary(_)
        | D::TextSearchConfiguration(_)
        | D::Conversion(_)
        | D::ForeignDataWrapper(_)
        | D::ForeignServer(_)
        | D::UserMapping(_)
        | D::View(_)
        | D::MaterializedView(_)
        | D::Rows(_)
        | D::Subscription(_)
        | D::EventTrigger(_) => {}
    }
}

/// While others write to the table.
pub(super) fn index_concurrently(id: &ObjectId, index: &Index, judged: &mut Judged<'_>) {
    let table = id.relation_qname();
    judged.on(&table, Mode::ShareUpdateExclusive, Work::Build);
    unique(&table, index, judged);
}

fn unique(table: &QName, index: &Index, judged: &mut Judged<'_>) {
    if index.unique {
        let why = "rows that are the same make it fail";
        judged.harm_on(table, Hazard::MayFailOnData, why);
    }
}

fn create_table(table: &Table, parts: &[(ObjectId, Object)], judged: &mut Judged<'_>) {
    for parent in &table.inherits {
        judged.on(parent, Mode::ShareUpdateExclusive, Work::Catalogs);
    }
    if let Some(of) = &table.partition_of {
        judged.on(&of.parent, Mode::AccessExclusive, Work::Catalogs);
        below_parent(&of.parent, Work::Catalogs, judged);
    }
    for (_, part) in parts {
        if let Definition::Constraint(Constraint {
            body: ConstraintBody::ForeignKey { references, .. },
            ..
        }) = &part.definition
        {
            judged.below(references, Mode::ShareRowExclusive, Work::Catalogs);
        }
    }
}

/// What a new partition brings upon those beside it: the default partition may hold rows that are to be the new one's, and
/// the foreign keys of the parent become its own. `tested`: what is done to test these.
pub(super) fn below_parent(parent: &QName, tested: Work, judged: &mut Judged<'_>) {
    if let Some(default) = judged.relations.default_of(parent).cloned() {
        judged.below(&default, Mode::AccessExclusive, Work::Scan);
        let why = "rows of the default partition that belong to it make it fail";
        judged.harm_on(&default, Hazard::MayFailOnData, why);
    }
    judged.tied(parent, Mode::ShareRowExclusive, tested);
}

/// What a rule writes to is locked as it is read.
pub(super) fn rule(id: &ObjectId, judged: &mut Judged<'_>) {
    judged.on(&id.relation_qname(), Mode::AccessExclusive, Work::Catalogs);
    written(id, judged);
}

/// What it stands on is locked as if it were written to: the server reads the body, and opens what is written to so.
fn written(id: &ObjectId, judged: &mut Judged<'_>) {
    let needed = judged.to.get(id).into_iter().flat_map(|it| &it.depends_on);
    let relations: Vec<QName> = needed
        .map(|it| if it.relation.is_some() { it.relation_qname() } else { it.qname() })
        .collect();
    relations.iter().for_each(|it| judged.on(it, Mode::RowExclusive, Work::Catalogs));
}

fn constraint(table: &QName, constraint: &Constraint, judged: &mut Judged<'_>) {
    let is_tested = constraint.validated && !constraint.not_enforced;
    let scan = if is_tested { Work::Scan } else { Work::Catalogs };
    let why = match &constraint.body {
        ConstraintBody::PrimaryKey { .. }
        | ConstraintBody::Unique { .. }
        | ConstraintBody::Exclusion { .. } => {
            judged.below(table, Mode::AccessExclusive, Work::Build);
            "rows that are the same, or null, make it fail"
        }
        ConstraintBody::Check { .. } => {
            judged.below(table, Mode::AccessExclusive, scan);
            "rows that do not satisfy it make it fail"
        }
        ConstraintBody::ForeignKey { references, .. } => {
            judged.below(table, Mode::ShareRowExclusive, scan);
            // A table that the plan makes has no row that refers to anything.
            let scan = if judged.relations.is_old(table) { scan } else { Work::Catalogs };
            judged.below(references, Mode::ShareRowExclusive, scan);
            "rows that refer to nothing make it fail"
        }
    };
    if is_tested {
        judged.harm_on(table, Hazard::MayFailOnData, why);
    }
}
