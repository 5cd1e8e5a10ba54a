//! What the model does not know: objects of other kinds, and properties that objects of known kinds have besides.
//!
//! Each part of the query gives the class, the OID and the part of an object, the relation that it belongs to, and what
//! is special about it; nothing special for an object of a kind that is not modelled at all.

use super::build::Build;
use super::class::PG_CLASS;
use super::error::BadRow;
use super::stage::{Fields, Stage};

pub(super) const STAGE: Stage =
    Stage { name: "unmodelled objects", sql: |_| identified(&[&[ALTERED], KINDS].concat()), read };

/// Comments on what is no object by itself: constraints and triggers that a table has from another one, a trigger behind
/// a constraint.
pub(super) const COMMENTS: Stage =
    Stage { name: "unmodelled comments", sql: |_| identified(&[COMMENTED]), read };

fn identified(parts: &[&str]) -> String {
    format!(
        "SELECT u.class, u.oid, u.relation, u.special, i.type, i.schema, i.identity \
         FROM ({}) u(class, oid, part, relation, special), pg_identify_object(u.class, u.oid, u.part) i",
        parts.join(" UNION ALL ")
    )
}

fn read(build: &mut Build<'_>, row: &mut Fields<'_>) -> Result<(), BadRow> {
    let address: (u32, u32) = (row.take()?, row.take()?);
    let relation: u32 = row.take()?;
    let special: Option<&str> = row.take()?;
    let kind: Option<&str> = row.take()?;
    let schema: Option<&str> = row.take()?;
    let identity: Option<&str> = row.take()?;
    let (Some(kind), Some(identity)) = (kind, identity) else { return Ok(()) };
    if special == Some(COMMENT) && build.handle(address).is_some() {
        return Ok(());
    }
    let is_member = |address| build.members.contains_key(&address);
    if is_member(address) || is_member((PG_CLASS, relation)) {
        return Ok(());
    }
    if let Some(found) = build.relations.get(&relation) {
        let itself = address == (PG_CLASS, relation);
        let foreign = !build.schemas.values().any(|schema| *schema == found.name.schema);
        if foreign || (found.handle.is_none() && !itself) {
            return Ok(());
        }
    } else if special != Some(AMONG_OWN) && schema.is_some_and(|name| !build.is_read(name)) {
        return Ok(());
    }
    let identity = match special {
        Some(special) => format!("{identity} ({special})"),
        None => identity.to_owned(),
    };
    build.unmodelled(kind, identity);
    Ok(())
}

/// Sub-objects of a relation that is not modelled are not listed again.
const ALTERED: &str = "\
    SELECT DISTINCT 2606, t.tgconstraint, 0, t.tgrelid, 'triggers disabled or altered' \
    FROM pg_trigger t WHERE t.tgisinternal AND t.tgenabled <> 'O' AND t.tgconstraint <> 0 \
    AND t.tgparentid = 0";

const COMMENTED: &str = "\
    SELECT d.classoid, d.objoid, 0, coalesce(k.conrelid, t.tgrelid), 'comment' \
    FROM pg_description d LEFT JOIN pg_constraint k ON d.classoid = 2606 AND k.oid = d.objoid \
    LEFT JOIN pg_trigger t ON d.classoid = 2620 AND t.oid = d.objoid \
    WHERE d.classoid IN (2606, 2620) AND d.objoid >= 16384 AND (k.contype = 't' \
    OR (k.contype <> 'n' AND (NOT k.conislocal OR k.coninhcount > 0 OR k.conparentid <> 0)) OR t.tgisinternal OR t.tgparentid <> 0)";

/// What is special about the objects of [`COMMENTED`].
const COMMENT: &str = "comment";

/// What is special about objects that stand among the server's own.
const AMONG_OWN: &str = "not the server's";

/// Objects of kinds that are not modelled.
const KINDS: &[&str] = &[
    // The schema pg_catalog is not read. PostgreSQL makes no relations there for anybody.
    "SELECT 1255, oid, 0, 0, 'not the server''s' FROM pg_proc WHERE oid >= 16384 AND pronamespace = 11",
    "SELECT 2617, oid, 0, 0, 'not the server''s' FROM pg_operator \
     WHERE oid >= 16384 AND oprnamespace = 11 AND oprcode <> 0",
    "SELECT 1247, oid, 0, 0, 'not the server''s' FROM pg_type \
     WHERE oid >= 16384 AND typnamespace = 11 AND typcategory <> 'A' AND typtype <> 'm'",
    // A shell: another operator's promise.
    "SELECT 2617, oid, 0, 0, 'only promised' FROM pg_operator WHERE oid >= 16384 AND oprcode = 0",
    "SELECT classoid, objoid, objsubid, 0, 'security label of ' || provider FROM pg_seclabel",
    "SELECT classoid, objoid, 0, 0, 'security label of ' || provider FROM pg_shseclabel \
     WHERE classoid <> 1262 OR objoid = (SELECT oid FROM pg_database WHERE datname = current_database())",
    // There may be millions of them.
    "SELECT 2613, min(oid), 0, 0, 'one of ' || count(*) FROM pg_largeobject_metadata HAVING count(*) > 0",
];
