//! CREATE, by kind.

use super::name::{object, quoted, relation};
use super::{
    aggregate, base_type, collation, column, constraint, event_trigger, foreign, function, index,
    language, operator, policy, range, replication, role, rule, sequence, statistics, table,
    text_search, trigger, types, view,
};
use crate::catalog::{Definition, Extension, Name, Object, ObjectId, TriggerEnabled};

pub(super) fn create(
    id: &ObjectId,
    definition: &Definition,
    parts: &[(ObjectId, Object)],
    not_null: &[(Name, Option<Name>)],
) -> Vec<String> {
    use Definition as D;
    match definition {
        D::Role(it) => role::create(&id.name, it),
        D::Membership(it) => vec![role::membership(it)],
        D::Schema(_) => vec![format!("CREATE SCHEMA {}", object(id))],
        D::Extension(it) => vec![extension(id, it)],
        D::BaseType(it) => vec![base_type::create(id, it)],
        D::Enum(it) => vec![types::create_enum(id, it)],
        D::Domain(it) => types::create_domain(id, it, parts),
        D::DomainConstraint(it) => vec![types::create_domain_constraint(id, it)],
        D::Composite(it) => types::create_composite(id, it),
        D::Sequence(it) => sequence::create_sequence(id, it),
        D::Function(it) => function::creation(id, it),
        D::Table(it) => table::create_table(id, it, parts, not_null),
        D::Column(it) => {
            let default = parts.iter().find_map(|(_, part)| match &part.definition {
                D::DefaultExpr(default) => Some(default.expression.as_str()),
                _ => None,
            });
            let add = format!("ADD COLUMN {}", column::column(id, it, default));
            let mut statements = vec![alter_table(id, &add)];
            statements.extend(column::column_settings(id, it));
            statements
        }
        D::DefaultExpr(it) => {
            let column = quoted(&id.name);
            let clause = format!("ALTER COLUMN {column} SET DEFAULT {}", it.expression);
            vec![alter_table(id, &clause)]
        }
        D::Constraint(it) => {
            let add = alter_table(id, &format!("ADD {}", constraint::constraint(&id.name, it)));
            let comment = it.index_comment.as_deref();
            let comment = comment.map(|it| constraint::comment_on_index(id, Some(it)));
            std::iter::once(add).chain(comment).collect()
        }
        D::Index(it) => index::create_index(id, it, false),
        D::View(it) => vec![view::create_view(id, it, false)],
        D::MaterializedView(it) => view::create_materialized_view(id, it, parts),
        D::Trigger(it) => trigger::create_trigger(id, it),
        D::Rule(it) => {
            let mut statements = vec![rule::create_rule(id, it, false)];
            if it.enabled != TriggerEnabled::Origin {
                statements.push(trigger::enabled(id, it.enabled));
            }
            statements
        }
        D::Policy(it) => vec![policy::create_policy(id, it)],
        D::Collation(it) => vec![collation::create(id, it)],
        D::Range(it) => vec![range::create(id, it)],
        D::Aggregate(it) => vec![aggregate::create(id, it, false)],
        D::Operator(it) => vec![operator::create(id, it)],
        D::OperatorFamily(it) => operator::create_family(id, it),
        D::OperatorClass(it) => vec![operator::create_class(id, it)],
        D::Cast(it) => vec![operator::create_cast(it)],
        D::Statistics(it) => statistics::create(id, it),
        D::EventTrigger(it) => event_trigger::create(id, it),
        D::TextSearchParser(it) => vec![text_search::create_parser(id, it)],
        D::TextSearchTemplate(it) => vec![text_search::create_template(id, it)],
        D::TextSearchDictionary(it) => vec![text_search::create_dictionary(id, it)],
        D::TextSearchConfiguration(it) => text_search::create_configuration(id, it),
        D::Language(it) => vec![language::create(id, it, false)],
        D::AccessMethod(it) => vec![language::create_access_method(id, it)],
        D::Transform(it) => vec![language::create_transform(it, false)],
        D::Conversion(it) => vec![language::create_conversion(id, it)],
        D::ForeignDataWrapper(it) => vec![foreign::create_wrapper(id, it)],
        D::ForeignServer(it) => vec![foreign::create_server(id, it)],
        D::UserMapping(it) => vec![foreign::create_mapping(id, it)],
        D::Publication(it) => vec![replication::create_publication(id, it)],
        D::Subscription(it) => vec![replication::create_subscription(id, it)],
        // Plans make these of privileges and of rows alone.
        D::Database(_) | D::DefaultPrivileges(_) | D::Rows(_) => Vec::new(),
    }
}

fn extension(id: &ObjectId, it: &Extension) -> String {
    let schema = it.schema.as_ref().map_or(String::new(), |it| format!(" SCHEMA {}", quoted(it)));
    let version =
        it.version.as_ref().map_or(String::new(), |it| format!(" VERSION {}", quoted(it)));
    format!("CREATE EXTENSION IF NOT EXISTS {}{schema}{version}", object(id))
}

/// `ALTER TABLE relation clause`.
pub(super) fn alter_table(id: &ObjectId, clause: &str) -> String {
    format!("ALTER TABLE {} {clause}", relation(id))
}
