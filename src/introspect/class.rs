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
pub(super) const PG_COLLATION: u32 = 3456;
pub(super) const PG_AMOP: u32 = 2602;
pub(super) const PG_AMPROC: u32 = 2603;
pub(super) const PG_CAST: u32 = 2605;
pub(super) const PG_OPCLASS: u32 = 2616;
pub(super) const PG_OPERATOR: u32 = 2617;
pub(super) const PG_OPFAMILY: u32 = 2753;
pub(super) const PG_STATISTIC_EXT: u32 = 3381;
pub(super) const PG_EVENT_TRIGGER: u32 = 3466;
pub(super) const PG_TS_DICT: u32 = 3600;
pub(super) const PG_TS_PARSER: u32 = 3601;
pub(super) const PG_TS_CONFIG: u32 = 3602;
pub(super) const PG_TS_TEMPLATE: u32 = 3764;
pub(super) const PG_AM: u32 = 2601;
pub(super) const PG_CONVERSION: u32 = 2607;
pub(super) const PG_LANGUAGE: u32 = 2612;
pub(super) const PG_TRANSFORM: u32 = 3576;
pub(super) const PG_FOREIGN_DATA_WRAPPER: u32 = 2328;
pub(super) const PG_FOREIGN_SERVER: u32 = 1417;
pub(super) const PG_USER_MAPPING: u32 = 1418;
pub(super) const PG_SUBSCRIPTION: u32 = 6100;
pub(super) const PG_PUBLICATION: u32 = 6104;
pub(super) const PG_PUBLICATION_REL: u32 = 6106;
pub(super) const PG_PUBLICATION_NAMESPACE: u32 = 6237;
pub(super) const PG_EXTENSION: u32 = 3079;
pub(super) const PG_POLICY: u32 = 3256;
pub(super) const PG_DEFAULT_ACL: u32 = 826;

/// The schema of the server's own objects.
pub(super) const PG_CATALOG: u32 = 11;
/// The schema `public`, which initdb creates.
pub(super) const PUBLIC_SCHEMA: u32 = 2200;
/// The role that initdb creates.
pub(super) const BOOTSTRAP_ROLE: u32 = 10;
/// The collation that stands for the database's default.
pub(super) const DEFAULT_COLLATION: u32 = 100;
