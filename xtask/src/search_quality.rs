//! `cargo xtask search-quality`: measures how well the search engines find what judged queries ask for.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::Args;

use crate::sh;
use crate::workspace::{BuildProfile, Workspace};

/// The options of `cargo xtask search-quality`.
#[derive(Args)]
pub struct SearchQualityOptions {
    /// The folder of articles that the judgements name
    folder: PathBuf,
    /// Write what was measured to crates/search/quality/figures.toml instead of comparing
    #[arg(long)]
    write: bool,
    /// Measure the queries for tuning, and compare nothing
    #[arg(long)]
    tuning: bool,
    /// List the queries for tuning of a language and kind whose answer is not first, such as sv:question
    #[arg(long, value_name = "LANGUAGE:KIND")]
    show: Option<String>,
}

/// Builds the program that measures, and runs it.
///
/// # Errors
/// It cannot be built or started.
pub fn run(workspace: &Workspace, options: &SearchQualityOptions) -> Result<ExitCode> {
    let mut cargo = workspace.cargo(["run", "--profile", BuildProfile::Ci.name()]);
    cargo.args(["-p", "fyr-search", "--example", "quality", "--"]).arg(&options.folder);
    if options.write {
        cargo.arg("--write");
    }
    if options.tuning {
        cargo.arg("--tuning");
    }
    if let Some(shown) = &options.show {
        cargo.args(["--show", shown]);
    }
    let status = sh::ChildProcess::start(&mut cargo)?.wait()?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
