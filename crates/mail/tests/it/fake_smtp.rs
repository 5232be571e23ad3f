//! An SMTP server that does as it is told: takes mail, refuses it, goes silent, hangs up or answers late.

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

/// What to do at the command that begins with `at` (`DOT` is the end of the content), once.
pub struct Rule {
    pub at: &'static str,
    pub then: Act,
}

pub enum Act {
    Answer(&'static str),
    Silence,
    HangUp,
    Late(Duration),
}

/// A mail as the server took it.
#[derive(Clone, Debug)]
pub struct Received {
    pub connection: usize,
    pub from: String,
    pub to: Vec<String>,
    pub data: Vec<u8>,
}

#[derive(Default)]
struct State {
    rules: VecDeque<Rule>,
    received: Vec<Received>,
    commands: Vec<String>,
    connections: usize,
}

pub struct Server {
    pub address: SocketAddr,
    state: Arc<Mutex<State>>,
}

impl Server {
    /// Listens, and says that it can do `extensions`.
    pub async fn start(extensions: &'static [&'static str], rules: impl IntoIterator<Item = Rule>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let address = listener.local_addr().expect("is bound");
        let state = Arc::new(Mutex::new(State { rules: rules.into_iter().collect(), ..State::default() }));
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

    pub fn received(&self) -> Vec<Received> {
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
    let mut mail = Received { connection: number, from: String::new(), to: Vec::new(), data: Vec::new() };
    act(&mut writer, state, "GREETING", "220 test.example ESMTP").await?;
    loop {
        let mut line = String::new();
        if lines.read_line(&mut line).await.ok()? == 0 {
            return None;
        }
        let command = line.trim_end().to_owned();
        state.lock().expect("not poisoned").commands.push(command.clone());
        let verb = command.split(' ').next().unwrap_or_default();
        let usual = match verb {
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
        let answered = act(&mut writer, state, verb, &usual).await?;
        if verb == "DATA" && answered {
            mail.data = content(&mut lines).await?;
            if act(&mut writer, state, "DOT", "250 2.0.0 Taken").await? {
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
    let written =
        lines.iter().enumerate().map(|(n, line)| format!("250{}{line}", if n == last { ' ' } else { '-' }));
    written.collect::<Vec<_>>().join("\r\n")
}

/// The content up to the lone dot, with the doubled dots undone.
async fn content(lines: &mut BufReader<tokio::net::tcp::OwnedReadHalf>) -> Option<Vec<u8>> {
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

/// Answers as usual, or as the next rule has it; `None` ends the connection, `false` says the usual did not happen.
async fn act(writer: &mut OwnedWriteHalf, state: &Mutex<State>, at: &str, usual: &str) -> Option<bool> {
    let rule = {
        let mut state = state.lock().expect("not poisoned");
        if state.rules.front().is_some_and(|rule| rule.at == at) { state.rules.pop_front() } else { None }
    };
    let (answer, as_usual) = match rule.map(|rule| rule.then) {
        None => (usual, true),
        Some(Act::Answer(other)) => (other, false),
        Some(Act::Late(wait)) => {
            tokio::time::sleep(wait).await;
            (usual, true)
        }
        Some(Act::Silence) => {
            std::future::pending::<()>().await;
            return None;
        }
        Some(Act::HangUp) => return None,
    };
    writer.write_all(format!("{answer}\r\n").as_bytes()).await.ok()?;
    Some(as_usual)
}
