//! Connections: how long each may take, and how many there may be. The server is the one of the program, in front of a small router.

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    time::Duration,
};

use axum::{
    Router,
    body::{Body, Bytes},
    routing::get,
};
use futures::StreamExt;
use fyr::connections::{ConnectionLimits, serve};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpSocket, TcpStream},
    sync::mpsc,
    task::JoinHandle,
    time::timeout,
};
use tokio_util::sync::CancellationToken;

const REQUEST: &[u8] = b"GET / HTTP/1.1\r\nHost: fyr.test\r\n\r\n";
/// Longer than anything here takes.
const LONG: Duration = Duration::from_secs(20);

fn limits() -> ConnectionLimits {
    ConnectionLimits {
        max: 100,
        max_per_network: None,
        head_timeout: Duration::from_millis(200),
        write_timeout: Duration::from_millis(200),
    }
}

struct Server {
    address: SocketAddr,
    stop: CancellationToken,
    task: JoinHandle<()>,
}

impl Server {
    async fn start(router: Router, limits: ConnectionLimits) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let stop = CancellationToken::new();
        let task = tokio::spawn(serve(listener, router, limits, stop.clone()));
        Self { address, stop, task }
    }

    async fn connect(&self) -> TcpStream {
        self.connect_from(Ipv4Addr::LOCALHOST).await
    }

    async fn connect_from(&self, from: Ipv4Addr) -> TcpStream {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind(SocketAddr::new(IpAddr::V4(from), 0)).unwrap();
        socket.connect(self.address).await.unwrap()
    }
}

fn hello() -> Router {
    Router::new().route("/", get(async || "hello"))
}

/// The first line of a response.
async fn status(stream: &mut TcpStream) -> String {
    let mut bytes = [0; 4_096];
    let length = timeout(LONG, stream.read(&mut bytes)).await.unwrap().unwrap();
    String::from_utf8_lossy(&bytes[..length]).lines().next().unwrap_or_default().to_owned()
}

/// Reads until the server closes the connection.
async fn closed(stream: &mut TcpStream) {
    let mut rest = Vec::new();
    // a reset is an end as well
    let _ = timeout(LONG, stream.read_to_end(&mut rest)).await.expect("the connection is closed");
}

#[tokio::test]
async fn a_head_that_does_not_end_is_cut_off() {
    let server = Server::start(hello(), limits()).await;
    for start in ["", "GET / HTTP/1.1\r\nHost: f", "X"] {
        let mut stream = server.connect().await;
        stream.write_all(start.as_bytes()).await.unwrap();
        closed(&mut stream).await;
    }
}

#[tokio::test]
async fn an_idle_connection_is_closed_after_a_while() {
    let server = Server::start(hello(), limits()).await;
    let mut stream = server.connect().await;
    for _ in 0..2 {
        stream.write_all(REQUEST).await.unwrap();
        assert_eq!(status(&mut stream).await, "HTTP/1.1 200 OK");
    }
    closed(&mut stream).await;
}

#[tokio::test]
async fn a_response_that_nobody_takes_ends() {
    // tells when the response is dropped
    let (dropped, mut ended) = mpsc::channel::<()>(1);
    let endless = move || {
        let guard = dropped.clone();
        let piece = Bytes::from(vec![b'x'; 65_536]);
        let pieces = futures::stream::repeat_with(move || piece.clone());
        Body::from_stream(pieces.map(move |piece| {
            let _ = &guard;
            Ok::<_, std::io::Error>(piece)
        }))
    };
    let router = Router::new().route("/", get(async move || endless()));
    let server = Server::start(router, limits()).await;
    let mut stream = server.connect().await;
    stream.write_all(REQUEST).await.unwrap();
    server.stop.cancel();
    // stopping waits for it: it would never end
    timeout(LONG, server.task).await.expect("the response was given up").unwrap();
    assert_eq!(timeout(LONG, ended.recv()).await.unwrap(), None);
}

#[tokio::test]
async fn a_connection_too_many_is_told_so_and_closing_one_makes_room() {
    let few = ConnectionLimits { max: 2, head_timeout: LONG, ..limits() };
    let server = Server::start(hello(), few).await;
    let (mut first, mut second) = (server.connect().await, server.connect().await);
    for stream in [&mut first, &mut second] {
        stream.write_all(REQUEST).await.unwrap();
        assert_eq!(status(stream).await, "HTTP/1.1 200 OK");
    }
    let mut third = server.connect().await;
    let mut told = String::new();
    let _ = timeout(LONG, third.read_to_string(&mut told)).await.unwrap();
    assert!(told.starts_with("HTTP/1.1 503") && told.contains("Retry-After: 5"), "{told}");
    first.shutdown().await.unwrap();
    closed(&mut first).await;
    // the server has closed it; its place is free as soon as its task has ended
    timeout(LONG, async {
        loop {
            let mut stream = server.connect().await;
            let _ = stream.write_all(REQUEST).await;
            if status(&mut stream).await == "HTTP/1.1 200 OK" {
                break;
            }
            tokio::task::yield_now().await;
        }
    })
    .await
    .expect("there is room again");
}

#[tokio::test]
async fn one_network_does_not_take_the_connections_of_others() {
    let few = ConnectionLimits { max_per_network: Some(2), head_timeout: LONG, ..limits() };
    let server = Server::start(hello(), few).await;
    let (_first, _second) = (server.connect().await, server.connect().await);
    assert!(status(&mut server.connect().await).await.starts_with("HTTP/1.1 503"));
    let mut other = server.connect_from(Ipv4Addr::new(127, 0, 0, 2)).await;
    other.write_all(REQUEST).await.unwrap();
    assert_eq!(status(&mut other).await, "HTTP/1.1 200 OK");
}

#[tokio::test]
async fn requests_under_way_end_when_the_server_stops() {
    let (begun, mut begins) = mpsc::channel::<()>(1);
    let go = CancellationToken::new();
    let wait = go.clone();
    let slow = async move || {
        begun.send(()).await.unwrap();
        wait.cancelled().await;
        "done"
    };
    let server = Server::start(Router::new().route("/", get(slow)), limits()).await;
    let mut stream = server.connect().await;
    stream.write_all(REQUEST).await.unwrap();
    begins.recv().await.unwrap();
    server.stop.cancel();
    go.cancel();
    let mut response = String::new();
    timeout(LONG, stream.read_to_string(&mut response)).await.unwrap().unwrap();
    assert!(response.ends_with("done"), "{response}");
    timeout(LONG, server.task).await.unwrap().unwrap();
}
