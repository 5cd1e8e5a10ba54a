//! A test that is two processes: the binary runs itself again, for the same test, in another role.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

const ROLE: &str = "MOMNI_TEST_ROLE";

/// The role that this process was started in: `None` in the process that cargo has started.
pub(crate) fn role() -> Option<String> {
    std::env::var(ROLE).ok()
}

/// This binary again, for the test of that name only, in a role.
pub(crate) fn again(test: &str, role: &str) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args([test, "--exact", "--nocapture", "--test-threads=1"]).env(ROLE, role);
    command
}

/// A line for the process that started this one.
pub(crate) fn tell(line: impl std::fmt::Display) {
    println!("tell: {line}");
}

/// The lines that a process tells, read one by one.
pub(crate) struct Told {
    pub(crate) child: Child,
    lines: std::io::Lines<BufReader<std::process::ChildStdout>>,
}

/// Starts a process of this binary, to be listened to.
pub(crate) fn listen(command: &mut Command) -> Told {
    let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    Told { child, lines }
}

impl Told {
    /// The next line that is told. A process that ends without one fails the test.
    pub(crate) fn next(&mut self) -> String {
        let mut seen = String::new();
        for line in self.lines.by_ref() {
            let line = line.unwrap();
            match line.split_once("tell: ") {
                Some((_, told)) => return told.to_owned(),
                None => seen = format!("{seen}{line}\n"),
            }
        }
        panic!("the process ended with {:?}, and told nothing:\n{seen}", self.child.wait());
    }
}

impl Drop for Told {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
