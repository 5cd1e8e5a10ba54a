//! Access control lists. Many objects share one list, so each list that occurs is taken apart once.

use super::error::BadRow;
use super::stage::Stage;
use crate::catalog::Privilege;
use rustc_hash::FxHashMap;

/// The built-in privileges are those that `acldefault` gives for the bootstrap role: its own are the owner's. A list
/// starts with a brace, so that the letter of a kind is never taken for one.
///
/// Those of columns are apart: few columns have one, and there is more of them than of anything else.
pub(super) const STAGE: Stage = Stage {
    name: "privileges",
    sql: |_| {
        "WITH lists(acl, owner) AS (\
         SELECT relacl, relowner FROM pg_class WHERE relacl IS NOT NULL AND oid >= 16384 \
         UNION SELECT proacl, proowner FROM pg_proc WHERE proacl IS NOT NULL AND oid >= 16384 \
         UNION SELECT typacl, typowner FROM pg_type WHERE typacl IS NOT NULL AND oid >= 16384 \
         UNION SELECT lanacl, lanowner FROM pg_language WHERE lanacl IS NOT NULL AND oid >= 16384 \
         UNION SELECT fdwacl, fdwowner FROM pg_foreign_data_wrapper WHERE fdwacl IS NOT NULL \
         UNION SELECT srvacl, srvowner FROM pg_foreign_server WHERE srvacl IS NOT NULL \
         UNION SELECT nspacl, nspowner FROM pg_namespace WHERE nspacl IS NOT NULL \
         UNION SELECT datacl, datdba FROM pg_database WHERE datname = current_database() \
         UNION SELECT defaclacl, defaclrole FROM pg_default_acl) \
         SELECT l.acl::text, e.grantee, false, e.privilege_type, e.is_grantable, e.grantor <> l.owner \
         FROM lists l, aclexplode(l.acl) e \
         UNION ALL SELECT k.kind::text, e.grantee, e.grantee = 10, e.privilege_type, e.is_grantable, false \
         FROM unnest('{r,s,d,f,n,l,T,F,S}'::\"char\"[]) k(kind), aclexplode(acldefault(k.kind, 10)) e"
            .to_owned()
    },
    read: |build, row| {
        let list: &str = row.take()?;
        let (grantee, is_owner): (u32, bool) = (row.take()?, row.take()?);
        let privilege = privilege(row.take()?)?;
        let grantee = (!is_owner).then_some(grantee);
        let grant = Grant { grantee, privilege, grantable: row.take()? };
        build.has_passed_on |= row.take::<bool>()?;
        build.acls.0.entry(list.to_owned()).or_default().push(grant);
        Ok(())
    },
};

/// Of columns, which have the built-in ones besides: none.
pub(super) const COLUMNS: Stage = Stage {
    name: "privileges on columns",
    sql: |_| {
        "SELECT a.attrelid, a.attnum, e.grantee, e.privilege_type, e.is_grantable \
         FROM pg_attribute a, aclexplode(a.attacl) e \
         WHERE a.attacl IS NOT NULL AND a.attrelid >= 16384 AND a.attnum > 0 AND NOT a.attisdropped"
            .to_owned()
    },
    read: |build, row| {
        let key: (u32, i16) = (row.take()?, row.take()?);
        let grantee: u32 = row.take()?;
        let (privilege, grantable): (_, bool) = (privilege(row.take()?)?, row.take()?);
        let Some(column) = build.attributes.get(&key).and_then(|it| it.handle) else {
            return Ok(());
        };
        let grantee = build.principal(grantee);
        let held = build.object(column).grants.entry(grantee).or_default();
        *held.entry(privilege).or_default() |= grantable;
        Ok(())
    },
};

fn privilege(word: &str) -> Result<Privilege, BadRow> {
    Privilege::from_word(word).ok_or_else(|| BadRow::unknown("privilege", word))
}

/// One entry of a list.
pub(super) struct Grant {
    /// The role, 0 for PUBLIC; `None` for whoever owns the object.
    pub(super) grantee: Option<u32>,
    pub(super) privilege: Privilege,
    pub(super) grantable: bool,
}

/// The lists by their text, and the built-in ones by the letter of their kind.
#[derive(Default)]
pub(super) struct Acls(FxHashMap<String, Vec<Grant>>);

impl Acls {
    /// The entries of a list; of an absent one those that are built in.
    pub(super) fn of(&self, kind: char, acl: Option<&str>) -> &[Grant] {
        let mut letter = [0; 4];
        let key = acl.unwrap_or_else(|| kind.encode_utf8(&mut letter));
        self.0.get(key).map_or(&[], Vec::as_slice)
    }
}
