//! Tables, views, sequences, and what belongs to them.

use super::name::{list, literal, object, options, principal, qualified, quoted, relation};
use crate::catalog::{
    Column, Constraint, ConstraintBody, Definition, ExclusionElement, ForeignKeyAction,
    ForeignKeyMatch, Generated, Identity, Index, IndexElement, Kind, Level, MaterializedView, Name,
    NotNull, Object, ObjectId, PartitionKey, PartitionStrategy, Persistence, Policy, PolicyCommand,
    Principal, ReplicaIdentity, Rule, RuleEvent, Sequence, SequenceOptions, Storage, Table, Timing,
    Trigger, TriggerEnabled, View,
};
use crate::plan::Alteration;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn create_table(id: &ObjectId, it: &Table, parts: &[(ObjectId, Object)]) -> Vec<String> {
    let defaults: BTreeMap<&Name, &str> = parts
        .iter()
        .filter_map(|(id, part)| match &part.definition {
            Definition::DefaultExpr(default) => Some((&id.name, default.expression.as_str())),
            _ => None,
        })
        .collect();
    let lines: Vec<String> = parts
        .iter()
        .filter_map(|(id, part)| match &part.definition {
            Definition::Column(it) => Some(column(id, it, defaults.get(&id.name).copied())),
            Definition::Constraint(it) => Some(constraint(&id.name, it)),
            _ => None,
        })
        .collect();
    let foreign = it.foreign.as_ref().map_or(String::new(), super::foreign::table);
    let word = if it.foreign.is_some() { "FOREIGN " } else { "" };
    let unlogged = unlogged(it.persistence);
    let with = with(&it.options);
    let using = it.using.as_ref().map_or(String::new(), |it| format!(" USING {}", quoted(it)));
    let name = object(id);
    let by = it.partition_by.as_ref().map_or(String::new(), partition_by);
    let lines = match (&it.partition_of, lines.is_empty()) {
        (Some(_), true) => String::new(),
        (None, true) => " ()".to_owned(),
        (_, false) => format!(" (\n    {}\n)", lines.join(",\n    ")),
    };
    let of = it.partition_of.as_ref();
    let parent = of.map_or(String::new(), |of| format!(" PARTITION OF {}", qualified(&of.parent)));
    let bound = of.map_or(String::new(), |of| format!(" {}", of.bound));
    let parents: Vec<String> = it.inherits.iter().map(qualified).collect();
    let inherits = match parents.is_empty() {
        true => String::new(),
        false => format!(" INHERITS ({})", parents.join(", ")),
    };
    let mut statements = vec![format!(
        "CREATE {unlogged}{word}TABLE {name}{parent}{lines}{bound}{inherits}{by}{using}{with}{foreign}"
    )];
    for (id, part) in parts {
        if let Definition::Column(it) = &part.definition {
            statements.extend(column_settings(id, it));
        }
    }
    if it.row_security {
        statements.push(format!("ALTER TABLE {name} ENABLE ROW LEVEL SECURITY"));
    }
    if it.force_row_security {
        statements.push(format!("ALTER TABLE {name} FORCE ROW LEVEL SECURITY"));
    }
    statements
}

/// ` PARTITION BY RANGE (…)`.
fn partition_by(key: &PartitionKey) -> String {
    let word = match key.strategy {
        PartitionStrategy::Range => "RANGE",
        PartitionStrategy::List => "LIST",
        PartitionStrategy::Hash => "HASH",
    };
    format!(" PARTITION BY {word} ({})", key.columns.join(", "))
}

/// ` WITH (…)`, or nothing.
fn with(parameters: &BTreeMap<String, String>) -> String {
    if parameters.is_empty() { String::new() } else { format!(" WITH ({})", options(parameters)) }
}

