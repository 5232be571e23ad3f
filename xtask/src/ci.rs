//! `cargo xtask ci`: everything a change must pass, here and in `.ci/run`. All steps run, even after a failure.
//!
//! Quick steps come first. Steps share compiled artefacts: the same selection of crates, the same profiles, the same flags. The
//! tests run on the code of a release (profile `ci`), so no further build is made of it here.

use std::fs;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Result, bail};

use crate::test::TestSummary;
use crate::workspace::Workspace;
use crate::{compile, licences, report, sh, site, test};

/// Runs every step and prints the table.
pub fn run(workspace: &Workspace) -> Result<ExitCode> {
    // The server embeds this folder, so it must exist to compile, also where the site does not build.
    fs::create_dir_all(workspace.site())?;
    let mut steps = Steps::default();
    let mut tests = TestSummary::default();
    let mut sizes = String::new();
    let mut compiled = false;
    steps.run_step("licences", || licences::check(workspace))?;
    steps.run_step("format", || check_format(workspace))?;
    steps.run_step("site", || {
        site::build(workspace)?;
        sizes = site::sizes(workspace)?;
        Ok(())
    })?;
    steps.run_step("tests compile, lints of the server side", || {
        let warnings = compile::tests(workspace)?;
        compiled = true;
        if warnings == 0 { Ok(()) } else { bail!("{warnings} warnings, see above") }
    })?;
    steps.run_step("lints, browser side", || lints_for_browser(workspace))?;
    steps.run_step("tests run", || {
        if !compiled {
            bail!("not run, because they do not compile");
        }
        test::run_compiled(workspace, &mut tests)?;
        if tests.is_success() { Ok(()) } else { bail!("not every test passed; see the table below") }
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
    /// Runs one step, and returns whether it passed. An error is recorded, except where the run was interrupted.
    fn run_step(&mut self, name: &str, work: impl FnOnce() -> Result<()>) -> Result<bool> {
        println!("\n━━ {name}");
        let start = Instant::now();
        let result = work();
        let passed = result.is_ok();
        let outcome = match result {
            Ok(()) => "passed".to_owned(),
            Err(error) if sh::interrupted() => return Err(error),
            Err(error) => {
                println!("{error:#}");
                self.failed = true;
                format!("FAILED: {error:#}")
            }
        };
        self.rows.push(vec![name.to_owned(), report::duration(start.elapsed()), outcome]);
        Ok(passed)
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

/// Uses the profile of the site build, so that macros and build scripts are compiled once for both. The site itself is not
/// compiled with clippy, which turns off optimisations that keep the module small.
fn lints_for_browser(workspace: &Workspace) -> Result<()> {
    workspace.toolchain.ensure_formatter_and_lints()?;
    let mut clippy = workspace.toolchain.command("cargo-clippy");
    clippy.current_dir(&workspace.root).arg("clippy").args([
        "--package",
        "fyr-frontend",
        "--profile",
        "wasm",
        "--target",
        "wasm32-unknown-unknown",
    ]);
    sh::run(clippy.args(["--", "--deny", "warnings"]))
}
