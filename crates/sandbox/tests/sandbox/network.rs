//! No network, not even to listeners that are surely there.

use std::io::ErrorKind;
use std::net::{TcpListener, UdpSocket};
use std::os::linux::net::SocketAddrExt;
use std::os::unix::net::{SocketAddr, UnixListener};

use crate::support::{both, mark, policy, run, stdout};

#[test]
fn no_socket_reaches_anybody() {
    let tcp = TcpListener::bind("127.0.0.1:0").expect("a port");
    let udp = UdpSocket::bind("127.0.0.1:0").expect("a port");
    let folder = tempfile::TempDir::new().expect("a folder");
    let path = folder.path().join("socket");
    let by_path = UnixListener::bind(&path).expect("a socket");
    let name = mark();
    let by_name = SocketAddr::from_abstract_name(&name)
        .and_then(|name| UnixListener::bind_addr(&name))
        .expect("a socket");
    tcp.set_nonblocking(true)
        .and_then(|()| udp.set_nonblocking(true))
        .expect("a listener");
    by_path
        .set_nonblocking(true)
        .and_then(|()| by_name.set_nonblocking(true))
        .expect("a listener");
    let address =
        |address: std::io::Result<std::net::SocketAddr>| address.expect("an address").to_string();
    let args = [
        address(tcp.local_addr()),
        address(udp.local_addr()),
        path.display().to_string(),
        name,
    ];

    for sandbox in both() {
        let shown = sandbox::Policy {
            writable: vec![folder.path().into()],
            ..policy()
        };
        let outcome = run(
            &sandbox,
            "connect",
            &args.each_ref().map(String::as_str),
            shown,
        );
        let lines = stdout(&outcome);
        assert_eq!(lines.lines().count(), 8);
        assert!(
            lines
                .lines()
                .all(|line| line.ends_with(": PermissionDenied")),
            "{lines}"
        );
    }
    let nobody = |kind: Option<ErrorKind>| assert_eq!(kind, Some(ErrorKind::WouldBlock));
    nobody(tcp.accept().err().map(|error| error.kind()));
    nobody(udp.recv(&mut [0]).err().map(|error| error.kind()));
    nobody(by_path.accept().err().map(|error| error.kind()));
    nobody(by_name.accept().err().map(|error| error.kind()));
}
