//! Columns.

use super::sequence::{Standing, beyond, standing};
use super::{Outcome, foreign, options};
use crate::catalog::{
    BaseType, Catalog, Column, Definition, Kind, Name, NotNull, ObjectId, Persistence, QName,
    Storage, generated,
};
use crate::plan::Alteration;
use crate::plan::casts::{base, qualified, through};
use crate::plan::partition;

pub(super) fn alter(
    from: &Catalog,
    to: &Catalog,
    id: &ObjectId,
    old: &Column,
    new: &Column,
) -> Outcome {
    // The columns of a view are what its query gives; the view itself is what changes, but for the settings.
    if !crate::plan::is_table(from, id) && !crate::plan::is_table(to, id) {
        return match to.get(&ObjectId::in_schema(Kind::MaterializedView, &id.relation_qname())) {
            Some(_) => settings(to, old, new).into(),
            None => Outcome::Same,
        };
    }
    let mut alterations = Vec::new();
    match (&old.generated, &new.generated) {
        // Stored values stay; they are plain data from now on. A virtual column has none to keep.
        (Some(generated), None) if generated.stored => {
            alterations.push(Alteration::ColumnDropExpression);
        }
        (None, None) => {}
        (old, new) if old == new => {}
        // PostgreSQL computes the values anew.
        (Some(before), Some(after))
            if before.stored
                && after.stored
                && from.major >= 17
                && old.data_type == new.data_type =>
        {
            alterations.push(Alteration::ColumnExpression(after.expression.clone()));
        }
        _ => return Outcome::Replace,
    }
    if old.identity.is_some() && new.identity.is_none() {
        alterations.push(Alteration::ColumnDropIdentity);
    }
    let mut old = old.clone();
    if old.data_type != new.data_type || old.collation != new.collation {
        if new.generated.is_some() {
            return Outcome::Replace;
        }
        alterations.push(Alteration::ColumnType {
            foreign: crate::plan::partition::reaches_foreign(from, &id.relation_qname()),
            data_type: new.data_type.clone(),
            collation: new.collation.clone(),
            through: through(from, &old.data_type, to, &new.data_type),
        });
        // How values are stored is then up to the new type.
        (old.storage, old.compression) = (None, None);
    }
    // An identity column is NOT NULL by nature, and must be so before it becomes one.
    not_null(id, &old, new, &mut alterations);
    identity(id, &old, new, &mut alterations);
    alterations.extend(beyond_its_rows(from, id, &old, new));
    alterations.extend(identity_persistence((from, to), id, &old, new));
    alterations.extend(settings(to, &old, new));
    alterations.into()
}

fn not_null(id: &ObjectId, old: &Column, new: &Column, alterations: &mut Vec<Alteration>) {
    if old.null && new.null {
        return;
    }
    let Some(after) = new.whole_not_null().filter(|_| !new.null) else {
        return alterations.push(Alteration::ColumnNull(true));
    };
    let before = old.whole_not_null().filter(|_| !old.null);
    let said = match before {
        None => {
            let unsaid = NotNull { comment: None, ..after.clone() };
            alterations.push(match unsaid.unusual() {
                Some(it) => Alteration::ColumnNotNull(it),
                None => Alteration::ColumnNull(false),
            });
            None
        }
        Some(before) if before.validated && !after.validated => {
            alterations.push(Alteration::ColumnNull(true));
            alterations.push(Alteration::ColumnNotNull(after.clone()));
            None
        }
        Some(before) => {
            altered_not_null(id, before, after, alterations);
            before.comment.as_ref()
        }
    };
    if said != after.comment.as_ref() {
        let (name, comment) = (after.name.clone(), after.comment.clone());
        alterations.push(Alteration::NotNullComment { name, comment });
    }
}

/// A NOT NULL that stays.
fn altered_not_null(
    id: &ObjectId,
    before: &NotNull,
    after: &NotNull,
    alterations: &mut Vec<Alteration>,
) {
    let given = || generated(&id.relation_qname().name, Some(&id.name), "not_null");
    let name = after.name.clone().unwrap_or_else(given);
    // What the server named may bear the name of another table or column.
    let is_nameless = before.name.is_none() && after.name.is_none();
    if before.name != after.name || (is_nameless && before.no_inherit != after.no_inherit) {
        let from = before.name.clone();
        alterations.push(Alteration::NotNullRename { from, to: name.clone() });
    }
    if before.no_inherit != after.no_inherit {
        let no_inherit = after.no_inherit;
        alterations.push(Alteration::NotNullInherit { name: name.clone(), no_inherit });
    }
    if !before.validated && after.validated {
        alterations.push(Alteration::NotNullValidate((!is_nameless).then_some(name)));
    }
}

