//! Event triggers.

use super::class::PG_EVENT_TRIGGER;
use super::stage::Stage;
use super::trigger::enabled;
use crate::catalog::{EventTrigger, Kind, Name, Object, ObjectId};

pub(super) const STAGE: Stage = Stage {
    name: "event triggers",
    sql: |_| {
        "SELECT oid, evtname, evtowner, evtevent, coalesce(evttags, '{}'), evtfoid::regproc::text, evtenabled \
         FROM pg_event_trigger"
            .to_owned()
    },
    read: |build, row| {
        let oid: u32 = row.take()?;
        let name = Name::from(row.take::<&str>()?);
        if build.members.contains_key(&(PG_EVENT_TRIGGER, oid)) {
            return Ok(());
        }
        let owner = Some(build.principal(row.take()?));
        let trigger = EventTrigger {
            event: Name::from(row.take::<&str>()?),
            tags: row.take::<Vec<String>>()?.into_iter().collect(),
            function: row.take()?,
            enabled: enabled(row)?,
        };
        let object = Object { owner, ..Object::new(trigger) };
        build.add((PG_EVENT_TRIGGER, oid), ObjectId::global(Kind::EventTrigger, name), object);
        Ok(())
    },
};
