//! The parts of an index's key.

use super::build::Build;
use super::class::DEFAULT_COLLATION;
use super::error::BadRow;
use super::operator::OperatorClass;
use super::setting::split;
use super::stage::Stage;
use crate::catalog::IndexElement;

/// Expressions, and the types of all parts of the indexes that have one.
pub(super) const STAGE: Stage = Stage {
    name: "index elements",
    sql: |_| {
        "SELECT i.indexrelid, a.attnum, a.atttypid, CASE i.indkey[a.attnum - 1] WHEN 0 \
         THEN pg_get_indexdef(i.indexrelid, a.attnum, false) END, i.indrelid FROM pg_index i, \
         LATERAL (SELECT attnum, atttypid FROM pg_attribute WHERE attrelid = i.indexrelid OFFSET 0) a \
         WHERE i.indexrelid >= 16384 AND i.indexprs IS NOT NULL"
            .to_owned()
    },
    read: |build, row| {
        let key = (row.take()?, row.take()?);
        let part = TypedPart { data_type: row.take()?, expression: row.take()? };
        build.index_parts.insert(key, part);
        Ok(())
    },
};

/// An attribute of an index that has expressions.
pub(super) struct TypedPart {
    data_type: u32,
    expression: Option<String>,
}

/// What few attributes of indexes have.
pub(super) struct Parameters {
    /// Of the operator class: `name=value`.
    pub(super) options: Vec<String>,
    pub(super) statistics: Option<i32>,
}

/// What `pg_index` says of one part of a key.
pub(super) struct Part {
    pub(super) index: u32,
    pub(super) relation: u32,
    /// Its place in the key, from 1.
    pub(super) place: i16,
    /// The column's number; 0 for an expression.
    pub(super) column: i16,
    pub(super) class: u32,
    pub(super) collation: u32,
    /// Bit 0: descending; bit 1: nulls first.
    pub(super) option: i16,
}

impl Part {
    pub(super) fn element(&self, build: &Build<'_>) -> Result<IndexElement, BadRow> {
        let part = build.index_parts.get(&(self.index, self.place));
        let class = build.operators.class(self.class);
        let expression;
        let collation;
        let over;
        if let Some(column) = build.attributes.get(&(self.relation, self.column)) {
            expression = build.keywords.quoted(&column.name);
            collation = build.operators.collation(self.collation, column.collation);
            over = Some(build.types.base(column.data_type));
        } else {
            expression = part
                .and_then(|it| it.expression.clone())
                .ok_or_else(|| BadRow::Changed("an expression of an index is gone".into()))?;
            // One that the index gives is taken in when it is known: `index_collation`.
            collation = None;
            // The index's attribute has the expression's type unless the class stores another one.
            over = part
                .filter(|_| class.is_some_and(|class| !class.stores_other_type))
                .map(|part| build.types.base(part.data_type));
        }
        let descending = self.option & 1 != 0;
        let nulls_first = self.option & 2 != 0;
        let parameters = build.index_parameters.get(&(self.index, self.place));
        let options = parameters.map_or(&[][..], |it| it.options.as_slice());
        Ok(IndexElement {
            expression,
            collation,
            operator_class: class.and_then(|class| class_text(build, class, over, options)),
            descending,
            nulls_first: (nulls_first != descending).then_some(nulls_first),
        })
    }

    /// The collation that results for an expression, where only the whole statement tells whether the index gives it: it
    /// is not the database's default, or could have been another one.
    pub(super) fn unclear_collation(&self, build: &Build<'_>) -> Option<String> {
        let is_plain = self.collation == DEFAULT_COLLATION
            && !build.collated_relations.contains(&self.relation);
        match self.column {
            0 if !is_plain => build.operators.collation(self.collation, 0),
            _ => None,
        }
    }
}

/// The class with its parameters, worded as `pg_get_indexdef` does; `None` for the default one without any.
fn class_text(
    build: &Build<'_>,
    class: &OperatorClass,
    over: Option<u32>,
    options: &[String],
) -> Option<String> {
    if options.is_empty() {
        return (!build.operators.is_default(class, over)).then(|| class.name.clone());
    }
    let options = options.iter().map(|option| {
        let (name, value) = split(option);
        let name = build.keywords.quoted(&name);
        if build.keywords.quoted(&value) == value {
            format!("{name}={value}")
        } else {
            format!("{name}='{}'", value.replace('\'', "''"))
        }
    });
    Some(format!("{} ({})", class.name, options.collect::<Vec<_>>().join(", ")))
}
