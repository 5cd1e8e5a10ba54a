//! Publications and subscriptions.

use super::constraint::expression;
use super::role::options;
use super::{Place, Resolver, comment_of};
use crate::catalog::{
    Kind, Name, Object, ObjectId, Principal, Publication, PublishedTable, Subscription,
};
use crate::diagnostic::Diagnostic;
use crate::read::decode::Text;
use crate::read::grammar::{self, File, PublishedEvent};

pub(super) fn replication(cx: &mut Resolver<'_>, place: &Place, file: &File) {
    for (key, it) in file.publications.iter() {
        publication(cx, place, key, it);
    }
    for (key, it) in file.subscriptions.iter() {
        subscription(cx, key, it);
    }
}

fn publication(cx: &mut Resolver<'_>, place: &Place, key: &Text, it: &grammar::Publication) {
    let Some(name) = cx.member_name(key) else { return };
    let all_tables = it.all_tables.unwrap_or(false);
    if all_tables && (!it.tables.is_empty() || it.schemas.span.is_some()) {
        let message = format!("publication {key} is of all tables and names some");
        let fault = Diagnostic::error("conflicting-keys", message).at(key.span.clone());
        cx.fault(fault.help("remove `all_tables`, or `tables` and `schemas`"));
    }
    if let Some(span) = &it.schemas.span {
        cx.since(15, "publications of schemas", span);
    }
    if it.generated_columns == Some(true) {
        cx.since(18, "publications of generated columns", &key.span);
    }
    let mut tables = Vec::new();
    for (key, it) in it.tables.iter() {
        let Some(table) = cx.table(place, key) else { continue };
        let (mut columns, mut filter) = (Vec::new(), None);
        if let Some(it) = it {
            cx.since(15, "columns and conditions of published tables", &key.span);
            columns = cx.columns(&table, &it.columns);
            filter = it.r#where.as_ref().map(|sql| expression(sql));
        }
        tables.push(PublishedTable { table, columns, filter });
    }
    tables.sort();
    let publishes = |event| it.publish.span.is_none() || it.publish.contains(&event);
    let mut object = Object::new(Publication {
        all_tables,
        tables,
        schemas: it.schemas.iter().filter_map(|text| cx.schema(text)).collect(),
        insert: publishes(PublishedEvent::Insert),
        update: publishes(PublishedEvent::Update),
        delete: publishes(PublishedEvent::Delete),
        truncate: publishes(PublishedEvent::Truncate),
        via_root: it.via_root.unwrap_or(false),
        generated_columns: it.generated_columns.unwrap_or(false),
    });
    object.owner = Some(it.owner.as_ref().map_or(Principal::Migrator, |text| cx.role(text)));
    object.comment = comment_of(it.comment.as_ref());
    let id = ObjectId::global(Kind::Publication, name);
    if cx.add(id.clone(), object, &key.span) {
        cx.renamed(&id, it.renamed_from.as_ref());
    }
}

/// What a subscription never says: it is made disabled, and a secret has no place in a project.
const REFUSED: [&str; 6] =
    ["connect", "create_slot", "copy_data", "enabled", "slot_name", "refresh"];

fn subscription(cx: &mut Resolver<'_>, key: &Text, it: &grammar::Subscription) {
    let Some(name) = cx.member_name(key) else { return };
    if let Some(connection) = &it.connection
        && has_password(connection)
    {
        cx.facts.secrets.push(connection.span.clone());
        let fault = Diagnostic::error("secret", format!("subscription {key} holds a password"))
            .at(connection.span.clone())
            .help("remove it: set it by hand with ALTER SUBSCRIPTION, or use a password file on the server");
        cx.fault(fault);
    }
    for (option, _) in it.with.iter().filter(|(option, _)| REFUSED.contains(&&***option)) {
        let message = format!("`{option}` is not for a declaration");
        let fault = Diagnostic::error("conflicting-keys", message).at(option.span.clone());
        cx.fault(fault.help("remove it: a subscription is made disabled; `slot:` names the slot"));
    }
    let slot = it.slot.as_ref().map_or_else(|| name.clone(), |text| Name::from(&**text));
    let mut object = Object::new(Subscription {
        connection: it.connection.as_ref().map(|text| text.trim().to_owned()),
        publications: it.publications.into_iter().map(|text| Name::from(&**text)).collect(),
        slot: (&*slot != "none").then_some(slot),
        options: options(&it.with),
    });
    object.owner = Some(it.owner.as_ref().map_or(Principal::Migrator, |text| cx.role(text)));
    object.comment = comment_of(it.comment.as_ref());
    let id = ObjectId::global(Kind::Subscription, name);
    if cx.add(id.clone(), object, &key.span) {
        cx.renamed(&id, it.renamed_from.as_ref());
    }
}

fn has_password(connection: &str) -> bool {
    let lower = connection.to_ascii_lowercase();
    let uri = lower.starts_with("postgres://") || lower.starts_with("postgresql://");
    let user = lower.split_once("://").and_then(|(_, rest)| rest.rsplit_once('@'));
    lower.contains("password=")
        || lower.replace(' ', "").contains("password=")
        || (uri && user.is_some_and(|(user, _)| user.contains(':')))
}
