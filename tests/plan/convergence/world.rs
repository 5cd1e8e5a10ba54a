//! What a random database holds. Everything has a slot, and its name is that of its slot: two databases have much in
//! common by name and differ in what it is.

use proptest::option::{of, weighted};
use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};

/// How many slots there are for each kind.
pub(crate) const TABLES: usize = 3;
pub(crate) const COLUMNS: usize = 5;
pub(crate) const SLOTS: usize = 2;

/// Something in each slot, or nothing.
pub(crate) type Slots<T> = Vec<Option<T>>;

/// What every object has.
#[derive(Debug, Clone)]
pub(crate) struct Common {
    /// A comment, by its number.
    pub(crate) comment: Option<u8>,
    /// The owner, where it is not the one who creates.
    pub(crate) owner: Option<&'static str>,
    /// To whom it is granted, and whether with grant option.
    pub(crate) grants: Vec<(&'static str, bool)>,
    /// What is built in for everybody is taken away.
    pub(crate) revoked: bool,
}

#[derive(Debug, Clone)]
pub(crate) struct World {
    pub(crate) enums: Slots<Enum>,
    pub(crate) domains: Slots<Domain>,
    pub(crate) composites: Slots<Composite>,
    pub(crate) sequences: Slots<Sequence>,
    pub(crate) functions: Slots<Function>,
    pub(crate) tables: Slots<Table>,
    pub(crate) views: Slots<View>,
    pub(crate) materialized_views: Slots<View>,
    pub(crate) defaults: Option<Vec<&'static str>>,
}

#[derive(Debug, Clone)]
pub(crate) struct Enum {
    pub(crate) labels: Vec<&'static str>,
    pub(crate) common: Common,
}

#[derive(Debug, Clone)]
pub(crate) struct Domain {
    pub(crate) base: Type,
    pub(crate) default: bool,
    pub(crate) not_null: bool,
    pub(crate) checks: Slots<u8>,
    pub(crate) common: Common,
}

#[derive(Debug, Clone)]
pub(crate) struct Composite {
    pub(crate) attributes: Slots<Type>,
    pub(crate) common: Common,
}

#[derive(Debug, Clone)]
pub(crate) struct Sequence {
    pub(crate) small: bool,
    pub(crate) increment: i64,
    pub(crate) start: u8,
    pub(crate) cache: u8,
    pub(crate) cycle: bool,
    /// The table and the column that it goes with.
    pub(crate) owned: Option<(Index, Index)>,
    pub(crate) common: Common,
}

#[derive(Debug, Clone)]
pub(crate) struct Function {
    pub(crate) argument: Option<Type>,
    pub(crate) default: bool,
    pub(crate) returns: Type,
    /// Counts the rows of a table in a body that PostgreSQL parses.
    pub(crate) counts: Option<Index>,
    pub(crate) plpgsql: bool,
    pub(crate) volatility: &'static str,
    pub(crate) strict: bool,
    pub(crate) definer: bool,
    pub(crate) setting: bool,
    pub(crate) cost: Option<u8>,
    pub(crate) parallel: bool,
    pub(crate) common: Common,
}

#[derive(Debug, Clone)]
pub(crate) struct Table {
    pub(crate) columns: Slots<Column>,
    pub(crate) key: Option<bool>,
    pub(crate) uniques: Slots<Unique>,
    pub(crate) checks: Slots<Check>,
    pub(crate) reference: Option<Reference>,
    pub(crate) exclusion: Option<bool>,
    pub(crate) indexes: Slots<TableIndex>,
    pub(crate) policies: Slots<Policy>,
    pub(crate) triggers: Slots<Trigger>,
    pub(crate) row_security: (bool, bool),
    pub(crate) unlogged: bool,
    pub(crate) fillfactor: Option<u8>,
    pub(crate) common: Common,
}

/// A column is granted to nobody who can own the table: OWNER TO changes such a grant, too, and no plan knows of that.
#[derive(Debug, Clone)]
pub(crate) struct Column {
    pub(crate) r#type: Type,
    pub(crate) not_null: bool,
    pub(crate) value: Value,
    pub(crate) collated: bool,
    pub(crate) comment: Option<u8>,
    pub(crate) granted: Option<&'static str>,
}

/// Where the value of a column comes from.
#[derive(Debug, Clone)]
pub(crate) enum Value {
    Given,
    Default,
    Identity {
        always: bool,
        start: u8,
    },
    Generated,
    /// A function of this database.
    Called(Index),
    /// The next of a sequence of this database.
    Counted(Index),
}

#[derive(Debug, Clone)]
pub(crate) enum Type {
    Plain(&'static str),
    Enum(usize),
    Domain(usize),
    Composite(usize),
}

#[derive(Debug, Clone)]
pub(crate) struct Unique {
    pub(crate) columns: (Index, Index),
    pub(crate) deferrable: Option<bool>,
    pub(crate) nulls_not_distinct: bool,
}

#[derive(Debug, Clone)]
pub(crate) struct Check {
    pub(crate) column: Index,
    pub(crate) variant: bool,
    pub(crate) no_inherit: bool,
    pub(crate) not_valid: bool,
}

#[derive(Debug, Clone)]
pub(crate) struct Reference {
    pub(crate) table: Index,
    pub(crate) on_delete: &'static str,
    pub(crate) deferrable: Option<bool>,
    pub(crate) not_valid: bool,
}

#[derive(Debug, Clone)]
pub(crate) struct TableIndex {
    pub(crate) columns: (Index, Index),
    pub(crate) unique: bool,
    pub(crate) descending: bool,
    pub(crate) hash: bool,
    pub(crate) expression: bool,
    pub(crate) partial: bool,
    pub(crate) include: bool,
    pub(crate) comment: Option<u8>,
}

#[derive(Debug, Clone)]
pub(crate) struct Policy {
    pub(crate) command: &'static str,
    pub(crate) restrictive: bool,
    pub(crate) to: Vec<&'static str>,
    pub(crate) other_table: Option<Index>,
    pub(crate) comment: Option<u8>,
}

#[derive(Debug, Clone)]
pub(crate) struct Trigger {
    pub(crate) timing: &'static str,
    pub(crate) event: &'static str,
    pub(crate) row: bool,
    pub(crate) when: bool,
    pub(crate) constraint: bool,
    pub(crate) enabled: &'static str,
    pub(crate) comment: Option<u8>,
}

#[derive(Debug, Clone)]
pub(crate) struct View {
    pub(crate) table: Index,
    pub(crate) columns: (Index, Index),
    /// Stands on the view in the slot before it.
    pub(crate) on_view: bool,
    pub(crate) filtered: bool,
    pub(crate) grouped: bool,
    pub(crate) option: Option<&'static str>,
    pub(crate) indexed: bool,
    pub(crate) common: Common,
}

fn slots<T: std::fmt::Debug + Clone>(
    one: impl Strategy<Value = T>,
    count: usize,
) -> impl Strategy<Value = Slots<T>> {
    prop::collection::vec(of(one), count)
}

fn roles() -> impl Strategy<Value = Vec<&'static str>> {
    subsequence(&super::super::ROLES[..], 0..=2)
}

fn role() -> impl Strategy<Value = &'static str> {
    select(&super::super::ROLES[..])
}

