//! A PostgreSQL of our own for the tests: made, started, used, and removed without a trace.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use tempfile::TempDir;

use crate::{packages, sh};

const INSTALLED: &str = "/usr/lib/postgresql";

/// Speed over safety: the data lives for minutes. Many connections, because tests run side by side.
const SETTINGS: &str = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off \
                        -c listen_addresses=127.0.0.1 -c max_connections=300";

/// A running private cluster. Dropping it stops and removes it.
pub struct Postgres {
    folder: TempDir,
    programs: PathBuf,
    port: u16,
}

impl Postgres {
    /// Makes and starts a cluster on a free port of this machine.
    pub fn start() -> Result<Self> {
        let programs = programs()?;
        let folder = tempfile::Builder::new().prefix("fyr-postgres-").tempdir()?;
        if packages::is_root() {
            sh::read(Command::new("chown").arg("postgres").arg(folder.path()))?;
        }
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let cluster = Self { folder, programs, port };
        cluster.make_and_start().with_context(|| format!("PostgreSQL says: {}", cluster.log()))?;
        Ok(cluster)
    }

    /// The address for clients.
    pub fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    fn make_and_start(&self) -> Result<()> {
        let mut initdb = self.command("initdb");
        initdb.args([
            "--auth=trust",
            "--username=postgres",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
            "-D",
        ]);
        sh::read(initdb.arg(self.data()))?;
        let options = format!("-p {} -k {} {SETTINGS}", self.port, self.folder.path().display());
        // Not read through a pipe: the server would inherit it and keep it open.
        let mut start = self.command("pg_ctl");
        start.args(["start", "--wait", "--silent", "-D"]).arg(self.data());
        start.arg("-o").arg(options).arg("-l").arg(self.folder.path().join("log"));
        if sh::succeeds(&mut start) { Ok(()) } else { bail!("PostgreSQL did not start") }
    }

    /// PostgreSQL refuses to run as root, so root lends it its own account.
    fn command(&self, program: &str) -> Command {
        let program = self.programs.join(program);
        let mut command = if packages::is_root() {
            let mut runuser = Command::new("runuser");
            runuser.args(["-u", "postgres", "--"]).arg(program);
            runuser
        } else {
            Command::new(program)
        };
        command.current_dir(self.folder.path());
        command
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap_or_else(|_| "(nothing)".into())
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let mut stop = self.command("pg_ctl");
        stop.args(["stop", "--mode=immediate", "--silent", "-D"]).arg(self.data());
        let _ = sh::succeeds(&mut stop);
    }
}

/// The folder with `initdb` and its kin: the newest version here, installed where there is none.
pub fn programs() -> Result<PathBuf> {
    if let Some(found) = newest() {
        return Ok(found);
    }
    packages::install(&["postgresql"], "the tests run on PostgreSQL too")?;
    newest().context("postgresql was installed, but its programs were not found")
}

fn newest() -> Option<PathBuf> {
    let versions = fs::read_dir(Path::new(INSTALLED)).ok()?;
    let newest = versions
        .flatten()
        .map(|version| version.path())
        .filter(|version| version.join("bin/initdb").is_file())
        .max_by_key(|version| version.file_name().and_then(|name| name.to_str()?.parse::<u32>().ok()));
    let on_path = || packages::find("initdb")?.parent().map(Path::to_path_buf);
    newest.map(|version| version.join("bin")).or_else(on_path)
}
