//! `cargo xtask dist`: makes what is handed out to people who do not compile, in `target/dist`.
//!
//! | file | what |
//! |---|---|
//! | `fyr` | the program with the site inside; runs on Debian 12 and later |
//! | `fyr-VERSION-ARCH-linux.tar.gz` | the program with the demonstration, the unit and the settings, for other systems |
//! | `fyr_VERSION_ARCH.deb` | the Debian package |
//! | `fyr-licences.txt` | the licences of everything that is inside |
//! | `fyr.cdx.json` | the software bill of materials (SBOM, `CycloneDX`) |
//! | `SHA256SUMS` | the checksums of all of these |
//!
//! The same program gives the same files: times come from the last commit, or from `SOURCE_DATE_EPOCH`.

mod archive;
mod contents;
mod deb;
mod notices;
mod program;
mod release;
mod sbom;
mod staging;
mod trial;
mod unit;

use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::Args;
use sha2::{Digest, Sha256};

use self::deb::Compression;
use self::release::Release;
use crate::workspace::{BuildProfile, Workspace};
use crate::{report, site};

/// The options of `cargo xtask dist`.
#[derive(Args)]
pub struct DistOptions {
    /// Install, upgrade, remove and purge the package in a clean Debian 12, and use the portal there; needs root
    #[arg(long)]
    test: bool,
    /// Pack this program instead of building one
    #[arg(long, value_name = "FILE")]
    program: Option<PathBuf>,
}

/// What is packed: the program, what it needs, and the texts that go with it.
struct Product<'a> {
    workspace: &'a Workspace,
    release: Release,
    needs: program::Needs,
    program: PathBuf,
    licences: PathBuf,
}

/// Makes everything; with `--test` also tries the package.
pub fn run(workspace: &Workspace, options: &DistOptions) -> Result<()> {
    let release = Release::of_checkout(workspace)?;
    let built = if let Some(program) = &options.program {
        program.clone()
    } else {
        site::build(workspace)?;
        println!("Building the server.");
        workspace.build_fyr(BuildProfile::Release)?
    };
    let dist = workspace.path("target/dist");
    staging::recreate(&dist)?;
    let (program, licences) = (dist.join("fyr"), dist.join("fyr-licences.txt"));
    fs::copy(&built, &program).with_context(|| format!("{} cannot be copied", built.display()))?;
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755))?;
    let needs = program::check(&program)?;
    println!("fyr runs on {} with glibc {} or later.", needs.architecture.debian(), needs.glibc.display());
    unit::check(workspace, &program)?;

    let contents = contents::of_release(workspace)?;
    fs::write(&licences, notices::text(workspace, &contents)?)?;
    fs::write(dist.join("fyr.cdx.json"), sbom::json(&release, &contents)?)?;
    let product = Product { workspace, release, needs, program, licences };
    archive::build(&product, &dist)?;
    let package = deb::build(&product, &product.release.version, Compression::Small, &dist)?;
    fs::write(dist.join("SHA256SUMS"), checksums(&dist)?)?;
    print!("\n{}", sizes(&dist)?);
    if options.test {
        trial::run(&product, &package)?;
    }
    Ok(())
}

/// The checksums of all files of a folder, as `sha256sum --check` reads them.
fn checksums(folder: &Path) -> Result<String> {
    let mut lines = String::new();
    for name in site::list_files(folder)? {
        let digest = Sha256::digest(fs::read(folder.join(&name))?);
        writeln!(lines, "{digest:x}  {}", name.display())?;
    }
    Ok(lines)
}

fn sizes(dist: &Path) -> Result<String> {
    let rows = site::list_files(dist)?
        .into_iter()
        .map(|name| {
            let bytes = fs::metadata(dist.join(&name))?.len();
            Ok(vec![name.display().to_string(), report::grouped(bytes), String::new()])
        })
        .collect::<Result<Vec<_>>>()?;
    Ok(report::table(&["target/dist", "bytes", ""], &rows))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksums_are_in_the_form_of_sha256sum() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("b"), "").expect("written");
        fs::write(folder.path().join("a"), "abc").expect("written");
        assert_eq!(
            checksums(folder.path()).expect("read"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  a\n\
             e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  b\n"
        );
    }
}