/// A column as CREATE TABLE and ADD COLUMN take it.
pub(super) fn column(id: &ObjectId, it: &Column, default: Option<&str>) -> String {
    let (name, schema) = (&id.name, id.schema.as_deref().unwrap_or_default());
    let mut text = format!("{} {}", quoted(name), it.data_type);
    if let Some(compression) = &it.compression {
        text.push_str(&format!(" COMPRESSION {compression}"));
    }
    text.push_str(&super::foreign::given(&it.foreign_options));
    if let Some(collation) = &it.collation {
        text.push_str(&format!(" COLLATE {collation}"));
    }
    if let Some(Generated { expression, stored }) = &it.generated {
        let kind = if *stored { "STORED" } else { "VIRTUAL" };
        text.push_str(&format!(" GENERATED ALWAYS AS ({expression}) {kind}"));
    }
    if let Some(it) = &it.identity {
        let name = it.name.as_ref().map(|name| format!("{}.{}", quoted(schema), quoted(name)));
        text.push_str(&format!(" {}", identity(it, name.as_deref())));
    }
    if let Some(default) = default {
        text.push_str(&format!(" DEFAULT {default}"));
    }
    match &it.not_null {
        // Added by itself.
        Some(not_null) if !not_null.validated => {}
        Some(NotNull { name, no_inherit, .. }) => {
            if let Some(name) = name {
                text.push_str(&format!(" CONSTRAINT {}", quoted(name)));
            }
            text.push_str(" NOT NULL");
            if *no_inherit {
                text.push_str(" NO INHERIT");
            }
        }
        None if !it.null => text.push_str(" NOT NULL"),
        None => {}
    }
    text
}

/// What CREATE TABLE and ADD COLUMN cannot say of a column.
pub(super) fn column_settings(id: &ObjectId, it: &Column) -> Vec<String> {
    let mut clauses: Vec<String> = [
        it.storage.map(Alteration::ColumnStorage),
        it.statistics.map(|target| Alteration::ColumnStatistics(Some(target))),
    ]
    .iter()
    .flatten()
    .filter_map(|setting| column_setting(&id.name, setting))
    .collect();
    clauses.extend(column_options(&id.name, &it.options, &[]));
    let mut statements = Vec::new();
    if !clauses.is_empty() {
        statements.push(format!("ALTER TABLE {} {}", relation(id), clauses.join(", ")));
    }
    statements
        .extend(it.not_null.as_ref().filter(|it| !it.validated).map(|it| add_not_null(id, it)));
    statements
}

/// The clause of ALTER TABLE that sets something for a column.
pub(super) fn column_setting(name: &str, setting: &Alteration) -> Option<String> {
    let clause = match setting {
        Alteration::ColumnStorage(storage) => format!(
            "STORAGE {}",
            match storage {
                Storage::Plain => "PLAIN",
                Storage::External => "EXTERNAL",
                Storage::Extended => "EXTENDED",
                Storage::Main => "MAIN",
            }
        ),
        Alteration::ColumnCompression(method) => {
            format!("COMPRESSION {}", method.as_deref().unwrap_or("DEFAULT"))
        }
        Alteration::ColumnStatistics(target) => format!("STATISTICS {}", target.unwrap_or(-1)),
        _ => return None,
    };
    Some(format!("ALTER COLUMN {} SET {clause}", quoted(name)))
}

/// The clauses of ALTER TABLE that set and reset options of a column.
pub(super) fn column_options(
    name: &str,
    set: &BTreeMap<String, String>,
    reset: &[String],
) -> Vec<String> {
    let column = quoted(name);
    let mut clauses = Vec::new();
    if !set.is_empty() {
        clauses.push(format!("ALTER COLUMN {column} SET ({})", options(set)));
    }
    if !reset.is_empty() {
        clauses.push(format!("ALTER COLUMN {column} RESET ({})", reset.join(", ")));
    }
    clauses
}

/// NOT NULL by a constraint that is unusual.
pub(super) fn add_not_null(id: &ObjectId, it: &NotNull) -> String {
    let name =
        it.name.as_ref().map_or(String::new(), |name| format!("CONSTRAINT {} ", quoted(name)));
    let inherit = if it.no_inherit { " NO INHERIT" } else { "" };
    let valid = if it.validated { "" } else { " NOT VALID" };
    let (table, column) = (relation(id), quoted(&id.name));
    format!("ALTER TABLE {table} ADD {name}NOT NULL {column}{inherit}{valid}")
}

