//! The checkout, the toolchain, and the commands to build with.

use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::sh;
use crate::toolchain::Toolchain;

/// Selects every crate that runs on the server or tests it. All commands use the same selection, so that cargo resolves the
/// same features and compiles nothing twice. `xtask` is excluded because it is already built by itself.
pub const HOST_CRATES: [&str; 5] = ["--workspace", "--exclude", "fyr-frontend", "--exclude", "xtask"];

/// The checkout, with a toolchain that builds for server and browser.
pub struct Workspace {
    /// The root folder of the checkout.
    pub root: PathBuf,
    /// Cargo's target directory; `target/` unless the environment or a configuration file changes it.
    pub target: PathBuf,
    /// The Rust toolchain for all builds.
    pub toolchain: Toolchain,
}

impl Workspace {
    /// Finds the checkout and the toolchain; installs the toolchain where it is missing.
    pub fn open() -> Result<Self> {
        let manifest_dir = env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
        let root = manifest_dir.parent().context("xtask is not inside a checkout")?.to_path_buf();
        let toolchain = Toolchain::find_or_install()?;
        let mut workspace = Self { target: root.join("target"), root, toolchain };
        workspace.target = workspace.metadata(&["--no-deps"])?["target_directory"]
            .as_str()
            .context("cargo metadata names no target directory")?
            .into();
        Ok(workspace)
    }

    /// A path inside the checkout.
    pub fn path(&self, relative: impl AsRef<Path>) -> PathBuf {
        self.root.join(relative)
    }

    /// The folder with the built site. Independent of the target directory, because the server embeds this folder.
    pub fn site(&self) -> PathBuf {
        self.path("target/site")
    }

    /// The folder with the typefaces of PDF documents; as fixed as [`Self::site`].
    pub fn fonts(&self) -> PathBuf {
        self.path("target/fonts")
    }

    /// The folder for stamps and intermediate files of xtask. It can be deleted at any time.
    pub fn state_dir(&self) -> PathBuf {
        self.path("target/xtask")
    }

    /// A `cargo` command in the root of the checkout.
    pub fn cargo(&self, arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Command {
        let mut cargo = self.toolchain.command("cargo");
        cargo.current_dir(&self.root).args(arguments);
        cargo
    }

    /// A `cargo` command that compiles this workspace's crates with clippy, which lints them and generates code in one pass.
    /// What it compiled is not used by commands without clippy, and the other way round; dependencies are used by both.
    pub fn linting_cargo(&self, arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Command {
        let mut cargo = self.cargo(arguments);
        cargo.env("RUSTC_WORKSPACE_WRAPPER", self.toolchain.clippy_driver()).env_remove("CLIPPY_ARGS");
        cargo
    }

    /// The parsed output of `cargo metadata`.
    pub fn metadata(&self, arguments: &[&str]) -> Result<serde_json::Value> {
        let json = sh::capture(self.cargo(["metadata", "--format-version", "1"]).args(arguments))?;
        serde_json::from_str(&json).context("cargo metadata cannot be read")
    }

    /// The path of the program `fyr` in a build profile.
    pub fn fyr_path(&self, profile: BuildProfile) -> PathBuf {
        self.target.join(profile.folder()).join("fyr")
    }

    /// Builds the program `fyr`. The site must be built before: all but a debug build embed it.
    pub fn build_fyr(&self, profile: BuildProfile) -> Result<PathBuf> {
        let mut cargo = self.cargo(["build", "--bin", "fyr", "--profile", profile.name()]);
        sh::run(cargo.args(HOST_CRATES))?;
        Ok(self.fyr_path(profile))
    }
}

/// How the server is compiled.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum BuildProfile {
    /// Compiles quickly.
    Debug,
    /// What the tests run on: the code of a release with fewer optimisations.
    Ci,
    /// Runs quickly; for production.
    Release,
}

impl BuildProfile {
    /// The name for cargo's `--profile`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Debug => "dev",
            Self::Ci => "ci",
            Self::Release => "release",
        }
    }

    const fn folder(self) -> &'static str {
        match self {
            Self::Debug => "debug",
            Self::Ci | Self::Release => self.name(),
        }
    }
}
