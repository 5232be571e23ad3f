//! `cargo xtask …`: set up, run, test, and everything CI does.
//!
//! One file per command (`setup`, `site`, `run`, `test`, `bench`, `ci`), and one per thing the commands share: the `workshop`
//! (checkout and toolchain), `sh` (child processes), `packages` (what the system must have), `report` (tables).
//! Nothing of Fyr itself belongs here.
#![expect(clippy::print_stdout, reason = "a command line tool talks on standard output")]

mod bench;
mod ci;
mod licences;
mod node;
mod packages;
mod postgres;
mod report;
mod run;
mod setup;
mod sh;
mod site;
mod test;
mod toolchain;
mod workshop;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::workshop::Workshop;

/// Sets up, runs and tests Fyr. What is missing on this machine is installed, and said.
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
    Run(run::Options),
    /// Run every test: unit, integration on both databases, journeys in a browser
    Test,
    /// Measure the released form: pages and filed tickets a second, memory, bytes of a first visit
    Bench(bench::Options),
    /// Everything a change must pass: format, lints, licences, tests, release build
    Ci,
}

fn main() -> ExitCode {
    match perform(&Cli::parse().task) {
        Ok(code) => code,
        Err(error) => {
            println!("\nStopped: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn perform(task: &Task) -> anyhow::Result<ExitCode> {
    sh::stop_on_signals()?;
    let workshop = Workshop::open()?;
    match task {
        Task::Setup => setup::everything(&workshop).map(|()| ExitCode::SUCCESS),
        Task::Site => site::build_and_show(&workshop).map(|()| ExitCode::SUCCESS),
        Task::Run(options) => run::run(&workshop, options),
        Task::Test => test::test(&workshop),
        Task::Bench(options) => bench::bench(&workshop, options).map(|()| ExitCode::SUCCESS),
        Task::Ci => ci::ci(&workshop),
    }
}