/// Gives the NOT NULL of a column a name, whatever it is called. One that the table has from another one keeps its name:
/// it changes with that of the other.
pub(super) fn rename_not_null(id: &ObjectId, to: &Name) -> String {
    let table = relation(id);
    let escaped = table.replace('%', "%%").replace('\'', "''");
    let rename = format!("ALTER TABLE {escaped} RENAME CONSTRAINT %I TO %I");
    format!(
        "DO $$DECLARE it name; BEGIN\n    \
         SELECT c.conname INTO it FROM pg_catalog.pg_constraint c JOIN pg_catalog.pg_attribute a\n        \
         ON a.attrelid = c.conrelid AND c.conkey = ARRAY[a.attnum] WHERE c.conrelid = {}::regclass\n        \
         AND a.attname = {name} AND c.contype = 'n' AND c.coninhcount = 0 AND c.conname <> {to};\n    \
         IF FOUND THEN EXECUTE format('{rename}', it, {to}); END IF;\nEND$$",
        literal(&table),
        name = literal(&id.name),
        to = literal(to),
    )
}

/// What follows `REPLICA IDENTITY`.
pub(super) fn replica_identity(it: &ReplicaIdentity) -> String {
    match it {
        ReplicaIdentity::Default => "DEFAULT".to_owned(),
        ReplicaIdentity::Full => "FULL".to_owned(),
        ReplicaIdentity::Nothing => "NOTHING".to_owned(),
        ReplicaIdentity::Index(index) => format!("USING INDEX {}", quoted(index)),
    }
}

/// `GENERATED … AS IDENTITY (…)`; the sequence lies where the table does.
pub(super) fn identity(it: &Identity, name: Option<&str>) -> String {
    let kind = if it.always { "ALWAYS" } else { "BY DEFAULT" };
    let mut options = sequence_options(&it.sequence, false);
    if let Some(name) = name {
        options.insert(0, format!("SEQUENCE NAME {name}"));
    }
    let options =
        if options.is_empty() { String::new() } else { format!(" ({})", options.join(" ")) };
    format!("GENERATED {kind} AS IDENTITY{options}")
}

/// The options that are given; with `all`, the defaults too, for ALTER.
pub(super) fn sequence_options(it: &SequenceOptions, all: bool) -> Vec<String> {
    let mut words = Vec::new();
    let mut number = |word: &str, value: Option<i64>, default: &str| match value {
        Some(value) => words.push(format!("{word} {value}")),
        None if all => words.push(default.to_owned()),
        None => {}
    };
    number("INCREMENT BY", it.increment, "INCREMENT BY 1");
    number("MINVALUE", it.min, "NO MINVALUE");
    number("MAXVALUE", it.max, "NO MAXVALUE");
    // Without bounds of its own a sequence starts at 1, or at -1 when it counts down.
    let start = match it.increment {
        Some(..0) => it.max.unwrap_or(-1),
        _ => it.min.unwrap_or(1),
    };
    number("START WITH", it.start, &format!("START WITH {start}"));
    number("CACHE", it.cache, "CACHE 1");
    match (it.cycle, all) {
        (true, _) => words.push("CYCLE".into()),
        (false, true) => words.push("NO CYCLE".into()),
        (false, false) => {}
    }
    words
}

fn unlogged(it: Persistence) -> &'static str {
    match it {
        Persistence::Logged => "",
        Persistence::Unlogged => "UNLOGGED ",
    }
}

pub(super) fn create_sequence(id: &ObjectId, it: &Sequence) -> Vec<String> {
    let unlogged = if it.unlogged { "UNLOGGED " } else { "" };
    let mut text = format!("CREATE {unlogged}SEQUENCE {} AS {}", object(id), it.data_type);
    for option in sequence_options(&it.options, false) {
        text.push_str(&format!(" {option}"));
    }
    let mut statements = vec![text];
    if let Some(owner) = &it.owned_by {
        statements.push(owned_by(id, Some(owner)));
    }
    statements
}

pub(super) fn owned_by(id: &ObjectId, owner: Option<&(crate::catalog::QName, Name)>) -> String {
    let owner = owner.map_or("NONE".to_owned(), |(table, column)| {
        format!("{}.{}", qualified(table), quoted(column))
    });
    format!("ALTER SEQUENCE {} OWNED BY {owner}", object(id))
}

