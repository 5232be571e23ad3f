//! The archive for other systems than Debian: the program with what one needs to try it and to install it by hand.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use super::Product;
use super::staging::Staging;
use crate::sh;

/// Writes the archive into a folder.
pub fn build(product: &Product<'_>, folder: &Path) -> Result<()> {
    let (workspace, release) = (product.workspace, &product.release);
    let name = format!("fyr-{}-{}-linux", release.version, product.needs.architecture.machine());
    let staging = Staging::new(workspace.state_dir().join("archive"))?;
    let put = |file: &str, mode: u32, source: &Path| staging.copy(&format!("{name}/{file}"), mode, source);
    put("fyr", 0o755, &product.program)?;
    put("fyr-licences.txt", 0o644, &product.licences)?;
    for file in ["fyr.service", "fyr.toml"] {
        put(file, 0o644, &workspace.path("dist").join(file))?;
    }
    staging.copy_folder(&format!("{name}/demo"), &workspace.path("demo"))?;
    println!("Packing the archive.");
    sh::capture(
        Command::new("tar")
            .current_dir(staging.root())
            .env("LC_ALL", "C")
            .args(["--sort=name", "--owner=0", "--group=0", "--numeric-owner", "--format=ustar"])
            .arg(format!("--mtime=@{}", release.epoch))
            .args(["--use-compress-program", "gzip --no-name", "--create", "--file"])
            .arg(folder.join(format!("{name}.tar.gz")))
            .arg(&name),
    )
    .map(drop)
}
