//! What altering an object means.

use super::create::{below_parent, rule};
use super::judged::Judged;
use super::{Hazard, Mode, Work, access, column, returned};
use crate::catalog::{Definition, Kind, NotNull, ObjectId, Publication, QName};
use crate::plan::Alteration;
use std::collections::BTreeSet;

/// Who reads a table opens its indexes: a lock on one of these stands for one on the table.
pub(super) fn alter(id: &ObjectId, alteration: &Alteration, judged: &mut Judged<'_>) {
    use Alteration as A;
    let all = Mode::AccessExclusive;
    let (this, table) = (id.qname(), id.relation_qname());
    match alteration {
        A::Role { from, to } => access::role(from, to, judged),
        A::Membership(it) => access::membership(id, it, judged),
        A::Function(it) => access::function(id, it, judged),
        A::EnumRenameLabel { .. } => {
            judged.harm(Hazard::BreaksClient, "what names the label fails");
        }
        A::ExtensionSchema(_) => judged.harm(Hazard::BreaksClient, "its objects are elsewhere"),
        A::ServerVersion(_)
        | A::ExtensionVersion(_)
        | A::BaseType { .. }
        | A::EnumAddLabel { .. }
        | A::RangeMultirange { .. }
        | A::DomainDefault(_)
        | A::DomainNull(true)
        | A::Aggregate(_)
        | A::Operator { .. }
        | A::FamilyDrop(_)
        | A::FamilyAdd(_)
        | A::StatisticsTarget(_)
        | A::EventTriggerEnabled(_)
        | A::DictionaryOptions { .. }
        | A::ConfigurationMappings { .. }
        | A::Language(_)
        | A::Transform(_)
        | A::PublicationOptions { .. }
        | A::SubscriptionConnection(_)
        | A::SubscriptionPublications(_)
        | A::SubscriptionSlot(_)
        | A::SubscriptionOptions { .. }
        | A::WrapperFunctions(_) => {}

        A::DomainNull(false) | A::DomainNotNull(_) => {
            judged.users(id, Mode::Share, Work::Scan);
            judged.harm(Hazard::MayFailOnData, "values that are null make it fail");
        }
        A::DomainConstraintValidate => {
            let domain = ObjectId::in_schema(Kind::Domain, &table);
            judged.users(&domain, Mode::Share, Work::Scan);
            judged.harm(Hazard::MayFailOnData, "values that do not satisfy it make it fail");
        }
        A::CompositeAdd(_) | A::CompositeRename { .. } => {
            typed(id, Work::Catalogs, judged);
            judged.harm(Hazard::BreaksClient, "its values have other attributes");
        }
        A::CompositeDrop(_) => {
            typed(id, Work::Catalogs, judged);
            judged.harm(Hazard::DataLoss, "the attribute's values are lost");
            judged.harm(Hazard::BreaksClient, "its values have other attributes");
        }
        A::CompositeType(_) => {
            typed(id, Work::Rewrite, judged);
            judged.harm(Hazard::BreaksClient, "the attribute's values are of another type");
        }
        A::CompositeComment { .. } => {}

        A::Sequence { .. } => judged.on(&this, Mode::ShareRowExclusive, Work::Catalogs),
        A::SequenceWithin { name, .. } => judged.on(name, Mode::RowExclusive, Work::Catalogs),
        A::SequenceBeyond { name, .. } => judged.on(name, Mode::RowExclusive, Work::Catalogs),
        A::SequenceOwnedBy(_) => judged.on(&this, Mode::ShareRowExclusive, Work::Catalogs),
        A::SequencePersistence(_) => judged.on(&this, all, Work::Catalogs),

        A::DependsOnExtension { .. } => match id.kind {
            Kind::Index => judged.on(&table, all, Work::Catalogs),
            Kind::MaterializedView => judged.on(&this, all, Work::Catalogs),
            _ => {}
        },
        A::PublicationObjects { from, to } => published(from, to, judged),

        A::Persistence(_) => {
            judged.on(&this, all, Work::Rewrite);
        }
        A::Attach { parent, .. } => {
            judged.on(parent, Mode::ShareUpdateExclusive, Work::Catalogs);
            judged.below(&this, all, Work::Build);
            below_parent(parent, Work::Scan, judged);
            // A foreign key of its own may become part of one of the parent's, and its triggers go.
            judged.tied(&this, all, Work::Scan);
            judged.harm_on(&this, Hazard::MayFailOnData, "rows outside of its bounds make it fail");
        }
        A::Detach { parent } => {
            judged.on(parent, all, Work::Catalogs);
            judged.below(&this, all, Work::Catalogs);
            if let Some(default) = judged.relations.default_of(parent).cloned() {
                judged.on(&default, all, Work::Catalogs);
            }
            judged.tied(parent, all, Work::Scan);
            detached(&this, judged);
        }
        A::DetachForget(_) => judged.on(&this, all, Work::Catalogs),
        A::Inherit { parent } => {
            judged.below(&this, all, Work::Catalogs);
            judged.on(parent, Mode::ShareUpdateExclusive, Work::Catalogs);
        }
        A::NoInherit { .. } => judged.on(&this, all, Work::Catalogs),
        A::IndexAttach(parent) => {
            if let Some(parent) = judged.relations.table_of_index(parent).cloned() {
                judged.on(&parent, Mode::ShareUpdateExclusive, Work::Catalogs);
            }
            judged.on(&table, all, Work::Catalogs);
        }
        A::ForeignOptions { .. } => match id.kind {
            Kind::Table => judged.on(&this, all, Work::Catalogs),
            Kind::Column => judged.on(&table, all, Work::Catalogs),
            _ => {}
        },

        A::TableRowSecurity(on) | A::TableForceRowSecurity(on) => {
            judged.on(&this, all, Work::Catalogs);
            let (hazard, why) = match on {
                true => (Hazard::DropsAccess, "policies bind those whom they did not bind"),
                false => (Hazard::WidensAccess, "policies bind some no longer"),
            };
            judged.harm_on(&this, hazard, why);
        }
        A::TableOf(_) | A::ReplicaIdentity(_) | A::View(_) => judged.on(&this, all, Work::Catalogs),
        A::TableUsingDefault => judged.on(&this, all, Work::Rewrite),
        A::TableUsing(_) => judged.on(&this, all, Work::Rewrite),
        A::Tablespace(_) => match id.kind {
            Kind::Index | Kind::Constraint => judged.on(&table, all, Work::Build),
            _ => judged.on(&this, all, Work::Rewrite),
        },
        A::ClusterOn(_) => judged.on(&this, Mode::ShareUpdateExclusive, Work::Catalogs),
        A::MaterializedViewPopulated(_) => judged.on(&this, all, Work::Rewrite),
        A::Options { set, reset } => {
            let names: Vec<&String> = set.keys().chain(reset).collect();
            options(id, &names, judged);
        }

        A::ColumnType { data_type, .. } => column::change(id, data_type, judged),
        A::ColumnNull(true) => {
            judged.below(&table, all, Work::Catalogs);
            judged.harm_on(&table, Hazard::BreaksClient, "reading it may give null");
        }
        A::ColumnNull(false) if judged.relations.is_tested(id) => {
            judged.below(&table, all, Work::Catalogs);
        }
        // One that came by this plan has values in the declared rows alone: the first other row makes it fail.
        A::ColumnNull(false) if judged.from.get(id).is_none() => {
            judged.below(&table, all, Work::Catalogs);
            judged.harm_on(
                &table,
                Hazard::MayFailOnData,
                "rows that are not declared make it fail",
            );
        }
        A::ColumnNull(false) => not_null(&table, all, judged),
        A::ColumnNotNull(NotNull { validated: true, .. }) => not_null(&table, all, judged),
        A::ColumnNotNull(_) => judged.below(&table, all, Work::Catalogs),
        A::NotNullInherit { no_inherit: false, .. } => not_null(&table, all, judged),
        A::NotNullValidate(_) => not_null(&table, Mode::ShareUpdateExclusive, judged),
        A::NotNullRename { .. } if id.kind == Kind::Domain => {}
        A::NotNullComment { .. } => {}
        A::ColumnExpression(_) => judged.below(&table, all, Work::Rewrite),
        A::ColumnDropIdentity => {
            judged.below(&table, all, Work::Catalogs);
            let default = ObjectId { kind: Kind::DefaultExpr, ..id.clone() };
            if judged.to.get(&default).is_none() {
                let why = "an INSERT that leaves the column out fails";
                judged.harm_on(&table, Hazard::BreaksClient, why);
            }
        }
        A::NotNullRename { .. }
        | A::NotNullInherit { no_inherit: true, .. }
        | A::ColumnStorage(_)
        | A::ColumnCompression(_)
        | A::ColumnAddIdentity(_)
        | A::ColumnSetIdentity { .. }
        | A::ColumnDropExpression
        | A::DefaultExpr(_) => judged.below(&table, all, Work::Catalogs),
        A::ColumnStatistics(_) => {
            judged.below(&table, Mode::ShareUpdateExclusive, Work::Catalogs);
        }
        A::IdentityRename { from: sequence, .. }
        | A::IdentityPersistence { name: sequence, .. } => {
            let sequence = QName { schema: table.schema, name: sequence.clone() };
            judged.on(&sequence, all, Work::Catalogs);
        }

        A::ConstraintValidate => {
            judged.below(&table, Mode::ShareUpdateExclusive, Work::Scan);
            judged.harm_on(
                &table,
                Hazard::MayFailOnData,
                "rows that do not satisfy it make it fail",
            );
            if let Some(referenced) = judged.relations.referenced(&table, &id.name).cloned() {
                judged.below(&referenced, Mode::RowShare, Work::Scan);
            }
        }
        A::KeyIndex(_) => {
            judged.on(&table, Mode::ShareUpdateExclusive, Work::Build);
            let why = "rows that are the same make it fail";
            judged.harm_on(&table, Hazard::MayFailOnData, why);
        }
        A::KeyUsing(_) | A::NotNullSuppose(_) | A::NotNullForget(_) => {
            judged.below(&table, all, Work::Catalogs);
        }
        A::NotNullTest(_) | A::BesideTest(_) => {
            not_null(&table, Mode::ShareUpdateExclusive, judged);
        }
        A::ColumnBeside(_) => judged.on(&table, all, Work::Catalogs),
        A::BesideKeep(_) => judged.on(&this, Mode::ShareRowExclusive, Work::Catalogs),
        A::BesideFill(it) => column::fill(id, it, judged),
        A::FillDefaults { .. } => judged.on(&this, Mode::RowExclusive, Work::Scan),
        A::BesideForget(_) => judged.on(&this, all, Work::Catalogs),
        A::BesideTake(it) => column::take(id, it, judged),
        A::BesideReturn(columns) => returned::give_back(id, columns, judged),
        A::ConstraintEnforced(enforced) => {
            let work = if *enforced { Work::Scan } else { Work::Catalogs };
            judged.below(&table, all, work);
            if *enforced {
                let why = "rows that do not satisfy it make it fail";
                judged.harm_on(&table, Hazard::MayFailOnData, why);
            }
            if let Some(referenced) = judged.relations.referenced(&table, &id.name).cloned() {
                judged.below(&referenced, all, work);
            }
        }
        A::ConstraintDeferrable { .. } => {
            judged.below(&table, all, Work::Catalogs);
            if let Some(referenced) = judged.relations.referenced(&table, &id.name).cloned() {
                judged.below(&referenced, Mode::ShareRowExclusive, Work::Catalogs);
            }
        }
        A::IndexComment(_) => judged.on(&table, Mode::ShareUpdateExclusive, Work::Catalogs),
        // Those of the partitions have it from the index above them.
        A::IndexStatistics { .. } => {
            judged.below(&table, Mode::ShareUpdateExclusive, Work::Catalogs);
        }

        A::TriggerEnabled(_) => {
            judged.below(&table, Mode::ShareRowExclusive, Work::Catalogs);
        }
        A::Rule(_) => rule(id, judged),
        A::RuleEnabled(_) => judged.on(&table, all, Work::Catalogs),
        A::Policy(_) => {
            judged.on(&table, all, Work::Catalogs);
            access::policy_changes(id, judged);
        }
        A::RowsUpsert { .. } => rows(&this, judged),
        A::RowsDelete { .. } => {
            rows(&this, judged);
            judged.harm_on(&this, Hazard::DataLoss, "rows are deleted");
        }
    }
}