/// Brings a sequence within bounds; one that is there stays where it is.
pub(super) fn within(name: &crate::catalog::QName, least: i64, greatest: i64) -> String {
    let name = qualified(name);
    format!(
        "SELECT setval({}, least(greatest(last_value, {least}), {greatest}), \
         is_called AND last_value BETWEEN {least} AND {greatest}) FROM {name}",
        literal(&name)
    )
}

/// A constraint as CREATE TABLE and ADD take it.
pub(super) fn constraint(name: &str, it: &Constraint) -> String {
    let mut text = format!("CONSTRAINT {} {}", quoted(name), constraint_body(&it.body));
    if it.deferrable {
        text.push_str(" DEFERRABLE");
    }
    if it.initially_deferred {
        text.push_str(" INITIALLY DEFERRED");
    }
    if it.not_enforced {
        text.push_str(" NOT ENFORCED");
    } else if !it.validated {
        text.push_str(" NOT VALID");
    }
    text
}

fn constraint_body(body: &ConstraintBody) -> String {
    match body {
        ConstraintBody::PrimaryKey { columns, include, options, without_overlaps } => {
            let columns = key(columns, *without_overlaps);
            format!("PRIMARY KEY ({columns}){}{}", including(include), with(options))
        }
        ConstraintBody::Unique {
            columns,
            include,
            nulls_not_distinct,
            options,
            without_overlaps,
        } => {
            let columns = key(columns, *without_overlaps);
            let nulls = if *nulls_not_distinct { " NULLS NOT DISTINCT" } else { "" };
            format!("UNIQUE{nulls} ({columns}){}{}", including(include), with(options))
        }
        ConstraintBody::Check { expression, no_inherit } => {
            let no_inherit = if *no_inherit { " NO INHERIT" } else { "" };
            format!("CHECK ({expression}){no_inherit}")
        }
        ConstraintBody::ForeignKey {
            columns: own,
            references,
            referenced_columns,
            match_type,
            on_delete,
            on_update,
            set_columns,
            period: with_period,
        } => {
            let columns = |columns| match with_period {
                true => period(columns),
                false => list(columns),
            };
            let mut text =
                format!("FOREIGN KEY ({}) REFERENCES {}", columns(own), qualified(references));
            if !referenced_columns.is_empty() {
                text.push_str(&format!(" ({})", columns(referenced_columns)));
            }
            if *match_type == ForeignKeyMatch::Full {
                text.push_str(" MATCH FULL");
            }
            if let Some(action) = action(*on_update) {
                text.push_str(&format!(" ON UPDATE {action}"));
            }
            if let Some(action) = action(*on_delete) {
                text.push_str(&format!(" ON DELETE {action}"));
                if !set_columns.is_empty() {
                    text.push_str(&format!(" ({})", list(set_columns)));
                }
            }
            text
        }
        ConstraintBody::Exclusion { using, elements, include, predicate, options } => {
            let elements: Vec<String> = elements.iter().map(exclusion_element).collect();
            let predicate = predicate.as_ref().map_or(String::new(), |it| format!(" WHERE ({it})"));
            format!(
                "EXCLUDE USING {} ({}){}{}{predicate}",
                quoted(using),
                elements.join(", "),
                including(include),
                with(options)
            )
        }
    }
}

/// The columns of a key, of which the last may be a range.
fn key(columns: &[Name], without_overlaps: bool) -> String {
    let overlaps = if without_overlaps { " WITHOUT OVERLAPS" } else { "" };
    format!("{}{overlaps}", list(columns))
}

/// The columns of a key with `PERIOD` before the last.
fn period(columns: &[Name]) -> String {
    match columns.split_last() {
        Some((last, [])) => format!("PERIOD {}", quoted(last)),
        Some((last, rest)) => format!("{}, PERIOD {}", list(rest), quoted(last)),
        None => String::new(),
    }
}

fn exclusion_element(it: &ExclusionElement) -> String {
    // A declared element holds its operator in its text.
    if it.operator.is_empty() {
        return index_element(&it.element);
    }
    format!("{} WITH {}", index_element(&it.element), it.operator)
}

fn including(columns: &[Name]) -> String {
    if columns.is_empty() { String::new() } else { format!(" INCLUDE ({})", list(columns)) }
}

