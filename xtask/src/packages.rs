//! Programs from system packages. Missing ones are installed with apt on Debian and its derivatives; on other systems the
//! error says what to install.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use anyhow::{Result, bail};

use crate::sh;

/// Finds a program on the search path.
pub fn find(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

/// Finds a program on the search path; installs `packages` where it is missing. `why` completes "… is needed to …".
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
        bail!(
            "{why}. Install {list} (or your system's equivalent) with the package manager, then run this again"
        );
    }
    update_package_lists(&list)?;
    let mut apt = as_root("apt-get", &list)?;
    apt.args(["install", "-y", "--no-install-recommends"]).args(packages);
    match sh::capture(&mut apt) {
        Ok(_) => Ok(()),
        Err(error) => {
            bail!("{error:#}. When the network is available, run this again, or run: apt-get install {list}")
        }
    }
}

/// A command that runs as root: directly, or with sudo. `list` names the packages for the error message.
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
            "root privileges are needed. As root run: apt-get update && apt-get install --no-install-recommends {list}; then run this again"
        );
    };
    command.env("DEBIAN_FRONTEND", "noninteractive");
    Ok(command)
}

/// Whether this process runs as root.
pub fn is_root() -> bool {
    static ROOT: OnceLock<bool> = OnceLock::new();
    *ROOT.get_or_init(|| sh::capture(Command::new("id").arg("-u")).is_ok_and(|id| id == "0"))
}

/// Updates the package lists, once per process. A failure is only reported, as the existing lists may do.
fn update_package_lists(list: &str) -> Result<()> {
    static UPDATED: OnceLock<()> = OnceLock::new();
    if UPDATED.set(()).is_ok() {
        let mut apt = as_root("apt-get", list)?;
        if !sh::succeeds(apt.arg("update")) {
            println!(
                "The package lists could not be updated (no network?); continuing with the existing ones."
            );
        }
    }
    Ok(())
}
