//! What the names in a query may mean.

use super::super::super::sql::{Groups, Token, alias, relations};
use super::Subject;
use crate::catalog::{Column, Definition, Kind, ObjectId, QName};
use std::collections::BTreeMap;

/// A relation of a query.
#[derive(Debug)]
pub(super) struct Source {
    /// As it is written.
    pub(super) name: Vec<String>,
    /// The name that the query calls it by.
    pub(super) alias: String,
    /// The token at which its name begins.
    pub(super) at: usize,
}

/// The relations of a query, in their order.
pub(super) fn sources(tokens: &[Token<'_>], groups: &Groups, query: usize) -> Vec<Source> {
    let named = relations(tokens, groups).into_iter();
    named
        .filter(|(_, at)| groups.query(*at) == Some(query))
        .filter_map(|(name, at)| Some(Source { name, alias: alias(tokens, at)?, at }))
        .collect()
}

/// The relations of a query in the server's words, with the names that it calls them by.
pub(super) fn of_query(
    tokens: &[Token<'_>],
    groups: &Groups,
    query: usize,
) -> Vec<(String, QName)> {
    let all = sources(tokens, groups, query).into_iter();
    all.filter_map(|it| match it.name.as_slice() {
        [schema, name] => Some((it.alias, QName::new(schema, name))),
        _ => None,
    })
    .collect()
}

/// The columns that a query sees from outside, those of the queries around it and of the row, and whether they may be NULL.
pub(super) fn outer_columns(
    subject: &Subject<'_>,
    tokens: &[Token<'_>],
    groups: &Groups,
    query: usize,
    table: Option<&QName>,
) -> BTreeMap<String, bool> {
    let mut tables: Vec<QName> = table.cloned().into_iter().collect();
    let mut around = groups.around(query);
    while let Some(query) = around {
        tables.extend(of_query(tokens, groups, query).into_iter().map(|(_, table)| table));
        around = groups.around(query);
    }
    let mut found = BTreeMap::new();
    for (name, column) in tables.iter().flat_map(|table| columns(subject, table)) {
        *found.entry(name).or_default() |= column.null;
    }
    found
}

/// The columns of a relation that a server has built.
pub(super) fn columns<'a>(
    subject: &Subject<'a>,
    relation: &QName,
) -> impl Iterator<Item = (String, &'a Column)> + use<'a> {
    let all = subject.built.into_iter().flat_map({
        let relation = relation.clone();
        move |built| built.of_relation(Kind::Column, &relation)
    });
    all.filter_map(|(id, object): (&ObjectId, _)| match &object.definition {
        Definition::Column(it) => Some((id.name.to_string(), it)),
        _ => None,
    })
}
