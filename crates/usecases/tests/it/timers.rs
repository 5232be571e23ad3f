//! Timers: jobs with a due time and a key. Time stands still until a test advances it. A worker that was stopped, or is slow,
//! is one that has leased a job and never records how it went.

use chrono::{DateTime, TimeDelta, Utc};
use fyr_usecases::{
    jobs::{self, Job, JobError, JobKey, JobRun, JobTypes, Queue},
    store::{
        jobs::{Lease, LeaseRequest},
        settings::{self, Revision},
    },
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::support::Fixture;

/// A timer whose effect is in the database: it counts up a revision, and notes how late it was, in the transaction that
/// completes it.
#[derive(Debug, Serialize, Deserialize)]
struct Remind {
    text: String,
}

impl Job for Remind {
    const NAME: &'static str = "test.remind";
    const QUEUE: Queue = Queue::Timers;

    fn key(&self) -> Option<JobKey> {
        Some(key())
    }

    async fn run(&self, run: &JobRun<'_>) -> Result<(), JobError> {
        let mut tx = run.backend.begin().await?;
        settings::increment_revision(&mut tx, Revision::Status).await?;
        let late = run.late_by().num_seconds().to_string();
        settings::insert_if_absent(&mut tx, &format!("reminded {}", self.text), &late).await?;
        run.complete(&mut tx).await?;
        Ok(tx.commit().await?)
    }
}

fn key() -> JobKey {
    JobKey::about(Remind::NAME, Uuid::from_u128(1))
}

fn types() -> JobTypes {
    JobTypes::default().with::<Remind>()
}

/// A portal in which no timer has fired.
struct Portal {
    fixture: Fixture,
    start: DateTime<Utc>,
    revision: i64,
}

impl Portal {
    async fn new() -> Self {
        let fixture = Fixture::new().await;
        let start = fixture.backend.clock.now();
        let mut portal = Self { fixture, start, revision: 0 };
        portal.revision = portal.fired().await;
        portal
    }

    /// The minute `minute` after the start.
    fn at(&self, minute: i64) -> DateTime<Utc> {
        self.start + TimeDelta::minutes(minute)
    }

    async fn set(&self, text: &str, minute: i64) {
        let mut tx = self.fixture.backend.begin().await.expect("a transaction");
        tx.enqueue_at(&Remind { text: text.to_owned() }, self.at(minute)).await.expect("enqueued");
        tx.commit().await.expect("committed");
    }

    /// Advances the clock to a minute and runs what is due.
    async fn run_at(&self, minute: i64) {
        self.fixture.clock.advance(self.at(minute) - self.fixture.backend.clock.now());
        self.run().await;
    }

    async fn run(&self) {
        while jobs::run_due_of(&self.fixture.backend, &types(), Queue::Timers).await.expect("a round") {}
    }

    /// Leases the due timer without running it.
    async fn lease(&self) -> Lease {
        let backend = &self.fixture.backend;
        let now = backend.clock.now();
        let lease_id = backend.clock.id();
        let until = now + TimeDelta::minutes(2);
        let mut tx = backend.store.begin().await.expect("a transaction");
        let request = LeaseRequest { queue: Queue::Timers.as_str(), limit: 1, now, until, lease_id };
        let jobs = fyr_usecases::store::jobs::lease(&mut tx, request).await.expect("leased");
        tx.commit().await.expect("committed");
        Lease { job: jobs.first().expect("a due timer").id, id: lease_id }
    }

    /// How often a timer has fired.
    async fn fired(&self) -> i64 {
        let mut db = self.fixture.backend.store.read().await.expect("a connection");
        settings::list_revisions(&mut db).await.expect("numbers").get(Revision::Status) - self.revision
    }

    /// How many seconds late the timer with this text fired.
    async fn lateness(&self, text: &str) -> Option<String> {
        let mut db = self.fixture.backend.store.read().await.expect("a connection");
        settings::find(&mut db, &format!("reminded {text}")).await.expect("read")
    }
}

#[tokio::test]
async fn a_timer_fires_once_at_its_time() {
    let portal = Portal::new().await;
    portal.set("a", 10).await;
    portal.run_at(9).await;
    assert_eq!(portal.fired().await, 0);
    portal.run_at(10).await;
    portal.run_at(60).await;
    assert_eq!(portal.fired().await, 1);
    assert_eq!(portal.lateness("a").await.as_deref(), Some("0"));
    assert_eq!(portal.fixture.pending_jobs().await, 0);
}

#[tokio::test]
async fn a_moved_timer_fires_only_at_its_new_time() {
    let portal = Portal::new().await;
    portal.set("a", 10).await;
    portal.set("b", 20).await;
    portal.run_at(19).await;
    assert_eq!(portal.fired().await, 0);
    portal.set("c", 15).await;
    portal.run().await;
    assert_eq!((portal.fired().await, portal.lateness("c").await.as_deref()), (1, Some("240")));
    portal.run_at(60).await;
    assert_eq!(portal.fired().await, 1);
}

#[tokio::test]
async fn a_cancelled_timer_never_fires() {
    let portal = Portal::new().await;
    portal.set("a", 10).await;
    let mut tx = portal.fixture.backend.begin().await.expect("a transaction");
    assert!(tx.cancel(&key()).await.expect("cancelled"));
    assert!(!tx.cancel(&key()).await.expect("nothing left"));
    tx.commit().await.expect("committed");
    portal.run_at(60).await;
    assert_eq!(portal.fired().await, 0);
}

#[tokio::test]
async fn what_is_rolled_back_neither_sets_moves_nor_cancels() {
    let portal = Portal::new().await;
    let backend = &portal.fixture.backend;
    let mut tx = backend.begin().await.expect("a transaction");
    tx.enqueue_at(&Remind { text: "never".to_owned() }, portal.at(1)).await.expect("enqueued");
    drop(tx);
    assert_eq!(portal.fixture.pending_jobs().await, 0);
    portal.set("a", 10).await;
    let mut tx = backend.begin().await.expect("a transaction");
    tx.enqueue_at(&Remind { text: "never".to_owned() }, portal.at(99)).await.expect("moved");
    drop(tx);
    let mut tx = backend.begin().await.expect("a transaction");
    assert!(tx.cancel(&key()).await.expect("cancelled"));
    drop(tx);
    portal.run_at(10).await;
    assert_eq!((portal.fired().await, portal.lateness("a").await.as_deref()), (1, Some("0")));
}

#[tokio::test]
async fn a_late_timer_fires_late_and_knows_how_late() {
    let portal = Portal::new().await;
    portal.set("a", 10).await;
    portal.run_at(75).await;
    assert_eq!((portal.fired().await, portal.lateness("a").await.as_deref()), (1, Some("3900")));
}

#[tokio::test]
async fn two_workers_at_once_fire_a_timer_once() {
    let portal = Portal::new().await;
    portal.set("a", 0).await;
    tokio::join!(portal.run(), portal.run());
    assert_eq!(portal.fired().await, 1);
}

#[tokio::test]
async fn a_timer_fires_once_after_its_worker_was_stopped() {
    let portal = Portal::new().await;
    portal.set("a", 0).await;
    let lost = portal.lease().await;
    portal.run_at(1).await;
    assert_eq!(portal.fired().await, 0, "while the lease lasts");
    portal.run_at(2).await;
    assert_eq!((portal.fired().await, portal.lateness("a").await.as_deref()), (1, Some("120")));
    let mut tx = portal.fixture.backend.store.begin().await.expect("a transaction");
    let completed = fyr_usecases::store::jobs::complete(&mut tx, lost).await.expect("asked");
    assert!(!completed, "a worker that was overtaken cannot complete it");
}

#[tokio::test]
async fn a_timer_that_is_moved_while_a_worker_holds_it_fires_at_its_new_time_only() {
    let portal = Portal::new().await;
    portal.set("a", 0).await;
    let held = portal.lease().await;
    portal.set("b", 30).await;
    let mut tx = portal.fixture.backend.store.begin().await.expect("a transaction");
    assert!(!fyr_usecases::store::jobs::complete(&mut tx, held).await.expect("asked"));
    drop(tx);
    portal.run_at(29).await;
    assert_eq!(portal.fired().await, 0);
    portal.run_at(30).await;
    assert_eq!((portal.fired().await, portal.lateness("a").await), (1, None));
}

#[tokio::test]
async fn a_timer_that_is_set_again_by_its_own_firing_fires_again() {
    let portal = Portal::new().await;
    portal.set("a", 0).await;
    portal.run().await;
    portal.set("b", 5).await;
    portal.run_at(5).await;
    assert_eq!(portal.fired().await, 2, "once for each due time");
}

/// Recurring work that counts up a revision.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Sweep {}

impl Job for Sweep {
    const NAME: &'static str = "test.sweep";
    const QUEUE: Queue = Queue::Schedules;

    fn key(&self) -> Option<JobKey> {
        Some(JobKey::of(Self::NAME))
    }

    async fn run(&self, run: &JobRun<'_>) -> Result<(), JobError> {
        let mut tx = run.backend.begin().await?;
        settings::increment_revision(&mut tx, Revision::Status).await?;
        Ok(tx.commit().await?)
    }
}

#[tokio::test]
async fn recurring_work_runs_at_once_and_then_at_its_interval_however_often_it_is_started() {
    let portal = Portal::new().await;
    let backend = &portal.fixture.backend;
    let types = JobTypes::default().with_recurring::<Sweep>(TimeDelta::hours(1));
    let start = async || jobs::enqueue_missing(backend, &types).await.expect("enqueued");
    let run = async || {
        while jobs::run_due_of(backend, &types, Queue::Schedules).await.expect("a round") {}
    };
    start().await;
    start().await;
    run().await;
    assert_eq!((portal.fired().await, portal.fixture.pending_jobs().await), (1, 1));
    start().await;
    portal.fixture.clock.advance(TimeDelta::minutes(59));
    run().await;
    assert_eq!(portal.fired().await, 1);
    portal.fixture.clock.advance(TimeDelta::minutes(1));
    run().await;
    assert_eq!((portal.fired().await, portal.fixture.pending_jobs().await), (2, 1));
}

/// A job that waits for ever, as one does whose connection was cut without a word.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Hang {}

impl Job for Hang {
    const NAME: &'static str = "test.hang";
    const QUEUE: Queue = Queue::Timers;

    async fn run(&self, _: &JobRun<'_>) -> Result<(), JobError> {
        std::future::pending().await
    }
}

#[tokio::test]
async fn an_attempt_that_hangs_is_given_up_and_tried_again() {
    let portal = Portal::new().await;
    let backend = &portal.fixture.backend;
    let mut tx = backend.begin().await.expect("begun");
    tx.enqueue(&Hang {}).await.expect("enqueued");
    tx.commit().await.expect("committed");
    let types = types().with::<Hang>().with_time_limit(std::time::Duration::from_millis(20));
    jobs::run_due_of(backend, &types, Queue::Timers).await.expect("given up");
    let late = jobs::list_as_operator(backend).await.expect("listed").remove(0);
    assert_eq!((late.name.as_str(), late.attempts), ("test.hang", 1));
    assert!(late.next_at.is_some() && late.error.contains("not done after"), "{late:?}");
}
