//! `cargo xtask ci`: everything a change must pass, here and in `.ci/run`. All steps run, even after a failure.
//!
//! Quick steps come first. Steps share compiled artefacts: the same selection of crates, the same profiles, the same flags. The
//! release build is made at the lowest priority while the tests run, in the time in which they wait for browsers and databases.

use std::fs::{self, File};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Result, bail};

use crate::sh::ChildProcess;
use crate::test::TestSummary;
use crate::workspace::{BuildProfile, Workspace};
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
    steps.run_step("tests compile, lints of the server side", || {
        let warnings = compile::tests(workspace)?;
        compiled = true;
        if warnings == 0 { Ok(()) } else { bail!("{warnings} warnings, see above") }
    })?;
    let site_built = steps.run_step("site", || site::build(workspace))?;
    steps.run_step("lints, browser side", || lints_for_browser(workspace))?;
    let release = if compiled && site_built { Some(ReleaseBuild::start(workspace)?) } else { None };
    steps.run_step("tests run", || {
        if !compiled {
            bail!("not run, because they do not compile");
        }
        test::run_compiled(workspace, &mut tests)?;
        if tests.is_success() { Ok(()) } else { bail!("not every test passed; see the table below") }
    })?;
    steps.run_step("release build, the rest of it", || {
        let Some(release) = release else { bail!("not made, because the tests or the site do not build") };
        release.finish()?;
        let size = report::grouped(fs::metadata(workspace.fyr_path(BuildProfile::Release))?.len());
        sizes = format!("{}  the program fyr: {size} bytes\n", site::sizes(workspace)?);
        Ok(())
    })?;
    print!("\n{sizes}\n{}", steps.table());
    tests.print();
    Ok(if steps.failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// A release build that runs beside other steps, and leaves the processors to them.
struct ReleaseBuild {
    cargo: ChildProcess,
    log: PathBuf,
}

impl ReleaseBuild {
    fn start(workspace: &Workspace) -> Result<Self> {
        fs::create_dir_all(workspace.state_dir())?;
        let log = workspace.state_dir().join("release.log");
        let output = File::create(&log)?;
        let build = workspace.fyr_build_command(BuildProfile::Release)?;
        let mut command = sh::at_lowest_priority(&build);
        command.stdout(output.try_clone()?).stderr(output);
        Ok(Self { cargo: ChildProcess::start(&mut command)?, log })
    }

    /// Waits for the build, and prints what it said.
    fn finish(self) -> Result<()> {
        let status = self.cargo.wait()?;
        print!("{}", fs::read_to_string(&self.log)?);
        if status.success() { Ok(()) } else { bail!("the release build failed ({status})") }
    }
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
