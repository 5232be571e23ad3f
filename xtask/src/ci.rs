//! `cargo xtask ci`: everything a change must pass, here and in `.ci/run`. All steps run, even after a failure.
//!
//! Quick steps come first. Steps share compiled artefacts: the same selection of crates, the same profiles, the same flags.

use std::fs;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Result, bail};

use crate::test::TestSummary;
use crate::workspace::{BuildProfile, HOST_CRATES, Workspace};
use crate::{licences, report, sh, site, test};

/// Runs every step and prints the table.
pub fn run(workspace: &Workspace) -> Result<ExitCode> {
    // The server's build script reads this folder, also when only lints run.
    fs::create_dir_all(workspace.site())?;
    let mut steps = Steps::default();
    let mut tests = TestSummary::default();
    let mut sizes = String::new();
    steps.run_step("licences", || licences::check(workspace))?;
    steps.run_step("format", || check_format(workspace))?;
    steps.run_step("lints, server side", || lints(workspace))?;
    steps.run_step("lints, browser side", || lints_for_browser(workspace))?;
    steps.run_step("tests", || {
        tests = test::run_all(workspace)?;
        if tests.is_success() { Ok(()) } else { bail!("not every test passed; see the table below") }
    })?;
    steps.run_step("release build", || {
        site::build(workspace)?;
        let fyr = workspace.build_fyr(BuildProfile::Release)?;
        let size = report::grouped(fs::metadata(fyr)?.len());
        sizes = format!("{}  the program fyr: {size} bytes\n", site::sizes(workspace)?);
        Ok(())
    })?;
    print!("\n{sizes}\n{}", steps.table());
    tests.print();
    Ok(if steps.failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

#[derive(Default)]
struct Steps {
    rows: Vec<Vec<String>>,
    failed: bool,
}

impl Steps {
    /// Runs one step. An error is recorded, except where the run was interrupted.
    fn run_step(&mut self, name: &str, work: impl FnOnce() -> Result<()>) -> Result<()> {
        println!("\n━━ {name}");
        let start = Instant::now();
        let outcome = match work() {
            Ok(()) => "passed".to_owned(),
            Err(error) if sh::interrupted() => return Err(error),
            Err(error) => {
                println!("{error:#}");
                self.failed = true;
                format!("FAILED: {error:#}")
            }
        };
        self.rows.push(vec![name.to_owned(), report::duration(start.elapsed()), outcome]);
        Ok(())
    }

    fn table(&self) -> String {
        report::table(&["step", "time", ""], &self.rows)
    }
}

fn check_format(workspace: &Workspace) -> Result<()> {
    workspace.toolchain.ensure_formatter_and_lints()?;
    let mut fmt = workspace.toolchain.command("cargo-fmt");
    sh::run(fmt.current_dir(&workspace.root).args(["fmt", "--all", "--check"]))
}

fn lints(workspace: &Workspace) -> Result<()> {
    clippy(workspace, &[&HOST_CRATES[..], &["--all-targets"]].concat())?;
    clippy(workspace, &["--package", "xtask", "--all-targets"])
}

/// Uses the profile of the site build, so that macros and build scripts are compiled once for both.
fn lints_for_browser(workspace: &Workspace) -> Result<()> {
    clippy(
        workspace,
        &["--package", "fyr-frontend", "--profile", "wasm", "--target", "wasm32-unknown-unknown"],
    )
}

fn clippy(workspace: &Workspace, selection: &[&str]) -> Result<()> {
    workspace.toolchain.ensure_formatter_and_lints()?;
    let mut clippy = workspace.toolchain.command("cargo-clippy");
    sh::run(
        clippy.current_dir(&workspace.root).arg("clippy").args(selection).args(["--", "--deny", "warnings"]),
    )
}
