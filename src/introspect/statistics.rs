//! Extended statistics.

use super::class::PG_STATISTIC_EXT;
use super::stage::Stage;
use crate::catalog::{Kind, Object, ObjectId, Statistics, StatisticsKind};

pub(super) const STAGE: Stage = Stage {
    name: "extended statistics",
    sql: |_| {
        "SELECT s.oid, s.stxnamespace, s.stxname, s.stxowner, s.stxrelid, \
         ARRAY(SELECT k::text FROM unnest(s.stxkind) k), \
         ARRAY(SELECT a.attname::text FROM unnest(s.stxkeys) k JOIN pg_attribute a \
         ON a.attrelid = s.stxrelid AND a.attnum = k ORDER BY a.attname), \
         pg_get_statisticsobjdef_expressions(s.oid), nullif(s.stxstattarget::int4, -1) \
         FROM pg_statistic_ext s"
            .to_owned()
    },
    read: |build, row| {
        let oid: u32 = row.take()?;
        let Some(name) = build.name_in((PG_STATISTIC_EXT, oid), row)? else { return Ok(()) };
        let (owner, relation): (u32, u32) = (row.take()?, row.take()?);
        let Some(table) = build.relations.get(&relation).map(|it| it.name.clone()) else {
            return Ok(());
        };
        let kinds = row.take::<Vec<&str>>()?.into_iter().filter_map(|letter| match letter {
            "d" => Some(StatisticsKind::Ndistinct),
            "f" => Some(StatisticsKind::Dependencies),
            "m" => Some(StatisticsKind::Mcv),
            _ => None,
        });
        let columns: Vec<&str> = row.take()?;
        let expressions: Option<Vec<&str>> = row.take()?;
        let columns = columns.into_iter().map(|name| build.keywords.quoted(name));
        let expressions = expressions.into_iter().flatten().map(|text| format!("({text})"));
        let statistics = Statistics {
            table,
            kinds: kinds.collect(),
            elements: columns.chain(expressions).collect(),
            target: row.take()?,
        };
        let object = Object { owner: Some(build.principal(owner)), ..Object::new(statistics) };
        build.add((PG_STATISTIC_EXT, oid), ObjectId::in_schema(Kind::Statistics, &name), object);
        Ok(())
    },
};
