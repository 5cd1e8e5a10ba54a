//! Columns that name a row of another table, and no foreign key that sees to it that the row is there.

use super::{Found, Needs, Rule, Subject};
use crate::catalog::{Column, ConstraintBody, ObjectId, Persistence, QName, Table};
use crate::diagnostic::Level;
use std::collections::{BTreeMap, BTreeSet};

pub(super) const RULE: Rule = Rule {
    id: "id-without-foreign-key",
    level: Level::Warning,
    needs: Needs::Declared,
    about: "A column that by its name and its type is the key of another table's row (`user_id`, `users`), and no foreign key.",
    why: "A key that leads nowhere goes in as well as any other, and one of a row that has gone stays: every join loses such rows in silence, and nobody can tell \
          what was never there from what went. Logs, which outlive what they speak of, and pairs such as `subject_type, subject_id` are left alone.",
    fixes: false,
    run,
};

/// Words in the name of a schema or table whose rows outlive what they speak of, or came from elsewhere.
const OUTLIVE: [&str; 14] = [
    "archive", "archived", "archives", "audit", "audits", "history", "import", "imports",
    "journal", "log", "logs", "outbox", "staging", "trail",
];
/// Words before an id that is somebody else's.
const ELSEWHERE: [&str; 5] = ["external", "imported", "legacy", "remote", "upstream"];
/// What beside `subject_id` says to which of several tables it leads.
const OF_SEVERAL: [&str; 5] = ["_class", "_kind", "_relation", "_table", "_type"];

fn run(subject: &Subject<'_>) -> Vec<Found> {
    let tables = Tables::of(subject);
    let mut found = Vec::new();
    for (id, _, table) in subject.whole_tables() {
        let name = id.qname();
        if table.foreign.is_some() || outlives(&name) {
            continue;
        }
        let tied = tied(subject, &name);
        for (id, _, column) in subject.declared.columns(&name) {
            if tied.contains(&*id.name) || column.generated.is_some() || column.identity.is_some() {
                continue;
            }
            if let Some(target) = tables.target(&name, (id, column))
                && may_refer(table, subject, &target.table)
            {
                let Target { table, key, is_primary } = target;
                let what = format!(
                    "by its name {} is {key} of a row of {table}, and no foreign key sees to it that there is one",
                    id.name
                );
                let key = if is_primary { String::new() } else { format!(", column: {key}") };
                let help = format!(
                    "write `references: {{ table: {table}{key}, on_delete: restrict }}`, or `cascade`, `set_null`; where it is meant so, `allow` says why"
                );
                found.push(Found::on(id, what, help));
            }
        }
    }
    found
}

/// A column of which a foreign key would be.
struct Target {
    table: QName,
    key: String,
    is_primary: bool,
}

/// Where names lead.
struct Tables<'s, 'a> {
    subject: &'s Subject<'a>,
    /// The tables of a name.
    called: BTreeMap<&'a str, Vec<QName>>,
    /// The tables to which foreign keys of columns of a name refer.
    referred: BTreeMap<&'a str, BTreeSet<&'a QName>>,
}

/// The columns of a table that foreign keys are of.
fn tied(subject: &Subject<'_>, table: &QName) -> BTreeSet<String> {
    let all = subject.constraints_of(table);
    all.filter_map(|(_, it)| match &it.body {
        ConstraintBody::ForeignKey { columns, .. } => Some(columns),
        _ => None,
    })
    .flatten()
    .map(ToString::to_string)
    .collect()
}

fn outlives(table: &QName) -> bool {
    let mut words = table.schema.split('_').chain(table.name.split('_'));
    words.any(|word| OUTLIVE.contains(&word))
}

