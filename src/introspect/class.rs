//! The OIDs of the system catalogs themselves, which are the same in every version, and the first OID that is not the
//! server's own.

pub(super) const PG_TYPE: u32 = 1247;
pub(super) const PG_PROC: u32 = 1255;
pub(super) const PG_CLASS: u32 = 1259;
pub(super) const PG_AUTHID: u32 = 1260;
pub(super) const PG_DATABASE: u32 = 1262;
pub(super) const PG_ATTRDEF: u32 = 2604;
pub(super) const PG_CONSTRAINT: u32 = 2606;
pub(super) const PG_NAMESPACE: u32 = 2615;
pub(super) const PG_REWRITE: u32 = 2618;
pub(super) const PG_TRIGGER: u32 = 2620;
pub(super) const PG_EXTENSION: u32 = 3079;
pub(super) const PG_POLICY: u32 = 3256;
pub(super) const PG_DEFAULT_ACL: u32 = 826;

/// The schema of the server's own objects.
pub(super) const PG_CATALOG: u32 = 11;
/// The schema `public`, which initdb creates.
pub(super) const PUBLIC_SCHEMA: u32 = 2200;
/// The role that initdb creates.
pub(super) const BOOTSTRAP_ROLE: u32 = 10;
