//! `cargo xtask test`: every test, and one table that says what happened. A part that could not run counts as a failure;
//! only Meilisearch may be away, because it cannot be installed from everywhere, and then the table says so.

use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, ExitCode};
use std::time::Instant;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::postgres::Postgres;
use crate::workshop::{HOST, Profile, Workshop};
use crate::{node, packages, report, sh, site, toolchain};

const DATABASE: &str = "FYR_TEST_DATABASE_URL";
const MEILISEARCH: &str = "FYR_TEST_MEILISEARCH_URL";

/// How many tests passed, failed, or were skipped.
#[derive(Clone, Copy, Default, Debug, PartialEq, Eq)]
pub struct Counts {
    passed: u64,
    failed: u64,
    skipped: u64,
}

/// What happened, part by part.
#[derive(Default)]
pub struct Summary {
    rows: Vec<Vec<String>>,
    total: Counts,
}

impl Summary {
    /// Runs one part. Where it cannot run, that is one failure.
    fn part(&mut self, name: &str, work: impl FnOnce() -> Result<(Counts, String)>) {
        println!("\n── {name}");
        let start = Instant::now();
        let (counts, remark) = work().unwrap_or_else(|error| {
            println!("{error:#}");
            (Counts { failed: 1, ..Counts::default() }, format!("could not run: {error:#}"))
        });
        self.add(name, counts, &report::time(start.elapsed()), remark);
    }

    fn add(&mut self, name: &str, counts: Counts, time: &str, remark: String) {
        let Counts { passed, failed, skipped } = counts;
        self.total.passed += passed;
        self.total.failed += failed;
        self.total.skipped += skipped;
        let numbers = [passed, failed, skipped].map(report::number);
        self.rows.push([&[name.to_owned()], &numbers[..], &[time.to_owned(), remark]].concat());
    }

    /// Whether nothing failed.
    pub fn is_good(&self) -> bool {
        self.total.failed == 0 && self.total.passed > 0
    }

    /// The table, and the line that programs read.
    pub fn show(&self) {
        print!("\n{}", report::table(&["tests", "passed", "failed", "skipped", "time", ""], &self.rows));
        let Counts { passed, failed, skipped } = self.total;
        println!("\n{passed} passed, {failed} failed, {skipped} skipped");
    }
}

