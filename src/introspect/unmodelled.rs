//! What the model does not know: objects of other kinds, and properties that objects of known kinds have besides.
//!
//! Each part of the query gives the class, the OID and the part of an object, the relation that it belongs to, and what
//! is special about it; nothing special for an object of a kind that is not modelled at all.

use super::class::PG_CLASS;
use super::stage::{Stage, since};

pub(super) const STAGE: Stage = Stage {
    name: "unmodelled objects",
    sql: |major| {
        let mut parts: Vec<&str> = [RELATIONS, PARTS_OF_RELATIONS, KINDS].concat();
        parts.push(since(major, 17, DOMAIN_NOT_NULL, ""));
        parts.push(since(major, 18, CONSTRAINTS, ""));
        parts.retain(|part| !part.is_empty());
        format!(
            "SELECT u.class, u.oid, u.relation, u.special, i.type, i.schema, i.identity \
             FROM ({}) u(class, oid, part, relation, special), \
             pg_identify_object(u.class, u.oid, u.part) i",
            parts.join(" UNION ALL ")
        )
    },
    read: |build, row| {
        let address: (u32, u32) = (row.take()?, row.take()?);
        let relation: u32 = row.take()?;
        let special: Option<&str> = row.take()?;
        let kind: Option<&str> = row.take()?;
        let schema: Option<&str> = row.take()?;
        let identity: Option<&str> = row.take()?;
        let (Some(kind), Some(identity)) = (kind, identity) else { return Ok(()) };
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
        } else if schema.is_some_and(|name| !build.schemas.values().any(|it| **it == *name)) {
            return Ok(());
        }
        let identity = match special {
            Some(special) => format!("{identity} ({special})"),
            None => identity.to_owned(),
        };
        build.unmodelled(kind, identity);
        Ok(())
    },
};

/// Of relations and columns, each in one pass over a large catalog. Sub-objects of a relation that is not modelled are
/// not listed again. A materialized view's rows never have a replica identity.
const RELATIONS: &[&str] = &[
    "SELECT 1259::oid, c.oid, 0, coalesce(i.indrelid, c.oid), nullif(concat_ws(', ', \
     CASE WHEN c.relkind = 'f' AND c.relispartition THEN 'partition' END, \
     CASE WHEN NOT c.relispartition AND c.oid IN (SELECT inhrelid FROM pg_inherits) THEN 'inherits' END, \
     CASE WHEN c.reloftype <> 0 THEN 'of a type' END, \
     CASE WHEN c.relkind IN ('r', 'p') THEN CASE c.relreplident WHEN 'f' THEN 'replica identity full' \
     WHEN 'n' THEN 'replica identity nothing' WHEN 'i' THEN 'replica identity using index' END END, \
     CASE WHEN c.relam <> 2 AND c.relkind IN ('r', 'm') THEN 'using ' || quote_ident(m.amname) END, \
     'tablespace ' || quote_ident(s.spcname)), '') \
     FROM pg_class c LEFT JOIN pg_tablespace s ON s.oid = c.reltablespace \
     LEFT JOIN pg_am m ON m.oid = c.relam LEFT JOIN pg_index i ON i.indexrelid = c.oid \
     WHERE c.oid >= 16384 AND (c.relkind = 'f' OR c.reloftype <> 0 \
     OR (c.relkind IN ('r', 'p') AND c.relreplident <> 'd') \
     OR (c.relkind = 'r' AND NOT c.relispartition AND c.oid IN (SELECT inhrelid FROM pg_inherits)) \
     OR (c.relkind IN ('r', 'm') AND c.relam <> 2) \
     OR (c.relkind IN ('r', 'p', 'm', 'i', 'I') AND c.reltablespace <> 0))",
    // A sequence that a column owns follows its table.
    "SELECT 1259, c.oid, 0, 0, 'unlogged' FROM pg_class c \
     LEFT JOIN pg_depend d ON d.classid = 1259 AND d.objid = c.oid AND d.objsubid = 0 \
     AND d.refclassid = 1259 AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i') \
     LEFT JOIN pg_class t ON t.oid = d.refobjid \
     WHERE c.oid >= 16384 AND c.relkind = 'S' AND c.relpersistence = 'u' \
     AND t.relpersistence IS DISTINCT FROM 'u'",
    // The options of an index's columns are those of operator classes.
    "SELECT 1259, a.attrelid, CASE WHEN c.relkind IN ('i', 'I') THEN 0 ELSE a.attnum::int4 END, \
     coalesce(i.indrelid, a.attrelid), concat_ws(', ', \
     CASE a.attcompression WHEN 'p' THEN 'compression pglz' WHEN 'l' THEN 'compression lz4' END, \
     CASE WHEN c.relkind NOT IN ('i', 'I') THEN 'options ' || array_to_string(a.attoptions, ', ') END, \
     CASE WHEN coalesce(a.attstattarget, -1) <> -1 THEN 'statistics ' || a.attstattarget || \
     CASE WHEN c.relkind IN ('i', 'I') THEN ' of column ' || a.attnum ELSE '' END END) \
     FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid \
     LEFT JOIN pg_index i ON i.indexrelid = a.attrelid \
     WHERE a.attrelid >= 16384 AND a.attnum > 0 AND NOT a.attisdropped AND (a.attcompression <> '' \
     OR a.attoptions IS NOT NULL OR coalesce(a.attstattarget, -1) <> -1) \
     AND (c.relkind IN ('r', 'p', 'm') OR (c.relkind IN ('i', 'I') AND coalesce(a.attstattarget, -1) <> -1))",
    "SELECT 1259, d.adrelid, d.adnum::int4, d.adrelid, 'default of a view' \
     FROM pg_attrdef d JOIN pg_class c ON c.oid = d.adrelid \
     WHERE c.relkind = 'v' AND c.oid >= 16384",
];

