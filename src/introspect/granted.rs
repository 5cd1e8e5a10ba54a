//! Privileges that the model does not hold: those on objects that nobody declares, and those that somebody else than
//! the owner granted.

use super::stage::Stage;

/// As `pg_dump` finds them on the objects of the system and of extensions: lists that are not what initdb, the
/// extension or default privileges left. Who granted a privilege is not modelled: all of them are the owner's.
pub(super) const STAGE: Stage = Stage {
    name: "privileges that are not modelled",
    sql: |_| {
        format!(
            "WITH held(class, oid, part, acl, owner, type, schema) AS MATERIALIZED ({HELD}), \
             member AS (SELECT classid, objid FROM pg_depend WHERE refclassid = 3079 AND deptype = 'e') \
             SELECT i.type, i.schema, i.identity, u.special FROM ({PASSED_ON} UNION ALL {UNDECLARED}) \
             u(class, oid, part, special), pg_identify_object(u.class, u.oid, u.part) i"
        )
    },
    read: |build, row| {
        let kind: Option<&str> = row.take()?;
        let schema: Option<&str> = row.take()?;
        let identity: Option<&str> = row.take()?;
        let special: &str = row.take()?;
        let (Some(kind), Some(identity)) = (kind, identity) else { return Ok(()) };
        if special == UNDECLARED_OBJECT || schema.is_none_or(|name| build.is_read(name)) {
            build.unmodelled(kind, format!("{identity} ({special})"));
        }
        Ok(())
    },
};

/// Every list that is there, as `acldefault` and default privileges call the kinds.
const HELD: &str = "\
    SELECT 1259::oid, oid, 0, relacl, relowner, (CASE relkind WHEN 'S' THEN 'S' ELSE 'r' END)::\"char\", relnamespace \
    FROM pg_class WHERE relacl IS NOT NULL \
    UNION ALL SELECT 1259, c.oid, attnum, attacl, relowner, 'c', relnamespace \
    FROM pg_attribute JOIN pg_class c ON c.oid = attrelid WHERE attacl IS NOT NULL \
    UNION ALL SELECT 1255, oid, 0, proacl, proowner, 'f', pronamespace FROM pg_proc WHERE proacl IS NOT NULL \
    UNION ALL SELECT 1247, oid, 0, typacl, typowner, 'T', typnamespace FROM pg_type WHERE typacl IS NOT NULL \
    UNION ALL SELECT 2612, oid, 0, lanacl, lanowner, 'l', CASE WHEN oid < 16384 THEN 11 ELSE 0 END \
    FROM pg_language WHERE lanacl IS NOT NULL \
    UNION ALL SELECT 2328, oid, 0, fdwacl, fdwowner, 'F', 0 FROM pg_foreign_data_wrapper WHERE fdwacl IS NOT NULL \
    UNION ALL SELECT 1417, oid, 0, srvacl, srvowner, 'S', 0 FROM pg_foreign_server WHERE srvacl IS NOT NULL \
    UNION ALL SELECT 2615, oid, 0, nspacl, nspowner, 'n', oid FROM pg_namespace WHERE nspacl IS NOT NULL";

/// Many objects have few lists: each is taken apart once.
const PASSED_ON: &str = "\
    SELECT class, oid, part, 'privileges granted by others than its owner' FROM held \
    WHERE oid >= 16384 AND (class, oid) NOT IN (SELECT * FROM member) AND (acl, owner) IN (\
        SELECT acl, owner FROM (SELECT DISTINCT acl, owner FROM held WHERE oid >= 16384) d \
        WHERE EXISTS (SELECT FROM aclexplode(d.acl) x WHERE x.grantor <> d.owner))";

const UNDECLARED: &str = "\
    SELECT h.class, h.oid, h.part, 'privileges' FROM held h \
    LEFT JOIN pg_init_privs i ON i.classoid = h.class AND i.objoid = h.oid AND i.objsubid = h.part \
    WHERE (h.schema = 11 OR (h.class, h.oid) IN (SELECT * FROM member)) AND h.acl IS DISTINCT FROM i.initprivs \
    AND ARRAY(SELECT DISTINCT x::text FROM aclexplode(h.acl) x ORDER BY 1) \
    <> ARRAY(SELECT DISTINCT x::text FROM (\
        SELECT coalesce(i.initprivs, (SELECT d.defaclacl FROM pg_default_acl d \
        WHERE h.schema <> 11 AND d.defaclrole = h.owner AND d.defaclnamespace = 0 AND d.defaclobjtype = h.type), \
        acldefault((CASE h.type WHEN 'S' THEN 's' ELSE h.type END)::\"char\", h.owner)) \
        UNION ALL SELECT d.defaclacl FROM pg_default_acl d WHERE h.schema <> 11 AND i.initprivs IS NULL \
        AND d.defaclrole = h.owner AND d.defaclnamespace = h.schema AND d.defaclnamespace <> 0 \
        AND d.defaclobjtype = h.type) a(acl), aclexplode(a.acl) x ORDER BY 1)";

/// What is special about the objects of [`UNDECLARED`].
const UNDECLARED_OBJECT: &str = "privileges";