fn action(action: ForeignKeyAction) -> Option<&'static str> {
    match action {
        ForeignKeyAction::NoAction => None,
        ForeignKeyAction::Restrict => Some("RESTRICT"),
        ForeignKeyAction::Cascade => Some("CASCADE"),
        ForeignKeyAction::SetNull => Some("SET NULL"),
        ForeignKeyAction::SetDefault => Some("SET DEFAULT"),
    }
}

pub(super) fn create_index(id: &ObjectId, it: &Index) -> Vec<String> {
    let unique = if it.unique { "UNIQUE " } else { "" };
    let elements: Vec<String> = it.elements.iter().map(index_element).collect();
    let nulls = if it.nulls_not_distinct { " NULLS NOT DISTINCT" } else { "" };
    // Of a partitioned table, one that not all partitions have.
    let only = if it.valid { "" } else { "ONLY " };
    let predicate = it.predicate.as_ref().map_or(String::new(), |it| format!(" WHERE ({it})"));
    let create = format!(
        "CREATE {unique}INDEX {} ON {only}{} USING {} ({}){}{nulls}{}{predicate}",
        quoted(&id.name),
        relation(id),
        quoted(&it.using),
        elements.join(", "),
        including(&it.include),
        with(&it.options),
    );
    let targets = it.statistics.iter();
    let targets = targets.map(|(place, target)| index_statistics(id, *place, Some(*target)));
    std::iter::once(create).chain(targets).collect()
}

pub(super) fn index_statistics(id: &ObjectId, place: u16, target: Option<i32>) -> String {
    let target = target.unwrap_or(-1);
    format!("ALTER INDEX {} ALTER COLUMN {place} SET STATISTICS {target}", qualified(&id.qname()))
}

fn index_element(it: &IndexElement) -> String {
    let mut text = it.expression.clone();
    if let Some(collation) = &it.collation {
        text.push_str(&format!(" COLLATE {collation}"));
    }
    if let Some(class) = &it.operator_class {
        text.push_str(&format!(" {class}"));
    }
    if it.descending {
        text.push_str(" DESC");
    }
    match it.nulls_first {
        Some(true) => text.push_str(" NULLS FIRST"),
        Some(false) => text.push_str(" NULLS LAST"),
        None => {}
    }
    text
}

pub(super) fn create_view(id: &ObjectId, it: &View, replace: bool) -> String {
    let or_replace = if replace { "OR REPLACE " } else { "" };
    format!("CREATE {or_replace}VIEW {}{} AS\n{}", object(id), with(&it.options), it.query)
}

pub(super) fn create_materialized_view(
    id: &ObjectId,
    it: &MaterializedView,
    parts: &[(ObjectId, Object)],
) -> Vec<String> {
    let data = if it.populated { "" } else { "\nWITH NO DATA" };
    let using = it.using.as_ref().map_or(String::new(), |it| format!(" USING {}", quoted(it)));
    let name = object(id);
    let with = with(&it.options);
    let mut statements =
        vec![format!("CREATE MATERIALIZED VIEW {name}{using}{with} AS\n{}{data}", it.query)];
    for (id, part) in parts {
        if let Definition::Column(it) = &part.definition {
            let compression = it.compression.clone();
            let compression = compression.map(|it| Alteration::ColumnCompression(Some(it)));
            let compression = compression.and_then(|it| column_setting(&id.name, &it));
            statements.extend(compression.map(|it| format!("ALTER TABLE {name} {it}")));
            statements.extend(column_settings(id, it));
        }
    }
    statements
}

