//! Types that are not what they seem.

use super::{Found, Needs, Rule, Subject};
use crate::catalog::{Column, Definition, Kind, ObjectId};
use crate::diagnostic::Level;

pub(super) const MONEY: Rule = Rule {
    id: "money-in-floating-point",
    level: Level::Warning,
    needs: Needs::Declared,
    about: "An amount of money in a floating-point column, or in the type `money`.",
    why: "Floating point has no 0.10: sums drift, and comparisons fail by a fraction of a cent. The type `money` depends on lc_monetary and knows no currency. \
          Use whole numbers of the least unit, or numeric.",
    fixes: false,
    run: money,
};

pub(super) const TIMESTAMP: Rule = Rule {
    id: "timestamp-without-time-zone",
    level: Level::Warning,
    needs: Needs::Declared,
    about: "A column of type `timestamp` without a time zone.",
    why: "It is what a clock on some wall showed, and nobody knows which wall: two sessions with other time zones write and read other moments. `timestamptz` is a moment.",
    fixes: false,
    run: timestamp,
};

pub(super) const LENGTH: Rule = Rule {
    id: "varchar-limit",
    level: Level::Warning,
    needs: Needs::Declared,
    about: "A column of type `varchar(n)` or `char(n)`.",
    why: "A limit in the type costs as much as a check and is harder to change: a shorter one rewrites nothing but locks the table while every row is looked at, and `char(n)` fills up with blanks that count in some \
          comparisons only. `text` with a check says the same and has a name.",
    fixes: false,
    run: length,
};

pub(super) const SERIAL: Rule = Rule {
    id: "serial-column",
    level: Level::Warning,
    needs: Needs::Declared,
    about: "A column that takes its numbers by `nextval` from a sequence of its own, as `serial` makes it.",
    why: "The sequence needs grants of its own, anybody may write the column past it, and the next number then fails. `identity: always` is the standard's way.",
    fixes: false,
    run: serial,
};

/// Columns of tables, with their types; partitions have theirs from their tables.
fn typed<'a>(
    subject: &Subject<'a>,
) -> impl Iterator<Item = (&'a ObjectId, &'a Column, String)> + use<'a> {
    let declared = subject.declared;
    subject.columns().filter_map(move |(id, _, column)| {
        let table = declared.get(&ObjectId::in_schema(Kind::Table, &id.relation_qname()))?;
        match &table.definition {
            Definition::Table(table) if table.partition_of.is_none() => {
                Some((id, column, column.data_type.to_ascii_lowercase()))
            }
            _ => None,
        }
    })
}

const MONEY_WORDS: [&str; 18] = [
    "amount", "balance", "price", "cost", "fee", "total", "subtotal", "salary", "revenue",
    "budget", "payment", "refund", "discount", "tax", "deposit", "credit", "debit", "money",
];

fn money(subject: &Subject<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for (id, _, name) in typed(subject) {
        let is_float = ["real", "double precision", "float4", "float8", "float"].contains(&&*name)
            || name.starts_with("float(");
        let is_money = id.name.split('_').any(|word| MONEY_WORDS.contains(&word));
        if (is_float && is_money) || name == "money" {
            let what = match is_float {
                true => format!("{} looks like money and is stored in floating point", id.name),
                false => format!("{} is of the type money, which depends on a setting", id.name),
            };
            found.push(
                Found::on(id, what, "use `bigint` in the least unit, or `numeric(12, 2)`")
                    .at("type"),
            );
        }
    }
    found
}

fn timestamp(subject: &Subject<'_>) -> Vec<Found> {
    let is_bare = |name: &str| {
        name.starts_with("timestamp")
            && !name.contains("with time zone")
            && !name.starts_with("timestamptz")
    };
    let bare = typed(subject).filter(|(_, _, name)| is_bare(name));
    bare.map(|(id, _, _)| {
        let what =
            format!("{} has no time zone: which moment it is depends on who reads it", id.name);
        Found::on(id, what, "use `timestamptz`").at("type")
    })
    .collect()
}

fn length(subject: &Subject<'_>) -> Vec<Found> {
    let is_limited = |name: &str| {
        ["varchar(", "character varying(", "char(", "character(", "bpchar("]
            .iter()
            .any(|it| name.replace(" (", "(").starts_with(it))
    };
    let limited = typed(subject).filter(|(_, _, name)| is_limited(name));
    limited
        .map(|(id, _, name)| {
            let what = format!("{} is {name}: the limit is a part of the type", id.name);
            let help = format!(
                "use `text`, with `check: char_length({}) <= …` where the limit means something",
                id.name
            );
            Found::on(id, what, help).at("type")
        })
        .collect()
}

fn serial(subject: &Subject<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for (id, _, name) in typed(subject) {
        let default = subject.declared.get(&ObjectId { kind: Kind::DefaultExpr, ..id.clone() });
        let is_next = default.is_some_and(|it| match &it.definition {
            Definition::DefaultExpr(it) => {
                it.expression.trim_start().to_ascii_lowercase().starts_with("nextval(")
            }
            _ => false,
        });
        if is_next
            || ["serial", "bigserial", "smallserial", "serial4", "serial8", "serial2"]
                .contains(&&*name)
        {
            let what = format!("{} takes its numbers from a sequence beside it", id.name);
            found.push(
                Found::on(id, what, "write `identity: always` instead of the default")
                    .at("default"),
            );
        }
    }
    found
}
