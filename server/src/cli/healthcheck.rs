//! `fyr healthcheck`: asks the portal on this machine whether it is alive. For supervisors of containers, in which there is no
//! other program to ask with.

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    time::Duration,
};

use anyhow::{Context, Result, bail};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::TcpStream,
};

use super::print_message;
use crate::config::Config;

/// How long connecting and answering may take together. Supervisors allow more: Docker 30 seconds.
const TIMEOUT: Duration = Duration::from_secs(5);
/// The longest status line that is read, in bytes.
const MAX_STATUS_LINE: u64 = 256;

/// Asks for `/healthz` at the address of the setting `listen`.
///
/// # Errors
/// Where nothing answers there within five seconds, or with another status than 200.
pub async fn run(config: &Config) -> Result<()> {
    let address = local_address(config.http.listen);
    let status_line = tokio::time::timeout(TIMEOUT, status_line_of_healthz(address))
        .await
        .with_context(|| format!("{address} has not answered for {} seconds", TIMEOUT.as_secs()))?
        .with_context(|| format!("{address} (setting listen, FYR_LISTEN) does not answer"))?;
    match status_line.split(' ').nth(1) {
        Some("200") => {
            print_message(&format!("The portal at {address} is alive."));
            Ok(())
        }
        _ => bail!("{address} answers {status_line:?}"),
    }
}

async fn status_line_of_healthz(address: SocketAddr) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(address).await?;
    let request = format!("GET /healthz HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut line = String::new();
    BufReader::new(stream.take(MAX_STATUS_LINE)).read_line(&mut line).await?;
    Ok(line.trim_end().to_owned())
}

/// Where a program that listens on `listen` is reached from this machine: one that listens on every address, on loopback.
fn local_address(listen: SocketAddr) -> SocketAddr {
    let ip = match listen.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, listen.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_portal_that_listens_everywhere_is_asked_on_loopback() {
        for (listen, asked) in [
            ("0.0.0.0:3000", "127.0.0.1:3000"),
            ("[::]:3000", "[::1]:3000"),
            ("127.0.0.1:4000", "127.0.0.1:4000"),
            ("192.0.2.7:80", "192.0.2.7:80"),
        ] {
            assert_eq!(local_address(listen.parse().unwrap()), asked.parse().unwrap(), "{listen}");
        }
    }
}
