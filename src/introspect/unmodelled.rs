//! What the model does not know: objects of other kinds, and properties that objects of known kinds have besides.
//!
//! Each part of the query gives the class, the OID and the part of an object, the relation that it belongs to, and what
//! is special about it; nothing special for an object of a kind that is not modelled at all.

use super::class::PG_CLASS;
use super::stage::Stage;
use crate::catalog::Name;
use std::collections::HashMap;

pub(super) const STAGE: Stage = Stage {
    name: "unmodelled objects",
    sql: |_| {
        let parts: Vec<&str> = [PARTS_OF_RELATIONS, KINDS, PASSED_ON, GRANTS].concat();
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
        if special == Some(COMMENT) && build.handle(address).is_some() {
            return Ok(());
        }
        if special == Some(PRIVILEGES) {
            build.unmodelled(kind, format!("{identity} ({PRIVILEGES})"));
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
        } else if schema.is_some_and(|name| !is_known(&build.schemas, name)) {
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

/// Whether a schema is read. The server gives its name with quotes where SQL needs them.
fn is_known(schemas: &HashMap<u32, Name>, name: &str) -> bool {
    let quoted = name.strip_prefix('"').and_then(|name| name.strip_suffix('"'));
    let name = quoted.map_or_else(|| name.to_owned(), |name| name.replace("\"\"", "\""));
    schemas.values().any(|it| **it == *name)
}

/// Of the constraints of relations. Sub-objects of a relation that is not modelled are not listed again.
const PARTS_OF_RELATIONS: &[&str] = &[
    "SELECT DISTINCT 2606, t.tgconstraint, 0, t.tgrelid, 'triggers disabled or altered' \
     FROM pg_trigger t WHERE t.tgisinternal AND t.tgenabled <> 'O' AND t.tgconstraint <> 0 \
     AND t.tgparentid = 0",
    "SELECT d.classoid, d.objoid, 0, coalesce(k.conrelid, t.tgrelid), 'comment' \
     FROM pg_description d LEFT JOIN pg_constraint k ON d.classoid = 2606 AND k.oid = d.objoid \
     LEFT JOIN pg_trigger t ON d.classoid = 2620 AND t.oid = d.objoid \
     WHERE d.classoid IN (2606, 2620) AND d.objoid >= 16384 AND (k.contype = 't' \
     OR (k.contype <> 'n' AND (NOT k.conislocal OR k.coninhcount > 0 OR k.conparentid <> 0)) OR t.tgisinternal OR t.tgparentid <> 0)",
];

/// Comments on what is no object by itself: constraints and triggers that a table has from another one, a trigger behind
/// a constraint.
const COMMENT: &str = "comment";

/// Objects of kinds that are not modelled.
const KINDS: &[&str] = &[
    // A shell: another operator's promise.
    "SELECT 2617, oid, 0, 0, 'only promised' FROM pg_operator WHERE oid >= 16384 AND oprcode = 0",
    "SELECT classoid, objoid, objsubid, 0, 'security label of ' || provider FROM pg_seclabel",
    "SELECT classoid, objoid, 0, 0, 'security label of ' || provider FROM pg_shseclabel \
     WHERE classoid <> 1262 OR objoid = (SELECT oid FROM pg_database WHERE datname = current_database())",
    // There may be millions of them.
    "SELECT 2613, min(oid), 0, 0, 'one of ' || count(*) FROM pg_largeobject_metadata HAVING count(*) > 0",
];

/// Who granted a privilege is not modelled: all of them are the owner's.
const PASSED_ON: &[&str] = &["\
    SELECT o.class, o.oid, o.part, o.relation, 'privileges granted by others than its owner' FROM (\
        SELECT 1259::oid, oid, 0, oid, relacl, relowner FROM pg_class WHERE relacl IS NOT NULL \
        UNION ALL SELECT 1259, c.oid, attnum, c.oid, attacl, relowner \
        FROM pg_attribute JOIN pg_class c ON c.oid = attrelid WHERE attacl IS NOT NULL \
        UNION ALL SELECT 1255, oid, 0, 0, proacl, proowner FROM pg_proc WHERE proacl IS NOT NULL \
        UNION ALL SELECT 1247, oid, 0, 0, typacl, typowner FROM pg_type WHERE typacl IS NOT NULL \
        UNION ALL SELECT 2612, oid, 0, 0, lanacl, lanowner FROM pg_language WHERE lanacl IS NOT NULL \
        UNION ALL SELECT 2328, oid, 0, 0, fdwacl, fdwowner FROM pg_foreign_data_wrapper \
        WHERE fdwacl IS NOT NULL \
        UNION ALL SELECT 1417, oid, 0, 0, srvacl, srvowner FROM pg_foreign_server WHERE srvacl IS NOT NULL \
        UNION ALL SELECT 2615, oid, 0, 0, nspacl, nspowner FROM pg_namespace WHERE nspacl IS NOT NULL) \
        o(class, oid, part, relation, acl, owner) \
    WHERE oid >= 16384 AND EXISTS (SELECT FROM aclexplode(o.acl) x WHERE x.grantor <> o.owner)"];

/// What was granted or revoked on the system's own objects and those of extensions, as `pg_dump` finds it: lists that are not
/// what initdb, the extension or default privileges left. Nobody declares these objects.
const GRANTS: &[&str] = &["\
    SELECT o.class, o.oid, o.part, 0, 'privileges' FROM (\
        SELECT 1255::oid, oid, 0, proacl, proowner, 'f'::\"char\", pronamespace, pronamespace = 11 \
        FROM pg_proc WHERE proacl IS NOT NULL \
        UNION ALL SELECT 1259, oid, 0, relacl, relowner, \
        (CASE relkind WHEN 'S' THEN 'S' ELSE 'r' END)::\"char\", relnamespace, relnamespace = 11 \
        FROM pg_class WHERE relacl IS NOT NULL \
        UNION ALL SELECT 1259, attrelid, attnum, attacl, 10, 'c', 0, attrelid < 12000 \
        FROM pg_attribute WHERE attacl IS NOT NULL \
        UNION ALL SELECT 1247, oid, 0, typacl, typowner, 'T', typnamespace, typnamespace = 11 \
        FROM pg_type WHERE typacl IS NOT NULL \
        UNION ALL SELECT 2612, oid, 0, lanacl, lanowner, 'l', 0, lanname IN ('c', 'internal', 'sql') \
        FROM pg_language WHERE lanacl IS NOT NULL \
        UNION ALL SELECT 2615, oid, 0, nspacl, nspowner, 'n', 0, oid = 11 \
        FROM pg_namespace WHERE nspacl IS NOT NULL) o(class, oid, part, acl, owner, type, schema, is_system) \
    LEFT JOIN pg_init_privs i ON i.classoid = o.class AND i.objoid = o.oid AND i.objsubid = o.part \
    WHERE (is_system OR EXISTS (SELECT FROM pg_depend e WHERE e.classid = o.class AND e.objid = o.oid \
        AND e.deptype = 'e')) AND ARRAY(SELECT DISTINCT x::text FROM aclexplode(o.acl) x ORDER BY 1) \
        <> ARRAY(SELECT DISTINCT x::text FROM (\
            SELECT coalesce(i.initprivs, (SELECT d.defaclacl FROM pg_default_acl d \
            WHERE NOT o.is_system AND d.defaclrole = o.owner AND d.defaclnamespace = 0 AND d.defaclobjtype = o.type), \
            acldefault((CASE o.type WHEN 'S' THEN 's' ELSE o.type END)::\"char\", o.owner)) \
            UNION ALL SELECT d.defaclacl FROM pg_default_acl d WHERE NOT o.is_system AND i.initprivs IS NULL \
            AND d.defaclrole = o.owner AND d.defaclnamespace = o.schema AND d.defaclnamespace <> 0 \
            AND d.defaclobjtype = o.type) a(acl), aclexplode(a.acl) x ORDER BY 1)"];

/// Privileges on what nobody declares.
const PRIVILEGES: &str = "privileges";
