//! `fyr backup`, `fyr restore` and `fyr verify`. SQLite needs no other program; for PostgreSQL its own `pg_dump` and `pg_restore`
//! are run, with the password in their environment, where no list of processes shows it.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    time::Duration,
};

use anyhow::{Context, Result, bail};
use clap::Args;
use fyr_usecases::{
    Backend,
    backup::{self, BackupError, BackupFolder, Manifest},
};
use tokio::signal::unix;

use super::{portal, print_message, print_result};
use crate::{config::Config, serve};

#[derive(Debug, Args)]
pub struct RestoreOptions {
    /// The folder of the backup.
    dir: PathBuf,
    /// On PostgreSQL: lets this role run the portal, and keeps it from changing the audit log.
    #[arg(long, value_name = "ROLE")]
    grant_to: Option<String>,
}

pub async fn write(config: &Config, dir: &Path) -> Result<()> {
    let backend = portal::open_any_schema(config).await?;
    let size = backup::measure(&backend.store).await.with_context(|| portal::place(config))?;
    backup::require_room(&backend, dir).await?;
    let folder = BackupFolder::create(dir)?;
    // what was written goes with the folder, also where this is interrupted
    let manifest = tokio::select! {
        written = write_into(&folder, config, &backend) => written?,
        signal = interrupted() => { signal?; bail!("interrupted; what was written of the backup is removed") }
    };
    folder.finish()?;
    backend.store.close().await;
    for id in &manifest.missing {
        print_message(&format!("file {id} has a row and was not there"));
    }
    print_message(&format!(
        "{}: the database with {} people and {} tickets, and {} files, of the portal in {}.",
        dir.display(),
        size.people,
        size.tickets,
        manifest.attachments.len(),
        portal::place(config)
    ));
    Ok(())
}

async fn write_into(folder: &BackupFolder, config: &Config, backend: &Backend) -> Result<Manifest> {
    let created_at = backend.clock.now();
    let file = folder.path().join(backup::database_file(backup::engine_name(&backend.store)));
    if !backend.store.snapshot_to(&file).await? {
        let mut dump = postgres("pg_dump", config)?;
        dump.args(["--format=custom", "--no-owner", "--no-privileges", "--file"]).arg(&file);
        run_until_dropped("pg_dump", &mut dump).await?;
    }
    Ok(backup::complete(backend, folder.path(), env!("CARGO_PKG_VERSION"), created_at).await?)
}

/// Waits for Ctrl+C or SIGTERM.
async fn interrupted() -> Result<()> {
    let mut terminate = unix::signal(unix::SignalKind::terminate())?;
    tokio::select! {
        _ = terminate.recv() => Ok(()),
        result = tokio::signal::ctrl_c() => Ok(result?),
    }
}

pub async fn restore(config: &Config, RestoreOptions { dir, grant_to }: &RestoreOptions) -> Result<()> {
    let (manifest, problems) = backup::check(dir).await?;
    if !problems.is_empty() {
        return Err(BackupError::Damaged(problems).into());
    }
    let _lock = serve::lock_data(config)?;
    let backend = serve::open_backend_without_index(config)?;
    let portal = backup::engine_name(&backend.store).to_owned();
    if manifest.engine != portal {
        return Err(BackupError::OtherEngine { backup: manifest.engine, portal }.into());
    }
    let data_dir = &config.storage.data_dir;
    if let Some(file) = backend.store.file() {
        backup::restore_database(dir, &manifest, &file)?;
    } else {
        if backend.store.schema_version().await.is_ok() {
            bail!("the database is not empty; restore into a new one, as the role that owns it");
        }
        let mut restore = postgres("pg_restore", config)?;
        restore.args([
            "--no-owner",
            "--no-privileges",
            "--exit-on-error",
            "--single-transaction",
            "--dbname",
        ]);
        restore.arg(database_name(config)?).arg(dir.join(&manifest.database.path));
        run("pg_restore", &mut restore)?;
    }
    backup::restore_attachments(dir, &manifest, data_dir)?;
    remove_index(data_dir)?;
    backend.prepare().await?;
    if let Some(role) = grant_to {
        backend.store.grant_to(role).await?;
    }
    let done = report(&backend).await;
    backend.store.close().await;
    done
}

/// Removes the embedded index, which belongs to other content; it is filled anew at the start.
pub fn remove_index(data_dir: &Path) -> Result<()> {
    let index = data_dir.join("index");
    if index.exists() {
        fs::remove_dir_all(&index).with_context(|| index.display().to_string())?;
    }
    Ok(())
}

