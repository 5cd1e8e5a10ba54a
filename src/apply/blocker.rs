//! Sessions that a statement waits for.

use super::history::Row;
use crate::connect::statement::without_passwords;
use std::fmt;

/// As much of a query as is shown.
const SHOWN: usize = 120;

/// A session that holds what a statement waits for, as far as the connected role may see it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Blocker {
    /// Its backend's process id; `None` for a prepared transaction, which has no session.
    pub pid: Option<i32>,
    /// Its role.
    pub role: Option<String>,
    /// Its `application_name`.
    pub application: Option<String>,
    /// How long its transaction has been open, in seconds.
    pub seconds: Option<u64>,
    /// `active`, `idle in transaction` …
    pub state: Option<String>,
    /// The first line of what it runs, or ran last.
    pub query: Option<String>,
}

/// The sessions for which that backend waits: columns as [`Blocker::of`] reads them.
pub(super) fn question(pid: i32) -> String {
    format!(
        "select distinct 'blocker', b.pid, a.usename, a.application_name,
                floor(extract(epoch from pg_catalog.clock_timestamp() - a.xact_start))::int8, a.state, a.query
         from pg_catalog.unnest(pg_catalog.pg_blocking_pids({pid})) as b (pid)
         left join pg_catalog.pg_stat_activity a on a.pid = b.pid
         order by 2"
    )
}

impl Blocker {
    /// Whether it has been in the way for a second and more. What is not seen counts as no: autovacuum, which has no role,
    /// goes when it is waited for; a prepared transaction stays.
    pub(super) fn stays(&self) -> bool {
        let is_session = self.role.is_some();
        self.pid.is_none() || is_session && self.seconds.is_some_and(|seconds| seconds >= 1)
    }

    pub(super) fn of(row: &Row) -> Self {
        let text = |at: usize| row.get(at).cloned().flatten().filter(|text| !text.is_empty());
        Self {
            pid: text(1).and_then(|pid| pid.parse().ok()).filter(|pid| *pid != 0),
            role: text(2),
            application: text(3),
            // A clock that was set back.
            seconds: text(4).map(|seconds| seconds.parse().unwrap_or_default()),
            state: text(5),
            query: text(6).and_then(|query| first_line(&query)),
        }
    }
}

/// The first line that holds something, without what follows the word PASSWORD.
fn first_line(query: &str) -> Option<String> {
    let shown = without_passwords(query);
    let line = shown.lines().map(str::trim).find(|line| !line.is_empty())?;
    Some(match line.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{} …", &line[..end]),
        None => line.to_owned(),
    })
}

impl fmt::Display for Blocker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(pid) = self.pid else {
            return f.write_str("a prepared transaction (see pg_prepared_xacts)");
        };
        write!(f, "process {pid}")?;
        if let Some(application) = &self.application {
            write!(f, " ({application})")?;
        }
        if let Some(role) = &self.role {
            write!(f, " of role {role}")?;
        }
        if let Some(seconds) = self.seconds {
            write!(f, ", in a transaction for {seconds} s")?;
        }
        if let Some(state) = &self.state {
            write!(f, ", {state}")?;
        }
        match &self.query {
            Some(query) => write!(f, ": {query}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(values: [&str; 7]) -> Row {
        values.map(|text| Some(text.to_owned()).filter(|text| text != "-")).to_vec()
    }

    #[test]
    fn all_that_is_seen() {
        let query = "\n  alter role x password 'secret'\nselect 2";
        let found = row(["blocker", "7", "me", "psql", "12", "idle in transaction", query]);
        assert_eq!(
            Blocker::of(&found).to_string(),
            "process 7 (psql) of role me, in a transaction for 12 s, idle in transaction: \
             alter role x password ********"
        );
    }

    #[test]
    fn who_stays() {
        let stays = |pid, role, seconds| {
            Blocker::of(&row(["blocker", pid, role, "-", seconds, "active", "select 1"])).stays()
        };
        assert!(stays("7", "me", "1") && stays("0", "-", "-"));
        assert!(!stays("7", "me", "0") && !stays("7", "me", "-") && !stays("7", "-", "60"));
    }

    #[test]
    fn little_that_is_seen() {
        let found = row(["blocker", "7", "-", "", "-", "-", "-"]);
        assert_eq!(Blocker::of(&found).to_string(), "process 7");
        let found = row(["blocker", "0", "-", "-", "-", "-", "-"]);
        assert_eq!(
            Blocker::of(&found).to_string(),
            "a prepared transaction (see pg_prepared_xacts)"
        );
    }

    #[test]
    fn a_long_line_is_cut_between_characters() {
        let line = first_line(&"ä".repeat(200)).unwrap_or_default();
        assert_eq!(line, format!("{} …", "ä".repeat(120)));
    }
}