fn comment() -> impl Strategy<Value = Option<u8>> {
    weighted(0.3, 0..2_u8)
}

fn common() -> impl Strategy<Value = Common> {
    let grants = prop::collection::btree_map(role(), any::<bool>(), 0..3);
    (
        comment(),
        weighted(0.3, select(&["r_owner", "r_other"][..])),
        grants,
        prop::bool::weighted(0.2),
    )
        .prop_map(|(comment, owner, grants, revoked)| {
            let grants = grants.into_iter().filter(|(role, _)| Some(*role) != owner).collect();
            Common { comment, owner, grants, revoked }
        })
}

const TYPES: [&str; 13] = [
    "integer",
    "bigint",
    "text",
    "character varying(20)",
    "numeric(12,2)",
    "boolean",
    "timestamp with time zone",
    "uuid",
    "jsonb",
    "integer[]",
    "int4range",
    "interval",
    "bytea",
];

fn plain() -> impl Strategy<Value = Type> {
    select(&TYPES[..]).prop_map(Type::Plain)
}

fn any_type() -> impl Strategy<Value = Type> {
    prop_oneof![
        6 => plain(),
        1 => (0..SLOTS).prop_map(Type::Enum),
        1 => (0..SLOTS).prop_map(Type::Domain),
        1 => (0..SLOTS).prop_map(Type::Composite),
    ]
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        5 => Just(Value::Given),
        3 => Just(Value::Default),
        1 => (any::<bool>(), 1..4_u8).prop_map(|(always, start)| Value::Identity { always, start }),
        1 => Just(Value::Generated),
        1 => any::<Index>().prop_map(Value::Called),
        1 => any::<Index>().prop_map(Value::Counted),
    ]
}

