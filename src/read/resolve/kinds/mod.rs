//! Functions that need no body: their arguments, what they return and their bodies, from the table that they are about.
//!
//! This happens before functions have names, for the arguments are part of a function's identity.

mod about;
mod list;
mod made;
mod update;

use super::{Place, Resolver, names, secure, traits};
use crate::catalog::{Security, Volatility};
use crate::diagnostic::Diagnostic;
use crate::read::decode::{At, Brief, Entry, List, Map, Text};
use crate::read::grammar::{self, Argument, File, Function, Returns};
use crate::secure::{self as secured, Kind, Rows};
use about::{Tables, about};
pub(super) use list::{BY_KEY, page_sizes};
use made::Made;

/// The kinds that a function states, by their words.
fn stated(it: &Function) -> [(&'static str, Option<&Text>); 8] {
    [
        ("get", it.get.as_ref().map(|it| &it.table)),
        ("list", it.list.as_ref().map(|it| &it.table)),
        ("insert", it.insert.as_ref().map(|it| &it.table)),
        ("update", it.update.as_ref().map(|it| &it.table)),
        ("soft_delete", it.soft_delete.as_ref().map(|it| &it.table)),
        ("restore", it.restore.as_ref().map(|it| &it.table)),
        ("exists", it.exists.as_ref().map(|it| &it.table)),
        ("count", it.count.as_ref().map(|it| &it.table)),
    ]
}

/// The kind that a function states, where it states one.
pub(super) fn word(it: &Function) -> Option<&'static str> {
    stated(it).into_iter().find_map(|(word, table)| table.map(|_| word))
}

/// The files that have such functions, with these written out.
pub(super) fn expand(cx: &mut Resolver<'_>, files: &[(Place, &File)]) -> Vec<Option<File>> {
    let has_some = |file: &File| file.functions.iter().any(|(_, it)| word(it).is_some());
    if !files.iter().any(|(_, file)| has_some(file)) {
        return files.iter().map(|_| None).collect();
    }
    let traits = traits::collect(cx, files);
    let mut tables = Tables::new();
    for (place, file) in files {
        for (key, table) in file.tables.iter() {
            if let Some(name) = names::declared_name(place, key) {
                tables.insert(name, (place.clone(), table));
            }
        }
    }
    let expanded = files.iter().map(|(place, file)| {
        has_some(file).then(|| {
            let mut file = (*file).clone();
            for Entry { key, value, .. } in &mut file.functions.0 {
                let written = match value {
                    Some(it) if word(it).is_some() => one(cx, place, &tables, &traits, key, it),
                    _ => continue,
                };
                *value = written;
            }
            file
        })
    });
    expanded.collect()
}

/// The function, written out; `None` where a fault hides it.
fn one(
    cx: &mut Resolver<'_>,
    place: &Place,
    tables: &Tables<'_>,
    traits: &traits::Traits<'_>,
    key: &Text,
    it: &Function,
) -> Option<Function> {
    let kinds: Vec<_> = stated(it).into_iter().filter_map(|(word, at)| Some((word, at?))).collect();
    let (word, table) = *kinds.first()?;
    let has_body = it.body.is_some() || it.body_file.is_some() || it.atomic.is_some();
    if kinds.len() > 1
        || has_body
        || it.library.is_some()
        || it.returns.is_some()
        || it.language.is_some()
    {
        let fault = Diagnostic::error(
            "conflicting-keys",
            format!("{key} says `{word}` and what it does or returns besides"),
        )
        .at(key.span.clone())
        .help("keep one kind; a function with one has neither body nor `returns` nor `language`");
        cx.fault(fault);
        return None;
    }
    let name = names::function_name(place, key)?;
    let about = about(cx, place, tables, traits, table)?;
    let mut made = Made { cx, place, about: &about, key, args: Vec::new(), returned: Vec::new() };
    let (kind, rows, returns) = made.kind(it)?;
    let args = made.args;
    let missing = cx.secure.missing.clone();
    let mut errors = secure::errors(cx, it);
    let mut function = it.clone();
    let said = function.errors.get_or_insert_default();
    for (code, error) in kind.errors(&missing) {
        let std::collections::btree_map::Entry::Vacant(own) = errors.entry(code) else { continue };
        let text = |text: &str| Text::new(text, table.span.clone());
        let status = error.status.map(|value| At { value, span: table.span.clone() });
        let name = error.name.as_deref().map(text);
        let value =
            grammar::DeclaredError { message: text(&error.message), name, hint: None, status };
        said.0.push(Entry { key: text(own.key()), value: Some(Brief::new(value)), faulty: false });
        own.insert(error);
    }
    let body = secured::kind_body(&cx.secure.templates, &name, &kind, &rows, &errors, &missing);
    let body = match body {
        Ok(body) => body,
        Err(fault) => {
            cx.fault(secure::of_template(fault));
            return None;
        }
    };
    let counts = it.audit.is_some() || it.rate_limit.is_some() || it.idempotent.is_some();
    if kind.only_reads() && !counts {
        function.volatility = function.volatility.or(Some(Volatility::Stable));
    }
    function.security = function.security.or(Some(Security::Definer));
    function.args = merged(args, &it.args);
    function.returns = Some(Brief::new(returns));
    function.body = Some(Text::new(body, table.span.clone()));
    Some(function)
}

