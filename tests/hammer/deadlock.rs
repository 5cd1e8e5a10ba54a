//! A deadlock as the server's log tells it: the statements of both sides, which no client is told.

use super::server::MAJOR;
use crate::support::{request::Refusal, server};

/// All that the log has of a deadlock, or what the client was told where the log has nothing.
pub(crate) fn told(refusal: &Refusal) -> String {
    let path = server(MAJOR, &[]).folder().join("log");
    let log = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let log = String::from_utf8_lossy(&log);
    of(&log, &refusal.text).unwrap_or_else(|| format!("not in the log: {}", refusal.text))
}

/// The entry whose detail is what the client was told: it names the processes and their transactions, as no other does.
fn of(log: &str, text: &str) -> Option<String> {
    let who = text.lines().find(|line| line.starts_with("Process "))?;
    let lines: Vec<&str> = log.lines().collect();
    let detail = lines.iter().rposition(|line| line.contains("DETAIL:") && line.ends_with(who))?;
    // The server writes an entry as a whole: what follows is its own, with tabs or with these words.
    let more = |line: &&&str| {
        line.starts_with('\t') || ["HINT:", "CONTEXT:"].iter().any(|word| line.contains(word))
    };
    let more = lines[detail + 1..].iter().take_while(more).count();
    Some(lines[detail..=detail + more].join("\n"))
}

#[test]
fn an_entry_is_told_whole() {
    let entry = "2026-01-01 00:00:00.000 UTC [7] DETAIL:  Process 7 waits for ShareLock on transaction 70; blocked by process 8.
\tProcess 8 waits for ShareLock on transaction 80; blocked by process 7.
\tProcess 7: select 1
\tProcess 8: select 2
2026-01-01 00:00:00.000 UTC [7] HINT:  See server log for query details.
2026-01-01 00:00:00.000 UTC [7] CONTEXT:  while locking tuple (0,1) in relation \"hosts\"";
    let other =
        |pid: u32| format!("2026-01-01 00:00:00.000 UTC [{pid}] ERROR:  deadlock detected\n");
    let log = format!("{}{entry}\n{}{}", other(7), other(9), entry.replace("70", "90"));
    let text = "deadlock detected\nProcess 7 waits for ShareLock on transaction 70; blocked by process 8.\nwhile locking";
    assert_eq!(of(&log, text).as_deref(), Some(entry));
}
