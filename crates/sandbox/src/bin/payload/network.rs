//! Programs that want to talk to somebody.

use std::io;
use std::net::{TcpListener, TcpStream, UdpSocket};
use std::os::linux::net::SocketAddrExt;
use std::os::unix::net::{SocketAddr, UnixStream};

pub(crate) fn run(program: &str, args: &[String]) -> bool {
    if program != "connect" {
        return false;
    }
    let [tcp, udp, path, name] = args else {
        panic!("four addresses")
    };
    println!("tcp: {}", kind(TcpStream::connect(tcp)));
    println!("listen: {}", kind(TcpListener::bind("127.0.0.1:0")));
    println!(
        "udp: {}",
        kind(UdpSocket::bind("127.0.0.1:0").and_then(|socket| socket.send_to(b"x", udp)))
    );
    println!("path: {}", kind(UnixStream::connect(path)));
    let name = SocketAddr::from_abstract_name(name);
    println!(
        "abstract: {}",
        kind(name.and_then(|name| UnixStream::connect_addr(&name)))
    );
    for (label, family) in [
        ("netlink", libc::AF_NETLINK),
        ("vsock", libc::AF_VSOCK),
        ("packet", libc::AF_PACKET),
    ] {
        // SAFETY: no memory is involved.
        let socket = unsafe { libc::socket(family, libc::SOCK_RAW, 0) };
        println!(
            "{label}: {}",
            if socket < 0 {
                kind::<()>(Err(io::Error::last_os_error()))
            } else {
                kind(Ok(()))
            }
        );
    }
    true
}

fn kind<T>(result: io::Result<T>) -> String {
    result.map_or_else(|error| format!("{:?}", error.kind()), |_| "reached".into())
}
