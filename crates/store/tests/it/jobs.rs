//! The job queue: keys, leases, retries and failed jobs.

use chrono::TimeDelta;
use fyr_store::jobs::{self, Failure, Job, Lease, LeaseRequest, NewJob};
use fyr_testing::{Harness, on_both_engines};
use serde_json::json;
use sqlx::Connection;
use sqlx_postgres::PgConnection;
use sqlx_sqlite::SqliteConnection;
use uuid::Uuid;

use crate::fixtures::{self, JobCounts, at, new_job};

on_both_engines! {
    jobs_are_leased_by_queue_in_the_order_in_which_they_are_due,
    a_leased_job_is_not_leased_again_until_the_lease_ends,
    concurrent_leases_never_return_the_same_job,
    concurrent_workers_complete_every_job_once,
    a_retried_job_is_leased_when_it_is_due,
    a_job_rescheduled_during_a_concurrent_lease_is_not_leased_early,
    failed_jobs_are_listed_and_can_be_retried,
    one_failed_job_is_retried_and_another_discarded,
    a_failed_job_is_not_retried_while_another_has_its_key,
    every_job_of_a_key_can_be_deleted,
    a_job_that_waits_after_a_failed_attempt_can_be_made_due,
    a_completed_job_is_deleted,
    a_job_of_a_rolled_back_transaction_is_not_enqueued,
    a_job_with_the_key_of_a_waiting_one_moves_it,
    moving_or_cancelling_a_job_takes_the_lease_from_its_worker,
    a_job_with_a_key_is_enqueued_once_if_absent,
    whoever_has_lost_the_lease_changes_nothing,
    due_jobs_are_found_by_index,
    after_an_outage_what_has_waited_longest_is_leased_first,
}

async fn enqueue(harness: &Harness, queue: &str) -> Uuid {
    let id = harness.id();
    insert(harness, &new_job(id, queue)).await;
    id
}

async fn insert(harness: &Harness, job: &NewJob<'_>) {
    let mut tx = harness.begin().await;
    jobs::enqueue(&mut tx, job).await.unwrap();
    tx.commit().await.unwrap();
}

/// A timer with a key that is due at `minute`.
fn timer(id: Uuid, minute: i64) -> NewJob<'static> {
    NewJob { key: Some("remind:1"), due_at: at(minute), ..new_job(id, "timers") }
}

