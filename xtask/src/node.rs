//! Node packages: the design system, the tools that build the site, and the browser tests.

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::workshop::Workshop;
use crate::{packages, sh};

/// The oldest Node that our packages run on (`engines` in their `package.json`).
const OLDEST: u32 = 20;
/// What is installed beside the checkout's build where the system's is older.
const OWN: &str = "node@22";

/// Installs exactly what the folder's lock file says; again only when the lock file changed.
pub fn install(workshop: &Workshop, folder: &str) -> Result<()> {
    ensure_node(workshop)?;
    let lock = workshop.path(folder).join("package-lock.json");
    let wanted = fs::read(&lock).with_context(|| format!("{folder}/package-lock.json cannot be read"))?;
    let note = workshop.notes().join(format!("npm-{folder}.lock"));
    let installed = workshop.path(folder).join("node_modules").is_dir();
    if installed && fs::read(&note).is_ok_and(|done| done == wanted) {
        return Ok(());
    }
    println!("Installing the node packages of {folder}/.");
    sh::run(
        with_node(workshop, &mut Command::new("npm"))
            .args(["ci", "--no-audit", "--no-fund", "--loglevel=error"])
            .current_dir(workshop.path(folder)),
    )
    .context("the node packages could not be installed; is there a network?")?;
    fs::create_dir_all(workshop.notes())?;
    Ok(fs::write(note, wanted)?)
}

/// A program from the packages of `style/`, run there.
pub fn style_tool(workshop: &Workshop, program: &str) -> Command {
    tool(workshop, "style", program)
}

/// A program from the packages of a folder, run there.
pub fn tool(workshop: &Workshop, folder: &str, program: &str) -> Command {
    let folder = workshop.path(folder);
    let mut command = Command::new(folder.join("node_modules/.bin").join(program));
    with_node(workshop, &mut command).current_dir(folder);
    command
}

/// Lets a command, and what it starts, find the Node we use as `node`.
pub fn with_node<'a>(workshop: &Workshop, command: &'a mut Command) -> &'a mut Command {
    let own = own_bin(workshop);
    if own.is_dir() {
        let path = command
            .get_envs()
            .find_map(|(name, value)| (name == OsStr::new("PATH")).then(|| value.map(OsStr::to_owned)))
            .flatten()
            .or_else(|| env::var_os("PATH"))
            .unwrap_or_default();
        if let Ok(path) = env::join_paths(std::iter::once(own).chain(env::split_paths(&path))) {
            command.env("PATH", path);
        }
    }
    command
}

fn own_bin(workshop: &Workshop) -> PathBuf {
    workshop.notes().join("node/node_modules/node/bin")
}

/// Debian 12 has Node 18, which is too old; then a newer one comes from npm, for this checkout alone.
fn ensure_node(workshop: &Workshop) -> Result<()> {
    let why = "build the styles and to test in a browser";
    packages::find_or_install("node", &["nodejs", "npm"], why)?;
    packages::find_or_install("npm", &["npm"], why)?;
    let version = || sh::read(with_node(workshop, &mut Command::new("node")).arg("--version"));
    let found = version()?;
    if major(&found) >= OLDEST {
        return Ok(());
    }
    println!("Installing {OWN} for this checkout: the system's is {found}, and {OLDEST} or newer is needed.");
    let folder = workshop.notes().join("node");
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("package.json"), "{\"private\":true}\n")?;
    sh::run(
        Command::new("npm")
            .args(["install", "--no-audit", "--no-fund", "--loglevel=error", OWN])
            .current_dir(&folder),
    )
    .context("a newer Node could not be installed; is there a network?")?;
    let found = version()?;
    if major(&found) < OLDEST {
        bail!(
            "Node {OLDEST} or newer is needed, and here is {found}; install it from https://nodejs.org, then start again"
        );
    }
    Ok(())
}

/// 22 of "v22.3.0".
fn major(version: &str) -> u32 {
    version.trim_start_matches('v').split('.').next().and_then(|major| major.parse().ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::major;

    #[test]
    fn a_version_begins_with_its_major_number() {
        assert_eq!(major("v22.23.3"), 22);
        assert_eq!(major("18.20.4"), 18);
        assert_eq!(major("nonsense"), 0);
    }
}
