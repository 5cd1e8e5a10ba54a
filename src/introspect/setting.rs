//! Settings of roles (`ALTER ROLE … SET`), and who may change settings. Those that hold in one database only, or for
//! every role, have no place in the model, nor have privileges on settings.

use super::stage::{Stage, since};
use crate::catalog::Definition;

pub(super) const STAGE: Stage = Stage {
    name: "settings",
    sql: |_| {
        "SELECT s.setrole, s.setdatabase <> 0, c.setting \
         FROM pg_db_role_setting s, unnest(s.setconfig) c(setting) \
         WHERE s.setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))"
            .to_owned()
    },
    read: |build, row| {
        let (role, here): (u32, bool) = (row.take()?, row.take()?);
        let (name, value) = split(row.take()?);
        match (role, here) {
            (0, true) => build.unmodelled("database", format!("(setting {name})")),
            (0, false) => build.unmodelled("role", format!("ALL (setting {name})")),
            (role, here) => {
                let Some(handle) = build.role(role) else { return Ok(()) };
                if here {
                    let role = build.keywords.quoted(&build.role_name(role));
                    build.unmodelled("role", format!("{role} (setting {name} in this database)"));
                } else if let Definition::Role(role) = &mut build.object(handle).definition {
                    role.settings.insert(name, value);
                }
            }
        }
        Ok(())
    },
};

/// `GRANT … ON PARAMETER`, as far as it concerns the roles that are read. The privileges belong to the cluster.
pub(super) const PRIVILEGES: Stage = Stage {
    name: "privileges on settings",
    sql: |major| {
        let lists = "SELECT e.grantee, p.parname, e.privilege_type \
                     FROM pg_parameter_acl p, aclexplode(p.paracl) e";
        since(major, 15, lists, "SELECT 0::oid, '', '' WHERE false").to_owned()
    },
    read: |build, row| {
        let grantee: u32 = row.take()?;
        let (setting, privilege): (&str, &str) = (row.take()?, row.take()?);
        if grantee == 0 || build.role(grantee).is_some() {
            let grantee = build.principal(grantee);
            build.unmodelled("parameter", format!("{setting} ({privilege} granted to {grantee})"));
        }
        Ok(())
    },
};

/// `name=value`, as the system catalogs store settings.
pub(super) fn split(setting: &str) -> (String, String) {
    let (name, value) = setting.split_once('=').unwrap_or((setting, ""));
    (name.to_owned(), value.to_owned())
}
