//! As whom servers run.

use super::ScratchError;
use crate::connect::{Account, accounts};
use std::fs;
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

/// The user that servers run as, where that is not the user of this process. PostgreSQL refuses to run as root.
#[derive(Debug, Clone)]
pub(super) struct RunAs(Option<Account>);

impl RunAs {
    /// `postgres`, else `nobody`, when this process is root's; else this process's own user.
    pub(super) fn choose() -> Result<Self, ScratchError> {
        if !is_root() {
            return Ok(Self(None));
        }
        among(&accounts()).map(|account| Self(Some(account))).ok_or_else(|| {
            ScratchError::new(
                "PostgreSQL does not run as root, and there is neither a user `postgres` nor `nobody`",
                "add one: `useradd --system postgres`, or run momni-db as an ordinary user",
            )
        })
    }

    /// This process's own user.
    pub(super) fn this_user() -> Self {
        Self(None)
    }

    /// The owner of a server's data, where it is there already and root's servers run as somebody else by now:
    /// the user `postgres` has come since. PostgreSQL runs as the owner of its data only.
    pub(super) fn or_owner_of(self, data: &Path) -> Self {
        let (Some(_), Ok(metadata)) = (&self.0, fs::metadata(data)) else { return self };
        match accounts().into_iter().find(|account| account.uid == metadata.uid()) {
            Some(owner) if owner.uid != 0 => Self(Some(owner)),
            _ => self,
        }
    }

    /// Makes the command run as that user.
    pub(super) fn apply(&self, command: &mut Command) {
        if let Some(account) = &self.0 {
            command.uid(account.uid).gid(account.gid);
        }
    }

    /// Gives a file or folder to that user.
    pub(super) fn own(&self, path: &Path) -> Result<(), ScratchError> {
        match &self.0 {
            Some(account) => chown(path, Some(account.uid), Some(account.gid))
                .map_err(|error| ScratchError::file("give to another user", path, &error)),
            None => Ok(()),
        }
    }

    /// The user's and the group's number to give copies to, where they are not this process's own.
    pub(super) fn ids(&self) -> Option<(u32, u32)> {
        self.0.as_ref().map(|account| (account.uid, account.gid))
    }

    /// Whether that user can reach what lies in the folder: the first of its parents that lets nobody through is
    /// the error.
    pub(super) fn reaches<'a>(&self, folder: &'a Path) -> Result<(), &'a Path> {
        let Some(account) = &self.0 else { return Ok(()) };
        let closed = |folder: &&Path| {
            let Ok(metadata) = fs::metadata(folder) else { return false };
            let bit = match () {
                () if metadata.uid() == account.uid => 0o100,
                () if metadata.gid() == account.gid => 0o010,
                () => 0o001,
            };
            metadata.mode() & bit == 0
        };
        folder.ancestors().find(closed).map_or(Ok(()), Err)
    }

    /// The user's name, for messages and for what is kept apart by user.
    pub(super) fn name(&self) -> &str {
        self.0.as_ref().map_or("", |account| &account.name)
    }
}

fn among(known: &[Account]) -> Option<Account> {
    ["postgres", "nobody"].into_iter().find_map(|name| {
        known.iter().find(|account| account.name == name && account.uid != 0).cloned()
    })
}

/// Whether this process may do everything.
pub(super) fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn postgres_then_nobody_and_never_root() {
        let account = |name: &str, uid| Account { name: name.into(), uid, gid: uid };
        let (root, postgres, nobody) =
            (account("root", 0), account("postgres", 101), account("nobody", 65534));
        let all = [root.clone(), nobody.clone(), postgres.clone()];
        assert_eq!(among(&all), Some(postgres));
        assert_eq!(among(&all[..2]), Some(nobody));
        assert_eq!(among(&[root, account("postgres", 0)]), None);
    }
}
