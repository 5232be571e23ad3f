//! Child processes: running them, watching them, and stopping them when we are told to stop. Nothing here knows what the
//! programs are for.

use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};

/// Set once somebody asked us to stop (Ctrl-C or SIGTERM).
static STOP: LazyLock<Arc<AtomicBool>> = LazyLock::new(Arc::default);

/// How often a waiting loop looks around.
const TICK: Duration = Duration::from_millis(40);

/// From now on Ctrl-C and SIGTERM end the running child first, so that what we started is also cleaned up.
pub fn stop_on_signals() -> Result<()> {
    for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM, signal_hook::consts::SIGHUP] {
        signal_hook::flag::register(signal, Arc::clone(&STOP))
            .context("signals cannot be watched on this system")?;
    }
    Ok(())
}

/// Whether somebody asked us to stop.
pub fn stopping() -> bool {
    STOP.load(Ordering::Relaxed)
}

/// Waits until `done` answers something, or until we are told to stop.
pub fn wait_until<T>(mut done: impl FnMut() -> Result<Option<T>>) -> Result<T> {
    loop {
        if let Some(value) = done()? {
            return Ok(value);
        }
        if stopping() {
            bail!("you asked for it");
        }
        thread::sleep(TICK);
    }
}

/// A child that has its own process group, so that a Ctrl-C in the terminal reaches it once: through us.
/// Dropping it stops it.
pub struct Running {
    child: Child,
    name: String,
}

impl Running {
    /// Starts a program.
    pub fn start(command: &mut Command) -> Result<Self> {
        let name = name_of(command);
        let child = command
            .process_group(0)
            .stdin(Stdio::null())
            .spawn()
            .with_context(|| format!("{name} cannot be started"))?;
        Ok(Self { child, name })
    }

    /// Its process id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// How the program ended, or `None` while it runs.
    pub fn ended(&mut self) -> Result<Option<ExitStatus>> {
        self.child.try_wait().with_context(|| format!("{} cannot be watched", self.name))
    }

    /// Waits for the end of the program, and passes a wish to stop on to it.
    pub fn wait(mut self) -> Result<ExitStatus> {
        wait_until(|| self.ended())
    }

    /// Asks the program and everything it started to stop, and waits until the program has.
    pub fn stop(&mut self) -> Result<Option<ExitStatus>> {
        if let Some(status) = self.ended()? {
            return Ok(Some(status));
        }
        let group = format!("-{}", self.child.id());
        Command::new("kill").args(["-s", "TERM", "--", &group]).status().context("kill cannot be started")?;
        self.child.wait().map(Some).with_context(|| format!("{} cannot be watched", self.name))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Err(error) = self.stop() {
            println!("{} may still be running: {error:#}", self.name);
        }
    }
}

/// Runs a program to its end and shows what it says.
pub fn run(command: &mut Command) -> Result<()> {
    let name = name_of(command);
    let status = Running::start(command)?.wait()?;
    if status.success() { Ok(()) } else { bail!("{name} failed ({status}); the lines above say why") }
}

/// Runs a program to its end and hands every line of its standard output to `each`. Returns how it ended.
pub fn run_reading(command: &mut Command, mut each: impl FnMut(&str)) -> Result<ExitStatus> {
    let mut running = Running::start(command.stdout(Stdio::piped()))?;
    let stdout = running.child.stdout.take().context("standard output is not piped")?;
    let (sender, lines) = std::sync::mpsc::channel();
    thread::spawn(move || {
        let mut reader = BufReader::new(stdout);
        let mut line = Vec::new();
        while reader.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
            if sender.send(String::from_utf8_lossy(&line).trim_end().to_owned()).is_err() {
                return;
            }
            line.clear();
        }
    });
    let status = wait_until(|| {
        for line in lines.try_iter() {
            each(&line);
        }
        running.ended()
    })?;
    // What the program said last may arrive just after its end; a grandchild may hold the pipe open for ever.
    while let Ok(line) = lines.recv_timeout(Duration::from_millis(500)) {
        each(&line);
    }
    Ok(status)
}

/// What a program prints on standard output, without the last line break. Nothing is shown unless it fails.
pub fn read(command: &mut Command) -> Result<String> {
    let name = name_of(command);
    let output =
        command.stdin(Stdio::null()).output().with_context(|| format!("{name} cannot be started"))?;
    if !output.status.success() {
        print!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        bail!("{name} failed ({}); the lines above say why", output.status);
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim_end().to_owned())
}

/// Whether a program can be started and succeeds. Shows nothing.
pub fn succeeds(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// The program and its first arguments: enough to know which step a message is about.
fn name_of(command: &Command) -> String {
    let program = std::path::Path::new(command.get_program());
    let program = program.file_name().unwrap_or_default().to_string_lossy().into_owned();
    // `cargo-clippy clippy …` is what is run; `cargo clippy …` is what people know.
    let program = if program.starts_with("cargo-") { "cargo".to_owned() } else { program };
    let arguments = command.get_args().take(2).map(|argument| argument.to_string_lossy().into_owned());
    let name = std::iter::once(program).chain(arguments).collect::<Vec<_>>().join(" ");
    format!("`{name}`")
}
