//! Functions that need no body: their arguments, what they return and their bodies, from the table that they are about.
//!
//! This happens before functions have names, for the arguments are part of a function's identity.

use super::traits::{self, Traits};
use super::{Place, Resolver, names, secure};
use crate::catalog::{Name, QName, Security, Volatility};
use crate::diagnostic::Diagnostic;
use crate::read::decode::{Brief, DefaultSql, Entry, List, Map, Sql, Text};
use crate::read::grammar::{self, Argument, File, Function, ReturnColumn, Returns, Table};
use crate::secure::{self as secured, Column, Filter, Kind, Locked, Operator, Rows, Sort, SortKey};
use std::collections::BTreeMap;

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

type Tables<'a> = BTreeMap<QName, (Place, &'a Table)>;

/// A table as far as these functions need it.
struct About {
    name: QName,
    columns: Vec<Column>,
    key: Vec<Name>,
    comments: BTreeMap<Name, Text>,
}

/// The function, written out; `None` where a fault hides it.
fn one(
    cx: &mut Resolver<'_>,
    place: &Place,
    tables: &Tables<'_>,
    traits: &Traits<'_>,
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
        if !errors.contains_key(&code) {
            let text = |text: &str| Text::new(text, table.span.clone());
            let status = error
                .status
                .map(|value| crate::read::decode::At { value, span: table.span.clone() });
            let value =
                grammar::DeclaredError { message: text(&error.message), hint: None, status };
            said.0.push(Entry { key: text(&code), value: Some(Brief::new(value)), faulty: false });
            errors.insert(code, error);
        }
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

/// The table's columns, those of its traits included.
fn about(
    cx: &mut Resolver<'_>,
    place: &Place,
    tables: &Tables<'_>,
    traits: &Traits<'_>,
    text: &Text,
) -> Option<About> {
    let name = cx.table(place, text)?;
    let (home, table) = tables.get(&name)?;
    let added = traits::layers(cx, traits, &name, &table.traits);
    let layers: Vec<(&Place, &Table)> = std::iter::once((home, *table))
        .chain(added.iter().map(|(place, table)| (place, table)))
        .collect();
    let mut about = About { name, columns: Vec::new(), key: Vec::new(), comments: BTreeMap::new() };
    for (place, layer) in layers {
        for (key, column) in layer.columns.iter() {
            let Ok(name) = super::name::single(key) else { continue };
            about.comments.extend(column.comment.clone().map(|text| (name.clone(), text)));
            about.columns.push(Column {
                name,
                data_type: cx.data_type(place, &column.r#type),
                null: column.null.unwrap_or(false),
                default: column.default.0.as_ref().map(|sql| sql.trim().to_owned()),
            });
        }
        if let (Some(key), true) = (&layer.primary_key, about.key.is_empty()) {
            about.key = key.columns.iter().filter_map(|it| super::name::single(it).ok()).collect();
        }
    }
    Some(about)
}

/// A function that is being written out.
struct Made<'a, 'c> {
    cx: &'a mut Resolver<'c>,
    place: &'a Place,
    about: &'a About,
    key: &'a Text,
    args: Vec<(Text, Argument)>,
    /// The names of the columns that are returned.
    returned: Vec<Name>,
}

impl Made<'_, '_> {
    fn kind(&mut self, it: &Function) -> Option<(Kind, Rows, Returns)> {
        if let Some(get) = &it.get {
            let columns = self.columns(&get.columns)?;
            self.returned = columns.iter().map(|it| it.name.clone()).collect();
            let filters = self.by_key(&get.key)?;
            let rows = self.rows(filters, get.r#where.as_ref(), get.deleted_at.as_ref())?;
            let returns = self.table(&columns, false);
            return Some((Kind::Get(columns), rows, returns));
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

    fn list(&mut self, it: &grammar::ListRows) -> Option<(Kind, Rows, Returns)> {
        let columns = self.columns(&it.columns)?;
        self.returned = columns.iter().map(|it| it.name.clone()).collect();
        let filters = self.filters(&it.filters)?;
        let key = self.key_columns(&List::default())?;
        let mut sorts = Vec::new();
        for (name, parts) in it.sorts.iter() {
            let mut keys = Vec::new();
            for part in parts.iter() {
                let (text, descending) = match part.strip_suffix(" desc") {
                    Some(text) => (text, true),
                    None => (part.strip_suffix(" asc").unwrap_or(part), false),
                };
                let column = self.column(&Text::new(text.trim(), part.span.clone()))?;
                if column.null {
                    let fault = Diagnostic::error(
                        "nullable-sort",
                        format!("{} may be NULL: no page can begin after such a row", column.name),
                    )
                    .at(part.span.clone())
                    .help("sort by columns that are NOT NULL");
                    self.cx.fault(fault);
                    return None;
                }
                keys.push(SortKey { column: column.name, data_type: column.data_type, descending });
            }
            sorts.push(Sort { name: name.to_string(), keys });
        }
        if sorts.is_empty() {
            sorts.push(Sort { name: "key".into(), keys: Vec::new() });
        }
        for sort in &mut sorts {
            // The key tells rows apart that are equal in the rest, in the direction of the last column.
            let descending = sort.keys.last().is_some_and(|it| it.descending);
            for column in &key {
                if !sort.keys.iter().any(|it| it.column == column.name) {
                    let (column, data_type) = (column.name.clone(), column.data_type.clone());
                    sort.keys.push(SortKey { column, data_type, descending });
                }
            }
        }
        let size =
            |at: Option<&crate::read::decode::At<u32>>, default| at.map_or(default, |at| at.value);
        let limit = it.limit.as_ref();
        let max = size(limit.and_then(|it| it.max.as_ref()), 100).max(1);
        let default = size(limit.and_then(|it| it.default.as_ref()), 50).clamp(1, max);
        self.argument(&Name::from("sort"), "text", true, None);
        self.argument(&Name::from("after"), "text", true, None);
        self.argument(&Name::from("before"), "text", true, None);
        self.argument(&Name::from("page_size"), "integer", true, None);
        let rows = self.rows(filters, it.r#where.as_ref(), it.deleted_at.as_ref())?;
        let returns = self.table(&columns, true);
        Some((Kind::List { columns, sorts, max, default }, rows, returns))
    }

    fn update(&mut self, it: &grammar::Update) -> Option<(Kind, Rows, Returns)> {
        let columns = self.columns(&it.columns)?;
        let filters = self.by_key(&it.key)?;
        let lock = match &it.lock {
            Some(text) => {
                let column = self.column(text)?;
                let argument = column.name.clone();
                self.argument(&argument, &column.data_type.clone(), false, Some(&argument));
                let next = match &*column.data_type {
                    "smallint" | "integer" | "bigint" | "int" | "int4" | "int8" => {
                        Some(format!("t.{} + 1", crate::render::quoted(&column.name)))
                    }
                    text if text.starts_with("timestamp") => Some("clock_timestamp()".to_owned()),
                    _ => None,
                };
                Some(Locked { column, argument, next })
            }
            None => None,
        };
        for column in &columns {
            self.argument(&column.name, &column.data_type.clone(), true, Some(&column.name));
        }
        if columns.iter().any(|it| it.null) {
            self.argument(&Name::from("clear"), "text[]", true, None);
            if let Some((_, arg)) = self.args.last_mut() {
                arg.default = default("'{}'", self.key);
            }
        }
        let set = self.set(&it.set)?;
        let mut rows = self.rows(filters, it.r#where.as_ref(), it.deleted_at.as_ref())?;
        rows.set = set;
        let returns = match &lock {
            Some(lock) => self.value(&lock.column.data_type),
            None => self.value("void"),
        };
        Some((Kind::Update { columns, lock }, rows, returns))
    }

    /// A column that is named; one that is not there is told like any other.
    fn column(&mut self, text: &Text) -> Option<Column> {
        let name = self.cx.column(&self.about.name, text)?;
        self.about.columns.iter().find(|it| it.name == name).cloned()
    }

    fn columns(&mut self, texts: &[Text]) -> Option<Vec<Column>> {
        let found: Vec<Option<Column>> = texts.iter().map(|text| self.column(text)).collect();
        found.into_iter().collect()
    }

    /// The columns of the stated key, or of the primary key.
    fn key_columns(&mut self, stated: &List<Text>) -> Option<Vec<Column>> {
        if !stated.is_empty() {
            return self.columns(stated);
        }
        let columns = &self.about.columns;
        let key: Vec<Column> = self
            .about
            .key
            .iter()
            .filter_map(|name| columns.iter().find(|it| it.name == *name).cloned())
            .collect();
        if key.is_empty() {
            let fault = Diagnostic::error(
                "no-key",
                format!("table {} has no primary key", self.about.name),
            )
            .at(self.key.span.clone())
            .help("declare one; `key: […]` names other columns where a row is found by them");
            self.cx.fault(fault);
            return None;
        }
        Some(key)
    }

    fn by_key(&mut self, stated: &List<Text>) -> Option<Vec<Filter>> {
        let columns = self.key_columns(stated)?;
        let filters = columns.into_iter().map(|column| {
            let argument = self.name_of(&column.name);
            self.argument(&argument, &column.data_type, false, Some(&column.name));
            Filter { column, argument, operator: Operator::Equal, optional: false }
        });
        Some(filters.collect())
    }

    fn filters(&mut self, stated: &[Brief<grammar::Filter>]) -> Option<Vec<Filter>> {
        let mut filters = Vec::new();
        for it in stated {
            let column = self.column(&it.column)?;
            let argument = match &it.name {
                Some(text) => self.cx.member_name(text)?,
                None => self.name_of(&column.name),
            };
            let operator = it.operator.unwrap_or(Operator::Equal);
            let data_type = match operator {
                Operator::In => format!("{}[]", column.data_type),
                Operator::Prefix => "text".to_owned(),
                _ => column.data_type.clone(),
            };
            let optional = it.required != Some(true);
            self.argument(&argument, &data_type, optional, Some(&column.name));
            filters.push(Filter { column, argument, operator, optional });
        }
        Some(filters)
    }

    /// The argument for a column: PostgreSQL has no argument of the name of a returned column.
    fn name_of(&self, column: &Name) -> Name {
        match self.returned.contains(column) {
            true => Name::from(format!("by_{column}")),
            false => column.clone(),
        }
    }

    fn argument(&mut self, name: &Name, data_type: &str, optional: bool, column: Option<&Name>) {
        let text = |text: &str| Text::new(text, self.key.span.clone());
        let mut arg = <Argument as crate::read::decode::HasBrief>::from_brief(
            text(data_type),
            self.key.span.clone(),
        );
        arg.null = Some(optional);
        arg.comment = column.and_then(|name| self.about.comments.get(name).cloned());
        if optional {
            arg.default = default("null", self.key);
        }
        self.args.push((text(&name_key(name)), arg));
    }

    fn rows(
        &mut self,
        filters: Vec<Filter>,
        condition: Option<&Sql>,
        deleted_at: Option<&Text>,
    ) -> Option<Rows> {
        let deleted_at = match deleted_at {
            Some(text) => Some(self.column(text)?),
            None => {
                let wanted = &self.cx.secure.deleted_at;
                let column = self.about.columns.iter().find(|it| it.name == *wanted && it.null);
                column.cloned()
            }
        };
        Some(Rows {
            table: self.about.name.clone(),
            columns: self.about.columns.clone(),
            filters,
            condition: condition.map(|sql| self.cx.qualified_names(self.place, sql.trim())),
            deleted_at,
            set: Vec::new(),
        })
    }

    fn set(&mut self, stated: &Map<Sql>) -> Option<Vec<(Name, String)>> {
        let mut found = Vec::new();
        for (key, sql) in stated.iter() {
            let column = self.column(key)?;
            found.push((column.name, self.cx.qualified_names(self.place, sql.trim())));
        }
        Some(found)
    }

    fn value(&self, data_type: &str) -> Returns {
        let r#type = Some(Text::new(data_type, self.key.span.clone()));
        Returns { r#type, set_of: None, table: None, null: None }
    }

    fn table(&self, columns: &[Column], cursor: bool) -> Returns {
        let text = |text: &str| Text::new(text, self.key.span.clone());
        let column = |name: &Name, data_type: &str, null: bool| {
            let comment = self.about.comments.get(name).cloned();
            let null = null.then_some(true);
            let value = ReturnColumn { r#type: text(data_type), null, comment };
            Entry { key: text(&name_key(name)), value: Some(Brief::new(value)), faulty: false }
        };
        let mut entries: Vec<_> =
            columns.iter().map(|it| column(&it.name, &it.data_type, it.null)).collect();
        if cursor {
            entries.push(column(&Name::from("cursor"), "text", false));
        }
        Returns { r#type: None, set_of: None, table: Some(Map(entries)), null: None }
    }
}

/// A name as a key of the YAML has it.
fn name_key(name: &Name) -> String {
    match name.contains(['.', '"']) {
        true => format!("\"{}\"", name.replace('"', "\"\"")),
        false => name.to_string(),
    }
}

fn default(sql: &str, at: &Text) -> DefaultSql {
    DefaultSql(Some(Sql(Text::new(sql, at.span.clone()))))
}
