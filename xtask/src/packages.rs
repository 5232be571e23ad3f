//! Programs that come from the operating system. On Debian and its relatives they are installed where they are missing;
//! elsewhere a person is told what to install.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use anyhow::{Result, bail};

use crate::sh;

/// The program on the search path.
pub fn find(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

/// Finds a program, and installs it where it is missing. `why` completes "… is needed to …".
pub fn find_or_install(program: &str, packages: &[&str], why: &str) -> Result<PathBuf> {
    if let Some(path) = find(program) {
        return Ok(path);
    }
    install(packages, &format!("{program} is needed to {why}"))?;
    match find(program) {
        Some(path) => Ok(path),
        None => bail!("{} was installed, but {program} is still not on the search path", packages.join(", ")),
    }
}

/// Installs packages with apt. `why` is a sentence without its full stop.
pub fn install(packages: &[&str], why: &str) -> Result<()> {
    let list = packages.join(" ");
    println!("Installing {list}: {why}.");
    if find("apt-get").is_none() {
        bail!("{why}. Install what your system calls {list} with its package manager, then start again");
    }
    update_package_lists(&list)?;
    let mut apt = as_root("apt-get", &list)?;
    apt.args(["install", "-y", "--no-install-recommends"]).args(packages);
    match sh::read(&mut apt) {
        Ok(_) => Ok(()),
        Err(error) => {
            bail!("{error:#}. When the network is back, start again, or run: apt-get install {list}")
        }
    }
}

/// A command that runs as root: directly, or through sudo. `list` is what a person installs by hand otherwise.
pub fn as_root(program: impl AsRef<Path>, list: &str) -> Result<Command> {
    let program = program.as_ref();
    let mut command = if is_root() {
        Command::new(program)
    } else if find("sudo").is_some() {
        let mut sudo = Command::new("sudo");
        sudo.arg(program);
        sudo
    } else {
        bail!(
            "this needs root. As root run: apt-get update && apt-get install --no-install-recommends {list}; then start again"
        );
    };
    command.env("DEBIAN_FRONTEND", "noninteractive");
    Ok(command)
}

/// Whether we run as root.
pub fn is_root() -> bool {
    static ROOT: OnceLock<bool> = OnceLock::new();
    *ROOT.get_or_init(|| sh::read(Command::new("id").arg("-u")).is_ok_and(|id| id == "0"))
}

/// Once per run: a list that is a little old is better than none, so a failure is only said.
fn update_package_lists(list: &str) -> Result<()> {
    static UPDATED: OnceLock<()> = OnceLock::new();
    if UPDATED.set(()).is_ok() {
        let mut apt = as_root("apt-get", list)?;
        if !sh::succeeds(apt.arg("update")) {
            println!(
                "The package lists could not be renewed (no network?); trying with the lists that are here."
            );
        }
    }
    Ok(())
}
