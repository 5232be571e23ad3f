//! Commands about background work.

use anyhow::{Result, bail};
use clap::Subcommand;
use fyr_usecases::{
    Backend, Error,
    jobs::{self, JobQueueState, JobSummary},
};
use uuid::Uuid;

use super::{portal, print_message, print_result};
use crate::config::Config;

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
    let backend = match command {
        JobsCommand::List => portal::open_to_read(config).await?,
        JobsCommand::Retry { .. } | JobsCommand::Drop { .. } => portal::open_to_change(config).await?,
    };
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
            let queues = jobs::queues(backend).await?;
            for state in &queues {
                print_result(&queue_line(backend, state));
            }
            let listed = jobs::list_as_operator(backend).await?;
            for job in &listed {
                print_result(&job_line(job));
            }
            if let Some(line) = not_listed(&queues, listed.len()) {
                print_message(&line);
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

/// How many failed and delayed jobs are not in the list; `None` where all are.
fn not_listed(queues: &[JobQueueState], listed: usize) -> Option<String> {
    let all: i64 = queues.iter().map(|state| state.failed + state.delayed).sum();
    let left = usize::try_from(all).unwrap_or(0).saturating_sub(listed);
    (left > 0).then(|| format!("{left} more are not listed."))
}

fn job_line(job: &JobSummary) -> String {
    let JobSummary { id, queue, name, created_at, next_at, attempts, error } = job;
    let next =
        next_at.map_or_else(|| "failed".to_owned(), |at| format!("next {}", at.format("%Y-%m-%dT%H:%M:%SZ")));
    let created = created_at.format("%Y-%m-%dT%H:%M:%SZ");
    format!("{id} {queue} {name} of {created}, {attempts} attempts, {next}: {error}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_that_is_cut_off_says_so() {
        let state = |failed, delayed| JobQueueState {
            queue: "mail".into(),
            pending: delayed,
            delayed,
            failed,
            oldest_due: None,
            oldest_delayed: None,
        };
        assert_eq!(not_listed(&[state(3, 1), state(1, 0)], 5), None);
        assert_eq!(not_listed(&[state(282, 0)], 100).as_deref(), Some("182 more are not listed."));
    }
}
