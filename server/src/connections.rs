//! Accepting connections and serving them. Each has to send its requests, and take its responses, in a reasonable time; there are
//! at most so many, and of one network at most a share.

use std::{
    io::{self, Write},
    net::SocketAddr,
    pin::Pin,
    sync::atomic::{AtomicU64, Ordering},
    task::{Context, Poll},
    time::Duration,
};

use axum::{Router, body::Body, extract::ConnectInfo, http::Request};
use fyr_domain::{Network, NetworkPrefix};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpListener, TcpStream},
    time::{Instant, Sleep},
};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

use crate::{descriptors::Shares, metrics::CONNECTIONS_REFUSED, web::slots::Slots};

/// The largest head of a request, in bytes.
const MAX_HEAD: usize = 32 * 1024;
/// How long accepting pauses when the system has no descriptor left.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);
/// What a connection is told that is one too many.
const BUSY: &[u8] =
    b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

/// What connections are held to.
#[derive(Clone, Copy, Debug)]
pub struct ConnectionLimits {
    /// How many there are at once.
    pub max: usize,
    /// How many of one line, of which larger networks have their shares; `None` where a proxy is in front, from which all of them come.
    pub max_per_network: Option<usize>,
    /// How long a connection may take to send the head of a request, and how long it may be idle between two.
    pub head_timeout: Duration,
    /// How long it may take none of what is sent to it.
    pub write_timeout: Duration,
}

impl ConnectionLimits {
    /// Of a program with so many reverse proxies in front.
    pub fn new(shares: Shares, proxies: usize) -> Self {
        Self {
            max: shares.connections,
            max_per_network: (proxies == 0).then_some(shares.network_connections),
            head_timeout: Duration::from_secs(30),
            write_timeout: Duration::from_mins(1),
        }
    }
}

impl ConnectionLimits {
    /// What a connection from a network counts for: all, and each size of the network with its shares, up to half of all.
    fn claims(&self, network: Network) -> impl Iterator<Item = (Key, usize)> {
        let all = self.max;
        let of_networks = self.max_per_network.into_iter().flat_map(move |max| {
            network.scopes().map(move |prefix| {
                let shares = usize::try_from(prefix.scope.shares()).unwrap_or(1);
                (Key::Network(prefix), (max * shares).min((all / 2).max(max)))
            })
        });
        std::iter::once((Key::All, all)).chain(of_networks)
    }
}

/// What connections are counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Key {
    All,
    Network(NetworkPrefix),
}

/// Serves until `stop` is cancelled, and then until the requests under way have ended.
pub async fn serve(listener: TcpListener, router: Router, limits: ConnectionLimits, stop: CancellationToken) {
    let (open, graceful) = (Slots::new(), GracefulShutdown::new());
    let refused = Refused::default();
    loop {
        let accepted = tokio::select! {
            () = stop.cancelled() => break,
            accepted = listener.accept() => accepted,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            // the peer is gone already
            Err(error) if is_of_connection(&error) => continue,
            Err(error) => {
                tracing::error!(%error, "no connection can be accepted");
                tokio::time::sleep(ACCEPT_PAUSE).await;
                continue;
            }
        };
        let Some(slot) = open.take(limits.claims(Network::new(peer.ip()))) else {
            refused.count();
            refuse(stream);
            continue;
        };
        // small chunks of event streams must not wait for the peer's acknowledgement (Nagle's algorithm)
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "TCP_NODELAY was refused");
        }
        let io = TokioIo::new(TimedStream::new(stream, limits.write_timeout));
        let router = router.clone();
        let service = service_fn(move |request: Request<Incoming>| {
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(ConnectInfo::<SocketAddr>(peer));
            router.clone().oneshot(request)
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(limits.head_timeout)
            .max_buf_size(MAX_HEAD)
            .serve_connection(io, service);
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended early");
            }
            drop(slot);
        });
    }
    drop(listener);
    graceful.shutdown().await;
}

/// Whether accepting failed for one connection, not for the listener.
fn is_of_connection(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionRefused | io::ErrorKind::ConnectionAborted | io::ErrorKind::ConnectionReset
    )
}

/// Closes a connection that is one too many, with a response that says so.
fn refuse(stream: TcpStream) {
    if let Ok(mut stream) = stream.into_std() {
        // it does not block, and there is room for so little
        let _ = stream.write(BUSY);
    }
}

/// Refused connections. They are counted, and the log gets a line for the first and then for every thousandth.
#[derive(Debug, Default)]
struct Refused(AtomicU64);

impl Refused {
    fn count(&self) {
        metrics::counter!(CONNECTIONS_REFUSED).increment(1);
        let count = self.0.fetch_add(1, Ordering::Relaxed);
        if count.is_multiple_of(1_000) {
            tracing::warn!(count = count + 1, "connections were refused: too many at once");
        }
    }
}

/// A connection that breaks off when its peer takes nothing for some time.
struct TimedStream {
    stream: TcpStream,
    timeout: Duration,
    /// Until when something has to be taken; `None` while nothing waits.
    deadline: Option<Pin<Box<Sleep>>>,
}

impl TimedStream {
    const fn new(stream: TcpStream, timeout: Duration) -> Self {
        Self { stream, timeout, deadline: None }
    }

    fn timed<T>(&mut self, cx: &mut Context<'_>, result: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if result.is_ready() {
            self.deadline = None;
            return result;
        }
        let until = Instant::now() + self.timeout;
        let deadline = self.deadline.get_or_insert_with(|| Box::pin(tokio::time::sleep_until(until)));
        deadline.as_mut().poll(cx).map(|()| Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for TimedStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for TimedStream {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.timed(cx, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(cx, slices);
        self.timed(cx, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let shut = Pin::new(&mut self.stream).poll_shutdown(cx);
        self.timed(cx, shut)
    }
}
