//! What the database must be like, and what it is.

use super::client::Client;
use super::error::Error;
use crate::contract::{EXPECTED, OTHERS};
use std::collections::BTreeMap;
use std::fmt;

/// A function or a type that the crate names.
#[derive(Debug)]
pub(crate) struct Expected {
    pub(crate) kind: &'static str,
    pub(crate) schema: &'static str,
    pub(crate) name: &'static str,
    /// The types of a function's arguments.
    pub(crate) arguments: &'static str,
    /// All else that matters, a line each, as the statement below words it.
    pub(crate) shape: &'static str,
}

/// One of these.
pub(crate) const fn expected(
    kind: &'static str,
    schema: &'static str,
    name: &'static str,
    arguments: &'static str,
    shape: &'static str,
) -> Expected {
    Expected { kind, schema, name, arguments, shape }
}

/// A difference between the database that the crate was made from and the one that it is connected to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Difference {
    /// What differs: `function api.create_family(text)`.
    pub object: String,
    /// How.
    pub what: String,
    /// Whether calls may fail because of it. Otherwise the crate only does not know of what is new.
    pub matters: bool,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.object, self.what)
    }
}

/// Every function and type of these schemas, in the form of [`Expected`]. Names are whole, since nothing is on the path.
const ASK: &str = "
select 'function', n.nspname, p.proname, pg_catalog.oidvectortypes(p.proargtypes),
  coalesce(pg_catalog.array_to_string(
    array(select coalesce(p.proargnames[i], '') from pg_catalog.generate_series(1, coalesce(pg_catalog.array_length(p.proargmodes, 1), p.pronargs)) i
      where coalesce(p.proargmodes[i], 'i') in ('i', 'b', 'v') order by i), ','), '')
  || E'\\n' || p.pronargdefaults || E'\\n' || coalesce(pg_catalog.pg_get_function_result(p.oid), '')
from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
where n.nspname = any ($1) and not exists (select from pg_catalog.pg_depend d
  where d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass and d.objid = p.oid and d.deptype in ('i', 'e'))
union all
select 'enum', n.nspname, t.typname, '',
  pg_catalog.array_to_string(array(select e.enumlabel from pg_catalog.pg_enum e where e.enumtypid = t.oid order by e.enumsortorder), E'\\n')
from pg_catalog.pg_type t join pg_catalog.pg_namespace n on n.oid = t.typnamespace
where t.typtype = 'e' and n.nspname = any ($1)
union all
select 'domain', n.nspname, t.typname, '', pg_catalog.format_type(t.typbasetype, t.typtypmod)
from pg_catalog.pg_type t join pg_catalog.pg_namespace n on n.oid = t.typnamespace
where t.typtype = 'd' and n.nspname = any ($1)
union all
select 'composite', n.nspname, t.typname, '',
  pg_catalog.array_to_string(array(select a.attname || ' ' || pg_catalog.format_type(a.atttypid, null) from pg_catalog.pg_attribute a
    where a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped order by a.attnum), E'\\n')
from pg_catalog.pg_type t join pg_catalog.pg_namespace n on n.oid = t.typnamespace
where t.typtype = 'c' and n.nspname = any ($1)";

type Key = (String, String, String, String);

impl Client {
    /// What in the database differs from the one that the crate was made from, as far as it has to do with the crate: what
    /// matters first. It asks as whoever the client connects as.
    ///
    /// # Errors
    /// The database could not be asked.
    pub async fn differences(&self) -> Result<Vec<Difference>, Error> {
        let connection = self.connection().await?;
        let client = &connection.client;
        let schemas: Vec<&str> = EXPECTED.iter().map(|it| it.schema).collect();
        client.batch_execute("BEGIN READ ONLY; SET LOCAL search_path = ''").await?;
        let rows = client.query(ASK, &[&schemas]).await;
        connection.roll_back();
        let mut there: BTreeMap<Key, String> = BTreeMap::new();
        for row in rows? {
            let text = |at| row.try_get::<_, String>(at);
            there.insert((text(0)?, text(1)?, text(2)?, text(3)?), text(4)?);
        }
        let mut found = Vec::new();
        for expected in EXPECTED {
            compare(expected, &there, &mut found);
        }
        let known = |key: &Key| {
            let other = OTHERS.contains(&(&*key.1, &*key.2, &*key.3));
            other || EXPECTED.iter().any(|it| it.key() == *key)
        };
        let of_functions =
            |key: &Key| EXPECTED.iter().any(|it| it.kind == "function" && it.schema == key.1);
        for key in there.keys().filter(|it| it.0 == "function" && of_functions(it) && !known(it)) {
            let what = "is not known to this crate".to_owned();
            found.push(Difference { object: object(key), what, matters: false });
        }
        found.sort_by(|one, other| other.matters.cmp(&one.matters).then_with(|| one.cmp(other)));
        Ok(found)
    }
}

impl Expected {
    fn key(&self) -> Key {
        let owned = |it: &str| it.to_owned();
        (owned(self.kind), owned(self.schema), owned(self.name), owned(self.arguments))
    }
}

fn object((kind, schema, name, arguments): &Key) -> String {
    match &**kind {
        "function" => format!("function {schema}.{name}({arguments})"),
        _ => format!("{kind} {schema}.{name}"),
    }
}

fn compare(expected: &Expected, there: &BTreeMap<Key, String>, found: &mut Vec<Difference>) {
    let key = expected.key();
    let mut differs =
        |what: String, matters| found.push(Difference { object: object(&key), what, matters });
    let Some(shape) = there.get(&key) else {
        return differs("is not there".to_owned(), true);
    };
    if shape == expected.shape {
        return;
    }
    let lines = |text: &'_ str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    let (was, is) = (lines(expected.shape), lines(shape));
    match expected.kind {
        "function" => {
            let part = |of: &[String], at: usize| of.get(at).cloned().unwrap_or_default();
            for (at, word) in
                ["arguments", "arguments that may be left out", "result"].iter().enumerate()
            {
                let (was, is) = (part(&was, at), part(&is, at));
                if was == is {
                    continue;
                }
                // With more defaults every call that worked does so still.
                let more = at == 1 && is.parse::<u32>().ok() > was.parse::<u32>().ok();
                differs(format!("has other {word}: {is}, not {was}"), !more);
            }
        }
        "domain" => differs(format!("is a {}, not a {}", is.join(" "), was.join(" ")), true),
        _ => {
            for gone in was.iter().filter(|it| !is.contains(it)) {
                differs(format!("has no `{gone}`"), true);
            }
            let mut more = is.iter().filter(|it| !was.contains(it)).peekable();
            if more.peek().is_none() && was.len() == is.len() {
                // An order of fields is how they are sent; an order of labels is none of the crate's business.
                differs("has another order".to_owned(), expected.kind == "composite");
            }
            for new in more {
                let at_end = is[was.len().min(is.len())..].contains(new);
                let matters = expected.kind == "composite" && !at_end;
                differs(format!("has a new `{new}`"), matters);
            }
        }
    }
}