pub(super) fn create_trigger(id: &ObjectId, it: &Trigger) -> Vec<String> {
    let constraint = if it.constraint.is_some() { "CONSTRAINT " } else { "" };
    let timing = match it.timing {
        Timing::Before => "BEFORE",
        Timing::After => "AFTER",
        Timing::InsteadOf => "INSTEAD OF",
    };
    let update = if it.events.update_of.is_empty() {
        "UPDATE".to_owned()
    } else {
        format!("UPDATE OF {}", list(&it.events.update_of))
    };
    let events: Vec<&str> = [
        (it.events.insert, "INSERT"),
        (it.events.update, update.as_str()),
        (it.events.delete, "DELETE"),
        (it.events.truncate, "TRUNCATE"),
    ]
    .into_iter()
    .filter_map(|(given, word)| given.then_some(word))
    .collect();
    let mut text = format!(
        "CREATE {constraint}TRIGGER {} {timing} {} ON {}",
        quoted(&id.name),
        events.join(" OR "),
        relation(id)
    );
    if let Some(table) = &it.from {
        text.push_str(&format!(" FROM {}", qualified(table)));
    }
    if let Some((deferrable, deferred)) = it.constraint {
        if deferrable {
            text.push_str(" DEFERRABLE");
        }
        if deferred {
            text.push_str(" INITIALLY DEFERRED");
        }
    }
    let tables: Vec<String> = [("OLD", &it.old_table), ("NEW", &it.new_table)]
        .into_iter()
        .filter_map(|(word, name)| Some(format!("{word} TABLE AS {}", quoted(name.as_ref()?))))
        .collect();
    if !tables.is_empty() {
        text.push_str(&format!(" REFERENCING {}", tables.join(" ")));
    }
    text.push_str(match it.level {
        Level::Row => " FOR EACH ROW",
        Level::Statement => " FOR EACH STATEMENT",
    });
    if let Some(when) = &it.when {
        text.push_str(&format!(" WHEN ({when})"));
    }
    let args: Vec<String> = it.args.iter().map(|arg| literal(arg)).collect();
    text.push_str(&format!(" EXECUTE FUNCTION {}({})", qualified(&it.function), args.join(", ")));
    let mut statements = vec![text];
    if it.enabled != TriggerEnabled::Origin {
        statements.push(enabled(id, it.enabled));
    }
    statements
}

pub(super) fn enabled_word(enabled: TriggerEnabled) -> &'static str {
    match enabled {
        TriggerEnabled::Origin => "ENABLE",
        TriggerEnabled::Disabled => "DISABLE",
        TriggerEnabled::Replica => "ENABLE REPLICA",
        TriggerEnabled::Always => "ENABLE ALWAYS",
    }
}

/// In which sessions a trigger fires, or a rule holds.
pub(super) fn enabled(id: &ObjectId, enabled: TriggerEnabled) -> String {
    let kind = if id.kind == Kind::Rule { "RULE" } else { "TRIGGER" };
    let word = enabled_word(enabled);
    format!("ALTER TABLE {} {word} {kind} {}", relation(id), quoted(&id.name))
}

pub(super) fn create_rule(id: &ObjectId, it: &Rule, replace: bool) -> String {
    let or_replace = if replace { "OR REPLACE " } else { "" };
    let event = match it.event {
        RuleEvent::Insert => "INSERT",
        RuleEvent::Update => "UPDATE",
        RuleEvent::Delete => "DELETE",
    };
    let condition = it.condition.as_ref().map_or(String::new(), |it| format!(" WHERE {it}"));
    let instead = if it.instead { "INSTEAD " } else { "" };
    let (name, relation) = (quoted(&id.name), relation(id));
    format!(
        "CREATE {or_replace}RULE {name} AS ON {event} TO {relation}{condition} DO {instead}{}",
        it.action
    )
}

pub(super) fn create_policy(id: &ObjectId, it: &Policy) -> String {
    let permissive = if it.permissive { "" } else { " AS RESTRICTIVE" };
    let command = match it.command {
        PolicyCommand::All => "ALL",
        PolicyCommand::Select => "SELECT",
        PolicyCommand::Insert => "INSERT",
        PolicyCommand::Update => "UPDATE",
        PolicyCommand::Delete => "DELETE",
    };
    let (name, table) = (quoted(&id.name), relation(id));
    format!("CREATE POLICY {name} ON {table}{permissive} FOR {command}{}", conditions(it))
}

/// ` TO … USING (…) WITH CHECK (…)`.
pub(super) fn conditions(it: &Policy) -> String {
    let mut text = format!(" TO {}", roles(&it.roles));
    if let Some(using) = &it.using {
        text.push_str(&format!("\n    USING ({using})"));
    }
    if let Some(with_check) = &it.with_check {
        text.push_str(&format!("\n    WITH CHECK ({with_check})"));
    }
    text
}

fn roles(roles: &BTreeSet<Principal>) -> String {
    if roles.is_empty() {
        return "PUBLIC".to_owned();
    }
    roles.iter().map(principal).collect::<Vec<_>>().join(", ")
}