fn column() -> impl Strategy<Value = Column> {
    (any_type(), any::<bool>(), value(), any::<bool>(), comment(), weighted(0.1, Just("r_member")))
        .prop_map(|(r#type, not_null, value, collated, comment, granted)| Column {
            r#type,
            not_null,
            value,
            collated,
            comment,
            granted,
        })
}

fn table_index() -> impl Strategy<Value = TableIndex> {
    let flags = prop::array::uniform6(prop::bool::weighted(0.3));
    (any::<(Index, Index)>(), flags, comment()).prop_map(|(columns, flags, comment)| {
        let [unique, descending, hash, expression, partial, include] = flags;
        TableIndex { columns, unique, descending, hash, expression, partial, include, comment }
    })
}

fn policy() -> impl Strategy<Value = Policy> {
    let commands = select(&["ALL", "SELECT", "INSERT", "UPDATE", "DELETE"][..]);
    (commands, any::<bool>(), roles(), weighted(0.3, any::<Index>()), comment()).prop_map(
        |(command, restrictive, to, other_table, comment)| Policy {
            command,
            restrictive,
            to,
            other_table,
            comment,
        },
    )
}

fn trigger() -> impl Strategy<Value = Trigger> {
    let timing = select(&["BEFORE", "AFTER"][..]);
    let event = select(&["INSERT", "UPDATE", "DELETE", "INSERT OR UPDATE"][..]);
    let enabled = select(&["ENABLE", "DISABLE", "ENABLE ALWAYS", "ENABLE REPLICA"][..]);
    let flags = prop::array::uniform3(any::<bool>());
    (timing, event, enabled, flags, comment()).prop_map(
        |(timing, event, enabled, [row, when, constraint], comment)| Trigger {
            timing,
            event,
            row,
            when,
            constraint,
            enabled,
            comment,
        },
    )
}

