//! Selects a Rust toolchain that can build for the server and for the browser (with the standard library for WebAssembly).
//!
//! Server and browser must be built by the same compiler, so one toolchain is chosen here and used for everything.
//! In order: the one that runs xtask, the first on the search path, Debian's; then one to which the target can be added.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::{packages, sh};

const WASM_TARGET: &str = "wasm32-unknown-unknown";
const DEBIAN_BIN: &str = "/usr/bin";
const DEBIAN_WASM_STD: &str = "/usr/lib/rustlib/wasm32-unknown-unknown/lib";
const DEBIAN_PACKAGES: [&str; 6] =
    ["rustc-web", "cargo-web", "rust-web-src", "rust-web-clippy", "rustfmt-web", "lld-22"];
const WASM_LINKERS: [&str; 3] = ["rust-lld", "wasm-ld-22", "wasm-ld"];

/// Environment variables that cargo sets for the programs it runs. Inherited, they would affect the next cargo, which may be
/// of another toolchain.
const INHERITED_CARGO_VARS: [&str; 9] = [
    "CARGO",
    "RUSTC",
    "RUSTDOC",
    "RUSTUP_TOOLCHAIN",
    "RUST_RECURSION_COUNT",
    "CARGO_MANIFEST_DIR",
    "CARGO_MANIFEST_PATH",
    "CARGO_PRIMARY_PACKAGE",
    "OUT_DIR",
];

/// A Rust toolchain: the folder of its programs, and the linker for WebAssembly where cargo has to be told.
pub struct Toolchain {
    bin: PathBuf,
    linker: Option<PathBuf>,
}

impl Toolchain {
    /// Finds a toolchain that builds for server and browser, or installs what one lacks.
    pub fn find_or_install() -> Result<Self> {
        let bin = match candidates().into_iter().find(|bin| builds_for_browser(bin)) {
            Some(bin) => bin,
            None => match add_target_with_rustup() {
                Some(bin) => bin,
                None => add_target_on_debian()?,
            },
        };
        let linker = wasm_linker(&bin)?;
        Ok(Self { bin, linker })
    }

    /// A command for one of the toolchain's programs (`cargo`, `cargo-fmt`, …), with an environment that selects only this
    /// toolchain.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(self.bin.join(program));
        set_environment(&mut command, &self.bin);
        command.env("CARGO", self.bin.join("cargo"));
        if let Some(linker) = &self.linker {
            command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
        }
        command
    }

    /// Clippy as a compiler: `clippy-driver`.
    pub fn clippy_driver(&self) -> PathBuf {
        self.bin.join("clippy-driver")
    }

    /// The output of `rustc --version`.
    pub fn version(&self) -> Result<String> {
        sh::capture(self.command("rustc").arg("--version"))
    }

    /// Installs rustfmt and clippy where the toolchain lacks them (separate packages on Debian).
    pub fn ensure_formatter_and_lints(&self) -> Result<()> {
        if ["cargo-fmt", "cargo-clippy", "clippy-driver"]
            .iter()
            .all(|program| self.bin.join(program).is_file())
        {
            return Ok(());
        }
        if self.bin == Path::new(DEBIAN_BIN) {
            return packages::install(&["rustfmt-web", "rust-web-clippy"], "format and lints are checked");
        }
        println!("Adding the formatter and the lints to your Rust toolchain with rustup.");
        sh::run(Command::new("rustup").args(["component", "add", "rustfmt", "clippy"]))
    }
}

fn candidates() -> Vec<PathBuf> {
    let invoking = env::var_os("CARGO").map(PathBuf::from);
    let first = packages::find("rustc");
    let mut folders: Vec<_> = [invoking, first]
        .into_iter()
        .flatten()
        .filter_map(|program| program.parent().map(Path::to_path_buf))
        .chain([DEBIAN_BIN.into()])
        .filter(|bin| bin.join("cargo").is_file() && bin.join("rustc").is_file())
        .collect();
    folders.dedup();
    folders
}

/// Compiles for WebAssembly instead of checking for files, as the installed library may belong to another version.
fn builds_for_browser(bin: &Path) -> bool {
    is_new_enough(bin) && compiles_empty_library(bin).unwrap_or(false)
}

fn compiles_empty_library(bin: &Path) -> Result<bool> {
    let folder = tempfile::tempdir()?;
    let mut rustc = Command::new(bin.join("rustc"));
    set_environment(&mut rustc, bin);
    let mut child = rustc
        .args(["--target", WASM_TARGET, "--crate-type", "lib", "--emit", "metadata", "--out-dir"])
        .arg(folder.path())
        .arg("-")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    child.stdin.take().context("no standard input")?.write_all(b"pub fn f() -> String { String::new() }")?;
    Ok(child.wait()?.success())
}

/// Whether the compiler is at least `rust-version` of Cargo.toml.
fn is_new_enough(bin: &Path) -> bool {
    let mut rustc = Command::new(bin.join("rustc"));
    set_environment(&mut rustc, bin);
    let Ok(output) = rustc.arg("--version").output() else { return false };
    let version = String::from_utf8_lossy(&output.stdout);
    minor_version(version.split(' ').nth(1).unwrap_or_default())
        >= minor_version(env!("CARGO_PKG_RUST_VERSION"))
}

/// The minor number of a version: 96 of "1.96.0".
fn minor_version(version: &str) -> u32 {
    version.split('.').nth(1).and_then(|minor| minor.parse().ok()).unwrap_or_default()
}

fn add_target_with_rustup() -> Option<PathBuf> {
    packages::find("rustup")?;
    println!("Adding the WebAssembly target to your Rust toolchain with rustup.");
    if !sh::succeeds(Command::new("rustup").args(["target", "add", WASM_TARGET])) {
        println!("rustup could not add it (no network, or the target is not on its server).");
        return None;
    }
    candidates().into_iter().find(|bin| builds_for_browser(bin))
}

