//! `cargo xtask test`: runs every test and prints a summary. A part that could not run counts as failed; only Meilisearch is
//! optional, because it cannot be installed everywhere, and is then reported as skipped.

use std::env;
use std::fs;
use std::num::NonZero;
use std::path::PathBuf;
use std::process::{Command, ExitCode};
use std::thread;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::postgres::Postgres;
use crate::workspace::{BuildProfile, HOST_CRATES, Workspace};
use crate::{compile, node, packages, report, sh, site};

const DATABASE_URL: &str = "FYR_TEST_DATABASE_URL";
const HEADLESS_SHELL: &str = "chromium-headless-shell";
const MEILISEARCH_URL: &str = "FYR_TEST_MEILISEARCH_URL";
/// How many tests the test programs run at once; read by them.
const TEST_THREADS: &str = "RUST_TEST_THREADS";

/// Numbers of passed, failed and skipped tests.
#[derive(Clone, Copy, Default, Debug, PartialEq, Eq)]
pub struct TestCounts {
    passed: u64,
    failed: u64,
    skipped: u64,
}

/// The results of all parts.
#[derive(Default)]
pub struct TestSummary {
    rows: Vec<Vec<String>>,
    total: TestCounts,
}

impl TestSummary {
    /// Runs one part. Where it cannot run, it counts as one failed test.
    fn run_part(&mut self, name: &str, work: impl FnOnce() -> Result<(TestCounts, String)>) {
        println!("\n── {name}");
        let start = Instant::now();
        let (counts, remark) = work().unwrap_or_else(|error| {
            println!("{error:#}");
            (TestCounts { failed: 1, ..TestCounts::default() }, format!("could not run: {error:#}"))
        });
        self.add(name, counts, &report::duration(start.elapsed()), remark);
    }

    fn add(&mut self, name: &str, counts: TestCounts, time: &str, remark: String) {
        let TestCounts { passed, failed, skipped } = counts;
        self.total.passed += passed;
        self.total.failed += failed;
        self.total.skipped += skipped;
        let numbers = [passed, failed, skipped].map(report::grouped);
        self.rows.push([&[name.to_owned()], &numbers[..], &[time.to_owned(), remark]].concat());
    }

    /// Whether tests ran and none failed.
    pub fn is_success(&self) -> bool {
        self.total.failed == 0 && self.total.passed > 0
    }

    /// Prints the table, and a last line in a fixed format for other programs.
    pub fn print(&self) {
        print!("\n{}", report::table(&["tests", "passed", "failed", "skipped", "time", ""], &self.rows));
        let TestCounts { passed, failed, skipped } = self.total;
        println!("\n{passed} passed, {failed} failed, {skipped} skipped");
    }
}