fn table() -> impl Strategy<Value = Table> {
    let actions = select(&["NO ACTION", "CASCADE", "SET NULL", "RESTRICT"][..]);
    let unique = (any::<(Index, Index)>(), weighted(0.2, any::<bool>()), any::<bool>()).prop_map(
        |(columns, deferrable, nulls_not_distinct)| Unique {
            columns,
            deferrable,
            nulls_not_distinct,
        },
    );
    let check = (any::<Index>(), any::<bool>(), any::<bool>(), Just(false)).prop_map(
        |(column, variant, no_inherit, not_valid)| Check { column, variant, no_inherit, not_valid },
    );
    let reference = (any::<Index>(), actions, weighted(0.3, any::<bool>()), Just(false)).prop_map(
        |(table, on_delete, deferrable, not_valid)| Reference {
            table,
            on_delete,
            deferrable,
            not_valid,
        },
    );
    let constraints = (
        of(any::<bool>()),
        slots(unique, SLOTS),
        slots(check, SLOTS),
        of(reference),
        weighted(0.2, any::<bool>()),
    );
    let rest =
        (any::<(bool, bool)>(), prop::bool::weighted(0.2), weighted(0.2, 50..52_u8), common());
    (
        slots(column(), COLUMNS),
        constraints,
        slots(table_index(), SLOTS),
        slots(policy(), SLOTS),
        slots(trigger(), SLOTS),
        rest,
    )
        .prop_map(|(columns, constraints, indexes, policies, triggers, rest)| {
            let (key, uniques, checks, reference, exclusion) = constraints;
            let (row_security, unlogged, fillfactor, common) = rest;
            Table {
                columns,
                key,
                uniques,
                checks,
                reference,
                exclusion,
                indexes,
                policies,
                triggers,
                row_security,
                unlogged,
                fillfactor,
                common,
            }
        })
}

fn view() -> impl Strategy<Value = View> {
    let option =
        weighted(0.4, select(&["security_barrier", "security_invoker", "check_option"][..]));
    let flags = prop::array::uniform4(prop::bool::weighted(0.4));
    (any::<Index>(), any::<(Index, Index)>(), flags, option, common()).prop_map(
        |(table, columns, [on_view, filtered, grouped, indexed], option, common)| View {
            table,
            columns,
            on_view,
            filtered,
            grouped,
            option,
            indexed,
            common,
        },
    )
}

fn function() -> impl Strategy<Value = Function> {
    let volatility = select(&["VOLATILE", "STABLE", "IMMUTABLE"][..]);
    let flags = prop::array::uniform6(prop::bool::weighted(0.3));
    (
        of(any_type()),
        any_type(),
        weighted(0.3, any::<Index>()),
        volatility,
        flags,
        weighted(0.2, 1..3_u8),
        common(),
    )
        .prop_map(|(argument, returns, counts, volatility, flags, cost, common)| {
            let [default, plpgsql, strict, definer, setting, parallel] = flags;
            Function {
                argument,
                default,
                returns,
                counts,
                plpgsql,
                volatility,
                strict,
                definer,
                setting,
                cost,
                parallel,
                common,
            }
        })
}

/// Any database.
pub(crate) fn world() -> impl Strategy<Value = World> {
    let labels = subsequence(&["a", "b", "c", "d"][..], 1..=4).prop_shuffle();
    let enums = (labels, common()).prop_map(|(labels, common)| Enum { labels, common });
    let domains = (plain(), any::<bool>(), any::<bool>(), slots(0..2_u8, SLOTS), common())
        .prop_map(|(base, default, not_null, checks, common)| Domain {
            base,
            default,
            not_null,
            checks,
            common,
        });
    let composites = (slots(plain(), SLOTS), common())
        .prop_map(|(attributes, common)| Composite { attributes, common });
    let sequences = (
        any::<bool>(),
        select(&[1_i64, 2, -1][..]),
        1..3_u8,
        1..3_u8,
        any::<bool>(),
        of(any::<(Index, Index)>()),
        common(),
    )
        .prop_map(|(small, increment, start, cache, cycle, owned, common)| Sequence {
            small,
            increment,
            start,
            cache,
            cycle,
            owned,
            common,
        });
    (
        slots(enums, SLOTS),
        slots(domains, SLOTS),
        slots(composites, SLOTS),
        slots(sequences, SLOTS),
        slots(function(), SLOTS),
        slots(table(), TABLES),
        slots(view(), SLOTS),
        slots(view(), SLOTS),
        weighted(0.2, roles()),
    )
        .prop_map(
            |(
                enums,
                domains,
                composites,
                sequences,
                functions,
                tables,
                views,
                materialized_views,
                defaults,
            )| World {
                enums,
                domains,
                composites,
                sequences,
                functions,
                tables,
                views,
                materialized_views,
                defaults,
            },
        )
}
