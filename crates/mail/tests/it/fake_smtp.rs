//! A scripted SMTP server for tests: accepts mail, rejects it, sends no reply, disconnects or replies late.

use std::{
    collections::VecDeque,
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream, tcp::OwnedWriteHalf},
};

/// Overrides the reply to one command, once. `command` is its verb; `GREETING` is the start of a connection, `DOT` the end of
/// the content.
pub struct ScriptedReply {
    pub command: &'static str,
    pub action: Action,
}

pub enum Action {
    Reply(&'static str),
    NoReply,
    Disconnect,
    Delay(Duration),
}

/// A mail that the server accepted.
#[derive(Clone, Debug)]
pub struct ReceivedMail {
    pub connection: usize,
    pub from: String,
    pub to: Vec<String>,
    pub data: Vec<u8>,
}

#[derive(Default)]
struct State {
    script: VecDeque<ScriptedReply>,
    received: Vec<ReceivedMail>,
    commands: Vec<String>,
    connections: usize,
}

pub struct FakeSmtpServer {
    pub address: SocketAddr,
    state: Arc<Mutex<State>>,
}

impl FakeSmtpServer {
    /// Starts on a free port, announces `extensions` in its reply to `EHLO`, and works through `script` in order.
    pub async fn start(
        extensions: &'static [&'static str],
        script: impl IntoIterator<Item = ScriptedReply>,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let address = listener.local_addr().expect("is bound");
        let state = Arc::new(Mutex::new(State { script: script.into_iter().collect(), ..State::default() }));
        let shared = Arc::clone(&state);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let state = Arc::clone(&shared);
                let number = {
                    let mut state = state.lock().expect("not poisoned");
                    state.connections += 1;
                    state.connections
                };
                tokio::spawn(async move { serve(stream, number, extensions, &state).await });
            }
        });
        Self { address, state }
    }

    pub fn received(&self) -> Vec<ReceivedMail> {
        self.state.lock().expect("not poisoned").received.clone()
    }

    pub fn commands(&self) -> Vec<String> {
        self.state.lock().expect("not poisoned").commands.clone()
    }

    pub fn connections(&self) -> usize {
        self.state.lock().expect("not poisoned").connections
    }
}

async fn serve(stream: TcpStream, number: usize, extensions: &[&str], state: &Mutex<State>) -> Option<()> {
    let (reader, mut writer) = stream.into_split();
    let mut lines = BufReader::new(reader);
    let mut mail = ReceivedMail { connection: number, from: String::new(), to: Vec::new(), data: Vec::new() };
    reply(&mut writer, state, "GREETING", "220 test.example ESMTP").await?;
    loop {
        let mut line = String::new();
        if lines.read_line(&mut line).await.ok()? == 0 {
            return None;
        }
        let command = line.trim_end().to_owned();
        state.lock().expect("not poisoned").commands.push(command.clone());
        let verb = command.split(' ').next().unwrap_or_default();
        let default = match verb {
            "EHLO" => ehlo(extensions),
            "MAIL" => {
                mail.from.clone_from(&command);
                "250 2.1.0 Ok".to_owned()
            }
            "RCPT" => {
                mail.to.push(command.clone());
                "250 2.1.5 Ok".to_owned()
            }
            "DATA" => "354 Go on".to_owned(),
            "AUTH" => "235 2.7.0 Welcome".to_owned(),
            "QUIT" => "221 2.0.0 Bye".to_owned(),
            _ => "250 2.0.0 Ok".to_owned(),
        };
        let as_default = reply(&mut writer, state, verb, &default).await?;
        if verb == "DATA" && as_default {
            mail.data = read_content(&mut lines).await?;
            if reply(&mut writer, state, "DOT", "250 2.0.0 Taken").await? {
                state.lock().expect("not poisoned").received.push(mail.clone());
            }
            mail.to.clear();
        }
    }
}

fn ehlo(extensions: &[&str]) -> String {
    let mut lines = vec!["test.example"];
    lines.extend(extensions);
    let last = lines.len() - 1;
    let reply =
        lines.iter().enumerate().map(|(n, line)| format!("250{}{line}", if n == last { ' ' } else { '-' }));
    reply.collect::<Vec<_>>().join("\r\n")
}

/// Reads the content up to the line with a single dot, and removes the dot-stuffing.
async fn read_content(lines: &mut BufReader<tokio::net::tcp::OwnedReadHalf>) -> Option<Vec<u8>> {
    let mut data = Vec::new();
    loop {
        let mut line = Vec::new();
        if lines.read_until(b'\n', &mut line).await.ok()? == 0 {
            return None;
        }
        if line == b".\r\n" {
            return Some(data);
        }
        data.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
    }
}

/// Sends the default reply, or the scripted one. `None` closes the connection; `Some(true)` tells that the default reply was
/// sent.
async fn reply(
    writer: &mut OwnedWriteHalf,
    state: &Mutex<State>,
    command: &str,
    default: &str,
) -> Option<bool> {
    let scripted = {
        let mut state = state.lock().expect("not poisoned");
        let is_next = state.script.front().is_some_and(|scripted| scripted.command == command);
        if is_next { state.script.pop_front() } else { None }
    };
    let (text, as_default) = match scripted.map(|scripted| scripted.action) {
        None => (default, true),
        Some(Action::Reply(text)) => (text, false),
        Some(Action::Delay(wait)) => {
            tokio::time::sleep(wait).await;
            (default, true)
        }
        Some(Action::NoReply) => {
            std::future::pending::<()>().await;
            return None;
        }
        Some(Action::Disconnect) => return None,
    };
    writer.write_all(format!("{text}\r\n").as_bytes()).await.ok()?;
    Some(as_default)
}
