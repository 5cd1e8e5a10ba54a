//! Tables, with the columns and constraints that go into the statement that creates them.

use super::column::{column, column_settings};
use super::constraint::{comment_on_index, constraint};
use super::name::{object, qualified, quoted, tablespace, with};
use crate::catalog::{
    Definition, Name, Object, ObjectId, PartitionKey, PartitionStrategy, Persistence,
    ReplicaIdentity, Table,
};
use std::collections::BTreeMap;

pub(super) fn create_table(
    id: &ObjectId,
    it: &Table,
    parts: &[(ObjectId, Object)],
    not_null: &[(Name, Option<Name>)],
) -> Vec<String> {
    let defaults: BTreeMap<&Name, &str> = parts
        .iter()
        .filter_map(|(id, part)| match &part.definition {
            Definition::DefaultExpr(default) => Some((&id.name, default.expression.as_str())),
            _ => None,
        })
        .collect();
    let mut lines: Vec<String> = parts
        .iter()
        .filter_map(|(id, part)| match &part.definition {
            Definition::Column(it) => Some(column(id, it, defaults.get(&id.name).copied())),
            Definition::Constraint(it) => Some(constraint(&id.name, it)),
            _ => None,
        })
        .collect();
    lines.extend(not_null.iter().map(|(column, name)| {
        let name = name.as_ref().map_or(String::new(), |it| format!("CONSTRAINT {} ", quoted(it)));
        format!("{name}NOT NULL {}", quoted(column))
    }));
    lines.extend(
        it.restated.0.iter().map(|(name, it)| format!("CONSTRAINT {} CHECK ({it})", quoted(name))),
    );
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
    let tablespace = tablespace(it.tablespace.as_ref());
    let of = it.partition_of.as_ref();
    let parent = of.map_or(String::new(), |of| format!(" PARTITION OF {}", qualified(&of.parent)));
    let bound = of.map_or(String::new(), |of| format!(" {}", of.bound));
    let parents: Vec<String> = it.inherits.iter().map(qualified).collect();
    let inherits = match parents.is_empty() {
        true => String::new(),
        false => format!(" INHERITS ({})", parents.join(", ")),
    };
    let mut statements = vec![format!(
        "CREATE {unlogged}{word}TABLE {name}{parent}{lines}{bound}{inherits}{by}{using}{with}{tablespace}{foreign}"
    )];
    for (id, part) in parts {
        match &part.definition {
            Definition::Column(it) => statements.extend(column_settings(id, it)),
            Definition::Constraint(it) => {
                let comment = it.index_comment.as_deref();
                statements.extend(comment.map(|it| comment_on_index(id, Some(it))));
            }
            _ => {}
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

fn unlogged(it: Persistence) -> &'static str {
    match it {
        Persistence::Logged => "",
        Persistence::Unlogged => "UNLOGGED ",
    }
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
