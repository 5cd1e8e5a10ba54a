//! The key that a data step goes along, as the server knows it.

use super::super::literal::literal;
use super::directive::Batches;
use super::statement::Fault;
use crate::connect::Session;

/// How values are written so that every session reads them as the same, whatever it has set.
const PLAIN: &str = "set local datestyle = 'ISO'; set local intervalstyle = 'postgres'; set local timezone = 'UTC'; \
    set local extra_float_digits = 1; set local bytea_output = 'hex'; ";

/// A key, or where a range begins or ends: a text for each column.
pub(super) type Values = Vec<String>;

/// A table and the columns that put its rows in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Key {
    /// With its schema, quoted where it has to be.
    pub(super) table: String,
    columns: Vec<Column>,
    /// How many rows there may be, as the last ANALYZE or VACUUM has it.
    pub(super) estimate: u64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Column {
    name: String,
    data_type: String,
}

/// Rows that follow one another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) first: Values,
    pub(super) last: Values,
    pub(super) rows: u64,
}

impl Key {
    /// Asks the server for the table and the columns of the directive.
    pub(super) async fn of(session: &Session, batches: &Batches) -> Result<Self, Fault> {
        let words: Vec<String> = batches.key.iter().map(|it| literal(it)).collect();
        let query = format!(
            "with t as materialized (select {}::pg_catalog.regclass as oid),
             k as materialized (
                select k.n, pg_catalog.quote_ident(a.attname) as name, a.attnum, a.attnotnull,
                       pg_catalog.format_type(a.atttypid, a.atttypmod) as type
                from t, pg_catalog.unnest(array[{}]::text[]) with ordinality as k (word, n)
                left join pg_catalog.pg_attribute a on a.attrelid = (select oid from t)
                    and a.attname = (pg_catalog.parse_ident(k.word))[1] and a.attnum > 0 and not a.attisdropped)
             select pg_catalog.format('%I.%I', s.nspname, c.relname), c.relkind in ('r', 'p'),
                    exists (select from pg_catalog.pg_index i
                        join pg_catalog.pg_class x on x.oid = i.indexrelid
                        join pg_catalog.pg_am m on m.oid = x.relam and m.amname = 'btree'
                        where i.indrelid = t.oid and i.indisvalid and i.indpred is null
                        and (pg_catalog.string_to_array(i.indkey::text, ' ')::int2[])[1:(select count(*) from k)]
                            = (select pg_catalog.array_agg(attnum order by n) from k)),
                    (select pg_catalog.sum(greatest(l.reltuples, 0))::int8 from pg_catalog.pg_class l
                     where l.oid = t.oid or l.oid in (select relid from pg_catalog.pg_partition_tree(t.oid) where isleaf)),
                    k.name, k.type, k.attnotnull
             from k, t join pg_catalog.pg_class c on c.oid = t.oid
             join pg_catalog.pg_namespace s on s.oid = c.relnamespace order by k.n",
            literal(&batches.table),
            words.join(", ")
        );
        let rows = session.rows(&query).await.map_err(Fault::Key)?;
        let text = |row: &Vec<Option<String>>, at: usize| row.get(at).cloned().flatten();
        let is = |row: &Vec<Option<String>>, at: usize| text(row, at).as_deref() == Some("t");
        let Some(first) = rows.first() else {
            return Err(Fault::key("the table of the batches is gone", "run it again"));
        };
        let table = text(first, 0).unwrap_or_default();
        if !is(first, 1) {
            let what = format!("{table} is no table that has rows here");
            return Err(Fault::key(&what, "name the table whose keys the batches follow"));
        }
        let mut columns = Vec::new();
        for (row, word) in rows.iter().zip(&batches.key) {
            let (Some(name), Some(data_type)) = (text(row, 4), text(row, 5)) else {
                let what = format!("{table} has no column {word}");
                return Err(Fault::key(&what, "name the columns of its key"));
            };
            if !is(row, 6) {
                let what =
                    format!("{table}.{name} may be null, and rows without a key are in no batch");
                return Err(Fault::key(&what, "name a key of columns that are NOT NULL"));
            }
            columns.push(Column { name, data_type });
        }
        if !is(first, 2) {
            let names: Vec<&str> = columns.iter().map(|it| it.name.as_str()).collect();
            let names = names.join(", ");
            let what = format!(
                "no index of {table} begins with ({names}): every batch would read the whole table"
            );
            return Err(Fault::key(
                &what,
                "name the columns of its primary key, or make an index first",
            ));
        }
        let estimate = text(first, 3).and_then(|it| it.parse().ok()).unwrap_or_default();
        Ok(Self { table, columns, estimate })
    }