/// Runs every test and shows the summary.
pub fn test(workshop: &Workshop) -> Result<ExitCode> {
    let summary = everything(workshop)?;
    summary.show();
    Ok(if summary.is_good() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Runs every test.
pub fn everything(workshop: &Workshop) -> Result<Summary> {
    let mut summary = Summary::default();
    summary.part("site builds", || site::build(workshop).map(|()| one_passed()));
    summary.part("cargo xtask itself", || {
        let mut cargo = toolchain::outer_cargo();
        cargo.current_dir(&workshop.root).args(["test", "--package", "xtask", "--quiet"]);
        cargo_tests(&mut cargo)
    });

    let mut postgres = None;
    let mut url = env::var(DATABASE).ok();
    if url.is_none() {
        summary.part("PostgreSQL starts", || {
            let cluster = postgres.insert(Postgres::start()?);
            println!("{}", cluster.url());
            Ok(one_passed())
        });
        url = postgres.as_ref().map(Postgres::url);
    }
    let mut server_built = false;
    summary.part("unit and integration", || {
        // some tests sign in with a real provider, which is a node package
        node::install(workshop, "end2end")?;
        let mut build = workshop.cargo(["build", "--bins", "--tests"]);
        sh::run(build.args(HOST)).context("the tests do not compile")?;
        server_built = true;
        let mut cargo = workshop.cargo(["test", "--no-fail-fast"]);
        // some of them start a program of end2end
        node::install(workshop, "end2end")?;
        node::with_node(workshop, &mut cargo);
        cargo.args(HOST);
        if let Some(url) = &url {
            cargo.env(DATABASE, url);
        }
        cargo_tests(&mut cargo)
    });
    drop(postgres);
    if env::var_os(MEILISEARCH).is_none() {
        let counts = Counts { skipped: 1, ..Counts::default() };
        summary.add("Meilisearch", counts, "", format!("did not run: {MEILISEARCH} is not set"));
    }
    summary.part("journeys in a browser", || {
        if server_built { journeys(workshop) } else { bail!("the server does not compile") }
    });
    if sh::stopping() {
        bail!("you asked for it");
    }
    Ok(summary)
}

/// The browser the journeys run in; installed where there is none.
pub fn chromium() -> Result<PathBuf> {
    if let Some(chosen) = env::var_os("FYR_CHROMIUM") {
        return Ok(chosen.into());
    }
    packages::find_or_install("chromium", &["chromium"], "run the journeys in a browser")
}

fn journeys(workshop: &Workshop) -> Result<(Counts, String)> {
    node::install(workshop, "end2end")?;
    let results = workshop.notes().join("journeys.json");
    fs::create_dir_all(workshop.notes())?;
    if results.exists() {
        fs::remove_file(&results)?;
    }
    let mut playwright = node::tool(workshop, "end2end", "playwright");
    playwright.args(["test", "--reporter=list,json"]);
    playwright
        .env("FYR_BIN", workshop.fyr(Profile::Debug))
        .env("FYR_CHROMIUM", chromium()?)
        .env("PLAYWRIGHT_JSON_OUTPUT_NAME", &results);
    let success = run_showing(&mut playwright)?;
    let json = fs::read(&results).context("Playwright wrote no results")?;
    let counts = playwright_counts(&serde_json::from_slice(&json)?);
    Ok(finish(counts, success, "Playwright failed outside of the tests"))
}

/// Runs `cargo test`, shows what it says, and adds up what it says.
fn cargo_tests(cargo: &mut Command) -> Result<(Counts, String)> {
    let mut counts = Counts::default();
    let status = sh::run_reading(cargo, |line| {
        println!("{line}");
        if let Some(more) = libtest_counts(line) {
            counts.passed += more.passed;
            counts.failed += more.failed;
            counts.skipped += more.skipped;
        }
    })?;
    Ok(finish(counts, status.success(), "a test program did not compile or broke off"))
}

fn run_showing(command: &mut Command) -> Result<bool> {
    Ok(sh::run_reading(command, |line| println!("{line}"))?.success())
}

/// A program may fail although no test of its did: that too is a failure.
fn finish(mut counts: Counts, success: bool, otherwise: &str) -> (Counts, String) {
    if success || counts.failed > 0 {
        return (counts, String::new());
    }
    counts.failed = 1;
    (counts, otherwise.to_owned())
}

fn one_passed() -> (Counts, String) {
    (Counts { passed: 1, ..Counts::default() }, String::new())
}

/// Reads `test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s`.
fn libtest_counts(line: &str) -> Option<Counts> {
    let (_, parts) = line.strip_prefix("test result: ")?.split_once(". ")?;
    let mut counts = Counts::default();
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

/// Reads the totals of Playwright's JSON report. A test that passed only when repeated did not pass.
fn playwright_counts(report: &Value) -> Counts {
    let stat = |name: &str| report["stats"][name].as_u64().unwrap_or_default();
    let errors = report["errors"].as_array().map_or(0, Vec::len) as u64;
    Counts {
        passed: stat("expected"),
        failed: stat("unexpected") + stat("flaky") + errors,
        skipped: stat("skipped"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_result_line_of_a_test_program_is_understood() {
        let line = "test result: FAILED. 12 passed; 2 failed; 1 ignored; 0 measured; 3 filtered out; finished in 0.02s";
        assert_eq!(libtest_counts(line), Some(Counts { passed: 12, failed: 2, skipped: 1 }));
        assert_eq!(libtest_counts("test a_test ... ok"), None);
    }

    #[test]
    fn a_journey_that_needed_a_second_try_counts_as_failed() {
        let report = serde_json::json!({ "stats": { "expected": 5, "unexpected": 1, "flaky": 1, "skipped": 2 }, "errors": [] });
        assert_eq!(playwright_counts(&report), Counts { passed: 5, failed: 2, skipped: 2 });
    }

    #[test]
    fn a_program_that_breaks_off_is_a_failure_even_without_a_failed_test() {
        let counts = Counts { passed: 3, ..Counts::default() };
        assert_eq!(finish(counts, false, "broke").0.failed, 1);
        assert_eq!(finish(counts, true, "broke").0.failed, 0);
    }
}
