//! `cargo xtask setup`: installs everything that building, running and testing need. The other commands install what they
//! need themselves; this does it in advance, for offline work or container images.

use anyhow::Result;

use crate::workspace::Workspace;
use crate::{node, postgres, test};

/// Installs the toolchain components, node packages, browser and database.
pub fn install_all(workspace: &Workspace) -> Result<()> {
    println!("Rust: {}.", workspace.toolchain.version()?);
    workspace.toolchain.ensure_formatter_and_lints()?;
    node::install(workspace, "style")?;
    node::install(workspace, "end2end")?;
    println!("Browser: {}.", test::chromium()?.display());
    println!("PostgreSQL: {}.", postgres::find_or_install_programs()?.display());
    println!("Everything is set up. `cargo xtask run` starts Fyr.");
    Ok(())
}
