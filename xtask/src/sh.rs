//! Child processes: running, observing and terminating them when this process is interrupted. Nothing here knows the purpose
//! of the programs.

use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};

/// True after SIGINT (Ctrl-C), SIGTERM or SIGHUP.
static INTERRUPTED: LazyLock<Arc<AtomicBool>> = LazyLock::new(Arc::default);

/// How often a waiting loop polls.
const POLL_INTERVAL: Duration = Duration::from_millis(40);

/// Installs signal handlers, so that Ctrl-C and SIGTERM terminate the running child before this process exits.
pub fn install_signal_handlers() -> Result<()> {
    for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM, signal_hook::consts::SIGHUP] {
        signal_hook::flag::register(signal, Arc::clone(&INTERRUPTED))
            .context("signal handlers cannot be installed on this system")?;
    }
    Ok(())
}

/// Whether this process was interrupted by a signal.
pub fn interrupted() -> bool {
    INTERRUPTED.load(Ordering::Relaxed)
}

/// Polls until `condition` returns a value.
///
/// # Errors
/// An error of `condition`, or an interruption by a signal.
pub fn wait_until<T>(mut condition: impl FnMut() -> Result<Option<T>>) -> Result<T> {
    loop {
        if let Some(value) = condition()? {
            return Ok(value);
        }
        if interrupted() {
            bail!("interrupted");
        }
        thread::sleep(POLL_INTERVAL);
    }
}

/// A child process in its own process group, so that a Ctrl-C in the terminal reaches it only through this process.
/// Dropping it terminates it.
pub struct ChildProcess {
    child: Child,
    name: String,
}

impl ChildProcess {
    /// Starts a program.
    pub fn start(command: &mut Command) -> Result<Self> {
        let name = display_name(command);
        let child = command
            .process_group(0)
            .stdin(Stdio::null())
            .spawn()
            .with_context(|| format!("{name} cannot be started"))?;
        Ok(Self { child, name })
    }

    /// The process id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// The exit status, or `None` while the program runs.
    pub fn try_wait(&mut self) -> Result<Option<ExitStatus>> {
        self.child.try_wait().with_context(|| format!("the status of {} cannot be read", self.name))
    }

    /// Waits for the program to exit. An interruption terminates it.
    pub fn wait(mut self) -> Result<ExitStatus> {
        wait_until(|| self.try_wait())
    }

    /// Sends SIGTERM to the program's process group, and waits until the program has exited.
    pub fn stop(&mut self) -> Result<Option<ExitStatus>> {
        if let Some(status) = self.try_wait()? {
            return Ok(Some(status));
        }
        let group = format!("-{}", self.child.id());
        Command::new("kill").args(["-s", "TERM", "--", &group]).status().context("kill cannot be started")?;
        self.child.wait().map(Some).with_context(|| format!("the status of {} cannot be read", self.name))
    }
}

impl Drop for ChildProcess {
    fn drop(&mut self) {
        if let Err(error) = self.stop() {
            println!("{} may still be running: {error:#}", self.name);
        }
    }
}

/// Runs a program with inherited output, and waits for it.
///
/// # Errors
/// Where it cannot be started, fails, or this process is interrupted.
pub fn run(command: &mut Command) -> Result<()> {
    let name = display_name(command);
    let status = ChildProcess::start(command)?.wait()?;
    if status.success() { Ok(()) } else { bail!("{name} failed ({status}); see the output above") }
}

/// The same command for when nobody else needs the processor.
pub fn at_lowest_priority(command: &Command) -> Command {
    let mut nice = Command::new("nice");
    nice.args(["-n", "19"]).arg(command.get_program()).args(command.get_args());
    if let Some(folder) = command.get_current_dir() {
        nice.current_dir(folder);
    }
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => nice.env(name, value),
            None => nice.env_remove(name),
        };
    }
    nice
}

/// Runs a program, passes each line of its standard output to `on_line`, and returns its exit status.
pub fn run_with_lines(command: &mut Command, mut on_line: impl FnMut(&str)) -> Result<ExitStatus> {
    let mut running = ChildProcess::start(command.stdout(Stdio::piped()))?;
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
            on_line(&line);
        }
        running.try_wait()
    })?;
    // The last output may arrive just after the exit; a grandchild may keep the pipe open indefinitely.
    while let Ok(line) = lines.recv_timeout(Duration::from_millis(500)) {
        on_line(&line);
    }
    Ok(status)
}

/// Runs a program and returns its standard output, without the last line break. Its output is printed only where it fails.
pub fn capture(command: &mut Command) -> Result<String> {
    let name = display_name(command);
    let output =
        command.stdin(Stdio::null()).output().with_context(|| format!("{name} cannot be started"))?;
    if !output.status.success() {
        print!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        bail!("{name} failed ({}); see the output above", output.status);
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim_end().to_owned())
}

/// Whether a program can be started and succeeds. Its output is discarded.
pub fn succeeds(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// The program and its first two arguments, for messages.
fn display_name(command: &Command) -> String {
    let program = std::path::Path::new(command.get_program());
    let program = program.file_name().unwrap_or_default().to_string_lossy().into_owned();
    // `cargo-clippy clippy …` is displayed as `cargo clippy …`.
    let program = if program.starts_with("cargo-") { "cargo".to_owned() } else { program };
    let arguments = command.get_args().take(2).map(|argument| argument.to_string_lossy().into_owned());
    let name = std::iter::once(program).chain(arguments).collect::<Vec<_>>().join(" ");
    format!("`{name}`")
}
