//! ALTER, by change.

use super::create::alter_table;
use super::name::{literal, object, option_name, options, qualified, quoted, relation};
use super::privileges::target;
use super::{
    aggregate, base_type, beside, beside_back, column, constraint, event_trigger, foreign,
    function, index, language, operator, policy, range, replication, role, rows, rule, sequence,
    statistics, table, text_search, trigger, types, view,
};
use crate::catalog::{Kind, ObjectId, Persistence, SequenceOptions};
use crate::plan::{Alteration, BY_NAME};

pub(super) fn alter(id: &ObjectId, alteration: &Alteration) -> Vec<String> {
    use Alteration as A;
    let column =
        |clause: &str| alter_table(id, &format!("ALTER COLUMN {} {clause}", quoted(&id.name)));
    let constraint =
        |clause: &str| alter_table(id, &format!("{clause} CONSTRAINT {}", quoted(&id.name)));
    let this = |clause: &str| format!("ALTER {} {clause}", target(id));
    let text = match alteration {
        A::Role { from, to } => return role::alter(&id.name, from, to),
        A::Membership(it) => role::membership(it),
        A::ExtensionSchema(schema) => this(&format!("SET SCHEMA {}", quoted(schema))),
        A::ExtensionVersion(version) => this(&format!("UPDATE TO {}", quoted(version))),
        A::BaseType { from, to } => base_type::alter(id, from, to),
        A::EnumAddLabel { label, before } => {
            let before =
                before.as_ref().map_or(String::new(), |it| format!(" BEFORE {}", literal(it)));
            this(&format!("ADD VALUE {}{before}", literal(label)))
        }
        A::EnumRenameLabel { from, to } => {
            this(&format!("RENAME VALUE {} TO {}", literal(from), literal(to)))
        }
        A::RangeMultirange { from, to } => return range::rename(from, to),
        A::DomainDefault(Some(default)) => this(&format!("SET DEFAULT {default}")),
        A::DomainDefault(None) => this("DROP DEFAULT"),
        A::DomainNull(true) => this("DROP NOT NULL"),
        A::DomainNull(false) => this("SET NOT NULL"),
        A::DomainNotNull(name) => this(&format!("ADD CONSTRAINT {} NOT NULL", quoted(name))),
        A::DomainConstraintValidate => {
            format!("ALTER DOMAIN {} VALIDATE CONSTRAINT {}", relation(id), quoted(&id.name))
        }
        A::CompositeAdd(it) => this(&format!("ADD ATTRIBUTE {}", types::attribute(it))),
        A::CompositeDrop(name) => this(&format!("DROP ATTRIBUTE {}", quoted(name))),
        A::CompositeType(it) => {
            let collation =
                it.collation.as_ref().map_or(String::new(), |it| format!(" COLLATE {it}"));
            this(&format!("ALTER ATTRIBUTE {} TYPE {}{collation}", quoted(&it.name), it.data_type))
        }
        A::CompositeRename { from, to } => {
            this(&format!("RENAME ATTRIBUTE {} TO {} CASCADE", quoted(from), quoted(to)))
        }
        A::CompositeComment { attribute, comment } => {
            types::comment(id, attribute, comment.as_deref())
        }
        A::Sequence { data_type, options, restart } => {
            // Bounds that are left out keep their values where they were those of the old type.
            let (min, max) = options.bounds(data_type);
            let options = SequenceOptions { min: Some(min), max: Some(max), ..options.clone() };
            let options = sequence::sequence_options(&options, true).join(" ");
            let restart = if *restart { " RESTART" } else { "" };
            this(&format!("AS {data_type} {options}{restart}"))
        }
        A::SequenceWithin { name, least, greatest } => sequence::within(name, *least, *greatest),
        A::SequenceBeyond { name, table, column, descending, least, greatest } => {
            sequence::beyond(name, (table, column), *descending, (*least, *greatest))
        }
        A::SequenceOwnedBy(owner) => sequence::owned_by(id, owner.as_ref()),
        A::Function(it) => function::create(id, it, true),
        A::Aggregate(it) => aggregate::create(id, it, true),
        A::Operator { from, to } => operator::alter(id, from, to),
        A::FamilyDrop(it) => operator::take_out(id, it),
        A::FamilyAdd(it) => operator::add(id, it),
        A::StatisticsTarget(target) => statistics::target(id, *target),
        A::EventTriggerEnabled(enabled) => event_trigger::enabled(id, *enabled),
        A::DictionaryOptions { set, reset } => text_search::dictionary_options(id, set, reset),
        A::ConfigurationMappings { set, gone } => {
            let dropped = text_search::drop_mappings(id, gone);
            return dropped.into_iter().chain(text_search::mappings(id, "ALTER", set)).collect();
        }
        A::Language(it) => language::create(id, it, true),
        A::Transform(it) => language::create_transform(it, true),
        A::PublicationObjects { from, to } => replication::set_objects(id, from, to),
        A::PublicationOptions { from, to } => replication::set_options(id, from, to),
        A::SubscriptionConnection(it) => replication::set_connection(id, it),
        A::SubscriptionPublications(it) => replication::set_publications(id, it),
        A::SubscriptionSlot(it) => return replication::set_slot(id, it.as_ref()),
        A::SubscriptionOptions { set, reset } => replication::subscription_options(id, set, reset),
        A::ForeignOptions { from, to } => foreign::change(id, from, to),
        A::WrapperFunctions(it) => foreign::wrapper_functions(id, it),
        A::ServerVersion(version) => foreign::server_version(id, version.as_deref()),
        A::Persistence(Persistence::Logged) => this("SET LOGGED"),
        A::Persistence(Persistence::Unlogged) => this("SET UNLOGGED"),
        A::Attach { parent, bound } => {
            format!("ALTER TABLE {} ATTACH PARTITION {} {bound}", qualified(parent), object(id))
        }
        A::Detach { parent } => {
            format!("ALTER TABLE {} DETACH PARTITION {}", qualified(parent), object(id))
        }
        A::DetachForget(name) => this(&format!("DROP CONSTRAINT IF EXISTS {}", quoted(name))),
        A::Inherit { parent } => this(&format!("INHERIT {}", qualified(parent))),
        A::NoInherit { parent } => this(&format!("NO INHERIT {}", qualified(parent))),
        A::IndexAttach(index) => {
            format!("ALTER INDEX {} ATTACH PARTITION {}", qualified(index), qualified(&id.qname()))
        }
        A::TableRowSecurity(true) => this("ENABLE ROW LEVEL SECURITY"),
        A::TableRowSecurity(false) => this("DISABLE ROW LEVEL SECURITY"),
        A::TableForceRowSecurity(true) => this("FORCE ROW LEVEL SECURITY"),
        A::TableForceRowSecurity(false) => this("NO FORCE ROW LEVEL SECURITY"),
        A::Options { set, reset } if id.kind == Kind::Column => {
            return column::column_options(&id.name, set, reset)
                .iter()
                .map(|clause| alter_table(id, clause))
                .collect();
        }
        A::Options { set, reset } => {
            let mut statements = Vec::new();
            if !set.is_empty() {
                statements.push(this(&format!("SET ({})", options(set))));
            }
            if !reset.is_empty() {
                let names: Vec<String> = reset.iter().map(|it| option_name(it)).collect();
                statements.push(this(&format!("RESET ({})", names.join(", "))));
            }
            return statements;
        }
        A::ColumnType { foreign: true, data_type, collation, .. } => {
            let collation = collation.as_ref().map_or(String::new(), |it| format!(" COLLATE {it}"));
            column(&format!("TYPE {data_type}{collation}"))
        }
        A::ColumnType { data_type, through: Some(BY_NAME), .. } => {
            return column::type_by_name(id, data_type);
        }
        A::ColumnType { data_type, collation, through, .. } => {
            let collation = collation.as_ref().map_or(String::new(), |it| format!(" COLLATE {it}"));
            let name = quoted(&id.name);
            let by = through.map_or(String::new(), |by| format!("::{by}"));
            column(&format!("TYPE {data_type}{collation} USING {name}{by}::{data_type}"))
        }
        A::ColumnNull(true) => column("DROP NOT NULL"),
        A::ColumnNull(false) => column("SET NOT NULL"),
        A::ColumnAddIdentity(it) => {
            let schema = id.schema.as_deref().unwrap_or_default();
            let name = it.name.as_ref().map(|name| format!("{}.{}", quoted(schema), quoted(name)));
            column(&format!("ADD {}", column::identity(it, name.as_deref())))
        }
        A::ColumnSetIdentity { identity: it, restart } => {
            let kind = if it.always { "ALWAYS" } else { "BY DEFAULT" };
            let options = sequence::sequence_options(&it.sequence, true);
            let options: Vec<String> = options.iter().map(|it| format!(" SET {it}")).collect();
            let restart = if *restart { " RESTART" } else { "" };
            column(&format!("SET GENERATED {kind}{}{restart}", options.concat()))
        }
        A::ColumnNotNull(it) => column::add_not_null(id, it),
        A::NotNullRename { from: Some(from), to } if id.kind == Kind::Domain => {
            this(&format!("RENAME CONSTRAINT {} TO {}", quoted(from), quoted(to)))
        }
        A::NotNullRename { from: None, to } => column::rename_not_null(id, to),
        A::NotNullRename { from: Some(from), to } => {
            alter_table(id, &format!("RENAME CONSTRAINT {} TO {}", quoted(from), quoted(to)))
        }
        A::NotNullInherit { name, no_inherit } => {
            let inherit = if *no_inherit { "NO INHERIT" } else { "INHERIT" };
            alter_table(id, &format!("ALTER CONSTRAINT {} {inherit}", quoted(name)))
        }
        A::NotNullValidate(None) => column::validate_not_null(id),
        A::NotNullValidate(Some(name)) => {
            alter_table(id, &format!("VALIDATE CONSTRAINT {}", quoted(name)))
        }
        A::NotNullComment { name, comment } => {
            column::comment_on_not_null(id, name.as_deref(), comment.as_deref())
        }
        A::IndexComment(comment) => constraint::comment_on_index(id, comment.as_deref()),
        A::DependsOnExtension { extension, depends } => {
            let no = if *depends { "" } else { "NO " };
            this(&format!("{no}DEPENDS ON EXTENSION {}", quoted(extension)))
        }
        A::ColumnStorage(_) | A::ColumnCompression(_) | A::ColumnStatistics(_) => {
            alter_table(id, &column::column_setting(&id.name, alteration).unwrap_or_default())
        }
        A::IdentityRename { from, to } => {
            let schema = id.schema.as_deref().unwrap_or_default();
            format!("ALTER SEQUENCE {}.{} RENAME TO {}", quoted(schema), quoted(from), quoted(to))
        }
        A::IdentityPersistence { name, persistence } => {
            column::identity_persistence(id, name, *persistence)
        }
        A::ConstraintEnforced(enforced) => {
            let word = if *enforced { "ENFORCED" } else { "NOT ENFORCED" };
            format!("{} {word}", constraint("ALTER"))
        }
        A::IndexStatistics { place, target } => index::index_statistics(id, *place, *target),
        A::TableOf(Some(of)) => this(&format!("OF {}", qualified(of))),
        A::TableOf(None) => this("NOT OF"),
        A::Tablespace(it) => {
            let clause =
                format!("SET TABLESPACE {}", quoted(it.as_deref().unwrap_or("pg_default")));
            match id.kind {
                Kind::Constraint => format!("ALTER INDEX {} {clause}", qualified(&id.qname())),
                _ => this(&clause),
            }
        }
        A::TableUsingDefault => this("SET ACCESS METHOD DEFAULT"),
        A::TableUsing(method) => {
            this(&format!("SET ACCESS METHOD {}", quoted(method.as_deref().unwrap_or("heap"))))
        }
        A::ReplicaIdentity(it) => {
            this(&format!("REPLICA IDENTITY {}", table::replica_identity(it)))
        }
        A::ClusterOn(Some(index)) => this(&format!("CLUSTER ON {}", quoted(index))),
        A::ClusterOn(None) => this("SET WITHOUT CLUSTER"),
        A::SequencePersistence(Persistence::Logged) => this("SET LOGGED"),
        A::SequencePersistence(Persistence::Unlogged) => this("SET UNLOGGED"),
        A::ColumnDropIdentity => column("DROP IDENTITY"),
        A::ColumnExpression(it) => column(&format!("SET EXPRESSION AS ({it})")),
        A::ColumnDropExpression => column("DROP EXPRESSION"),
        A::DefaultExpr(expression) => column(&format!("SET DEFAULT {expression}")),
        A::ConstraintValidate => constraint("VALIDATE"),
        A::KeyIndex(it) => constraint::key_index(id, it),
        A::KeyUsing(it) => {
            let add = alter_table(id, &format!("ADD {}", constraint::key_using(&id.name, it)));
            let comment = it.index_comment.as_deref();
            let comment = comment.map(|it| constraint::comment_on_index(id, Some(it)));
            return std::iter::once(add).chain(comment).collect();
        }
        A::NotNullSuppose(name) => {
            let (name, column) = (quoted(name), quoted(&id.name));
            alter_table(
                id,
                &format!("ADD CONSTRAINT {name} CHECK ({column} IS NOT NULL) NOT VALID"),
            )
        }
        A::NotNullTest(name) => alter_table(id, &format!("VALIDATE CONSTRAINT {}", quoted(name))),
        A::NotNullForget(name) => alter_table(id, &format!("DROP CONSTRAINT {}", quoted(name))),
        A::ColumnBeside(it) => return beside::add(id, it),
        A::BesideKeep(it) => return beside::keep(id, it),
        A::BesideFill(it) => beside::fill(id, it),
        A::BesideTest(name) => alter_table(id, &format!("VALIDATE CONSTRAINT {}", quoted(name))),
        A::BesideForget(it) => return beside::forget(id, it),
        A::BesideTake(it) => return beside::take(id, it),
        A::BesideReturn(columns) => return beside_back::give_back(id, columns),
        A::FillDefaults { columns, key } => beside::fill_defaults(id, columns, key),
        A::ConstraintDeferrable { deferrable, initially_deferred } => {
            let deferrable = if *deferrable { " DEFERRABLE" } else { " NOT DEFERRABLE" };
            let deferred = if *initially_deferred { " INITIALLY DEFERRED" } else { "" };
            format!("{}{deferrable}{deferred}", constraint("ALTER"))
        }
        A::View(it) => view::create_view(id, it, true),
        A::MaterializedViewPopulated(populated) => {
            let data = if *populated { "" } else { " WITH NO DATA" };
            format!("REFRESH MATERIALIZED VIEW {}{data}", object(id))
        }
        A::TriggerEnabled(enabled) | A::RuleEnabled(enabled) => trigger::enabled(id, *enabled),
        A::Rule(it) => rule::create_rule(id, it, true),
        A::Policy(it) => {
            format!(
                "ALTER POLICY {} ON {}{}",
                quoted(&id.name),
                relation(id),
                policy::conditions(it)
            )
        }
        A::RowsUpsert { key, columns, rows, overriding } => {
            rows::upsert(id, key, columns, rows, *overriding)
        }
        A::RowsDelete { key, keys } => rows::delete(id, key, keys),
    };
    vec![text]
}

