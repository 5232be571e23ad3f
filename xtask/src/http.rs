//! Asking a program on this machine by HTTP.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// What came back.
pub struct Response {
    pub status: u16,
    /// As it was sent, with the marks of chunks where there are any.
    pub body: String,
}

/// Asks once, on a connection of its own.
///
/// # Errors
/// Where nothing listens, or no whole head of an answer comes within five seconds.
pub fn get(address: SocketAddr, path: &str) -> std::io::Result<Response> {
    let mut connection = TcpStream::connect_timeout(&address, Duration::from_millis(500))?;
    connection.set_read_timeout(Some(Duration::from_secs(5)))?;
    let request = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    connection.write_all(request.as_bytes())?;
    let mut response = Vec::new();
    connection.read_to_end(&mut response)?;
    let response = String::from_utf8_lossy(&response);
    let (head, body) = response.split_once("\r\n\r\n").ok_or(std::io::ErrorKind::UnexpectedEof)?;
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
    Ok(Response { status: status.ok_or(std::io::ErrorKind::InvalidData)?, body: body.to_owned() })
}

/// Whether the portal at an address says that it is ready.
pub fn is_ready(address: SocketAddr) -> bool {
    get(address, "/readyz").is_ok_and(|response| response.status == 200)
}
