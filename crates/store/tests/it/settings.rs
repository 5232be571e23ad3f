//! Shared values and revision counters.

use fyr_store::{
    Store,
    settings::{self, Revision},
};
use fyr_testing::{Harness, on_both_engines};

on_both_engines! {
    revisions_are_incremented_separately,
    a_rolled_back_increment_does_not_count,
    a_commit_is_in_the_next_revisions,
    what_a_transaction_changes_is_seen_by_itself_alone,
    what_another_process_commits_is_seen_soon,
    the_first_value_wins,
    a_value_is_replaced_and_deleted,
}

async fn revisions_are_incremented_separately(harness: &Harness) {
    let mut tx = harness.begin().await;
    let before = settings::list_revisions(&mut tx).await.unwrap();
    settings::increment_revision(&mut tx, Revision::Status).await.unwrap();
    settings::increment_revision(&mut tx, Revision::Status).await.unwrap();
    tx.commit().await.unwrap();
    let now = settings::list_revisions(&mut harness.read().await).await.unwrap();
    assert!(Revision::ALL.iter().all(|revision| before.get(*revision) > 0), "each has a row: {before:?}");
    assert_eq!(now.get(Revision::Classification), before.get(Revision::Classification));
    assert_eq!(now.get(Revision::Status), before.get(Revision::Status) + 2);
}

async fn a_rolled_back_increment_does_not_count(harness: &Harness) {
    let before = settings::list_revisions(&mut harness.read().await).await.unwrap();
    let mut tx = harness.begin().await;
    settings::increment_revision(&mut tx, Revision::Classification).await.unwrap();
    drop(tx);
    assert_eq!(settings::list_revisions(&mut harness.read().await).await.unwrap(), before);
}

/// The revision of the status page as the portal sees it.
async fn seen(harness: &Harness) -> i64 {
    harness.store.revisions().await.unwrap().get(Revision::Status)
}

async fn a_commit_is_in_the_next_revisions(harness: &Harness) {
    for round in 0..20 {
        let before = seen(harness).await;
        let mut tx = harness.begin().await;
        settings::increment_revision(&mut tx, Revision::Status).await.unwrap();
        assert_eq!(seen(harness).await, before, "round {round}: not committed yet");
        if round % 2 == 0 {
            tx.commit().await.unwrap();
        } else {
            tx.commit_without_sync().await.unwrap();
        }
        assert_eq!(seen(harness).await, before + 1, "round {round}");
    }
}

async fn what_a_transaction_changes_is_seen_by_itself_alone(harness: &Harness) {
    let before = seen(harness).await;
    let mut tx = harness.begin().await;
    let within =
        async |db: &mut fyr_store::Db| harness.store.revisions_in(db).await.unwrap().get(Revision::Status);
    assert_eq!(within(&mut tx).await, before);
    settings::increment_revision(&mut tx, Revision::Status).await.unwrap();
    assert_eq!(within(&mut tx).await, before + 1);
    assert_eq!(seen(harness).await, before);
    drop(tx);
    assert_eq!(seen(harness).await, before, "it was rolled back");
    assert_eq!(within(&mut *harness.begin().await).await, before);
}

async fn what_another_process_commits_is_seen_soon(harness: &Harness) {
    let before = seen(harness).await;
    let other = Store::open(&harness.url).unwrap();
    let mut tx = other.begin().await.unwrap();
    settings::increment_revision(&mut tx, Revision::Status).await.unwrap();
    tx.commit().await.unwrap();
    let start = std::time::Instant::now();
    while seen(harness).await == before {
        assert!(start.elapsed() < std::time::Duration::from_secs(5), "it is never seen");
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    other.close().await;
}

async fn the_first_value_wins(harness: &Harness) {
    assert_eq!(settings::find(&mut harness.read().await, "signing-key").await.unwrap(), None);
    let offer = |value: &'static str| async move {
        let mut tx = harness.begin().await;
        settings::insert_if_absent(&mut tx, "signing-key", value).await.unwrap();
        let agreed = settings::find(&mut tx, "signing-key").await.unwrap();
        tx.commit().await.unwrap();
        agreed
    };
    let (one, two) = tokio::join!(offer("one"), offer("two"));
    assert!(one.is_some());
    assert_eq!(one, two, "both processes use the same");
    assert_eq!(offer("three").await, one);
}

async fn a_value_is_replaced_and_deleted(harness: &Harness) {
    let mut tx = harness.begin().await;
    settings::delete(&mut tx, "link-keys").await.unwrap();
    for value in ["one", "two"] {
        settings::put(&mut tx, "link-keys", value).await.unwrap();
        assert_eq!(settings::find(&mut tx, "link-keys").await.unwrap().as_deref(), Some(value));
    }
    settings::delete(&mut tx, "link-keys").await.unwrap();
    assert_eq!(settings::find(&mut tx, "link-keys").await.unwrap(), None);
}
