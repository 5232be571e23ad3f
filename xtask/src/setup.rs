//! Set-up: everything that building, running and testing need. The commands set up what they need themselves; this does it
//! all at once, for instance before a train ride or while an image is made.

use anyhow::Result;

use crate::workshop::Workshop;
use crate::{node, postgres, test};

/// Installs everything.
pub fn everything(workshop: &Workshop) -> Result<()> {
    println!("Rust: {}.", workshop.toolchain.version()?);
    workshop.toolchain.ensure_formatter_and_lints()?;
    node::install(workshop, "style")?;
    node::install(workshop, "end2end")?;
    println!("Browser: {}.", test::chromium()?.display());
    println!("PostgreSQL: {}.", postgres::programs()?.display());
    println!("Everything is set up. `cargo xtask run` starts Fyr.");
    Ok(())
}
