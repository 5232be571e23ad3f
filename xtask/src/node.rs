//! Node and its packages: the design system, the tools that build the site, and the browser tests.

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::workspace::Workspace;
use crate::{packages, sh};

/// The oldest major version of Node that the packages support (`engines` in their `package.json`).
const MIN_NODE: u32 = 20;
/// The npm package that is installed for this checkout where the system's Node is older.
const LOCAL_NODE: &str = "node@22";

/// Installs the packages of a folder from its lock file. Skipped where the lock file has not changed since.
pub fn install(workspace: &Workspace, folder: &str) -> Result<()> {
    ensure_node(workspace)?;
    let lock = workspace.path(folder).join("package-lock.json");
    let locked = fs::read(&lock).with_context(|| format!("{folder}/package-lock.json cannot be read"))?;
    let stamp = workspace.state_dir().join(format!("npm-{folder}.lock"));
    let installed = workspace.path(folder).join("node_modules").is_dir();
    if installed && fs::read(&stamp).is_ok_and(|installed| installed == locked) {
        return Ok(());
    }
    println!("Installing the node packages of {folder}/.");
    sh::run(
        with_node(workspace, &mut Command::new("npm"))
            .args(["ci", "--no-audit", "--no-fund", "--loglevel=error"])
            .current_dir(workspace.path(folder)),
    )
    .context("the node packages could not be installed; is there a network?")?;
    fs::create_dir_all(workspace.state_dir())?;
    Ok(fs::write(stamp, locked)?)
}

/// A command for a program from the node packages of `style/`, run in that folder.
pub fn style_tool(workspace: &Workspace, program: &str) -> Command {
    tool(workspace, "style", program)
}

/// A command for a program from the node packages of a folder, run in that folder.
pub fn tool(workspace: &Workspace, folder: &str, program: &str) -> Command {
    let folder = workspace.path(folder);
    let mut command = Command::new(folder.join("node_modules/.bin").join(program));
    with_node(workspace, &mut command).current_dir(folder);
    command
}

/// Puts the local Node, where there is one, first on the search path of a command.
pub fn with_node<'a>(workspace: &Workspace, command: &'a mut Command) -> &'a mut Command {
    let local = local_node_bin(workspace);
    if local.is_dir() {
        let path = command
            .get_envs()
            .find_map(|(name, value)| (name == OsStr::new("PATH")).then(|| value.map(OsStr::to_owned)))
            .flatten()
            .or_else(|| env::var_os("PATH"))
            .unwrap_or_default();
        if let Ok(path) = env::join_paths(std::iter::once(local).chain(env::split_paths(&path))) {
            command.env("PATH", path);
        }
    }
    command
}

fn local_node_bin(workspace: &Workspace) -> PathBuf {
    workspace.state_dir().join("node/node_modules/node/bin")
}

/// Installs Node where it is missing, and a newer one from npm for this checkout where the system's is too old (Debian 12
/// has 18).
fn ensure_node(workspace: &Workspace) -> Result<()> {
    let why = "build the styles and to test in a browser";
    packages::find_or_install("node", &["nodejs", "npm"], why)?;
    packages::find_or_install("npm", &["npm"], why)?;
    let version = || sh::capture(with_node(workspace, &mut Command::new("node")).arg("--version"));
    let found = version()?;
    if major(&found) >= MIN_NODE {
        return Ok(());
    }
    println!(
        "Installing {LOCAL_NODE} for this checkout: the system has {found}, but {MIN_NODE} or newer is needed."
    );
    let folder = workspace.state_dir().join("node");
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("package.json"), "{\"private\":true}\n")?;
    sh::run(
        Command::new("npm")
            .args(["install", "--no-audit", "--no-fund", "--loglevel=error", LOCAL_NODE])
            .current_dir(&folder),
    )
    .context("a newer Node could not be installed; is there a network?")?;
    let found = version()?;
    if major(&found) < MIN_NODE {
        bail!(
            "Node {MIN_NODE} or newer is needed, but {found} was found; install it from https://nodejs.org, then run this again"
        );
    }
    Ok(())
}

/// The major number of a version: 22 of "v22.3.0".
fn major(version: &str) -> u32 {
    version.trim_start_matches('v').split('.').next().and_then(|major| major.parse().ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::major;

    #[test]
    fn the_major_number_is_parsed_from_a_version() {
        assert_eq!(major("v22.23.3"), 22);
        assert_eq!(major("18.20.4"), 18);
        assert_eq!(major("nonsense"), 0);
    }
}
