//! The job queue: leases, retries and failed jobs.

use chrono::TimeDelta;
use fyr_store::jobs::{self, Job, JobCounts};
use fyr_testing::{Harness, on_both_engines};
use serde_json::json;
use uuid::Uuid;

use crate::fixtures::at;

on_both_engines! {
    jobs_are_leased_by_kind_in_order_of_enqueuing,
    a_leased_job_is_not_leased_again_until_the_lease_ends,
    concurrent_leases_never_return_the_same_job,
    concurrent_workers_complete_every_job_once,
    a_retried_job_is_leased_when_it_is_due,
    a_job_rescheduled_during_a_concurrent_lease_is_not_leased_early,
    failed_jobs_are_listed_and_can_be_retried,
    a_completed_job_is_deleted,
    a_job_of_a_rolled_back_transaction_is_not_enqueued,
}

async fn enqueue(harness: &Harness, kind: &str) -> Uuid {
    let id = harness.id();
    let mut tx = harness.begin().await;
    jobs::enqueue(&mut tx, id, kind, &json!({ "till": "åsa@exempel.se", "antal": 2 }), at(0)).await.unwrap();
    tx.commit().await.unwrap();
    id
}

/// Leases due mail for ten minutes.
async fn lease(harness: &Harness, minute: i64, limit: i64) -> Vec<Job> {
    let mut tx = harness.begin().await;
    let jobs = jobs::lease(&mut tx, "mail", limit, at(minute), at(minute + 10)).await.unwrap();
    tx.commit().await.unwrap();
    jobs
}

fn ids(jobs: &[Job]) -> Vec<Uuid> {
    jobs.iter().map(|job| job.id).collect()
}

async fn jobs_are_leased_by_kind_in_order_of_enqueuing(harness: &Harness) {
    let (first, _, third, fourth) = (
        enqueue(harness, "mail").await,
        enqueue(harness, "index").await,
        enqueue(harness, "mail").await,
        enqueue(harness, "mail").await,
    );
    assert!(lease(harness, -1, 9).await.is_empty(), "nothing is due before it was promised");
    let jobs = lease(harness, 0, 2).await;
    assert_eq!(ids(&jobs), [first, third]);
    assert_eq!(jobs[0].payload.0, json!({ "till": "åsa@exempel.se", "antal": 2 }));
    assert_eq!(
        (jobs[0].kind.as_str(), jobs[0].attempts, &jobs[0].last_error, jobs[0].created_at),
        ("mail", 0, &None, at(0))
    );
    assert_eq!(ids(&lease(harness, 0, 2).await), [fourth]);
    assert_eq!(
        jobs::count_all(&mut harness.read().await).await.unwrap(),
        JobCounts { pending: 4, failed: 0 }
    );
}

async fn a_leased_job_is_not_leased_again_until_the_lease_ends(harness: &Harness) {
    let id = enqueue(harness, "mail").await;
    assert_eq!(ids(&lease(harness, 1, 9).await), [id]);
    assert!(lease(harness, 10, 9).await.is_empty());
    assert_eq!(ids(&lease(harness, 11, 9).await), [id], "another process takes over");
    let mut tx = harness.begin().await;
    let just_before = at(21) - TimeDelta::microseconds(1);
    assert!(
        jobs::lease(&mut tx, "mail", 9, just_before, at(99)).await.unwrap().is_empty(),
        "to the microsecond"
    );
}

async fn concurrent_leases_never_return_the_same_job(harness: &Harness) {
    let mut expected = Vec::new();
    for _ in 0..6 {
        expected.push(enqueue(harness, "mail").await);
    }
    let (one, two) = tokio::join!(lease(harness, 1, 3), lease(harness, 1, 3));
    let mut taken = [ids(&one), ids(&two)].concat();
    taken.extend(ids(&lease(harness, 1, 9).await));
    taken.sort();
    assert_eq!(taken, expected);
}

async fn concurrent_workers_complete_every_job_once(harness: &Harness) {
    let mut expected = Vec::new();
    for _ in 0..40 {
        expected.push(enqueue(harness, "mail").await);
    }
    let worker = || async {
        let mut taken = Vec::new();
        while jobs::count_all(&mut harness.read().await).await.unwrap().pending > 0 {
            for id in ids(&lease(harness, 1, 3).await) {
                let mut tx = harness.begin().await;
                jobs::complete(&mut tx, id).await.unwrap();
                tx.commit().await.unwrap();
                taken.push(id);
            }
        }
        taken
    };
    let (a, b, c, d) = tokio::join!(worker(), worker(), worker(), worker());
    let mut taken = [a, b, c, d].concat();
    taken.sort();
    assert_eq!(taken, expected);
}

