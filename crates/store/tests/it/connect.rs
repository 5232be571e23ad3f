//! Connections, transactions and migrations.

use std::{path::PathBuf, time::Duration};

use fyr_store::{Error, Store, settings, tickets};
use fyr_testing::{Harness, on_both_engines};

use crate::fixtures;

on_both_engines! {
    a_dropped_transaction_is_rolled_back,
    a_transaction_is_visible_to_others_after_its_commit,
    concurrent_migrations_succeed,
    the_schema_of_a_later_release_is_accepted,
    ping_succeeds_until_the_store_is_closed,
    a_request_waits_while_all_connections_are_in_use,
    times_are_stored_with_microseconds,
    writers_queue_instead_of_failing,
}

async fn a_dropped_transaction_is_rolled_back(harness: &Harness) {
    let ticket = fixtures::new_ticket(harness, None);
    let mut tx = harness.begin().await;
    assert!(tickets::insert(&mut tx, &ticket).await.unwrap());
    drop(tx);
    assert!(tickets::find_by_id(&mut harness.read().await, ticket.id).await.unwrap().is_none());
    fixtures::insert_ticket(harness, &ticket).await;
}

async fn a_transaction_is_visible_to_others_after_its_commit(harness: &Harness) {
    let ticket = fixtures::new_ticket(harness, None);
    let mut tx = harness.begin().await;
    tickets::insert(&mut tx, &ticket).await.unwrap();
    assert!(tickets::find_by_id(&mut harness.read().await, ticket.id).await.unwrap().is_none());
    tx.commit().await.unwrap();
    assert!(tickets::find_by_id(&mut harness.read().await, ticket.id).await.unwrap().is_some());
    // also without waiting for the disk
    let ticket = fixtures::new_ticket(harness, None);
    let mut tx = harness.begin().await;
    tickets::insert(&mut tx, &ticket).await.unwrap();
    tx.commit_without_sync().await.unwrap();
    assert!(tickets::find_by_id(&mut harness.read().await, ticket.id).await.unwrap().is_some());
}

async fn concurrent_migrations_succeed(harness: &Harness) {
    for round in 0..if harness.is_postgres() { 2 } else { 5 } {
        let url = if harness.is_postgres() {
            harness.sql("DROP SCHEMA public CASCADE; CREATE SCHEMA public").await;
            harness.url.clone()
        } else {
            format!("sqlite://{}/new-{round}.db", harness.folder().display())
        };
        // two processes do not share a pool
        let (one, two) = (Store::open(&url).unwrap(), Store::open(&url).unwrap());
        let (first, second, third) = tokio::join!(one.migrate(), two.migrate(), one.migrate());
        first.and(second).and(third).unwrap();
        let revision = settings::find_revision(&mut two.read().await.unwrap(), settings::Revision::Status)
            .await
            .unwrap();
        assert_eq!(revision, 1);
        tokio::join!(one.close(), two.close());
    }
}

async fn the_schema_of_a_later_release_is_accepted(harness: &Harness) {
    harness.sql(
        "INSERT INTO _sqlx_migrations (version, description, installed_on, success, checksum, execution_time)
         SELECT 9999, 'of a later release', installed_on, success, checksum, 0 FROM _sqlx_migrations WHERE version = 1",
    )
    .await;
    harness.store.migrate().await.unwrap();
}

async fn ping_succeeds_until_the_store_is_closed(harness: &Harness) {
    harness.store.ping().await.unwrap();
    let store = Store::open(&harness.url).unwrap();
    store.ping().await.unwrap();
    store.close().await;
    assert!(matches!(store.ping().await, Err(Error::Unavailable(_))));
    assert!(matches!(store.begin().await, Err(Error::Unavailable(_))));
}

async fn times_are_stored_with_microseconds(harness: &Harness) {
    for micros in [0, 1, 999_999, 123_000, 500_000] {
        let moment = chrono::DateTime::from_timestamp_micros(1_767_600_000_000_000 + micros).unwrap();
        let ticket = tickets::Ticket { created_at: moment, ..fixtures::new_ticket(harness, None) };
        fixtures::insert_ticket(harness, &ticket).await;
        let found = tickets::find_by_id(&mut harness.read().await, ticket.id).await.unwrap().unwrap();
        assert_eq!(found.created_at, moment);
    }
}

