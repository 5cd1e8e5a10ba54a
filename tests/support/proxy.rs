//! What may stand between the program and a real server: something that says another version, a pooler, or whatever a
//! test makes of [`proxy`].

use super::query;
use momni_db::connect::Target;
use std::io::{self, Read, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A socket of its own, for as long as it lives.
pub(crate) struct Proxy {
    pub(crate) target: Target,
    _folder: TempDir,
}

/// The same server, which says that it has another version.
pub(crate) fn renamed(target: &Target, version: &str) -> Proxy {
    let version = version.to_owned();
    proxy(target, move |mut client, server| {
        let mut backend = UnixStream::connect(server)?;
        let (mut from, mut to) = (client.try_clone()?, backend.try_clone()?);
        std::thread::spawn(move || io::copy(&mut from, &mut to));
        loop {
            let mut message = message(&mut backend)?;
            if message.starts_with(b"S") && message[5..].starts_with(b"server_version\0") {
                let mut body = b"server_version\0".to_vec();
                body.extend_from_slice(version.as_bytes());
                body.push(0);
                message = b"S".to_vec();
                message.extend_from_slice(&u32::try_from(body.len() + 4).unwrap().to_be_bytes());
                message.extend_from_slice(&body);
            }
            client.write_all(&message)?;
        }
    })
}

/// Two sessions of the server, in turn: the next one whenever no transaction is open.
pub(crate) fn pooler(target: &Target) -> Proxy {
    proxy(target, |mut client, server| {
        let startup = startup(&mut client)?;
        let mut backends = [UnixStream::connect(server)?, UnixStream::connect(server)?];
        for backend in &mut backends {
            backend.write_all(&startup)?;
        }
        until_ready(&mut backends[0], &mut client)?;
        until_ready(&mut backends[1], &mut io::sink())?;
        let mut turn = 0;
        loop {
            let message = message(&mut client)?;
            backends[turn].write_all(&message)?;
            // Q: a simple query. S: the end of an extended one.
            if matches!(message[0], b'Q' | b'S')
                && until_ready(&mut backends[turn], &mut client)? == b'I'
            {
                turn = 1 - turn;
            }
        }
    })
}

/// A socket that hands each connection, and the path of the server's own socket, to a thread of its own.
pub(crate) fn proxy(
    target: &Target,
    serve: impl Fn(UnixStream, &Path) -> io::Result<()> + Send + Sync + 'static,
) -> Proxy {
    let server = socket_of(target);
    let folder = tempfile::tempdir().unwrap();
    let listener = UnixListener::bind(folder.path().join(".s.PGSQL.5432")).unwrap();
    let target = Target::socket(folder.path(), 5432, target.user(), target.database()).unwrap();
    let serve = std::sync::Arc::new(serve);
    std::thread::spawn(move || {
        for client in listener.incoming().map_while(Result::ok) {
            let (serve, server) = (serve.clone(), server.clone());
            // The end of either side ends the other.
            std::thread::spawn(move || serve(client, &server));
        }
    });
    Proxy { target, _folder: folder }
}

fn socket_of(target: &Target) -> PathBuf {
    let folder = query(target, "show unix_socket_directories").remove(0).remove(0).unwrap();
    let port = query(target, "show port").remove(0).remove(0).unwrap();
    Path::new(&folder).join(format!(".s.PGSQL.{port}"))
}

/// The first message of a connection has no type.
pub(crate) fn startup(client: &mut UnixStream) -> io::Result<Vec<u8>> {
    let mut message = vec![0; 4];
    client.read_exact(&mut message)?;
    rest(client, message)
}

/// A message with its head: its type, then its length.
pub(crate) fn message(from: &mut UnixStream) -> io::Result<Vec<u8>> {
    let mut message = vec![0; 5];
    from.read_exact(&mut message)?;
    rest(from, message)
}

/// What follows the length, with which the head ends and which counts itself.
fn rest(from: &mut UnixStream, mut head: Vec<u8>) -> io::Result<Vec<u8>> {
    let length: [u8; 4] = head[head.len() - 4..].try_into().unwrap();
    let mut body = vec![0; u32::from_be_bytes(length) as usize - 4];
    from.read_exact(&mut body)?;
    head.extend_from_slice(&body);
    Ok(head)
}

/// Hands on what the server says up to ReadyForQuery; gives the state of the transaction.
fn until_ready(backend: &mut UnixStream, client: &mut impl Write) -> io::Result<u8> {
    loop {
        let message = message(backend)?;
        client.write_all(&message)?;
        if message[0] == b'Z' {
            return Ok(message[5]);
        }
    }
}