async fn a_retried_job_is_leased_when_it_is_due(harness: &Harness) {
    let id = enqueue(harness, "mail").await;
    lease(harness, 0, 9).await;
    let mut tx = harness.begin().await;
    jobs::retry(&mut tx, id, at(5), "brevlådan är full").await.unwrap();
    tx.commit().await.unwrap();
    assert!(lease(harness, 4, 9).await.is_empty());
    let jobs = lease(harness, 5, 9).await;
    assert_eq!(ids(&jobs), [id], "although the first lease would have run on");
    assert_eq!((jobs[0].attempts, jobs[0].last_error.as_deref()), (1, Some("brevlådan är full")));
}

async fn a_job_rescheduled_during_a_concurrent_lease_is_not_leased_early(harness: &Harness) {
    let id = enqueue(harness, "mail").await;
    let mut tx = harness.begin().await;
    assert_eq!(ids(&jobs::lease(&mut tx, "mail", 9, at(1), at(10)).await.unwrap()), [id]);
    let first = async {
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        jobs::retry(&mut tx, id, at(60), "nej").await.unwrap();
        tx.commit().await.unwrap();
    };
    let ((), second) = tokio::join!(first, lease(harness, 1, 9));
    assert!(second.is_empty());
}

async fn failed_jobs_are_listed_and_can_be_retried(harness: &Harness) {
    let (first, second, waiting) =
        (enqueue(harness, "mail").await, enqueue(harness, "mail").await, enqueue(harness, "index").await);
    lease(harness, 0, 9).await;
    let mut tx = harness.begin().await;
    jobs::retry(&mut tx, first, at(1), "en gång").await.unwrap();
    jobs::fail(&mut tx, second, at(2), "okänd mottagare").await.unwrap();
    jobs::fail(&mut tx, first, at(2), "två gånger").await.unwrap();
    tx.commit().await.unwrap();

    let mut db = harness.read().await;
    let failed = jobs::list_failed(&mut db).await.unwrap();
    assert_eq!(ids(&failed), [first, second], "oldest first");
    assert_eq!((failed[0].attempts, failed[0].last_error.as_deref()), (2, Some("två gånger")));
    assert_eq!(jobs::count_all(&mut db).await.unwrap(), JobCounts { pending: 1, failed: 2 });
    assert_eq!(jobs::count_pending(&mut db, "mail").await.unwrap(), 0);
    assert_eq!(jobs::count_pending(&mut db, "index").await.unwrap(), 1);
    drop(db);
    assert!(lease(harness, 100, 9).await.is_empty());

    let mut tx = harness.begin().await;
    assert_eq!(jobs::retry_failed(&mut tx, at(200)).await.unwrap(), 2);
    assert_eq!(jobs::retry_failed(&mut tx, at(200)).await.unwrap(), 0);
    tx.commit().await.unwrap();
    assert!(lease(harness, 199, 9).await.is_empty());
    let jobs = lease(harness, 200, 9).await;
    assert_eq!((ids(&jobs), jobs[0].attempts), (vec![first, second], 0));
    assert!(jobs::list_failed(&mut harness.read().await).await.unwrap().is_empty());
    assert!(!ids(&jobs).contains(&waiting));
}

async fn a_completed_job_is_deleted(harness: &Harness) {
    let (first, second) = (enqueue(harness, "mail").await, enqueue(harness, "mail").await);
    lease(harness, 0, 9).await;
    let mut tx = harness.begin().await;
    jobs::complete(&mut tx, first).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(ids(&lease(harness, 60, 9).await), [second]);
    assert_eq!(
        jobs::count_all(&mut harness.read().await).await.unwrap(),
        JobCounts { pending: 1, failed: 0 }
    );
}

async fn a_job_of_a_rolled_back_transaction_is_not_enqueued(harness: &Harness) {
    let mut tx = harness.begin().await;
    jobs::enqueue(&mut tx, harness.id(), "mail", &json!(null), at(0)).await.unwrap();
    drop(tx);
    assert!(lease(harness, 1, 9).await.is_empty());
}
