//! Background work. A [`Job`] is a type: what it needs is stored as JSON in the transaction that causes it, and a worker of any
//! process runs it, under a lease, until it succeeds. A job with a due time and a key is a timer; one that enqueues its next run
//! is recurring work.
//!
//! This module knows no area of the portal. `registry.rs` alone names every job and says which event causes which.

mod cause;
mod failed;
mod job_type;
mod legacy;
mod mail_flow;
mod operate;
mod planner_statistics;
mod policy;
pub(crate) mod queue;
pub(crate) mod registry;
mod schedule;
pub mod worker;

use chrono::{DateTime, TimeDelta, Utc};
pub(crate) use failed::retry_unsent_about;
pub use failed::{
    FailedEmail, MailQueue, count_failed, discard_failed, find_failed, hasten, list_failed, mail_queue,
    retry_failed, retry_one_failed,
};
use fyr_mail::SendError;
use fyr_store::jobs::Lease;
pub use job_type::JobTypes;
pub(crate) use job_type::{BatchJob, Outcome, Reactions};
pub use legacy::move_from_outbox;
use mail_flow::ServerFailure;
pub use operate::{JobQueueState, JobSummary, drop_as_operator, list_as_operator, queues, retry_as_operator};
pub use policy::Queue;
pub(crate) use policy::Workers;
pub use schedule::enqueue_missing;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use uuid::Uuid;
pub use worker::{run_due, run_due_of};

use crate::{Backend, Error, Settings, Transaction, mailer::Originator};

/// A kind of background work. The fields are its arguments; they are stored as JSON, so that renaming one needs an alias.
pub trait Job: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// The stored name: never changed, never used again for something else.
    const NAME: &'static str;
    /// The queue that it runs in.
    const QUEUE: Queue;

    /// How long after its cause it is due.
    fn delay(_settings: &Settings) -> TimeDelta {
        TimeDelta::zero()
    }

    /// Identifies it among the waiting jobs: enqueueing another one with the same key moves the waiting one.
    fn key(&self) -> Option<JobKey> {
        None
    }

    /// Does the work. It may run more than once where the process ends before its completion is recorded; a job that must
    /// take effect once calls [`JobRun::complete`] in the transaction that makes the change.
    ///
    /// # Errors
    /// [`JobError::Retry`] to run again later, [`JobError::Fail`] to give up.
    fn run(&self, run: &JobRun<'_>) -> impl Future<Output = Result<(), JobError>> + Send;
}

/// Why a job did not succeed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JobError {
    /// A temporary error: run it again later.
    Retry(String),
    /// A permanent error: do not run it again by itself.
    Fail(String),
    /// An email was not sent; the error says whether to try again.
    Unsent(SendError),
}

impl JobError {
    /// The error, for the log and the list of failed jobs.
    fn text(&self) -> String {
        match self {
            Self::Retry(error) | Self::Fail(error) => error.clone(),
            Self::Unsent(error) => error.failure().to_string(),
        }
    }

    /// The word for its cause.
    fn cause(&self) -> Option<&'static str> {
        match self {
            Self::Retry(_) | Self::Fail(_) => None,
            Self::Unsent(error) => Some(cause::of(error)),
        }
    }

    /// The failure of the mail server or of the way to it, where it is that.
    fn server_failure(&self) -> Option<ServerFailure> {
        let Self::Unsent(error) = self else { return None };
        let cause = cause::of(error);
        cause
            .starts_with(cause::SERVER)
            .then(|| ServerFailure { cause, has_answered: error.smtp_code().is_some() })
    }

    /// The same error as one that no further attempt helps, where the server refused what it may not take from us at all.
    fn of_this_mail_alone(&self) -> Option<Self> {
        match self {
            Self::Unsent(error) if error.is_refusal_of_us() => {
                Some(Self::Unsent(SendError::Permanent(error.failure().clone())))
            }
            Self::Unsent(_) | Self::Retry(_) | Self::Fail(_) => None,
        }
    }

    /// Whether running it again may help.
    const fn is_temporary(&self) -> bool {
        match self {
            Self::Retry(_) | Self::Unsent(SendError::Temporary(_)) => true,
            Self::Fail(_) | Self::Unsent(SendError::Permanent(_)) => false,
        }
    }
}

impl From<Error> for JobError {
    fn from(error: Error) -> Self {
        Self::Retry(error.to_string())
    }
}

impl From<fyr_store::Error> for JobError {
    fn from(error: fyr_store::Error) -> Self {
        Error::from(error).into()
    }
}

/// Identifies a job among the waiting ones, such as the timer of one ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobKey(String);

impl JobKey {
    /// The key of the only job with this name.
    pub fn of(name: &str) -> Self {
        Self(name.to_owned())
    }

    /// The key of the job with this name about the record with this id.
    pub fn about(name: &str, id: Uuid) -> Self {
        Self(format!("{name}:{id}"))
    }

    /// As it is stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// One attempt to run a job.
#[derive(Clone, Debug)]
pub struct JobRun<'a> {
    /// What use cases need.
    pub backend: &'a Backend,
    /// Id of the job; the same for every attempt.
    pub id: Uuid,
    /// When it was enqueued.
    pub created_at: DateTime<Utc>,
    /// When it was to run.
    pub due_at: DateTime<Utc>,
    /// Number of earlier attempts.
    pub attempts: i64,
    /// Who caused it; `None` for support and the program.
    pub originator: Option<Originator>,
    payload: Value,
    lease: Lease,
    turn: Turn,
    /// Whether the last attempt failed because of the mail server.
    waited_for_server: bool,
}

/// Why a job runs now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Turn {
    /// It is its time. Only such an attempt counts.
    Due,
    /// Someone asked for it.
    Hastened,
    /// The mail server takes mail again.
    Early,
}

impl JobRun<'_> {
    /// How long after its due time it runs.
    pub fn late_by(&self) -> TimeDelta {
        (self.backend.clock.now() - self.due_at).max(TimeDelta::zero())
    }

    /// Completes the job in the transaction that makes its change: both happen, or neither, and so the change is made at most
    /// once.
    ///
    /// # Errors
    /// [`JobError::Retry`] where the job was moved or cancelled meanwhile, or its lease expired and another worker has it.
    /// The caller returns it and drops the transaction; the job is not run again because of it.
    pub async fn complete(&self, tx: &mut Transaction) -> Result<(), JobError> {
        if fyr_store::jobs::complete(tx, self.lease).await? {
            Ok(())
        } else {
            Err(JobError::Retry("the lease was lost".into()))
        }
    }

    /// The arguments of the job.
    fn arguments<J: DeserializeOwned>(&self) -> Result<J, JobError> {
        J::deserialize(&self.payload).map_err(|error| JobError::Fail(error.to_string()))
    }
}