pub async fn verify(config: &Config, dir: Option<&Path>) -> Result<()> {
    let Some(dir) = dir else {
        let backend = portal::open_any_schema(config).await?;
        print_message(&format!("The portal in {}:", portal::place(config)));
        let done = report(&backend).await;
        backend.store.close().await;
        return done;
    };
    let (manifest, problems) = backup::check(dir).await?;
    if !problems.is_empty() {
        return Err(BackupError::Damaged(problems).into());
    }
    if manifest.engine == "postgres" {
        run("pg_restore", Command::new("pg_restore").arg("--list").arg(dir.join(&manifest.database.path)))?;
    }
    let content = backup::content(dir, &manifest).await?;
    print_message(&format!(
        "{}: the backup of {} is whole: schema {}, {}{} files, {} missing when it was made.",
        dir.display(),
        manifest.created_at.format("%Y-%m-%d %H:%M:%S UTC"),
        manifest.schema,
        content
            .map_or_else(String::new, |size| format!("{} people, {} tickets, ", size.people, size.tickets)),
        manifest.attachments.len(),
        manifest.missing.len()
    ));
    Ok(())
}

/// Prints what is wrong with the portal's data.
pub async fn report(backend: &Backend) -> Result<()> {
    let found = backup::verify(backend).await?;
    for problem in &found.problems {
        print_result(problem);
    }
    for path in &found.orphans {
        print_result(&format!("attachments/{} has no row", path.display()));
    }
    match found.problems.len() {
        0 => {
            print_message(&format!(
                "The data is whole: {} files have rows, {} have none.",
                found.files,
                found.orphans.len()
            ));
            Ok(())
        }
        count => bail!("{count} problems, listed above"),
    }
}

/// A program of PostgreSQL with the address of the portal's database in its environment.
fn postgres(program: &str, config: &Config) -> Result<Command> {
    let url =
        url::Url::parse(&config.storage.database_url).context("setting database_url (FYR_DATABASE_URL)")?;
    let decoded = |text: &str| percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned();
    let mut command = Command::new(program);
    let mut set = |name: &str, value: &str| {
        if !value.is_empty() {
            command.env(name, value);
        }
    };
    set("PGHOST", &decoded(url.host_str().unwrap_or_default().trim_matches(['[', ']'])));
    set("PGPORT", &url.port().map(|port| port.to_string()).unwrap_or_default());
    set("PGUSER", &decoded(url.username()));
    set("PGPASSWORD", &decoded(url.password().unwrap_or_default()));
    set("PGDATABASE", &decoded(url.path().trim_start_matches('/')));
    for (name, value) in url.query_pairs() {
        let variable = match &*name {
            "sslmode" | "ssl-mode" => "PGSSLMODE",
            "sslrootcert" | "ssl-root-cert" | "ssl-ca" => "PGSSLROOTCERT",
            "sslcert" | "ssl-cert" => "PGSSLCERT",
            "sslkey" | "ssl-key" => "PGSSLKEY",
            "host" | "hostaddr" => "PGHOST",
            "port" => "PGPORT",
            "user" => "PGUSER",
            "password" => "PGPASSWORD",
            "dbname" => "PGDATABASE",
            _ => continue,
        };
        set(variable, &value);
    }
    Ok(command)
}

/// The name of the database; `pg_restore` prints SQL where it is not an argument.
fn database_name(config: &Config) -> Result<String> {
    let command = postgres("pg_restore", config)?;
    let value = |wanted: &str| {
        command
            .get_envs()
            .find(|(name, _)| *name == wanted)
            .and_then(|(_, value)| value?.to_str().map(str::to_owned))
    };
    value("PGDATABASE")
        .or_else(|| value("PGUSER"))
        .context("setting database_url (FYR_DATABASE_URL): name the database")
}

fn run(program: &str, command: &mut Command) -> Result<()> {
    let output = command.output().with_context(|| cannot_be_run(program))?;
    require_success(program, &output)
}

/// As [`run`], and ends the program where this is dropped. What it says of faults goes to the terminal: nobody reads a pipe meanwhile.
async fn run_until_dropped(program: &str, command: &mut Command) -> Result<()> {
    let spawned = command.stdin(Stdio::null()).stdout(Stdio::null()).spawn();
    let mut running = Running(Some(spawned.with_context(|| cannot_be_run(program))?));
    while running.0.as_mut().is_some_and(|child| matches!(child.try_wait(), Ok(None))) {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let Some(child) = running.0.take() else { return Ok(()) };
    require_success(program, &child.wait_with_output()?)
}

/// A program that is ended with its owner.
struct Running(Option<Child>);

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(child) = &mut self.0 {
            // it may have ended by itself
            let _ = child.kill().and_then(|()| child.wait());
        }
    }
}

fn cannot_be_run(program: &str) -> String {
    format!("{program} cannot be run; install the PostgreSQL client")
}

fn require_success(program: &str, output: &Output) -> Result<()> {
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    bail!("{program} failed: {}", said.lines().next().unwrap_or("it ended with an error"))
}
