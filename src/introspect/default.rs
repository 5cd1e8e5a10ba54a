//! Defaults, and the expressions of generated columns.

use super::class::PG_ATTRDEF;
use super::error::BadRow;
use super::stage::Stage;
use crate::catalog::{DefaultExpr, Definition, Generated, Kind, Object, ObjectId};

/// A default names no column, so the server need not open the table to word it. An expression of a generated column that
/// names one holds a `VAR` in the form that the server keeps it in; a word that is taken for one costs time alone.
pub(super) const STAGE: Stage = Stage {
    name: "defaults",
    sql: |_| {
        "SELECT oid, adrelid, adnum, pg_get_expr(adbin, \
         CASE WHEN strpos(adbin::text, '{VAR ') > 0 THEN adrelid ELSE 0::oid END) FROM pg_attrdef"
            .to_owned()
    },
    read: |build, row| {
        let oid: u32 = row.take()?;
        let attribute: (u32, i16) = (row.take()?, row.take()?);
        let expression: String = row.take()?;
        let Some(relation) = build.relations.get(&attribute.0) else { return Ok(()) };
        let Some(found) = build.attributes.get(&attribute) else { return Ok(()) };
        let (Some(handle), 'r' | 'p' | 'f' | 'v') = (found.handle, relation.kind) else {
            return Ok(());
        };
        let stored = match found.generated {
            '\0' => {
                let id =
                    ObjectId::of_relation(Kind::DefaultExpr, &relation.name, found.name.clone());
                build.add((PG_ATTRDEF, oid), id, Object::new(DefaultExpr { expression }));
                return Ok(());
            }
            's' => true,
            'v' => false,
            letter => return Err(BadRow::unknown("kind of generated column", letter)),
        };
        if let Definition::Column(column) = &mut build.object(handle).definition {
            column.generated = Some(Generated { expression, stored });
        }
        build.stands_for((PG_ATTRDEF, oid), handle);
        Ok(())
    },
};
