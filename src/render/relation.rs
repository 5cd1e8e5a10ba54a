//! Tables, views, sequences, and what belongs to them.

use super::name::{list, literal, object, options, principal, qualified, quoted, relation};
use crate::catalog::{
    Column, Constraint, ConstraintBody, Definition, ExclusionElement, ForeignKeyAction,
    ForeignKeyMatch, Generated, Identity, Index, IndexElement, Level, MaterializedView, Name,
    Object, ObjectId, PartitionKey, PartitionStrategy, Persistence, Policy, PolicyCommand,
    Principal, Sequence, SequenceOptions, Table, Timing, Trigger, TriggerEnabled, View,
};
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
            Definition::Column(it) => Some(column(&id.name, it, defaults.get(&id.name).copied())),
            Definition::Constraint(it) => Some(constraint(&id.name, it)),
            _ => None,
        })
        .collect();
    let unlogged = if it.persistence == Persistence::Unlogged { "UNLOGGED " } else { "" };
    let with = with(&it.options);
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
    let mut statements =
        vec![format!("CREATE {unlogged}TABLE {name}{parent}{lines}{bound}{by}{with}")];
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
pub(super) fn column(name: &str, it: &Column, default: Option<&str>) -> String {
    let mut text = format!("{} {}", quoted(name), it.data_type);
    if let Some(collation) = &it.collation {
        text.push_str(&format!(" COLLATE {collation}"));
    }
    if let Some(Generated { expression, stored }) = &it.generated {
        let kind = if *stored { "STORED" } else { "VIRTUAL" };
        text.push_str(&format!(" GENERATED ALWAYS AS ({expression}) {kind}"));
    }
    if let Some(it) = &it.identity {
        text.push_str(&format!(" {}", identity(it)));
    }
    if let Some(default) = default {
        text.push_str(&format!(" DEFAULT {default}"));
    }
    if !it.null {
        text.push_str(" NOT NULL");
    }
    text
}

pub(super) fn identity(it: &Identity) -> String {
    let kind = if it.always { "ALWAYS" } else { "BY DEFAULT" };
    let options = sequence_options(&it.sequence, false);
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

pub(super) fn create_sequence(id: &ObjectId, it: &Sequence) -> Vec<String> {
    let mut text = format!("CREATE SEQUENCE {} AS {}", object(id), it.data_type);
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

/// A constraint as CREATE TABLE and ADD take it.
pub(super) fn constraint(name: &str, it: &Constraint) -> String {
    let mut text = format!("CONSTRAINT {} {}", quoted(name), constraint_body(&it.body));
    if it.deferrable {
        text.push_str(" DEFERRABLE");
    }
    if it.initially_deferred {
        text.push_str(" INITIALLY DEFERRED");
    }
    if !it.validated {
        text.push_str(" NOT VALID");
    }
    text
}

fn constraint_body(body: &ConstraintBody) -> String {
    match body {
        ConstraintBody::PrimaryKey { columns, include, options } => {
            format!("PRIMARY KEY ({}){}{}", list(columns), including(include), with(options))
        }
        ConstraintBody::Unique { columns, include, nulls_not_distinct, options } => {
            let nulls = if *nulls_not_distinct { " NULLS NOT DISTINCT" } else { "" };
            format!("UNIQUE{nulls} ({}){}{}", list(columns), including(include), with(options))
        }
        ConstraintBody::Check { expression, no_inherit } => {
            let no_inherit = if *no_inherit { " NO INHERIT" } else { "" };
            format!("CHECK ({expression}){no_inherit}")
        }
        ConstraintBody::ForeignKey {
            columns,
            references,
            referenced_columns,
            match_type,
            on_delete,
            on_update,
            set_columns,
        } => {
            let mut text =
                format!("FOREIGN KEY ({}) REFERENCES {}", list(columns), qualified(references));
            if !referenced_columns.is_empty() {
                text.push_str(&format!(" ({})", list(referenced_columns)));
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

pub(super) fn create_index(id: &ObjectId, it: &Index) -> String {
    let unique = if it.unique { "UNIQUE " } else { "" };
    let elements: Vec<String> = it.elements.iter().map(index_element).collect();
    let nulls = if it.nulls_not_distinct { " NULLS NOT DISTINCT" } else { "" };
    // Of a partitioned table, one that not all partitions have.
    let only = if it.valid { "" } else { "ONLY " };
    let predicate = it.predicate.as_ref().map_or(String::new(), |it| format!(" WHERE ({it})"));
    format!(
        "CREATE {unique}INDEX {} ON {only}{} USING {} ({}){}{nulls}{}{predicate}",
        quoted(&id.name),
        relation(id),
        quoted(&it.using),
        elements.join(", "),
        including(&it.include),
        with(&it.options),
    )
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

pub(super) fn create_materialized_view(id: &ObjectId, it: &MaterializedView) -> String {
    let data = if it.populated { "" } else { "\nWITH NO DATA" };
    format!("CREATE MATERIALIZED VIEW {}{} AS\n{}{data}", object(id), with(&it.options), it.query)
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
        statements.push(trigger_enabled(id, it.enabled));
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

pub(super) fn trigger_enabled(id: &ObjectId, enabled: TriggerEnabled) -> String {
    let word = enabled_word(enabled);
    format!("ALTER TABLE {} {word} TRIGGER {}", relation(id), quoted(&id.name))
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
