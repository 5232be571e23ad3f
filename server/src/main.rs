//! The program `fyr`: configuration, command line, and the one place that reads the real clock.

mod app;
mod assets;
mod cli;
mod clock;
mod config;
mod forms;
mod jobs;
mod limits;
mod metrics;
mod request;
mod routes;
mod security;
mod serve;
mod sessions;

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    cli::run().await
}
