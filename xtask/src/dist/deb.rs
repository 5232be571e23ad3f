//! The Debian package. What is in it lies in `dist/`; this puts it together.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::staging::Staging;
use super::{Product, unit};
use crate::{packages, sh};

const CONFFILE: &str = "etc/fyr/fyr.toml";
/// The documents for those who run the portal.
const DOCUMENTS: [&str; 4] = ["configuration.md", "identity.md", "operations.md", "security.md"];

/// How a package is compressed.
#[derive(Clone, Copy)]
pub enum Compression {
    /// As small as can be; takes half a minute or more.
    Small,
    /// Not at all, for packages that are only tried.
    None,
}

/// Builds the package of a version into a folder, and returns its path.
pub fn build(
    product: &Product<'_>,
    version: &str,
    compression: Compression,
    folder: &Path,
) -> Result<PathBuf> {
    let dpkg_deb = packages::find_or_install("dpkg-deb", &["dpkg"], "build the Debian package")?;
    let staging = Staging::new(product.workspace.state_dir().join("deb"))?;
    put_files(product, version, &staging)?;
    put_control(product, version, &staging)?;
    let package = folder.join(format!("fyr_{version}_{}.deb", product.needs.architecture.debian()));
    println!("Packing {}.", package.file_name().unwrap_or_default().display());
    let compression = match compression {
        Compression::Small => "-Zxz",
        Compression::None => "-Znone",
    };
    // with several threads the compressed bytes depend on their number
    sh::capture(
        Command::new(dpkg_deb)
            .env("SOURCE_DATE_EPOCH", product.release.epoch.to_string())
            .args(["--root-owner-group", compression, "--threads-max=1", "--build"])
            .arg(staging.root())
            .arg(&package),
    )?;
    Ok(package)
}

fn put_files(product: &Product<'_>, version: &str, staging: &Staging) -> Result<()> {
    let workspace = product.workspace;
    staging.copy("usr/bin/fyr", 0o755, &product.program)?;
    staging.copy(&format!("usr/lib/systemd/system/{}", unit::NAME), 0o644, &unit::path(workspace))?;
    // the group is set where the package is installed, as it does not exist before
    staging.copy(CONFFILE, 0o640, &workspace.path("dist/fyr.toml"))?;
    staging.set_mode("etc/fyr", 0o750)?;
    staging.copy_folder("usr/share/fyr/demo", &workspace.path("demo"))?;
    staging.copy("usr/share/doc/fyr/copyright", 0o644, &product.licences)?;
    for name in DOCUMENTS {
        staging.copy(&format!("usr/share/doc/fyr/{name}"), 0o644, &workspace.path("docs").join(name))?;
    }
    let changelog = format!(
        "fyr ({version}) unstable; urgency=medium\n\n  * Release {version}.\n\n -- {}  {}\n",
        maintainer(),
        product.release.date
    );
    staging.write("usr/share/doc/fyr/changelog", 0o644, changelog)?;
    sh::capture(
        Command::new("gzip")
            .args(["-9", "--no-name"])
            .arg(staging.root().join("usr/share/doc/fyr/changelog")),
    )
    .map(drop)
}

fn put_control(product: &Product<'_>, version: &str, staging: &Staging) -> Result<()> {
    let files = staging.files()?;
    let bytes =
        files.iter().map(|file| Ok(fs::metadata(staging.root().join(file))?.len())).sum::<Result<u64>>()?;
    let sums = sh::capture(
        Command::new("md5sum")
            .current_dir(staging.root())
            .args(files.iter().filter(|file| *file != Path::new(CONFFILE))),
    )?;
    staging.write("DEBIAN/control", 0o644, control(product, version, bytes.div_ceil(1024)))?;
    staging.write("DEBIAN/conffiles", 0o644, format!("/{CONFFILE}\n"))?;
    staging.write("DEBIAN/md5sums", 0o644, sums + "\n")?;
    for script in ["postinst", "prerm", "postrm"] {
        let source = product.workspace.path("dist/debian").join(script);
        staging
            .copy(&format!("DEBIAN/{script}"), 0o755, &source)
            .context("a script of the package is missing")?;
    }
    Ok(())
}

fn control(product: &Product<'_>, version: &str, installed_kib: u64) -> String {
    let (architecture, glibc) = (product.needs.architecture.debian(), product.needs.glibc.display());
    format!(
        "Package: fyr\n\
         Version: {version}\n\
         Architecture: {architecture}\n\
         Maintainer: {}\n\
         Installed-Size: {installed_kib}\n\
         Depends: adduser, init-system-helpers (>= 1.54~), libc6 (>= {glibc}), libgcc-s1\n\
         Recommends: ca-certificates\n\
         Suggests: caddy | nginx, postgresql-client\n\
         Section: web\n\
         Priority: optional\n\
         Description: self-service support portal\n\
        \x20People find the answer to their question, or file a ticket and always see what\n\
        \x20happens next, and when. Counsellors follow the tickets of those they help,\n\
        \x20support answers from one queue, and operations tell everyone about outages.\n\
        \x20.\n\
        \x20The portal is in Swedish, Norwegian (Bokmål, Nynorsk) and English. It keeps\n\
        \x20its data in SQLite or in PostgreSQL.\n",
        maintainer()
    )
}

/// Who answers for the package: `DEBFULLNAME` and `DEBEMAIL`, as for Debian's own tools.
fn maintainer() -> String {
    let variable = |name, default: &str| env::var(name).unwrap_or_else(|_| default.to_owned());
    format!(
        "{} <{}>",
        variable("DEBFULLNAME", "The Fyr maintainers"),
        variable("DEBEMAIL", "maintainers@fyr.invalid")
    )
}