fn add_target_on_debian() -> Result<PathBuf> {
    let bin = PathBuf::from(DEBIAN_BIN);
    if packages::find("apt-get").is_none() {
        bail!(
            "this Rust toolchain cannot build for the browser. Run `rustup target add {WASM_TARGET}`, then run this again"
        );
    }
    let has_sources = is_new_enough(&bin)
        && bin.join("cargo").is_file()
        && Path::new("/usr/lib/rustlib/src/rust/library").is_dir();
    if !has_sources || first_linker(&bin).is_none() {
        packages::install(&DEBIAN_PACKAGES, "no installed Rust toolchain can build for the browser")?;
    }
    println!("Building Rust's standard library for the browser, once; this takes about a minute.");
    let built = tempfile::tempdir()?;
    build_std(&bin, built.path())?;
    install_std(built.path())?;
    if !builds_for_browser(&bin) {
        bail!(
            "the standard library in {DEBIAN_WASM_STD} does not work with {DEBIAN_BIN}/rustc; remove that folder and run this again"
        );
    }
    Ok(bin)
}

/// Builds the standard library as a dependency of an empty crate; the result is in `deps/`.
fn build_std(bin: &Path, folder: &Path) -> Result<()> {
    fs::create_dir(folder.join("src"))?;
    fs::write(folder.join("src/lib.rs"), "")?;
    fs::write(
        folder.join("Cargo.toml"),
        "[package]\nname = \"empty\"\nedition = \"2024\"\n[lib]\ncrate-type = [\"cdylib\"]\n[workspace]\n",
    )?;
    let mut cargo = Command::new(bin.join("cargo"));
    set_environment(&mut cargo, bin);
    if let Some(linker) = first_linker(bin) {
        cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
    }
    cargo.current_dir(folder).env("RUSTC_BOOTSTRAP", "1").env_remove("RUSTFLAGS").args([
        "build",
        "--release",
        "-Zbuild-std=std,panic_abort",
        "--target",
        WASM_TARGET,
        "--target-dir",
        "target",
    ]);
    sh::capture(&mut cargo).map(drop)
}

/// Copies the libraries to where the compiler looks for them. Removes nothing there: libraries of another version are ignored by
/// the compiler, those of the same version are overwritten.
fn install_std(built: &Path) -> Result<()> {
    let libraries: Vec<_> = fs::read_dir(built.join("target").join(WASM_TARGET).join("release/deps"))?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<Vec<_>>>()?
        .into_iter()
        .filter(|path| path.extension().is_some_and(|extension| extension == "rlib"))
        .filter(|path| path.file_name().is_some_and(|name| !name.to_string_lossy().starts_with("libempty-")))
        .collect();
    let by_hand = DEBIAN_PACKAGES.join(" ");
    sh::capture(packages::as_root("mkdir", &by_hand)?.args(["-p", DEBIAN_WASM_STD]))?;
    sh::capture(packages::as_root("cp", &by_hand)?.args(libraries).arg(DEBIAN_WASM_STD))?;
    println!("Installed the standard library for the browser in {DEBIAN_WASM_STD}.");
    Ok(())
}

/// The linker to configure for cargo; `None` where the toolchain includes one.
fn wasm_linker(bin: &Path) -> Result<Option<PathBuf>> {
    let rustlib = bin.parent().map(|sysroot| sysroot.join("lib/rustlib"));
    let has_linker = rustlib.and_then(|rustlib| fs::read_dir(rustlib).ok()).is_some_and(|mut targets| {
        targets.any(|target| target.is_ok_and(|entry| entry.path().join("bin/rust-lld").is_file()))
    });
    if has_linker || bin.join("rust-lld").is_file() {
        return Ok(None);
    }
    if let Some(linker) = first_linker(bin) {
        return Ok(Some(linker));
    }
    packages::find_or_install("wasm-ld-22", &["lld-22"], "link the program for the browser").map(Some)
}

fn first_linker(bin: &Path) -> Option<PathBuf> {
    WASM_LINKERS.iter().find_map(|linker| {
        Some(bin.join(linker)).filter(|beside| beside.is_file()).or_else(|| packages::find(linker))
    })
}

/// Removes the variables of the invoking cargo from the environment, and puts `bin` first on the search path.
fn set_environment(command: &mut Command, bin: &Path) {
    for name in INHERITED_CARGO_VARS {
        command.env_remove(name);
    }
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_BIN_") || text == "CARGO_CRATE_NAME" {
            command.env_remove(&name);
        }
    }
    let path = env::var_os("PATH").unwrap_or_default();
    if let Ok(path) = env::join_paths(std::iter::once(bin.to_path_buf()).chain(env::split_paths(&path))) {
        command.env("PATH", path);
    }
    command.env("LD_LIBRARY_PATH", library_path());
}

/// `LD_LIBRARY_PATH` without the entries that `cargo run` added: the libraries of the compiler that built xtask.
fn library_path() -> OsString {
    let path = env::var_os("LD_LIBRARY_PATH").unwrap_or_default();
    let kept = env::split_paths(&path).filter(|folder| {
        let text = folder.to_string_lossy();
        !(text.contains("/rustlib/")
            || text.contains("/toolchains/")
            || text.contains("/debug")
            || text.is_empty())
    });
    env::join_paths(kept).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::minor_version;

    #[test]
    fn the_minor_number_is_parsed_from_a_version() {
        assert_eq!(minor_version("1.96.0"), 96);
        assert_eq!(minor_version("1.95"), 95);
        assert_eq!(minor_version("nonsense"), 0);
    }
}
