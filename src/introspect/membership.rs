//! Memberships of roles in roles.

use super::stage::{Stage, since};
use crate::catalog::{Kind, Membership, Object, ObjectId};

/// From PostgreSQL 16 on, several grantors may grant one membership; together they give what any of them gives.
pub(super) const STAGE: Stage = Stage {
    name: "memberships",
    sql: |major| {
        let options = since(
            major,
            16,
            "bool_or(inherit_option), bool_or(set_option)",
            "NULL::bool, NULL::bool",
        );
        format!(
            "SELECT roleid, member, bool_or(admin_option), {options} \
             FROM pg_auth_members GROUP BY roleid, member"
        )
    },
    read: |build, row| {
        let (role, member): (u32, u32) = (row.take()?, row.take()?);
        let (admin, inherit, set) = (row.take()?, row.take()?, row.take()?);
        let Some(member_role) = build.role(member) else { return Ok(()) };
        let granted = build.role(role);
        let (name, member) = (build.role_name(role), build.role_name(member));
        if granted.is_none() && !name.starts_with("pg_") {
            return Ok(());
        }
        let id = ObjectId {
            relation: Some(name.clone()),
            ..ObjectId::global(Kind::Membership, member.clone())
        };
        let object = Object::new(Membership { role: name, member, admin, inherit, set });
        let handle = build.add_unaddressed(id, object);
        build.depends(handle, member_role);
        if let Some(granted) = granted {
            build.depends(handle, granted);
        }
        Ok(())
    },
};
