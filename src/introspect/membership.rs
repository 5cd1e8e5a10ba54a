//! Memberships of roles in roles.

use super::stage::{Stage, since};
use crate::catalog::{Kind, Membership, Object, ObjectId};

/// From PostgreSQL 16 on, several grantors may grant one membership; together they give what any of them gives.
/// An option that is as a bare `GRANT` leaves it says nothing.
pub(super) const STAGE: Stage = Stage {
    name: "memberships",
    sql: |major| {
        let options = since(
            major,
            16,
            "nullif(bool_or(m.inherit_option), r.rolinherit), nullif(bool_or(m.set_option), true)",
            "NULL::bool, NULL::bool",
        );
        format!(
            "SELECT m.roleid, m.member, bool_or(m.admin_option), {options} \
             FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.member \
             GROUP BY m.roleid, m.member, r.rolinherit"
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
