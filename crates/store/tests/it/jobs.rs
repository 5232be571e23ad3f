//! Promised work: done once by one, and by another where the first one fell.

use chrono::TimeDelta;
use fyr_store::outbox::{self, Job};
use serde_json::json;
use uuid::Uuid;

use crate::{
    bed::{Bed, on_both_engines},
    make::at,
};

on_both_engines! {
    work_is_taken_in_the_order_it_was_promised_and_by_kind,
    leased_work_is_not_taken_again_until_the_lease_ends,
    two_who_lease_at_once_never_take_the_same,
    many_who_lease_at_once_get_everything_done_once,
    failed_work_is_tried_again_when_it_is_due,
    work_put_off_while_another_waits_for_it_is_not_taken_early,
    work_given_up_is_shown_and_can_be_tried_again,
    done_work_is_gone,
    work_of_a_dropped_transaction_was_never_promised,
}

async fn promise(bed: &Bed, kind: &str) -> Uuid {
    let id = bed.id();
    let mut tx = bed.begin().await;
    outbox::put(&mut tx, id, kind, &json!({ "till": "åsa@exempel.se", "antal": 2 }), at(0)).await.unwrap();
    tx.commit().await.unwrap();
    id
}

/// Takes due mail for ten minutes.
async fn lease(bed: &Bed, minute: i64, limit: i64) -> Vec<Job> {
    let mut tx = bed.begin().await;
    let jobs = outbox::lease(&mut tx, "mail", limit, at(minute), at(minute + 10)).await.unwrap();
    tx.commit().await.unwrap();
    jobs
}

fn ids(jobs: &[Job]) -> Vec<Uuid> {
    jobs.iter().map(|job| job.id).collect()
}

async fn work_is_taken_in_the_order_it_was_promised_and_by_kind(bed: &Bed) {
    let (first, _, third, fourth) = (
        promise(bed, "mail").await,
        promise(bed, "index").await,
        promise(bed, "mail").await,
        promise(bed, "mail").await,
    );
    assert!(lease(bed, -1, 9).await.is_empty(), "nothing is due before it was promised");
    let jobs = lease(bed, 0, 2).await;
    assert_eq!(ids(&jobs), [first, third]);
    assert_eq!(jobs[0].payload.0, json!({ "till": "åsa@exempel.se", "antal": 2 }));
    assert_eq!(
        (jobs[0].kind.as_str(), jobs[0].attempts, &jobs[0].last_error, jobs[0].created_at),
        ("mail", 0, &None, at(0))
    );
    assert_eq!(ids(&lease(bed, 0, 2).await), [fourth]);
    assert_eq!(outbox::counts(&mut bed.read().await).await.unwrap(), (4, 0));
}

async fn leased_work_is_not_taken_again_until_the_lease_ends(bed: &Bed) {
    let id = promise(bed, "mail").await;
    assert_eq!(ids(&lease(bed, 1, 9).await), [id]);
    assert!(lease(bed, 10, 9).await.is_empty());
    assert_eq!(ids(&lease(bed, 11, 9).await), [id], "another process takes over");
    let mut tx = bed.begin().await;
    let just_before = at(21) - TimeDelta::microseconds(1);
    assert!(
        outbox::lease(&mut tx, "mail", 9, just_before, at(99)).await.unwrap().is_empty(),
        "to the microsecond"
    );
}

async fn two_who_lease_at_once_never_take_the_same(bed: &Bed) {
    let mut expected = Vec::new();
    for _ in 0..6 {
        expected.push(promise(bed, "mail").await);
    }
    let (one, two) = tokio::join!(lease(bed, 1, 3), lease(bed, 1, 3));
    let mut taken = [ids(&one), ids(&two)].concat();
    taken.extend(ids(&lease(bed, 1, 9).await));
    taken.sort();
    assert_eq!(taken, expected);
}

