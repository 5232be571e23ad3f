//! What the built program needs of the system it runs on, read from the program itself.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::{packages, sh};

/// The glibc of Debian 12, the oldest system that the program is for.
const OLDEST_GLIBC: GlibcVersion = GlibcVersion { major: 2, minor: 36 };
/// The libraries that every Debian has: `libc6` and `libgcc-s1`. The loader (`ld-linux-…`) is a part of glibc.
const LIBRARIES: [&str; 3] = ["libc.so.6", "libm.so.6", "libgcc_s.so.1"];

/// A version of glibc. Ordered, so that 2.4 is older than 2.36.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct GlibcVersion {
    major: u32,
    minor: u32,
}

impl GlibcVersion {
    /// Parses the version of a symbol: `GLIBC_2.34`, also `GLIBC_2.2.5`. `None` for the versions of other libraries.
    fn parse(version: &str) -> Option<Self> {
        let mut numbers = version.strip_prefix("GLIBC_")?.split('.').map(str::parse);
        Some(Self { major: numbers.next()?.ok()?, minor: numbers.next()?.ok()? })
    }

    /// As in the dependencies of a package: `2.34`.
    pub fn display(self) -> String {
        format!("{}.{}", self.major, self.minor)
    }
}

/// A kind of processor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Architecture {
    X86_64,
    Aarch64,
}

impl Architecture {
    /// Debian's name of it.
    pub const fn debian(self) -> &'static str {
        match self {
            Self::X86_64 => "amd64",
            Self::Aarch64 => "arm64",
        }
    }

    /// The name that `uname -m` gives.
    pub const fn machine(self) -> &'static str {
        match self {
            Self::X86_64 => "x86_64",
            Self::Aarch64 => "aarch64",
        }
    }
}

/// What a program needs.
#[derive(Debug, PartialEq, Eq)]
pub struct Needs {
    pub architecture: Architecture,
    /// The oldest glibc that has every symbol.
    pub glibc: GlibcVersion,
}

/// Reads what a program needs.
///
/// # Errors
/// Where Debian 12 does not have it: a newer glibc, or another library than those of glibc and the compiler.
pub fn check(program: &Path) -> Result<Needs> {
    let readelf = packages::find_or_install("readelf", &["binutils"], "look at what the program links")?;
    let output = sh::capture(
        Command::new(readelf)
            .env("LC_ALL", "C")
            .args(["--wide", "--file-header", "--dynamic", "--dyn-syms"])
            .arg(program),
    )?;
    parse(&output)
}

/// Parses the output of `readelf`.
fn parse(output: &str) -> Result<Needs> {
    let machine = output
        .lines()
        .find_map(|line| line.trim().strip_prefix("Machine:"))
        .context("readelf names no machine; is this a program?")?;
    let architecture = match machine.trim() {
        "Advanced Micro Devices X86-64" => Architecture::X86_64,
        "AArch64" => Architecture::Aarch64,
        other => bail!("the program is for {other}; packages are made for x86-64 and AArch64"),
    };
    let foreign: Vec<_> = output
        .lines()
        .filter(|line| line.contains("(NEEDED)"))
        .filter_map(|line| line.split_once('[')?.1.strip_suffix(']'))
        .filter(|library| !LIBRARIES.contains(library) && !library.starts_with("ld-linux-"))
        .collect();
    if !foreign.is_empty() {
        bail!(
            "the program links {}, which a clean Debian does not have; only glibc and libgcc_s are expected",
            foreign.join(", ")
        );
    }
    let symbols: Vec<_> = output.lines().filter_map(versioned_symbol).collect();
    let too_new: Vec<_> = symbols
        .iter()
        .filter(|(_, version)| *version > OLDEST_GLIBC)
        .map(|(name, version)| format!("{name} (glibc {})", version.display()))
        .collect();
    if !too_new.is_empty() {
        bail!(
            "the program needs a newer glibc than {}, which Debian 12 has: {}. Build it on Debian 12",
            OLDEST_GLIBC.display(),
            too_new.join(", ")
        );
    }
    let glibc = symbols.into_iter().map(|(_, version)| version).max();
    Ok(Needs { architecture, glibc: glibc.context("the program uses no symbol of glibc")? })
}

/// Name and version of a symbol of glibc, from a line of the table of dynamic symbols:
/// `5: 0000000000000000     0 FUNC    GLOBAL DEFAULT  UND getenv@GLIBC_2.2.5 (3)`.
fn versioned_symbol(line: &str) -> Option<(&str, GlibcVersion)> {
    let symbol = line.split_whitespace().nth(7)?;
    let (name, version) = symbol.split_once('@')?;
    Some((name, GlibcVersion::parse(version.trim_start_matches('@'))?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn output(library: &str, symbol: &str) -> String {
        format!(
            "ELF Header:\n  Machine:                           Advanced Micro Devices X86-64\n\
             0x0000000000000001 (NEEDED)             Shared library: [{library}]\n\
             0x0000000000000001 (NEEDED)             Shared library: [ld-linux-x86-64.so.2]\n\
             \x20    4: 0000000000000000     0 FUNC    GLOBAL DEFAULT  UND _Unwind_Resume@GCC_3.0 (4)\n\
             \x20    5: 0000000000000000     0 FUNC    GLOBAL DEFAULT  UND {symbol} (3)\n\
             \x20    6: 0000000000000000     0 FUNC    WEAK   DEFAULT  UND getenv@GLIBC_2.2.5 (3)\n"
        )
    }

    #[test]
    fn the_newest_symbol_says_which_glibc_is_needed() {
        let needs = parse(&output("libc.so.6", "stat@GLIBC_2.33")).expect("fits");
        assert_eq!(needs.architecture, Architecture::X86_64);
        assert_eq!(needs.glibc.display(), "2.33");
    }

    #[test]
    fn a_symbol_that_debian_12_does_not_have_is_named() {
        assert!(parse(&output("libc.so.6", "arc4random@GLIBC_2.36")).is_ok());
        let error = parse(&output("libc.so.6", "strlcpy@GLIBC_2.38")).expect_err("too new").to_string();
        assert!(error.contains("strlcpy (glibc 2.38)"), "{error}");
    }

    #[test]
    fn another_library_is_named() {
        let error = parse(&output("libssl.so.3", "stat@GLIBC_2.33")).expect_err("foreign").to_string();
        assert!(error.contains("libssl.so.3"), "{error}");
    }

    #[test]
    fn versions_are_ordered_as_numbers() {
        assert!(GlibcVersion::parse("GLIBC_2.4") < GlibcVersion::parse("GLIBC_2.36"));
        assert_eq!(GlibcVersion::parse("GCC_3.0"), None);
    }
}
