//! Row-security policies.

use super::class::PG_POLICY;
use super::error::BadRow;
use super::stage::Stage;
use crate::catalog::{Kind, Name, Object, ObjectId, Policy, PolicyCommand};

pub(super) const STAGE: Stage = Stage {
    name: "policies",
    sql: |_| {
        "SELECT oid, polname, polrelid, polpermissive, polcmd, polroles, \
         polqual IS NOT NULL, pg_get_expr(polqual, polrelid), \
         polwithcheck IS NOT NULL, pg_get_expr(polwithcheck, polrelid) FROM pg_policy"
            .to_owned()
    },
    read: |build, row| {
        let oid: u32 = row.take()?;
        let name = Name::from(row.take::<&str>()?);
        let relation: u32 = row.take()?;
        let Some(relation) = build.relations.get(&relation) else { return Ok(()) };
        if relation.handle.is_none() {
            return Ok(());
        }
        let id = ObjectId::of_relation(Kind::Policy, &relation.name, name);
        let policy = Policy {
            permissive: row.take()?,
            command: match row.letter()? {
                '*' => PolicyCommand::All,
                'r' => PolicyCommand::Select,
                'a' => PolicyCommand::Insert,
                'w' => PolicyCommand::Update,
                'd' => PolicyCommand::Delete,
                letter => return Err(BadRow::unknown("command of a policy", letter)),
            },
            roles: row.take::<Vec<u32>>()?.into_iter().map(|it| build.principal(it)).collect(),
            using: row.worded()?.map(str::to_owned),
            with_check: row.worded()?.map(str::to_owned),
        };
        build.add((PG_POLICY, oid), id, Object::new(policy));
        Ok(())
    },
};
