//! Notifications between processes: `PostgreSQL` delivers them with the commit, `SQLite` has none.

use std::time::Duration;

use fyr_store::live;

use crate::harness::{Harness, on_both_engines};

on_both_engines! {
    a_notification_arrives_with_the_commit_and_not_before,
    a_listener_whose_connection_is_terminated_reports_it,
}

async fn a_notification_arrives_with_the_commit_and_not_before(harness: &Harness) {
    let listener = harness.store.listen().await.unwrap();
    assert_eq!(listener.is_some(), harness.is_postgres());
    let mut rolled_back = harness.begin().await;
    live::notify(&mut rolled_back, "never").await.unwrap();
    drop(rolled_back);
    let mut tx = harness.begin().await;
    live::notify(&mut tx, "once").await.unwrap();
    let Some(mut listener) = listener else {
        tx.commit().await.unwrap();
        return;
    };
    let early = tokio::time::timeout(Duration::from_millis(100), listener.next()).await;
    assert!(early.is_err(), "{early:?}");
    tx.commit().await.unwrap();
    let received = tokio::time::timeout(Duration::from_secs(5), listener.next()).await.unwrap();
    assert_eq!(received.unwrap(), "once");
}

async fn a_listener_whose_connection_is_terminated_reports_it(harness: &Harness) {
    let Some(mut listener) = harness.store.listen().await.unwrap() else { return };
    harness
        .sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
             WHERE datname = current_database() AND query LIKE 'LISTEN %'",
        )
        .await;
    let received = tokio::time::timeout(Duration::from_secs(5), listener.next()).await.unwrap();
    assert!(received.is_err(), "{received:?}");
    assert!(harness.store.listen().await.unwrap().is_some());
}
