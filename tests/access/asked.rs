//! Every privilege, as the server's own functions tell it.

use crate::built::Built;
use crate::support;
use momni_db::access::{Cell, Columns, Missing, Who};
use momni_db::catalog::{Kind, ObjectId, Principal, Privilege};
use momni_db::render::{literal, qualified, quoted};

/// How many questions, and which answers differ.
#[derive(Default)]
pub(crate) struct Compared {
    pub(crate) count: usize,
    pub(crate) wrong: Vec<String>,
}

/// A question in SQL, what is expected, and about what it is.
type Question = (String, bool, String);

pub(crate) async fn differences(built: &Built) -> Compared {
    let mut questions: Vec<Question> = Vec::new();
    for cell in &built.answer.cells {
        privileges(built, cell, &mut questions);
    }
    for who in &built.answer.roles {
        memberships(built, who, &mut questions);
    }
    let session = support::session(&built.target).await;
    session.batch("SET search_path = ''").await.unwrap();
    let mut compared = Compared::default();
    for part in questions.chunks(400) {
        let all: Vec<&str> = part.iter().map(|(sql, ..)| sql.as_str()).collect();
        let sql = format!("SELECT unnest(ARRAY[{}])", all.join(", "));
        let rows = session.rows(&sql).await.unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(rows.len(), part.len());
        for ((sql, expected, about), row) in part.iter().zip(rows) {
            compared.count += 1;
            if (row[0].as_deref() == Some("t")) != *expected {
                compared.wrong.push(format!("{about}: not {expected}: {sql}"));
            }
        }
    }
    compared
}

fn privileges(built: &Built, cell: &Cell, questions: &mut Vec<Question>) {
    let Cell { role, object, operation, found, .. } = cell;
    let who = match role {
        Principal::Public => literal("public"),
        role => literal(&role.to_string()),
    };
    let about = format!("{role}: {} on {object}", operation.word());
    let lacks = |it: &dyn Fn(&Missing) -> bool| found.missing.iter().any(it);
    if let Some(schema) = &object.schema {
        let usage = !lacks(&|it| matches!(it, Missing::Usage(_)));
        let schema = literal(&quoted(schema));
        let sql = format!("has_schema_privilege({who}, {schema}, 'USAGE')");
        questions.push((sql, usage, about.clone()));
    }
    let held = !lacks(&|it| matches!(it, Missing::Privilege(_, on) if on == object));
    let whole = held && found.columns == Columns::All;
    let word = literal(operation.word());
    let name = literal(&match object.kind {
        Kind::Function | Kind::Aggregate => {
            format!(
                "{}({})",
                qualified(&object.qname()),
                object.args.as_deref().unwrap_or_default()
            )
        }
        _ if object.schema.is_some() => qualified(&object.qname()),
        _ => quoted(&object.name),
    });
    let question = match object.kind {
        Kind::Database => format!("has_database_privilege({who}, current_database(), {word})"),
        Kind::Language => format!("has_language_privilege({who}, {name}, {word})"),
        Kind::Schema => format!("has_schema_privilege({who}, {name}, {word})"),
        Kind::Sequence => format!("has_sequence_privilege({who}, {name}, {word})"),
        Kind::Function | Kind::Aggregate => {
            format!("has_function_privilege({who}, {name}, {word})")
        }
        Kind::Table | Kind::View | Kind::MaterializedView => {
            columns(built, cell, &who, &name, questions);
            format!("has_table_privilege({who}, {name}, {word})")
        }
        Kind::BaseType | Kind::Enum | Kind::Range | Kind::Domain | Kind::Composite => {
            format!("has_type_privilege({who}, {name}, {word})")
        }
        kind => panic!("no question for {kind:?}"),
    };
    questions.push((question, whole, about));
}

fn columns(built: &Built, cell: &Cell, who: &str, name: &str, questions: &mut Vec<Question>) {
    let Cell { role, object, operation, found, .. } = cell;
    use Privilege::{Insert, References, Select, Update};
    if !matches!(operation, Select | Insert | Update | References) {
        return;
    }
    let word = operation.word();
    let held = |column: &ObjectId| {
        let lacks = |it: &Missing| matches!(it, Missing::Privilege(_, on) if on == object);
        !found.missing.iter().any(lacks)
            && found.columns.listed().is_none_or(|listed| listed.contains(&column.name))
    };
    for (column, _) in built.catalog.of_relation(Kind::Column, &object.qname()) {
        let column_name = literal(&column.name);
        let sql = format!("has_column_privilege({who}, {name}, {column_name}, '{word}')");
        questions.push((sql, held(column), format!("{role}: {word} on {column}")));
    }
}

/// Whose privileges a role has, and which it may become.
fn memberships(built: &Built, who: &Who, questions: &mut Vec<Question>) {
    let Principal::Role(name) = &who.role else { return };
    // Before PostgreSQL 16 every member may become the role.
    let set = if built.catalog.major >= 16 { "SET" } else { "MEMBER" };
    for other in &built.answer.roles {
        let Principal::Role(other) = &other.role else { continue };
        let (of, to) = (literal(name), literal(other));
        let has = who.superuser || name == other || who.has.contains_key(other);
        let becomes = who.superuser || name == other || who.becomes.contains_key(other);
        for (word, expected) in [("USAGE", has), (set, becomes)] {
            let sql = format!("pg_has_role({of}, {to}, '{word}')");
            questions.push((sql, expected, format!("{name} in {other}")));
        }
    }
}