fn not_null(table: &QName, mode: Mode, judged: &mut Judged<'_>) {
    judged.below(table, mode, Work::Scan);
    judged.harm_on(table, Hazard::MayFailOnData, "rows in which it is null make it fail");
}

/// The tables whose rows are of a composite type change with it.
fn typed(id: &ObjectId, work: Work, judged: &mut Judged<'_>) {
    let of = id.qname();
    let catalogs = [judged.from, judged.to].into_iter();
    let tables: BTreeSet<QName> = catalogs
        .flat_map(|catalog| catalog.of_kind(Kind::Table))
        .filter(|(_, it)| {
            matches!(&it.definition, Definition::Table(table) if table.of_type.as_ref() == Some(&of))
        })
        .map(|(id, _)| id.qname())
        .collect();
    tables.iter().for_each(|table| judged.below(table, Mode::AccessExclusive, work));
}

fn published(from: &Publication, to: &Publication, judged: &mut Judged<'_>) {
    for it in from.tables.iter().chain(&to.tables) {
        judged.below(&it.table, Mode::ShareUpdateExclusive, Work::Catalogs);
    }
}

/// While others read and write the parent: its own lock on the partition is for the end.
pub(super) fn detach_concurrently(id: &ObjectId, parent: &QName, judged: &mut Judged<'_>) {
    let this = id.qname();
    judged.on(parent, Mode::ShareUpdateExclusive, Work::Catalogs);
    judged.on(&this, Mode::AccessExclusive, Work::Catalogs);
    judged.tied(parent, Mode::AccessExclusive, Work::Scan);
    detached(&this, judged);
}

