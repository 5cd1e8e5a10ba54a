//! Functions and procedures.

use super::class::PG_PROC;
use super::error::BadRow;
use super::setting::split;
use super::stage::{Fields, Stage};
use crate::catalog::{
    ArgMode, Argument, Body, Function, FunctionKind, Kind, Name, Object, ObjectId, Parallel, QName,
    Security, Volatility,
};

/// What an extension brings may be a thousand functions, which are not worth wording. The constructors of a range type
/// are part of it.
pub(super) const STAGE: Stage = Stage {
    name: "functions",
    sql: |_| {
        "SELECT p.oid, p.pronamespace, p.proname, p.proowner, p.proacl::text, \
         ARRAY(SELECT format_type(a.type, NULL) FROM unnest(p.proargtypes) \
         WITH ORDINALITY a(type, place) ORDER BY a.place), \
         ARRAY(SELECT format_type(a.type, NULL) FROM unnest(p.proallargtypes) \
         WITH ORDINALITY a(type, place) ORDER BY a.place), \
         p.proargmodes, p.proargnames, \
         CASE WHEN p.pronargdefaults > 0 THEN ARRAY(SELECT pg_get_function_arg_default(p.oid, n) \
         FROM generate_series(1, coalesce(cardinality(p.proallargtypes), p.pronargs)) n ORDER BY n) \
         END, \
         p.prokind, l.lanname, pg_get_function_result(p.oid), p.provolatile, p.proisstrict, \
         p.prosecdef, p.proleakproof, p.proparallel, \
         CASE WHEN p.procost <> CASE WHEN l.lanname IN ('c', 'internal') THEN 1 ELSE 100 END \
         THEN p.procost END, \
         CASE WHEN p.prorows <> CASE WHEN p.proretset THEN 1000 ELSE 0 END THEN p.prorows END, \
         CASE WHEN p.prosupport <> 0 THEN p.prosupport::text END, \
         ARRAY(SELECT format_type(f.type, NULL) FROM unnest(p.protrftypes) f(type)), p.proconfig, \
         pg_get_function_sqlbody(p.oid), p.probin, p.prosrc \
         FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang \
         WHERE p.oid >= 16384 AND p.prokind IN ('f', 'w', 'p') AND NOT EXISTS (SELECT FROM pg_depend d \
         WHERE d.classid = 1255 AND d.objid = p.oid AND d.objsubid = 0 AND d.deptype IN ('e', 'i'))"
            .to_owned()
    },
    read: |build, row| {
        let oid: u32 = row.take()?;
        let schema: u32 = row.take()?;
        let Some(schema) = build.schema((PG_PROC, oid), schema) else { return Ok(()) };
        let name = QName { schema, name: Name::from(row.take::<&str>()?) };
        let owner: u32 = row.take()?;
        let acl: Option<&str> = row.take()?;
        let inputs: Vec<String> = row.take()?;
        let id = ObjectId::function(&name, inputs.join(", "));
        let object = Object {
            owner: Some(build.principal(owner)),
            grants: build.grants('f', acl, owner),
            ..Object::new(function(row, inputs)?)
        };
        debug_assert_eq!(id.kind, Kind::Function);
        build.add((PG_PROC, oid), id, object);
        Ok(())
    },
};

fn function(row: &mut Fields<'_>, inputs: Vec<String>) -> Result<Function, BadRow> {
    Ok(Function {
        args: arguments(row, inputs)?,
        kind: match row.letter()? {
            'f' => FunctionKind::Function,
            'w' => FunctionKind::Window,
            'p' => FunctionKind::Procedure,
            letter => return Err(BadRow::unknown("kind of function", letter)),
        },
        language: Name::from(row.take::<&str>()?),
        returns: row.take()?,
        volatility: match row.letter()? {
            'v' => Volatility::Volatile,
            's' => Volatility::Stable,
            'i' => Volatility::Immutable,
            letter => return Err(BadRow::unknown("volatility", letter)),
        },
        strict: row.take()?,
        security: if row.take()? { Security::Definer } else { Security::Invoker },
        leakproof: row.take()?,
        parallel: parallel(row)?,
        cost: row.take()?,
        rows: row.take()?,
        support: row.take()?,
        transforms: row.take()?,
        settings: row.take::<Option<Vec<&str>>>()?.into_iter().flatten().map(split).collect(),
        body: {
            let (atomic, library): (Option<String>, Option<String>) = (row.take()?, row.take()?);
            let source: String = row.take()?;
            match (atomic, library) {
                (Some(atomic), _) => Body::Atomic(atomic),
                (None, Some(file)) => Body::Library { file, symbol: source },
                (None, None) => Body::Source(source),
            }
        },
    })
}

pub(super) fn parallel(row: &mut Fields<'_>) -> Result<Parallel, BadRow> {
    Ok(match row.letter()? {
        'u' => Parallel::Unsafe,
        'r' => Parallel::Restricted,
        's' => Parallel::Safe,
        letter => return Err(BadRow::unknown("parallel safety", letter)),
    })
}

/// The modes and the list of all arguments are absent where every argument is an input.
pub(super) fn arguments(
    row: &mut Fields<'_>,
    inputs: Vec<String>,
) -> Result<Vec<Argument>, BadRow> {
    let all: Vec<String> = row.take()?;
    let modes = row.take::<Option<Vec<i8>>>()?.unwrap_or_default();
    let names = row.take::<Option<Vec<&str>>>()?.unwrap_or_default();
    let mut defaults = row.take::<Option<Vec<Option<String>>>>()?.unwrap_or_default();
    defaults.reverse();
    let types = if all.is_empty() { inputs } else { all };
    let argument = |(place, data_type): (usize, String)| {
        Ok(Argument {
            name: names.get(place).filter(|name| !name.is_empty()).map(Name::from),
            mode: match modes.get(place).map_or('i', |mode| char::from(mode.cast_unsigned())) {
                'i' => ArgMode::In,
                'o' => ArgMode::Out,
                'b' => ArgMode::InOut,
                'v' => ArgMode::Variadic,
                't' => ArgMode::Table,
                letter => return Err(BadRow::unknown("mode of an argument", letter)),
            },
            data_type,
            default: defaults.pop().flatten(),
        })
    };
    types.into_iter().enumerate().map(argument).collect()
}
