//! A disk that is full when it is told to be.
//!
//! A tablespace on a small file system wants the right to mount one, which a container does not give; a limit on the size
//! of files (`ulimit -f`) gives another error, and on one file only. So a few lines of C (`full_disk.c`) stand between the
//! server and the C library: they need no right, and begin and end at an exact moment. Only the files of databases stop
//! growing: a server that cannot write its log ends at once, and that is another fault of this bench.

use crate::support::cluster::give_to_server;
use crate::support::place::Folder;
use std::path::PathBuf;
use std::process::Command;

/// The switch.
pub(crate) struct FullDisk {
    folder: Folder,
}

impl FullDisk {
    /// Compiles it.
    pub(crate) fn new() -> Self {
        let folder = Folder::new();
        let source = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/faults/full_disk.c");
        let mut cc = Command::new("cc");
        cc.args(["-shared", "-fPIC", "-O1", "-o"]).arg(folder.path().join("full_disk.so"));
        let done = cc.arg(source).arg("-ldl").output().unwrap_or_else(|error| {
            panic!("the tests need a C compiler named cc: {error}");
        });
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        give_to_server(&folder.path().join("full_disk.so"), 0o755);
        Self { folder }
    }

    fn flag(&self) -> PathBuf {
        self.folder.path().join("is_full")
    }

    /// What a server's environment has to say.
    pub(crate) fn environment(&self) -> Vec<(&'static str, PathBuf)> {
        vec![("LD_PRELOAD", self.folder.path().join("full_disk.so")), ("FULL_DISK", self.flag())]
    }

    pub(crate) fn fill(&self) {
        std::fs::write(self.flag(), "").unwrap();
    }

    /// There is room again.
    pub(crate) fn free(&self) {
        if let Err(error) = std::fs::remove_file(self.flag()) {
            assert_eq!(error.kind(), std::io::ErrorKind::NotFound, "{error}");
        }
    }
}
