//! A local HTTP server with scripted responses, which records the requests.

use std::sync::{Arc, Mutex};

use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
};

/// A recorded request: the line contains method and path.
#[derive(Clone, Debug)]
pub(crate) struct RecordedRequest {
    pub(crate) line: String,
    pub(crate) body: String,
}

/// A scripted response.
pub(crate) enum Reply {
    /// A status code with a body.
    Response(u16, String),
    /// No response.
    NoResponse,
    /// The connection is closed in the middle of the body.
    Disconnect,
}

/// A running fake server.
pub(crate) struct FakeMeilisearch {
    pub(crate) url: String,
    requests: Arc<Mutex<Vec<RecordedRequest>>>,
}

impl FakeMeilisearch {
    /// Starts a server on a free port.
    pub(crate) async fn start(reply: impl Fn(&RecordedRequest) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (recorded, reply) = (Arc::clone(&requests), Arc::new(reply));
        tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                let (recorded, reply) = (Arc::clone(&recorded), Arc::clone(&reply));
                tokio::spawn(async move {
                    let mut stream = BufReader::new(stream);
                    let request = read_request(&mut stream).await;
                    recorded.lock().unwrap().push(request.clone());
                    send_reply(stream.into_inner(), reply(&request)).await;
                });
            }
        });
        Self { url, requests }
    }

    /// The requests so far, without those that poll tasks.
    pub(crate) fn requests(&self) -> Vec<RecordedRequest> {
        self.requests
            .lock()
            .unwrap()
            .iter()
            .filter(|request| !request.line.starts_with("GET /tasks/"))
            .cloned()
            .collect()
    }
}

async fn read_request(stream: &mut BufReader<TcpStream>) -> RecordedRequest {
    let mut line = String::new();
    stream.read_line(&mut line).await.unwrap();
    let mut length = 0;
    loop {
        let mut header = String::new();
        stream.read_line(&mut header).await.unwrap();
        if let Some(value) = header.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        if header.trim().is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await.unwrap();
    let line = line.trim_end().trim_end_matches(" HTTP/1.1").to_owned();
    RecordedRequest { line, body: String::from_utf8(body).unwrap() }
}

async fn send_reply(mut stream: TcpStream, reply: Reply) {
    match reply {
        Reply::Response(status, body) => {
            let head =
                format!("HTTP/1.1 {status} x\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", body.len());
            drop(stream.write_all((head + &body).as_bytes()).await);
        }
        Reply::NoResponse => std::future::pending().await,
        Reply::Disconnect => {
            drop(stream.write_all(b"HTTP/1.1 200 x\r\ncontent-length: 100\r\n\r\n{\"hits\":[").await);
        }
    }
}
