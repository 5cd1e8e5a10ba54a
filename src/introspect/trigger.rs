//! Triggers. Those that enforce foreign keys and deferred constraints are the server's own.

use super::build::Build;
use super::class::{PG_CONSTRAINT, PG_TRIGGER};
use super::error::BadRow;
use super::relation::names;
use super::stage::{Fields, Stage};
use super::text;
use crate::catalog::{
    Kind, Level, Name, Object, ObjectId, QName, Timing, Trigger, TriggerEnabled, TriggerEvents,
};

const ROW: i16 = 1;
const BEFORE: i16 = 2;
const INSERT: i16 = 4;
const DELETE: i16 = 8;
const UPDATE: i16 = 16;
const TRUNCATE: i16 = 32;
const INSTEAD: i16 = 64;

/// A partition has the row triggers of its parent; one is listed only where it is enabled otherwise.
/// A condition speaks of two rows, which no function of the server words alone: it is taken from the statement.
pub(super) const STAGE: Stage = Stage {
    name: "triggers",
    sql: |_| {
        "SELECT t.oid, t.tgname, t.tgrelid, p.pronamespace, p.proname, t.tgtype, t.tgattr, \
         t.tgqual IS NOT NULL, CASE WHEN t.tgqual IS NOT NULL THEN pg_get_triggerdef(t.oid, false) END, \
         t.tgnargs, t.tgargs, t.tgoldtable::text, t.tgnewtable::text, t.tgconstraint, \
         t.tgdeferrable, t.tginitdeferred, t.tgenabled, t.tgconstrrelid \
         FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid \
         WHERE CASE t.tgparentid WHEN 0 THEN NOT t.tgisinternal ELSE EXISTS (SELECT FROM pg_trigger o \
         WHERE o.oid = t.tgparentid AND NOT o.tgisinternal AND t.tgenabled <> o.tgenabled) END"
            .to_owned()
    },
    read: |build, row| {
        let oid: u32 = row.take()?;
        let name = Name::from(row.take::<&str>()?);
        let relation_oid: u32 = row.take()?;
        let Some(relation) = build.relations.get(&relation_oid) else { return Ok(()) };
        if relation.handle.is_none() {
            return Ok(());
        }
        let id = ObjectId::of_relation(Kind::Trigger, &relation.name, name);
        let schema: u32 = row.take()?;
        let schema = build.schema_names.get(&schema).cloned();
        let schema = schema.ok_or_else(|| BadRow::Changed("a function is missing".into()))?;
        let function = QName { schema, name: Name::from(row.take::<&str>()?) };
        let bits: i16 = row.take()?;
        let columns: Vec<i16> = row.take()?;
        let statement = row.worded()?;
        let count: i16 = row.take()?;
        let args = args(row.take()?, count)?;
        let old_table = row.take::<Option<&str>>()?.map(Name::from);
        let new_table = row.take::<Option<&str>>()?.map(Name::from);
        let constraint: u32 = row.take()?;
        let deferral = (row.take()?, row.take()?);
        let trigger = Trigger {
            timing: match bits & (BEFORE | INSTEAD) {
                0 => Timing::After,
                BEFORE => Timing::Before,
                _ => Timing::InsteadOf,
            },
            events: TriggerEvents {
                insert: bits & INSERT != 0,
                update: bits & UPDATE != 0,
                update_of: names(build, relation_oid, &columns),
                delete: bits & DELETE != 0,
                truncate: bits & TRUNCATE != 0,
            },
            level: if bits & ROW != 0 { Level::Row } else { Level::Statement },
            when: statement.map(condition).transpose()?,
            function,
            args,
            old_table,
            new_table,
            constraint: (constraint != 0).then_some(deferral),
            enabled: enabled(row)?,
            from: from_table(build, row)?,
        };
        let handle = build.add((PG_TRIGGER, oid), id, Object::new(trigger));
        if constraint != 0 {
            build.stands_for((PG_CONSTRAINT, constraint), handle);
        }
        Ok(())
    },
};

fn condition(statement: &str) -> Result<String, BadRow> {
    let condition = text::parenthesised(statement, " WHEN (");
    let condition = condition.ok_or_else(|| BadRow::unknown("form of a trigger", statement))?;
    Ok(condition.to_owned())
}

/// Each argument ends with a zero byte. They are in the database's encoding, which only UTF-8 and ASCII share with ours.
fn args(bytes: &[u8], count: i16) -> Result<Vec<String>, BadRow> {
    let args = bytes.split(|byte| *byte == 0).take(usize::try_from(count).unwrap_or_default());
    args.map(|arg| {
        let arg = std::str::from_utf8(arg);
        arg.map(str::to_owned).map_err(|error| BadRow::unknown("encoding of a trigger", error))
    })
    .collect()
}

/// `tgenabled`, `evtenabled`, `ev_enabled`.
pub(super) fn enabled(row: &mut Fields<'_>) -> Result<TriggerEnabled, BadRow> {
    Ok(match row.letter()? {
        'O' => TriggerEnabled::Origin,
        'D' => TriggerEnabled::Disabled,
        'R' => TriggerEnabled::Replica,
        'A' => TriggerEnabled::Always,
        letter => return Err(BadRow::unknown("state", letter)),
    })
}

/// The other table that a constraint trigger is about.
fn from_table(build: &Build<'_>, row: &mut Fields<'_>) -> Result<Option<QName>, BadRow> {
    let table: u32 = row.take()?;
    if table == 0 {
        return Ok(None);
    }
    let table = build.relations.get(&table).map(|it| it.name.clone());
    table.map(Some).ok_or_else(|| BadRow::Changed("the table of a trigger is missing".into()))
}
