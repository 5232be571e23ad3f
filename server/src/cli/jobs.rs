//! Commands about background work.

use anyhow::{Result, bail};
use clap::Subcommand;
use fyr_usecases::{
    Backend, Error,
    jobs::{self, JobQueueState, JobSummary},
};
use uuid::Uuid;

use super::{print_message, print_result};
use crate::{config::Config, serve};

#[derive(Debug, Subcommand)]
pub enum JobsCommand {
    /// Lists the queues, what failed for good, and what waits after a failed attempt.
    List,
    /// Runs a failed job again with fresh attempts.
    Retry {
        /// The id that `fyr jobs list` shows.
        #[arg(required_unless_present = "all", conflicts_with = "all")]
        id: Option<Uuid>,
        /// All of them; what waits after a failed attempt is tried now.
        #[arg(long)]
        all: bool,
    },
    /// Deletes a failed job, which is then never run.
    Drop {
        /// The id that `fyr jobs list` shows.
        id: Uuid,
    },
}

pub async fn run(config: &Config, command: JobsCommand) -> Result<()> {
    let backend = serve::open_backend(config).await?;
    backend.prepare().await?;
    let done = run_on(&backend, command).await;
    backend.store.close().await;
    match done {
        Err(Error::NotFound) => bail!("id: no failed job has it"),
        done => Ok(done?),
    }
}

async fn run_on(backend: &Backend, command: JobsCommand) -> Result<(), Error> {
    match command {
        JobsCommand::List => {
            for state in jobs::queues(backend).await? {
                print_result(&queue_line(backend, &state));
            }
            for job in jobs::list_as_operator(backend).await? {
                print_result(&job_line(&job));
            }
        }
        JobsCommand::Retry { id, .. } => {
            let count = jobs::retry_as_operator(backend, id).await?;
            print_message(&format!("{count} jobs are tried again."));
        }
        JobsCommand::Drop { id } => {
            jobs::drop_as_operator(backend, id).await?;
            print_message("The job is deleted.");
        }
    }
    Ok(())
}

fn queue_line(backend: &Backend, state: &JobQueueState) -> String {
    let JobQueueState { queue, pending, delayed, failed, oldest_due, .. } = state;
    let age = oldest_due.map_or(0, |oldest| (backend.clock.now() - oldest).num_seconds().max(0));
    format!(
        "{queue}: {pending} waiting ({delayed} after a failed attempt), {failed} failed, oldest due since {age} s"
    )
}

fn job_line(job: &JobSummary) -> String {
    let JobSummary { id, queue, name, created_at, next_at, attempts, error } = job;
    let next =
        next_at.map_or_else(|| "failed".to_owned(), |at| format!("next {}", at.format("%Y-%m-%dT%H:%M:%SZ")));
    let created = created_at.format("%Y-%m-%dT%H:%M:%SZ");
    format!("{id} {queue} {name} of {created}, {attempts} attempts, {next}: {error}")
}
