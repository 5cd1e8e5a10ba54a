//! Starting processes that end with this one.

use std::io;
use std::process::{Child, Command};
use std::sync::mpsc::{self, Sender};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::thread;

/// The signal that the child gets when this process ends.
#[derive(Debug, Clone, Copy)]
pub(super) enum Ending {
    /// SIGQUIT: a postmaster stops at once, with all its children.
    Quit,
    /// SIGKILL.
    Kill,
}

type Job = (Command, Sender<io::Result<Child>>);

/// Spawns from a thread that never ends: Linux sends the signal when the spawning *thread* ends, and tests and
/// runtimes end threads early.
pub(super) fn spawn(mut command: Command, ending: Ending) -> io::Result<Child> {
    static KEEPER: OnceLock<Mutex<Sender<Job>>> = OnceLock::new();
    end_with_parent(&mut command, ending);
    let keeper = KEEPER.get_or_init(|| {
        let (sender, jobs) = mpsc::channel::<Job>();
        // Without the thread the channel is closed, and `spawn` below reports it.
        let _ = thread::Builder::new().name("scratch-keeper".into()).spawn(move || {
            for (mut command, reply) in jobs {
                let _ = reply.send(command.spawn());
            }
        });
        Mutex::new(sender)
    });
    let (reply, answer) = mpsc::channel();
    let gone = || io::Error::other("the thread that starts servers is gone");
    let sent = keeper.lock().unwrap_or_else(PoisonError::into_inner).send((command, reply));
    sent.map_err(|_| gone())?;
    answer.recv().map_err(|_| gone())?
}

/// Spawns a process that goes on when this one ends, in a session of its own: no signal of a terminal reaches it.
#[allow(unsafe_code)]
pub(super) fn spawn_detached(mut command: Command) -> io::Result<Child> {
    use std::os::unix::process::CommandExt;
    let prepare = || rustix::process::setsid().map(|_| ()).map_err(io::Error::from);
    // SAFETY: the closure runs between fork and exec. It makes one system call; it neither allocates nor takes a
    // lock.
    unsafe { command.pre_exec(prepare) };
    command.spawn()
}

#[cfg(target_os = "linux")]
#[allow(unsafe_code)]
fn end_with_parent(command: &mut Command, ending: Ending) {
    use rustix::process::{Signal, getpid, getppid, set_parent_process_death_signal};
    use std::os::unix::process::CommandExt;
    let parent = getpid();
    let signal = match ending {
        Ending::Quit => Signal::QUIT,
        Ending::Kill => Signal::KILL,
    };
    let prepare = move || {
        // std changes the user before it calls this; a change of user would clear the signal.
        set_parent_process_death_signal(Some(signal))?;
        // The parent may have ended before the signal was asked for.
        match getppid() == Some(parent) {
            true => Ok(()),
            false => Err(io::Error::from(rustix::io::Errno::SRCH)),
        }
    };
    // SAFETY: the closure runs between fork and exec. It makes two system calls and compares two numbers; it
    // neither allocates nor takes a lock.
    unsafe { command.pre_exec(prepare) };
}

/// Other systems have no such signal. What is left behind there is ended and removed by the next start.
#[cfg(not(target_os = "linux"))]
fn end_with_parent(_command: &mut Command, _ending: Ending) {}
