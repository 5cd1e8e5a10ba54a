//! The operating system's user.

use std::collections::BTreeMap;
use std::fs;

/// A user of the operating system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The login name.
    pub name: String,
    /// The user's number.
    pub uid: u32,
    /// The number of the user's first group.
    pub gid: u32,
}

/// The accounts of the local password file. A directory service's are not in it.
pub fn accounts() -> Vec<Account> {
    let text = fs::read("/etc/passwd").unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    text.lines().filter_map(account).collect()
}

fn account(line: &str) -> Option<Account> {
    let mut fields = line.split(':');
    let name = fields.next()?.to_owned();
    let uid = fields.nth(1)?.parse().ok()?;
    let gid = fields.next()?.parse().ok()?;
    Some(Account { name, uid, gid })
}

/// The name under which this process runs, as libpq takes it for a user that is not given.
pub(super) fn login_name(environment: &BTreeMap<String, String>) -> Option<String> {
    let uid = rustix::process::geteuid().as_raw();
    let listed = accounts().into_iter().find(|account| account.uid == uid);
    listed
        .map(|account| account.name)
        .or_else(|| environment.get("USER").filter(|name| !name.is_empty()).cloned())
}

#[cfg(test)]
mod tests {
    use super::{Account, account};

    #[test]
    fn a_line_of_the_password_file() {
        let expected = Account { name: "postgres".into(), uid: 101, gid: 104 };
        assert_eq!(account("postgres:x:101:104:,,,:/var:/bin/bash"), Some(expected));
        assert_eq!(account("+::::::"), None);
    }
}
