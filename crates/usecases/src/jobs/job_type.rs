//! Types of jobs as values: what the worker needs to know about each, without its type.

use std::time::Duration;

use chrono::TimeDelta;
use futures::future::BoxFuture;
use fyr_store::Db;
use serde_json::Value;

use super::{Job, JobError, JobRun, queue::NewJob};
use crate::{
    Error,
    live::Subject,
    mailer::{Email, EmailDescription, SendEmail},
};

/// A job of which several are done at once.
pub(crate) trait BatchJob: Job {
    /// Does the work of all of these; on an error, none counts as done.
    fn run_all(jobs: Vec<Self>, run: &JobRun<'_>) -> impl Future<Output = Result<(), JobError>> + Send;
}

/// What a job that succeeded has done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Its work; or there was nothing to do any more.
    Done,
    /// The mail server has accepted an email.
    MailAccepted,
}

type Run = for<'a> fn(&'a JobRun<'a>) -> BoxFuture<'a, Result<Outcome, JobError>>;
type RunAll = for<'a> fn(&'a [JobRun<'a>]) -> BoxFuture<'a, Result<Outcome, JobError>>;
type Describe = for<'a> fn(&'a mut Db, &'a Value) -> BoxFuture<'a, Result<EmailDescription, Error>>;

/// A type of job.
#[derive(Clone, Copy, Debug)]
pub(super) struct JobType {
    /// The stored name.
    pub name: &'static str,
    /// Runs one job.
    pub run: Run,
    /// Runs several at once.
    pub run_all: Option<RunAll>,
    /// Recurring work: how long after its completion it runs again, and the job to enqueue.
    pub recurs: Option<Recurrence>,
    /// An email: describes it for the list of failed ones.
    pub describe: Option<Describe>,
}

/// When and with what recurring work runs again.
#[derive(Clone, Copy, Debug)]
pub(super) struct Recurrence {
    pub every: TimeDelta,
    pub next: fn() -> Result<NewJob, Error>,
}

fn run<'a, J: Job>(run: &'a JobRun<'a>) -> BoxFuture<'a, Result<Outcome, JobError>> {
    Box::pin(async move { run.arguments::<J>()?.run(run).await.map(|()| Outcome::Done) })
}

fn run_email<'a, E: Email>(run: &'a JobRun<'a>) -> BoxFuture<'a, Result<Outcome, JobError>> {
    Box::pin(async move { run.arguments::<SendEmail<E>>()?.send(run).await })
}

fn run_all<'a, J: BatchJob>(runs: &'a [JobRun<'a>]) -> BoxFuture<'a, Result<Outcome, JobError>> {
    Box::pin(async move {
        let Some(first) = runs.first() else { return Ok(Outcome::Done) };
        let jobs = runs.iter().map(JobRun::arguments::<J>).collect::<Result<_, _>>()?;
        J::run_all(jobs, first).await.map(|()| Outcome::Done)
    })
}

fn describe<'a, E: Email>(
    db: &'a mut Db,
    payload: &'a Value,
) -> BoxFuture<'a, Result<EmailDescription, Error>> {
    Box::pin(async move {
        match E::deserialize(payload) {
            Ok(email) => email.describe(db).await,
            Err(_) => Ok(EmailDescription::of("other")),
        }
    })
}

/// A list of types of jobs: those that a worker can run.
#[derive(Clone, Debug, Default)]
pub struct JobTypes {
    types: Vec<JobType>,
    time_limit: Option<Duration>,
}

impl JobTypes {
    /// Adds a type of job.
    #[must_use]
    pub fn with<J: Job>(self) -> Self {
        self.add(Self::plain::<J>())
    }

    /// Lets one attempt take this long, instead of what the queue allows.
    #[must_use]
    pub fn with_time_limit(mut self, limit: Duration) -> Self {
        self.time_limit = Some(limit);
        self
    }

    /// How long one attempt may take, where it is not what the queue allows.
    pub(super) const fn time_limit(&self) -> Option<Duration> {
        self.time_limit
    }

    /// Adds a type of job that is run in batches.
    pub(super) fn with_batch<J: BatchJob>(self) -> Self {
        self.add(JobType { run_all: Some(run_all::<J>), ..Self::plain::<J>() })
    }

    /// Adds an email.
    pub(super) fn with_email<E: Email>(self) -> Self {
        self.add(JobType {
            run: run_email::<E>,
            describe: Some(describe::<E>),
            ..Self::plain::<SendEmail<E>>()
        })
    }

    /// Adds recurring work, which runs again this long after it was done. Its key is its name.
    #[must_use]
    pub fn with_recurring<J: Job + Default>(self, every: TimeDelta) -> Self {
        let next = || NewJob::new(&J::default());
        self.add(JobType { recurs: Some(Recurrence { every, next }), ..Self::plain::<J>() })
    }

    fn plain<J: Job>() -> JobType {
        JobType { name: J::NAME, run: run::<J>, run_all: None, recurs: None, describe: None }
    }

    fn add(mut self, job_type: JobType) -> Self {
        debug_assert!(self.find(job_type.name).is_none(), "{} is declared once", job_type.name);
        self.types.push(job_type);
        self
    }

    /// The type with this stored name.
    pub(super) fn find(&self, name: &str) -> Option<JobType> {
        self.types.iter().find(|known| known.name == name).copied()
    }

    /// All recurring work.
    pub(super) fn recurrences(&self) -> impl Iterator<Item = Recurrence> {
        self.types.iter().filter_map(|known| known.recurs)
    }
}

/// What follows from an event.
#[derive(Debug, Default)]
pub(crate) struct Reactions {
    /// Jobs to enqueue.
    pub jobs: Vec<NewJob>,
    /// Live pages to wake.
    pub subjects: Vec<Subject>,
}

impl Reactions {
    /// Adds a job.
    pub(super) fn job<J: Job>(mut self, job: &J) -> Result<Self, Error> {
        self.jobs.push(NewJob::new(job)?);
        Ok(self)
    }

    /// Adds an email.
    pub(super) fn email<E: Email>(self, email: E) -> Result<Self, Error> {
        self.job(&SendEmail(email))
    }

    /// Adds a live page to wake.
    pub(super) fn live(mut self, subject: Subject) -> Self {
        self.subjects.push(subject);
        self
    }
}
