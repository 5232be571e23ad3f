//! The unit of work of a use case: a database transaction together with what follows from it. Jobs are written in the
//! transaction; what has to run now (workers, live pages) is woken after it has committed, and nowhere else.

use std::ops::{Deref, DerefMut};

use chrono::{DateTime, Utc};
use fyr_domain::Actor;
use fyr_store::{Db, Tx};

use crate::{
    Backend, Error,
    events::Event,
    jobs::{Job, JobKey, Queue, queue, registry},
    live::Subject,
    mailer::Originator,
};

/// A transaction. It is rolled back, with everything that was enqueued and emitted, when dropped without
/// [`Transaction::commit`].
#[derive(Debug)]
pub struct Transaction {
    tx: Tx,
    backend: Backend,
    events: Vec<Event>,
    queues: Vec<Queue>,
    subjects: Vec<Subject>,
    /// Who causes its emails; `None` for support and the program.
    originator: Option<Originator>,
}

impl Backend {
    /// Begins a write transaction.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn begin(&self) -> Result<Transaction, Error> {
        let tx = self.store.begin().await?;
        let backend = self.clone();
        Ok(Transaction {
            tx,
            backend,
            events: Vec::new(),
            queues: Vec::new(),
            subjects: Vec::new(),
            originator: None,
        })
    }

    /// Begins a write transaction for someone's request. Emails that it causes to mailboxes of others count for their network, and
    /// repeat nothing they typed, unless they work for support.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn begin_for(&self, actor: &Actor) -> Result<Transaction, Error> {
        let mut tx = self.begin().await?;
        tx.originator = Originator::of(&mut tx.tx, actor).await?;
        Ok(tx)
    }
}

impl Transaction {
    /// Says that something has happened. What follows from it is in `jobs/registry.rs`; its jobs are enqueued in this
    /// transaction.
    pub fn emit(&mut self, event: Event) {
        self.events.push(event);
    }

    /// Enqueues a job that is due at once.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn enqueue<J: Job>(&mut self, job: &J) -> Result<(), Error> {
        let delay = J::delay(&self.backend.settings);
        self.enqueue_at(job, self.backend.clock.now() + delay).await
    }

    /// Enqueues a job that is due at `due`. A waiting job with the same key is moved: it gets this payload and due time.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn enqueue_at<J: Job>(&mut self, job: &J, due: DateTime<Utc>) -> Result<(), Error> {
        let job = queue::NewJob::new(job)?;
        // jobs of a queue run in the order in which they were caused
        self.enqueue_reactions().await?;
        self.insert(&job, due).await
    }

    /// Cancels the waiting job with this key, even where a worker has begun to run it; whether there was one.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn cancel(&mut self, key: &JobKey) -> Result<bool, Error> {
        Ok(fyr_store::jobs::cancel(&mut self.tx, key.as_str()).await?)
    }

    /// Deletes the jobs with this key, those that failed for good with it.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub(crate) async fn discard(&mut self, key: &JobKey) -> Result<(), Error> {
        Ok(fyr_store::jobs::delete_by_key(&mut self.tx, key.as_str()).await?)
    }

    /// Whether whoever causes this has shown that a mailbox is theirs.
    pub(crate) fn is_caused_by_owner_of(&self, email: &str) -> bool {
        self.originator.as_ref().is_some_and(|originator| originator.owns(email))
    }

    /// Commits, waits until the change is on disk, and wakes what must run.
    ///
    /// # Errors
    /// [`Error::Unavailable`]. It is then unknown whether the change was made.
    pub async fn commit(mut self) -> Result<(), Error> {
        self.follow_events().await?;
        let Self { tx, backend, queues, subjects, .. } = self;
        tx.commit().await?;
        wake(&backend, &queues, &subjects);
        Ok(())
    }

    /// Enqueues what follows from the events that were emitted so far.
    async fn enqueue_reactions(&mut self) -> Result<(), Error> {
        let now = self.backend.clock.now();
        for event in std::mem::take(&mut self.events) {
            let reactions = registry::reactions(&event)?;
            for job in &reactions.jobs {
                let delay = (job.delay)(&self.backend.settings);
                self.insert(job, now + delay).await?;
            }
            for subject in reactions.subjects {
                if !self.subjects.contains(&subject) {
                    self.subjects.push(subject);
                }
            }
        }
        Ok(())
    }

    /// Enqueues what follows from the emitted events, and announces it to other processes.
    async fn follow_events(&mut self) -> Result<(), Error> {
        self.enqueue_reactions().await?;
        for subject in &self.subjects {
            self.backend.live.announce(&mut self.tx, *subject).await?;
        }
        Ok(())
    }

    async fn insert(&mut self, job: &queue::NewJob, due: DateTime<Utc>) -> Result<(), Error> {
        let originator = self.originator.as_ref().map(Originator::to_column);
        queue::insert(&self.backend, &mut self.tx, job, due, originator.as_deref()).await?;
        self.wake(job.queue);
        Ok(())
    }

    /// Wakes the worker of a queue after the commit.
    pub(crate) fn wake(&mut self, queue: Queue) {
        if !self.queues.contains(&queue) {
            self.queues.push(queue);
        }
    }
}

/// Wakes the workers of these queues and the live pages of these subjects.
fn wake(backend: &Backend, queues: &[Queue], subjects: &[Subject]) {
    for queue in queues {
        backend.workers.wake(*queue);
    }
    for subject in subjects {
        backend.live.publish(*subject);
    }
}

impl Deref for Transaction {
    type Target = Db;
    fn deref(&self) -> &Db {
        &self.tx
    }
}

impl DerefMut for Transaction {
    fn deref_mut(&mut self) -> &mut Db {
        &mut self.tx
    }
}
