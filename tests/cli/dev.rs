//! `dev`: a server that stays, and a folder that is watched.

use crate::small::Small;
use rustix::process::{Pid, Signal, kill_process};
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// The lines of both streams as they come.
fn lines(child: &mut Child) -> Receiver<String> {
    let (sender, receiver) = channel();
    let streams: [Box<dyn Read + Send>; 2] =
        [Box::new(child.stdout.take().unwrap()), Box::new(child.stderr.take().unwrap())];
    for stream in streams {
        let sender = sender.clone();
        std::thread::spawn(move || {
            for line in BufReader::new(stream).lines().map_while(Result::ok) {
                let _ = sender.send(line);
            }
        });
    }
    receiver
}

/// Waits for lines that hold these, in any order: standard output and the errors come over two pipes.
#[track_caller]
fn until(lines: &Receiver<String>, parts: &[&str]) {
    let mut wanted = parts.to_vec();
    let mut seen = Vec::new();
    while !wanted.is_empty() {
        match lines.recv_timeout(Duration::from_secs(60)) {
            Ok(line) => {
                wanted.retain(|part| !line.contains(part));
                seen.push(line);
            }
            Err(_) => panic!("{wanted:?} never came: {seen:#?}"),
        }
    }
}

#[test]
fn the_server_is_kept_up_to_date_and_stays() {
    let small = Small::new().generated();
    let mut command = small.command(&["dev"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let seen = lines(&mut child);
    until(&seen, &["the database has V1", "or by the URL: postgresql://", "watching "]);
    small.edit("schema/library.yaml", "reader: text\n", "reader: { typ: text }\n");
    until(&seen, &["schema/library.yaml:"]);
    small.edit("schema/library.yaml", "reader: { typ: text }\n", "reader: varchar\n");
    until(&seen, &["the database has V1"]);
    assert_eq!(small.run(&["generate"]).code, Some(0));
    until(&seen, &["the database has V2"]);
    kill_process(Pid::from_raw(i32::try_from(child.id()).unwrap()).unwrap(), Signal::INT).unwrap();
    until(&seen, &["the server goes on"]);
    assert_eq!(child.wait().unwrap().code(), Some(0));
    let status = small.run(&["status"]);
    assert!(status.stderr.contains("running already"), "{status:?}");
    assert_eq!(small.run(&["dev", "--stop"]).stdout, "stopped; the data stays\n");
    assert_eq!(small.run(&["dev", "--stop"]).stdout, "no server was running\n");
    let status = small.run(&["status"]);
    assert!(status.stderr.contains("started"), "{status:?}");
    assert_eq!(status.stdout.matches("applied  ").count(), 2, "{status:?}");
}
