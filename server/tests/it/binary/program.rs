//! Running the program, and asking it over a socket.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Command, ExitStatus, Output, Stdio},
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

/// The program with nothing of this environment but what is said here.
pub fn command(folder: &Path, settings: &[(&str, &str)], arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fyr"));
    command.args(arguments).current_dir(folder).env_clear().env("FYR_DATA_DIR", folder.join("data"));
    command.envs(settings.iter().copied());
    command
}

/// Runs it to its end.
pub fn run(folder: &Path, settings: &[(&str, &str)], arguments: &[&str]) -> Output {
    command(folder, settings, arguments).output().unwrap()
}

/// A running portal; killed where the test ends.
pub struct Program {
    child: Child,
    /// Where it listens.
    pub address: String,
    log: Arc<Mutex<String>>,
}

impl Program {
    /// Starts to serve, and waits until it listens.
    pub fn serve(folder: &Path, settings: &[(&str, &str)]) -> Self {
        let mut command = command(folder, settings, &["serve"]);
        command.env("FYR_LISTEN", "127.0.0.1:0").env("FYR_LOG_FORMAT", "json");
        let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
        let log = Arc::new(Mutex::new(String::new()));
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let mut address = None;
        while address.is_none() {
            let line = lines.next().unwrap_or_else(|| panic!("it ended: {}", log.lock().unwrap())).unwrap();
            if line.contains("\"listening\"") {
                address = line
                    .split("\"address\":\"")
                    .nth(1)
                    .and_then(|rest| rest.split('"').next())
                    .map(str::to_owned);
            }
            append_line(&log, &line);
        }
        let kept = log.clone();
        std::thread::spawn(move || lines.map_while(Result::ok).for_each(|line| append_line(&kept, &line)));
        Self { child, address: address.unwrap(), log }
    }

    /// Everything it wrote.
    pub fn log(&self) -> String {
        self.log.lock().unwrap().clone()
    }

    /// The id of its process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Waits until it has written something.
    pub fn wait_for_log(&self, words: &str) {
        let start = Instant::now();
        while !self.log().contains(words) {
            assert!(start.elapsed() < Duration::from_secs(30), "no {words:?} in {}", self.log());
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Status and body of a page.
    pub fn get(&self, path: &str) -> (u16, String) {
        let answer = send_request(&self.address, &format!("GET {path} HTTP/1.1"), "").unwrap();
        (answer.status, answer.body)
    }

    /// Waits until a path answers with a status.
    pub fn wait_for(&self, path: &str, status: u16) {
        let start = Instant::now();
        while self.get(path).0 != status {
            assert!(
                start.elapsed() < Duration::from_secs(30),
                "{path} is {:?}, not {status}: {}",
                self.get(path),
                self.log()
            );
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Sends the signal to stop, and gives how it ended and after how long.
    pub fn terminate(mut self) -> (ExitStatus, Duration) {
        let start = Instant::now();
        assert!(
            Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap().success()
        );
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return (status, start.elapsed());
            }
            assert!(start.elapsed() < Duration::from_secs(30), "it does not stop: {}", self.log());
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// As a power failure would.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // it may have ended by itself
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn append_line(log: &Mutex<String>, line: &str) {
    let mut log = log.lock().unwrap();
    log.push_str(line);
    log.push('\n');
}

/// What came back over a socket.
pub struct TestResponse {
    /// The HTTP status.
    pub status: u16,
    /// The header lines.
    pub head: String,
    /// The rest, as it was sent.
    pub body: String,
}

impl TestResponse {
    /// A header; empty where there is none.
    pub fn header(&self, name: &str) -> &str {
        let line = self.head.lines().find(|line| line.to_lowercase().starts_with(&format!("{name}:")));
        line.and_then(|line| line.split_once(':')).map_or("", |(_, value)| value.trim())
    }
}

/// Asks once on a connection of its own. An error where no whole answer came.
pub fn send_request(address: &str, first_line: &str, form: &str) -> std::io::Result<TestResponse> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_secs(20)))?;
    let length = form.len();
    write!(
        stream,
        "{first_line}\r\nHost: {address}\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n{form}"
    )?;
    let mut all = Vec::new();
    stream.read_to_end(&mut all)?;
    let all = String::from_utf8_lossy(&all).into_owned();
    let (head, body) = all.split_once("\r\n\r\n").ok_or(std::io::ErrorKind::UnexpectedEof)?;
    let status = head
        .split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok())
        .ok_or(std::io::ErrorKind::InvalidData)?;
    Ok(TestResponse { status, head: head.to_owned(), body: body.to_owned() })
}
