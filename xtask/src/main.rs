//! `cargo xtask …`: set-up, run, test, and everything CI does.
//!
//! One file per command (`setup`, `site`, `run`, `test`, `bench`, `search_quality`, `dist`, `ci`), and one per shared concern: `workspace` (checkout and
//! toolchain), `compile` (tests and lints), `sh` (child processes), `http` (asking a program), `packages` (system packages), `report` (tables). Code of Fyr itself does not belong
//! here.
#![expect(clippy::print_stdout, reason = "a command line tool talks on standard output")]

mod bench;
mod ci;
mod compile;
mod dist;
mod http;
mod licences;
mod node;
mod packages;
mod postgres;
mod report;
mod run;
mod search_quality;
mod setup;
mod sh;
mod site;
mod test;
mod toolchain;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::workspace::Workspace;

/// Sets up, runs and tests Fyr. Missing tools are installed, with a message.
#[derive(Parser)]
#[command(bin_name = "cargo xtask", disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Install everything that building, running and testing need; then stop
    Setup,
    /// Build what the browser loads (styles, typeface, WebAssembly) into target/site
    Site,
    /// Start Fyr with demonstration content on port 3000 of this machine; Ctrl-C stops it
    Run(run::RunOptions),
    /// Run every test: unit, integration on both databases, journeys in a browser
    Test,
    /// Measure the release build: pages and filed tickets a second, memory, bytes of a first visit
    Bench(bench::BenchOptions),
    /// Measure how well the search engines find what judged queries ask for, among the articles of a folder
    SearchQuality(search_quality::SearchQualityOptions),
    /// Make what is handed out: the program, a Debian package, an SBOM and checksums, in target/dist
    Dist(dist::DistOptions),
    /// Everything a change must pass: format, lints, licences, tests
    Ci,
}

fn main() -> ExitCode {
    match run_task(&Cli::parse().task) {
        Ok(code) => code,
        Err(error) => {
            println!("\nError: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run_task(task: &Task) -> anyhow::Result<ExitCode> {
    sh::install_signal_handlers()?;
    let workspace = Workspace::open()?;
    match task {
        Task::Setup => setup::install_all(&workspace).map(|()| ExitCode::SUCCESS),
        Task::Site => site::build_and_print_sizes(&workspace).map(|()| ExitCode::SUCCESS),
        Task::Run(options) => run::run(&workspace, options),
        Task::Test => test::run(&workspace),
        Task::Bench(options) => bench::run(&workspace, options).map(|()| ExitCode::SUCCESS),
        Task::SearchQuality(options) => search_quality::run(&workspace, options),
        Task::Dist(options) => dist::run(&workspace, options).map(|()| ExitCode::SUCCESS),
        Task::Ci => ci::run(&workspace),
    }
}