async fn writers_queue_instead_of_failing(harness: &Harness) {
    let other = Store::open(&harness.url).unwrap();
    let write = |store: Store| async move {
        for _ in 0..5 {
            let mut tx = store.begin().await.unwrap();
            settings::increment_revision(&mut tx, settings::Revision::Status).await.unwrap();
            tokio::task::yield_now().await;
            tx.commit().await.unwrap();
        }
    };
    tokio::join!(
        write(harness.store.clone()),
        write(harness.store.clone()),
        write(other.clone()),
        write(other.clone())
    );
    other.close().await;
    let revision =
        settings::find_revision(&mut harness.read().await, settings::Revision::Status).await.unwrap();
    assert_eq!(revision, 21);
}

#[tokio::test]
async fn the_path_of_an_embedded_database_is_taken_literally() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["plain.db", "with blank.db", "åäö.db", "100%25 sure?.db", "a#b&c=d.db"] {
        let path: PathBuf = folder.path().join(name);
        let store = Store::open_file(&path).unwrap();
        store.migrate().await.unwrap();
        store.ping().await.unwrap();
        store.close().await;
        assert!(path.is_file(), "{name}");
    }
}

#[tokio::test]
async fn an_in_memory_database_is_shared_by_all_connections() {
    let store = Store::open("sqlite::memory:").unwrap();
    store.migrate().await.unwrap();
    let mut tx = store.begin().await.unwrap();
    settings::insert_if_absent(&mut tx, "name", "value").await.unwrap();
    tx.commit().await.unwrap();
    let value = settings::find(&mut store.read().await.unwrap(), "name").await.unwrap();
    assert_eq!(value.as_deref(), Some("value"));
}

#[tokio::test]
async fn a_file_that_cannot_be_opened_is_unavailable() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open_file(&folder.path().join("missing/fyr.db")).unwrap();
    assert!(matches!(store.ping().await, Err(Error::Unavailable(_))));
    assert!(matches!(store.begin().await, Err(Error::Unavailable(_))));
}

#[tokio::test]
async fn an_unreachable_server_does_not_prevent_opening_and_is_unavailable() {
    // port 9 is "discard": nothing listens there
    let store = Store::open("postgres://nobody@127.0.0.1:9/none").unwrap();
    assert!(matches!(store.ping().await, Err(Error::Unavailable(_))));
}

#[test]
fn a_url_of_neither_engine_is_rejected_with_a_message() {
    for url in ["", "fyr.db", "mysql://localhost/fyr", "http://example.org"] {
        let refused = Store::open(url).unwrap_err();
        assert_eq!(refused.to_string(), "must start with sqlite:// or postgres://", "{url}");
    }
    assert!(matches!(Store::open("postgres://[broken"), Err(Error::Address(_))));
    assert!(Store::check_url("postgres://[broken").is_err() && Store::check_url("fyr.db").is_err());
    assert!(
        Store::check_url("sqlite://fyr.db").is_ok() && Store::check_url("postgres://localhost/fyr").is_ok()
    );
}

async fn a_request_waits_while_all_connections_are_in_use(harness: &Harness) {
    let store = Store::open(&harness.url).unwrap();
    let mut held = Vec::new();
    for _ in 0..if harness.is_postgres() { 16 } else { 8 } {
        held.push(store.read().await.unwrap());
    }
    let released = async {
        // longer than the probe of the server takes
        tokio::time::sleep(Duration::from_secs(1)).await;
        held.pop();
    };
    let (next, ()) = tokio::join!(store.read(), released);
    next.unwrap();
    drop(held);
    store.close().await;
}

#[tokio::test]
async fn a_refusing_server_is_unavailable_within_a_second() {
    // port 1 of this machine: nothing listens there
    let store = Store::open("postgres://fyr@127.0.0.1:1/fyr").unwrap();
    let away = async || {
        let asked = tokio::time::timeout(Duration::from_secs(1), store.read()).await;
        assert!(matches!(asked.unwrap(), Err(Error::Unavailable(_))));
        let asked = tokio::time::timeout(Duration::from_secs(1), store.begin()).await;
        assert!(matches!(asked.unwrap(), Err(Error::Unavailable(_))));
    };
    tokio::join!(away(), away(), away(), away());
    away().await;
}