fn detached(table: &QName, judged: &mut Judged<'_>) {
    judged.harm_on(table, Hazard::BreaksClient, "its rows are no rows of the parent any more");
}

/// Parameters of a table are for those that write to it or clean it up; most others change how it is read.
///
/// Source: `AlterTableGetRelOptionsLockLevel`, which has a level for each parameter.
fn options(id: &ObjectId, names: &[&String], judged: &mut Judged<'_>) {
    let milder = |name: &&String| **name != "user_catalog_table" && !name.starts_with("toast.user");
    let while_used = |name: &&String| matches!(&***name, "fillfactor" | "deduplicate_items");
    let mode = match id.kind {
        Kind::Table | Kind::MaterializedView | Kind::Column if names.iter().all(milder) => {
            Mode::ShareUpdateExclusive
        }
        Kind::Index | Kind::Constraint if names.iter().all(while_used) => {
            Mode::ShareUpdateExclusive
        }
        _ => Mode::AccessExclusive,
    };
    if id.kind == Kind::View && names.iter().any(|it| it.starts_with("security_")) {
        let why = "rows are read with the rights of another role, or filtered in another order";
        judged.harm(Hazard::DropsAccess, why);
        judged.harm(Hazard::WidensAccess, why);
    }
    match id.kind {
        Kind::Table | Kind::View | Kind::MaterializedView => {
            judged.on(&id.qname(), mode, Work::Catalogs);
        }
        Kind::Column => judged.below(&id.relation_qname(), mode, Work::Catalogs),
        Kind::Index | Kind::Constraint => judged.on(&id.relation_qname(), mode, Work::Catalogs),
        _ => {}
    }
}

/// Rows that are written fire the foreign keys of both directions.
fn rows(table: &QName, judged: &mut Judged<'_>) {
    judged.below(table, Mode::RowExclusive, Work::Rows);
    judged.tied(table, Mode::RowExclusive, Work::Rows);
}