/// The old identity says what is renamed, the new one how it is called from now on.
pub(super) fn rename(from: &ObjectId, to: &ObjectId) -> String {
    let (old, new) = (quoted(&from.name), quoted(&to.name));
    match from.kind {
        Kind::Role => super::role::rename(&from.name, &to.name),
        Kind::Column | Kind::DefaultExpr => {
            format!("ALTER TABLE {} RENAME COLUMN {old} TO {new}", relation(to))
        }
        Kind::Constraint => {
            format!("ALTER TABLE {} RENAME CONSTRAINT {old} TO {new}", relation(to))
        }
        Kind::DomainConstraint => {
            format!("ALTER DOMAIN {} RENAME CONSTRAINT {old} TO {new}", relation(to))
        }
        Kind::Trigger => format!("ALTER TRIGGER {old} ON {} RENAME TO {new}", relation(to)),
        Kind::Rule => format!("ALTER RULE {old} ON {} RENAME TO {new}", relation(to)),
        Kind::Policy => format!("ALTER POLICY {old} ON {} RENAME TO {new}", relation(to)),
        _ if from.schema != to.schema => {
            let schema = to.schema.as_deref().unwrap_or_default();
            let moved = format!("ALTER {} SET SCHEMA {}", target(from), quoted(schema));
            if from.name == to.name {
                return moved;
            }
            let there = ObjectId { schema: to.schema.clone(), ..from.clone() };
            format!("{moved};\nALTER {} RENAME TO {new}", target(&there))
        }
        Kind::Function | Kind::Aggregate => {
            format!("ALTER ROUTINE {} RENAME TO {}", object(from), quoted(&to.name))
        }
        _ => format!("ALTER {} RENAME TO {new}", target(from)),
    }
}