/// Of rules, triggers and the constraints of relations.
const PARTS_OF_RELATIONS: &[&str] = &[
    "SELECT 2618, r.oid, 0, r.ev_class, NULL FROM pg_rewrite r \
     WHERE r.oid >= 16384 AND r.rulename <> '_RETURN'",
    "SELECT 2620, t.oid, 0, t.tgrelid, 'from ' || t.tgconstrrelid::regclass FROM pg_trigger t \
     WHERE NOT t.tgisinternal AND t.tgconstrrelid <> 0",
    "SELECT DISTINCT 2606, t.tgconstraint, 0, t.tgrelid, 'triggers disabled or altered' \
     FROM pg_trigger t WHERE t.tgisinternal AND t.tgenabled <> 'O' AND t.tgconstraint <> 0 \
     AND t.tgparentid = 0",
];

/// Objects of kinds that are not modelled.
const KINDS: &[&str] = &[
    "SELECT 1247, oid, 0, 0, NULL FROM pg_type WHERE oid >= 16384 \
     AND (typtype = 'p' OR (typtype = 'b' AND typarray <> 0))",
    // A shell: another operator's promise.
    "SELECT 2617, oid, 0, 0, 'only promised' FROM pg_operator WHERE oid >= 16384 AND oprcode = 0",
    "SELECT 3601, oid, 0, 0, NULL FROM pg_ts_parser WHERE oid >= 16384",
    "SELECT 3764, oid, 0, 0, NULL FROM pg_ts_template WHERE oid >= 16384",
    "SELECT 2328, oid, 0, 0, NULL FROM pg_foreign_data_wrapper",
    "SELECT 1417, oid, 0, 0, NULL FROM pg_foreign_server",
    "SELECT 1418, umid, 0, 0, NULL FROM pg_user_mappings",
    "SELECT classoid, objoid, objsubid, 0, 'security label of ' || provider FROM pg_seclabel",
];

/// A domain's NOT NULL is a property of it; its name is kept from PostgreSQL 17 on.
const DOMAIN_NOT_NULL: &str = "SELECT 2606, k.oid, 0, 0, 'name' FROM pg_constraint k JOIN pg_type t ON t.oid = k.contypid \
     WHERE k.contype = 'n' AND k.oid >= 16384 AND k.conname <> t.typname || '_not_null'";

/// A column's NOT NULL is a property of it; from PostgreSQL 18 on it is a constraint with a name, and constraints can be
/// not enforced, or of a period. A name like those that the server gives is not special, whichever column it was given
/// for: it stays when the column or the table is renamed.
const CONSTRAINTS: &str = "SELECT 2606, k.oid, 0, k.conrelid, concat_ws(', ', \
     CASE WHEN NOT k.conenforced THEN 'not enforced' END, \
     CASE WHEN k.conperiod THEN 'period' END, \
     CASE WHEN k.contype = 'n' AND k.conname !~ '_not_null[0-9]*$' THEN 'name' END, \
     CASE WHEN k.contype = 'n' AND k.connoinherit THEN 'no inherit' END, \
     CASE WHEN k.contype = 'n' AND NOT k.convalidated THEN 'not valid' END) \
     FROM pg_constraint k WHERE k.oid >= 16384 AND k.conrelid <> 0 AND (NOT k.conenforced \
     OR k.conperiod OR (k.contype = 'n' AND (k.connoinherit OR NOT k.convalidated \
     OR (k.conname NOT LIKE '%\\_not\\_null' AND k.conname !~ '_not_null[0-9]*$'))))";
