//! Node packages: the design system, the tools that build the site, and the browser tests.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::workshop::Workshop;
use crate::{packages, sh};

/// Installs exactly what the folder's lock file says; again only when the lock file changed.
pub fn install(workshop: &Workshop, folder: &str) -> Result<()> {
    ensure_node()?;
    let lock = workshop.path(folder).join("package-lock.json");
    let wanted = fs::read(&lock).with_context(|| format!("{folder}/package-lock.json cannot be read"))?;
    let note = workshop.notes().join(format!("npm-{folder}.lock"));
    let installed = workshop.path(folder).join("node_modules").is_dir();
    if installed && fs::read(&note).is_ok_and(|done| done == wanted) {
        return Ok(());
    }
    println!("Installing the node packages of {folder}/.");
    sh::run(
        Command::new("npm")
            .args(["ci", "--no-audit", "--no-fund", "--loglevel=error"])
            .current_dir(workshop.path(folder)),
    )
    .context("the node packages could not be installed; is there a network?")?;
    fs::create_dir_all(workshop.notes())?;
    Ok(fs::write(note, wanted)?)
}

/// A program from the packages of `style/`, run there.
pub fn style_tool(workshop: &Workshop, program: &str) -> Command {
    tool(&workshop.path("style"), program)
}

/// A program from the packages of a folder, run there.
pub fn tool(folder: &Path, program: &str) -> Command {
    let mut command = Command::new(folder.join("node_modules/.bin").join(program));
    command.current_dir(folder);
    command
}

fn ensure_node() -> Result<PathBuf> {
    let why = "build the styles and to test in a browser";
    packages::find_or_install("node", &["nodejs", "npm"], why)?;
    packages::find_or_install("npm", &["npm"], why)
}
