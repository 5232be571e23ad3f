//! The checkout we work in and the toolchain we work with.

use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::sh;
use crate::toolchain::Toolchain;

/// Every crate that runs on the server or tests it. The same selection everywhere, so that cargo chooses the same
/// features everywhere and nothing is compiled twice. `xtask` is left out: it was built alone, before this line ran.
pub const HOST: [&str; 5] = ["--workspace", "--exclude", "fyr-frontend", "--exclude", "xtask"];

/// The checkout and a toolchain that builds both halves of Fyr.
pub struct Workshop {
    /// The top folder of the checkout.
    pub root: PathBuf,
    /// Where cargo puts what it builds; `target/` unless the environment or a configuration says otherwise.
    pub target: PathBuf,
    /// The compiler, and the programs beside it.
    pub toolchain: Toolchain,
}

impl Workshop {
    /// Finds the checkout and the toolchain; installs the toolchain where it is missing.
    pub fn open() -> Result<Self> {
        let here = env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
        let root = here.parent().context("xtask is not inside a checkout")?.to_path_buf();
        let toolchain = Toolchain::find_or_install()?;
        let mut workshop = Self { target: root.join("target"), root, toolchain };
        workshop.target = workshop.metadata(&["--no-deps"])?["target_directory"]
            .as_str()
            .context("cargo metadata names no target directory")?
            .into();
        Ok(workshop)
    }

    /// A path inside the checkout.
    pub fn path(&self, relative: impl AsRef<Path>) -> PathBuf {
        self.root.join(relative)
    }

    /// What the browser loads. Always here, because the server embeds this folder.
    pub fn site(&self) -> PathBuf {
        self.path("target/site")
    }

    /// Where we keep notes on what is already done. Removing it is always safe.
    pub fn notes(&self) -> PathBuf {
        self.path("target/xtask")
    }

    /// `cargo …` at the top of the checkout.
    pub fn cargo(&self, arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Command {
        let mut cargo = self.toolchain.command("cargo");
        cargo.current_dir(&self.root).args(arguments);
        cargo
    }

    /// What `cargo metadata` says.
    pub fn metadata(&self, arguments: &[&str]) -> Result<serde_json::Value> {
        let json = sh::read(self.cargo(["metadata", "--format-version", "1"]).args(arguments))?;
        serde_json::from_str(&json).context("cargo metadata cannot be read")
    }

    /// The program `fyr` of a build profile.
    pub fn fyr(&self, profile: Profile) -> PathBuf {
        self.target.join(profile.folder()).join("fyr")
    }

    /// Builds the program `fyr`. The site must be built before: a release build embeds it.
    pub fn build_fyr(&self, profile: Profile) -> Result<PathBuf> {
        let mut cargo = self.cargo(["build", "--bin", "fyr"]);
        cargo.args(HOST).args(profile.flag());
        sh::run(&mut cargo)?;
        Ok(self.fyr(profile))
    }
}

/// How the server is compiled.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// Compiles quickly.
    Debug,
    /// Runs quickly; what is put into service.
    Release,
}

impl Profile {
    const fn folder(self) -> &'static str {
        match self {
            Self::Debug => "debug",
            Self::Release => "release",
        }
    }

    const fn flag(self) -> Option<&'static str> {
        match self {
            Self::Debug => None,
            Self::Release => Some("--release"),
        }
    }
}