impl<'s, 'a> Tables<'s, 'a> {
    fn of(subject: &'s Subject<'a>) -> Self {
        let (mut called, mut referred) = (BTreeMap::new(), BTreeMap::new());
        for (id, _, _) in subject.whole_tables() {
            called.entry(&*id.name).or_insert_with(Vec::new).push(id.qname());
        }
        for (_, _, it) in subject.constraints() {
            if let ConstraintBody::ForeignKey { columns, references, .. } = &it.body
                && let [column] = columns.as_slice()
            {
                referred.entry(&**column).or_insert_with(BTreeSet::new).insert(references);
            }
        }
        Self { subject, called, referred }
    }

    /// The row that a column names: of the table to which all foreign keys of columns of its name refer, else of the one that is
    /// called like it.
    fn target(&self, table: &QName, (id, column): (&ObjectId, &Column)) -> Option<Target> {
        let stem = id.name.strip_suffix("_id")?;
        let is_beside = |end: &str| self.subject.column(table, &format!("{stem}{end}")).is_some();
        let first = stem.split('_').next().unwrap_or_default();
        if OF_SEVERAL.into_iter().any(is_beside) || ELSEWHERE.contains(&first) {
            return None;
        }
        let referred = self.referred.get(&*id.name).filter(|it| it.len() == 1);
        let other = match referred.and_then(|it| it.first()) {
            Some(one) => (*one).clone(),
            None => self.by_words(table, stem)?,
        };
        let (key, is_primary) = key_of(self.subject, &other, &id.name)?;
        let data_type = &self.subject.column(&other, &key)?.data_type;
        let is_own = other == *table && (key == *id.name || plurals(stem).contains(&*table.name));
        let target = Target { table: other, key, is_primary };
        (!is_own && is_like(data_type, &column.data_type)).then_some(target)
    }

    /// The table of a name, of all or the last of its words: `app.users` of `inviting_user`. Of several the one in the same schema.
    fn by_words(&self, beside: &QName, stem: &str) -> Option<QName> {
        let starts = std::iter::once(0).chain(stem.match_indices('_').map(|(at, _)| at + 1));
        starts.into_iter().find_map(|at| {
            let names = plurals(&stem[at..]);
            let tables: Vec<&QName> =
                names.iter().filter_map(|it| self.called.get(&**it)).flatten().collect();
            let near = tables.iter().find(|it| it.schema == beside.schema);
            near.or(tables.first().filter(|_| tables.len() == 1)).map(|it| (*it).clone())
        })
    }
}

/// What a table of such things may be called.
fn plurals(word: &str) -> BTreeSet<String> {
    let mut all = BTreeSet::from([word.to_owned(), format!("{word}s"), format!("{word}es")]);
    all.extend(word.strip_suffix('y').map(|stem| format!("{stem}ies")));
    all
}

/// The one column that a foreign key can refer to, and whether it need not be named.
fn key_of(subject: &Subject<'_>, table: &QName, name: &str) -> Option<(String, bool)> {
    let mut unique = BTreeSet::new();
    for (_, it) in subject.constraints_of(table) {
        match &it.body {
            ConstraintBody::PrimaryKey { columns, .. } => {
                if let [column] = columns.as_slice() {
                    return Some((column.to_string(), true));
                }
            }
            ConstraintBody::Unique { columns, .. } => {
                if let [column] = columns.as_slice() {
                    unique.insert(column.to_string());
                }
            }
            _ => {}
        }
    }
    [name, "id"].into_iter().find(|it| unique.contains(*it)).map(|it| (it.to_owned(), false))
}

/// A key is compared with keys of its own type; integers of every width are.
fn is_like(one: &str, other: &str) -> bool {
    let is_integer = |it: &str| matches!(it, "smallint" | "integer" | "bigint");
    one == other || is_integer(one) && is_integer(other)
}

/// Whether PostgreSQL would take a foreign key: none leads to a foreign table, and none from a logged table to an unlogged one.
fn may_refer(table: &Table, subject: &Subject<'_>, to: &QName) -> bool {
    subject.table(to).is_some_and(|(_, to)| {
        to.foreign.is_none()
            && (to.persistence == Persistence::Logged || table.persistence == Persistence::Unlogged)
    })
}
