//! A synthetic project in a folder of its own, with a cache of its own, and the servers beside it.

use super::measured::Run;
use super::process::run;
use momni_db::catalog::Catalog;
use momni_db::connect::{Target, connect};
use momni_db::introspect::introspect_live;
use momni_db::read::Declared;
use momni_db::scratch::{Server, Settings, start_with};
use std::collections::BTreeMap;
use std::fs::{self, Permissions};
use std::future::Future;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// What all stages of one size share.
pub(crate) struct Bench {
    /// The project's folder.
    pub(crate) root: PathBuf,
    /// The folder of the server's programs.
    bin: PathBuf,
    cache: PathBuf,
    runtime: tokio::runtime::Runtime,
    folder: TempDir,
}

impl Bench {
    /// An empty project, for the PostgreSQL whose programs are in `bin`.
    pub(crate) fn new(bin: &Path) -> Self {
        let folder = tempfile::Builder::new().prefix("momni-bench").tempdir().unwrap();
        // Root's servers run as another user, who has to enter the cache.
        fs::set_permissions(folder.path(), Permissions::from_mode(0o711)).unwrap();
        let root = folder.path().join("project");
        fs::create_dir(&root).unwrap();
        Self {
            root,
            bin: bin.to_owned(),
            cache: folder.path().join("cache"),
            runtime: tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap(),
            folder,
        }
    }

    /// Writes files of the project.
    pub(crate) fn write(&self, files: &BTreeMap<String, String>) {
        for (file, text) in files {
            let path = self.root.join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
    }

    pub(crate) fn wait<T>(&self, future: impl Future<Output = T>) -> T {
        self.runtime.block_on(future)
    }

    /// A new server: roles belong to the cluster, so what makes roles does the same work again only in a new one.
    pub(crate) fn server(&self) -> Server {
        self.wait(start_with(self.settings(), &Default::default()))
            .unwrap_or_else(|error| panic!("{error}"))
    }

    /// Where servers and what is kept are.
    pub(crate) fn settings(&self) -> Settings {
        Settings {
            pg_bin: Some(self.bin.clone()),
            cache_dir: Some(self.cache.clone()),
            ..Settings::from_environment()
        }
    }

    /// A folder beside the project.
    pub(crate) fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Statistics of the catalogs, as autovacuum leaves them in a database that is in use.
    pub(crate) fn analyze(&self, target: &Target) {
        self.wait(async { connect(target).await.unwrap().batch("ANALYZE").await.unwrap() });
    }

    /// Through a new connection, as in a run of the program.
    pub(crate) fn introspected(&self, target: &Target, declared: &Declared) -> Catalog {
        self.wait(async {
            let session = connect(target).await.unwrap();
            introspect_live(&session, &declared.outline.scope).await.unwrap()
        })
    }

    /// One of PostgreSQL's own programs.
    pub(crate) fn postgres(&self, program: &str, args: &[&str]) -> Run {
        run(&self.bin.join(program), args, &self.root, &[])
    }

    /// What tells momni-db where its server and its cache are.
    pub(crate) fn environment(&self) -> [(&'static str, &Path); 2] {
        [("MOMNI_PG_BIN", self.bin.as_path()), ("MOMNI_CACHE_DIR", self.cache.as_path())]
    }

    /// A command of momni-db that needs no state.
    pub(crate) fn command(&self, args: &[&str]) -> Run {
        let tool = Path::new(env!("CARGO_BIN_EXE_momni-db"));
        run(tool, args, &self.root, &self.environment())
    }

    /// A command that finds no state in the cache and builds what it needs on a server of its own.
    pub(crate) fn first(&self, args: &[&str]) -> Run {
        let catalogs = self.cache.join("catalogs");
        if catalogs.exists() {
            fs::remove_dir_all(catalogs).unwrap();
        }
        let run = self.command(args);
        assert!(self.kept() > 0, "{args:?} kept no state: what was measured is no first run");
        run
    }

    /// A command that finds nothing at all in the cache, not even a server's template.
    pub(crate) fn cold(&self, args: &[&str]) -> Run {
        if self.cache.exists() {
            fs::remove_dir_all(&self.cache).unwrap();
        }
        self.first(args)
    }

    /// A command that finds all that it needs in the cache.
    pub(crate) fn cached(&self, args: &[&str]) -> Run {
        let before = self.kept();
        let run = self.command(args);
        assert_eq!(before, self.kept(), "{args:?} built a state that was to be in the cache");
        run
    }

    /// How many states the cache holds.
    fn kept(&self) -> usize {
        fs::read_dir(self.cache.join("catalogs")).map_or(0, Iterator::count)
    }
}