fn request(harness: &Harness, queue: &'static str, minute: i64, limit: i64) -> LeaseRequest<'static> {
    LeaseRequest { queue, limit, now: at(minute), until: at(minute + 10), lease_id: harness.id() }
}

/// Leases due mail for ten minutes.
async fn lease(harness: &Harness, minute: i64, limit: i64) -> Vec<Job> {
    leased(harness, "mail", minute, limit).await.into_iter().map(|(job, _)| job).collect()
}

/// Leases due jobs for ten minutes.
async fn leased(harness: &Harness, queue: &'static str, minute: i64, limit: i64) -> Vec<(Job, Lease)> {
    let mut tx = harness.begin().await;
    let request = request(harness, queue, minute, limit);
    let jobs = jobs::lease(&mut tx, request).await.unwrap();
    tx.commit().await.unwrap();
    let with_lease = |job: Job| {
        let lease = Lease { job: job.id, id: request.lease_id };
        (job, lease)
    };
    jobs.into_iter().map(with_lease).collect()
}

fn ids(jobs: &[Job]) -> Vec<Uuid> {
    jobs.iter().map(|job| job.id).collect()
}

async fn jobs_are_leased_by_queue_in_the_order_in_which_they_are_due(harness: &Harness) {
    let later = harness.id();
    insert(harness, &NewJob { due_at: at(5), ..new_job(later, "mail") }).await;
    let (first, _, third, fourth) = (
        enqueue(harness, "mail").await,
        enqueue(harness, "index").await,
        enqueue(harness, "mail").await,
        enqueue(harness, "mail").await,
    );
    assert!(lease(harness, -1, 9).await.is_empty(), "nothing is due before it was enqueued");
    let mut db = harness.read().await;
    assert!(!jobs::is_any_due(&mut db, "mail", at(-1)).await.unwrap());
    assert!(jobs::is_any_due(&mut db, "mail", at(0)).await.unwrap());
    assert!(!jobs::is_any_due(&mut db, "timers", at(0)).await.unwrap());
    drop(db);
    let jobs = lease(harness, 0, 2).await;
    assert_eq!(ids(&jobs), [first, third]);
    assert_eq!(jobs[0].payload.0, json!({ "till": "åsa@exempel.se", "antal": 2 }));
    assert_eq!(
        (jobs[0].queue.as_str(), jobs[0].name.as_str(), jobs[0].attempts, &jobs[0].last_error),
        ("mail", "test", 0, &None)
    );
    assert_eq!((jobs[0].created_at, jobs[0].due_at), (at(0), at(0)));
    assert_eq!(ids(&lease(harness, 0, 2).await), [fourth]);
    assert!(!jobs::is_any_due(&mut harness.read().await, "mail", at(0)).await.unwrap(), "all are leased");
    assert_eq!(ids(&lease(harness, 5, 9).await), [later], "although it was enqueued first");
    let mut db = harness.read().await;
    assert_eq!(jobs::count_pending(&mut db, "mail").await.unwrap(), 4);
    assert_eq!(jobs::count_failed(&mut db).await.unwrap(), 0);
}

async fn a_leased_job_is_not_leased_again_until_the_lease_ends(harness: &Harness) {
    let id = enqueue(harness, "mail").await;
    assert_eq!(ids(&lease(harness, 1, 9).await), [id]);
    assert!(lease(harness, 10, 9).await.is_empty());
    assert_eq!(ids(&lease(harness, 11, 9).await), [id], "another process takes over");
    let mut tx = harness.begin().await;
    let just_before = at(21) - TimeDelta::microseconds(1);
    let request = LeaseRequest { now: just_before, until: at(99), ..request(harness, "mail", 0, 9) };
    assert!(jobs::lease(&mut tx, request).await.unwrap().is_empty(), "to the microsecond");
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
        while jobs::count_pending(&mut harness.read().await, "mail").await.unwrap() > 0 {
            for (job, lease) in leased(harness, "mail", 1, 3).await {
                let mut tx = harness.begin().await;
                assert!(jobs::complete(&mut tx, lease).await.unwrap());
                tx.commit().await.unwrap();
                taken.push(job.id);
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
    let (_, held) = leased(harness, "mail", 0, 9).await.remove(0);
    let mut tx = harness.begin().await;
    jobs::retry(&mut tx, held, at(5), "brevlådan är full").await.unwrap();
    tx.commit().await.unwrap();
    assert!(lease(harness, 4, 9).await.is_empty());
    let jobs = lease(harness, 5, 9).await;
    assert_eq!(ids(&jobs), [id], "although the first lease would have run on");
    assert_eq!((jobs[0].attempts, jobs[0].last_error.as_deref()), (1, Some("brevlådan är full")));
}

async fn a_job_rescheduled_during_a_concurrent_lease_is_not_leased_early(harness: &Harness) {
    let id = enqueue(harness, "mail").await;
    let mut tx = harness.begin().await;
    let request = request(harness, "mail", 1, 9);
    assert_eq!(ids(&jobs::lease(&mut tx, request).await.unwrap()), [id]);
    let held = Lease { job: id, id: request.lease_id };
    let first = async {
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        jobs::retry(&mut tx, held, at(60), "nej").await.unwrap();
        tx.commit().await.unwrap();
    };
    let ((), second) = tokio::join!(first, lease(harness, 1, 9));
    assert!(second.is_empty());
}

async fn failed_jobs_are_listed_and_can_be_retried(harness: &Harness) {
    let (first, second, waiting) =
        (enqueue(harness, "mail").await, enqueue(harness, "mail").await, enqueue(harness, "index").await);
    let held = leased(harness, "mail", 0, 9).await;
    let mut tx = harness.begin().await;
    jobs::retry(&mut tx, held[0].1, at(1), "en gång").await.unwrap();
    jobs::fail(&mut tx, held[1].1, at(2), "okänd mottagare").await.unwrap();
    tx.commit().await.unwrap();
    let (_, again) = leased(harness, "mail", 1, 9).await.remove(0);
    let mut tx = harness.begin().await;
    jobs::fail(&mut tx, again, at(2), "två gånger").await.unwrap();
    tx.commit().await.unwrap();

    let mut db = harness.read().await;
    let failed = jobs::list_failed(&mut db).await.unwrap();
    assert_eq!(ids(&failed), [first, second], "oldest first");
    assert_eq!((failed[0].attempts, failed[0].last_error.as_deref()), (2, Some("två gånger")));
    assert_eq!(jobs::count_failed(&mut db).await.unwrap(), 2);
    assert_eq!(jobs::count_pending(&mut db, "mail").await.unwrap(), 0);
    assert_eq!(jobs::count_pending(&mut db, "index").await.unwrap(), 1);
    drop(db);
    assert!(lease(harness, 100, 9).await.is_empty());

    let mut tx = harness.begin().await;
    assert_eq!(jobs::retry_failed(&mut tx, None, at(200)).await.unwrap(), 2);
    assert_eq!(jobs::retry_failed(&mut tx, None, at(200)).await.unwrap(), 0);
    tx.commit().await.unwrap();
    assert!(lease(harness, 199, 9).await.is_empty());
    let jobs = lease(harness, 200, 9).await;
    assert_eq!((ids(&jobs), jobs[0].attempts), (vec![first, second], 0));
    assert!(jobs::list_failed(&mut harness.read().await).await.unwrap().is_empty());
    assert!(!ids(&jobs).contains(&waiting));
}

async fn one_failed_job_is_retried_and_another_discarded(harness: &Harness) {
    let (first, second, waiting) =
        (enqueue(harness, "mail").await, enqueue(harness, "mail").await, enqueue(harness, "index").await);
    let mut tx = harness.begin().await;
    let request = request(harness, "mail", 0, 9);
    for job in jobs::lease(&mut tx, request).await.unwrap() {
        jobs::fail(&mut tx, Lease { job: job.id, id: request.lease_id }, at(1), "nej").await.unwrap();
    }
    assert_eq!(jobs::find_failed(&mut tx, first).await.unwrap().map(|job| job.id), Some(first));
    assert!(jobs::find_failed(&mut tx, waiting).await.unwrap().is_none());
    assert_eq!(jobs::retry_failed(&mut tx, Some(first), at(2)).await.unwrap(), 1);
    assert_eq!(jobs::retry_failed(&mut tx, Some(waiting), at(2)).await.unwrap(), 0);
    assert!(!jobs::discard_failed(&mut tx, first).await.unwrap(), "it waits again");
    assert!(jobs::discard_failed(&mut tx, second).await.unwrap());
    assert!(!jobs::discard_failed(&mut tx, second).await.unwrap());
    assert_eq!(fixtures::count_jobs(&mut tx).await, JobCounts { pending: 2, failed: 0 });
}

async fn a_failed_job_is_not_retried_while_another_has_its_key(harness: &Harness) {
    let (first, second) = (harness.id(), harness.id());
    for id in [first, second] {
        insert(harness, &timer(id, 0)).await;
        let (_, held) = leased(harness, "timers", 0, 9).await.remove(0);
        let mut tx = harness.begin().await;
        jobs::fail(&mut tx, held, at(1), "nej").await.unwrap();
        tx.commit().await.unwrap();
    }
    let mut tx = harness.begin().await;
    assert_eq!(jobs::retry_failed(&mut tx, None, at(2)).await.unwrap(), 1, "the later one");
    assert_eq!(ids(&jobs::list_failed(&mut tx).await.unwrap()), [first]);
    assert_eq!(jobs::retry_failed(&mut tx, Some(first), at(2)).await.unwrap(), 0);
    assert!(jobs::cancel(&mut tx, "remind:1").await.unwrap());
    assert_eq!(jobs::retry_failed(&mut tx, Some(first), at(2)).await.unwrap(), 1);
}

async fn every_job_of_a_key_can_be_deleted(harness: &Harness) {
    let (failed, waiting) = (harness.id(), harness.id());
    insert(harness, &timer(failed, 0)).await;
    let (_, held) = leased(harness, "timers", 0, 9).await.remove(0);
    let mut tx = harness.begin().await;
    jobs::fail(&mut tx, held, at(1), "nej").await.unwrap();
    tx.commit().await.unwrap();
    insert(harness, &timer(waiting, 5)).await;
    let other = enqueue(harness, "timers").await;
    let mut tx = harness.begin().await;
    jobs::delete_by_key(&mut tx, "remind:1").await.unwrap();
    assert_eq!(fixtures::count_jobs(&mut tx).await, JobCounts { pending: 1, failed: 0 });
    assert!(jobs::find(&mut tx, "timers", other).await.unwrap().is_some());
}

async fn a_job_that_waits_after_a_failed_attempt_can_be_made_due(harness: &Harness) {
    let id = enqueue(harness, "mail").await;
    let mut tx = harness.begin().await;
    assert!(!jobs::retry_waiting(&mut tx, id, at(1)).await.unwrap(), "nothing has failed");
    tx.commit().await.unwrap();
    let (_, held) = leased(harness, "mail", 0, 9).await.remove(0);
    let mut tx = harness.begin().await;
    jobs::retry(&mut tx, held, at(60), "brevlådan är full").await.unwrap();
    assert!(jobs::retry_waiting(&mut tx, id, at(2)).await.unwrap());
    tx.commit().await.unwrap();
    let jobs = lease(harness, 2, 9).await;
    assert_eq!((ids(&jobs), jobs[0].attempts), (vec![id], 0));
}

async fn a_completed_job_is_deleted(harness: &Harness) {
    let (first, second) = (enqueue(harness, "mail").await, enqueue(harness, "mail").await);
    let held = leased(harness, "mail", 0, 9).await;
    let mut tx = harness.begin().await;
    assert!(jobs::complete(&mut tx, held[0].1).await.unwrap());
    assert!(!jobs::complete(&mut tx, held[0].1).await.unwrap(), "once");
    tx.commit().await.unwrap();
    assert_eq!(held[0].0.id, first);
    assert_eq!(ids(&lease(harness, 60, 9).await), [second]);
    let mut tx = harness.begin().await;
    jobs::delete(&mut tx, second).await.unwrap();
    assert_eq!(fixtures::count_jobs(&mut tx).await, JobCounts { pending: 0, failed: 0 });
}

async fn a_job_of_a_rolled_back_transaction_is_not_enqueued(harness: &Harness) {
    let mut tx = harness.begin().await;
    jobs::enqueue(&mut tx, &new_job(harness.id(), "mail")).await.unwrap();
    drop(tx);
    assert!(lease(harness, 1, 9).await.is_empty());
}

async fn a_job_with_the_key_of_a_waiting_one_moves_it(harness: &Harness) {
    let id = harness.id();
    insert(harness, &timer(id, 5)).await;
    let (_, held) = leased(harness, "timers", 5, 9).await.remove(0);
    let mut tx = harness.begin().await;
    jobs::retry(&mut tx, held, at(6), "nej").await.unwrap();
    tx.commit().await.unwrap();
    let payload = json!({ "ny": true });
    insert(harness, &NewJob { payload: &payload, ..timer(harness.id(), 20) }).await;
    assert!(leased(harness, "timers", 19, 9).await.is_empty(), "not at its old time");
    let (job, _) = leased(harness, "timers", 20, 9).await.remove(0);
    assert_eq!((job.id, job.attempts, job.last_error), (id, 0, None), "the same job with fresh attempts");
    assert_eq!((job.key.as_deref(), job.payload.0, job.due_at), (Some("remind:1"), payload, at(20)));

    let mut tx = harness.begin().await;
    jobs::enqueue(&mut tx, &timer(harness.id(), 99)).await.unwrap();
    drop(tx);
    // the rollback runs when the connection is back in its pool; until then the row is locked, which this waits for
    harness.sql("UPDATE jobs SET name = name").await;
    assert_eq!(leased(harness, "timers", 30, 9).await.len(), 1, "what is rolled back does not move it");
}

async fn moving_or_cancelling_a_job_takes_the_lease_from_its_worker(harness: &Harness) {
    insert(harness, &timer(harness.id(), 0)).await;
    let (_, held) = leased(harness, "timers", 0, 9).await.remove(0);
    insert(harness, &timer(harness.id(), 5)).await;
    let mut tx = harness.begin().await;
    assert!(!jobs::complete(&mut tx, held).await.unwrap(), "it waits for its new time");
    tx.commit().await.unwrap();
    let (_, held) = leased(harness, "timers", 5, 9).await.remove(0);
    let mut tx = harness.begin().await;
    assert!(jobs::cancel(&mut tx, "remind:1").await.unwrap());
    assert!(!jobs::cancel(&mut tx, "remind:1").await.unwrap());
    assert!(!jobs::complete(&mut tx, held).await.unwrap());
    drop(tx);
    let mut tx = harness.begin().await;
    assert!(jobs::complete(&mut tx, held).await.unwrap(), "the cancellation was rolled back");
}

async fn a_job_with_a_key_is_enqueued_once_if_absent(harness: &Harness) {
    let id = harness.id();
    let mut tx = harness.begin().await;
    assert!(jobs::enqueue_if_absent(&mut tx, &timer(id, 0)).await.unwrap());
    assert!(!jobs::enqueue_if_absent(&mut tx, &timer(harness.id(), 5)).await.unwrap());
    tx.commit().await.unwrap();
    let (job, held) = leased(harness, "timers", 0, 9).await.remove(0);
    assert_eq!((job.id, job.due_at), (id, at(0)));
    let mut tx = harness.begin().await;
    assert!(jobs::complete(&mut tx, held).await.unwrap());
    assert!(jobs::enqueue_if_absent(&mut tx, &timer(harness.id(), 5)).await.unwrap(), "the next run");
}

async fn whoever_has_lost_the_lease_changes_nothing(harness: &Harness) {
    let id = enqueue(harness, "mail").await;
    let (_, lost) = leased(harness, "mail", 0, 9).await.remove(0);
    let (_, held) = leased(harness, "mail", 10, 9).await.remove(0);
    let mut tx = harness.begin().await;
    assert!(!jobs::complete(&mut tx, lost).await.unwrap());
    jobs::retry(&mut tx, lost, at(99), "nej").await.unwrap();
    jobs::fail(&mut tx, lost, at(10), "nej").await.unwrap();
    assert!(jobs::list_failed(&mut tx).await.unwrap().is_empty());
    assert!(jobs::complete(&mut tx, held).await.unwrap());
    assert_eq!(held.job, id);
}

async fn due_jobs_are_found_by_index(harness: &Harness) {
    let sql = jobs::SELECT_DUE.replace("$1", "'timers'").replace("$2", "1");
    let plan = if harness.is_postgres() {
        let rows = "INSERT INTO jobs (id, name, queue, payload, created_at, due_at)
                    SELECT gen_random_uuid(), 'test', 'timers', '{}', now(), now() + n * interval '1 hour'
                    FROM generate_series(1, 5000) n";
        harness.sql(rows).await;
        harness.sql("ANALYZE jobs").await;
        let mut db = PgConnection::connect(&harness.url).await.unwrap();
        let sql = format!("EXPLAIN {}", sql.replace("$3", "now() + interval '2 hours'"));
        sqlx::query_scalar::<_, String>(&sql).fetch_all(&mut db).await.unwrap()
    } else {
        let mut db = SqliteConnection::connect(&harness.url).await.unwrap();
        let sql = format!("EXPLAIN QUERY PLAN {}", sql.replace("$3", "'2026'"));
        let rows: Vec<(i64, i64, i64, String)> = sqlx::query_as(&sql).fetch_all(&mut db).await.unwrap();
        rows.into_iter().map(|(.., detail)| detail).collect()
    };
    let plan = plan.join("\n");
    assert!(plan.contains("jobs_due"), "{plan}");
    assert!(!plan.contains("SORT") && !plan.contains("TEMP B-TREE"), "{plan}");
}

async fn after_an_outage_what_has_waited_longest_is_leased_first(harness: &Harness) {
    let job = |minute| NewJob { created_at: at(minute), due_at: at(minute), ..new_job(harness.id(), "mail") };
    let waiting = [job(0), job(1), job(2)];
    for job in &waiting {
        insert(harness, job).await;
    }
    // the oldest has the longest pause; the second was refused for a reason of its own
    let causes = [(50, "server-unreachable"), (40, "recipient-later"), (30, "server-login")];
    for ((_, held), (due, cause)) in leased(harness, "mail", 3, 9).await.into_iter().zip(causes) {
        let mut tx = harness.begin().await;
        let failure = Failure { error: "nej", cause: Some(cause) };
        jobs::retry(&mut tx, held, at(due), failure).await.unwrap();
        tx.commit().await.unwrap();
    }
    let fresh = job(9);
    insert(harness, &fresh).await;
    let mut tx = harness.begin().await;
    assert_eq!(ids(&jobs::list_delayed(&mut tx, "mail").await.unwrap()), waiting.map(|job| job.id));
    let state = jobs::list_queues(&mut tx, at(10)).await.unwrap().remove(0);
    assert_eq!((state.queue.as_str(), state.pending, state.delayed, state.failed), ("mail", 4, 3, 0));
    assert_eq!((state.oldest_due, state.oldest_delayed), (Some(at(9)), Some(at(0))));
    let found = jobs::find(&mut tx, "mail", waiting[1].id).await.unwrap().unwrap();
    assert_eq!((found.attempts, found.cause.as_deref()), (1, Some("recipient-later")));
    assert!(jobs::find(&mut tx, "index", waiting[1].id).await.unwrap().is_none());
    assert!(jobs::is_any_delayed(&mut tx, "mail", "server-", at(10)).await.unwrap());
    // tried before its time, the oldest keeps its time and its attempts
    let delayed = jobs::list_delayed_by(&mut tx, "mail", "server-", at(10)).await.unwrap();
    assert_eq!(delayed, [waiting[0].id, waiting[2].id]);
    let request =
        LeaseRequest { queue: "mail", limit: 1, now: at(10), until: at(12), lease_id: harness.id() };
    let early = jobs::lease_early(&mut tx, waiting[0].id, request).await.unwrap().unwrap();
    assert!(jobs::lease_early(&mut tx, waiting[0].id, request).await.unwrap().is_none(), "somebody has it");
    assert!(jobs::lease_early(&mut tx, fresh.id, request).await.unwrap().is_none(), "it is due");
    assert_eq!(jobs::list_delayed_by(&mut tx, "mail", "server-", at(10)).await.unwrap().len(), 1);
    let held = Lease { job: early.id, id: request.lease_id };
    jobs::put_off(&mut tx, held, early.due_at, Failure { error: "nej", cause: Some("server-busy") })
        .await
        .unwrap();
    let found = jobs::find(&mut tx, "mail", waiting[0].id).await.unwrap().unwrap();
    assert_eq!((found.attempts, found.due_at, found.cause.as_deref()), (1, at(50), Some("server-busy")));
    // the person at the desk asks for all of them
    assert_eq!(jobs::hasten(&mut tx, "mail", at(10)).await.unwrap(), 3);
    assert!(!jobs::is_any_delayed(&mut tx, "mail", "server-", at(10)).await.unwrap());
    assert_eq!(jobs::hasten(&mut tx, "mail", at(10)).await.unwrap(), 0);
    tx.commit().await.unwrap();
    let order = ids(&lease(harness, 10, 9).await);
    assert_eq!(order, [waiting[0].id, waiting[1].id, waiting[2].id, fresh.id]);
}
