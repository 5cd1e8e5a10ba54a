//! Access control lists. Many objects share one list, so each list that occurs is taken apart once.

use super::error::BadRow;
use super::stage::Stage;
use crate::catalog::Privilege;
use rustc_hash::FxHashMap;

/// The built-in privileges are those that `acldefault` gives for the bootstrap role: its own are the owner's. A list
/// starts with a brace, so that the letter of a kind is never taken for one.
pub(super) const STAGE: Stage = Stage {
    name: "privileges",
    sql: |_| {
        "WITH lists(acl) AS (\
         SELECT relacl FROM pg_class WHERE relacl IS NOT NULL AND oid >= 16384 \
         UNION SELECT attacl FROM pg_attribute WHERE attacl IS NOT NULL AND attrelid >= 16384 \
         UNION SELECT proacl FROM pg_proc WHERE proacl IS NOT NULL AND oid >= 16384 \
         UNION SELECT typacl FROM pg_type WHERE typacl IS NOT NULL AND oid >= 16384 \
         UNION SELECT lanacl FROM pg_language WHERE lanacl IS NOT NULL AND oid >= 16384 \
         UNION SELECT fdwacl FROM pg_foreign_data_wrapper WHERE fdwacl IS NOT NULL \
         UNION SELECT srvacl FROM pg_foreign_server WHERE srvacl IS NOT NULL \
         UNION SELECT nspacl FROM pg_namespace WHERE nspacl IS NOT NULL \
         UNION SELECT datacl FROM pg_database WHERE datname = current_database() \
         UNION SELECT defaclacl FROM pg_default_acl) \
         SELECT l.acl::text, e.grantee, false, e.privilege_type, e.is_grantable \
         FROM lists l, aclexplode(l.acl) e \
         UNION ALL SELECT k.kind::text, e.grantee, e.grantee = 10, e.privilege_type, e.is_grantable \
         FROM unnest('{r,s,d,f,n,l,T,F,S}'::\"char\"[]) k(kind), aclexplode(acldefault(k.kind, 10)) e"
            .to_owned()
    },
    read: |build, row| {
        let list: &str = row.take()?;
        let (grantee, is_owner): (u32, bool) = (row.take()?, row.take()?);
        let word: &str = row.take()?;
        let privilege =
            Privilege::from_word(word).ok_or_else(|| BadRow::unknown("privilege", word))?;
        let grantee = (!is_owner).then_some(grantee);
        let grant = Grant { grantee, privilege, grantable: row.take()? };
        build.acls.0.entry(list.to_owned()).or_default().push(grant);
        Ok(())
    },
};

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