async fn many_who_lease_at_once_get_everything_done_once(bed: &Bed) {
    let mut expected = Vec::new();
    for _ in 0..40 {
        expected.push(promise(bed, "mail").await);
    }
    let worker = || async {
        let mut taken = Vec::new();
        while outbox::counts(&mut bed.read().await).await.unwrap().0 > 0 {
            for id in ids(&lease(bed, 1, 3).await) {
                let mut tx = bed.begin().await;
                outbox::done(&mut tx, id).await.unwrap();
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

async fn failed_work_is_tried_again_when_it_is_due(bed: &Bed) {
    let id = promise(bed, "mail").await;
    lease(bed, 0, 9).await;
    let mut tx = bed.begin().await;
    outbox::retry(&mut tx, id, at(5), "brevlådan är full").await.unwrap();
    tx.commit().await.unwrap();
    assert!(lease(bed, 4, 9).await.is_empty());
    let jobs = lease(bed, 5, 9).await;
    assert_eq!(ids(&jobs), [id], "although the first lease would have run on");
    assert_eq!((jobs[0].attempts, jobs[0].last_error.as_deref()), (1, Some("brevlådan är full")));
}

async fn work_put_off_while_another_waits_for_it_is_not_taken_early(bed: &Bed) {
    let id = promise(bed, "mail").await;
    let mut tx = bed.begin().await;
    assert_eq!(ids(&outbox::lease(&mut tx, "mail", 9, at(1), at(10)).await.unwrap()), [id]);
    let first = async {
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        outbox::retry(&mut tx, id, at(60), "nej").await.unwrap();
        tx.commit().await.unwrap();
    };
    let ((), second) = tokio::join!(first, lease(bed, 1, 9));
    assert!(second.is_empty());
}

async fn work_given_up_is_shown_and_can_be_tried_again(bed: &Bed) {
    let (first, second, waiting) =
        (promise(bed, "mail").await, promise(bed, "mail").await, promise(bed, "index").await);
    lease(bed, 0, 9).await;
    let mut tx = bed.begin().await;
    outbox::retry(&mut tx, first, at(1), "en gång").await.unwrap();
    outbox::park(&mut tx, second, at(2), "okänd mottagare").await.unwrap();
    outbox::park(&mut tx, first, at(2), "två gånger").await.unwrap();
    tx.commit().await.unwrap();

    let mut db = bed.read().await;
    let parked = outbox::parked(&mut db).await.unwrap();
    assert_eq!(ids(&parked), [first, second], "oldest first");
    assert_eq!((parked[0].attempts, parked[0].last_error.as_deref()), (2, Some("två gånger")));
    assert_eq!(outbox::counts(&mut db).await.unwrap(), (1, 2));
    assert_eq!(outbox::count_waiting(&mut db, "mail").await.unwrap(), 0);
    assert_eq!(outbox::count_waiting(&mut db, "index").await.unwrap(), 1);
    drop(db);
    assert!(lease(bed, 100, 9).await.is_empty());

    let mut tx = bed.begin().await;
    assert_eq!(outbox::unpark(&mut tx, at(200)).await.unwrap(), 2);
    assert_eq!(outbox::unpark(&mut tx, at(200)).await.unwrap(), 0);
    tx.commit().await.unwrap();
    assert!(lease(bed, 199, 9).await.is_empty());
    let jobs = lease(bed, 200, 9).await;
    assert_eq!((ids(&jobs), jobs[0].attempts), (vec![first, second], 0));
    assert!(outbox::parked(&mut bed.read().await).await.unwrap().is_empty());
    assert!(!ids(&jobs).contains(&waiting));
}

async fn done_work_is_gone(bed: &Bed) {
    let (first, second) = (promise(bed, "mail").await, promise(bed, "mail").await);
    lease(bed, 0, 9).await;
    let mut tx = bed.begin().await;
    outbox::done(&mut tx, first).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(ids(&lease(bed, 60, 9).await), [second]);
    assert_eq!(outbox::counts(&mut bed.read().await).await.unwrap(), (1, 0));
}

async fn work_of_a_dropped_transaction_was_never_promised(bed: &Bed) {
    let mut tx = bed.begin().await;
    outbox::put(&mut tx, bed.id(), "mail", &json!(null), at(0)).await.unwrap();
    drop(tx);
    assert!(lease(bed, 1, 9).await.is_empty());
}
