//! `cargo xtask ci`: everything a change must pass, here and in `.ci/run`. All steps run, even after a failure.
//!
//! Quick steps come first. Steps share compiled artefacts: the same selection of crates, the same profiles, the same flags. The
//! tests run on the code of a release (profile `ci`), so no further build is made of it here.

use std::fs;
use std::process::ExitCode;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow, bail};

use crate::test::TestSummary;
use crate::workspace::Workspace;
use crate::{compile, licences, report, sh, site, test};

/// Runs every step and prints the table.
pub fn run(workspace: &Workspace) -> Result<ExitCode> {
    // The program embeds these folders, so they must exist to compile, also where the site does not build.
    fs::create_dir_all(workspace.site())?;
    fs::create_dir_all(workspace.fonts())?;
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
    let compile = || {
        let warnings = compile::tests(workspace)?;
        compiled = true;
        if warnings == 0 { Ok(()) } else { bail!("{warnings} warnings, see above") }
    };
    steps.run_two_steps(
        ("tests compile, lints of the server side", compile),
        ("lints, browser side", || lints_for_browser(workspace)),
    )?;
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
    /// Runs one step. An error is recorded, except where the run was interrupted.
    fn run_step(&mut self, name: &str, work: impl FnOnce() -> Result<()>) -> Result<()> {
        println!("\n━━ {name}");
        self.record(name, timed(work))
    }

    /// Runs two steps side by side. What they print is mixed.
    fn run_two_steps(
        &mut self,
        (first, first_work): (&str, impl FnOnce() -> Result<()>),
        (second, second_work): (&str, impl FnOnce() -> Result<()> + Send),
    ) -> Result<()> {
        println!("\n━━ {first}; {second}");
        let (first_result, second_result) = thread::scope(|scope| {
            let running = scope.spawn(|| timed(second_work));
            let first_result = timed(first_work);
            let panicked = |_| (Duration::ZERO, Err(anyhow!("panicked")));
            (first_result, running.join().unwrap_or_else(panicked))
        });
        self.record(first, first_result)?;
        self.record(second, second_result)
    }

    fn record(&mut self, name: &str, (time, result): (Duration, Result<()>)) -> Result<()> {
        let outcome = match result {
            Ok(()) => "passed".to_owned(),
            Err(error) if sh::interrupted() => return Err(error),
            Err(error) => {
                println!("{name}: {error:#}");
                self.failed = true;
                format!("FAILED: {error:#}")
            }
        };
        self.rows.push(vec![name.to_owned(), report::duration(time), outcome]);
        Ok(())
    }

    fn table(&self) -> String {
        report::table(&["step", "time", ""], &self.rows)
    }
}

/// Runs `work`, and returns how long it took.
fn timed(work: impl FnOnce() -> Result<()>) -> (Duration, Result<()>) {
    let start = Instant::now();
    let result = work();
    (start.elapsed(), result)
}

fn check_format(workspace: &Workspace) -> Result<()> {
    workspace.toolchain.ensure_formatter_and_lints()?;
    let mut fmt = workspace.toolchain.command("cargo-fmt");
    sh::run(fmt.current_dir(&workspace.root).args(["fmt", "--all", "--check"]))
}

/// Uses the profile of the site build, so that macros and build scripts are compiled once for both. The site itself is not
/// compiled with clippy, which turns off optimisations that keep the module small. It yields to the compilers beside it, and has the
/// processor that they leave idle at times.
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
    sh::run(&mut sh::at_lowest_priority(clippy.args(["--", "--deny", "warnings"])))
}
