//! `cargo xtask run`: from a fresh checkout to a running Fyr with demonstration content; the second time in seconds.

use std::fmt::Write as _;
use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::sh::{self, Running};
use crate::site;
use crate::workshop::{Profile, Workshop};

/// How to start Fyr.
#[derive(Args)]
pub struct Options {
    /// Build as for service: slower to build, faster to run
    #[arg(long)]
    release: bool,
    /// Where Fyr keeps its data
    #[arg(long, value_name = "DIR", default_value = "data")]
    data: PathBuf,
    /// The port on this machine
    #[arg(long, default_value_t = 3000)]
    port: u16,
}

/// Builds, fills and starts Fyr; returns when it has stopped.
pub fn run(workshop: &Workshop, options: &Options) -> Result<ExitCode> {
    let address = SocketAddr::from(([127, 0, 0, 1], options.port));
    if TcpListener::bind(address).is_err() {
        bail!(
            "port {} is in use. Stop the program that uses it, or choose another: --port {}",
            options.port,
            options.port.wrapping_add(1)
        );
    }
    site::build(workshop)?;
    println!("Building the server.");
    let fyr = workshop.build_fyr(if options.release { Profile::Release } else { Profile::Debug })?;

    let data = workshop.path(&options.data);
    fs::create_dir_all(&data).with_context(|| format!("{} cannot be made", data.display()))?;
    let command = |arguments: &[&str]| {
        let mut command = Command::new(&fyr);
        command.args(arguments).current_dir(&workshop.root);
        command.env("FYR_DATA_DIR", &data).env("FYR_DEMO", "true").env("FYR_LISTEN", address.to_string());
        command.env("FYR_PUBLIC_URL", format!("http://{address}"));
        command
    };
    sh::run(&mut command(&["migrate"]))?;
    import_demonstration(workshop, &data, || command(&["import", "demo", "demo"]))?;

    println!("Starting Fyr.");
    let mut server = Running::start(&mut command(&["serve"]))?;
    let early =
        sh::wait_until(|| Ok(server.ended()?.map(Some).or_else(|| is_ready(address).then_some(None))))?;
    if let Some(status) = early {
        bail!("Fyr did not start ({status}); the lines above say why");
    }
    println!("\nFyr is ready: http://{address}  (Ctrl-C stops it)");
    println!("{}", accounts(workshop)?);
    let status = match sh::wait_until(|| server.ended()) {
        Ok(status) => Some(status),
        Err(_) => server.stop()?,
    };
    if !sh::stopping() {
        bail!("Fyr ended by itself; the lines above say why");
    }
    println!("Fyr has stopped.");
    Ok(if status.is_none_or(|status| status.success()) { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Fills in the demonstration content, again only when it changed.
fn import_demonstration(workshop: &Workshop, data: &Path, command: impl Fn() -> Command) -> Result<()> {
    let demo = workshop.path("demo");
    if !demo.is_dir() {
        println!("There is no demonstration content (the folder demo/ is missing); Fyr starts empty.");
        return Ok(());
    }
    let mut inventory = String::new();
    for name in site::files_below(&demo)? {
        let file = fs::metadata(demo.join(&name))?;
        writeln!(inventory, "{} {} {:?}", name.display(), file.len(), file.modified()?)?;
    }
    let note = data.join("demonstration.txt");
    if fs::read_to_string(&note).is_ok_and(|imported| imported == inventory) {
        return Ok(());
    }
    println!("Filling in the demonstration content.");
    sh::run(&mut command())?;
    Ok(fs::write(note, inventory)?)
}

/// Whether the server says that it may get traffic.
fn is_ready(address: SocketAddr) -> bool {
    let ask = || -> std::io::Result<String> {
        let mut connection = TcpStream::connect_timeout(&address, Duration::from_millis(500))?;
        connection.set_read_timeout(Some(Duration::from_secs(2)))?;
        connection.write_all(
            format!("GET /readyz HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").as_bytes(),
        )?;
        let mut answer = String::new();
        connection.take(64).read_to_string(&mut answer)?;
        Ok(answer)
    };
    ask().is_ok_and(|answer| answer.split(' ').nth(1) == Some("200"))
}

/// The demonstration's accounts, as its own file lists them.
fn accounts(workshop: &Workshop) -> Result<String> {
    let file = workshop.path("demo/demo.toml");
    if !file.is_file() {
        return Ok(String::new());
    }
    let demo: toml::Table = fs::read_to_string(file)?.parse()?;
    let mut text = String::from("Accounts to try it with, one press each on /sign-in:\n");
    for person in demo.get("person").and_then(toml::Value::as_array).into_iter().flatten() {
        let of = |key: &str| person.get(key).and_then(toml::Value::as_str).unwrap_or_default();
        writeln!(text, "  {:12} {:32} {}", of("role"), of("email"), of("password"))?;
    }
    Ok(text)
}
