//! The parts of an index's key.

use super::build::Build;
use super::error::BadRow;
use super::operator::OperatorClass;
use super::setting::split;
use super::stage::Stage;
use super::text;
use crate::catalog::IndexElement;

/// What only the index's own attributes tell: the text and type of an expression, parameters of operator classes.
pub(super) const STAGE: Stage = Stage {
    name: "index elements",
    sql: |_| {
        "SELECT a.attrelid, a.attnum, a.atttypid, a.attoptions, nullif(a.attstattarget, -1)::int4, \
         CASE i.indkey[a.attnum - 1] WHEN 0 THEN pg_get_indexdef(a.attrelid, a.attnum, false) END, i.indrelid \
         FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indexrelid \
         WHERE i.indexrelid >= 16384 AND (i.indexprs IS NOT NULL \
         OR a.attoptions IS NOT NULL OR coalesce(a.attstattarget, -1) <> -1)"
            .to_owned()
    },
    read: |build, row| {
        let key = (row.take()?, row.take()?);
        let part = IndexPart {
            data_type: row.take()?,
            options: row.take::<Option<_>>()?.unwrap_or_default(),
            statistics: row.take()?,
            expression: row.take()?,
        };
        build.index_parts.insert(key, part);
        Ok(())
    },
};

/// An attribute of an index.
pub(super) struct IndexPart {
    data_type: u32,
    /// Parameters of the operator class: `name=value`.
    options: Vec<String>,
    pub(super) statistics: Option<i32>,
    expression: Option<String>,
}

/// What `pg_index` says of one part of a key.
pub(super) struct Part<'a> {
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
    /// The index as a statement, where that is needed to tell an expression's own collation.
    pub(super) statement: Option<&'a str>,
}

impl Part<'_> {
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
            collation = build
                .operators
                .collation(self.collation, 0)
                .filter(|_| self.statement.is_some_and(|it| self.collates(it, &expression)));
            // The index's attribute has the expression's type unless the class stores another one.
            over = part
                .filter(|_| class.is_some_and(|class| !class.stores_other_type))
                .map(|part| build.types.base(part.data_type));
        }
        let descending = self.option & 1 != 0;
        let nulls_first = self.option & 2 != 0;
        let options = part.map_or(&[][..], |part| part.options.as_slice());
        Ok(IndexElement {
            expression,
            collation,
            operator_class: class.and_then(|class| class_text(build, class, over, options)),
            descending,
            nulls_first: (nulls_first != descending).then_some(nulls_first),
        })
    }

    /// Whether the statement gives this expression a collation. The system catalogs hold only the one that results.
    fn collates(&self, statement: &str, expression: &str) -> bool {
        let place = usize::try_from(self.place - 1).unwrap_or_default();
        // The key is in the first parentheses outside of quotes.
        text::parenthesised(statement, " (")
            .and_then(|list| text::elements(list).get(place).copied())
            .and_then(|element| element.strip_prefix(expression))
            .is_some_and(|rest| rest.starts_with(" COLLATE "))
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
