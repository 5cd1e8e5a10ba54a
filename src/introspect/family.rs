//! Operator families and classes, and what belongs to them.

use super::build::Build;
use super::class::{PG_AMOP, PG_AMPROC, PG_OPCLASS, PG_OPFAMILY};
use super::error::BadRow;
use super::stage::{Fields, Stage};
use crate::catalog::{
    Definition, FamilyFunction, FamilyOperator, Kind, Name, Object, ObjectId, OperatorClass,
    OperatorFamily, QName,
};

pub(super) const FAMILIES: Stage = Stage {
    name: "operator families",
    sql: |_| {
        "SELECT f.oid, f.opfnamespace, f.opfname, f.opfowner, a.amname FROM pg_opfamily f \
         JOIN pg_am a ON a.oid = f.opfmethod WHERE f.oid >= 16384"
            .to_owned()
    },
    read: |build, row| {
        let oid: u32 = row.take()?;
        let Some(name) = build.name_in((PG_OPFAMILY, oid), row)? else { return Ok(()) };
        let owner: u32 = row.take()?;
        let object = Object {
            owner: Some(build.principal(owner)),
            ..Object::new(OperatorFamily::default())
        };
        let id = by_method(Kind::OperatorFamily, &name, row.take()?);
        build.add((PG_OPFAMILY, oid), id, object);
        Ok(())
    },
};

pub(super) const CLASSES: Stage = Stage {
    name: "declared operator classes",
    sql: |_| {
        "SELECT c.oid, c.opcnamespace, c.opcname, c.opcowner, a.amname, format_type(c.opcintype, NULL), \
         c.opcdefault, f.opfnamespace, f.opfname, \
         CASE WHEN c.opckeytype <> 0 THEN format_type(c.opckeytype, NULL) END \
         FROM pg_opclass c JOIN pg_am a ON a.oid = c.opcmethod JOIN pg_opfamily f ON f.oid = c.opcfamily \
         WHERE c.oid >= 16384"
            .to_owned()
    },
    read: |build, row| {
        let oid: u32 = row.take()?;
        let Some(name) = build.name_in((PG_OPCLASS, oid), row)? else { return Ok(()) };
        let owner: u32 = row.take()?;
        let id = by_method(Kind::OperatorClass, &name, row.take()?);
        let class = OperatorClass {
            data_type: row.take()?,
            default: row.take()?,
            family: qualified(build, row)?
                .ok_or_else(|| BadRow::Changed("a family is gone".into()))?,
            storage: row.take()?,
            operators: Vec::new(),
            functions: Vec::new(),
        };
        let object = Object { owner: Some(build.principal(owner)), ..Object::new(class) };
        build.add((PG_OPCLASS, oid), id, object);
        Ok(())
    },
};

/// A member belongs to a class, or to the family alone.
pub(super) const OPERATORS: Stage = Stage {
    name: "operators of families",
    sql: |_| {
        "SELECT m.oid, d.refclassid, d.refobjid, m.amopstrategy::int4, \
         format_type(m.amoplefttype, NULL) || ', ' || format_type(m.amoprighttype, NULL), \
         format('%I.%s', n.nspname, o.oprname), s.opfnamespace, s.opfname \
         FROM pg_amop m JOIN pg_depend d ON d.classid = 2602 AND d.objid = m.oid \
         AND d.refclassid IN (2616, 2753) AND d.deptype IN ('a', 'i') \
         JOIN pg_operator o ON o.oid = m.amopopr JOIN pg_namespace n ON n.oid = o.oprnamespace \
         LEFT JOIN pg_opfamily s ON s.oid = m.amopsortfamily \
         WHERE m.oid >= 16384 ORDER BY 4, 5"
            .to_owned()
    },
    read: |build, row| {
        let oid: u32 = row.take()?;
        let whole = (row.take()?, row.take()?);
        let member = FamilyOperator {
            number: row.take()?,
            types: row.take()?,
            operator: row.take()?,
            order_by: qualified(build, row)?,
        };
        let Some(handle) = build.handle(whole) else { return Ok(()) };
        build.stands_for((PG_AMOP, oid), handle);
        match &mut build.object(handle).definition {
            Definition::OperatorClass(class) => class.operators.push(member),
            Definition::OperatorFamily(family) => family.operators.push(member),
            _ => {}
        }
        Ok(())
    },
};

pub(super) const FUNCTIONS: Stage = Stage {
    name: "functions of families",
    sql: |_| {
        "SELECT m.oid, d.refclassid, d.refobjid, m.amprocnum::int4, \
         format_type(m.amproclefttype, NULL) || ', ' || format_type(m.amprocrighttype, NULL), \
         m.amproc::regprocedure::text \
         FROM pg_amproc m JOIN pg_depend d ON d.classid = 2603 AND d.objid = m.oid \
         AND d.refclassid IN (2616, 2753) AND d.deptype IN ('a', 'i') \
         WHERE m.oid >= 16384 ORDER BY 4, 5"
            .to_owned()
    },
    read: |build, row| {
        let oid: u32 = row.take()?;
        let whole = (row.take()?, row.take()?);
        let member =
            FamilyFunction { number: row.take()?, types: row.take()?, function: row.take()? };
        let Some(handle) = build.handle(whole) else { return Ok(()) };
        build.stands_for((PG_AMPROC, oid), handle);
        match &mut build.object(handle).definition {
            Definition::OperatorClass(class) => class.functions.push(member),
            Definition::OperatorFamily(family) => family.functions.push(member),
            _ => {}
        }
        Ok(())
    },
};

/// Families and classes of one name are told apart by their index method.
fn by_method(kind: Kind, name: &QName, method: &str) -> ObjectId {
    ObjectId { args: Some(Name::from(method)), ..ObjectId::in_schema(kind, name) }
}

/// The next two fields: schema and name of what may not be there.
fn qualified(build: &Build<'_>, row: &mut Fields<'_>) -> Result<Option<QName>, BadRow> {
    let (schema, name): (Option<u32>, Option<&str>) = (row.take()?, row.take()?);
    let schema = schema.and_then(|schema| build.schema_names.get(&schema).cloned());
    Ok(schema.zip(name).map(|(schema, name)| QName { schema, name: Name::from(name) }))
}
