//! Privileges that the model does not hold: those on objects that nobody declares, and those that somebody else than
//! the owner granted.

use super::build::Build;
use super::error::BadRow;
use super::stage::{Fields, Stage};

/// As `pg_dump` finds them on the objects of the system and of extensions: lists that are not what initdb, the
/// extension or default privileges left.
pub(super) const UNDECLARED: Stage = Stage {
    name: "privileges on what is not declared",
    sql: |_| {
        let held = lists(|class, schema| {
            format!("({schema} = 11 OR ({class}, o.oid) IN (SELECT * FROM member))")
        });
        identified(&format!(
            "SELECT h.class, h.oid, h.part, '{UNDECLARED_OBJECT}' FROM ({held}) {HELD} \
             LEFT JOIN pg_init_privs i ON i.classoid = h.class AND i.objoid = h.oid AND i.objsubid = h.part \
             WHERE h.acl IS DISTINCT FROM i.initprivs AND {DIFFER}"
        ))
    },
    read,
};

/// Who granted a privilege is not modelled: all of them are the owner's.
pub(super) const PASSED_ON: Stage = Stage {
    name: "privileges that were passed on",
    sql: |_| {
        let held = lists(|class, _| {
            format!("o.oid >= 16384 AND ({class}, o.oid) NOT IN (SELECT * FROM member)")
        });
        identified(&format!(
            "SELECT class, oid, part, 'privileges granted by others than its owner' FROM ({held}) {HELD} \
             WHERE EXISTS (SELECT FROM aclexplode(h.acl) x WHERE x.grantor <> h.owner)"
        ))
    },
    read,
};

/// What is special about the objects of [`UNDECLARED`].
const UNDECLARED_OBJECT: &str = "privileges";

fn read(build: &mut Build<'_>, row: &mut Fields<'_>) -> Result<(), BadRow> {
    let kind: Option<&str> = row.take()?;
    let schema: Option<&str> = row.take()?;
    let identity: Option<&str> = row.take()?;
    let special: &str = row.take()?;
    let (Some(kind), Some(identity)) = (kind, identity) else { return Ok(()) };
    if special == UNDECLARED_OBJECT || schema.is_none_or(|name| build.is_read(name)) {
        build.unmodelled(kind, format!("{identity} ({special})"));
    }
    Ok(())
}

/// The objects, in the server's words.
fn identified(objects: &str) -> String {
    format!(
        "WITH member AS (SELECT classid, objid FROM pg_depend WHERE refclassid = 3079 AND deptype = 'e') \
         SELECT i.type, i.schema, i.identity, u.special FROM ({objects}) u(class, oid, part, special), \
         pg_identify_object(u.class, u.oid, u.part) i"
    )
}

/// The columns of [`lists`].
const HELD: &str = "h(class, oid, part, acl, owner, type, schema)";

/// The lists of the objects that are wanted, with their kinds as `acldefault` and default privileges call them. What is
/// wanted is said of the row `o` of a catalog, given the OID of the catalog and the column with the schema.
///
/// A database has more columns than anything else, and few lists for them: only those of relations that are wanted are
/// looked at.
fn lists(wanted: fn(class: &str, schema: &str) -> String) -> String {
    let list = |(class, catalog, prefix, kind, schema): (&str, &str, &str, &str, &str)| {
        let wanted = wanted(class, schema);
        format!(
            "SELECT {class}::oid, o.oid, 0, o.{prefix}acl, o.{prefix}owner, ({kind})::\"char\", {schema} \
             FROM {catalog} o WHERE o.{prefix}acl IS NOT NULL AND {wanted}"
        )
    };
    let wanted = wanted("1259", "o.relnamespace");
    let columns = format!(
        "SELECT 1259::oid, o.oid, a.attnum, a.attacl, o.relowner, 'c'::\"char\", o.relnamespace FROM pg_class o, \
         LATERAL (SELECT attnum, attacl FROM pg_attribute WHERE attrelid = o.oid AND attacl IS NOT NULL OFFSET 0) a \
         WHERE o.relkind IN ('r', 'p', 'f', 'v', 'm') AND {wanted}"
    );
    let all: Vec<String> = CATALOGS.into_iter().map(list).chain([columns]).collect();
    all.join(" UNION ALL ")
}

/// The OID of a catalog, its name, the beginning of the names of its columns, the kind of its objects, their schema.
const CATALOGS: [(&str, &str, &str, &str, &str); 7] = [
    ("1259", "pg_class", "rel", "CASE o.relkind WHEN 'S' THEN 'S' ELSE 'r' END", "o.relnamespace"),
    ("1255", "pg_proc", "pro", "'f'", "o.pronamespace"),
    ("1247", "pg_type", "typ", "'T'", "o.typnamespace"),
    ("2612", "pg_language", "lan", "'l'", "CASE WHEN o.oid < 16384 THEN 11 ELSE 0 END"),
    ("2328", "pg_foreign_data_wrapper", "fdw", "'F'", "0"),
    ("1417", "pg_foreign_server", "srv", "'S'", "0"),
    ("2615", "pg_namespace", "nsp", "'n'", "o.oid"),
];

/// Whether a list gives other privileges than initdb, the extension or default privileges gave.
const DIFFER: &str = "\
    ARRAY(SELECT DISTINCT x::text FROM aclexplode(h.acl) x ORDER BY 1) \
    <> ARRAY(SELECT DISTINCT x::text FROM (\
        SELECT coalesce(i.initprivs, (SELECT d.defaclacl FROM pg_default_acl d \
        WHERE h.schema <> 11 AND d.defaclrole = h.owner AND d.defaclnamespace = 0 AND d.defaclobjtype = h.type), \
        acldefault((CASE h.type WHEN 'S' THEN 's' ELSE h.type END)::\"char\", h.owner)) \
        UNION ALL SELECT d.defaclacl FROM pg_default_acl d WHERE h.schema <> 11 AND i.initprivs IS NULL \
        AND d.defaclrole = h.owner AND d.defaclnamespace = h.schema AND d.defaclnamespace <> 0 \
        AND d.defaclobjtype = h.type) a(acl), aclexplode(a.acl) x ORDER BY 1)";
