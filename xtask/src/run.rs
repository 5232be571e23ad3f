//! `cargo xtask run`: builds and starts Fyr with demo content, from a fresh checkout or incrementally.

use std::fmt::Write as _;
use std::fs;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::sh::{self, ChildProcess};
use crate::workspace::{BuildProfile, Workspace};
use crate::{http, site};

/// The options of `cargo xtask run`.
#[derive(Args)]
pub struct RunOptions {
    /// Build with optimisations, as for production: slower to build, faster to run
    #[arg(long)]
    release: bool,
    /// Where Fyr keeps its data
    #[arg(long, value_name = "DIR", default_value = "data")]
    data: PathBuf,
    /// The port on this machine
    #[arg(long, default_value_t = 3000)]
    port: u16,
}

/// Builds Fyr, imports the demo content and starts it; returns when it has stopped.
pub fn run(workspace: &Workspace, options: &RunOptions) -> Result<ExitCode> {
    let address = SocketAddr::from(([127, 0, 0, 1], options.port));
    if TcpListener::bind(address).is_err() {
        bail!(
            "port {} is in use. Stop the program that uses it, or choose another: --port {}",
            options.port,
            options.port.wrapping_add(1)
        );
    }
    site::build(workspace)?;
    println!("Building the server.");
    let fyr =
        workspace.build_fyr(if options.release { BuildProfile::Release } else { BuildProfile::Debug })?;

    let data = workspace.path(&options.data);
    fs::create_dir_all(&data).with_context(|| format!("{} cannot be created", data.display()))?;
    let command = |arguments: &[&str]| {
        let mut command = Command::new(&fyr);
        command.args(arguments).current_dir(&workspace.root);
        command.env("FYR_DATA_DIR", &data).env("FYR_DEMO", "true").env("FYR_LISTEN", address.to_string());
        command.env("FYR_PUBLIC_URL", format!("http://{address}"));
        command
    };
    sh::run(&mut command(&["migrate"]))?;
    import_demo(workspace, &data, || command(&["import", "demo", "demo"]))?;

    println!("Starting Fyr.");
    let mut server = ChildProcess::start(&mut command(&["serve"]))?;
    let early_exit = sh::wait_until(|| {
        Ok(server.try_wait()?.map(Some).or_else(|| http::is_ready(address).then_some(None)))
    })?;
    if let Some(status) = early_exit {
        bail!("Fyr did not start ({status}); see the output above");
    }
    println!("\nFyr is ready: http://{address}  (Ctrl-C stops it)");
    println!("{}", demo_accounts(workspace)?);
    let status = match sh::wait_until(|| server.try_wait()) {
        Ok(status) => Some(status),
        Err(_) => server.stop()?,
    };
    if !sh::interrupted() {
        bail!("Fyr exited unexpectedly; see the output above");
    }
    println!("Fyr has stopped.");
    Ok(if status.is_none_or(|status| status.success()) { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Imports the demo content. Skipped where it has not changed since the last import.
fn import_demo(workspace: &Workspace, data: &Path, command: impl Fn() -> Command) -> Result<()> {
    let demo = workspace.path("demo");
    if !demo.is_dir() {
        println!("There is no demo content (the folder demo/ is missing); Fyr starts empty.");
        return Ok(());
    }
    let mut inventory = String::new();
    for name in site::list_files(&demo)? {
        let file = fs::metadata(demo.join(&name))?;
        writeln!(inventory, "{} {} {:?}", name.display(), file.len(), file.modified()?)?;
    }
    let stamp = data.join("demonstration.txt");
    if fs::read_to_string(&stamp).is_ok_and(|imported| imported == inventory) {
        return Ok(());
    }
    println!("Importing the demo content.");
    sh::run(&mut command())?;
    Ok(fs::write(stamp, inventory)?)
}

/// The list of demo accounts, from `demo/demo.toml`.
fn demo_accounts(workspace: &Workspace) -> Result<String> {
    let file = workspace.path("demo/demo.toml");
    if !file.is_file() {
        return Ok(String::new());
    }
    let demo: toml::Table = fs::read_to_string(file)?.parse()?;
    let mut text = String::from("Accounts to try it with, one press each on /sign-in:\n");
    for person in demo.get("person").and_then(toml::Value::as_array).into_iter().flatten() {
        let field = |key: &str| person.get(key).and_then(toml::Value::as_str).unwrap_or_default();
        writeln!(text, "  {:12} {:32} {}", field("role"), field("email"), field("password"))?;
    }
    Ok(text)
}