/// The arguments that the author states count, in the place of those that are made; others follow. Those with a default
/// come last, as PostgreSQL wants it.
fn merged(made: Vec<(Text, Argument)>, stated: &Map<Brief<Argument>>) -> Map<Brief<Argument>> {
    let mut all: Vec<(Text, Argument)> = Vec::new();
    for (key, arg) in made {
        let own = stated.iter().find(|(name, _)| ***name == *key);
        let arg = match own {
            Some((_, own)) => {
                let mut own = Argument::clone(own);
                own.null = own.null.or(arg.null);
                own.default = if own.default.0.is_some() { own.default } else { arg.default };
                own.comment = own.comment.or(arg.comment);
                own
            }
            None => arg,
        };
        all.push((key, arg));
    }
    for (key, arg) in stated.iter() {
        if !all.iter().any(|(name, _)| **name == **key) {
            all.push((key.clone(), Argument::clone(arg)));
        }
    }
    all.sort_by_key(|(_, arg)| arg.default.0.is_some());
    let entries = all.into_iter().map(|(key, arg)| Entry {
        key,
        value: Some(Brief::new(arg)),
        faulty: false,
    });
    Map(entries.collect())
}

impl Made<'_, '_> {
    fn kind(&mut self, it: &Function) -> Option<(Kind, Rows, Returns)> {
        if let Some(get) = &it.get {
            let columns = self.columns(&get.columns);
            self.returned = columns.iter().flatten().map(|it| it.name.clone()).collect();
            let filters = self.by_key(&get.key);
            let (columns, filters) = (columns?, filters?);
            let rows = self.rows(filters, get.r#where.as_ref(), get.deleted_at.as_ref())?;
            let hides = self.hides(&get.hides, &columns)?;
            let returns = self.table(&columns, false);
            return Some((Kind::Get { columns, hides }, rows, returns));
        }
        if let Some(list) = &it.list {
            return self.list(list);
        }
        if let Some(insert) = &it.insert {
            let columns = self.columns(&insert.columns)?;
            for column in &columns {
                let optional = column.null || column.default.is_some();
                self.argument(
                    &column.name,
                    &column.data_type.clone(),
                    optional,
                    Some(&column.name),
                );
            }
            let set = self.set(&insert.set)?;
            let key = self.key_columns(&List::default())?;
            let returns = match &key[..] {
                [one] => self.value(&one.data_type),
                _ => self.value("jsonb"),
            };
            let mut rows = self.rows(Vec::new(), None, None)?;
            rows.set = set;
            return Some((Kind::Insert { columns, key }, rows, returns));
        }
        if let Some(update) = &it.update {
            return self.update(update);
        }
        if let Some((mark, kind)) = it
            .soft_delete
            .as_ref()
            .map(|it| (it, Kind::SoftDelete))
            .or_else(|| it.restore.as_ref().map(|it| (it, Kind::Restore)))
        {
            let filters = self.by_key(&mark.key)?;
            let mut rows = self.rows(filters, mark.r#where.as_ref(), mark.deleted_at.as_ref())?;
            if rows.deleted_at.is_none() {
                let wanted = &self.cx.secure.deleted_at;
                let fault = Diagnostic::error(
                    "no-mark",
                    format!("table {} has no column `{wanted}` that may be NULL", self.about.name),
                )
                .at(mark.table.span.clone())
                .help("name the column that marks a row as deleted: `deleted_at: …`");
                self.cx.fault(fault);
                return None;
            }
            rows.set = self.set(&mark.set)?;
            return Some((kind, rows, self.value("void")));
        }
        let (found, kind) = match (&it.exists, &it.count) {
            (Some(found), _) => (found, Kind::Exists),
            (None, Some(found)) => (found, Kind::Count),
            (None, None) => return None,
        };
        let filters = match (&kind, found.filters.is_empty()) {
            (Kind::Exists, true) => self.by_key(&List::default())?,
            _ => self.filters(&found.filters)?,
        };
        let rows = self.rows(filters, found.r#where.as_ref(), found.deleted_at.as_ref())?;
        let returns = self.value(if matches!(kind, Kind::Exists) { "boolean" } else { "bigint" });
        Some((kind, rows, returns))
    }
}
