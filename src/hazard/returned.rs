//! What an old column that comes back makes of the rows that are there.

use super::judged::Judged;
use super::{Hazard, Mode, Work};
use crate::catalog::{Catalog, Definition, Kind, ObjectId};
use crate::plan::{Returned, Values};

/// Columns that were made anew give back the places that they have taken.
pub(super) fn give_back(table: &ObjectId, columns: &[Returned], judged: &mut Judged<'_>) {
    let table = table.qname();
    judged.on(&table, Mode::AccessExclusive, Work::Rewrite);
    for it in columns {
        let id = ObjectId::of_relation(Kind::Column, &table, it.column.clone());
        let Some(new) = judged.from.column(&id) else { continue };
        let why = match it.renewed {
            true => "columns stand behind all others",
            false => "values are of another type, and columns stand behind all others",
        };
        judged.harm_on(&table, Hazard::BreaksClient, why);
        let (from, into) = (Values::of(&new.data_type), Values::of(&it.data_type));
        let fits = match it.renewed {
            true => labels_stay(&id, judged),
            false => from.fit(&into),
        };
        if !fits {
            let why = "values that the old type does not have make it fail";
            judged.harm_on(&table, Hazard::MayFailOnData, why);
        }
        let is_cut = !from.is_whole() || !into.is_whole();
        if !fits && !it.renewed && is_cut {
            let why = "values that do not fit are cut, rounded or turned";
            judged.harm_on(&table, Hazard::DataLoss, why);
        }
        if !it.null && new.null {
            let why = "rows in which it is null make it fail";
            judged.harm_on(&table, Hazard::MayFailOnData, why);
        }
    }
}

/// Whether all labels of the enum of a column are there after the plan, too.
fn labels_stay(column: &ObjectId, judged: &Judged<'_>) -> bool {
    let types = judged.from.get(column).into_iter().flat_map(|it| &it.depends_on);
    let labels = |catalog: &Catalog, id: &ObjectId| match catalog.get(id).map(|it| &it.definition) {
        Some(Definition::Enum(it)) => it.labels.clone(),
        _ => Vec::new(),
    };
    { types }.filter(|it| it.kind == Kind::Enum).all(|id| {
        let to = labels(judged.to, id);
        labels(judged.from, id).iter().all(|it| to.contains(it))
    })
}