    /// What tells one key from another: a step goes on only along the one that it was begun with.
    pub(super) fn identity(&self) -> String {
        let columns: Vec<String> =
            self.columns.iter().map(|it| format!("{} {}", it.name, it.data_type)).collect();
        format!("{} ({})", self.table, columns.join(", "))
    }

    pub(super) fn types(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|it| it.data_type.as_str())
    }

    /// The next rows: beyond one key, up to another, at most so many. `None` where there are none.
    pub(super) async fn next(
        &self,
        session: &Session,
        after: Option<&Values>,
        until: Option<&Values>,
        rows: u64,
    ) -> Result<Option<Run>, Fault> {
        let mut conditions = Vec::new();
        conditions.extend(after.map(|it| self.compared(">", it)));
        conditions.extend(until.map(|it| self.compared("<=", it)));
        let condition = match conditions.is_empty() {
            true => String::new(),
            false => format!("where {}", conditions.join(" and ")),
        };
        let (names, texts, back) = (self.each(""), self.each("::text"), self.each(" desc"));
        let query = format!(
            "{PLAIN}with k as materialized (select {names} from {} k {condition} order by {names} limit {rows})
             select (select count(*) from k), f.*, l.*
             from (select {texts} from k order by {names} limit 1) f,
                  (select {texts} from k order by {back} limit 1) l",
            self.table
        );
        let mut found = session.rows(&query).await.map_err(Fault::Key)?;
        let Some(row) = found.pop() else { return Ok(None) };
        let mut row = row.into_iter().flatten();
        let rows = row.next().and_then(|it| it.parse().ok()).unwrap_or_default();
        let first: Values = row.by_ref().take(self.columns.len()).collect();
        Ok(Some(Run { first, last: row.collect(), rows }))
    }

    /// The last key there is; `None` in an empty table.
    pub(super) async fn end(&self, session: &Session) -> Result<Option<Values>, Fault> {
        let (texts, back) = (self.each("::text"), self.each(" desc"));
        let query = format!("{PLAIN}select {texts} from {} k order by {back} limit 1", self.table);
        let row = session.rows(&query).await.map_err(Fault::Key)?.pop();
        Ok(row.map(|row| row.into_iter().flatten().collect()))
    }

    /// The columns of `k`. Without its name ORDER BY would take a column of the result, which is a text.
    fn each(&self, more: &str) -> String {
        let each = self.columns.iter().map(|it| format!("k.{}{more}", it.name));
        each.collect::<Vec<_>>().join(", ")
    }

    /// Values as the server takes them; without values, null.
    pub(super) fn written(&self, values: Option<&Values>) -> Vec<String> {
        let each = self.columns.iter().enumerate().map(|(at, Column { data_type, .. })| {
            let value = values.and_then(|it| it.get(at));
            let value = value.map_or_else(|| "null".to_owned(), |it| literal(it));
            format!("{value}::{data_type}")
        });
        each.collect()
    }

    fn compared(&self, operator: &str, values: &Values) -> String {
        format!("({}) {operator} ({})", self.each(""), self.written(Some(values)).join(", "))
    }
}