/// Compiles and runs every test, and prints the summary.
pub fn run(workspace: &Workspace) -> Result<ExitCode> {
    let mut summary = TestSummary::default();
    summary.run_part("site builds", || site::build(workspace).map(|()| one_passed()));
    let mut compiled = false;
    summary.run_part("tests compile", || {
        let warnings = compile::tests(workspace)?;
        compiled = true;
        let remark = if warnings > 0 { format!("{warnings} warnings, see above") } else { String::new() };
        Ok((one_passed().0, remark))
    });
    if compiled {
        run_compiled(workspace, &mut summary)?;
    }
    summary.print();
    Ok(if summary.is_success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Runs every test. They must be compiled, and the site built.
pub fn run_compiled(workspace: &Workspace, summary: &mut TestSummary) -> Result<()> {
    summary.run_part("cargo xtask itself", || {
        run_cargo_tests(&mut workspace.linting_cargo(["test", "--package", "xtask"]))
    });
    let mut postgres = None;
    let mut url = env::var(DATABASE_URL).ok();
    if url.is_none() {
        summary.run_part("PostgreSQL starts", || {
            let cluster = postgres.insert(Postgres::start()?);
            println!("{}", cluster.url());
            Ok(one_passed())
        });
        url = postgres.as_ref().map(Postgres::url);
    }
    summary.run_part("unit and integration", || {
        let mut cargo =
            workspace.linting_cargo(["test", "--no-fail-fast", "--profile", BuildProfile::Ci.name()]);
        // some tests sign in with a real identity provider, which is a node package of end2end
        node::install(workspace, "end2end")?;
        node::with_node(workspace, &mut cargo);
        cargo.args(HOST_CRATES);
        // a test waits for the disk, the database or another program about half of its time
        if env::var_os(TEST_THREADS).is_none() {
            let processors = thread::available_parallelism().map_or(2, NonZero::get);
            cargo.env(TEST_THREADS, (2 * processors).to_string());
        }
        if let Some(url) = &url {
            cargo.env(DATABASE_URL, url);
        }
        run_cargo_tests(&mut cargo)
    });
    drop(postgres);
    if env::var_os(MEILISEARCH_URL).is_some() {
        summary.run_part("Meilisearch", || {
            let mut cargo = workspace.linting_cargo(["test", "--profile", BuildProfile::Ci.name()]);
            cargo.args(["--package", "fyr-search", "--test", "contract", "--", "--ignored"]);
            run_cargo_tests(&mut cargo)
        });
    } else {
        // its tests were counted as skipped above
        let remark = format!("did not run: {MEILISEARCH_URL} is not set");
        summary.add("Meilisearch", TestCounts::default(), "", remark);
    }
    summary.run_part("journeys in a browser", || run_journeys(workspace));
    if sh::interrupted() {
        bail!("interrupted");
    }
    Ok(())
}

/// The browser for the journeys (`FYR_CHROMIUM`, otherwise from the search path); installed where there is none. The headless shell
/// draws no windows, and is quicker.
pub fn chromium() -> Result<PathBuf> {
    if let Some(path) = env::var_os("FYR_CHROMIUM") {
        return Ok(path.into());
    }
    if let Some(path) = packages::find(HEADLESS_SHELL).or_else(|| packages::find("chromium")) {
        return Ok(path);
    }
    packages::find_or_install(HEADLESS_SHELL, &[HEADLESS_SHELL], "run the journeys in a browser")
}

fn run_journeys(workspace: &Workspace) -> Result<(TestCounts, String)> {
    node::install(workspace, "end2end")?;
    let results = workspace.state_dir().join("journeys.json");
    fs::create_dir_all(workspace.state_dir())?;
    if results.exists() {
        fs::remove_file(&results)?;
    }
    let mut playwright = node::tool(workspace, "end2end", "playwright");
    playwright.args(["test", "--reporter=list,json"]);
    playwright
        .env("FYR_BIN", workspace.fyr_path(BuildProfile::Ci))
        .env("FYR_CHROMIUM", chromium()?)
        .env("PLAYWRIGHT_JSON_OUTPUT_NAME", &results);
    let success = run_printing(&mut playwright)?;
    let json = fs::read(&results).context("Playwright wrote no results")?;
    let counts = parse_playwright_report(&serde_json::from_slice(&json)?);
    Ok(with_exit_status(counts, success, "Playwright failed outside the tests"))
}

/// Runs `cargo test`, prints its output, and adds up the result lines.
fn run_cargo_tests(cargo: &mut Command) -> Result<(TestCounts, String)> {
    let mut counts = TestCounts::default();
    let status = sh::run_with_lines(cargo, |line| {
        println!("{line}");
        if let Some(program) = parse_libtest_result(line) {
            counts.passed += program.passed;
            counts.failed += program.failed;
            counts.skipped += program.skipped;
        }
    })?;
    Ok(with_exit_status(counts, status.success(), "a test program did not compile or was aborted"))
}

fn run_printing(command: &mut Command) -> Result<bool> {
    Ok(sh::run_with_lines(command, |line| println!("{line}"))?.success())
}

/// Counts a failed exit status as a failed test where no test failed.
fn with_exit_status(mut counts: TestCounts, success: bool, reason: &str) -> (TestCounts, String) {
    if success || counts.failed > 0 {
        return (counts, String::new());
    }
    counts.failed = 1;
    (counts, reason.to_owned())
}

fn one_passed() -> (TestCounts, String) {
    (TestCounts { passed: 1, ..TestCounts::default() }, String::new())
}

/// Parses `test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s`.
fn parse_libtest_result(line: &str) -> Option<TestCounts> {
    let (_, parts) = line.strip_prefix("test result: ")?.split_once(". ")?;
    let mut counts = TestCounts::default();
    for part in parts.split("; ") {
        match part.split_once(' ') {
            Some((number, "passed")) => counts.passed = number.parse().ok()?,
            Some((number, "failed")) => counts.failed = number.parse().ok()?,
            Some((number, "ignored")) => counts.skipped = number.parse().ok()?,
            _ => {}
        }
    }
    Some(counts)
}

/// Parses the totals of Playwright's JSON report. A flaky test counts as failed.
fn parse_playwright_report(report: &Value) -> TestCounts {
    let stat = |name: &str| report["stats"][name].as_u64().unwrap_or_default();
    let errors = report["errors"].as_array().map_or(0, Vec::len) as u64;
    TestCounts {
        passed: stat("expected"),
        failed: stat("unexpected") + stat("flaky") + errors,
        skipped: stat("skipped"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_result_line_of_a_test_program_is_parsed() {
        let line = "test result: FAILED. 12 passed; 2 failed; 1 ignored; 0 measured; 3 filtered out; finished in 0.02s";
        assert_eq!(parse_libtest_result(line), Some(TestCounts { passed: 12, failed: 2, skipped: 1 }));
        assert_eq!(parse_libtest_result("test a_test ... ok"), None);
    }

    #[test]
    fn a_flaky_journey_counts_as_failed() {
        let report = serde_json::json!({ "stats": { "expected": 5, "unexpected": 1, "flaky": 1, "skipped": 2 }, "errors": [] });
        assert_eq!(parse_playwright_report(&report), TestCounts { passed: 5, failed: 2, skipped: 2 });
    }

    #[test]
    fn a_failed_exit_status_counts_as_failed_even_without_a_failed_test() {
        let counts = TestCounts { passed: 3, ..TestCounts::default() };
        assert_eq!(with_exit_status(counts, false, "broke").0.failed, 1);
        assert_eq!(with_exit_status(counts, true, "broke").0.failed, 0);
    }
}
