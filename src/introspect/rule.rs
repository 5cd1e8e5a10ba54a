//! Rules. The rule `_RETURN` is the view that it belongs to.

use super::class::PG_REWRITE;
use super::error::BadRow;
use super::stage::Stage;
use super::text;
use super::trigger::enabled;
use crate::catalog::{Kind, Name, Object, ObjectId, Rule, RuleEvent};

/// The server words a rule only as a whole.
pub(super) const STAGE: Stage = Stage {
    name: "rules",
    sql: |_| {
        "SELECT oid, rulename, ev_class, ev_type, is_instead, ev_enabled, true, pg_get_ruledef(oid) \
         FROM pg_rewrite WHERE oid >= 16384 AND rulename <> '_RETURN'"
            .to_owned()
    },
    read: |build, row| {
        let oid: u32 = row.take()?;
        let name = Name::from(row.take::<&str>()?);
        let relation: u32 = row.take()?;
        let Some(relation) = build.relations.get(&relation) else { return Ok(()) };
        if relation.handle.is_none() {
            return Ok(());
        }
        let id = ObjectId::of_relation(Kind::Rule, &relation.name, name);
        let event = match row.letter()? {
            '2' => RuleEvent::Update,
            '3' => RuleEvent::Insert,
            '4' => RuleEvent::Delete,
            letter => return Err(BadRow::unknown("event of a rule", letter)),
        };
        let instead: bool = row.take()?;
        let enabled = enabled(row)?;
        let statement = row.worded()?.unwrap_or_default();
        let unknown = || BadRow::unknown("rule", statement);
        // NOTIFY stands on a line of its own.
        let splits = [" DO ", " DO\n"].into_iter().filter_map(|it| text::split(statement, it));
        let (head, action) = splits.min_by_key(|(head, _)| head.len()).ok_or_else(unknown)?;
        let condition = text::split(head, " WHERE ").map(|(_, condition)| condition.to_owned());
        let action = action.trim().trim_end_matches(';');
        let action =
            if instead { action.strip_prefix("INSTEAD").unwrap_or(action) } else { action };
        let action = action.trim().to_owned();
        let rule = Rule { event, condition, instead, action, enabled };
        build.add((PG_REWRITE, oid), id, Object::new(rule));
        Ok(())
    },
};
