//! Settings of roles (`ALTER ROLE … SET`). Those that hold in one database only, or for every role, have no place in
//! the model.

use super::stage::Stage;
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

/// `name=value`, as the system catalogs store settings.
pub(super) fn split(setting: &str) -> (String, String) {
    let (name, value) = setting.split_once('=').unwrap_or((setting, ""));
    (name.to_owned(), value.to_owned())
}