/// The sequence beneath an identity column.
pub(crate) fn identity_name(catalog: &Catalog, id: &ObjectId) -> Option<QName> {
    let identity = catalog.column(id)?.identity.as_ref()?;
    let QName { schema, name: table } = id.relation_qname();
    let given = || generated(&table, Some(&id.name), "seq");
    Some(QName { schema, name: identity.name.clone().unwrap_or_else(given) })
}

fn identity(id: &ObjectId, old: &Column, new: &Column, alterations: &mut Vec<Alteration>) {
    // Its type was changed before, and what it counts with it.
    let (old_type, new_type) = (&*old.data_type, &*new.data_type);
    let name = |stated: &Option<Name>| match stated {
        Some(name) => name.clone(),
        None => generated(&id.relation_qname().name, Some(&id.name), "seq"),
    };
    match (&old.identity, &new.identity) {
        (None, Some(identity)) => alterations.push(Alteration::ColumnAddIdentity(identity.clone())),
        (Some(old), Some(new)) => {
            if old.always != new.always || old.sequence != new.sequence {
                let standing = standing((old_type, &old.sequence), (new_type, &new.sequence));
                if standing == Standing::Within {
                    let (least, greatest) = new.sequence.bounds(new_type);
                    let name = QName { name: name(&old.name), schema: id.qname().schema };
                    alterations.push(Alteration::SequenceWithin { name, least, greatest });
                }
                let restart = standing == Standing::Anew;
                let identity = new.clone();
                alterations.push(Alteration::ColumnSetIdentity { identity, restart });
            }
            if old.name != new.name {
                let (from, to) = (name(&old.name), name(&new.name));
                alterations.push(Alteration::IdentityRename { from, to });
            }
        }
        _ => {}
    }
}

/// Rows of a foreign table are elsewhere.
fn beyond_its_rows(
    from: &Catalog,
    id: &ObjectId,
    old: &Column,
    new: &Column,
) -> Option<Alteration> {
    let identity = new.identity.as_ref().filter(|_| old.identity.is_none())?;
    let QName { schema, name: table } = id.relation_qname();
    let given = || generated(&table, Some(&id.name), "seq");
    let name = QName { schema, name: identity.name.clone().unwrap_or_else(given) };
    let is_foreign = partition::reaches_foreign(from, &id.relation_qname());
    (!is_foreign).then(|| beyond(name, id, &new.data_type, &identity.sequence))
}

/// Whether the sequence beneath an identity column is logged. It has become what the table is where that changed, or where
/// it is new.
fn identity_persistence(
    (from, to): (&Catalog, &Catalog),
    id: &ObjectId,
    old: &Column,
    new: &Column,
) -> Option<Alteration> {
    let table = ObjectId::in_schema(Kind::Table, &id.relation_qname());
    let persistence = |catalog| partition::table(catalog, &table).map(|it| it.persistence);
    let (before, after) = (persistence(from)?, persistence(to)?);
    let is = |unlogged: Option<bool>, usual: Persistence| match unlogged {
        Some(true) => Persistence::Unlogged,
        Some(false) => Persistence::Logged,
        None => usual,
    };
    let identity = new.identity.as_ref()?;
    let became = match &old.identity {
        Some(old) if before == after => is(old.unlogged, before),
        _ => after,
    };
    let persistence = is(identity.unlogged, after);
    let name = identity_name(to, id)?.name;
    (became != persistence).then_some(Alteration::IdentityPersistence { name, persistence })
}

/// What is set for a column beside what it is.
pub(crate) fn settings(to: &Catalog, old: &Column, new: &Column) -> Vec<Alteration> {
    let mut alterations = Vec::new();
    if old.storage != new.storage {
        let storage = new.storage.unwrap_or_else(|| usual_storage(to, &new.data_type));
        alterations.push(Alteration::ColumnStorage(storage));
    }
    if old.compression != new.compression {
        alterations.push(Alteration::ColumnCompression(new.compression.clone()));
    }
    if old.statistics != new.statistics {
        alterations.push(Alteration::ColumnStatistics(new.statistics));
    }
    alterations.extend(options(&old.options, &new.options));
    alterations.extend(foreign::options(&old.foreign_options, &new.foreign_options));
    alterations
}

/// How a type stores values that can be stored in more than one way. `SET STORAGE DEFAULT` is known from
/// PostgreSQL 16 on only.
pub(crate) fn usual_storage(catalog: &Catalog, data_type: &str) -> Storage {
    let base = base(catalog, data_type);
    match base.split('(').next().filter(|_| !base.ends_with("[]")).unwrap_or_default() {
        "numeric" | "inet" | "cidr" => Storage::Main,
        "tsquery" => Storage::Plain,
        name => own(catalog, name).map_or(Storage::Extended, |it| it.storage),
    }
}

fn own<'c>(catalog: &'c Catalog, name: &str) -> Option<&'c BaseType> {
    let id = ObjectId::in_schema(Kind::BaseType, &qualified(name)?);
    match &catalog.get(&id)?.definition {
        Definition::BaseType(it) => Some(it),
        _ => None,
    }
}
