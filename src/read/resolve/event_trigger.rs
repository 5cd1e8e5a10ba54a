//! Event triggers.

use super::{Place, Resolver, comment_of};
use crate::catalog::{EventTrigger, Kind, Name, Object, ObjectId, Principal};
use crate::read::grammar::File;

pub(super) fn event_triggers(cx: &mut Resolver<'_>, place: &Place, file: &File) {
    for (key, it) in file.event_triggers.iter() {
        let Some(name) = cx.member_name(key) else { continue };
        if it.on.word() == "login" {
            cx.since(17, "event triggers on login", &key.span);
        }
        let mut object = Object::new(EventTrigger {
            event: Name::from(it.on.word()),
            tags: it.tags.iter().map(|text| text.trim().to_uppercase()).collect(),
            function: cx.routine(place, &it.function),
            enabled: it.enabled.unwrap_or_default(),
        });
        // The owner of a project's tables is hardly ever the superuser that PostgreSQL demands here.
        object.owner = Some(it.owner.as_ref().map_or(Principal::Migrator, |text| cx.role(text)));
        object.comment = comment_of(it.comment.as_ref());
        let id = ObjectId::global(Kind::EventTrigger, name);
        if cx.add(id.clone(), object, &key.span) {
            cx.renamed(&id, it.renamed_from.as_ref());
        }
    }
}
