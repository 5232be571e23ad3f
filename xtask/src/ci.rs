//! `cargo xtask ci`: everything a change must pass, here and in `.ci/run`. All steps run, so that one round tells everything.
//!
//! Quick answers come first. Steps share what they compile: the same selection of crates, the same profiles, the same flags.

use std::fs;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Result, bail};

use crate::test::Summary;
use crate::workshop::{HOST, Profile, Workshop};
use crate::{licences, report, sh, site, test};

/// Runs every step and shows the table.
pub fn ci(workshop: &Workshop) -> Result<ExitCode> {
    // The server's build looks into this folder, also when only lints are wanted.
    fs::create_dir_all(workshop.site())?;
    let mut steps = Steps::default();
    let mut tests = Summary::default();
    let mut sizes = String::new();
    steps.step("licences", || licences::check(workshop))?;
    steps.step("format", || format(workshop))?;
    steps.step("lints, server side", || lints(workshop))?;
    steps.step("lints, browser side", || lints_for_browser(workshop))?;
    steps.step("tests", || {
        tests = test::everything(workshop)?;
        if tests.is_good() { Ok(()) } else { bail!("not every test passed; the table below says which part") }
    })?;
    steps.step("release build", || {
        site::build(workshop)?;
        let fyr = workshop.build_fyr(Profile::Release)?;
        let size = report::number(fs::metadata(fyr)?.len());
        sizes = format!("{}  the program fyr: {size} bytes\n", site::sizes(workshop)?);
        Ok(())
    })?;
    print!("\n{sizes}\n{}", steps.table());
    tests.show();
    Ok(if steps.failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

#[derive(Default)]
struct Steps {
    rows: Vec<Vec<String>>,
    failed: bool,
}

impl Steps {
    /// Runs one step; the next runs whatever happens, unless a person wants to stop.
    fn step(&mut self, name: &str, work: impl FnOnce() -> Result<()>) -> Result<()> {
        println!("\n━━ {name}");
        let start = Instant::now();
        let remark = match work() {
            Ok(()) => "passed".to_owned(),
            Err(error) if sh::stopping() => return Err(error),
            Err(error) => {
                println!("{error:#}");
                self.failed = true;
                format!("FAILED: {error:#}")
            }
        };
        self.rows.push(vec![name.to_owned(), report::time(start.elapsed()), remark]);
        Ok(())
    }

    fn table(&self) -> String {
        report::table(&["step", "time", ""], &self.rows)
    }
}

fn format(workshop: &Workshop) -> Result<()> {
    workshop.toolchain.ensure_formatter_and_lints()?;
    let mut fmt = workshop.toolchain.command("cargo-fmt");
    sh::run(fmt.current_dir(&workshop.root).args(["fmt", "--all", "--check"]))
}

fn lints(workshop: &Workshop) -> Result<()> {
    clippy(workshop, &[&HOST[..], &["--all-targets"]].concat())?;
    clippy(workshop, &["--package", "xtask", "--all-targets"])
}

/// With the profile of the site, so that macros and build scripts are compiled once for both.
fn lints_for_browser(workshop: &Workshop) -> Result<()> {
    clippy(
        workshop,
        &["--package", "fyr-frontend", "--profile", "wasm", "--target", "wasm32-unknown-unknown"],
    )
}

fn clippy(workshop: &Workshop, selection: &[&str]) -> Result<()> {
    workshop.toolchain.ensure_formatter_and_lints()?;
    let mut clippy = workshop.toolchain.command("cargo-clippy");
    sh::run(
        clippy.current_dir(&workshop.root).arg("clippy").args(selection).args(["--", "--deny", "warnings"]),
    )
}
