//! A temporary PostgreSQL cluster for the tests.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use tempfile::TempDir;

use crate::{packages, sh};

const DEBIAN_VERSIONS: &str = "/usr/lib/postgresql";

/// Durability is off, because the data is temporary. Many connections, because tests run in parallel.
const SETTINGS: &str = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off \
                        -c listen_addresses=127.0.0.1 -c max_connections=300";

/// A running temporary cluster. Dropping it stops it and deletes its data.
pub struct Postgres {
    folder: TempDir,
    programs: PathBuf,
    port: u16,
}

impl Postgres {
    /// Creates and starts a cluster on a free port of the loopback interface.
    pub fn start() -> Result<Self> {
        let programs = find_or_install_programs()?;
        let folder = tempfile::Builder::new().prefix("fyr-postgres-").tempdir()?;
        if packages::is_root() {
            sh::capture(Command::new("chown").arg("postgres").arg(folder.path()))?;
        }
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let cluster = Self { folder, programs, port };
        cluster
            .initialise_and_start()
            .with_context(|| format!("the log of PostgreSQL: {}", cluster.log()))?;
        Ok(cluster)
    }

    /// The connection URL.
    pub fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    fn initialise_and_start(&self) -> Result<()> {
        let mut initdb = self.command("initdb");
        initdb.args([
            "--auth=trust",
            "--username=postgres",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
            "-D",
        ]);
        sh::capture(initdb.arg(self.data()))?;
        let options = format!("-p {} -k {} {SETTINGS}", self.port, self.folder.path().display());
        // The output is not captured: the server would inherit the pipe and keep it open.
        let mut start = self.command("pg_ctl");
        start.args(["start", "--wait", "--silent", "-D"]).arg(self.data());
        start.arg("-o").arg(options).arg("-l").arg(self.folder.path().join("log"));
        if sh::succeeds(&mut start) { Ok(()) } else { bail!("PostgreSQL did not start") }
    }

    /// A command for a PostgreSQL program; as user `postgres` where this process runs as root, which PostgreSQL rejects.
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
        fs::read_to_string(self.folder.path().join("log")).unwrap_or_else(|_| "(no log)".into())
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let mut stop = self.command("pg_ctl");
        stop.args(["stop", "--mode=immediate", "--silent", "-D"]).arg(self.data());
        let _ = sh::succeeds(&mut stop);
    }
}

/// The folder with `initdb` and `pg_ctl` of the newest installed version; installs PostgreSQL where there is none.
pub fn find_or_install_programs() -> Result<PathBuf> {
    if let Some(found) = newest_programs() {
        return Ok(found);
    }
    packages::install(&["postgresql"], "the tests run on PostgreSQL too")?;
    newest_programs().context("postgresql was installed, but its programs were not found")
}

fn newest_programs() -> Option<PathBuf> {
    let versions = fs::read_dir(Path::new(DEBIAN_VERSIONS)).ok()?;
    let newest = versions
        .flatten()
        .map(|version| version.path())
        .filter(|version| version.join("bin/initdb").is_file())
        .max_by_key(|version| version.file_name().and_then(|name| name.to_str()?.parse::<u32>().ok()));
    let on_path = || packages::find("initdb")?.parent().map(Path::to_path_buf);
    newest.map(|version| version.join("bin")).or_else(on_path)
}
