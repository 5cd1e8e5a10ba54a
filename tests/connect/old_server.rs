//! A server that is too old: a real one, whose word about its version is changed on the way.

use super::secured::Secured;
use super::{ask, refused, target};
use momni_db::connect::Refusal;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

/// Passes one connection on to a server; the server's version is told as another.
fn through(port: u16, version: &'static str) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let own = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        let (client, _) = listener.accept().unwrap();
        let server = TcpStream::connect(("127.0.0.1", port)).unwrap();
        let (mut from, mut to) = (client.try_clone().unwrap(), server.try_clone().unwrap());
        thread::spawn(move || std::io::copy(&mut from, &mut to));
        messages(server, client, version)
    });
    own
}

/// Each message of the server has a letter, and a length that counts itself.
fn messages(mut server: TcpStream, mut client: TcpStream, version: &str) -> Option<()> {
    loop {
        let mut head = [0; 5];
        server.read_exact(&mut head).ok()?;
        let length = u32::from_be_bytes(head[1..].try_into().unwrap());
        let mut body = vec![0; length as usize - 4];
        server.read_exact(&mut body).ok()?;
        if head[0] == b'S' && body.starts_with(b"server_version\0") {
            body = format!("server_version\0{version}\0").into_bytes();
        }
        let length = u32::try_from(body.len() + 4).unwrap();
        client.write_all(&[&head[..1], &length.to_be_bytes(), &body].concat()).ok()?;
    }
}

#[test]
fn is_refused_by_name() {
    let secured = &Secured::both()[0];
    let to = |version| {
        let port = through(secured.cluster.port, version);
        target(&format!("postgresql://open@127.0.0.1:{port}/postgres?sslmode=disable"), &[])
    };
    assert_eq!(ask(&to("14.0"), "SELECT 1").len(), 1, "the oldest that is supported");
    for version in ["13.23 (Debian 13.23-1)", "9.6.24"] {
        let error = refused(&to(version));
        let number = version.split(' ').next().unwrap();
        assert_eq!(error.refusal, Refusal::TooOld(number.into()));
        let said = format!("the server is PostgreSQL {number}; 14 is the oldest supported");
        assert!(error.to_string().contains(&said), "{error}");
    }
}
