//! A local server that answers what it is told to, and remembers what it was asked.

use std::sync::{Arc, Mutex};

use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
};

/// One request: method and path, and the body.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) line: String,
    pub(crate) body: String,
}

/// What comes back.
pub(crate) enum Reply {
    /// A status with a body.
    Say(u16, String),
    /// Nothing, for as long as the other side waits.
    Silence,
    /// The connection closes half way through a body.
    Break,
}

/// A running server.
pub(crate) struct Fake {
    pub(crate) url: String,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Fake {
    /// Starts one on a free port.
    pub(crate) async fn start(reply: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (seen, reply) = (Arc::clone(&asked), Arc::new(reply));
        tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                let (seen, reply) = (Arc::clone(&seen), Arc::clone(&reply));
                tokio::spawn(async move {
                    let mut stream = BufReader::new(stream);
                    let request = read(&mut stream).await;
                    seen.lock().unwrap().push(request.clone());
                    answer(stream.into_inner(), reply(&request)).await;
                });
            }
        });
        Self { url, asked }
    }

    /// What it was asked so far, without questions about tasks.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.asked
            .lock()
            .unwrap()
            .iter()
            .filter(|asked| !asked.line.starts_with("GET /tasks/"))
            .cloned()
            .collect()
    }
}

async fn read(stream: &mut BufReader<TcpStream>) -> Asked {
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
    Asked { line, body: String::from_utf8(body).unwrap() }
}

async fn answer(mut stream: TcpStream, reply: Reply) {
    match reply {
        Reply::Say(status, body) => {
            let head =
                format!("HTTP/1.1 {status} x\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", body.len());
            drop(stream.write_all((head + &body).as_bytes()).await);
        }
        Reply::Silence => std::future::pending().await,
        Reply::Break => {
            drop(stream.write_all(b"HTTP/1.1 200 x\r\ncontent-length: 100\r\n\r\n{\"hits\":[").await);
        }
    }
}
