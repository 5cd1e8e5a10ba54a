//! The types that are used, in the server's words. A database has many columns and few types, so each combination of
//! type and modifier is worded once.

use super::error::BadRow;
use super::stage::Stage;
use rustc_hash::FxHashMap;

pub(super) const STAGE: Stage = Stage {
    name: "type names",
    sql: |_| {
        "SELECT u.type, u.modifier, format_type(u.type, u.modifier), t.typcollation, \
         t.typstorage FROM (\
         SELECT DISTINCT atttypid, atttypmod FROM pg_attribute \
         WHERE attrelid >= 16384 AND attnum > 0 AND NOT attisdropped \
         UNION SELECT typbasetype, typtypmod FROM pg_type WHERE oid >= 16384 AND typtype = 'd' \
         UNION SELECT seqtypid, -1 FROM pg_sequence\
         ) u(type, modifier) JOIN pg_type t ON t.oid = u.type"
            .to_owned()
    },
    read: |build, row| {
        let (data_type, modifier): (u32, i32) = (row.take()?, row.take()?);
        build.types.names.insert((data_type, modifier), row.take()?);
        build.types.collations.insert(data_type, row.take()?);
        build.types.storages.insert(data_type, row.letter()?);
        Ok(())
    },
};

/// Types by OID.
#[derive(Default)]
pub(super) struct Types {
    names: FxHashMap<(u32, i32), String>,
    collations: FxHashMap<u32, u32>,
    storages: FxHashMap<u32, char>,
    /// From a domain to the type beneath.
    pub(super) bases: FxHashMap<u32, u32>,
}

impl Types {
    /// The type's name with its modifiers.
    pub(super) fn name(&self, data_type: u32, modifier: i32) -> Result<String, BadRow> {
        let name = self.names.get(&(data_type, modifier)).cloned();
        name.ok_or_else(|| BadRow::Changed("a type is missing".into()))
    }

    /// The collation of values whose column names none.
    pub(super) fn collation(&self, data_type: u32) -> u32 {
        self.collations.get(&data_type).copied().unwrap_or_default()
    }

    /// How values are stored whose column does not say (`pg_type.typstorage`).
    pub(super) fn storage(&self, data_type: u32) -> Option<char> {
        self.storages.get(&data_type).copied()
    }

    /// The type beneath all domains.
    pub(super) fn base(&self, mut data_type: u32) -> u32 {
        while let Some(base) = self.bases.get(&data_type) {
            data_type = *base;
        }
        data_type
    }
}
