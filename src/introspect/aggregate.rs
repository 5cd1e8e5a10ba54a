//! Aggregates.

use super::class::PG_PROC;
use super::error::BadRow;
use super::function;
use super::stage::{Fields, Stage};
use crate::catalog::{
    Aggregate, AggregateKind, AggregateState, ArgMode, FinalModify, Kind, Object, ObjectId,
};

pub(super) const STAGE: Stage = Stage {
    name: "aggregates",
    sql: |_| {
        let name = |column: &str| format!("CASE WHEN a.{column} <> 0 THEN a.{column}::text END");
        format!(
            "SELECT p.oid, p.pronamespace, p.proname, p.proowner, p.proacl::text, \
             ARRAY(SELECT format_type(i.type, NULL) FROM unnest(p.proargtypes) \
             WITH ORDINALITY i(type, place) ORDER BY i.place), \
             ARRAY(SELECT format_type(i.type, NULL) FROM unnest(p.proallargtypes) \
             WITH ORDINALITY i(type, place) ORDER BY i.place), p.proargmodes, p.proargnames, NULL::text[], \
             p.proparallel, format_type(p.prorettype, NULL), a.aggkind, a.aggnumdirectargs, \
             a.aggtransfn::text, format_type(a.aggtranstype, NULL), a.aggtransspace, a.agginitval, \
             {}, a.aggfinalextra, a.aggfinalmodify, {}, {}, {}, {}, \
             CASE WHEN a.aggmtransfn <> 0 THEN format_type(a.aggmtranstype, NULL) END, a.aggmtransspace, \
             a.aggminitval, {}, a.aggmfinalextra, a.aggmfinalmodify, {}, \
             CASE WHEN n.nspname = 'pg_catalog' THEN o.oprname \
             WHEN o.oid IS NOT NULL THEN format('OPERATOR(%I.%s)', n.nspname, o.oprname) END \
             FROM pg_proc p JOIN pg_aggregate a ON a.aggfnoid = p.oid \
             LEFT JOIN pg_operator o ON o.oid = a.aggsortop LEFT JOIN pg_namespace n ON n.oid = o.oprnamespace \
             WHERE p.oid >= 16384",
            name("aggfinalfn"),
            name("aggcombinefn"),
            name("aggserialfn"),
            name("aggdeserialfn"),
            name("aggmtransfn"),
            name("aggmfinalfn"),
            name("aggminvtransfn"),
        )
    },
    read: |build, row| {
        let oid: u32 = row.take()?;
        let Some(name) = build.name_in((PG_PROC, oid), row)? else { return Ok(()) };
        let owner: u32 = row.take()?;
        let acl: Option<&str> = row.take()?;
        let inputs: Vec<String> = row.take()?;
        let id = ObjectId { kind: Kind::Aggregate, ..ObjectId::function(&name, inputs.join(", ")) };
        let object = Object {
            owner: Some(build.principal(owner)),
            grants: build.grants('f', acl, owner),
            ..Object::new(aggregate(row, inputs)?)
        };
        build.add((PG_PROC, oid), id, object);
        Ok(())
    },
};

fn aggregate(row: &mut Fields<'_>, inputs: Vec<String>) -> Result<Aggregate, BadRow> {
    let mut args = function::arguments(row, inputs)?;
    let parallel = function::parallel(row)?;
    let returns = Some(row.take()?);
    let kind = match row.letter()? {
        'n' => AggregateKind::Plain,
        'o' => AggregateKind::OrderedSet,
        'h' => AggregateKind::Hypothetical,
        letter => return Err(BadRow::unknown("kind of aggregate", letter)),
    };
    let direct = usize::try_from(row.take::<i16>()?).unwrap_or_default();
    let mut order_by = Vec::new();
    if kind != AggregateKind::Plain {
        order_by = args.split_off(direct.min(args.len()));
        // One VARIADIC argument stands for both lists.
        let last = args.last().filter(|last| order_by.is_empty() && last.mode == ArgMode::Variadic);
        order_by.extend(last.cloned());
    }
    let state = state(row, row_transition)?;
    let (combine, serialize, deserialize) = (row.take()?, row.take()?, row.take()?);
    let moving = state_of_moving(row)?;
    let inverse: Option<String> = row.take()?;
    Ok(Aggregate {
        kind,
        args,
        order_by,
        returns,
        state,
        combine,
        serialize,
        deserialize,
        moving: moving.zip(inverse),
        sort_operator: row.take()?,
        parallel,
    })
}

fn row_transition(row: &mut Fields<'_>) -> Result<(String, String), BadRow> {
    Ok((row.take()?, row.take()?))
}

fn state_of_moving(row: &mut Fields<'_>) -> Result<Option<AggregateState>, BadRow> {
    let (transition, data_type): (Option<String>, Option<String>) = (row.take()?, row.take()?);
    let known = transition.zip(data_type);
    let there = known.is_some();
    let state = state(row, |_| Ok(known.unwrap_or_default()))?;
    Ok(there.then_some(state))
}

fn state(
    row: &mut Fields<'_>,
    head: impl FnOnce(&mut Fields<'_>) -> Result<(String, String), BadRow>,
) -> Result<AggregateState, BadRow> {
    let (transition, data_type) = head(row)?;
    Ok(AggregateState {
        transition,
        data_type,
        size: row.take()?,
        initial: row.take()?,
        r#final: row.take()?,
        final_extra: row.take()?,
        final_modify: match row.letter()? {
            'r' => FinalModify::ReadOnly,
            's' => FinalModify::Shareable,
            'w' => FinalModify::ReadWrite,
            letter => return Err(BadRow::unknown("change by a final function", letter)),
        },
    })
}
